import { addMonths } from '../../../domain/time/calendar';
import { Prisma } from '../../../prisma/generated/client';
import type { Figure } from '../../../record/views/figure';
import type { Answer } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { decideAsUsual, standingIn } from '../kit/usual';
import { enterprise, expectOk, today, toClaim } from '../kit/story';
import { contribute, report, setUpFund } from './fund-story';
import { enlist, request } from './pool';

/* One view of the zone and one of a firm: every figure is counted again in plain SQL, by no code of the views. */

let office: Office;
let reported: string[];
let tip: string;

beforeAll(async () => {
  office = await openOffice();
  const fund = await setUpFund(office);
  await contribute(office, fund, 1_000_000);
  const [paid, owed] = [await report.approved(office), await report.approved(office, {}, 'suggestion')];
  expectOk(await report.pay(office, paid));
  reported = [paid, owed];
  await wardensServe();
  await officerIsFiled();
  await enlist(office, 'expert1');
  await request(office);
  await trainingIsKept();
  await contestIsRun();
  tip = (await toClaim(office)).number;
  await orderIsIssued();
}, 300_000);
afterAll(() => office.close());

async function wardensServe(): Promise<void> {
  const { number } = expectOk(await office.as('head1').post('/api/warden-networks', {})).body;
  const places = [12, 60].map((people, at) => ({
    place: `t${at + 1}`,
    kind: 'team',
    name: `${at}班`,
    people,
  }));
  const named = [{ warden: 'w1', place: 't1', name: '王安全', by: 'elected', since: '2026-01-05' }];
  const body = { verdict: 'changed', places, ended: [], left: [], named };
  expectOk(await office.as('safety1').decide(number, 'warden-network/change', body));
}

async function officerIsFiled(): Promise<void> {
  const opened = await office.as('head1').post('/api/chief-officers', { reason: '按制度配备首席安全官' });
  await carry(expectOk(opened).body.number as string, 'chief-officer/filing');
}

async function orderIsIssued(): Promise<void> {
  const hazards = ['h1', 'h2'].map((item) => ({
    item,
    grade: 'general',
    clause: 'exits:2',
    description: '通道堵塞',
  }));
  const form = { enterpriseId: enterprise, source: 'site-check', foundOn: today(), hazards };
  const opened = await office.as('inspector1').post('/api/rectifications', form);
  await carry(expectOk(opened).body.number as string, 'rectification/order');
}

/** Decides what waits as on an uneventful day, until a step is decided. */
async function carry(number: string, last: string): Promise<void> {
  for (let step = ''; step !== last;) {
    const [next] = await standingIn(office, number);
    step = next!.step;
    expectOk(await decideAsUsual(office, next!));
  }
}

/** Two welders of whom one has a certificate, and neither was taught this year. */
async function trainingIsKept(): Promise<void> {
  const { number } = expectOk(await office.as('contact1').post('/api/training-files', {})).body;
  const people = ['p1', 'p2'].map((person) => ({
    ...{ person, name: `王培训${person}`, duty: 'worker-high-risk', job: 'welding', since: '2020-01-06' },
  }));
  const certificate = { person: 'p1', kind: 'welding', number: 'T330402199001011234', reviews: 0 };
  const certificates = [{ ...certificate, issuedOn: addMonths(today(), -12), longPractice: false }];
  const body = { verdict: 'changed', people, left: [], certificates, trained: [] };
  expectOk(await office.as('contact1').decide(number, 'training-file/change', body));
}

