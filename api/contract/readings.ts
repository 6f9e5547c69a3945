import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';

/* Readings that a client asks for again and again. It is answered only if something has changed. */

/** Header of a reading: the tags of the readings that the caller has already. */
export const IfNoneMatch = Type.Object({
  'if-none-match': Type.Optional(
    Type.String({ maxLength: 1_000, description: 'the `ETag` of the reading that you have' }),
  ),
});

/** What a route with `unlessUnchanged` answers beside its reading. */
export const unchanged = {
  304: Type.Null({ description: 'nothing has changed since the tag in `If-None-Match`' }),
};

/**
 * Fields that count passing time: with them, no reading would ever be the same again. Everything else that changes them
 * is in the record, whose seq is in the tag.
 */
const counting: ReadonlySet<string> = new Set(['ms', 'ledger']);

/**
 * Answers a reading with its tag; or 304, where the caller has the same one already. The tag is a hash of all that
 * this reader sees, and a weak one: two readings are the same where they differ only in the time that has gone by.
 * A browser may keep the reading, and must ask each time before it shows it.
 * @param seq of the case as far as the reader knows it, with which its tag begins (see `MoveHeaders`)
 */
export function unlessUnchanged<Reading extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  reading: Reading,
  seq?: number,
): Reading | FastifyReply {
  const tag = tagOf(reading, seq);
  void reply.header('etag', tag).header('cache-control', 'private, no-cache');
  return isKnown(request.headers['if-none-match'], tag) ? reply.code(304).send() : reading;
}

function tagOf(reading: object, seq: number | undefined): string {
  const seen = JSON.stringify(reading, (field, value: unknown) => {
    if (counting.has(field)) return undefined;
    // A cursor holds more than the reader is told, which could be guessed by a hash of it.
    return field === 'nextCursor' ? value !== null : value;
  });
  const hash = createHash('sha256').update(seen, 'utf8').digest('base64url').slice(0, 22);
  return `W/"${seq === undefined ? '' : `${seq}.`}${hash}"`;
}

/** Whether a list of tags, as `If-None-Match` has it, names this one; whether weak or not makes no difference. */
function isKnown(listed: string | undefined, tag: string): boolean {
  if (listed === undefined) return false;
  const opaque = (each: string) => each.trim().replace(/^W\//, '');
  return listed.trim() === '*' || listed.split(',').some((each) => opaque(each) === opaque(tag));
}
