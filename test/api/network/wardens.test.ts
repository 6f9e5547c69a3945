import { randomUUID } from 'node:crypto';
import { openOffice, type Office } from '../kit/office';
import { pdf } from '../kit/plant';
import { multipart } from '../kit/front';
import { enterprise, expectOk, today } from '../kit/story';

/* The safety wardens of a firm at its own door and at that of the zone. */

let office: Office;
let number: string;
beforeAll(async () => {
  office = await openOffice();
  number = expectOk(await office.as('head1').post('/api/warden-networks', {})).body.number;
});
afterAll(() => office.close());

const since = '2026-01-05';
const team = (place: string, people: number) => ({ place, kind: 'team', name: `冲压${place}班`, people });
const change = (more: object) =>
  office.as('safety1').decide(number, 'warden-network/change', {
    ...{ verdict: 'changed', places: [], ended: [], left: [], named: [], ...more },
  });
const named = (warden: string, place: string) => ({ warden, place, name: '王安全', by: 'elected', since });
const overview = async (login = 'chief') => expectOk(await office.as(login).get('/api/network/wardens')).body;
const register = (login: string) => office.as(login).get(`/api/warden-networks/${number}/wardens`);

it('is set up once, by the head of the firm, and changed by its chief safety officer', async () => {
  expect((await office.as('head1').post('/api/warden-networks', {})).body.code).toBe('network-exists');
  expect((await office.as('team1').post('/api/warden-networks', {})).body.code).toBe('role-missing');
  const places = [5, 5, 5, 6, 6, 6].map((people, at) => team(`t${at + 1}`, people));
  const answer = expectOk(await change({ places, named: [named('w1', 't1'), named('w2', 't2')] })).body;
  expect(answer.open.map(({ step }: { step: string }) => step).sort()).toEqual([
    'warden-network/change',
    ...Array<string>(4).fill('warden-network/replacement'),
  ]);
  expect(answer.detail.coverage).toMatchObject({ state: 'conflict', mostByShare: 3, leastByPlaces: 6 });
});

it('shows the zone the conflict of the two rules with both figures, the gaps and what is looked for (golden 39)', async () => {
  const { totals, firms } = await overview();
  expect(totals).toMatchObject({
    ...{ firms: 1, frontLine: 33, wardens: 2, replacementsOpen: 4, replacementsOverdue: 0 },
    states: { conflict: 1, met: 0 },
  });
  expect(firms).toMatchObject([
    {
      ...{ enterpriseId: enterprise, network: number, profileFrontLine: 280 },
      coverage: { state: 'conflict', leastByShare: 2, mostByShare: 3, leastByPlaces: 6, wardens: 2 },
      replacements: ['t3', 't4', 't5', 't6'].map((part) => ({ part, overdue: false })),
    },
  ]);
});

it('names the wardens to their firm, and to nobody of the zone', async () => {
  const own = expectOk(await register('team1')).body;
  expect(own.places[0]).toMatchObject({
    ...{ place: 't1', name: '冲压t1班', people: 5, needed: 1 },
    wardens: [{ warden: 'w1', name: '王安全', by: 'elected', since }],
  });
  for (const login of ['chief', 'inspector1', 'deputy', 'auditor']) {
    const { text, body } = expectOk(await register(login));
    expect([login, body.places[0].wardens[0].warden, text.includes('王安全')]).toEqual([login, 'w1', false]);
    const read = expectOk(await office.as(login).get(`/api/cases/${number}`));
    expect([login, read.text.includes('王安全')]).toEqual([login, false]);
  }
  expect((await overview('contact2')).firms).toEqual([]);
  expect((await register('contact2')).body.code).toBe('case-not-found');
});

it('answers each place by itself', async () => {
  const fill = (part: string, warden: string) =>
    office.as('safety1').decide(number, 'warden-network/replacement', {
      ...{ verdict: 'appointed', part, named: [{ warden, name: '李安全', place: part, since }] },
    });
  expectOk(await fill('t5', 'w5'));
  expect((await fill('t5', 'w6')).body.code).toBe('step-not-open');
  const [firm] = (await overview()).firms;
  expect(firm.replacements.map(({ part }: { part: string }) => part)).toEqual(['t3', 't4', 't6']);
});

