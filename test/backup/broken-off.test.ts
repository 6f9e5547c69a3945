import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inheritedEnvironment } from '../../setup/environment';
import { projectFolder } from '../../setup/folders';
import { openOffice, type Office } from '../api/kit/office';
import { accept, handIn } from '../api/kit/story';
import {
  backUp,
  contentOf,
  restoresOf,
  elsewhere,
  folderOf,
  newOpeners,
  placeOf,
  type Elsewhere,
  type Openers,
} from './twin';

let office: Office;
let openers: Openers;
let folder: string;
let files: { data: string; keys: string };
beforeAll(async () => {
  office = await openOffice();
  openers = await newOpeners();
  for (let cases = 0; cases < 30; cases++) await accept(office, await handIn(office));
  folder = (await backUp(await placeOf(office), openers)).folder;
  const root = await folderOf('openers');
  files = { data: join(root, 'data.identity'), keys: join(root, 'keys.identity') };
  await writeFile(files.data, `${openers.data}\n`);
  await writeFile(files.keys, `# public key: x\n${openers.keys}\n`);
});
afterAll(() => office.close());

/** `npm run restore` as a process; killed after so many milliseconds, unless it is null. */
async function restoring({ place, roles }: Elsewhere, killedAfterMs: number | null) {
  const child = spawn(
    process.execPath,
    [
      join(projectFolder, 'node_modules', 'tsx', 'dist', 'cli.mjs'),
      join(projectFolder, 'setup', 'backup', 'restore-command.ts'),
      folder,
      ...['--identity', files.data, '--keys-identity', files.keys],
    ],
    {
      cwd: projectFolder,
      detached: true,
      env: {
        ...inheritedEnvironment(),
        OWNER_DATABASE_URL: place.ownerUrl,
        DATABASE_URL: roles[0],
        VAULT_DATABASE_URL: roles[1],
        KEYS_DIR: place.keysFolder,
        DATA_DIR: place.dataFolder,
      },
    },
  );
  let said = '';
  child.stdout.on('data', (part: Buffer) => (said += part.toString()));
  child.stderr.on('data', (part: Buffer) => (said += part.toString()));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  if (killedAfterMs !== null) {
    await Promise.race([ended, pause(killedAfterMs)]);
    // The group: tsx runs the script in a process of its own.
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  }
  return { code: (await ended)[0], said };
}

it('a restore that is killed at any moment holds nothing half, and the same command ends it', async () => {
  const wanted = await contentOf(await placeOf(office));
  const target = await elsewhere();
  const cases = () => target.database;
  for (const afterMs of [600, 900, 1_200, 1_600, 2_000, 2_500, 3_000]) {
    const { code } = await restoring(target, afterMs);
    const tables = await contentOf({ ownerUrl: cases().ownerUrl }).catch(() => ({}));
    const filled = Object.entries(tables).filter(
      ([name, content]) => name.startsWith('anjie.case_file') && !content.startsWith('0 '),
    );
    // All of it is there or nothing.
    if (filled.length > 0) expect(tables).toEqual(wanted);
    if (code === 0) break;
  }
  const last = await restoring(target, null);
  // Where a try had come to its end, the command finds an office and leaves it alone.
  expect(last.said).toMatch(/已恢复|holds an office already/);
  expect(await contentOf(target.place)).toEqual(wanted);
  expect(await restoresOf(target.place)).toHaveLength(1);
  await target.database.drop();
});
