import type { Title } from '../../domain/role';
import type { FormField } from '../../domain/case/form-fields';

/** What stands in the fields of a page, by name. */
export type Values = Readonly<Record<string, string>>;

/** What is wrong, by the name of the field; under '' what belongs to none. */
export type Faults = ReadonlyMap<string, Title>;

/** The name of a field within a page: `identity.name`. */
export function nameOf(field: FormField, within: string): string {
  return within === '' ? field.name : `${within}.${field.name}`;
}

/** The names of all that is filled in on a page. */
export function namesOf(fields: readonly FormField[], within = ''): string[] {
  return [...titlesOf(fields, within).keys()];
}

/** What each of them is called. */
export function titlesOf(fields: readonly FormField[], within = ''): Map<string, Title> {
  return new Map(
    fields.flatMap((field) => {
      const name = nameOf(field, within);
      return field.widget === 'group' ? [...titlesOf(field.fields, name)] : [[name, field.title] as const];
    }),
  );
}

/** The body that a form takes, of what stands in the fields of a page. What was left empty is left out. */
export function bodyOf(fields: readonly FormField[], values: Values, within = ''): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = valueOf(field, values, nameOf(field, within));
      return value === undefined ? [] : [[field.name, value] as const];
    }),
  );
}

function valueOf(field: FormField, values: Values, name: string): unknown {
  // A browser ends the lines of what is typed as a mail does; a text is kept with the ends that everybody writes.
  const typed = (values[name] ?? '').replace(/\r\n?/g, '\n');
  switch (field.widget) {
    case 'group':
      return bodyOf(field.fields, values, name);
    case 'flag':
      return typed === 'yes' ? true : undefined;
    case 'list': {
      const lines = typed.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
      return lines.length === 0 ? undefined : lines;
    }
    case 'text':
    case 'code':
    case 'word':
    case 'date':
    case 'choice':
      return typed.trim() === '' ? undefined : typed;
    case 'number':
    case 'money':
    case 'person':
    case 'enterprise':
    case 'paper':
      return notAsked(field);
  }
}

/** @throws Error: no form of the public asks for it */
export function notAsked({ name, widget }: FormField): never {
  throw new Error(`a public page has no field for ${name}, a ${widget}`);
}

/** What is wrong with the fields of a page, of pointers into the body. */
export function faultsOf(
  errors: readonly { readonly pointer: string; readonly detail: string; readonly words?: Title }[],
  names: readonly string[],
): Faults {
  const found = new Map<string, Title>();
  for (const { pointer, detail, words = { zh: detail, en: detail } } of errors) {
    const at = pointer.slice(1).replaceAll('/', '.');
    const name = names.find((each) => at === each || at.startsWith(`${each}.`)) ?? '';
    if (!found.has(name)) found.set(name, words);
  }
  return found;
}
