import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { printFailure, SetupError, terminalProgress, type Progress } from '../progress';
import { checkBackup } from './check';
import { premisesToRestore } from './place';
import { restoreBackup, type Restored } from './restore';

const usage = 'npm run restore -- FOLDER --identity FILE --keys-identity FILE [--replace] [--heads FOLDER]';

/**
 * `npm run restore -- FOLDER --identity FILE --keys-identity FILE`: restores a backup into an empty database and folder,
 * on this machine or another. `--replace` takes those in use; `--heads` names signed heads that outlived the loss.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: {
      identity: { type: 'string' },
      'keys-identity': { type: 'string' },
      replace: { type: 'boolean', default: false },
      heads: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length > 1 || values.identity === undefined)
    throw new SetupError('Which backup, and who opens it?', usage);
  const identities = {
    data: await identityIn(values.identity),
    keys: values['keys-identity'] === undefined ? null : await identityIn(values['keys-identity']),
  };
  const began = performance.now();
  const progress = terminalProgress();
  const premises = premisesToRestore();
  const backup = await checkBackup(resolve(folder), identities, premises.keysFolder, progress);
  const { manifest } = backup;
  const wish = {
    replace: values.replace,
    heads: values.heads === undefined ? null : resolve(values.heads),
  };
  const restored = await premises.open((place, roles) => restoreBackup(place, roles, backup, wish, progress));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  progress.say(
    `\n已恢复 Restored: ${manifest.counts.cases} cases (${manifest.counts.openCases} open), ` +
      `${manifest.counts.lines} lines, ${manifest.papers} papers, as of ${manifest.at}, in ${seconds} s`,
  );
  progress.say(`  Signed by the office with the key ${manifest.signature.keyId}.`);
  report(restored, progress);
}

function report({ faults, missingPapers, lost, payouts, aside }: Restored, progress: Progress): void {
  if (aside !== null) progress.say(`  What lay in the folder of data is now in ${aside}.`);
  if (payouts.length > 0)
    progress.say(
      `! 在途发放 Payouts under way: ask the bank for each what it has paid since, before anything is released: ` +
        payouts.join(', '),
    );
  if (lost.length > 0) {
    progress.say('! 备份之后遗失的记录 Lost, since it was recorded after the backup:');
    for (const { number, from, to, at } of lost)
      progress.say(`  ${number}: line ${from === to ? from : `${from} to ${to}`}, the last of ${at}`);
  }
  for (const { number, seq, fault } of faults) progress.say(`✗ ${number}, line ${seq}: ${fault}`);
  if (missingPapers.length > 0)
    progress.say(`✗ 缺少材料 Papers are missing, of: ${missingPapers.join(', ')}`);
  const whole = faults.length === 0 && missingPapers.length === 0;
  if (whole) progress.say('✓ 全部有效 All of it holds. Start with an empty Temporal (docs/operations.md).');
  else process.exitCode = 1;
}

/** The identity in a file of age-keygen or of `npm run backup:identity`. */
async function identityIn(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new SetupError(`${file} cannot be read.`, undefined, { cause });
  });
  const identity = text.split('\n').find((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (identity === undefined) throw new SetupError(`${file} holds no identity of age.`);
  return identity.trim();
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
