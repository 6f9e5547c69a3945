import { WorkflowNotFoundError } from '@temporalio/client';
import { sweepRules } from '../../../record/law/recounting';
import type { CaseDesk } from '../../../record/desk/case-desk';
import { wakeOrStart } from '../../../record/engine/wake-ups';
import { skippingServer, type SkippingServer } from '../../harness/parts/skipping-server';
import { changeOffice } from '../kit/changes';
import { openKeptOffice, type KeptOffice } from '../kit/kept-office';
import { expectOk, handIn, payee, reach, toClaim, type Story } from '../kit/story';
import { decideAsUsual } from '../kit/usual';
import {
  changeOf,
  isWeekday,
  publishDaysOff,
  withEarlierRung,
  withoutRow,
  workedByTheLists,
  type ListedCalendar,
} from './run/law';
import { OfficeClock } from './run/office-clock';
import { dayAt, later } from './run/wall-calendar';

/*
 * What is asked of every deadline, requirement by requirement, over the API of an office with a real engine. That each
 * single limit keeps to it stands in limits-*.test.ts; that what an outage holds up fires once each, in order and marked
 * as late, in test/workflows/time.test.ts.
 */

jest.setTimeout(300_000);

const aDay = 86_400_000;

let server: SkippingServer;
let clock: OfficeClock;
let office: KeptOffice;
beforeAll(async () => {
  server = await skippingServer();
  clock = new OfficeClock(server);
  office = await openKeptOffice(server, { now: clock.now });
});
afterAll(async () => {
  await office.close();
  await server.stop();
});

interface Rung {
  readonly id: string;
  readonly at: string;
  readonly fireAt: string;
  readonly fired: boolean;
}

/** A step of a case, as the auditor reads it. */
async function stepOf(number: string, key: string) {
  const { body } = expectOk(await office.as('auditor').get(`/api/cases/${number}`));
  const step = (body.steps as { key: string; rungs: Rung[] }[]).find((each) => each.key === key);
  if (step === undefined) throw new Error(`no ${key}`);
  return step as typeof step & {
    clock: {
      state: string;
      overdue: boolean;
      breached: boolean;
      dueAt: string;
      dueOn: string;
      provisional: boolean;
    };
    limit: { value: number; unit: string; effect: string; extendedBy: number };
    decision: { verdict: string; at: string } | null;
  };
}

interface Line {
  readonly seq: number;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly part?: string };
  readonly body: {
    readonly kind: string;
    readonly key?: string;
    readonly rung: string;
    readonly late: boolean;
    readonly cause: string;
    readonly clock: { readonly version: number; readonly anchor: string; readonly dueAt: string };
  };
}

/** The lines of one kind about a step, as they stand in the record. */
async function linesOf(number: string, kind: string, key: string): Promise<Line[]> {
  const { body } = expectOk(await office.as('auditor').get(`/api/cases/${number}/record`));
  return (body.lines as Line[]).filter((line) => line.body.kind === kind && line.body.key === key);
}

const firedOf = async (number: string, key: string) =>
  (await linesOf(number, 'rung-fired', key)).map(({ body }) => body.rung);

const mailsAbout = (number: string, title: string) =>
  office.mail.mails.filter(
    ({ subject, text }) => subject.includes(number) && text.includes(`环节:${title}\n`),
  );

/** A tip-off that waits at this step. */
async function tipAt(step: string): Promise<Story> {
  office.logOut();
  const story = await handIn(office);
  await reach(office, story, step, async (waiting) =>
    expectOk(await decideAsUsual(office, waiting, { now: office.now() })),
  );
  return story;
}

/** Lets everything happen that falls due up to this instant. */
async function passTo(instant: string): Promise<void> {
  await office.settled();
  await clock.passTo(new Date(Date.parse(instant) + 1_500));
  await office.settled();
  office.logOut();
}

async function holdAt(instant: string | Date, andMs = 0): Promise<void> {
  await office.settled();
  await clock.holdAt(new Date(new Date(instant).getTime() + andMs));
  office.logOut();
}

const today = () => dayAt(office.now());

/** As a server that is lost with everything it knew. */
async function everyWorkflowIsLost(): Promise<void> {
  const cases = await office.db.caseFile.findMany({ select: { number: true } });
  for (const { number } of cases) {
    const handle = office.engine.client.workflow.getHandle(number);
    await handle.terminate().catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
  }
}

/** As the reconciler does it. */
async function startAnew(number: string): Promise<void> {
  const { id, unit, seq } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  await wakeOrStart(office.engine.client, { caseId: id, number, caseType: 'tip-off', unit, seq });
}

it('a decision cancels the timers of its step in the same move, and says by what', async () => {
  const { number } = await tipAt('tip-off/acceptance');
  const key = 'tip-off/acceptance#1';
  const { rungs } = await stepOf(number, key);
  const waiting = { number, step: 'tip-off/acceptance', unit: 'jxedz-safety' };

  const answer = expectOk(await decideAsUsual(office, waiting, { now: office.now() }));

  expect(answer.body.open.map(({ step }: { step: string }) => step)).toEqual(['tip-off/assignment']);
  expect(await stepOf(number, key)).toMatchObject({
    clock: { state: 'stopped', overdue: false },
    decision: { verdict: 'accepted' },
  });
  await passTo(rungs.at(-1)!.fireAt);
  expect(await firedOf(number, key)).toEqual([]);
  expect(mailsAbout(number, '受理')).toEqual([]);
});

