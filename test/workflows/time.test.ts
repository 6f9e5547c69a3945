import { WorkflowNotFoundError } from '@temporalio/client';
import type { Clock } from '../../domain/time/clock-state';
import { wakeOrStart } from '../../record/engine/wake-ups';
import { mailboxOf, unit } from '../harness/cast';
import { eventually } from '../harness/eventually';
import type { Office } from '../harness/office';
import { openSkippingOffice } from '../harness/skipping-office';
import type { SkippingServer } from '../harness/parts/skipping-server';
import { act, carryTipOff, decide } from '../harness/courses/usual-course';

const dayMs = 86_400_000;

let server: SkippingServer;
let office: Office;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ server, office, close } = await openSkippingOffice());
});
afterAll(() => close());

it('fires every rung at its instant, once and in order, without anybody acting', async () => {
  const number = await tipUntil('tip-off/acceptance');
  const { rungs } = await clockOf(number, 'tip-off/acceptance#1');

  await sleepUntilAfter(rungs.at(-1)?.fireAt);

  const fired = await office.record(number, 'rung-fired');
  expect(fired.map(({ rung }) => rung)).toEqual([
    'remind-50',
    'remind-80',
    'overdue',
    'overdue-deputy',
    'escalate-deputy',
    'escalate-director',
  ]);
  for (const [index, { fireAt, at }] of rungs.entries()) {
    const firedMs = fired[index]?.at.getTime() ?? 0;
    expect(firedMs).toBeGreaterThanOrEqual(Date.parse(fireAt));
    expect(firedMs).toBeLessThan(Date.parse(fireAt) + 60_000);
    expect(Date.parse(fireAt)).toBeGreaterThanOrEqual(Date.parse(at));
    expect(fired[index]).toMatchObject({ dueAt: at, late: false });
  }
});

it('tells each rung to the office that it is for, in one mail', async () => {
  const number = await tipUntil('tip-off/acceptance');
  const { rungs } = await clockOf(number, 'tip-off/acceptance#1');

  await sleepUntilAfter(rungs.at(-1)?.fireAt);

  const mails = mailsAbout(number);
  expect(mails.map(({ to }) => to)).toEqual(
    (['clerk', 'chief', 'chief', 'deputy', 'deputy', 'director'] as const).map((name) => [mailboxOf(name)]),
  );
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(6);
  expect((await office.record(number, 'effect-done')).map(({ result }) => result)).toEqual(
    Array.from({ length: 6 }, () => 'sent'),
  );
});

it('cancels the rungs of a step that is decided, and starts those of the next', async () => {
  const number = await tipUntil('tip-off/acceptance');
  const { rungs } = await clockOf(number, 'tip-off/acceptance#1');
  await sleepUntilAfter(rungs[0]?.fireAt);
  await decide(office, number, 'tip-off/acceptance', { verdict: 'accepted', allegesDeath: false });
  await office.settled();

  await sleepUntilAfter(rungs.at(-1)?.fireAt);

  expect(await firedOf(number, 'tip-off/acceptance#1')).toEqual(['remind-50']);
  expect(await firedOf(number, 'tip-off/assignment#1')).toContain('overdue');
});

it('forfeits a reward by itself when nobody has claimed it for 60 days', async () => {
  const number = await tipUntil('tip-off/claim');
  const { dueAt, anchor, rungs } = await clockOf(number, 'tip-off/claim#1');
  expect(Date.parse(dueAt ?? '') - Date.parse(anchor)).toBeGreaterThan(60 * dayMs);

  await server.sleepUntil(new Date(Date.parse(dueAt ?? '') - 60_000));
  expect((await office.view(number)).closed).toBeNull();
  await sleepUntilAfter(rungs.at(-1)?.fireAt);

  expect((await office.view(number)).closed?.outcome).toBe('reward-forfeited');
  const [forfeiture] = (await office.record(number, 'decided')).slice(-1);
  expect(forfeiture).toMatchObject({ key: 'tip-off/claim#1', verdict: 'forfeited' });
  expect(forfeiture?.at.getTime()).toBeGreaterThanOrEqual(Date.parse(dueAt ?? ''));
  expect(await office.client.workflow.getHandle(number).result()).toBe('reward-forfeited');
});

it('gives a verification 60 days, and 90 once an extension was granted', async () => {
  const number = await tipUntil('tip-off/verification');
  const before = await clockOf(number, 'tip-off/verification#1');
  const step = 'tip-off/verification';
  await sleepUntilAfter(before.rungs[0]?.fireAt);
  await act(
    office,
    number,
    { act: 'request-extension', step, byValue: 30, reason: '需鉴定' },
    office.cast.lead,
  );
  await act(
    office,
    number,
    { act: 'answer-extension', step, grant: true, reason: '同意', told: '需鉴定' },
    office.cast.director,
  );
  await office.settled();
  const after = await clockOf(number, 'tip-off/verification#1');
  expect(daysOf(before)).toBeGreaterThanOrEqual(60);
  expect(daysOf(after)).toBeGreaterThanOrEqual(90);

  await server.sleepUntil(new Date(Date.parse(after.dueAt ?? '') - 60_000));
  expect(await firedOf(number, 'tip-off/verification#1')).toEqual(['remind-50', 'remind-80']);
  await sleepUntilAfter(after.rungs.find(({ id }) => id === 'overdue-deputy')?.fireAt);
  expect(await firedOf(number, 'tip-off/verification#1')).toEqual([
    'remind-50',
    'remind-80',
    'overdue',
    'overdue-deputy',
  ]);
});

