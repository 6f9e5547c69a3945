import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import type { StaffActor } from '../../../domain/role';
import { demoPassword } from '../../../prisma/seed';
import { recordName, type BundledCase, type BundledLine } from '../../../record/bundle/form';
import { makeBundle } from '../../../record/bundle/make';
import { verifyBundle } from '../../../record/bundle/verify';
import { genesisHash, lineHash } from '../../../record/store/chain';
import { parseKeyRing } from '../../../record/vault/keys';
import { signedInBy } from '../../../record/people/people';
import { Rulebooks } from '../../../record/store/rulebook';
import { Signer } from '../../../record/vault/signer';
import { projectFolder } from '../../../setup/folders';
import { canonicalJson } from '../../../domain/json';
import { personOf } from '../../api/kit/front';
import { openOffice, type Office } from '../../api/kit/office';
import { carryProject, handIn, openProject, paperOf } from '../../api/kit/project-course';
import { expectOk } from '../../api/kit/story';
import {
  contentsOf,
  manifestOf,
  pack,
  recordOf,
  signedAnew,
  unpack,
  withRecord,
  type Unpacked,
} from './bundle-files';

let office: Office;
let project: string;
let bundle: Buffer;
let files: Unpacked;
let folder: string;

const note = '内部研究意见,不送企业';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bundle-'));
  office = await openOffice();
  project = await openProject(office);
  await handIn(office, project, 'contractor-contract', 'housing1');
  expectOk(await office.as('project1').act(project, 'note', { text: note }));
  await carryProject(office, project, 'project/operation-gate');
  const returned = { verdict: 'returned', reason: '缺竣工图' };
  expectOk(await office.as('archivist1').decide(project, 'project/handover', returned));
  await carryProject(office, project, 'project/handover');
  expectOk(await office.as('project1').act(project, 'note', { text: '封存后的附记' }));
  bundle = await bundleFor('archivist1');
  files = await unpack(bundle);
});
afterAll(async () => {
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

async function actorOf(login: string): Promise<StaffActor> {
  const { body } = await office.as(null).post('/api/session', { login, password: demoPassword });
  const signedIn = await signedInBy(office.db, (body as { token: string }).token, office.now());
  if (signedIn === null) throw new Error(`${login} is not signed in`);
  return signedIn.actor;
}

async function bundleFor(login: string): Promise<Buffer> {
  const { db, vault, papers, signer, print } = office.parts;
  const parts = { db, vault, papers, signer, print, rulebooks: new Rulebooks(db) };
  const stream = await makeBundle(parts, await actorOf(login), project, office.now());
  if (stream === null) throw new Error('no such project for them');
  return buffer(stream);
}

const keys = () => office.parts.signer.publicKeys;
const brokenIn = async (changed: Buffer) => (await verifyBundle(changed, keys())).broken?.place ?? null;

describe('a bundle', () => {
  it('verifies, against the key of the office and against its own', async () => {
    const verdict = await verifyBundle(bundle, keys());
    expect(verdict.broken).toBeNull();
    const said = verdict.checked.map(({ en }) => en).join('\n');
    expect(said).toContain('signed with the key you gave');
    expect(said).toMatch(/every hash and every chain recomputed/);
    expect(said).toMatch(/the texts of \d+ lines? are those that the record was made of/);
    expect(said).toMatch(/the seal of .* holds/);
    expect(said).not.toContain('does not hold');
    expect(verdict.checked.every(({ zh }) => /[\u4e00-\u9fff]/.test(zh))).toBe(true);
    const alone = await verifyBundle(bundle, null);
    expect(alone.broken).toBeNull();
    expect(alone.checked[0]?.en).toContain('only --key can tell');
  });

  it('holds an index to read, the records, the papers under neutral names, and a manifest', async () => {
    const papers = [...files.keys()].filter((name) => name.startsWith('papers/'));
    expect([...files.keys()]).toEqual(['index.pdf', 'record.json', ...papers, 'manifest.json']);
    expect(papers).toEqual(papers.map((_, index) => `papers/${String(index + 1).padStart(4, '0')}.pdf`));
    expect(papers.length).toBeGreaterThan(5);
    expect(files.get('papers/0001.pdf')?.content.toString('latin1')).toContain('% contractor-contract\n');
    const index = files.get('index.pdf')?.content;
    expect(index?.subarray(0, 5).toString()).toBe('%PDF-');
    expect(index?.toString('latin1')).toContain('NotoSansSC');
    expect(bundle.toString('latin1')).not.toContain('contractor-contract.pdf');
  });

  it('holds every record whole, as canonical JSON, with what people wrote', async () => {
    const text = files.get(recordName)?.content.toString('utf8') ?? '';
    const record = recordOf(files);
    expect(canonicalJson(record)).toBe(text);
    const root = await office.db.caseFile.findUniqueOrThrow({ where: { number: project } });
    expect(record.cases.reduce((sum, { lines }) => sum + lines.length, 0)).toBe(
      await office.db.recordEvent.count({ where: { case: { rootId: root.id } } }),
    );
    expect(record.cases.flatMap(({ lines }) => lines).every(({ event }) => event !== undefined)).toBe(true);
    expect(text).toContain(note);
    expect(Object.keys(record.people).length).toBeGreaterThan(5);
  });

  it('is checked by a command that needs nothing but the bundle', async () => {
    const [path, pem] = [join(folder, 'bundle.zip'), join(folder, 'office.pem')];
    await writeFile(path, bundle);
    await writeFile(pem, keys()[0]?.pem ?? '');
    const run = (...args: string[]) =>
      new Promise<{ code: number; out: string }>((resolve) => {
        const program = ['--import', 'tsx', 'setup/verify.ts', ...args];
        // An empty environment: no address of a database, no keys of ours.
        execFile(process.execPath, program, { cwd: projectFolder, env: {} }, (error, out) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, out }),
        );
      });
    const good = await run(path, '--key', pem);
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('All of it holds.')]);
    const at = files.get('papers/0002.pdf')?.at ?? 0;
    const changed = Buffer.from(bundle);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    await writeFile(path, changed);
    const bad = await run(path, '--key', pem);
    expect([bad.code, bad.out]).toEqual([
      1,
      expect.stringContaining('papers/0002.pdf is not what was signed'),
    ]);
  });
});