async function contestIsRun(): Promise<void> {
  const form = { name: '大比武', purpose: '年度活动' };
  const { number: contest } = expectOk(await office.as('organiser1').post('/api/contests', form)).body;
  const events = [{ event: 'flood-wall', mostPoints: 60 }];
  const dates = { registerBy: today(), heldOn: today() };
  const plan = { verdict: 'planned', ...dates, teamsAtMost: 9, membersAtMost: 13, events };
  expectOk(await office.as('organiser1').decide(contest, 'contest/plan', plan));
  expectOk(await office.as('chief').decide(contest, 'contest/approval', { verdict: 'approved' }));
  for (const [login, count] of [
    ['contact1', 12],
    ['contact2', 13],
  ] as const) {
    const members = Array.from({ length: count }, () => ({ name: '队员', insured: true, examined: true }));
    const team = { contest, name: `${login}队`, members };
    const { number } = expectOk(await office.as(login).post('/api/contest-teams', team)).body;
    expectOk(await office.as('organiser1').decide(number, 'contest-team/check', { verdict: 'accepted' }));
  }
}

async function counted(sql: string): Promise<number | string | null> {
  const [row] = await office.db.$queryRaw<{ figure: number | string | null }[]>`${Prisma.raw(sql)}`;
  return row!.figure;
}

const decided = (caseType: string, verdict: string, where = '') => `
  SELECT coalesce(sum((e.body #>> '{facts,amountFen}')::bigint), 0)::int AS figure
  FROM anjie.record_event e JOIN anjie.case_file f ON f.id = e.case_id
  WHERE e.kind = 'decided' AND f.case_type = '${caseType}' AND e.body ->> 'verdict' = '${verdict}' ${where}`;
const casesOf = (caseType: string, where = 'true') =>
  `SELECT count(*)::int AS figure FROM anjie.case_file f WHERE f.case_type = '${caseType}' AND ${where}`;

const uncertified = `SELECT count(*)::int AS figure FROM anjie.training_person p WHERE p.job IS NOT NULL
  AND NOT EXISTS (SELECT FROM anjie.qualification q WHERE q.case_id = p.case_id AND q.person = p.person)`;