it('what is due and what expires are two things: the one is told, the other decides', async () => {
  const advisory = await tipAt('tip-off/acceptance');
  const enforcing = await toClaim(office);
  const acceptance = await stepOf(advisory.number, 'tip-off/acceptance#1');
  const claim = await stepOf(enforcing.number, 'tip-off/claim#1');
  expect(acceptance.rungs.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['overdue', 'escalate-director']),
  );
  expect(claim.rungs.map(({ id }) => id)).toEqual(['remind-50', 'remind-80', 'expire']);

  await passTo(claim.rungs.at(-1)!.fireAt);

  expect((await stepOf(advisory.number, 'tip-off/acceptance#1')).decision).toBeNull();
  expect((await stepOf(enforcing.number, 'tip-off/claim#1')).decision).toMatchObject({
    verdict: 'forfeited',
  });
  const waiting = { number: advisory.number, step: 'tip-off/acceptance', unit: 'jxedz-safety' };
  expect((await decideAsUsual(office, waiting, { now: office.now() })).status).toBe(200);
  const late = await office.as(null).post('/api/public/receipt/claim', { code: enforcing.code, payee });
  expect([late.status, late.body.code]).toEqual([409, 'case-closed']);
});

it('an extension is bounded and granted once, and nothing is extended that has ended', async () => {
  const story = await tipAt('tip-off/verification');
  const step = 'tip-off/verification';
  const ask = async (byValue: number, number = story.number) => {
    const body = { step, byValue, reason: '需鉴定' };
    const answer = await office.as('inspector1').act(number, 'request-extension', body);
    return [answer.status, answer.body.code ?? 'taken'];
  };
  expect(await ask(31)).toEqual([422, 'extension-too-long']);
  expect(await ask(0)).toEqual([400, 'form-invalid']);
  expect(await ask(30)).toEqual([200, 'taken']);
  const grant = { step, grant: true, reason: '同意', told: '检测需要更长时间' };
  expectOk(await office.as('director').act(story.number, 'answer-extension', grant));
  expect((await stepOf(story.number, `${step}#1`)).limit).toMatchObject({ value: 60, extendedBy: 30 });
  expect(await ask(1)).toEqual([409, 'extension-used-up']);

  const ended = await tipAt(step);
  await holdAt((await stepOf(ended.number, `${step}#1`)).clock.dueAt);
  expect(await ask(30, ended.number)).toEqual([409, 'clock-expired']);
});

it('holds a warning against the limit in one unit, whatever units the two have, before it is published', async () => {
  const laddered = async (key: string, beforeDue: object) => {
    const change = await withEarlierRung(office, key, beforeDue, later(today(), 1));
    return office.as('admin').post('/api/policy/preview', change);
  };
  const tooEarly = await laddered('ladder.standard', { value: 1, unit: 'months' });
  expect([tooEarly.status, tooEarly.body.code]).toEqual([422, 'policy-row-unsound']);
  expect(tooEarly.body.errors).toMatchObject([{ pointer: '/add/0' }]);
  // The government has one working day to take up the death that a tip alleges.
  expect((await laddered('ladder.urgent', { value: 2, unit: 'calendar-days' })).status).toBe(422);
  expect((await laddered('ladder.urgent', { value: 20, unit: 'hours' })).status).toBe(200);
});

it('is overdue by the time alone: nothing is written when it becomes so, and nothing keeps it', async () => {
  const { number } = await tipAt('tip-off/acceptance');
  const { clock: running } = await stepOf(number, 'tip-off/acceptance#1');
  const looks = async () => {
    const { seq } = expectOk(await office.as('auditor').get(`/api/cases/${number}`)).body as { seq: number };
    const { overdue } = (await stepOf(number, 'tip-off/acceptance#1')).clock;
    const found = expectOk(await office.as('chief').get('/api/cases?overdue=true&limit=100')).body.items;
    return { seq, overdue, listed: found.some((each: { number: string }) => each.number === number) };
  };
  await holdAt(running.dueAt, -1);
  const before = await looks();
  await holdAt(running.dueAt);
  expect(before).toMatchObject({ overdue: false, listed: false });
  expect(await looks()).toEqual({ seq: before.seq, overdue: true, listed: true });
  const kept = await office.db.$queryRaw<object[]>`
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'anjie' AND column_name LIKE '%overdue%'`;
  expect(kept).toEqual([]);
});

