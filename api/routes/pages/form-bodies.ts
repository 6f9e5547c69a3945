import type { FastifyRequest } from 'fastify';
import { Type, type TSchema } from 'typebox';
import type { Values } from '../../../web/public/form-values';
import type { App } from '../../app-type';
import { ProblemError, type FieldError } from '../../contract/problems';
import { reporter } from '../../identity/access';
import { toProblem } from '../../frame/failures';
import { folded } from '../../frame/requests/codes';
import { decoded, utf8 } from '../../frame/requests/encodings';

/** What a page for reporters has in common. Those who share an address, as WeChat does, put words of their own behind it. */
export const reporterPage = {
  config: { access: reporter, page: true },
  schema: { hide: true, querystring: Type.Object({}) },
} as const;

/** Lets the routes of this plugin, and no others, take what the form of a page sends. */
export function readForms(app: App): void {
  // What a program sends is for the JSON routes: here every field is a text.
  app.removeContentTypeParser(['application/json', 'text/csv']);
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => fieldsIn(decoded(request, body, utf8)),
  );
}

/** The fields of a form as they were filled in. @throws ProblemError `body-malformed` for escapes that give no text */
function fieldsIn(sent: string): Values {
  const text = (escaped: string) => decodeURIComponent(escaped.replaceAll('+', ' '));
  try {
    return Object.fromEntries(
      sent.split('&').flatMap((pair) => {
        const [name = '', ...value] = pair.split('=');
        return name === '' ? [] : [[text(name), text(value.join('='))] as const];
      }),
    );
  } catch {
    throw new ProblemError('body-malformed', { detail: 'the form is not text in UTF-8' });
  }
}

/** What a page has sent; nothing where it sent no form. */
export function valuesOf(request: FastifyRequest): Values {
  return (request.body ?? {}) as Values;
}

/** A body that a page has made, judged as that of a JSON route is. */
export function judged(
  request: FastifyRequest,
  schema: TSchema,
  made: unknown,
): { readonly body: unknown; readonly errors: readonly FieldError[] } {
  const body = folded(schema, made);
  const sound = request.compileValidationSchema(schema, 'body');
  if (sound(body)) return { body, errors: [] };
  const { extras } = toProblem({ validation: sound.errors, validationContext: 'body' });
  return { body, errors: extras.errors ?? [] };
}
