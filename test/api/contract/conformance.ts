import { Compile } from 'typebox/schema';
import type { App } from '../../../api/app-type';

type Responses = Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
interface Validator {
  Check(value: unknown): boolean;
  Errors(value: unknown): [boolean, { instancePath: string; message: string }[]];
}
interface Description {
  readonly paths: Record<string, Record<string, { readonly responses: Responses }>>;
  readonly components: object;
}

/**
 * Holds an answer against what /openapi.json says of its route and status; of a problem, also whether its code is
 * one of those that the route is said to give.
 * @throws Error naming the route and what does not fit
 */
export function conformanceOf(app: App) {
  let described: Description | null = null;
  const validators = new Map<object, Validator>();

  return (
    method: string,
    url: string,
    answer: { statusCode: number; body: string; headers: Record<string, unknown> },
  ): void => {
    described ??= app.swagger() as unknown as Description;
    const { paths, components } = described;
    const [path = ''] = url.split('?');
    const found = Object.entries(paths).filter(([template]) => matches(template, path));
    // A fixed address comes before one with a parameter in its place.
    const [, methods] = found.sort(([a], [b]) => a.split('{').length - b.split('{').length)[0] ?? [];
    const operation = methods?.[method.toLowerCase()];
    if (operation === undefined) return;
    const where = `${method} ${path} → ${answer.statusCode}`;
    const response = operation.responses[String(answer.statusCode)];
    if (response === undefined)
      throw new Error(`${where} is not in the description: ${answer.body.slice(0, 200)}`);
    const [type = ''] = String(answer.headers['content-type'] ?? '').split(';');
    const schema = response.content?.[type]?.schema;
    if (schema === undefined && answer.body !== '')
      throw new Error(`${where} is ${type}, which is not in the description`);
    if (schema === undefined || !type.endsWith('json')) return;
    // References point into the description, which is therefore put beside the schema.
    const validator = validators.get(schema) ?? Compile({ ...schema, components });
    validators.set(schema, validator);
    const body: unknown = JSON.parse(answer.body);
    // To name what does not fit costs seconds on a long list: only where something does not.
    if (validator.Check(body)) return;
    const [, errors] = validator.Errors(body);
    const fault = JSON.stringify(errors[0]);
    throw new Error(`${where} does not fit: ${answer.body.slice(0, 120)} ${fault}`);
  };
}

function matches(template: string, path: string): boolean {
  const parts = template.split('/');
  const given = path.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, index) => part.startsWith('{') || part === given[index])
  );
}
