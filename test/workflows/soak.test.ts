import { cleaned } from '../harness/cleaned';
import { shanghaiDate } from '../../domain/time/calendar';
import { randomUUID } from 'node:crypto';
import type { CaseEvent } from '../../domain/case/case-event';
import { viewOf } from '../../domain/case/case-view';
import { changesSince } from '../../domain/moves/story/changes';
import { does, openProject } from '../harness/courses/project-course';
import { Office } from '../harness/office';
import { continuedBy, newsIn, openAfter, runsOf, type Run } from '../harness/runs';
import { skippingServer, type SkippingServer } from '../harness/parts/skipping-server';
import { act, carry } from '../harness/courses/usual-course';

const years = 10;
const monthsOfWorks = 30;
const reviewStep = 'project/yearly-review';
const reason = '情况说明';

let server: SkippingServer;
let office: Office;
let number: string;
let record: CaseEvent[];
let runs: Run[];

/** A plant from its lead to its tenth year, with what every month of such a project brings. */
beforeAll(async () => {
  server = await skippingServer();
  office = await Office.open({ temporal: server, now: () => server.now(), sealed: false });
  number = await openProject(office, 'low-risk-plant');
  await carry(office, number, { until: 'project/works', unhurried: true });
  for (let month = 1; month <= 12 * years; month += 1) await aMonth(month);
  await does(office, number, reviewStep, { verdict: 'ended', reason });
  record = await recordOf(number);
  runs = await runsOf(office.client, number);
}, 600_000);
afterAll(async () => {
  await office.close();
  await server.stop();
});

it('lives for ten years and a thousand events', () => {
  expect(record.length).toBeGreaterThanOrEqual(1_000);
  const lastedMs = Date.parse(record.at(-1)?.at ?? '') - Date.parse(record[0]?.at ?? '');
  expect(lastedMs).toBeGreaterThan(years * 365 * 86_400_000 - 30 * 86_400_000);
  expect(viewOf(record).closed?.outcome).toBe('ended');
});

it('holds at most 2,000 events in a run, and each run is continued by the next', () => {
  // How many there are depends on how many wake-ups are gathered on the way.
  expect(runs.length).toBeGreaterThanOrEqual(2);
  for (const { events } of runs) expect(events.length).toBeLessThanOrEqual(2_000);
  expect(runs.map(continuedBy)).toEqual([...runs.slice(1).map(({ runId }) => runId), null]);
  const firstOfChain = runs.map(
    ({ events }) => events[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId,
  );
  expect(new Set(firstOfChain)).toEqual(new Set([runs[0]?.runId]));
});

it('goes on with its record without a gap, and says nothing twice', () => {
  expect(record.map(({ seq }) => seq)).toEqual(record.map((_, index) => index + 1));
  const said = record.flatMap(({ body }) => {
    switch (body.kind) {
      case 'step-opened':
      case 'decided':
      case 'child-opened':
      case 'child-closed':
      case 'effect-asked':
      case 'effect-done':
        return [`${body.kind} ${body.key}`];
      case 'rung-fired':
        return [`${body.kind} ${body.key} ${body.rung}`];
      default:
        return [];
    }
  });
  expect(said.length).toBe(new Set(said).size);
});

it('finds in each run the steps, due instants and rungs that the run before it knew', () => {
  for (const [index, run] of runs.entries()) {
    const news = newsIn(run);
    for (const known of [news.slice(0, 1), news]) {
      const seq = Math.max(...known.map((each) => each.seq));
      const recorded = changesSince(viewOf(record.slice(0, seq)), 0);
      expect(openAfter(known)).toEqual(openAfter([recorded]));
    }
    const before = runs[index - 1];
    if (before === undefined) continue;
    const knew = newsIn(before);
    const [finds] = news;
    const since = record.slice(Math.max(...knew.map(({ seq }) => seq)), finds?.seq);
    // What people did between the two is read by the new run; nothing else makes a difference.
    const untouched = [...openAfter(knew)].filter(
      ([key]) => !since.some(({ body }) => 'key' in body && body.key === key),
    );
    expect(untouched.length + since.length).toBeGreaterThan(0);
    const found = openAfter(finds ? [finds] : []);
    for (const [key, entry] of untouched) expect(found.get(key)).toEqual(entry);
  }
});

it('fires every rung in time and sends its mail once', () => {
  const rungs = record.flatMap(({ body }) => (body.kind === 'rung-fired' ? [body] : []));
  expect(rungs.length).toBeGreaterThan(years);
  expect(rungs.filter(({ late }) => late)).toEqual([]);
  const done = record.flatMap(({ body }) => (body.kind === 'effect-done' ? [body] : []));
  expect(done.filter(({ key }) => key.startsWith('rung/'))).toHaveLength(rungs.length);
  const mails = office.mail.mails.filter(({ subject }) => subject.includes(number));
  expect(mails).toHaveLength(done.filter(({ result }) => result === 'sent').length);
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(mails.length);
});

/** Diary, and now and then what moves the project. */
async function aMonth(month: number): Promise<void> {
  await diary();
  await office.settled();
  await server.sleep('3 days');
  await diary();
  await office.settled();
  await server.sleep('27 days');
  await office.settled();
  if (month < monthsOfWorks && month % 12 === 9) await winter();
  else if (month === monthsOfWorks) await carry(office, number, { until: reviewStep, unhurried: true });
  // Every review is taken late, so that all its rungs fire.
  else if (month > monthsOfWorks && month % 15 === 0) await does(office, number, reviewStep);
}

async function diary(): Promise<void> {
  const actor = office.cast.projectOfficer;
  const paper = {
    id: randomUUID(),
    digest: 'ab'.repeat(32),
    mediaType: 'application/pdf',
    bytes: 1,
    condition: cleaned,
  };
  const entry = { number, paper, origin: 'staff', material: null, actor, idempotency: null } as const;
  const added = await office.desk.addPaper(entry);
  if (!added.ok) throw new Error(added.refusal.code);
  for (const text of ['巡查', '进度', '检查']) await act(office, number, { act: 'note', text }, actor);
}

/** The works stand still for a while (建筑法 art. 10). */
async function winter(): Promise<void> {
  const stoppedOn = shanghaiDate(server.now().toISOString());
  await does(office, number, 'project/works', { verdict: 'stopped', stoppedOn, reason });
  await does(office, number, 'project/stop-report');
  await server.sleep('20 days');
  await does(office, number, 'project/resumption');
}

async function recordOf(ofNumber: string): Promise<CaseEvent[]> {
  const events = await office.db.recordEvent.findMany({
    where: { case: { number: ofNumber } },
    orderBy: { seq: 'asc' },
  });
  return events.map(({ seq, at, actor, body }) => ({
    seq,
    at: at.toISOString(),
    actor: actor as never,
    body: body as never,
  }));
}
