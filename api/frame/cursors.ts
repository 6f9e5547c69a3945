import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { App } from '../app-type';
import type { ApiDeps } from '../deps';
import { ProblemError } from '../contract/problems';

/*
 * A cursor holds the values by which a list is ordered: an instant, the number of a line. That is more than the list
 * shows, so a cursor leaves the office sealed, and opens only for the account and the list that it was made for.
 */

interface QuerySchema {
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Seals `nextCursor` in every answer, and opens `cursor` in the query of every list. */
export function sealCursors(app: App, { hashKey }: Pick<ApiDeps, 'hashKey'>): void {
  const cursors = new Cursors(hashKey);
  app.addHook('preValidation', (request, _reply, done) => {
    const query = request.query as { cursor?: unknown };
    const { properties = {} } = (request.routeOptions.schema?.querystring ?? {}) as QuerySchema;
    if ('cursor' in properties && typeof query.cursor === 'string')
      query.cursor = cursors.open(query.cursor, placeOf(request));
    done();
  });
  app.addHook('preSerialization', (request, _reply, payload, done) => {
    const { nextCursor } = (payload ?? {}) as { readonly nextCursor?: unknown };
    if (typeof nextCursor !== 'string') return done(null, payload);
    return done(null, { ...(payload as object), nextCursor: cursors.seal(nextCursor, placeOf(request)) });
  });
}

/** What a cursor is bound to: the caller and the list. */
function placeOf(request: FastifyRequest): string {
  const { url = '' } = request.routeOptions;
  return `${request.signedIn?.actor.accountId ?? 'public'} ${url} ${JSON.stringify(request.params)}`;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Seals cursors. The same cursor is sealed in the same way each time, so that an unchanged reading is the same in each
 * byte.
 */
class Cursors {
  readonly #key: Buffer;
  readonly #nonceKey: Buffer;

  constructor(hashKey: Buffer) {
    this.#key = createHmac('sha256', hashKey).update('cursor').digest();
    this.#nonceKey = createHmac('sha256', hashKey).update('cursor nonce').digest();
  }

  seal(cursor: string, place: string): string {
    const nonce = createHmac('sha256', this.#nonceKey)
      .update(JSON.stringify([place, cursor]))
      .digest()
      .subarray(0, nonceBytes);
    const cipher = createCipheriv(algorithm, this.#key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(cursor, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** @throws ProblemError `cursor-invalid` for one that was not sealed for this place */
  open(sealed: string, place: string): string {
    try {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv(algorithm, this.#key, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      }).setAAD(Buffer.from(place));
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      const opened = decipher.update(bytes.subarray(nonceBytes + tagBytes));
      return Buffer.concat([opened, decipher.final()]).toString('utf8');
    } catch {
      throw new ProblemError('cursor-invalid');
    }
  }
}
