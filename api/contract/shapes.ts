import { Type, type TSchema } from 'typebox';
import { caseTypeNames, caseTypes } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import { OneOf, titled } from '../../domain/case/form';
import { roleTitles, type Title } from '../../domain/role';

/* What the schemas of the API are built from. */

/** The keyword under which a shape carries its name until the description is written (see `named-shapes.ts`). */
export const shapeName = 'x-name';

/** The keyword of a shape that only names another, in which it stands. */
export const withinItself = 'x-within';

export const strict = { additionalProperties: false } as const;

/** A shape that clients find in the description by its name, wherever it is used. */
export function Named<S extends TSchema>(name: string, schema: S): S {
  return { ...schema, [shapeName]: name };
}

/** A named shape where it stands within itself: its name alone, since no schema holds itself. */
export function Within<Value>(name: string) {
  return Type.Unsafe<Value>({ [shapeName]: name, [withinItself]: true });
}

/** A shape as a field of that title. */
export function Titled<S extends TSchema>(title: Title, schema: S): S {
  return { ...schema, ...titled(title) };
}

export const Nullable = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
export const Instant = Type.String({ format: 'date-time' });
export const Day = Type.String({ format: 'date' });
export const Uuid = Type.String({ format: 'uuid' });
/** Facts of a step or an event: what they are is said by the form of the step. */
export const Facts = Type.Object({}, { additionalProperties: true });

export const Bilingual = Named('Title', Type.Object({ zh: Type.String(), en: Type.String() }, strict));

export const CaseTypeWord = Named(
  'CaseType',
  OneOf(
    { zh: '案件类型', en: 'Type of case' },
    Object.fromEntries(caseTypeNames.map((name) => [name, caseTypes[name].title])) as Record<CaseType, Title>,
  ),
);

/** The offices that an account can hold. A reporter has no account. */
const { reporter: _reporter, ...grantableRoles } = roleTitles;
export const RoleWord = Named('Role', OneOf({ zh: '岗位', en: 'Role' }, grantableRoles));

/** What the fields of a page of a list are. */
export function pageFields<Item extends TSchema>(item: Item) {
  return {
    items: Type.Array(item),
    nextCursor: Nullable(Type.String({ description: 'hand in as `cursor` for the next page' })),
  };
}

/** A page of a list, under the name of its lines: `WorklistLine` makes `WorklistLinePage`. */
export function PageOf<Fields extends Record<string, TSchema>>(name: string, fields: Fields) {
  const line = Named(name, Type.Object(fields, strict));
  return Named(`${name}Page`, Type.Object(pageFields(line), strict));
}

/** `approval-item` as part of the name of a shape: `ApprovalItem`. */
export function inCamel(words: string): string {
  return words.replace(/(^|-)([a-z0-9])/g, (_, _dash, letter: string) => letter.toUpperCase());
}