describe('a list from a file', () => {
  const heading = '班组代号,类别,班组名称,一线员工数,纠察员代号,纠察员姓名,产生方式,任职日期';
  const list = (...rows: readonly string[]) => Buffer.from(`\uFEFF${[heading, ...rows].join('\r\n')}`);
  const hand = async (file: Buffer, { dryRun = false, key = '' } = {}) => {
    const { seq } = expectOk(await register('safety1')).body as { seq: number };
    return office.as('safety1').post(`/api/warden-networks/${number}/import?dry-run=${dryRun}`, file, {
      ...{ 'content-type': 'text/csv', 'idempotency-key': key || randomUUID(), 'if-match': `"${seq}"` },
    });
  };
  const rows = ['t7,班组,焊接班,40,w7,赵一,推选,2026-01-05', 't7,班组,焊接班,40,w8,钱二,任命,2026-01-05'];
  const lines = () => office.db.recordEvent.count();

  it('is tried out first, and told row by row', async () => {
    const before = await lines();
    const tried = expectOk(await hand(list(...rows), { dryRun: true })).body;
    expect(tried).toMatchObject({ taken: false, rows: 2, entered: 3, changed: 0, faults: [] });
    const wrong = list(
      ...rows,
      't7,班组,焊接班,41,,,,',
      't8,班组,涂装班,12,w1,孙三,推选,2026-01-05',
      't9,班组,装配班,many,w7,赵一,推选,2026-01-05',
      't10,班组,包装班,9,w9,,推选,2026-01-05',
    );
    const { faults } = expectOk(await hand(wrong, { dryRun: true })).body;
    expect(faults.map(({ row, column, code }: never) => [row, column, code])).toEqual([
      [6, 'people', 'cell-unfit'],
      [4, 'place', 'place-differs'],
      [5, 'warden', 'warden-elsewhere'],
      [7, 'wardenName', 'cell-missing'],
    ]);
    expect((await hand(wrong)).body.code).toBe('import-faulty');
    expect(await lines()).toBe(before);
  });

  it('is taken whole as one change, and changes nothing the second time', async () => {
    const key = randomUUID();
    const { body } = expectOk(await hand(list(...rows), { key }));
    expect(body).toMatchObject({ taken: true, entered: 3 });
    const before = await lines();
    expect((await hand(list(...rows), { key })).body).toEqual(body);
    expect((await hand(list(...rows))).body).toMatchObject({ taken: false, entered: 0, unchanged: 3 });
    expect(await lines()).toBe(before);
    const { places } = expectOk(await register('safety1')).body;
    expect(places.at(-1)).toMatchObject({ place: 't7', wardens: [{ name: '赵一' }, { name: '钱二' }] });
  });

  it('has five hundred rows at most', async () => {
    const many = Array.from({ length: 501 }, (_, at) => `t${at + 1},班组,甲班,5,,,,`);
    expect((await hand(list(...many))).body.code).toBe('list-unreadable');
  });

  it('is handed in by the chief safety officer alone, and has a template', async () => {
    const headers = { 'content-type': 'text/csv', 'idempotency-key': randomUUID(), 'if-match': '"1"' };
    const url = `/api/warden-networks/${number}/import`;
    expect((await office.as('team1').post(url, list(...rows), headers)).body.code).toBe('role-missing');
    const template = await office.as('safety1').get('/api/network/wardens/template?form=csv');
    expect(template.text).toContain(heading);
  });
});

