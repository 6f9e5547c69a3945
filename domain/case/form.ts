import { Type, type Static, type TObject, type TSchema } from 'typebox';
import type { JsonObject } from '../json';
import type { Role, Title } from '../role';
import type { CodeKind } from '../text/codes';
import { written } from '../text/formats';

/**
 * A form field of free text. What people write may identify somebody, so texts never enter an event,
 * a workflow or a log: they are sealed under the case's key and the event keeps only their digest.
 */
export type SealedText = string & { readonly sealed: unique symbol };

/** A title as schemas carry it: English where the standard has a place for it, both languages beside it. */
export const titled = (title: Title) => ({ title: title.en, 'x-title': title });

/** Who outside the office reads a text with the decision that it belongs to. */
export type Outside = 'enterprise' | 'everybody';

interface TextOptions {
  readonly maxLength?: number;
  /** An enterprise reads it: it must repeat nothing of what a reporter wrote (see `record/desk/told-words.ts`). */
  readonly goesTo?: 'enterprise';
}

const sealed = (title: Title, maxLength: number, more: { readonly [keyword: string]: unknown } = {}) =>
  Type.Unsafe<SealedText>(
    Type.String({
      ...titled(title),
      minLength: 1,
      maxLength,
      format: written('paragraph'),
      'x-sealed': true,
      ...more,
    }),
  );

/** A free-text field: required, not trimmed, at most `maxLength` characters. */
export const Text = (title: Title, { maxLength = 4000, goesTo }: TextOptions = {}) =>
  sealed(title, maxLength, goesTo === undefined ? {} : { 'x-goes-to': goesTo });

/** A text that is made public word for word with the decision that it belongs to; sealed beside the record like any other. */
export const PublicText = (title: Title, { maxLength = 1000 }: Pick<TextOptions, 'maxLength'> = {}) =>
  sealed(title, maxLength, { 'x-public': true, 'x-goes-to': 'everybody' });

/** A text by which a case is called in lists, as the name of a project. Never about a person. */
export const Label = (title: Title, { maxLength = 120 }: Pick<TextOptions, 'maxLength'> = {}) =>
  sealed(title, maxLength, { 'x-label': true, format: written('line') });

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
export const PersonRef = (role: Role, title: Title) =>
  Type.String({ ...titled(title), format: 'uuid', 'x-person': role });

/** An enterprise, by id. */
export const EnterpriseRef = (title: Title) =>
  Type.String({ ...titled(title), format: 'uuid', 'x-enterprise': true });

/**
 * What a date of a form says: done in the course of the case; laid down in a document that may be older than the case;
 * come in and entered afterwards; to be done; or the first or last day of a term that somebody sets, which begins about
 * now and is over within a year.
 */
export type DateMeaning = 'happened' | 'established' | 'received' | 'planned' | 'term';

/** A day and its meaning, by which it is bounded (see `form-dates.ts`). Years have four digits, from 1949 on. */
export const CalendarDate = (title: Title, meaning: DateMeaning) =>
  Type.String({
    ...titled(title),
    format: 'date',
    pattern: '^(1949|19[5-9][0-9]|2[0-9]{3})-',
    'x-date': meaning,
  });

/** Integer fen (分). No fraction, no float, never negative. */
export const Fen = (
  title: Title,
  { minimum = 0, maximum = 1_000_000_000_000 }: { minimum?: number; maximum?: number } = {},
) => ({
  ...Count(title, { minimum, maximum }),
  'x-unit': 'fen' as const,
});

/** A whole number, by default from 0. */
export const Count = (title: Title, { minimum = 0, maximum }: { minimum?: number; maximum: number }) =>
  Type.Integer({ ...titled(title), minimum, maximum });

/** Yes or no. */
export const Flag = (title: Title) => Type.Boolean(titled(title));

/** One of a fixed list of words, each with its title. */
export const OneOf = <Word extends string>(title: Title, words: Readonly<Record<Word, Title>>) =>
  Type.Unsafe<Word>(Type.String({ ...titled(title), enum: Object.keys(words), 'x-enum-titles': words }));

