import { changeOffice } from '../kit/changes';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { expectOk, today } from '../kit/story';
import { enterprise } from '../kit/usual';
import { checklist, usualTrade, visited } from '../../../setup/courses/network/diagnosis';

/* Campaigns of diagnoses over the public API, each role its own login; and the wall around what they find. */

const dust = 'dust-10';

let office: Office;
/** Persons of an institute. */
let [first, second] = ['', ''];
beforeAll(async () => {
  office = await openOffice();
  [first, second] = [await personOf(office, 'institute1'), await personOf(office, 'institute2')];
});
afterAll(() => office.close());

const firm = (n: number) => `e0000000-0000-4000-8000-00000000000${n}`;
const codeOf = (answer: { body: { code?: string } }) => answer.body.code;
const listOf = (...firms: string[]) => ({
  verdict: 'listed',
  endBy: today(),
  groups: [{ institute: first, firms: firms.map((enterpriseId) => ({ enterpriseId, trade: usualTrade })) }],
});

async function planned(): Promise<string> {
  const form = { name: '诊断服务', purpose: '年度活动' };
  return expectOk(await office.as('experts1').post('/api/diagnosis-campaigns', form)).body.number as string;
}

async function approved(...firms: string[]): Promise<string> {
  const campaign = await planned();
  expectOk(await office.as('experts1').decide(campaign, 'diagnosis-campaign/list', listOf(...firms)));
  const approval = { verdict: 'approved' };
  expectOk(await office.as('chief').decide(campaign, 'diagnosis-campaign/approval', approval));
  return campaign;
}

const openAll = (campaign: string, login = 'experts1') =>
  office.as(login).post(`/api/diagnosis-campaigns/${campaign}/diagnoses`, {});
const says = async (login: string, number: string, step: string, body: object) =>
  expectOk(await office.as(login).decide(number, step, body));

interface Firm {
  readonly enterpriseId: string;
  readonly diagnosis: string | null;
}
const firmsOf = async (campaign: string) =>
  expectOk(await office.as('experts1').get(`/api/diagnosis-campaigns/${campaign}/firms`)).body as Firm[];

async function diagnosisOf(campaign: string, enterpriseId: string): Promise<string> {
  const found = (await firmsOf(campaign)).find((each) => each.enterpriseId === enterpriseId);
  return found?.diagnosis ?? '';
}

/** The diagnosis of the demonstration's firm, opened with its campaign. */
async function begun(): Promise<string> {
  const campaign = await approved(enterprise);
  expectOk(await openAll(campaign));
  return diagnosisOf(campaign, enterprise);
}

async function visitedNow(number: string, change: object = {}): Promise<void> {
  await says('institute1', number, 'diagnosis/appointment', { verdict: 'agreed', visitOn: today() });
  await says('institute1', number, 'diagnosis/visit', visited(today(), change));
}

const noticeOf = async (number: string): Promise<string> => {
  const { children } = expectOk(await office.as('experts1').get(`/api/cases/${number}`)).body as {
    children: { number: string }[];
  };
  return children[0]?.number ?? '';
};
const rootOf = async (number: string): Promise<string> =>
  (await office.db.caseFile.findUniqueOrThrow({ where: { number } })).rootId;
const paths = (number: string) => [
  ...['', '/record', '/chain', '/ledger', '/file'].map((part) => `/api/cases/${number}${part}`),
  `/api/diagnoses/${number}/report`,
];