it('lets a pause end by itself with its last day, and counts on from where the time stood', async () => {
  const number = await tipUntil('tip-off/verification');
  const step = 'tip-off/verification';
  await paused(number, step, 60);
  await office.settled();
  const { until } = (await clockOf(number, `${step}#1`)).pauses[0]!;
  await server.sleepUntil(new Date(Date.parse(until ?? '') - 60_000));
  expect(await firedOf(number, `${step}#1`)).toEqual(['pause-1-half']);

  await sleepUntilAfter(new Date(Date.parse(until ?? '') + 5 * 60_000).toISOString());
  const after = await clockOf(number, `${step}#1`);
  expect(after.pauses).toMatchObject([{ to: until }]);
  expect((await office.record(number, 'clock-superseded')).at(-1)).toMatchObject({ cause: 'resumed' });
  expect(await firedOf(number, `${step}#1`)).toEqual(['pause-1-half', 'pause-1-resume', 'pause-1-end']);
  // The day on which it began is the first of the pause, and was not one of the limit.
  expect(daysOf(after)).toBeGreaterThanOrEqual(60 + 59);

  const half = after.rungs.find(({ id }) => id === 'remind-50');
  await sleepUntilAfter(half?.fireAt);
  expect(await firedOf(number, `${step}#1`)).toContain('remind-50');
});

it('sends no reminder that is no longer true by the time that mail goes out again', async () => {
  const number = await tipUntil('tip-off/verification');
  const step = 'tip-off/verification';
  const { rungs } = await clockOf(number, `${step}#1`);
  await office.mail.down();
  await server.sleepUntil(new Date(Date.parse(rungs[0]?.fireAt ?? '') + 60_000));
  await eventually('the rung has fired', async () => (await firedOf(number, `${step}#1`)).length === 1);
  await paused(number, step, 20);

  await office.mail.up();
  await server.sleep('20 minutes');
  await office.settled();

  const done = await office.record(number, 'effect-done');
  expect(done.filter(({ key }) => key.startsWith('rung/')).map(({ result }) => result)).toEqual([
    'superseded',
  ]);
  expect(
    mailsAbout(number)
      .map(({ subject }) => subject)
      .filter((each) => each.includes('期限将至')),
  ).toEqual([]);
});

// The skipping server lets no time pass while a workflow waits for a worker, so all of them go with it.
it('fires the rungs of an outage once each, in order and marked late', async () => {
  const number = await tipUntil('tip-off/acceptance');
  const { rungs } = await clockOf(number, 'tip-off/acceptance#1');
  await sleepUntilAfter(rungs[0]?.fireAt);
  for (const each of carried) {
    await office.client.workflow
      .getHandle(each)
      .terminate()
      .catch((error: unknown) => {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      });
  }
  await office.stopWorker();
  await server.sleepUntil(new Date(Date.parse(rungs.at(-1)?.fireAt ?? '') + dayMs));
  expect(await firedOf(number, 'tip-off/acceptance#1')).toEqual(['remind-50']);

  await office.startWorker();
  const { caseId, view } = await office.file(number);
  await wakeOrStart(office.client, { caseId, number, caseType: 'tip-off', unit, seq: view.seq });
  await eventually(
    'the rungs of the outage have fired',
    async () => (await office.record(number, 'rung-fired')).length === rungs.length,
  );
  await office.settled();

  const fired = await office.record(number, 'rung-fired');
  expect(fired.map(({ rung }) => rung)).toEqual(rungs.map(({ id }) => id));
  expect(fired.map(({ late }) => late)).toEqual(rungs.map((_, index) => index > 0));
  expect(mailsAbout(number)).toHaveLength(rungs.length);
});

/** The cases of all tests of this file. */
const carried: string[] = [];

async function tipUntil(step: string): Promise<string> {
  const number = await carryTipOff(office, { until: step, unhurried: true });
  carried.push(number);
  await office.settled();
  return number;
}

async function paused(number: string, step: string, days: number): Promise<void> {
  const { lead, deputy } = office.cast;
  const request = { act: 'request-pause', step, ground: 'appraisal', days, reason: '送检' } as const;
  await act(office, number, request, lead);
  await act(office, number, { act: 'answer-pause', step, grant: true, reason: '同意' }, deputy);
}

async function clockOf(number: string, key: string): Promise<Clock> {
  const state = (await office.view(number)).steps[key];
  if (state === undefined) throw new Error(`no ${key}`);
  return state.clock;
}

async function firedOf(number: string, ofKey: string): Promise<string[]> {
  return (await office.record(number, 'rung-fired')).flatMap(({ key, rung }) =>
    key === ofKey ? [rung] : [],
  );
}

/** A minute more: the server lets it pass only when the workflows have done what the instant brought. */
async function sleepUntilAfter(instant: string | null | undefined): Promise<void> {
  if (!instant) throw new Error('no instant to sleep to');
  await server.sleepUntil(new Date(Date.parse(instant) + 60_000));
  await office.settled();
}

function mailsAbout(number: string) {
  return office.mail.mails.filter(({ subject }) => subject.includes(number));
}

function daysOf({ anchor, dueAt }: Clock): number {
  return Math.floor((Date.parse(dueAt ?? '') - Date.parse(anchor)) / dayMs);
}
