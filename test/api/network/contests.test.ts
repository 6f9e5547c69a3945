import { changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { expectOk, today } from '../kit/story';

/* A contest with teams of several firms, told at the door of an office. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const events = [
  { event: 'concentric-rescue', mostPoints: 100 },
  { event: 'flood-wall', mostPoints: 60 },
];

async function approved(): Promise<string> {
  const { number } = expectOk(
    await office.as('organiser1').post('/api/contests', { name: '大比武', purpose: '年度活动' }),
  ).body as { number: string };
  const dates = { registerBy: today(), heldOn: today() };
  const plan = { verdict: 'planned', ...dates, teamsAtMost: 2, membersAtMost: 3, events };
  expectOk(await office.as('organiser1').decide(number, 'contest/plan', plan));
  expectOk(await office.as('chief').decide(number, 'contest/approval', { verdict: 'approved' }));
  return number;
}

const members = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ name: `队员${n + 1}`, insured: true, examined: true }));
const register = (contest: string, login: string, change: object = {}) =>
  office
    .as(login)
    .post('/api/contest-teams', { contest, name: `${login}队`, members: members(2), ...change });

async function takingPart(contest: string, login: string): Promise<string> {
  const { number } = expectOk(await register(contest, login)).body as { number: string };
  expectOk(await office.as('organiser1').decide(number, 'contest-team/check', { verdict: 'accepted' }));
  return number;
}

const score = (team: string, event: string, points: number, by = 'judge1') =>
  office.as(by).decide(team, 'contest-team/score', { verdict: 'scored', event, points });
const ranking = async (contest: string) =>
  expectOk(await office.as('contact2').get(`/api/contests/${contest}/ranking`)).body as {
    final: boolean;
    people: number;
    teams: { team: string; rank: number; total: number; points: object }[];
  };

it('tells a firm which contests take teams, takes its team and shows it to the firm at once', async () => {
  const contest = await approved();
  const open = expectOk(await office.as('contact1').get('/api/contests/open')).body as {
    number: string;
    teams: number;
  }[];
  expect(open.find(({ number }) => number === contest)).toMatchObject({
    ...{ registerBy: today(), heldOn: today(), membersAtMost: 3, teams: 0 },
    events: [{ event: 'concentric-rescue', mostPoints: 100 }, { event: 'flood-wall' }],
  });
  expect((await register(contest, 'contact1', { members: members(4) })).body.code).toBe(
    'contest-team-too-large',
  );
  expect((await register('CT-2026-AAAAAAAA', 'contact1')).body.code).toBe('contest-registration-over');
  expect((await register(contest, 'chief')).body.code).toBe('role-missing');
  const { number } = expectOk(await register(contest, 'contact1')).body as { number: string };
  expect((await office.as('contact1').get(`/api/cases/${number}`)).status).toBe(200);
  expect((await office.as('contact2').get(`/api/cases/${number}`)).status).toBe(404);
  const names = await office.db.recordEvent.findMany({ where: { case: { number } } });
  expect(JSON.stringify(names.map(({ body }) => body))).not.toContain('队员');
});

it('ranks the teams by their points as they stand, ties alike, until the result is confirmed', async () => {
  const contest = await approved();
  const one = await takingPart(contest, 'contact1');
  const two = await takingPart(contest, 'contact2');
  const early = await office.as('organiser1').decide(contest, 'contest/result', { verdict: 'counted' });
  expect(early.body.code).toBe('step-not-open');
  expectOk(await office.as('organiser1').decide(contest, 'contest/registration', { verdict: 'closed' }));
  expect((await register(contest, 'contact1')).body.code).toBe('contest-registration-over');

  expectOk(await score(one, 'flood-wall', 50));
  expect(await ranking(contest)).toMatchObject({
    ...{ contest, final: false, people: 4 },
    teams: [
      { team: one, rank: 1, total: 50, state: 'taking-part', points: { 'flood-wall': 50 } },
      { team: two, rank: 2, total: 0, points: {} },
    ],
  });
  expectOk(await score(two, 'concentric-rescue', 70, 'judge2'));
  expectOk(await score(two, 'flood-wall', 20));
  expectOk(await score(one, 'concentric-rescue', 45));
  expect((await ranking(contest)).teams.map(({ team, rank, total }) => [team, rank, total])).toEqual([
    [one, 1, 95],
    [two, 2, 90],
  ]);
  const count = () => office.as('organiser1').decide(contest, 'contest/result', { verdict: 'counted' });
  const missing = await count();
  expect([missing.body.code, missing.body.facts]).toEqual(['points-missing', { teams: 2 }]);

  const asked = { verdict: 'correction-asked', event: 'concentric-rescue', points: 75, reason: '漏计一人' };
  expectOk(await office.as('judge1').decide(two, 'contest-team/review', asked));
  expectOk(await office.as('organiser1').decide(two, 'contest-team/correction', { verdict: 'agreed' }));
  for (const team of [one, two])
    expectOk(await office.as('judge2').decide(team, 'contest-team/review', { verdict: 'stand' }));
  expectOk(await count());
  expectOk(await office.as('chief').decide(contest, 'contest/confirmation', { verdict: 'confirmed' }));
  const { final, teams } = await ranking(contest);
  expect([final, teams.map(({ rank, total }) => [rank, total])]).toEqual([
    true,
    [
      [1, 95],
      [1, 95],
    ],
  ]);
});

it('has no more teams than its plan has places', async () => {
  const contest = await approved();
  for (const login of ['contact1', 'contact2']) await takingPart(contest, login);
  const { number } = expectOk(await register(contest, 'contact1')).body as { number: string };
  const third = await office.as('organiser1').decide(number, 'contest-team/check', { verdict: 'accepted' });
  expect([third.status, third.body.code]).toEqual([409, 'contest-full']);
});

it('keeps a judge away from the team of a firm in which they have an interest', async () => {
  const contest = await approved();
  const team = await takingPart(contest, 'contact2');
  const { personId } = expectOk(await office.as('judge2').get('/api/session')).body as { personId: string };
  const { enterpriseId } = expectOk(await office.as('contact2').get('/api/session')).body as {
    enterpriseId: string;
  };
  expectOk(await changeOffice(office, 'enter-recusal', { personId, enterpriseId }));
  office.logOut();
  expect((await score(team, 'flood-wall', 60, 'judge2')).status).toBe(404);
  expectOk(await score(team, 'flood-wall', 60));
});

it('adds up what a judge has given, as plain SQL over the records does', async () => {
  const rows = await office.db.$queryRaw<{ team: string; total: number; told: number }[]>`
    SELECT f.number AS team, t.total, coalesce((
      SELECT sum((e.body#>>'{facts,points}')::int) FROM anjie.record_event e
      WHERE e.case_id = f.id AND e.kind = 'decided' AND e.key LIKE 'contest-team/score#%'), 0)::int AS told
    FROM anjie.contest_team t JOIN anjie.case_file f ON f.id = t.case_id
    WHERE NOT EXISTS (SELECT FROM anjie.record_event e WHERE e.case_id = f.id AND e.key LIKE 'contest-team/correction#%')`;
  expect(rows.length).toBeGreaterThan(2);
  for (const { total, told } of rows) expect(total).toBe(told);
});
