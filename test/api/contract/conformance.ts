import { Compile } from 'typebox/schema';
import type { App } from '../../../api/app-type';

type Responses = Record<string, { readonly content?: Record<string, { readonly schema: object }> }>;
type Shapes = Record<string, object>;
type Paths = Record<string, Record<string, { readonly responses: Responses }>>;

/**
 * Holds an answer against what /openapi.json says of its route and status.
 * @throws Error naming the route and what does not fit
 */
export function conformanceOf(app: App) {
  let paths: Paths | null = null;
  const validators = new Map<
    object,
    { Errors(value: unknown): [boolean, { instancePath: string; message: string }[]] }
  >();

  return (
    method: string,
    url: string,
    answer: { statusCode: number; body: string; headers: Record<string, unknown> },
  ): void => {
    paths ??= (app.swagger() as unknown as { paths: Paths }).paths;
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
    const schema = resolved(
      response.content?.[type]?.schema,
      (app.swagger() as unknown as { components: { schemas: Shapes } }).components.schemas,
    );
    if (schema === undefined || !type.endsWith('json')) return;
    const validator = validators.get(schema) ?? Compile(schema);
    validators.set(schema, validator);
    const [fits, errors] = validator.Errors(JSON.parse(answer.body));
    if (!fits) throw new Error(`${where} does not fit: ${JSON.stringify(errors.slice(0, 3))}`);
  };
}

function resolved(schema: object | undefined, shapes: Shapes): object | undefined {
  const ref = (schema as { $ref?: string } | undefined)?.$ref;
  return ref === undefined ? schema : shapes[ref.replace('#/components/schemas/', '')];
}

function matches(template: string, path: string): boolean {
  const parts = template.split('/');
  const given = path.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, index) => part.startsWith('{') || part === given[index])
  );
}
