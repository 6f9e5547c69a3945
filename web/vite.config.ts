import { join } from 'node:path';
import { defineConfig } from 'vite';

/** The console, built into `web/dist`: served by the API under `/console/`, each file under a name of its content. */
export default defineConfig({
  root: join(__dirname, 'console'),
  base: '/console/',
  build: { outDir: '../dist', emptyOutDir: true, assetsInlineLimit: 0 },
});
