import { appendFile, copyFile, cp, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkBackup } from '../../setup/backup/check';
import { silent } from '../../setup/progress';
import { openOffice, type Office } from '../api/kit/office';
import { handIn, toClaim } from '../api/kit/story';
import { backUp, contentOf, elsewhere, folderOf, newOpeners, placeOf, restoreAt, type Openers } from './twin';

let office: Office;
let openers: Openers;
let backup: string;
beforeAll(async () => {
  office = await openOffice();
  openers = await newOpeners();
  await toClaim(office);
  backup = (await backUp(await placeOf(office), openers)).folder;
});
afterAll(() => office.close());

async function copyOfBackup(): Promise<string> {
  const folder = join(await folderOf('copy'), 'backup');
  await cp(backup, folder, { recursive: true });
  return folder;
}

const check = async (folder: string, who: Openers = openers) =>
  checkBackup(folder, who, await folderOf('no-keys'), silent);

describe('a backup that is not what the office made is refused before anything is touched', () => {
  it.each(['data.tar.age', 'keys.tar.age'])('%s cut short, changed or missing', async (name) => {
    const cut = await copyOfBackup();
    const { length } = await readFile(join(cut, name));
    await truncate(join(cut, name), length - 100);
    await expect(check(cut)).rejects.toThrow(/cut or changed/);

    const changed = await copyOfBackup();
    const bytes = await readFile(join(changed, name));
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    await writeFile(join(changed, name), bytes);
    await expect(check(changed)).rejects.toThrow(/cut or changed/);

    const longer = await copyOfBackup();
    await appendFile(join(longer, name), 'x');
    await expect(check(longer)).rejects.toThrow(/cut or changed/);
  });

  it('a manifest that was changed, is of another office, or is missing', async () => {
    const folder = await copyOfBackup();
    const file = join(folder, 'manifest.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/"cases": \d+/, '"cases": 1'));
    await expect(check(folder)).rejects.toThrow(/not signed by the office/);
    await writeFile(file, text.slice(0, -40));
    await expect(check(folder)).rejects.toThrow(/damaged/);
    await expect(check(await folderOf('empty'))).rejects.toThrow(/holds no backup/);
  });

  it('one that somebody made who has the recipients alone, and not the key of the office', async () => {
    const foreign = await openOffice();
    try {
      const theirs = (await backUp(await placeOf(foreign), openers)).folder;
      const { keysFolder } = await placeOf(office);
      await expect(checkBackup(theirs, { ...openers, keys: null }, keysFolder, silent)).rejects.toThrow(
        /not signed by the office/,
      );
      await expect(checkBackup(theirs, openers, keysFolder, silent)).rejects.toThrow(
        /is not the key of this backup/,
      );
      const mixed = await copyOfBackup();
      await copyFile(join(theirs, 'keys.tar.age'), join(mixed, 'keys.tar.age'));
      await expect(check(mixed)).rejects.toThrow(/cut or changed/);
    } finally {
      await foreign.close();
    }
  });

  it('opened with an identity that it is not for; and the one of the data does not open the keys', async () => {
    const others = await newOpeners();
    await expect(check(backup, others)).rejects.toThrow(/not for this identity/);
    await expect(check(backup, { ...openers, keys: openers.data })).rejects.toThrow(/not for this identity/);
    const { data, keys } = openers.recipients;
    const one = { ...openers, recipients: { data, keys: data } };
    await expect(backUp(await placeOf(office), one)).rejects.toThrow(/one recipient/);
    expect(data).not.toBe(keys);
  });
});

it('tells nothing to whoever finds it: no name, number or word of a case stands in its files', async () => {
  const { number } = await handIn(office);
  const { folder } = await backUp(await placeOf(office), openers);
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name), 'latin1');
    for (const word of [number, 'anjie.record_event', Buffer.from('王小明').toString('latin1')])
      expect(bytes.includes(word)).toBe(false);
  }
});

describe('where somebody works already', () => {
  it('nothing is restored over an office, unless it is told to, and then what lay beside it is kept', async () => {
    const target = await elsewhere();
    await restoreAt(target, backup, openers);
    const before = await contentOf(target.place);
    await handIn(office);
    const newer = await backUp(await placeOf(office), openers);
    await expect(restoreAt(target, newer.folder, openers)).rejects.toThrow(/holds an office already/);
    expect(await contentOf(target.place)).toEqual(before);

    const { faults, aside } = await restoreAt(target, newer.folder, openers, { replace: true });
    expect(faults).toEqual([]);
    expect(aside).toBeNull();
    expect(await contentOf(target.place)).toEqual(await contentOf(await placeOf(office)));
    await target.database.drop();
  });

  it('a folder with papers of others is left as it is', async () => {
    const target = await elsewhere();
    const papers = join(target.place.dataFolder, 'papers', 'ab');
    await mkdir(papers, { recursive: true });
    await writeFile(join(papers, 'cd'), 'a paper');
    await expect(restoreAt(target, backup, openers)).rejects.toThrow(/hold something already/);
    const { aside } = await restoreAt(target, backup, openers, { replace: true });
    expect(await readFile(join(aside ?? '', 'papers', 'ab', 'cd'), 'utf8')).toBe('a paper');
    await target.database.drop();
  });

  it('nothing is restored while API or worker are connected', async () => {
    const target = await elsewhere();
    const worker = await openOffice({ wire: (url) => `${url}?application_name=anjie-worker` });
    const place = { ...target.place, ownerUrl: worker.database.ownerUrl };
    await worker.db.$queryRaw`SELECT 1`;
    await expect(restoreAt({ ...target, place }, backup, openers, { replace: true })).rejects.toThrow(
      /Stop API and worker|works on this database/,
    );
    await worker.close();
    await target.database.drop();
  });
});
