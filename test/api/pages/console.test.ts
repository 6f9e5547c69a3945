import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOffice, type Office } from '../kit/office';

/* The console as it is served: its files, and one page for every address below it. */

let office: Office;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anjie-console-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>console</title>');
  await writeFile(join(folder, 'assets', 'main-AbCd.js'), 'plain');
  await writeFile(join(folder, 'assets', 'main-AbCd.js.br'), 'packed');
  office = await openOffice({ parts: { consoleFolder: folder } });
});
afterAll(async () => {
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (url: string, headers = {}) => office.app.inject({ method: 'GET', url, headers });

it('is one page at every address below it, asked for anew each time', async () => {
  for (const url of ['/console/', '/console/work', '/console/cases/TO-2026-AAAAAAAA?tab=record']) {
    const { statusCode, headers, body } = await get(url);
    expect([url, statusCode, body]).toEqual([url, 200, expect.stringContaining('<title>console</title>')]);
    expect(headers['cache-control']).toBe('no-cache');
  }
  expect((await get('/console')).headers.location).toBe('/console/');
});

it('runs scripts of its own alone, and is in no frame', async () => {
  const policy = String((await get('/console/work')).headers['content-security-policy']);
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(String((await get('/api/public/zones')).headers['content-security-policy'])).not.toContain('blob:');
});

it('gives a file for ever, packed to whoever takes it so', async () => {
  const plain = await get('/console/assets/main-AbCd.js');
  expect([plain.statusCode, plain.body]).toEqual([200, 'plain']);
  expect(plain.headers['cache-control']).toContain('immutable');
  const packed = await get('/console/assets/main-AbCd.js', { 'accept-encoding': 'br, gzip' });
  expect([packed.headers['content-encoding'], packed.body]).toEqual(['br', 'packed']);
});

it('shows nothing that lies beside its files', async () => {
  for (const url of [
    '/console/../package.json',
    '/console/%2e%2e/package.json',
    '/console/assets/%2e%2e/%2e%2e/x',
  ])
    expect((await get(url)).body).not.toContain('dependencies');
});

it('says plainly where it was not built', async () => {
  const bare = await openOffice();
  const answer = await bare.app.inject({ method: 'GET', url: '/console/work' });
  expect([answer.statusCode, answer.json().code]).toEqual([503, 'console-not-built']);
  await bare.close();
});
