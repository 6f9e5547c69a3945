import { openOffice, type Office } from '../kit/office';
import { expectOk, today } from '../kit/story';
import { contribute, report, setUpFund } from './fund-story';

/* A round of a warden that is passed on to the fund: nothing is lost between the two, and nothing is paid twice. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await contribute(office, await setUpFund(office), 1_000_000);
});
afterAll(() => office.close());

async function round(handling: object = { verdict: 'to-fund' }): Promise<string> {
  const form = { patrolledOn: today() };
  const { number } = expectOk(await office.as('team1').post('/api/warden-patrols', form)).body;
  const found = { verdict: 'found', place: 't1', warden: 'w1', grade: 'general', description: '通道堆放' };
  expectOk(await office.as('team1').decide(number, 'warden-patrol/report', { ...found, papers: [] }));
  expectOk(await office.as('safety1').decide(number, 'warden-patrol/handling', handling));
  return number as string;
}

const opened = async (patrol: string, login = 'team1') =>
  expectOk(await office.as(login).post('/api/fund-reports', { kind: 'hazard', patrol })).body
    .number as string;
const states = (number: string) =>
  office.as('team1').decide(number, 'fund-report/statement', { verdict: 'stated', text: '通道堆放物料。' });
const passesOn = (patrol: string) =>
  office.as('team1').decide(patrol, 'warden-patrol/passing-on', { verdict: 'reported' });
const reads = async (login: string, number: string) =>
  expectOk(await office.as(login).get(`/api/cases/${number}`));

it('stays open until a report that was handed in names it, and ends then', async () => {
  const patrol = await round();
  expect((await passesOn(patrol)).body.code).toBe('fund-report-missing');
  const number = await opened(patrol);
  expect((await passesOn(patrol)).body.code).toBe('fund-report-missing');
  expectOk(await states(number));
  expect(expectOk(await passesOn(patrol)).body).toMatchObject({ outcome: 'to-fund' });
  expect((await reads('team1', number)).body.input).toMatchObject({ patrol });
});

it('is taken over by one report alone, also where two are handed in at once', async () => {
  const patrol = await round();
  const [one, two] = [await opened(patrol), await opened(patrol)];
  const answers = await Promise.all([states(one), states(two)]);
  expect(answers.map(({ status, body }) => (status === 200 ? 'taken' : body.code)).sort()).toEqual([
    'patrol-reported',
    'taken',
  ]);
});

it('is none of a report where it was not passed on, or is not there', async () => {
  const own = await round({ verdict: 'own-remedy', remedyDays: 5, measure: '清理' });
  for (const patrol of [own, 'WP-2026-AAAAAAAA'])
    expect((await states(await opened(patrol))).body.code).toBe('patrol-unknown');
});

it('tells its firm which report has taken it over, and the zone nothing of it', async () => {
  const patrol = await round();
  const number = await opened(patrol);
  expectOk(await states(number));
  expectOk(await passesOn(patrol));
  expectOk(await report.check(office, number));
  for (const login of ['team1', 'safety1', 'head1'])
    expect([login, (await reads(login, patrol)).body.fundReports]).toEqual([login, [number]]);
  for (const login of ['chief', 'inspector1', 'deputy', 'auditor']) {
    const { body, text } = await reads(login, patrol);
    expect([login, body.fundReports, text.includes(number)]).toEqual([login, null, false]);
  }
});
