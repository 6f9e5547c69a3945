import { addMonths, shanghaiDate } from '../../../domain/time/calendar';
import type { Answer } from '../kit/front';
import { hireAccount } from '../kit/administrators';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { firm } from '../kit/publishing';
import { does, expectOk, reach, today } from '../kit/story';
import { decideAsUsual } from '../kit/usual';

/* Chief safety officers at the door: who opens, nominates, checks, files and does the duties, and what the zone sees. */

let office: Office;
let number: string;

beforeAll(async () => {
  office = await openOffice();
  for (const [login, role, staffNo] of [
    ['head3', 'enterprise-head', 'Q301'],
    ['safety3', 'chief-safety-officer', 'Q302'],
  ] as const)
    await hireAccount(office, {
      login,
      staffNo,
      roles: [role],
      unit: 'jxedz-enterprises',
      enterpriseId: firm(3),
    });
  number = expectOk(await open('head1')).body.number as string;
});
afterAll(() => office.close());

const open = (login: string, form: object = {}) =>
  office.as(login).post('/api/chief-officers', { reason: '按制度配备首席安全官', ...form });
const qualities = () => ({
  ...{ post: 'deputy-general-manager', dedicated: true, safetyYears: 6 },
  certificateIssuedOn: addMonths(today(), -12),
});
const nomination = async (login: string, change: object = {}) => ({
  ...{ verdict: 'nominated', officer: await personOf(office, login), ...qualities() },
  ...{ statement: '长期分管安全生产。', ...change },
});
const lines = async (standing: string, login = 'chief', query = '') =>
  expectOk(await office.as(login).get(`/api/network/chief-officers?standing=${standing}${query}`)).body as {
    items: { enterprise: { id: string }; [field: string]: unknown }[];
    nextCursor: string | null;
  };
const firmsThat = async (standing: string) =>
  (await lines(standing)).items.map(({ enterprise }) => enterprise.id).sort();
const ofFirm = (n: number, login: string): Promise<Answer> =>
  office.as(login).get(`/api/enterprises/${firm(n)}/chief-officers`);

/** What stands in the tables, counted in plain SQL and by no code of the view. */
async function counted() {
  const [row] = await office.db.$queryRaw<object[]>`
    WITH required AS (
      SELECT enterprise_id AS id FROM anjie.enterprise_profile
      WHERE (sector IN ('industry', 'construction') AND above_scale) OR sector IN ('hazardous-chemicals', 'town-gas')
    ), held AS (
      SELECT f.enterprise_id AS id, o.certificate_until FROM anjie.chief_officer o
      JOIN anjie.case_file f ON f.id = o.case_id WHERE o.ended_on IS NULL
    )
    SELECT (SELECT count(*)::int FROM required) AS required,
      (SELECT count(*)::int FROM required WHERE id NOT IN (SELECT id FROM held)) AS without,
      (SELECT count(*)::int FROM held) AS "inOffice",
      (SELECT count(*)::int FROM held WHERE certificate_until <= ${today()}::date + 90) AS "certificatesEnding",
      (SELECT count(DISTINCT s.case_id)::int FROM anjie.open_step s
       WHERE split_part(s.step, '/', 1) = 'chief-officer' AND s.due_at < ${office.now()}::timestamptz
         AND split_part(s.step, '/', 2) IN ('plan', 'training', 'rounds', 'drill')) AS "dutiesOverdue"`;
  return row;
}

async function asCounted(): Promise<object> {
  const { on, ...figures } = expectOk(
    await office.as('chief').get('/api/network/chief-officers/figures'),
  ).body;
  expect(on).toBe(shanghaiDate(office.now().toISOString()));
  expect(figures).toEqual(await counted());
  return figures;
}