describe('a changed byte', () => {
  it('in any file is found, and the file is named', async () => {
    const places = [...files].filter(([, { content }]) => content.length > 0);
    for (const [name, { at, content }] of places) {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(content.length - 1),
          fc.integer({ min: 1, max: 255 }),
          async (offset, bits) => {
            const changed = Buffer.from(bundle);
            changed.writeUInt8(changed.readUInt8(at + offset) ^ bits, at + offset);
            expect((await brokenIn(changed))?.split(' ')[0]).toBe(name);
          },
        ),
        { numRuns: name.startsWith('papers/') ? 5 : 40 },
      );
    }
  });

  it('anywhere in the ZIP is found, or leaves what the bundle holds as it was', async () => {
    const held = (unpacked: Unpacked) =>
      [...unpacked].map(([name, { content }]) => `${name} ${content.toString('base64')}`);
    const before = held(files);
    await fc.assert(
      fc.asyncProperty(fc.nat(bundle.length - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
        const changed = Buffer.from(bundle);
        changed.writeUInt8(changed.readUInt8(at) ^ bits, at);
        if ((await brokenIn(changed)) === null) expect(held(await unpack(changed))).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  it('cut off is found', async () => {
    for (const length of [0, 10, bundle.length >> 1, bundle.length - 1])
      expect(await brokenIn(bundle.subarray(0, length))).toBe('bundle');
  });
});

describe('what somebody without the key of the office might do', () => {
  const another = new Signer(parseKeyRing('ab'.repeat(32), 'another'));

  it('a record edited is named together with the line in it', async () => {
    const text = contentsOf(files).get(recordName)?.toString('utf8') ?? '';
    const edited = Buffer.from(text.replace('"verdict":"settled"', '"verdict":"dropped"'));
    const { broken } = await verifyBundle(
      await pack(new Map(contentsOf(files)).set(recordName, edited)),
      keys(),
    );
    expect(broken?.place).toBe(recordName);
    const { seq } = await office.db.recordEvent.findFirstOrThrow({
      where: { case: { number: project }, kind: 'decided', key: 'project/lead#1' },
    });
    expect(broken?.why.en).toBe(`is not what was signed: ${project} line ${seq} does not fit its hash`);
  });

  it('a paper swapped, left out or added is named', async () => {
    const contents = contentsOf(files);
    const swapped = new Map(contents)
      .set('papers/0001.pdf', contents.get('papers/0002.pdf') as Buffer)
      .set('papers/0002.pdf', contents.get('papers/0001.pdf') as Buffer);
    expect(await brokenIn(await pack(swapped))).toBe('papers/0001.pdf');
    const without = new Map(contents);
    without.delete('papers/0002.pdf');
    expect(await brokenIn(await pack(without))).toBe('papers/0002.pdf');
    expect(await brokenIn(await pack(new Map(contents).set('papers/9999.pdf', paperOf('x'))))).toBe(
      'papers/9999.pdf',
    );
  });

  it('a bundle signed with another key is told from one of the office', async () => {
    const manifest = manifestOf(files);
    const forged = await pack(signedAnew(contentsOf(files), another, () => ({ keys: another.publicKeys })));
    expect(await brokenIn(forged)).toBe('manifest.json signature');
    // Nothing but the key of the office can tell whose it is; the seal inside already does not fit.
    expect((await verifyBundle(forged, null)).broken?.place).toContain('seal');
    const claimed = await pack(
      signedAnew(contentsOf(files), another, () => ({
        keys: manifest.keys.map(({ keyId }) => ({ keyId, pem: another.publicKeys[0]?.pem ?? '' })),
      })),
    );
    expect(await brokenIn(claimed)).toBe('manifest.json signature');
  });
});

describe('what somebody with the key of the office might do', () => {
  const forge = (
    change: Parameters<typeof withRecord>[1],
    heads?: (cases: readonly BundledCase[]) => object,
  ) => {
    const contents = withRecord(contentsOf(files), change);
    const cases = (JSON.parse(contents.get(recordName)?.toString('utf8') ?? '') as { cases: BundledCase[] })
      .cases;
    return pack(signedAnew(contents, office.parts.signer, () => heads?.(cases) ?? {}));
  };
  const inProject =
    (change: (lines: readonly BundledLine[], file: BundledCase) => readonly BundledLine[]) =>
    (record: ReturnType<typeof recordOf>) => ({
      ...record,
      cases: record.cases.map((file) =>
        file.number === project ? { ...file, lines: change(file.lines, file) } : file,
      ),
    });
  /** Every hash made to fit again, from the first line on. */
  const chainedAnew = (lines: readonly BundledLine[], { caseId }: BundledCase) => {
    let previous: Uint8Array = genesisHash;
    return lines.map((line) => {
      previous = line.event === undefined ? previous : lineHash(previous, caseId, line.event);
      return { ...line, hash: Buffer.from(previous).toString('hex') };
    });
  };
  const headsAnew = (cases: readonly BundledCase[]) => ({
    heads: cases.map(({ caseId, number, lines }) => ({
      caseId,
      number,
      seq: lines.length,
      hash: lines.at(-1)?.hash ?? '',
    })),
  });

  it('a last line removed does not reach the head that was signed', async () => {
    expect(await brokenIn(await forge(inProject((lines) => lines.slice(0, -1))))).toBe(project);
  });

  it('a line edited does not fit its hash, and is named', async () => {
    const edited = inProject((lines) =>
      lines.map((line, index) =>
        index === 3 && line.event
          ? { ...line, event: { ...line.event, at: '2020-01-01T00:00:00.000Z' } }
          : line,
      ),
    );
    expect(await brokenIn(await forge(edited))).toBe(`${project} line 4`);
  });

  it('a text edited does not fit the digest of the record', async () => {
    const edited = inProject((lines) =>
      lines.map((line) => (line.texts?.['/text'] === note ? { ...line, texts: { '/text': '同意' } } : line)),
    );
    const at = recordOf(files).cases[0]?.lines.findIndex(({ texts }) => texts?.['/text'] === note) ?? 0;
    expect(await brokenIn(await forge(edited))).toBe(`${project} line ${at + 1}`);
  });

  it('a line made to look cut is no way around its hash', async () => {
    const cut = inProject((lines) => lines.map((line, index) => (index === 3 ? { hash: line.hash } : line)));
    expect(await brokenIn(await forge(cut))).toBe(`${project} line 4`);
  });

  it('a past rewritten with all its hashes breaks the seal of the archive', async () => {
    const rewritten = inProject((lines, file) =>
      chainedAnew(
        lines.map((line, index) =>
          index === 3 && line.event
            ? { ...line, event: { ...line.event, at: '2020-01-01T00:00:00.000Z' } }
            : line,
        ),
        file,
      ),
    );
    expect(await brokenIn(await forge(rewritten, headsAnew))).toMatch(/ seal$/);
  });

  it('a paper exchanged together with its hash is not the one that the record names', async () => {
    const contents = contentsOf(files).set('papers/0003.pdf', paperOf('another'));
    expect(await brokenIn(await pack(signedAnew(contents, office.parts.signer)))).toBe('papers/0003.pdf');
  });
});

describe('a bundle for the enterprise', () => {
  it('is cut to what is issued, says so, and verifies what is in it', async () => {
    const own = await bundleFor('contact1');
    const { checked, broken } = await verifyBundle(own, keys());
    expect(broken).toBeNull();
    const said = checked.map(({ en }) => en).join('\n');
    expect(said).toMatch(/\d+ lines are cut, what is left of them stands on the signature alone/);
    expect(said).toMatch(/the texts of \d+ lines? stand on the signature alone/);
    expect(said).toMatch(/the seal of .* holds/);

    const unpacked = await unpack(own);
    const text = unpacked.get(recordName)?.content.toString('utf8') ?? '';
    const record = recordOf(unpacked);
    expect(manifestOf(unpacked)).toMatchObject({ depth: 'issued', number: project });
    expect(record.people).toEqual({});
    expect(record.cases.every(({ digestKeys }) => digestKeys === null)).toBe(true);
    expect(text).not.toContain(note);
    expect(text).toContain('缺竣工图');
    const contact = await actorOf('contact1');
    const officers = await office.db.account.findMany({ where: { enterpriseId: null } });
    for (const { id, personId } of officers) {
      expect(text).not.toContain(id);
      expect(text).not.toContain(personId);
    }
    const whole = record.cases.flatMap(({ lines }) => lines.flatMap(({ event }) => event ?? []));
    expect(whole.some(({ actor }) => actor.kind === 'staff' && actor.personId === contact.personId)).toBe(
      true,
    );
    const papers = [...unpacked]
      .filter(([name]) => name.startsWith('papers/'))
      .map(([, { content }]) => content);
    const inPapers = papers.map((paper) => paper.toString('latin1')).join();
    expect(inPapers).toContain('% site-plan\n');
    expect(inPapers).not.toContain('% contractor-contract\n');
  });

  it('a changed byte in what was cut is found too', async () => {
    const own = await bundleFor('contact1');
    const record = (await unpack(own)).get(recordName);
    if (record === undefined) throw new Error('no record');
    await fc.assert(
      fc.asyncProperty(fc.nat(record.content.length - 1), async (offset) => {
        const changed = Buffer.from(own);
        changed.writeUInt8(changed.readUInt8(record.at + offset) ^ 1, record.at + offset);
        expect(await brokenIn(changed)).toBe(recordName);
      }),
      { numRuns: 20 },
    );
  });
});

it('a bundle for the auditor holds the whole chain, and no text and no paper', async () => {
  const unpacked = await unpack(await bundleFor('auditor'));
  const record = recordOf(unpacked);
  expect(record.cases.flatMap(({ lines }) => lines).every(({ event, texts }) => event && !texts)).toBe(true);
  expect([...unpacked.keys()]).toEqual(['index.pdf', 'record.json', 'manifest.json']);
  const { checked, broken } = await verifyBundle(await pack(contentsOf(unpacked)), keys());
  expect(broken).toBeNull();
  expect(checked.map(({ en }) => en).join('\n')).toContain(
    'papers that the record names and this bundle does not hold',
  );
});

it('is still a bundle when the keys of its texts and papers have been destroyed', async () => {
  const other = await openProject(office);
  await handIn(office, other, 'site-plan');
  const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number: other } });
  await office.vault.destroyCaseKey(id);
  const { db, vault, papers, signer, print } = office.parts;
  const parts = { db, vault, papers, signer, print, rulebooks: new Rulebooks(db) };
  const stream = await makeBundle(parts, await actorOf('archivist1'), other, office.now());
  if (stream === null) throw new Error('no such project');
  const { broken, checked } = await verifyBundle(await buffer(stream), keys());
  expect(broken).toBeNull();
  expect(checked.at(-1)?.en).toContain('papers that the record names and this bundle does not hold: 1');
});

