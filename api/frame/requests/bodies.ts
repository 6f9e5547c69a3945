import multipart from '@fastify/multipart';
import { MAX_PAPER_BYTES } from '../../../record/papers/paper-form';
import type { App } from '../../app-type';

/** Bodies beside JSON: one file at a time, and the tables that come back from the bank. */
export async function readBodies(app: App): Promise<void> {
  await app.register(multipart, {
    limits: { files: 1, fileSize: MAX_PAPER_BYTES + 1, fields: 1, fieldSize: 200, parts: 2, headerPairs: 50 },
    throwFileSizeLimit: false,
  });
  app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => done(null, body));
}