describe('one view of the zone', () => {
  const view = async (login = 'chief') =>
    expectOk(await office.as(login).get('/api/network/zone')).body as {
      zone: string;
      asOf: string;
      on: string;
      figures: Figure[];
    };
  const meant = `(sector IN ('hazardous-chemicals', 'town-gas') OR (sector IN ('industry', 'construction') AND above_scale))`;
  const meantForFund = `(sector IN ('hazardous-chemicals', 'construction', 'town-gas') OR (sector = 'industry' AND above_scale))`;
  const teams = `FROM anjie.contest_team t JOIN anjie.case_file f ON f.id = t.case_id WHERE f.outcome IS NULL`;
  const plainly: Record<string, string> = {
    'firms-with-fund': casesOf('safety-fund', 'f.outcome IS NULL'),
    'firms-without-fund': `SELECT count(*)::int AS figure FROM anjie.enterprise_profile p WHERE ${meantForFund}
      AND NOT EXISTS (SELECT FROM anjie.case_file f WHERE f.enterprise_id = p.enterprise_id AND f.case_type = 'safety-fund')`,
    'fund-paid': decided('fund-report', 'paid'),
    'officers-in-office': `SELECT count(*)::int AS figure FROM anjie.chief_officer WHERE ended_on IS NULL`,
    'officers-missing': `SELECT count(*)::int AS figure FROM anjie.enterprise_profile p WHERE ${meant}
      AND NOT EXISTS (SELECT FROM anjie.chief_officer o JOIN anjie.case_file f ON f.id = o.case_id
        WHERE f.enterprise_id = p.enterprise_id AND o.ended_on IS NULL)`,
    wardens: `SELECT count(*)::int AS figure FROM anjie.safety_warden`,
    'warden-share': `SELECT floor((SELECT count(*) FROM anjie.safety_warden) * 10000.0 / sum(people))::int AS figure
      FROM anjie.warden_place`,
    'firms-short-of-wardens': casesOf('warden-network'),
    experts: `SELECT count(*)::int AS figure FROM anjie.expert`,
    'expert-services': casesOf('expert-service', `f.outcome = 'served'`),
    'expert-services-open': casesOf('expert-service', 'f.outcome IS NULL'),
    'firms-diagnosed': `SELECT count(DISTINCT f.enterprise_id)::int AS figure FROM anjie.diagnosis d
      JOIN anjie.case_file f ON f.id = d.case_id WHERE d.visited_on IS NOT NULL`,
    findings: `SELECT count(*)::int AS figure FROM anjie.diagnosis_finding`,
    'findings-closed': `SELECT count(*)::int AS figure FROM anjie.diagnosis_finding WHERE closed_on IS NOT NULL`,
    'courses-taught': `SELECT count(DISTINCT course)::int AS figure FROM anjie.training_session WHERE state = 'held'`,
    'people-trained': `SELECT count(*)::int AS figure FROM anjie.training_result WHERE hours > 0`,
    'people-uncertified': uncertified,
    'contest-teams': `SELECT count(*)::int AS figure ${teams}`,
    'contest-people': `SELECT sum(members)::int AS figure ${teams}`,
  };

  it('tells figures that plain SQL over tables and records comes to, each with the day and where it leads', async () => {
    const { figures, on, asOf, zone } = await view();
    expect([zone, on, asOf.slice(0, 4)]).toEqual(['jxedz', today(), today().slice(0, 4)]);
    expect(figures.map(({ figure }) => figure)).toEqual(Object.keys(plainly));
    for (const { figure, value, leadsTo } of figures) {
      expect([figure, value]).toEqual([figure, await counted(plainly[figure]!)]);
      expect([figure, (await office.as('chief').get(leadsTo)).status]).toEqual([figure, 200]);
    }
    const { 'contest-people': people, 'fund-paid': paid } = Object.fromEntries(
      figures.map(({ figure, value }) => [figure, value]),
    );
    expect([people, paid]).toEqual([25, 20_000]);
  });

  it('is handed out as CSV and as a workbook, in yuan and with its day', async () => {
    const { figures } = await view();
    const csv = expectOk(await office.as('auditor').get('/api/network/zone.csv'));
    expect(csv.headers['content-disposition']).toContain(`zone-${today()}.csv`);
    const lines = csv.text.trim().split('\r\n');
    expect(lines).toHaveLength(figures.length + 1);
    expect(lines.find((line) => line.includes('累计兑付'))).toContain(`,200,元 yuan,${today()}`);
    const workbook = expectOk(await office.as('deputy').get('/api/network/zone.xlsx'));
    expect(workbook.headers['content-type']).toContain('spreadsheetml');
    expect(workbook.text.startsWith('PK')).toBe(true);
  });

  it('is for those who oversee the zone, and tells nothing of a report or a tip', async () => {
    for (const login of ['contact1', 'head1', 'inspector1', 'expert1', 'clerk1'])
      for (const address of ['zone', 'zone.csv', 'zone.xlsx'])
        expect([login, (await office.as(login).get(`/api/network/${address}`)).status]).toEqual([login, 403]);
    const { text } = await office.as('auditor').get('/api/network/zone');
    expect([...reported, tip].some((number) => text.includes(number))).toBe(false);
  });
});