describe('the list of a campaign', () => {
  it('names firms that are entered, and is opened by the liaison alone', async () => {
    const campaign = await planned();
    const unknown = 'e0000000-0000-4000-8000-0000000000ff';
    const refused = await office
      .as('experts1')
      .decide(campaign, 'diagnosis-campaign/list', listOf(enterprise, unknown));
    expect([codeOf(refused), refused.body.facts.enterprises]).toEqual(['enterprise-unknown', [unknown]]);
    expect(codeOf(await openAll(campaign))).toBe('diagnosis-not-listed');
    const form = { name: '诊断服务', purpose: '年度活动' };
    expect((await office.as('inspector1').post('/api/diagnosis-campaigns', form)).status).toBe(403);
  });

  it('is opened firm by firm, and nothing twice, however often and by whomever at once', async () => {
    const firms = [1, 2, 3, 4, 5, 6].map(firm);
    const campaign = await approved(...firms.map((id) => id.toUpperCase()));
    const answers = await Promise.all([openAll(campaign), openAll(campaign), openAll(campaign)]);
    const opened = answers.map((answer) => expectOk(answer).body as { opened: number; refused: object[] });
    expect(opened.reduce((sum, each) => sum + each.opened, 0)).toBe(firms.length);
    expect(opened.flatMap(({ refused }) => refused)).toEqual([]);
    const again = expectOk(await openAll(campaign)).body;
    expect(again).toEqual({ listed: 6, before: 6, opened: 0, refused: [] });
    expect(await office.db.diagnosis.count({ where: { campaign } })).toBe(6);
    const one = { campaign, enterpriseId: enterprise };
    expect(codeOf(await office.as('experts1').post('/api/diagnoses', one))).toBe('diagnosis-exists');
    const other = { campaign, enterpriseId: firm(7) };
    expect(codeOf(await office.as('experts1').post('/api/diagnoses', other))).toBe('diagnosis-not-listed');
  });

  it('tells of a firm that cannot be diagnosed, and opens the others', async () => {
    const campaign = await approved(enterprise, firm(7));
    expectOk(await changeOffice(office, 'close-enterprise', { enterpriseId: firm(7) }));
    const answer = expectOk(await openAll(campaign)).body;
    expect(answer).toMatchObject({
      ...{ listed: 2, opened: 1 },
      refused: [{ enterpriseId: firm(7), code: 'enterprise-unknown' }],
    });
  });
});

describe('somebody of an institute', () => {
  it('reads the diagnoses that are theirs, with the checklist of the trade, and nothing else', async () => {
    const number = await begun();
    const report = expectOk(await office.as('institute1').get(`/api/diagnoses/${number}/report`)).body as {
      checklist: { code: string; result: string | null }[];
    };
    expect(report.checklist.map(({ code }) => code)).toEqual(
      checklist()
        .map(({ situation }) => situation)
        .sort(),
    );
    expect(report.checklist.every(({ result }) => result === null)).toBe(true);
    for (const path of paths(number))
      expect([path, (await office.as('institute2').get(path)).status]).toEqual([path, 404]);
    for (const list of ['/api/cases?scope=all', '/api/worklist'])
      expect(expectOk(await office.as('institute2').get(list)).body.items).toEqual([]);
    expect((await office.as('institute2').act(number, 'note', { text: '看看' })).status).toBe(404);
    const mine = expectOk(await office.as('institute1').get('/api/worklist')).text;
    expect(mine).toContain(number);
    for (const path of ['/api/experts', '/api/diagnosis-campaigns/DC-2026-AAAAAAAA/overview'])
      expect((await office.as('institute1').get(path)).status).toBe(403);
  });

  it('reads nothing more of one that they have handed back', async () => {
    const number = await begun();
    await says('institute1', number, 'diagnosis/appointment', { verdict: 'handed-back', why: 'conflict' });
    await says('experts1', number, 'diagnosis/assignment', { verdict: 'assigned', institute: second });
    expect((await office.as('institute1').get(`/api/cases/${number}`)).status).toBe(404);
    expect((await office.as('institute2').get(`/api/cases/${number}`)).status).toBe(200);
  });
});

describe('the wall', () => {
  const enforcement = ['inspector1', 'inspector2', 'chief', 'legal', 'deputy', 'director'];

  it('keeps what a diagnosis has found from everybody who inspects, orders or fines', async () => {
    const number = await begun();
    await visitedNow(number);
    const notice = await noticeOf(number);
    for (const login of enforcement) {
      for (const path of [...paths(number), ...paths(notice)]) {
        const { status, text } = await office.as(login).get(path);
        expect([login, path, [403, 404].includes(status)]).toEqual([login, path, true]);
        expect(text).not.toContain('积尘');
      }
      const listed = expectOk(await office.as(login).get('/api/cases?scope=all&limit=100')).text;
      for (const each of [number, notice]) expect(listed).not.toContain(each);
      expect((await office.as(login).act(number, 'note', { text: '看看' })).status).toBe(404);
    }
  });

  it('tells those who lead the campaign figures alone', async () => {
    const campaign = await approved(enterprise);
    expectOk(await openAll(campaign));
    const number = await diagnosisOf(campaign, enterprise);
    await visitedNow(number);
    const path = `/api/diagnosis-campaigns/${campaign}`;
    const { text } = expectOk(await office.as('chief').get(`${path}/overview`));
    for (const word of [enterprise, number, dust, '积尘']) expect(text).not.toContain(word);
    expect((await office.as('chief').get(`${path}/firms`)).status).toBe(403);
    for (const login of ['inspector1', 'contact1', 'institute1'])
      expect((await office.as(login).get(`${path}/overview`)).status).toBe(403);
  });

  it('is passed by an officer’s own check alone, who opens an order as from any site check', async () => {
    const hazards = [{ item: 'h1', grade: 'major', clause: 'order10:art11:10', description: '积尘。' }];
    const form = { enterpriseId: enterprise, source: 'diagnosis', foundOn: today(), hazards };
    for (const login of ['institute1', 'experts1'])
      expect((await office.as(login).post('/api/rectifications', form)).status).toBe(403);
    const { number } = expectOk(await office.as('inspector1').post('/api/rectifications', form)).body;
    expect(expectOk(await office.as('inspector1').get(`/api/cases/${number}`)).body.parent).toBeNull();
  });
});