it('shows what it means to miss a limit, and a breach outlives the decision and the case', async () => {
  const { number } = await tipAt('tip-off/verification');
  const key = 'tip-off/verification#1';
  const { rungs, limit } = await stepOf(number, key);
  expect(limit.effect).toBe('statutory');
  await passTo(rungs.find(({ id }) => id === 'overdue')!.fireAt);
  const body = { verdict: 'unsubstantiated', visitedOn: today(), findings: '未发现' };
  expectOk(await office.as('inspector1').decide(number, 'tip-off/verification', body));
  for (const step of ['tip-off/co-signature', 'tip-off/verification-review', 'tip-off/feedback'])
    expectOk(await decideAsUsual(office, { number, step, unit: 'jxedz-safety' }, { now: office.now() }));
  const { outcome } = expectOk(await office.as('auditor').get(`/api/cases/${number}`)).body;
  expect(outcome).toBe('unsubstantiated');
  expect((await stepOf(number, key)).clock).toMatchObject({
    state: 'stopped',
    overdue: false,
    breached: true,
  });
});

it('keeps the act that a limit runs from; what moves the limit supersedes its timer and edits nothing', async () => {
  const { number } = await tipAt('tip-off/verification');
  const key = 'tip-off/verification#1';
  const accepted = (await stepOf(number, 'tip-off/acceptance#1')).decision!.at;
  const [opened] = await linesOf(number, 'step-opened', key);
  expect(opened!.body.clock).toMatchObject({ version: 1, anchor: accepted });
  const due = (await stepOf(number, key)).clock.dueAt;

  // A holiday on the last day moves it on.
  const last = dayAt(new Date(Date.parse(due) - 1));
  await publishDaysOff(
    office,
    [0, 1, 2, 3, 4].map((n) => later(last, n)),
  );
  await sweepRules(office.db, office.parts.desk as CaseDesk, office.now());

  expect((await linesOf(number, 'step-opened', key))[0]).toEqual(opened);
  const [superseded] = await linesOf(number, 'clock-superseded', key);
  expect(superseded).toMatchObject({
    actor: { kind: 'system', part: 'calendar' },
    body: { cause: 'calendar', clock: { version: 2, anchor: accepted } },
  });
  const moved = superseded!.body.clock.dueAt;
  expect(moved > due).toBe(true);
  await passTo(due);
  expect(await firedOf(number, key)).toEqual(['remind-50', 'remind-80']);
  const { rungs } = await stepOf(number, key);
  await passTo(rungs.find(({ id }) => id === 'overdue')!.fireAt);
  expect(await firedOf(number, key)).toEqual(expect.arrayContaining(['overdue', 'overdue-deputy']));
});

it('a timer that is set six weeks out survives the loss of the engine that held it, and fires once', async () => {
  const { number } = await tipAt('tip-off/verification');
  const key = 'tip-off/verification#1';
  const remind = (await stepOf(number, key)).rungs.find(({ id }) => id === 'remind-80')!;
  expect(Date.parse(remind.at) - office.now().getTime()).toBeGreaterThan(42 * aDay);
  await office.settled();
  await everyWorkflowIsLost();
  await startAnew(number);

  await passTo(remind.fireAt);

  expect(await firedOf(number, key)).toEqual(['remind-50', 'remind-80']);
  expect(mailsAbout(number, '核查').map(({ to }) => to)).toEqual([
    ['inspector1@anjie.example'],
    ['chief@anjie.example'],
  ]);
});

it('counts working days by a calendar that has a name, also where its notices end, and says that the day may move', async () => {
  const calendar = expectOk(await office.as('clerk1').get('/api/calendar')).body as ListedCalendar;
  expect(calendar.id).toBe('cn');
  // So long that it reaches years behind the last notice.
  const days = 1_250;
  const longer = await changeOf(office, 'limit.tip-off.acceptance', { value: days }, today());
  expectOk(await changeOffice(office, 'publish-policy', longer));

  const { number } = await tipAt('tip-off/acceptance');

  const { dueOn, provisional } = (await stepOf(number, 'tip-off/acceptance#1')).clock;
  expect(calendar.years[dueOn.slice(0, 4)]).toBeUndefined();
  expect(provisional).toBe(true);
  expect(dueOn).toBe(workedByTheLists(calendar, today(), days));
  // Weekends alone are no calendar.
  let byWeekends = today();
  for (let left = days; left > 0;) {
    byWeekends = later(byWeekends, 1);
    if (isWeekday(byWeekends)) left -= 1;
  }
  expect(dueOn > byWeekends).toBe(true);
});

// The law is broken by hand for a moment, which a process may remember: last.
it('fails what names a limit and cannot have one: the law is not published, and the filing not taken by half', async () => {
  const key = 'limit.tip-off.acceptance';
  const ended = await changeOf(office, key, null, later(today(), 1));
  const refused = await changeOffice(office, 'publish-policy', ended);
  expect([refused.status, refused.body.code]).toEqual([422, 'policy-row-missing']);

  const counts = () => Promise.all([office.db.caseFile.count(), office.db.recordEvent.count()]);
  const before = await counts();
  await withoutRow(office, key, async () => {
    const tip = { reporterKind: 'anonymous', channel: 'web', category: 'violation', text: '无证上岗' };
    const answer = await office.as(null).post('/api/public/tip-offs', tip);
    expect([answer.status, answer.body.code]).toEqual([409, 'zone-without-law']);
  });
  expect(await counts()).toEqual(before);
  await handIn(office);
});
