import { randomUUID } from 'node:crypto';
import { addMonths } from '../../../domain/time/calendar';
import { openOffice, type Office } from '../kit/office';
import { personOf } from '../kit/front';
import { enterprise, expectOk, today } from '../kit/story';

/* Training at the doors of two firms and of the zone: files, sessions with a waiting list, and the money of the year. */

let office: Office;
let number: string;
let other: string;
const open = async (login: string) =>
  expectOk(await office.as(login).post('/api/training-files', {})).body.number as string;
beforeAll(async () => {
  office = await openOffice();
  number = await open('contact1');
  other = await open('contact2');
});
afterAll(() => office.close());

const step = 'training-file/change';
const nothing = { people: [], left: [], certificates: [], trained: [] };
const change = (more: object, login = 'contact1', file = number) =>
  office.as(login).decide(file, step, { verdict: 'changed', ...nothing, ...more });
const since = '2020-01-06';
const employee = (person: string, more: object = {}) => ({
  ...{ person, name: `王培训${person}`, duty: 'worker-high-risk', since },
  ...more,
});
const welder = (person: string) => employee(person, { job: 'welding' });
const held = (person: string, issuedOn: string, kind = 'welding') => ({
  ...{ person, kind, number: 'T330402199001011234', issuedOn, reviews: 0, longPractice: false },
});
const taught = (person: string, hours: number, signed = true) => ({
  ...{ person, course: 'fire-safety', heldOn: today(), hours, signed },
});
const overview = async (login = 'chief') =>
  expectOk(await office.as(login).get('/api/network/training')).body;
const people = (login: string) => office.as(login).get(`/api/training-files/${number}/people`);

it('is kept once for each firm, by its contact', async () => {
  expect((await office.as('contact1').post('/api/training-files', {})).body.code).toBe(
    'training-file-exists',
  );
  expect((await office.as('head1').post('/api/training-files', {})).body.code).toBe('role-missing');
});

it('counts who must hold a certificate, who does, whose lapses and who lacks hours, as plain SQL does', async () => {
  const lapsing = addMonths(addMonths(today(), -36), 1);
  expectOk(
    await change({
      people: [
        ...[welder('p1'), welder('p2'), welder('p3'), employee('p4', { duty: 'head-high-risk' })],
        employee('p5', { duty: 'worker' }),
      ],
      certificates: [
        ...[held('p1', addMonths(today(), -12)), held('p2', lapsing)],
        held('p5', '2015-01-05', 'refrigeration'),
      ],
      trained: [taught('p1', 20), taught('p2', 19), taught('p3', 20, false), taught('p4', 16)],
    }),
  );
  const { totals, firms } = await overview();
  const counted = {
    // p1, p2 and p3 weld, and p4 needs the certificate of a head; p1 and p2 hold theirs.
    ...{ people: 5, needed: 4, held: 2, uncertified: 1 },
    // The one of p2 within the month; the one of p5 was to be reviewed in 2018.
    ...{ lapsing: 1, lapsed: 1 },
    // p2 lacks one of twenty hours, and p3 has not signed for any.
    hoursShort: 2,
  };
  expect(firms.find(({ file }: { file: string }) => file === number)).toMatchObject({
    enterpriseId: enterprise,
    ...counted,
  });
  expect(totals).toMatchObject({ firms: 2, ...counted });
  const [bySql] = await office.db.$queryRaw<object[]>`
    SELECT (SELECT count(*) FROM anjie.training_person)::int AS people,
      (SELECT count(*) FROM anjie.qualification WHERE due_on < ${today()}::date)::int AS lapsed,
      (SELECT count(*) FROM anjie.training_person p WHERE job IS NOT NULL AND NOT EXISTS (
        SELECT FROM anjie.qualification q WHERE q.case_id = p.case_id AND q.person = p.person AND q.kind = p.job
          AND q.due_on >= ${today()}::date))::int AS uncertified`;
  expect(bySql).toEqual({ people: totals.people, lapsed: totals.lapsed, uncertified: totals.uncertified });
});

it('shows a firm itself alone, and names and numbers to nobody of the zone', async () => {
  expect((await overview('head1')).firms).toHaveLength(1);
  expect((await overview('contact2')).firms).toMatchObject([{ file: other, people: 0 }]);
  const own = expectOk(await people('safety1')).body.people;
  expect(own[0]).toMatchObject({
    ...{ person: 'p1', name: '王培训p1', uncertified: false },
    certificates: [{ kind: 'welding', number: 'T330402199001011234', due: 'review' }],
    trainings: [{ course: 'fire-safety', hours: 20, session: null, keptUntil: addMonths(today(), 36) }],
  });
  for (const login of ['chief', 'inspector1', 'trainer1', 'deputy', 'auditor']) {
    for (const url of [`/api/training-files/${number}/people`, `/api/cases/${number}`]) {
      const { text } = expectOk(await office.as(login).get(url));
      expect([login, url, /王培训|T330402/.test(text)]).toEqual([login, url, false]);
    }
  }
  expect((await people('contact2')).body.code).toBe('case-not-found');
  const rows = await office.db.$queryRaw<object[]>`SELECT * FROM anjie.record_event`;
  expect(JSON.stringify(rows, (_, each: unknown) => (typeof each === 'bigint' ? '' : each))).not.toContain(
    '王培训',
  );
});