it('a major hazard is told to the head of the firm at once, in their worklist and words, and the report says it', async () => {
  const number = await begun();
  await says('institute1', number, 'diagnosis/appointment', { verdict: 'agreed', visitOn: today() });
  const seen = [{ item: 'h1', situation: dust, description: '抛光间积尘严重。', advice: '立即停机清理。' }];
  await says('institute1', number, 'diagnosis/visit', {
    ...{ verdict: 'major-seen', visitedOn: today(), majors: seen },
  });
  const notice = await noticeOf(number);
  expect(expectOk(await office.as('head1').get('/api/worklist')).text).toContain(notice);
  const told = expectOk(await office.as('head1').get(`/api/diagnoses/${number}/report`)).body;
  expect(told).toMatchObject({
    ...{ visitedOn: null, summary: null },
    findings: [
      {
        item: 'h1',
        grade: 'major',
        clause: 'order10:art11:10',
        description: '抛光间积尘严重。',
        closedOn: null,
      },
    ],
  });
  const bare = expectOk(await office.as('auditor').get(`/api/diagnoses/${number}/report`)).body;
  expect(bare.findings).toMatchObject([{ item: 'h1', description: null, advice: null }]);
  await says('institute1', number, 'diagnosis/visit', visited(today(), { majors: [] }));
  await says('head1', notice, 'danger-notice/danger-response', { verdict: 'done', measures: '已停机' });
  const written = await office.db.recordEvent.findMany({ where: { case: { number } } });
  expect(JSON.stringify(written.map(({ body }) => body))).not.toContain('积尘');
});