describe('a round', () => {
  const begin = async () =>
    expectOk(await office.as('team1').post('/api/warden-patrols', { patrolledOn: today() })).body
      .number as string;
  const report = (patrol: string, more: object = {}) =>
    office.as('team1').decide(patrol, 'warden-patrol/report', {
      ...{ verdict: 'found', place: 't1', warden: 'w1', grade: 'major', description: '防护罩拆除' },
      ...{ papers: [], ...more },
    });

  it('is of a place and a warden of the firm', async () => {
    const patrol = await begin();
    expect((await report(patrol, { place: 't99' })).body.code).toBe('place-unknown');
    expect((await report(patrol, { warden: 'w99' })).body.code).toBe('warden-unknown');
  });

  it('goes with its photographs to the bureau, and becomes an order by an officer’s own check alone', async () => {
    const patrol = await begin();
    const { payload, headers } = multipart({}, pdf, { name: 'x.pdf', type: 'application/pdf' });
    const paper = expectOk(
      await office.as('team1').post(`/api/cases/${patrol}/papers`, payload, headers),
    ).body;
    expectOk(await report(patrol, { papers: [paper.id] }));
    const handled = { verdict: 'to-bureau', message: '请现场核查' };
    expectOk(await office.as('safety1').decide(patrol, 'warden-patrol/handling', handled));
    const hazards = [{ item: 'h1', grade: 'major', clause: 'order10:art3', description: '防护罩拆除' }];
    const checked = { verdict: 'confirmed', checkedOn: today(), hazards };
    const check = (login: string) => office.as(login).decide(patrol, 'warden-patrol/site-check', checked);
    expect((await check('safety1')).body.code).toBe('role-missing');
    const { children } = expectOk(await check('inspector1')).body;
    expect(children).toMatchObject([{ caseType: 'rectification', outcome: null }]);
    // The firm reads of no order before it is issued.
    const told = expectOk(await office.as('safety1').get(`/api/cases/${patrol}`)).body;
    expect(told.children).toEqual([]);
  });

  it('that has found nothing counts as such', async () => {
    const patrol = await begin();
    const clean = { verdict: 'clean', place: 't1', warden: 'w1', papers: [] };
    expectOk(await office.as('team1').decide(patrol, 'warden-patrol/report', clean));
    expect((await overview()).totals.rounds).toMatchObject({ entered: 3, open: 2, clean: 1, ordered: 0 });
  });
});

it('tells no figure that plain SQL does not find in the records', async () => {
  const { totals, firms } = await overview();
  const [sql] = await office.db.$queryRaw<Record<string, bigint>[]>`
    WITH decided AS (
      SELECT e.body->'facts' AS facts FROM anjie.record_event e JOIN anjie.case_file f ON f.id = e.case_id
      WHERE f.case_type = 'warden-network' AND e.kind = 'decided')
    SELECT
      (SELECT sum((p->>'people')::int) FROM decided, jsonb_array_elements(facts->'places') p) AS "frontLine",
      (SELECT count(*) FROM decided, jsonb_array_elements(facts->'named') w) AS wardens,
      (SELECT count(*) FROM anjie.record_event o WHERE o.kind = 'step-opened' AND o.key LIKE 'warden-network/replacement/%'
        AND NOT EXISTS (SELECT FROM anjie.record_event d WHERE d.case_id = o.case_id AND d.key = o.key
          AND d.kind = 'decided')) AS sought,
      (SELECT count(*) FROM anjie.case_file WHERE case_type = 'warden-patrol') AS rounds,
      (SELECT count(*) FROM anjie.record_event c JOIN anjie.case_file f ON f.id = c.case_id
        WHERE f.case_type = 'warden-patrol' AND c.kind = 'closed' AND c.body->>'outcome' = 'clean') AS clean`;
  expect({
    frontLine: BigInt(totals.frontLine),
    wardens: BigInt(totals.wardens),
    sought: BigInt(totals.replacementsOpen),
    rounds: BigInt(totals.rounds.entered),
    clean: BigInt(totals.rounds.clean),
  }).toEqual(sql);
  // 73 people: 5 % are 3.65, 10 % are 7.3; six small teams, and two for the one of forty.
  expect(firms[0].coverage).toMatchObject({
    ...{ frontLine: 73, wardens: 5, leastByShare: 4, mostByShare: 7, leastByPlaces: 8, state: 'conflict' },
  });
});
