import { Type, type Static, type TObject, type TSchema } from 'typebox';
import type { JsonObject } from '../json';

/**
 * A form field of free text. What people write may identify somebody, so texts never enter an event,
 * a workflow or a log: they are sealed under the case's key and the event keeps only their digest.
 */
export type SealedText = string & { readonly sealed: unique symbol };

export interface TextOptions {
  readonly title: string;
  readonly maxLength?: number;
}

/** A free-text field: required, trimmed of nothing, at most `maxLength` characters (default 4,000). */
export const Text = ({ title, maxLength = 4000 }: TextOptions) =>
  Type.Unsafe<SealedText>(Type.String({ title, minLength: 1, maxLength, pattern: '\\S', 'x-sealed': true }));

/** A text that is made public word for word with the decision that it belongs to; sealed beside the record like any other. */
export const PublicText = ({ title, maxLength = 1000 }: TextOptions) =>
  Type.Unsafe<SealedText>(
    Type.String({ title, minLength: 1, maxLength, pattern: '\\S', 'x-sealed': true, 'x-public': true }),
  );

/** A text by which a case is called in lists, as the name of a project. Never about a person. */
export const Label = ({ title, maxLength = 120 }: TextOptions) =>
  Type.Unsafe<SealedText>(
    Type.String({ title, minLength: 1, maxLength, pattern: '\\S', 'x-sealed': true, 'x-label': true }),
  );

/** The label that a form gives its case, or null. */
export function labelIn(schema: TObject, form: Readonly<Record<string, unknown>>): string | null {
  const field = Object.entries(schema.properties).find(([, shape]) => (shape as SchemaShape)['x-label']);
  return field === undefined ? null : (form[field[0]] as string);
}

/** The texts of a form that are made public, by JSON pointer. */
export function publicTexts(
  schema: TObject,
  texts: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(schema.properties).flatMap(([field, shape]) => {
      const text = (shape as SchemaShape)['x-public'] ? texts[`/${field}`] : undefined;
      return text === undefined ? [] : [[`/${field}`, text]];
    }),
  );
}

/** A natural person of the staff, by id, who must hold `role` and be free of conflicts to be named. */
export const PersonRef = (role: string, title: string) =>
  Type.String({ title, format: 'uuid', 'x-person': role });

export const CalendarDate = (title: string) => Type.String({ title, format: 'date' });

/** Integer fen (分). No fraction, no float, never negative. */
export const Fen = (title: string) => Type.Integer({ title, minimum: 0, maximum: 1_000_000_000_000 });

/** One of a fixed list of words. */
export const OneOf = <const Words extends readonly [string, ...string[]]>(words: Words, title: string) =>
  Type.Unsafe<Words[number]>(Type.String({ title, enum: [...words] }));

/** An object that refuses unknown fields. */
export const Form = <Fields extends Record<string, TSchema>>(fields: Fields) =>
  Type.Object(fields, { additionalProperties: false });

export const noFields = Form({});

/** What remains of a form when its texts are taken out: fixed words, numbers, dates and ids. */
export type FactsOf<T> = T extends SealedText
  ? never
  : T extends readonly (infer Item)[]
    ? FactsOf<Item>[]
    : T extends object
      ? { [Key in keyof T as T[Key] extends SealedText | undefined ? never : Key]: FactsOf<T[Key]> }
      : T;

export type FormFacts<F extends TObject> = keyof F['properties'] extends never
  ? Record<never, never>
  : FactsOf<Static<F>>;

export interface SplitForm<F extends TObject = TObject> {
  readonly facts: string extends keyof F['properties'] ? JsonObject : FormFacts<F>;
  /** Texts by JSON pointer, e.g. `/hazards/0/description`. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Parts a valid form into facts (for the record and the workflow) and texts (to be sealed). */
export function splitForm<F extends TObject>(schema: F, form: unknown): SplitForm<F> {
  const texts: Record<string, string> = {};
  const facts = (withoutTexts(schema, form, '', texts) ?? {}) as SplitForm<F>['facts'];
  return { facts, texts };
}

interface SchemaShape {
  readonly 'x-sealed'?: boolean;
  readonly 'x-label'?: boolean;
  readonly 'x-public'?: boolean;
  readonly 'x-person'?: string;
  readonly properties?: Record<string, TSchema>;
  readonly items?: TSchema;
}

function withoutTexts(
  schema: TSchema,
  value: unknown,
  pointer: string,
  texts: Record<string, string>,
): unknown {
  const shape = schema as SchemaShape;
  if (value === undefined) return undefined;
  if (shape['x-sealed']) {
    texts[pointer] = value as string;
    return undefined;
  }
  if (shape.items && Array.isArray(value)) {
    const items = shape.items;
    return value.map((item, index) => withoutTexts(items, item, `${pointer}/${index}`, texts) ?? null);
  }
  if (shape.properties && value !== null && typeof value === 'object') {
    const entries = Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) => {
      const field = shape.properties?.[key];
      const kept = field ? withoutTexts(field, inner, `${pointer}/${key}`, texts) : inner;
      return kept === undefined ? [] : [[key, kept] as const];
    });
    return Object.fromEntries(entries);
  }
  return value;
}

/** Every person that a form names, with the role that the person must hold. */
export function personsNamed(
  schema: TSchema,
  form: unknown,
): { readonly personId: string; readonly role: string }[] {
  const shape = schema as SchemaShape;
  if (form === undefined || form === null) return [];
  if (shape['x-person']) return [{ personId: form as string, role: shape['x-person'] }];
  if (shape.items && Array.isArray(form)) {
    const items = shape.items;
    return form.flatMap((item) => personsNamed(items, item));
  }
  if (shape.properties && typeof form === 'object') {
    const fields = form as Record<string, unknown>;
    return Object.entries(shape.properties).flatMap(([key, field]) => personsNamed(field, fields[key]));
  }
  return [];
}

/** Whether a form asks for a person of the staff anywhere. */
export function namesPersons(schema: TSchema): boolean {
  const { 'x-person': person, items, properties = {} } = schema as SchemaShape;
  return (
    person !== undefined ||
    (items !== undefined && namesPersons(items)) ||
    Object.values(properties).some(namesPersons)
  );
}
