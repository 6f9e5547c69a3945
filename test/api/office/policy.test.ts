import { randomUUID } from 'node:crypto';
import { addDays, shanghaiDate } from '../../../domain/time/calendar';
import { openSteps } from '../../../domain/case/case-view';
import type { Limit } from '../../../domain/time/limit';
import { CaseDesk } from '../../../record/desk/case-desk';
import { lawInForce } from '../../../record/law/policy-change';
import { sweepRules } from '../../../record/law/recounting';
import { approve, changeOffice } from '../kit/changes';
import { publishLaw } from '../../harness/publish-law';
import { openOffice, type Office } from '../kit/office';
import { accept, assign, expectOk, handIn } from '../kit/story';

const dayMs = 86_400_000;
const acceptance = 'limit.tip-off.acceptance';
const assignment = 'limit.tip-off.assignment';
const source = { title: '管委会办公会议纪要', article: '第3条', confidence: 'verified' } as const;

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const today = () => shanghaiDate(office.now().toISOString());
const admin = () => office.as('admin');
const desk = () => office.parts.desk as CaseDesk;
const sweep = () => sweepRules(office.db, desk(), office.now());
const revisions = () => office.db.policyRevision.count();

/** So many working days for each of these limits, from a day on. */
function change(
  values: { readonly [key: string]: number },
  validFrom: string,
  openCases: 'keep' | 'move',
  standingFrom = '2024-03-01',
) {
  return {
    layer: 'jxedz',
    end: Object.keys(values).map((key) => ({
      key,
      validFrom: standingFrom,
      validTo: addDays(validFrom, -1),
    })),
    add: Object.entries(values).map(([key, value]) => ({
      key,
      value: { value, unit: 'working-days', effect: 'service-promise', rollsForward: false, calendar: 'cn' },
      validFrom,
      validTo: null,
      source,
    })),
    openCases,
  };
}

/** Due instants of the open steps, by case and step. */
async function deadlines(): Promise<Map<string, string | null>> {
  const rows = await office.db.openStep.findMany();
  const files = await office.db.caseFile.findMany({ select: { id: true, number: true } });
  const numbers = new Map(files.map(({ id, number }) => [id, number]));
  return new Map(
    rows.map(({ caseId, step, dueAt }) => [`${numbers.get(caseId)} ${step}`, dueAt?.toISOString() ?? null]),
  );
}

async function linesOf(number: string) {
  const rows = await office.db.recordEvent.findMany({ where: { case: { number } }, orderBy: { seq: 'asc' } });
  return rows.map(({ kind, actor, body }) => ({ kind, actor, body })) as unknown as {
    kind: string;
    actor: object;
    body: { cause?: string; policy?: { on: string; revision: number } };
  }[];
}

/** The limit by which an open step is counted. */
async function limitOf(number: string, step: string): Promise<Limit | undefined> {
  const file = await desk().viewOf({ number });
  return openSteps(file!.view).find((state) => state.step === step)?.clock.limit;
}