/** A code or number that people copy or type; `domain/text/codes.ts` says what it is. */
export const Coded = (title: Title, kind: CodeKind) =>
  Type.String({ ...titled(title), format: written(kind) });

/** A text on one line that is kept outside of the record's sealed texts, as the name of a firm. */
export const Line = (title: Title, maxLength: number) =>
  Type.String({ ...titled(title), minLength: 1, maxLength, format: written('line') });

/** The same with line breaks. */
export const Paragraph = (title: Title, maxLength: number) =>
  Type.String({ ...titled(title), minLength: 1, maxLength, format: written('paragraph') });

/** A word of this system, as an id: small letters, digits and what a pattern allows. Nobody types it. */
export const SystemWord = (title: Title, pattern: string) => Type.String({ ...titled(title), pattern });

/** A word of the policy, as a matter or a type of project. */
export const PolicyCode = (title: Title) =>
  Type.String({ ...titled(title), pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 });

/** A clause of the law, as `safety-law-38`. */
export const Clause = (title: Title) => SystemWord(title, '^[a-z0-9][a-z0-9.:-]{1,60}$');

interface ListOptions {
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

export const ListOf = <Item extends TSchema>(title: Title, item: Item, options: ListOptions) =>
  Type.Array(item, { ...titled(title), ...options });

/** Papers of the case's file, by id. */
export const Papers = (title: Title, options: ListOptions) =>
  ListOf(title, Type.String({ format: 'uuid', 'x-paper': true }), options);

/** An object that refuses unknown fields. */
export const Form = <Fields extends Record<string, TSchema>>(fields: Fields) =>
  Type.Object(fields, { additionalProperties: false });

export const noFields = Form({});

/** The form of a verdict that asks for nothing but a reason, which stays within the office. */
export const reasonOnly = Form({ reason: Text({ zh: '理由', en: 'Reason' }) });

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
  readonly 'x-goes-to'?: Outside;
  readonly 'x-person'?: string;
  readonly 'x-date'?: DateMeaning;
  readonly 'x-paper'?: boolean;
  readonly properties?: Record<string, TSchema>;
  readonly items?: TSchema;
  readonly anyOf?: readonly TSchema[];
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

/** Keywords that mark fields to be found at any depth of a form. */
type Mark = 'x-person' | 'x-date' | 'x-paper' | 'x-goes-to' | 'x-sealed';

/** A value in a field with a mark, what the mark says, and where the field stands. */
interface Marked<M extends Mark> {
  readonly value: string;
  readonly mark: NonNullable<SchemaShape[M]>;
  readonly pointer: string;
}

/** Every value of a form that stands in a field with this mark. */
export function marked<M extends Mark>(schema: TSchema, form: unknown, name: M, pointer = ''): Marked<M>[] {
  const shape: SchemaShape = schema;
  if (form === undefined || form === null) return [];
  const mark = shape[name];
  if (mark) return [{ value: form as string, mark, pointer }];
  const { items, properties, anyOf = [] } = shape;
  if (items && Array.isArray(form))
    return form.flatMap((item, index) => marked(items, item, name, `${pointer}/${index}`));
  if (properties && typeof form === 'object') {
    const fields = form as Record<string, unknown>;
    return Object.entries(properties).flatMap(([key, field]) =>
      marked(field, fields[key], name, `${pointer}/${key}`),
    );
  }
  return anyOf.flatMap((branch) => marked(branch, form, name, pointer));
}

/** Every person that a form names, with the role that the person must hold. */
export function personsNamed(
  schema: TSchema,
  form: unknown,
): { readonly personId: string; readonly role: string }[] {
  return marked(schema, form, 'x-person').map(({ value, mark }) => ({ personId: value, role: mark }));
}

/** The values of this mark in all fields of a schema. */
export function marksIn<M extends Mark>(schema: TSchema, name: M): NonNullable<SchemaShape[M]>[] {
  const { items, properties = {}, anyOf = [], ...shape }: SchemaShape = schema;
  const own = shape[name];
  const below = [...(items ? [items] : []), ...Object.values(properties), ...anyOf];
  return [...(own ? [own] : []), ...below.flatMap((field) => marksIn(field, name))];
}