describe('the overview', () => {
  it('says what plain SQL over the records says, and ends with the campaign', async () => {
    const campaign = await approved(enterprise, firm(2), firm(3));
    expectOk(await openAll(campaign));
    const [fixed, left, clean] = await Promise.all(
      [enterprise, firm(2), firm(3)].map((id) => diagnosisOf(campaign, id)),
    );
    await visitedNow(fixed!);
    await says('head1', await noticeOf(fixed!), 'danger-notice/danger-response', {
      ...{ verdict: 'done', measures: '已停机' },
    });
    await says('head1', fixed!, 'diagnosis/plan', {
      verdict: 'planned',
      items: ['h1', 'h2'].map((item) => ({ item, measure: '清理', responsible: '主管', fixBy: today() })),
    });
    const done = [{ item: 'h1', statement: '已清理', papers: [] }];
    await says('contact1', fixed!, 'diagnosis/remedy', { verdict: 'done', items: done });
    await says('institute1', fixed!, 'diagnosis/revisit', {
      ...{ verdict: 'revisited', revisitedOn: today(), closed: ['h1', 'h2'], findings: '到位' },
    });
    await visitedNow(left!, { majors: [], checklist: checklist() });
    const report = { verdict: 'reported', summary: '总结' };
    const early = await office.as('experts1').decide(campaign, 'diagnosis-campaign/running', report);
    expect([codeOf(early), early.body.facts.firms]).toEqual(['diagnoses-open', 2]);
    await says('head2', left!, 'diagnosis/plan', { verdict: 'declined', reason: '另有安排' });
    await says('experts1', left!, 'diagnosis/follow-up', { verdict: 'left', reason: '自行整改' });
    await visitedNow(clean!, { majors: [], generals: [], checklist: checklist() });

    const { asOf: _, ...told } = expectOk(
      await office.as('auditor').get(`/api/diagnosis-campaigns/${campaign}/overview`),
    ).body as { asOf: string };
    const [said] = await office.db.$queryRaw<Record<string, number>[]>`
      WITH mine AS (SELECT case_id FROM anjie.record_event
          WHERE seq = 1 AND body->>'caseType' = 'diagnosis' AND body #>> '{input,campaign}' = ${campaign}),
        said AS (SELECT e.* FROM anjie.record_event e JOIN mine USING (case_id)),
        found AS (SELECT s.case_id, f->>'item' AS item, f->>'grade' AS grade FROM said s,
          jsonb_array_elements(s.body #> '{facts,found}') f WHERE s.kind = 'decided' AND s.key LIKE 'diagnosis/visit%'),
        closed AS (SELECT s.case_id, c AS item FROM said s, jsonb_array_elements_text(s.body #> '{facts,closed}') c
          WHERE s.kind = 'decided' AND s.key LIKE 'diagnosis/revisit%'),
        ended AS (SELECT body->>'outcome' AS outcome FROM said WHERE kind = 'closed')
      SELECT (SELECT count(*)::int FROM mine) AS opened,
        (SELECT count(*)::int FROM said WHERE kind = 'decided' AND body->>'verdict' = 'visited') AS visited,
        (SELECT count(*)::int FROM mine) - (SELECT count(*)::int FROM ended) AS open,
        (SELECT count(*)::int FROM ended WHERE outcome = 'fixed') AS fixed,
        (SELECT count(*)::int FROM ended WHERE outcome = 'left-open') AS "leftOpen",
        (SELECT count(*)::int FROM ended WHERE outcome = 'nothing-found') AS "nothingFound",
        (SELECT count(*)::int FROM found WHERE grade = 'major') AS major,
        (SELECT count(*)::int FROM found JOIN closed USING (case_id, item) WHERE grade = 'major') AS "majorClosed",
        (SELECT count(*)::int FROM found WHERE grade = 'general') AS general,
        (SELECT count(*)::int FROM found JOIN closed USING (case_id, item) WHERE grade = 'general') AS "generalClosed"`;
    const { opened, visited: seen, open, fixed: put, leftOpen, nothingFound, ...counts } = said!;
    expect(told).toEqual({
      ...{ campaign, endBy: today(), listed: 3, opened, visited: seen, open, overdue: 0 },
      outcomes: { fixed: put, leftOpen, nothingFound, notVisited: 0 },
      general: { found: counts['general'], closed: counts['generalClosed'] },
      major: { found: counts['major'], closed: counts['majorClosed'] },
    });
    expect([seen, counts['general'], counts['generalClosed'], counts['major']]).toEqual([3, 2, 1, 1]);

    const ended = await says('experts1', campaign, 'diagnosis-campaign/running', report);
    expect([ended.body.outcome, ended.body.detail.figures.visited]).toEqual(['reported', 3]);
    expect(codeOf(await openAll(campaign))).toBe('diagnosis-not-listed');
  });
});

// Last: the office's time goes on.
it('an inspector to whom a danger is handed over reads what they are told of it, and nothing of the diagnosis', async () => {
  const number = await begun();
  await visitedNow(number);
  const notice = await noticeOf(number);
  const { id: caseId } = await office.db.caseFile.findUniqueOrThrow({ where: { number: notice } });
  const { view } = (await office.desk.viewOf({ caseId }))!;
  const at = view.steps['danger-notice/danger-response#1']!.clock.dueAt!;
  office.sleep(Date.parse(at) - office.now().getTime());
  office.logOut();
  for (let { seq } = view, waits = true; waits;) {
    await office.desk.advance({ caseId, knownSeq: seq, at, wants: [] });
    const now = (await office.desk.viewOf({ caseId }))!.view;
    [seq, waits] = [now.seq, now.steps['danger-notice/danger-review#1'] === undefined];
  }
  for (const login of ['inspector1', 'inspector2'])
    expect((await office.as(login).get(`/api/cases/${notice}`)).status).toBe(404);
  await says('experts1', notice, 'danger-notice/danger-review', {
    ...{ verdict: 'handed-over', message: '抛光间有粉尘' },
    inspector: await personOf(office, 'inspector1'),
  });
  const told = expectOk(await office.as('inspector1').get(`/api/cases/${notice}`)).text;
  expect(told).toContain('抛光间有粉尘');
  for (const word of ['砂轮机', '积尘严重', '须重视粉尘清理']) expect(told).not.toContain(word);
  expect((await office.as('inspector2').get(`/api/cases/${notice}`)).status).toBe(404);
  for (const path of paths(number))
    expect([path, [403, 404].includes((await office.as('inspector1').get(path)).status)]).toEqual([
      path,
      true,
    ]);
  await says('inspector1', notice, 'danger-notice/own-check', {
    ...{ verdict: 'not-checked', reason: '企业已停产清理' },
  });
  const family = await office.db.caseFile.findMany({ where: { rootId: await rootOf(number) } });
  expect(family.map(({ caseType }) => caseType).sort()).toEqual(['danger-notice', 'diagnosis']);
});