describe('one view of a firm', () => {
  interface File {
    readonly items: { readonly number: string; readonly caseType: string }[];
    readonly blocks: { readonly block: string; readonly figures: Figure[] }[];
  }
  const address = `/api/enterprises/${enterprise}/file`;
  const file = async (login: string, url = `${address}?limit=100`) =>
    expectOk(await office.as(login).get(url)).body as File;
  const figuresFor = async (login: string) => (await file(login)).blocks.flatMap(({ figures }) => figures);
  const own = `f.enterprise_id = '${enterprise}'`;
  const open = `${own} AND f.outcome IS NULL`;
  const plainly: Record<string, string> = {
    'chief-officer': `SELECT p.name AS figure FROM anjie.chief_officer o JOIN anjie.person p ON p.id = o.person_id
      WHERE o.ended_on IS NULL`,
    'duties-overdue': `SELECT count(*)::int AS figure FROM anjie.open_step s WHERE s.step LIKE 'chief-officer/%'
      AND s.due_at < now()`,
    wardens: `SELECT count(*)::int AS figure FROM anjie.safety_warden`,
    // Five in a hundred of 72; and for each thirty of a team begun, one.
    'wardens-by-share': `SELECT ceil(sum(people) * 0.05)::int AS figure FROM anjie.warden_place`,
    'wardens-by-places': `SELECT sum(ceil(people / 30.0))::int AS figure FROM anjie.warden_place`,
    'patrols-open': casesOf('warden-patrol', open),
    'fund-paid': decided('fund-report', 'paid', `AND ${own}`),
    'fund-balance': `SELECT (${decided('safety-fund', 'received', `AND ${own}`)}) - (${decided('fund-report', 'paid', `AND ${own}`)}) AS figure`,
    'fund-need': `SELECT 10000 AS figure`,
    'hazards-open': `SELECT sum(jsonb_array_length(o.body #> '{input,hazards}'))::int AS figure
      FROM anjie.case_file f JOIN anjie.record_event o ON o.case_id = f.id AND o.seq = 1
      WHERE f.case_type = 'rectification' AND ${open}`,
    'orders-open': casesOf('rectification', open),
    inspections: casesOf('inspection', own),
    'notices-open': casesOf('notice', open),
    'credit-open': casesOf('credit-repair', open),
    'credit-all': casesOf('credit-repair', own),
    'projects-open': casesOf('project', open),
    projects: casesOf('project', own),
    certificates: casesOf('certificate', open),
    'people-uncertified': uncertified,
    'certificates-lapsing': `SELECT 0 AS figure`,
    'hours-short': `SELECT 2 AS figure`,
    'contest-teams': casesOf('contest-team', own),
    'services-open': casesOf('expert-service', open),
    services: casesOf('expert-service', own),
  };

  it('tells whoever oversees the zone every figure as plain SQL counts it', async () => {
    const figures = await figuresFor('chief');
    expect(figures.map(({ figure }) => figure)).toEqual(Object.keys(plainly));
    for (const { figure, value } of figures)
      expect([figure, value]).toEqual([figure, await counted(plainly[figure]!)]);
    const known = Object.fromEntries(figures.map(({ figure, value }) => [figure, value]));
    expect(known).toMatchObject({
      'hazards-open': 2,
      'orders-open': 1,
      'contest-teams': 1,
      'fund-need': 10_000,
    });
  });

  it('leads from each figure to its cases, for every reader, and tells none that they may not see', async () => {
    for (const login of [
      'chief',
      'deputy',
      'auditor',
      'inspector1',
      'contact1',
      'head1',
      'safety1',
      'team1',
    ]) {
      const figures = await figuresFor(login);
      expect(figures.length).toBeGreaterThan(0);
      const answers = new Map<string, Answer>();
      for (const { figure, value, unit, leadsTo } of figures) {
        const answer = answers.get(leadsTo) ?? (await office.as(login).get(leadsTo));
        const { status, body } = answers.set(leadsTo, answer).get(leadsTo)!;
        expect([login, figure, status]).toEqual([login, figure, 200]);
        if (unit === 'cases') expect([login, figure, value]).toEqual([login, figure, body.items.length]);
      }
    }
  });

  it('shows a firm its own file alone, and nothing of a tip', async () => {
    expect((await office.as('contact2').get(address)).body.code).toBe('enterprise-not-found');
    for (const login of ['contact1', 'head1', 'safety1', 'cashier1', 'team1']) {
      const { text } = expectOk(await office.as(login).get(`${address}?limit=100`));
      expect([login, text.includes(tip), text.includes('tip-off')]).toEqual([login, false, false]);
    }
  });

  it('has no block for an office that does not reach it', async () => {
    const blocksOf = async (login: string) => (await file(login)).blocks.map(({ block }) => block);
    expect(await blocksOf('inspector1')).not.toContain('fund');
    expect(await blocksOf('team1')).toEqual(['wardens', 'fund']);
    expect(await blocksOf('cashier1')).toEqual(['fund']);
    expect((await file('chief')).items.some(({ caseType }) => caseType === 'fund-report')).toBe(false);
  });
});
