import type { App } from '../../app-type';
import { foldedAs } from '../../../domain/text/formats';

/** What of a schema leads to its codes. */
interface Shape {
  readonly format?: string;
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/**
 * Puts the codes and numbers of every request in one spelling before they are judged, by the `format` of their field:
 * width, spaces and what copying adds are passed over. Texts stay as they were written.
 */
export function foldCodes(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const { body, params, querystring } = request.routeOptions.schema ?? {};
    if (body) request.body = folded(body, request.body);
    if (params) request.params = folded(params, request.params);
    if (querystring) request.query = folded(querystring, request.query);
    done();
  });
}

/** A value with its codes in one spelling, by the schema that it is to fit. */
export function folded(shape: Shape, value: unknown): unknown {
  const { format, items, properties, anyOf = [], oneOf = [] } = shape;
  if (typeof value === 'string' && format !== undefined) return foldedAs(format, value);
  if (Array.isArray(value)) return items ? value.map((item) => folded(items, item)) : value;
  const inside =
    properties && isObject(value)
      ? Object.fromEntries(
          Object.entries(value).map(([field, inner]) => {
            const within = Object.hasOwn(properties, field) ? properties[field] : undefined;
            return [field, within ? folded(within, inner) : inner];
          }),
        )
      : value;
  return [...anyOf, ...oneOf].reduce((so, branch) => folded(branch, so), inside);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
