import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { wakeOrStart } from '../../record/engine/wake-ups';
import { rowCheck } from '../../record/operation/row-check';
import { Rulebooks } from '../../record/store/rulebook';
import { HeadFiles, headsFolder } from '../../record/trust/head-store';
import { verifyAllRecords } from '../../record/trust/verify-record';
import type { CaseType } from '../../domain/case/case-type';
import { multipart } from '../api/kit/front';
import { openKeptOffice, type KeptOffice } from '../api/kit/kept-office';
import { openOffice } from '../api/kit/office';
import { accept, assign, claim, does, expectOk, handIn, reach, toClaim, verify } from '../api/kit/story';
import { numberGiven } from '../harness/environment';
import { skippingServer, type SkippingServer } from '../harness/parts/skipping-server';
import {
  backUp,
  contentOf,
  restoresOf,
  elsewhere,
  newOpeners,
  placeOf,
  restoreAt,
  signHeads,
  type Elsewhere,
  type Openers,
} from './twin';

/** `BACKUP_TIMERS=1000` for a large office. */
const timers = numberGiven('BACKUP_TIMERS') ?? 20;

let openers: Openers;
beforeAll(async () => {
  openers = await newOpeners();
});

async function addPaper(office: KeptOffice, code: string): Promise<void> {
  const image = await sharp({ create: { width: 24, height: 24, channels: 3, background: '#a40' } })
    .jpeg()
    .toBuffer();
  const { payload, headers } = multipart({ code }, image, { name: 'x.jpg', type: 'image/jpeg' });
  expectOk(await office.as(null).post('/api/public/receipt/papers', payload, headers));
}

/** Open cases at every stage, with papers, a payment that was made and one that is under way. */
async function keepBusy(office: KeptOffice) {
  const fresh = await handIn(office);
  await addPaper(office, fresh.code);
  const found = await handIn(office);
  await accept(office, found);
  await assign(office, found);
  await verify(office, found);
  const claimed = await toClaim(office);
  const payout = await claim(office, claimed);
  const [paid, underWay] = [await toClaim(office), await toClaim(office)];
  await claim(office, paid);
  await does(office, paid, 'payout/bank-return');
  await claim(office, underWay);
  await reach(office, underWay, 'payout/bank-return');
  for (let opened = 0; opened < timers; opened++) await handIn(office);
  await office.settled();
  return { fresh, claimed, payout, paid, underWay };
}

/** As the reconciler does it for an empty Temporal; it goes by PostgreSQL's time, which a server that skips leaves behind. */
async function startAgain(office: KeptOffice): Promise<void> {
  const open = await office.db.$queryRaw<
    { id: string; number: string; unit: string; type: CaseType; seq: number }[]
  >`SELECT id::text, number, unit, case_type AS type, seq FROM anjie.case_file
    WHERE outcome IS NULL AND parent_id IS NULL`;
  for (const { id: caseId, type: caseType, ...each } of open)
    await wakeOrStart(office.engine.client, { caseId, caseType, ...each });
}

const openSteps = ({ db }: KeptOffice) =>
  db.openStep.findMany({ orderBy: [{ caseId: 'asc' }, { key: 'asc' }] });

/** Each rung that has fired: case, clock, rung. */
async function rungsFired({ db }: KeptOffice): Promise<string[]> {
  const lines = await db.recordEvent.findMany({ where: { kind: 'rung-fired' } });
  return lines
    .map(({ caseId, body }) => {
      const { kind: _kind, ...rung } = body as Record<string, unknown>;
      return `${caseId} ${JSON.stringify(rung)}`;
    })
    .sort();
}

/** By their ids: a letter that is sent again since nobody heard that it was taken is the same one. */
const letters = ({ mail }: KeptOffice) => [
  ...new Set(mail.mails.map(({ messageId, to }) => `${messageId} ${to.join()}`).sort()),
];

interface Kept {
  readonly server: SkippingServer;
  readonly office: KeptOffice;
}

async function openKept(over?: Parameters<typeof openOffice>[0]): Promise<Kept> {
  const server = await skippingServer();
  return { server, office: await openKeptOffice(server, { now: () => server.now(), ...over }) };
}

async function close({ server, office }: Kept): Promise<void> {
  await office.close();
  await server.stop();
}

