import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readBackupRecipients } from '../environment';
import { printFailure, SetupError, terminalProgress } from '../progress';
import { makeBackup } from './make';
import { premisesToBackUp } from './place';

/**
 * `npm run backup -- FOLDER`: makes a backup of the office, which may work meanwhile. Settings as those of migrations,
 * or the system of `npm start` on this machine. BACKUP_RECIPIENT and BACKUP_KEYS_RECIPIENT say who can open it.
 */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [named] = positionals;
  if (named === undefined || positionals.length > 1)
    throw new SetupError('Into which folder?', 'npm run backup -- FOLDER');
  const folder = resolve(named);
  const recipients = readBackupRecipients();
  const began = performance.now();
  const progress = terminalProgress();
  const { manifest, missingPapers } = await premisesToBackUp().open((place) =>
    makeBackup(place, folder, recipients, progress),
  );
  const { cases, openCases, lines, officeLines } = manifest.counts;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  progress.say(`\n备份已完成 The backup is whole: ${folder}`);
  progress.say(
    `  ${cases} cases (${openCases} open), ${lines} lines, ${officeLines} lines of the office, ${manifest.papers} papers,`,
  );
  progress.say(`  ${(manifest.data.bytes / 1e6).toFixed(1)} MB, in ${seconds} s; as of ${manifest.at}`);
  progress.say('  Keep the archive of keys, and who can open it, apart from the data.');
  if (missingPapers.length === 0) return;
  progress.say(`✗ 缺少材料 Papers that were lost before, of the cases: ${missingPapers.join(', ')}`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
