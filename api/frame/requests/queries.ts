import { Type, type TSchema } from 'typebox';
import type { App } from '../../app-type';
import { strict } from '../../contract/shapes';

const NoQuery = Type.Object({}, strict);

interface QuerySchema {
  readonly properties?: Readonly<Record<string, TSchema & { readonly type?: string }>>;
}

/**
 * How the query of a request is read. A field that the route does not know is refused, so that nobody takes an
 * answer for what they asked. A query holds text alone: what its schema calls a number or a boolean is read as
 * one where it is written as one, and is left to the validator where it is not.
 */
export function readQueries(app: App): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined) return;
    route.schema = { ...route.schema, querystring: route.schema?.querystring ?? NoQuery };
  });
  app.addHook('preValidation', (request, _reply, done) => {
    const { properties = {} } = (request.routeOptions.schema?.querystring ?? {}) as QuerySchema;
    request.query = Object.fromEntries(
      Object.entries(request.query as Readonly<Record<string, unknown>>).map(([field, written]) => [
        field,
        readAs(properties[field]?.type, written),
      ]),
    );
    done();
  });
}

function readAs(type: string | undefined, written: unknown): unknown {
  if (typeof written !== 'string') return written;
  if (type === 'integer' && /^(0|[1-9][0-9]{0,8})$/.test(written)) return Number(written);
  if (type === 'boolean' && (written === 'true' || written === 'false')) return written === 'true';
  return written;
}
