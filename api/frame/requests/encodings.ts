import { isUtf8 } from 'node:buffer';
import type { FastifyRequest } from 'fastify';
import type { App } from '../../app-type';
import { ProblemError } from '../../contract/problems';

/** The encodings of a text, as `TextDecoder` names them, by what a sender may call them. */
export type Charsets = Readonly<Record<string, 'utf-8' | 'gb18030'>>;

export const utf8: Charsets = { 'utf-8': 'utf-8', utf8: 'utf-8' };
/** Banks send their tables in the national encoding; they say so, since nothing in the bytes does. */
export const utf8OrNational: Charsets = { ...utf8, gb18030: 'gb18030', gbk: 'gb18030', gb2312: 'gb18030' };

/**
 * The text of a body. Bytes that are none in its encoding are refused: what cannot be read must not become a text with
 * U+FFFD in its place, which nobody could ever mend.
 * @throws ProblemError `media-type-unsupported` for a declared encoding that is not taken, `body-malformed`
 */
export function decoded(request: FastifyRequest, bytes: Buffer, taken: Charsets): string {
  const encoding = encodingOf(request, taken);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new ProblemError('body-malformed', { detail: `the body is not valid ${encoding}` });
  }
}

/**
 * The encoding that a request declares for its body; UTF-8 if it declares none.
 * @throws ProblemError `media-type-unsupported`
 */
export function encodingOf({ headers }: FastifyRequest, taken: Charsets): 'utf-8' | 'gb18030' {
  const [, declared = 'utf-8'] =
    /;\s*charset\s*=\s*"?([^\s";]*)"?/i.exec(headers['content-type'] ?? '') ?? [];
  const encoding = new Map(Object.entries(taken)).get(declared.toLowerCase());
  if (encoding !== undefined) return encoding;
  throw new ProblemError('media-type-unsupported', {
    detail: `texts are taken in ${[...new Set(Object.values(taken))].join(' or ')}`,
  });
}

/** Refuses an address or a header that is not text in UTF-8; bodies are read by their parsers. */
export function refuseUnreadableText(app: App): void {
  app.addHook('preParsing', (request, _reply, payload, done) => {
    const { url = '', rawHeaders } = request.raw;
    const readable =
      isReadableAddress(url) && rawHeaders.every((part) => isUtf8(Buffer.from(part, 'latin1')));
    if (readable) done(null, payload);
    else done(new ProblemError('body-malformed', { detail: 'address and headers are text in UTF-8' }));
  });
}

/** Whether an address is ASCII as it has to be, and its escapes give UTF-8. */
function isReadableAddress(url: string): boolean {
  if (!/^[\x21-\x7e]*$/.test(url)) return false;
  try {
    decodeURIComponent(url);
    return true;
  } catch {
    return false;
  }
}