it('an office goes on from its backup, on another machine with an empty Temporal, as if nothing had been', async () => {
  const first = await openKept();
  const { office } = first;
  const cases = await keepBusy(office);
  // Some rungs have fired and their letters have gone out.
  await first.server.sleep('9 days');
  await office.settled();
  const sentBefore = letters(office);
  expect(sentBefore.length).toBeGreaterThan(0);
  await signHeads(office);
  const place = await placeOf(office);
  const backup = await backUp(place, openers);
  expect(backup.missingPapers).toEqual([]);
  expect(backup.manifest.counts).toMatchObject({
    cases: await office.db.caseFile.count(),
    lines: await office.db.recordEvent.count(),
  });
  const steps = await openSteps(office);

  const target = await elsewhere();
  const restored = await restoreAt(target, backup.folder, openers);
  expect(restored).toMatchObject({ faults: [], missingPapers: [], lost: [], aside: null });
  expect(restored.payouts).toHaveLength(2);
  expect(await contentOf(target.place)).toEqual(await contentOf(place));
  expect(await restoresOf(target.place)).toEqual([backup.manifest.id]);

  const { database, place: there } = target;
  const second = await openKept({ over: { database, keys: office.keys, folder: there.dataFolder } });
  try {
    const later = second.office;
    await second.server.sleepUntil(first.server.now());
    await startAgain(later);
    await later.settled();
    expect(await openSteps(later)).toEqual(steps);
    expect(letters(later)).toEqual([]);

    // The same time passes in both offices: each rung fires once, and the same letters go out.
    for (const { server, office: each } of [first, second]) {
      await server.sleep('45 days');
      await each.settled();
    }
    const fired = await rungsFired(later);
    expect(fired.length).toBeGreaterThan(timers);
    expect(new Set(fired).size).toBe(fired.length);
    expect(fired).toEqual(await rungsFired(office));
    expect(letters(later)).toEqual(letters(office).filter((letter) => !sentBefore.includes(letter)));

    // What was under way is paid once, what was paid is not paid again, and papers can be read.
    await does(later, cases.underWay, 'payout/bank-return');
    const entries = await later.db.bankEntry.findMany();
    expect(entries).toHaveLength(2);
    expect(new Set(entries.map(({ caseId }) => caseId)).size).toBe(2);
    const file = await later.as('clerk1').get(`/api/cases/${cases.fresh.number}`);
    expect(file.status).toBe(200);
    const { parts } = later;
    const [paper] = await later.db.paper.findMany();
    expect(
      (await parts.papers.read(paper?.caseId ?? '', paper?.digest ?? '', 'clean')).length,
    ).toBeGreaterThan(0);
    const heads = new HeadFiles(headsFolder(there.dataFolder));
    expect(
      (await verifyAllRecords(later.db, { heads, signer: parts.signer }, rowCheck(new Rulebooks(later.db))))
        .faults,
    ).toEqual([]);
  } finally {
    await close(second);
    await close(first);
    await database.drop();
  }
}, 600_000);

describe('what the office recorded after the backup', () => {
  it('is named, case by case, by the signed heads that outlived the database', async () => {
    const office = await openOffice();
    const grown = await handIn(office);
    const quiet = await handIn(office);
    await signHeads(office);
    const backup = await backUp(await placeOf(office), openers);
    await accept(office, grown);
    const gone = await handIn(office);
    await signHeads(office);

    const target = await elsewhere();
    const { lost, faults } = await restoreAt(target, backup.folder, openers, {
      heads: headsFolder(office.folder),
    });
    expect(faults).toEqual([]);
    const lengths = Object.fromEntries(
      (await office.db.caseFile.findMany()).map(({ number, seq }) => [number, seq]),
    );
    expect(lost.map(({ number, to }) => [number, to])).toEqual([
      [grown.number, lengths[grown.number]],
      [gone.number, lengths[gone.number]],
    ]);
    expect(lost.find(({ number }) => number === gone.number)?.from).toBe(1);
    expect(lost.map(({ number }) => number)).not.toContain(quiet.number);
    await office.close();
    await target.database.drop();
  });

  it('is named too where the folder of data outlived the database, and its heads are kept beside', async () => {
    const office = await openOffice();
    const { number } = await handIn(office);
    await signHeads(office);
    const backup = await backUp(await placeOf(office), openers);
    const later = await handIn(office);
    await signHeads(office);
    const target = await elsewhere();
    const survived: Elsewhere = { ...target, place: { ...target.place, dataFolder: office.folder } };
    const { lost, faults, aside } = await restoreAt(survived, backup.folder, openers, { replace: true });
    expect(faults).toEqual([]);
    expect(lost.map((each) => each.number)).toEqual([later.number]);
    expect(lost.map((each) => each.number)).not.toContain(number);
    expect((await new HeadFiles(join(aside ?? '', 'heads')).latest('of')).size).toBe(1);
    await office.close();
    await target.database.drop();
  });
});

it('papers that were lost are named by backup and restore', async () => {
  const { server, office } = await openKept();
  const story = await handIn(office);
  await addPaper(office, story.code);
  await rm(join(office.folder, 'papers'), { recursive: true });
  const backup = await backUp(await placeOf(office), openers);
  expect(backup.missingPapers).toEqual([story.number]);
  const target = await elsewhere();
  expect((await restoreAt(target, backup.folder, openers)).missingPapers).toEqual([story.number]);
  await close({ server, office });
  await target.database.drop();
});

it('a backup of an office at work shows one moment: every record whole, every paper there', async () => {
  const office = await openOffice();
  let stopped = false;
  const atWork = Array.from({ length: 4 }, async () => {
    while (!stopped) {
      const story = await handIn(office);
      await accept(office, story);
      await signHeads(office);
    }
  });
  const place = await placeOf(office);
  const backups: string[] = [];
  for (let round = 0; round < 3; round++) backups.push((await backUp(place, openers)).folder);
  stopped = true;
  await Promise.all(atWork);
  for (const folder of backups) {
    const target = await elsewhere();
    const restored = await restoreAt(target, folder, openers);
    expect(restored).toMatchObject({ faults: [], missingPapers: [], lost: [] });
    await target.database.drop();
  }
  await office.close();
});
