import type { TObject, TSchema } from 'typebox';
import type { Role, Title } from '../role';
import type { CodeKind } from '../text/codes';
import type { DateMeaning, Outside } from './form';

/*
 * A form as whoever draws it reads it: its fields in order, each with the widget that takes it. Console, public pages
 * and letters draw from this alone, so that a new field of a form needs no line of theirs.
 */

/** How a field is filled in. */
export type Widget =
  /** Free text; `goesTo`: who outside the office reads it. */
  | {
      readonly widget: 'text';
      readonly lines: 'one' | 'many';
      readonly maxLength: number;
      readonly goesTo: Outside | null;
    }
  /** A code that is copied or typed; `kind` says how it is written. */
  | { readonly widget: 'code'; readonly kind: CodeKind }
  /** A word of the system or the policy, as `h1` or `exits:2`. */
  | { readonly widget: 'word'; readonly pattern: string; readonly examples: readonly string[] }
  | { readonly widget: 'date'; readonly meaning: DateMeaning | null }
  | { readonly widget: 'number'; readonly minimum: number; readonly maximum: number }
  /** Money, kept in fen and typed in yuan. */
  | { readonly widget: 'money'; readonly maximumFen: number }
  | { readonly widget: 'flag' }
  | { readonly widget: 'choice'; readonly words: readonly Choice[] }
  /** A person of the staff by id; `role`: which office they must hold, null for any. */
  | { readonly widget: 'person'; readonly role: Role | null }
  | { readonly widget: 'enterprise' }
  /** A paper of the case's file, by id. */
  | { readonly widget: 'paper' }
  | {
      readonly widget: 'list';
      readonly item: Widget;
      readonly minItems: number;
      readonly maxItems: number | null;
    }
  | { readonly widget: 'group'; readonly fields: readonly FormField[] };

export interface Choice {
  readonly word: string;
  readonly title: Title;
}

export type FormField = Widget & {
  readonly name: string;
  readonly title: Title;
  readonly required: boolean;
  /** Whether null says that there is none, as of an accident that nobody had. */
  readonly mayBeNone: boolean;
};

interface Shape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly examples?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: TSchema;
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly TSchema[];
  readonly 'x-title'?: Title;
  readonly 'x-enum-titles'?: Readonly<Record<string, Title>>;
  readonly 'x-goes-to'?: Outside;
  readonly 'x-date'?: DateMeaning;
  readonly 'x-person'?: Role;
  readonly 'x-staff'?: boolean;
  readonly 'x-enterprise'?: boolean;
  readonly 'x-paper'?: boolean;
  readonly 'x-unit'?: 'fen';
}

/**
 * The fields of a form, in order.
 * @throws Error where a field has a shape that no widget takes, or no title: a form must not be drawn by halves
 */
export function fieldsOf(form: TObject): FormField[] {
  const { properties = {}, required = [] } = form as Shape;
  return Object.entries(properties).map(([name, schema]) => {
    const shape = schema as Shape;
    const inner = orNone(shape);
    const title = shape['x-title'] ?? inner['x-title'];
    if (title === undefined) throw new Error(`the field ${name} has no title`);
    return {
      ...widgetOf(inner, name),
      name,
      title,
      required: required.includes(name),
      mayBeNone: inner !== shape,
    };
  });
}

/** What stands beside null, where a field may be none; the shape itself where it may not. */
function orNone(shape: Shape): Shape {
  const others = shape.anyOf?.filter((each) => (each as Shape).type !== 'null');
  return others?.length === 1 ? (others[0] as Shape) : shape;
}

function widgetOf(shape: Shape, at: string): Widget {
  switch (shape.type) {
    case 'boolean':
      return { widget: 'flag' };
    case 'integer':
      return numberOf(shape);
    case 'string':
      return textOf(shape, at);
    case 'array': {
      const { minItems = 0, maxItems = null, items = {} } = shape;
      return { widget: 'list', item: widgetOf(items, at), minItems, maxItems };
    }
    case 'object':
      return { widget: 'group', fields: fieldsOf(shape as TObject) };
    default:
      throw new Error(`no widget takes the field ${at}: ${JSON.stringify(shape)}`);
  }
}

function numberOf({ minimum = 0, maximum = Number.MAX_SAFE_INTEGER, ...shape }: Shape): Widget {
  return shape['x-unit'] === 'fen'
    ? { widget: 'money', maximumFen: maximum }
    : { widget: 'number', minimum, maximum };
}

function textOf(shape: Shape, at: string): Widget {
  const { format, pattern, maxLength = 200, examples = [] } = shape;
  if (shape.enum) return { widget: 'choice', words: choicesOf(shape.enum, shape['x-enum-titles'] ?? {}, at) };
  if (shape['x-person']) return { widget: 'person', role: shape['x-person'] };
  if (shape['x-staff']) return { widget: 'person', role: null };
  if (shape['x-enterprise']) return { widget: 'enterprise' };
  if (shape['x-paper']) return { widget: 'paper' };
  // Where the law names the words, the form tells them, and the desk judges them.
  if (examples.length > 0) return { widget: 'word', pattern: pattern ?? '', examples };
  switch (format) {
    case 'line':
    case 'paragraph': {
      const lines = format === 'line' ? 'one' : 'many';
      return { widget: 'text', lines, maxLength, goesTo: shape['x-goes-to'] ?? null };
    }
    case 'date':
      return { widget: 'date', meaning: shape['x-date'] ?? null };
    case undefined:
      return { widget: 'word', pattern: pattern ?? '', examples: [] };
    case 'uuid':
      throw new Error(`nothing says what the id in ${at} is of`);
    default:
      return { widget: 'code', kind: format as CodeKind };
  }
}

function choicesOf(
  words: readonly string[],
  titles: Readonly<Record<string, Title>>,
  at: string,
): readonly Choice[] {
  return words.map((word) => {
    const title = titles[word];
    if (title === undefined) throw new Error(`the word ${word} of ${at} has no title`);
    return { word, title };
  });
}
