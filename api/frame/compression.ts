import compress from '@fastify/compress';
import type { App } from '../app-type';

/**
 * Compresses what staff and the public read, above a kilobyte.
 *
 * The size of a compressed answer tells something of what is in it, so that whoever can put words of their own
 * beside a secret and watch the line can guess the secret (BREACH). Therefore only answers to GET are compressed:
 * none of them holds a session token or a receipt code, and none repeats what its request said. Signing in, all
 * that a reporter does with a receipt code, and the lists for the bank are POSTs and go as they are.
 */
export async function compressReadings(app: App): Promise<void> {
  app.addHook('onRoute', (route) => {
    const { access } = route.config ?? {};
    if (route.method !== 'GET' || (access?.who !== 'staff' && access?.who !== 'everybody')) return;
    route.compress = { threshold: 1024, customTypes: /^(application\/(problem\+)?json|text\/(csv|html))/ };
  });
  await app.register(compress, { global: false, globalDecompression: false, encodings: ['br', 'gzip'] });
}