it('moves exactly the deadlines that the preview has shown, each once, and the later steps follow', async () => {
  const waiting = await handIn(office);
  const underWay = await handIn(office);
  await accept(office, underWay);
  const beyond = await handIn(office);
  await accept(office, beyond);
  await assign(office, beyond);
  const before = await deadlines();
  const body = change({ [acceptance]: 8, [assignment]: 2 }, today(), 'move');

  const preview = expectOk(await admin().post('/api/policy/preview', body)).body.moved as {
    number: string;
    step: string;
    clock: string;
    dueAtBefore: string;
    dueAtAfter: string;
  }[];
  expect(preview.map(({ number, step, clock }) => `${number} ${step} ${clock}`).sort()).toEqual(
    [`${waiting.number} tip-off/acceptance limit`, `${underWay.number} tip-off/assignment limit`].sort(),
  );
  expect(await deadlines()).toEqual(before);
  const standing = await revisions();

  const key = { 'idempotency-key': randomUUID() };
  const asked = await office.as('policy1').post('/api/office/changes/publish-policy', body, key);
  expect(asked).toMatchObject({ status: 202, body: { state: 'proposed' } });
  expect(await revisions()).toBe(standing);
  const again = await office.as('policy1').post('/api/office/changes/publish-policy', body, key);
  expect([again.status, again.text]).toEqual([202, asked.text]);
  const published = await approve(office, asked, 'policy2');
  expect(published).toMatchObject({ status: 201, body: { detail: { movesOn: today() } } });
  expect(await revisions()).toBe(standing + 1);

  expect(await sweep()).toBe(3);
  const after = await deadlines();
  const shown = new Map(preview.map(({ number, step, dueAtAfter }) => [`${number} ${step}`, dueAtAfter]));
  for (const [where, dueAt] of after)
    expect([where, dueAt]).toEqual([where, shown.get(where) ?? before.get(where)]);
  expect(await sweep()).toBe(0);
  expect((await linesOf(waiting.number)).slice(-2)).toMatchObject([
    {
      kind: 'policy-pinned',
      actor: { kind: 'system', part: 'policy' },
      body: { policy: { revision: published.body.detail.revision } },
    },
    { kind: 'clock-superseded', actor: { kind: 'system', part: 'policy' }, body: { cause: 'policy' } },
  ]);

  await accept(office, waiting);
  expect(await limitOf(waiting.number, 'tip-off/assignment')).toMatchObject({ value: 2, source });
});

it('leaves open cases alone where they keep their law, and gives the new figures to those opened after', async () => {
  const old = await handIn(office);
  const before = await deadlines();
  const body = change({ [acceptance]: 8 }, today(), 'keep');
  expect(expectOk(await admin().post('/api/policy/preview', body)).body).toEqual({ moved: [] });
  expectOk(await changeOffice(office, 'publish-policy', body));
  expect(await sweep()).toBe(0);
  expect(await deadlines()).toEqual(before);

  const fresh = await handIn(office);
  expect((await limitOf(old.number, 'tip-off/acceptance'))?.value).toBe(5);
  expect((await limitOf(fresh.number, 'tip-off/acceptance'))?.value).toBe(8);
  expect((await office.as('clerk1').get('/api/policy')).body).toMatchObject({
    layers: expect.arrayContaining([
      expect.objectContaining({ id: 'jxedz', rows: expect.arrayContaining(body.add) }),
    ]),
  });
});

it('waits with open cases until the day on which the change takes effect, also with one opened meanwhile', async () => {
  const early = await handIn(office);
  const day = addDays(today(), 2);
  const body = change({ [acceptance]: 8 }, day, 'move');
  expect(expectOk(await admin().post('/api/policy/preview', body)).body.moved).toMatchObject([
    { number: early.number },
  ]);
  expectOk(await changeOffice(office, 'publish-policy', body));
  expect(await sweep()).toBe(0);
  const between = await handIn(office);
  expect((await limitOf(between.number, 'tip-off/acceptance'))?.value).toBe(5);

  office.sleep(2 * dayMs);
  expect(await sweep()).toBe(2);
  for (const { number } of [early, between]) {
    expect((await limitOf(number, 'tip-off/acceptance'))?.value).toBe(8);
    const pins = (await linesOf(number)).filter(({ kind }) => kind === 'policy-pinned');
    expect(pins.map((line) => line.body.policy?.on)).toEqual([day]);
  }
  expect(await sweep()).toBe(0);
});

it('reaches a process that has not read it yet', async () => {
  // This process has read the law with the tip-off, and is not told of what another one publishes and sweeps.
  const { number, code } = await handIn(office);
  const { db, vault, receipts, signer } = office.parts;
  const other = new CaseDesk({ db, vault, receipts, signer, now: () => office.now() });
  await publishLaw({ db, signer }, change({ [assignment]: 2 }, today(), 'move'));
  expect(await sweepRules(db, other, office.now())).toBe(1);
  await accept(office, { number, code });
  expect((await limitOf(number, 'tip-off/assignment'))?.value).toBe(2);
});

