import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { projectFolder } from '../folders';
import { printFailure } from '../progress';

const built = join(projectFolder, 'web', 'dist');

/**
 * Builds the console into `web/dist`, each file under a name of its content. Production depends on none of its
 * packages: the API serves what was built. With `--watch` it builds again whenever a file changes.
 */
async function main(): Promise<void> {
  const watches = process.argv.includes('--watch');
  const done = await build({
    configFile: false,
    root: join(projectFolder, 'web', 'console'),
    base: '/console/',
    // Libraries mark what runs in browsers alone, which is warned of file by file.
    logLevel: 'error',
    // The browsers of an office know how to load modules beforehand; nothing is inlined, since the page allows no such script.
    build: {
      ...{ outDir: built, emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
      watch: watches ? {} : null,
    },
  });
  if (!('on' in done)) return compressAll();
  done.on('event', (event) => {
    if (event.code === 'BUNDLE_END') compressAll();
    // A fault is mended in the editor; the console stays as it was built last.
    if (event.code === 'ERROR') printFailure(event.error);
  });
}

function compressAll(): void {
  for (const name of readdirSync(built, { recursive: true, encoding: 'utf8' })) compress(join(built, name));
}

/** Compresses once what would otherwise be compressed for each reader. */
function compress(file: string): void {
  if (!/\.(?:js|css|html|svg)$/.test(file)) return;
  const content = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(content));
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