it('tells the firm of what lapses, and the bureau of who welds without a certificate', async () => {
  const { steps } = expectOk(await office.as('contact1').get(`/api/cases/${number}`)).body as {
    steps: { key: string; decision: object | null }[];
  };
  const waits = steps.filter(({ decision }) => decision === null);
  const parts = waits.map(({ key }) => key.split('#')[0]).filter((key) => key?.includes('renewal'));
  expect(parts.sort()).toEqual([
    'training-file/renewal/p2-welding',
    'training-file/renewal/p5-refrigeration',
  ]);
  const body = {
    ...{ verdict: 'confirmed', person: 'p3', checkedOn: today() },
    hazards: [{ item: 'h1', grade: 'major', clause: 'order10:art3', description: '无证焊接作业。' }],
  };
  expectOk(await office.as('inspector1').decide(number, 'training-file/site-check', body));
  const order = await office.db.caseFile.findFirst({ where: { caseType: 'rectification' } });
  expect(order).toMatchObject({ enterpriseId: enterprise, stage: 'rectification' });
});

describe('a session', () => {
  let session: string;
  const places = async (login: string) =>
    expectOk(await office.as(login).get(`/api/training-sessions/${session}/places`)).body as {
      file: string;
      person: string;
      hasPlace: boolean;
    }[];
  const enrol = (who: string[], login = 'contact1', file = number) =>
    office.as(login).decide(file, step, { verdict: 'enrolled', session, people: who });
  const money = async () => expectOk(await office.as('trainer1').get('/api/network/training/money')).body;

  async function planned(more: object = {}): Promise<string> {
    const form = { name: '消防安全', purpose: '年度培训' };
    const made = expectOk(await office.as('trainer1').post('/api/training-sessions', form)).body
      .number as string;
    const plan = {
      ...{ verdict: 'planned', course: 'fire-safety', teacher: await personOf(office, 'expert1') },
      ...{ enrolBy: today(), heldOn: today(), capacity: 2, hours: 8, plannedFen: 500_000 },
      ...more,
    };
    expectOk(await office.as('trainer1').decide(made, 'training-session/plan', plan));
    return made;
  }
  const approve = (of: string) =>
    office.as('chief').decide(of, 'training-session/approval', { verdict: 'approved' });

  it('takes nobody before it is approved, and then as many as it has places for; the others wait', async () => {
    session = await planned();
    expect((await enrol(['p1'])).body.code).toBe('training-closed');
    expectOk(await approve(session));
    expectOk(await change({ people: [employee('q1')] }, 'contact2', other));
    expectOk(await enrol(['p1']));
    expectOk(await enrol(['q1'], 'contact2', other));
    expectOk(await enrol(['p2', 'p4']));
    expect((await enrol(['p4'])).body.code).toBe('enrolled-already');
    expect((await enrol(['p99'])).body.code).toBe('employee-unknown');
    expect((await places('trainer1')).map(({ person, hasPlace }) => [person, hasPlace])).toEqual([
      ...[['p1', true] as const, ['q1', true] as const, ['p2', false] as const, ['p4', false] as const],
    ]);
    expect(await places('contact2')).toMatchObject([{ person: 'q1' }]);
    const [shown] = expectOk(await office.as('contact1').get('/api/training-sessions/open')).body as object[];
    expect(shown).toMatchObject({ number: session, capacity: 2, enrolled: 4, waiting: 2 });
  });

  it('gives a place that comes free to whoever waits longest', async () => {
    const cancel = (who: string[]) =>
      office.as('contact1').decide(number, step, { verdict: 'cancelled', session, people: who });
    expect((await cancel(['p3'])).body.code).toBe('not-enrolled');
    expectOk(await cancel(['p1']));
    expect((await places('trainer1')).map(({ person, hasPlace }) => [person, hasPlace])).toEqual([
      ...[['q1', true] as const, ['p2', true] as const, ['p4', false] as const],
    ]);
  });

  it('is entered with everybody who had a place, and nobody else', async () => {
    expectOk(
      await office.as('trainer1').decide(session, 'training-session/enrolment', { verdict: 'closed' }),
    );
    expect((await enrol(['p3'])).body.code).toBe('training-closed');
    const entry = (file: string, person: string, hours: number) => ({
      ...{ file, person, hours, passed: hours > 0, signed: true },
    });
    const enter = (attended: object[]) =>
      office.as('trainer1').decide(session, 'training-session/result', {
        ...{ verdict: 'held', attended },
        costs: [
          { purpose: 'teacher', amountFen: 300_000 },
          { purpose: 'venue', amountFen: 120_050 },
        ],
      });
    const q1 = entry(other, 'q1', 0);
    expect((await enter([q1])).body.code).toBe('attendance-missing');
    expect((await enter([q1, entry(number, 'p4', 8)])).body.code).toBe('not-enrolled');
    expect((await enter([q1, q1])).body.code).toBe('form-invalid');
    expectOk(await enter([q1, entry(number, 'p2', 8)]));
    const before = (await overview()).totals.hoursShort as number;
    // Until another person has confirmed them, neither hours nor costs count.
    expect(await money()).toMatchObject({ plannedFen: 420_050, spentFen: 0, held: 0 });
    expectOk(
      await office.as('chief').decide(session, 'training-session/confirmation', { verdict: 'confirmed' }),
    );
    // p2 had nineteen of twenty hours.
    expect((await overview()).totals.hoursShort).toBe(before - 1);
  });

  it('shows the money of the year: set aside, bound by plans, and spent on which session, as plain SQL does', async () => {
    const shown = await money();
    expect(shown).toMatchObject({
      ...{ budgetFen: 200_000_000, plannedFen: 0, spentFen: 420_050, leftFen: 199_579_950 },
      ...{ held: 1, courses: 1, trained: 1 },
      sessions: [{ number: session, spentFen: 420_050, people: 1, state: 'held' }],
    });
    const [bySql] = await office.db.$queryRaw<{ spent: bigint }[]>`
      SELECT sum(spent_fen) AS spent FROM anjie.training_session WHERE state = 'held'`;
    expect(Number(bySql?.spent)).toBe(shown.spentFen);
  });

  it('is not approved beyond the money of the year, and binds none of it once it is called off', async () => {
    const large = await planned({ plannedFen: 199_579_950 });
    expectOk(await approve(large));
    expect((await money()).leftFen).toBe(0);
    const more = await planned({ plannedFen: 1 });
    expect((await approve(more)).body.code).toBe('training-money-short');
    const off = { verdict: 'called-off', reason: '台风' };
    expectOk(await office.as('trainer1').decide(large, 'training-session/enrolment', off));
    expectOk(await approve(more));
    expect((await money()).leftFen).toBe(199_579_949);
  });
});

