import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyBundle } from '../record/bundle/verify';
import { readPublicKeys, type PublicKey } from '../record/vault/signer';
import { printFailure, SetupError } from './progress';

/**
 * `npm run verify -- BUNDLE.zip [--key PUBLIC.pem]`: checks an exported file of a project. It ends with 0 where
 * everything holds, with 1 otherwise. It needs the bundle alone: no database, no network, no key of the office.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
  const [bundle] = positionals;
  if (bundle === undefined || positionals.length > 1)
    throw new SetupError('Which bundle?', 'npm run verify -- PJ-2026-XXXXXXXX.zip --key office.pem');
  if (!existsSync(bundle)) throw new SetupError(`There is no file ${bundle}.`);
  const keys = values.key === undefined ? null : keysIn(values.key);
  const { checked, broken } = await verifyBundle(bundle, keys);
  for (const { zh, en } of checked) process.stdout.write(`✓ ${zh}\n  ${en}\n`);
  if (broken === null) return void process.stdout.write('✓ 全部有效\n  All of it holds.\n');
  process.stdout.write(`✗ ${broken.place}: ${broken.why.zh}\n  ${broken.place} ${broken.why.en}\n`);
  process.exitCode = 1;
}

function keysIn(file: string): PublicKey[] {
  try {
    return readPublicKeys(readFileSync(file, 'utf8'));
  } catch (cause) {
    const remedy =
      'The office publishes its keys: curl -fsS <address of the API>/api/signing-keys -o office.pem';
    throw new SetupError(`${file} holds no public key that can be read.`, remedy, { cause });
  }
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
