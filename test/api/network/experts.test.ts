import { smallPdf } from '../../harness/small-pdf';
import { addDays } from '../../../domain/time/calendar';
import { changeOffice } from '../kit/changes';
import { enlist, request, says } from './pool';
import { multipart, personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { expectOk, handIn, today } from '../kit/story';
import { enterprise } from '../kit/usual';

/* The pool of experts and their service over the public API, each role its own login. */

let office: Office;
/** Persons of the pool. */
let [first, second, third] = ['', '', ''];
beforeAll(async () => {
  office = await openOffice();
  first = await enlist(office, 'expert1');
  second = await enlist(office, 'expert2', {
    feeClass: 'other',
    place: { latitudeE6: 30_840_000, longitudeE6: 120_750_000 },
  });
  third = await enlist(office, 'expert3', { skills: [{ skill: 'electrical', main: true }] });
});
afterAll(() => office.close());

const hands = { by: 'experts1', second: 'chief' };
const candidates = async (number: string) =>
  expectOk(await office.as('experts1').get(`/api/expert-services/${number}/candidates`)).body as {
    personId: string;
    rank: number | null;
    load: number;
    ruledOut: string[];
  }[];
const invite = (number: string, ...experts: string[]) =>
  office.as('experts1').decide(number, 'expert-service/invitation', { verdict: 'invited', experts });
const reads = async (login: string, number: string) =>
  (await office.as(login).get(`/api/cases/${number}`)).status;
const codeOf = (answer: { body: { code?: string } }) => answer.body.code;

describe('the pool', () => {
  const entry = async (change: object) =>
    codeOf(
      await office.as('experts1').post('/api/office/changes/enter-expert', {
        ...{ personId: first, skills: [{ skill: 'fire', main: true }], feeClass: 'senior' },
        ...{ from: today(), until: addDays(today(), 4 * 365), place: { latitudeE6: 0, longitudeE6: 0 } },
        ...change,
      }),
    );

  it('takes nobody without the office, with an unknown skill or class of fees, or for another term than 3 to 5 years', async () => {
    expect(await entry({ personId: await personOf(office, 'contact1') })).toBe('person-unknown');
    expect(await entry({ skills: [{ skill: 'alchemy', main: true }] })).toBe('skill-unknown');
    expect(await entry({ feeClass: 'royal' })).toBe('fee-class-unknown');
    expect(await entry({ until: addDays(today(), 2 * 365) })).toBe('term-unfit');
    expect(await entry({ until: addDays(today(), 6 * 365) })).toBe('term-unfit');
    const twice = { skill: 'fire', main: true };
    expect(await entry({ skills: [twice, twice] })).toBe('form-invalid');
  });

  it('is read by the liaison, and by an expert as far as it speaks of them', async () => {
    const all = expectOk(await office.as('experts1').get('/api/experts')).body as { personId: string }[];
    expect(all.map(({ personId }) => personId).sort()).toEqual([first, second, third].sort());
    const own = expectOk(await office.as('expert2').get('/api/experts')).body as { personId: string }[];
    expect(own.map(({ personId }) => personId)).toEqual([second]);
    expect((await office.as('contact1').get('/api/experts')).status).toBe(403);
  });

  it('lets an expert declare a tie for themself alone, and end none', async () => {
    const tie = { personId: second, enterpriseId: enterprise, tie: 'competitor' };
    const asks = (login: string, kind: string, form: object) =>
      office.as(login).post(`/api/office/changes/${kind}`, form);
    expect(codeOf(await asks('expert1', 'enter-expert-tie', tie))).toBe('not-for-others');
    expect(codeOf(await asks('expert2', 'enter-expert-tie', { ...tie, tie: 'friend' }))).toBe('tie-unknown');
    expect((await asks('expert2', 'enter-expert-tie', tie)).status).toBe(201);
    expect(codeOf(await asks('expert2', 'enter-expert-tie', tie))).toBe('nothing-changes');
    const ended = { ...tie, endedOn: addDays(today(), -4 * 366) };
    expect(codeOf(await asks('expert2', 'end-expert-tie', ended))).toBe('role-missing');
    expectOk(await changeOffice(office, 'end-expert-tie', ended, hands));
  });

  it('lets a term end early at once, and not later than it did', async () => {
    const ends = (until: string) =>
      office.as('experts1').post('/api/office/changes/end-expert', { personId: third, until });
    expect(codeOf(await ends('2099-12-31'))).toBe('term-unfit');
    expect((await ends(addDays(today(), -1))).status).toBe(201);
    const number = await request(office);
    const out = (await candidates(number)).find(({ personId }) => personId === third);
    expect(out?.ruledOut).toEqual(['skill-missing', 'term-over']);
    const renewed = { skills: [{ skill: 'electrical', main: true }] };
    await enlist(office, 'expert3', renewed);
  });
});

describe('a conflict of interest', () => {
  it('rules an expert out with its reason, whoever invites them, and refuses whom it has come up for since', async () => {
    const number = await request(office);
    const tie = { personId: first, enterpriseId: enterprise, tie: 'paid' };
    expectOk(await invite(number, second, first));
    expectOk(await office.as('expert1').post('/api/office/changes/enter-expert-tie', tie));
    await says(office, 'expert2', number, 'acceptance', { verdict: 'declined', why: 'busy' });
    const accepts = await office
      .as('expert1')
      .decide(number, 'expert-service/acceptance', { verdict: 'accepted' });
    expect([accepts.status, codeOf(accepts), accepts.body.facts.ruledOut]).toEqual([
      422,
      'expert-unfit',
      ['tie-paid'],
    ]);
    const other = await request(office);
    const refused = await invite(other, first);
    expect([codeOf(refused), refused.body.facts.ruledOut]).toEqual(['expert-unfit', ['tie-paid']]);
    const [, , out] = await candidates(other);
    expect(out).toMatchObject({ rank: null });
    await says(office, 'expert1', number, 'acceptance', { verdict: 'declined', why: 'conflict' });
    const ended = { ...tie, endedOn: addDays(today(), -4 * 366) };
    expectOk(await changeOffice(office, 'end-expert-tie', ended, hands));
    expect((await candidates(other)).find(({ personId }) => personId === first)?.ruledOut).toEqual([]);
  });
});

it('a skill that no row knows is not asked for', async () => {
  const opened = await office
    .as('contact1')
    .post('/api/expert-services', { kind: 'visit', skill: 'alchemy' });
  expect(codeOf(opened)).toBe('skill-unknown');
});

it('a visit is served, rated and reckoned: two days of a senior expert are 4,000 yuan, which the firm is not told', async () => {
  const site = { latitudeE6: 30_750_000, longitudeE6: 120_750_000 };
  const number = await request(office, { kind: 'visit', site });
  const [best] = await candidates(number);
  expect(best).toMatchObject({ personId: first, rank: 1, kilometres: 0 });
  const invited = expectOk(await invite(number, first));
  expect(
    (invited.body.detail.ranking as { personId: string }[]).map(({ personId }) => personId).sort(),
  ).toEqual([first, second, third].sort());
  await says(office, 'expert1', number, 'acceptance', { verdict: 'accepted' });
  await says(office, 'expert1', number, 'appointment', { verdict: 'agreed', visitOn: today() });
  const report = { verdict: 'reported', visitedOn: today(), days: 2, report: '建议每周清灰。' };
  await says(office, 'expert1', number, 'report', report);
  const file = expectOk(await office.as('contact1').get(`/api/cases/${number}`)).text;
  expect(file).toContain('建议每周清灰。');
  const confirmed = await says(office, 'contact1', number, 'confirmation', {
    verdict: 'confirmed',
    rating: 5,
  });
  expect([confirmed.body.outcome, confirmed.body.detail]).toEqual(['served', null]);
  const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  const row = await office.db.expertEngagement.findFirstOrThrow({ where: { caseId: id } });
  expect(row).toMatchObject({
    personId: first,
    reply: 'accepted',
    served: true,
    rating: 5,
    feeFen: 400_000n,
  });
});

describe('an expert', () => {
  const paths = (number: string) =>
    ['', '/record', '/chain', '/ledger', '/file'].map((part) => `/api/cases/${number}${part}`);

  it('reads no case but those that name them, in no list, search, count or reading, and writes to none', async () => {
    const tip = await handIn(office);
    const number = await request(office);
    expectOk(await invite(number, first, second));
    for (const each of [tip.number, number])
      for (const path of paths(each))
        expect([path, (await office.as('expert2').get(path)).status]).toEqual([path, 404]);
    for (const list of [
      '/api/cases?scope=all',
      '/api/cases?scope=unit',
      '/api/cases?scope=mine',
      '/api/worklist',
    ])
      expect([list, expectOk(await office.as('expert2').get(list)).body.items]).toEqual([list, []]);
    for (const each of [tip.number, number]) {
      const note = { text: '探查' };
      expect((await office.as('expert2').act(each, 'note', note)).status).toBe(404);
      const { payload, headers } = multipart({}, smallPdf('x'), { name: 'x.pdf', type: 'application/pdf' });
      expect((await office.as('expert2').post(`/api/cases/${each}/papers`, payload, headers)).status).toBe(
        404,
      );
    }
    const taken = { verdict: 'accepted' };
    for (const step of ['expert-service/acceptance', 'expert-service/closing', 'tip-off/acceptance'])
      expect((await office.as('expert2').decide(number, step, taken)).status).not.toBe(200);
    expect(expectOk(await office.as('expert2').get('/api/people?role=inspector')).body).toEqual([]);
    for (const path of ['/api/expert-services/overview', `/api/expert-services/${number}/candidates`])
      expect((await office.as('expert2').get(path)).status).toBe(403);
  });

  it('reads from the invitation on what the firm asks, neither the ranking nor other experts, and nothing after declining', async () => {
    const number = await request(office);
    expectOk(await invite(number, first, second));
    const seen = expectOk(await office.as('expert1').get(`/api/cases/${number}`)).text;
    expect(seen).toContain('除尘管道如何清灰?');
    expect(seen).not.toContain(second);
    expect(seen).not.toContain('ranking');
    const listed = expectOk(await office.as('expert1').get('/api/cases?scope=all')).body.items as {
      number: string;
    }[];
    expect(listed.map((each) => each.number)).toContain(number);
    const line = (await office.as('expert1').get('/api/cases?scope=all')).text;
    expect(line).not.toContain(first);
    const declined = await says(office, 'expert1', number, 'acceptance', {
      verdict: 'declined',
      why: 'busy',
    });
    expect([declined.body.open, declined.body.detail]).toEqual([[], null]);
    expect(declined.text).not.toContain(second);
    expect(await reads('expert1', number)).toBe(404);
    expect(expectOk(await office.as('expert1').get('/api/cases?scope=mine')).text).not.toContain(number);
    expect((await office.as('expert1').act(number, 'note', { text: '还在吗' })).status).toBe(404);
    expect(await reads('expert2', number)).toBe(200);
  });

  it('holds no other office beside, and sends no substitute', async () => {
    const both = {
      login: 'expert1',
      roles: ['expert', 'inspector'],
      level: 0,
      unit: 'jxedz-experts',
      enterpriseId: null,
    };
    expect(codeOf(await office.as('admin').post('/api/office/changes/set-offices', both))).toBe(
      'roles-incompatible',
    );
    const leave = { personId: first, substituteId: second, from: today(), to: today() };
    expect(codeOf(await office.as('expert1').post('/api/office/changes/enter-leave', leave))).toBe(
      'substitute-unfit',
    );
  });
});

it('an inspector reads a service only when a danger was handed to them by name', async () => {
  const number = await request(office);
  expectOk(await invite(number, first));
  await says(office, 'expert1', number, 'acceptance', { verdict: 'accepted' });
  for (const login of ['inspector1', 'inspector2']) {
    expect(await reads(login, number)).toBe(404);
    expect((await office.as(login).act(number, 'note', { text: '看看' })).status).toBe(404);
  }
});

describe('the overview', () => {
  interface Tallied {
    readonly personId: string;
    readonly load: number;
    readonly declined: number;
    readonly served: number;
    readonly ratingSum: number;
    readonly feeFen: number;
  }

  it('says of requests and of each expert what plain SQL over the records says', async () => {
    const { asOf: _, ...told } = expectOk(await office.as('experts1').get('/api/expert-services/overview'))
      .body as {
      asOf: string;
      requests: object;
      experts: Tallied[];
    };
    const [requests] = await office.db.$queryRaw<object[]>`
      SELECT count(*)::int AS all, sum((NOT EXISTS (SELECT FROM anjie.record_event c WHERE c.case_id = o.case_id AND c.kind = 'closed'))::int)::int AS open,
        0 AS late, count(c.case_id)::int AS served, 0 AS "noExpert"
      FROM anjie.record_event o
      LEFT JOIN anjie.record_event c ON c.case_id = o.case_id AND c.kind = 'closed' AND c.body->>'outcome' = 'served'
      WHERE o.seq = 1 AND o.body->>'caseType' = 'expert-service'`;
    expect(told.requests).toEqual(requests);
    for (const expert of told.experts) {
      const [said] = await office.db.$queryRaw<object[]>`
        SELECT count(*) FILTER (WHERE d.body->>'verdict' = 'declined')::int AS declined,
          (count(*) FILTER (WHERE d.body IS NULL) + count(*) FILTER (WHERE d.body->>'verdict' = 'accepted' AND e.body IS NULL))::int AS load,
          count(e.body)::int AS served, coalesce(sum((e.body #>> '{facts,rating}')::int), 0)::int AS "ratingSum",
          coalesce(sum((e.body #>> '{detail,feeFen}')::int), 0)::int AS "feeFen"
        FROM anjie.record_event s
        LEFT JOIN anjie.record_event d ON d.case_id = s.case_id AND d.kind = 'decided' AND d.key = s.key
        LEFT JOIN anjie.record_event e ON e.case_id = s.case_id AND e.kind = 'decided'
          AND e.key LIKE 'expert-service/confirmation%' AND e.body->>'verdict' = 'confirmed'
        WHERE s.kind = 'step-opened' AND s.body->>'step' = 'expert-service/acceptance'
          AND s.body->>'assignee' = ${expert.personId}`;
      expect(expert).toMatchObject(said ?? {});
    }
    expect(told.experts.some(({ served, feeFen }) => served > 0 && feeFen === 400_000)).toBe(true);
  });

  it('counts who has a skill today, and is refused to a firm', async () => {
    const { skills } = expectOk(await office.as('auditor').get('/api/expert-services/overview')).body as {
      skills: { skill: string; experts: number }[];
    };
    expect(skills.map(({ skill, experts }) => [skill, experts])).toEqual([
      ['electrical', 1],
      ['fire', 2],
      ['machinery', 2],
    ]);
    expect((await office.as('contact1').get('/api/expert-services/overview')).status).toBe(403);
  });
});
