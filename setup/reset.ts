import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { readSetupEnvironment } from './environment';
import { homeIn } from './folders';
import { livingHolder } from './parts/lock';
import { printFailure, SetupError } from './progress';

/** These folders hold programs that took long to fetch or build, and no data. */
const kept = new Set(['bin', 'test-server', 'stamps']);

/** `npm run reset`: empties the data folder. Asks first; `--yes` is for scripts. */
async function main(): Promise<void> {
  const home = homeIn(readSetupEnvironment().ANJIE_HOME);
  const holder = livingHolder(home.lock);
  if (holder !== null)
    throw new SetupError(`Anjie is running (pid ${holder.pid}).`, 'Stop it first with Ctrl-C where it runs.');
  const doomed = existsSync(home.root) ? (await readdir(home.root)).filter((name) => !kept.has(name)) : [];
  if (doomed.length === 0) return void process.stdout.write('There is nothing to delete.\n');
  if (!process.argv.includes('--yes') && !(await confirmed(home.root)))
    return void process.stdout.write('Nothing was deleted.\n');
  for (const name of doomed) await rm(join(home.root, name), { recursive: true, force: true });
  process.stdout.write(`Emptied ${home.root}.\n`);
}

async function confirmed(folder: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new SetupError('Nobody is there to ask.', 'In scripts: npm run reset -- --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`Delete every case, key, mail and log in ${folder}? Type "yes": `);
  terminal.close();
  return answer.trim() === 'yes';
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exit(1);
});