it('refuses what cannot be law, each with its code and where, and writes nothing', async () => {
  const standing = await revisions();
  const good = change({ [acceptance]: 8 }, '2027-01-01', 'keep');
  const refusals: [string, string, object][] = [
    ['policy-layer-unknown', '/layer', { ...good, layer: 'atlantis' }],
    ['policy-change-empty', '/add', { ...good, add: [], end: [] }],
    ['policy-row-unknown', '/end/0', change({ [acceptance]: 8 }, '2027-01-01', 'keep', '2024-03-02')],
    ['policy-rows-overlap', '/add/0', { ...good, end: [] }],
    ['policy-row-missing', '/end/0', { ...good, add: [] }],
    ['dates-reversed', '/end/0/validTo', { ...good, end: [{ ...good.end[0], validTo: '2020-01-01' }] }],
    [
      'policy-days-differ',
      '/openCases',
      { ...good, add: [{ ...good.add[0], validFrom: '2027-01-02' }], openCases: 'move' },
    ],
    [
      'policy-row-unsound',
      '/add/0',
      { ...good, end: [], add: [{ ...good.add[0], key: 'limit.tip-off.verification' }] },
    ],
  ];
  // A reminder 60 days before the end of limits that are shorter than that: no step could keep to it.
  const rungs = [
    { id: 'early', kind: 'remind', at: { beforeDue: { value: 60, unit: 'calendar-days' } }, to: 'reporter' },
  ];
  const ladder = { ...good.add[0], key: 'ladder.reporter', value: { rungs } };
  const end = [{ key: 'ladder.reporter', validFrom: '2024-03-01', validTo: '2026-12-31' }];
  refusals.push(['policy-row-unsound', '/add/0', { ...good, end, add: [ladder] }]);
  refusals.push([
    'policy-row-unsound',
    '/add/0/value',
    change({ [acceptance]: 1_000_000_000 }, '2027-01-01', 'keep'),
  ]);
  const { layers } = await lawInForce(office.db);
  const permit = layers.flatMap(({ rows }) => rows).find(({ key }) => key === 'matter.land-use-permit')!;
  const value = { ...(permit.value as object), department: 'atlantis-land' };
  refusals.push([
    'policy-row-unsound',
    '/add/0/value/department',
    {
      ...good,
      end: [{ key: permit.key, validFrom: permit.validFrom, validTo: '2026-12-31' }],
      add: [{ ...good.add[0], key: permit.key, value }],
    },
  ]);
  const publication = '/api/office/changes/publish-policy';
  for (const route of ['/api/policy/preview', publication]) {
    for (const [code, pointer, body] of refusals) {
      const answer = await admin().post(route, body);
      expect([answer.status, answer.body.code, answer.body.errors[0].pointer]).toEqual([422, code, pointer]);
    }
  }
  const malformed: [string, object][] = [
    ['/openCases', { ...good, openCases: 'perhaps' }],
    ['/add/0/validFrom', { ...good, add: [{ ...good.add[0], validFrom: '2027-02-30' }] }],
    ['/add/0/source', { ...good, add: [{ ...good.add[0], source: undefined }] }],
    [
      '/add/0/value/value',
      { ...good, add: [{ ...good.add[0], value: { ...good.add[0]?.value, value: -1 } }] },
    ],
    ['/add/0/key', { ...good, add: [{ ...good.add[0], key: 'colour.sky' }] }],
  ];
  for (const [pointer, body] of malformed) {
    const { status, body: problem } = await admin().post(publication, body);
    const pointers = (problem.errors as { pointer: string }[]).map((error) => error.pointer);
    expect([status, problem.code, pointers.includes(pointer)]).toEqual([400, 'form-invalid', true]);
  }
  for (const login of ['chief', 'director'])
    expect((await office.as(login).post(publication, good)).body.code).toBe('role-missing');
  expect(await revisions()).toBe(standing);
});