describe('the post', () => {
  it('is opened once, by the firm’s head, and by an inspector where the firm must have one', async () => {
    expect((await open('head1')).body.code).toBe('officer-case-open');
    expect((await open('contact1')).body.code).toBe('role-missing');
    expect((await open('inspector1')).body.code).toBe('form-invalid');
    // A small furniture maker need not have one.
    expect((await open('inspector1', { enterpriseId: firm(2) })).body.code).toBe('officer-not-required');
    expect((await open('inspector1', { enterpriseId: firm(1) })).body.code).toBe('officer-case-open');
  });

  it('waits in the worklist of the head, with its day, and in the zone’s list of the vacant ones', async () => {
    const work = expectOk(await office.as('head1').get('/api/worklist')).body.items as {
      number: string;
      step: string;
    }[];
    expect(work.filter((each) => each.number === number).map(({ step }) => step)).toEqual([
      'chief-officer/nomination',
    ]);
    const vacant = (await lines('without')).items.find(({ enterprise }) => enterprise.id === firm(1));
    expect(vacant).toMatchObject({ number, required: true, officer: null, vacantSince: today() });
    expect(vacant?.['nominateBy']).not.toBeNull();
    // Nobody has opened a post for the maker of new materials: nothing runs, and it is named all the same.
    const none = (await lines('without')).items.find(({ enterprise }) => enterprise.id === firm(3));
    expect(none).toMatchObject({ number: null, vacantSince: null, nominateBy: null });
    await asCounted();
  });

  it('is read page by page, in one order', async () => {
    const all = (await lines('without')).items;
    const paged = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await lines('without', 'chief', `&limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(all.length).toBeGreaterThan(2);
    expect(paged).toEqual(all);
    const foreign = await office.as('chief').get('/api/network/chief-officers?standing=in-office&cursor=abc');
    expect(foreign.body.code).toBe('cursor-invalid');
  });
});

describe('an officer', () => {
  it.each([
    ['officer-rank-too-low', { post: 'department-manager' }],
    ['officer-not-dedicated', { dedicated: false }],
    ['officer-experience-too-short', { safetyYears: 2 }],
    ['officer-certificate-ended', { certificateIssuedOn: '2019-05-06' }],
    ['officer-banned', { penalisedOn: '2026-01-05' }],
  ])('who does not fit is refused at the nomination: %s', async (code, change) => {
    const body = await nomination('safety1', change);
    expect((await office.as('head1').decide(number, 'chief-officer/nomination', body)).body.code).toBe(code);
  });

  it('is somebody of the firm itself', async () => {
    const nominate = async (login: string) =>
      office.as('head1').decide(number, 'chief-officer/nomination', await nomination(login));
    expect((await nominate('safety3')).body.code).toBe('assignee-unfit');
    expect((await nominate('team1')).body.code).toBe('assignee-unfit');
  });

  it('does nothing before the filing, and is in office by it; no one of the firm checks or files', async () => {
    const story = { number, code: '' };
    await does(office, story, 'chief-officer/nomination');
    await reach(office, story, 'chief-officer/check');
    const returned = { verdict: 'returned', reason: '缺少材料' };
    const byHead = await office.as('head1').decide(number, 'chief-officer/check', returned);
    expect(byHead.body.code).toBe('role-missing');
    await does(office, story, 'chief-officer/check');
    const byFirm = await office.as('safety1').decide(number, 'chief-officer/filing', { verdict: 'filed' });
    expect(byFirm.body.code).toBe('role-missing');
    await does(office, story, 'chief-officer/filing');
    const line = (await lines('in-office')).items.find(({ enterprise }) => enterprise.id === firm(1));
    expect(line).toMatchObject({
      officer: {
        personId: await personOf(office, 'safety1'),
        filedOn: today(),
        certificateUntil: addMonths(today(), 24),
      },
      ...{ vacantSince: null, nominateBy: null, overdue: [] },
    });
    expect(await firmsThat('without')).not.toContain(firm(1));
    await asCounted();
  });

  it('alone does the duties: another person of the firm with the same office does not', async () => {
    const login = 'safety1b';
    const staff = { staffNo: 'Q109', roles: ['chief-safety-officer'], unit: 'jxedz-enterprises' };
    await hireAccount(office, { login, ...staff, enterpriseId: firm(1) });
    const held = {
      verdict: 'held',
      heldOn: today(),
      generalHazards: 2,
      majorHazards: 0,
      findings: '通道堵塞两处',
    };
    const decide = (by: string) => office.as(by).decide(number, 'chief-officer/rounds', held);
    expect((await decide(login)).body.code).toBe('officer-not-in-office');
    expectOk(await decide('safety1'));
  });

  it('holds a drill with its record, or none: what, when, how many and what it has shown', async () => {
    const record = {
      ...{ verdict: 'held', heldOn: today(), scenario: 'fire', participants: 46 },
      ...{ course: '车间起火,疏散并扑救。', findings: '二号门开启缓慢,已更换。' },
    };
    const enter = (body: object) => office.as('safety1').decide(number, 'chief-officer/drill', body);
    for (const field of ['heldOn', 'scenario', 'participants', 'course', 'findings'])
      expect((await enter({ ...record, [field]: undefined })).body.code).toBe('form-invalid');
    expect((await enter({ ...record, participants: 0 })).body.code).toBe('form-invalid');
    expect((await enter({ ...record, heldOn: '2099-01-01' })).body.code).toBe('date-ahead');
    expectOk(await enter(record));
  });

  it('of one firm is not that of another', async () => {
    const other = expectOk(await open('inspector1', { enterpriseId: firm(3) })).body.number as string;
    // The same natural person gets an account of the other firm.
    const { staffNo, name } = await office.db.person.findUniqueOrThrow({
      where: { id: await personOf(office, 'safety1') },
    });
    const staff = { staffNo, name, roles: ['chief-safety-officer'], unit: 'jxedz-enterprises' };
    await hireAccount(office, { login: 'safety1-3', ...staff, enterpriseId: firm(3) });
    const nominate = async (login: string) =>
      office.as('head3').decide(other, 'chief-officer/nomination', await nomination(login));
    expect((await nominate('safety1-3')).body.code).toBe('officer-elsewhere');
    expectOk(await nominate('safety3'));
    await asCounted();
  });

  it('who is replaced stays readable, to the firm itself and to the bureau, and to no other firm', async () => {
    const left = { verdict: 'left', leftOn: today(), cause: 'replaced' };
    expectOk(await office.as('head1').decide(number, 'chief-officer/service', left));
    expect(await firmsThat('without')).toContain(firm(1));
    const body = await nomination('safety1b');
    expectOk(await office.as('head1').decide(number, 'chief-officer/nomination', body));
    for (const step of ['check', 'filing'])
      expectOk(await decideAsUsual(office, { number, step: `chief-officer/${step}`, unit: 'jxedz-safety' }));
    const expected = [
      { personId: await personOf(office, 'safety1b'), endedOn: null, endedAs: null },
      { personId: await personOf(office, 'safety1'), endedOn: today(), endedAs: 'left' },
    ];
    for (const login of ['head1', 'contact1', 'safety1', 'chief', 'auditor'])
      expect(expectOk(await ofFirm(1, login)).body.officers).toMatchObject(expected);
    expect((await ofFirm(1, 'head3')).body.code).toBe('enterprise-not-found');
    expect((await ofFirm(1, 'clerk1')).body.code).toBe('role-missing');
    await asCounted();
  });

  it('with a certificate that ends within 90 days, or a duty that is overdue, is in the zone’s lists', async () => {
    const other = (await lines('without')).items.find(({ enterprise }) => enterprise.id === firm(3));
    const story = String(other?.['number']);
    const soon = { ...qualities(), certificateIssuedOn: addMonths(today(), -34) };
    expectOk(await office.as('inspector1').decide(story, 'chief-officer/check', { verdict: 'fit', ...soon }));
    expectOk(
      await decideAsUsual(office, { number: story, step: 'chief-officer/filing', unit: 'jxedz-safety' }),
    );
    expect(await firmsThat('certificate-ending')).toEqual([firm(3)]);
    expect(await firmsThat('duty-overdue')).toEqual([]);
    await asCounted();
    // Five weeks on, the rounds of both and the first plans are overdue.
    office.sleep(40 * 86_400_000);
    office.logOut();
    const overdue = (await lines('duty-overdue')).items;
    expect(overdue.map(({ enterprise }) => enterprise.id).sort()).toEqual([firm(1), firm(3)]);
    expect((overdue[0]?.['overdue'] as { step: string }[]).map(({ step }) => step)).toContain(
      'chief-officer/rounds',
    );
    await asCounted();
  });
});

it('the overview is for the section chief, the approver and the auditor alone', async () => {
  const overview = '/api/network/chief-officers';
  for (const url of [`${overview}/figures`, `${overview}?standing=without`]) {
    for (const login of ['chief', 'director', 'auditor']) expectOk(await office.as(login).get(url));
    for (const login of ['head1', 'contact1', 'inspector1', 'clerk1'])
      expect((await office.as(login).get(url)).body.code).toBe('role-missing');
  }
});

it('a firm is released by a second person, and the list of those in office is without it', async () => {
  const bureau = { number, unit: 'jxedz-safety' };
  expectOk(await decideAsUsual(office, { ...bureau, step: 'chief-officer/review' }));
  expectOk(await decideAsUsual(office, { ...bureau, step: 'chief-officer/release' }));
  expect(await firmsThat('in-office')).toEqual([firm(3)]);
  expect(expectOk(await ofFirm(1, 'head1')).body.officers).toMatchObject([
    { endedAs: 'closed' },
    { endedAs: 'left' },
  ]);
  // Whoever was in office there is free for another post, and the firm can open it again.
  expectOk(await open('head1'));
  await asCounted();
});