describe('over HTTP', () => {
  it('leaves an entry of who took it out, written for ever; who may not have it leaves none', async () => {
    const exported = (login: string) => office.as(login).get(`/api/projects/${project}/export`);
    const before = await office.db.fileExport.count();
    expect((await exported('contact1')).status).toBe(200);
    expect((await exported('clerk1')).status).toBe(403);
    expect((await exported('contact2')).status).toBe(404);
    const entries = await office.db.fileExport.findMany({ orderBy: { id: 'asc' } });
    expect(entries.slice(before)).toEqual([
      expect.objectContaining({
        caseId: (await office.db.caseFile.findUniqueOrThrow({ where: { number: project } })).id,
        personId: await personOf(office, 'contact1'),
        depth: 'issued',
        at: expect.any(Date) as Date,
      }),
    ]);
    await expect(office.db.fileExport.deleteMany()).rejects.toThrow();
    await expect(office.db.fileExport.updateMany({ data: { depth: 'words' } })).rejects.toThrow();
  });

  it('goes to those who may take a file out, and exists for nobody else', async () => {
    const codeFor = async (login: string, number = project) => {
      const answer = await office.as(login).get(`/api/projects/${number}/export`);
      return answer.status === 200 ? 'a bundle' : (answer.body as { code: string }).code;
    };
    for (const login of ['project1', 'archivist1', 'deputy', 'auditor', 'contact1'])
      expect([login, await codeFor(login)]).toEqual([login, 'a bundle']);
    for (const login of ['housing1', 'inspector1', 'payer1', 'operator'])
      expect([login, await codeFor(login)]).toEqual([login, 'role-missing']);
    expect(await codeFor('contact2')).toBe('case-not-found');
    const item = await office.db.caseFile.findFirstOrThrow({ where: { caseType: 'approval-item' } });
    expect(await codeFor('archivist1', item.number)).toBe('case-not-found');
    const { headers } = await office.as('archivist1').get(`/api/projects/${project}/export`);
    expect(headers['content-disposition']).toBe(`attachment; filename="${project}.zip"`);
    expect(headers['content-type']).toBe('application/zip');
  });
});