describe('a list of certificates from a file', () => {
  const heading =
    '人员代号,姓名,岗位类别,特种作业,上岗日期,证书种类,证书编号,发证日期,已复审次数,十年以上无违法';
  const list = (...rows: readonly string[]) => Buffer.from(`\uFEFF${[heading, ...rows].join('\r\n')}`);
  const hand = async (file: Buffer, { dryRun = false, key = '' } = {}) => {
    const { seq } = expectOk(await people('contact1')).body as { seq: number };
    return office.as('contact1').post(`/api/training-files/${number}/import?dry-run=${dryRun}`, file, {
      ...{ 'content-type': 'text/csv', 'idempotency-key': key || randomUUID(), 'if-match': `"${seq}"` },
    });
  };
  const recent = addMonths(today(), -3);
  const rows = [
    `x1,赵一,worker,electric-work,${since},electric-work,T1,${recent},0,否`,
    `x1,赵一,worker,electric-work,${since},work-at-height,T2,${recent},1,是`,
    `x2,钱二,worker,,${since},,,,,`,
  ];

  it('is tried out first, and told row by row', async () => {
    const tried = expectOk(await hand(list(...rows), { dryRun: true })).body;
    expect(tried).toMatchObject({ taken: false, rows: 3, people: 2, certificates: 2, faults: [] });
    const wrong = list(
      `x1,赵一,worker,,${since},welding,,${recent},0,否`,
      `x1,赵二,worker,,${since},,,,,`,
      `x3,孙三,astronaut,juggling,${since},magic,T3,${recent},0,否`,
      `x4,李四,worker,,never,,,,,`,
    );
    const { faults } = expectOk(await hand(wrong, { dryRun: true })).body;
    expect(faults.map(({ row, column, code }: never) => [row, column, code])).toEqual([
      [5, 'since', 'cell-unfit'],
      [2, 'number', 'cell-missing'],
      [3, 'person', 'person-differs'],
      [4, 'duty', 'word-unknown'],
      [4, 'job', 'word-unknown'],
      [4, 'kind', 'word-unknown'],
    ]);
    expect((await hand(wrong)).body.code).toBe('import-faulty');
  });

  it('is taken whole as one change, and changes nothing the second time', async () => {
    const key = randomUUID();
    const { body } = expectOk(await hand(list(...rows), { key }));
    expect(body).toMatchObject({ taken: true, people: 2, certificates: 2 });
    expect((await hand(list(...rows), { key })).body).toEqual(body);
    expect((await hand(list(...rows))).body).toMatchObject({ taken: false, people: 0, unchanged: 4 });
    const all = expectOk(await people('contact1')).body.people as { person: string; name: string }[];
    expect(all.filter(({ person }) => person.startsWith('x')).map(({ name }) => name)).toEqual([
      '赵一',
      '钱二',
    ]);
  });

  it('is handed in by the contact alone, and has a template', async () => {
    const headers = { 'content-type': 'text/csv', 'idempotency-key': randomUUID(), 'if-match': '"1"' };
    const url = `/api/training-files/${number}/import`;
    expect((await office.as('head1').post(url, list(...rows), headers)).body.code).toBe('role-missing');
    const template = await office.as('contact1').get('/api/network/training/template?form=csv');
    expect(template.text).toContain(heading);
  });
});
