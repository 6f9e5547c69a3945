import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { MAX_PAPER_BYTES } from '../../../record/papers/clean/clean-paper';
import type { App } from '../../app-type';
import { decoded, utf8, utf8OrNational } from './encodings';

/** The most that is read of an unread body: a whole paper, and the form around it. */
const readAtMostBytes = MAX_PAPER_BYTES + 1024 * 1024;
const readAtMostMs = 15_000;
const lookEveryMs = 100;

/** How bodies are read: JSON, one file at a time, and the tables that come back from the bank. */
export async function readBodies(app: App): Promise<void> {
  await app.register(multipart, {
    // One file and one field are taken; one more of each is read, so that it can be refused for what it is.
    limits: { files: 2, fileSize: MAX_PAPER_BYTES + 1, fields: 2, fieldSize: 200, parts: 4, headerPairs: 50 },
    throwFileSizeLimit: false,
  });
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeContentTypeParser(['application/json', 'text/plain']);
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    void parseJson(request, decoded(request, body, utf8), done);
  });
  app.addContentTypeParser('text/csv', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) =>
    decoded(request, body, utf8OrNational),
  );
}

/**
 * Reads the rest of a request that was already answered, and keeps its connection. A body that nobody reads would block
 * the connection: the next request on it, behind a proxy somebody else's, would wait until the whole request times out.
 * Beyond the bounds the connection is closed instead; a caller who announces too much is told so beforehand.
 */
export function readUnreadBodies(app: App): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const announced = Number(request.headers['content-length'] ?? 0);
    if (announced > readAtMostBytes) void reply.header('connection', 'close');
    // Fastify closes the connection where a parser has given up. Within the bounds the rest is read and the connection
    // is kept.
    else if (!request.raw.complete) void reply.removeHeader('connection');
    done(null, payload);
  });
  app.addHook('onResponse', (request, _reply, done) => {
    const { raw, socket } = request;
    // A request that a test injects has no connection.
    if (socket instanceof Socket && !raw.complete && !socket.destroyed) readTheRest(raw, socket);
    done();
  });
}

function readTheRest(body: IncomingMessage, socket: Socket): void {
  const [from, until] = [socket.bytesRead, Date.now() + readAtMostMs];
  // A form parser that is still attached holds the body back once its reader has gone.
  body.unpipe();
  body.resume();
  const watch = setInterval(() => {
    const tooMuch = socket.bytesRead - from > readAtMostBytes || Date.now() > until;
    if (body.complete || socket.destroyed || tooMuch) clearInterval(watch);
    if (!body.complete && tooMuch) socket.destroy();
  }, lookEveryMs);
  watch.unref();
}
