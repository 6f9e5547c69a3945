import fc from 'fast-check';
import { addDays, DAY_MS, shanghaiDate } from '../../../domain/time/calendar';
import { armClock, pauseClock, resumeClock } from '../../../domain/time/clock';
import { pauseTerm } from '../../../domain/time/pause-term';
import { daysKept } from '../../../domain/time/schedule';
import type { Clock } from '../../../domain/time/clock-state';
import { CaseMove, type MoveContext } from '../../../domain/moves/case-move';
import { runProcedure } from '../../../domain/moves/run-procedure';
import { decide } from './decide';
import { resolvePolicy, type PolicyLayer, type PolicyRow } from '../../../domain/law/policy';
import { changeLayers } from '../../../domain/law/policy-change';
import { recount } from '../../../domain/moves/recount';
import type { CaseType } from '../../../domain/case/case-type';
import { referenceLayers as law } from '../../../prisma/data/policy/layers';
import { chief, director, lin } from '../../procedures/kit/people';
import { ProjectStory } from '../../procedures/kit/project-story';
import { calendar, said, Story } from '../../procedures/kit/story';

const reason = '情况说明';

/** The layers in which the zone gives these keys other values from the day of the story on. */
function lawWith(values: { readonly [key: string]: (value: object) => object }): PolicyLayer[] {
  const rows = Object.entries(values).map(([key, next]): PolicyRow => {
    const old = law.flatMap((layer) => layer.rows).findLast((row) => row.key === key)!;
    return { ...old, value: next(old.value as object), validFrom: '2026-08-03', validTo: null };
  });
  const zone = law.find(({ id }) => id === 'jxedz')!;
  const end = rows.flatMap(({ key }) =>
    zone.rows
      .filter((row) => row.key === key && row.validTo === null)
      .map(({ validFrom }) => ({ key, validFrom, validTo: '2026-08-02' })),
  );
  const changed = changeLayers(law, { layer: 'jxedz', add: rows, end, openCases: 'move' });
  if (!changed.ok) throw new Error(changed.refusal.detail);
  return changed.value.layers;
}

/** The case as it stands, and what comes after it, with the law at revision 2. */
function draftUnder(layers: PolicyLayer[], story: Story, caseType: CaseType = 'tip-off'): CaseMove {
  const caseId = story.idOf(caseType);
  const context = story.office.context();
  return new CaseMove(caseId, story.office.view(caseId), {
    ...context,
    policy: policyIn(layers),
  });
}

/** The law of revision 1 as it was, and every later one as given. */
function policyIn(layers: PolicyLayer[]): MoveContext['policy'] {
  return ({ zone, on, revision }) => {
    const policy = resolvePolicy(revision === 1 ? law : layers, zone, on, revision);
    if (!policy.ok) throw new Error(policy.refusal.detail);
    return policy.value;
  };
}

/** The case once it has gone over to that law. */
function moved(layers: PolicyLayer[], story: Story, caseType: CaseType = 'tip-off'): CaseMove {
  const move = draftUnder(layers, story, caseType);
  recount(move, { zone: 'jxedz', on: shanghaiDate(story.office.now), revision: 2 });
  return move;
}

const lines = ({ fresh }: CaseMove) =>
  fresh.map(({ body, actor }) => [
    body.kind,
    'key' in body ? body.key : null,
    'cause' in body ? body.cause : null,
    actor.kind === 'system' ? actor.part : actor.kind,
  ]);
const pinned = ['policy-pinned', null, null, 'policy'];
const inDays = (value: number) => (old: object) => ({ ...old, value });

describe('a case that goes over to other law', () => {
  it('pins it, and supersedes each clock that comes out otherwise, with the cause', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const before = story.state('tip-off/verification').clock;
    const move = moved(lawWith({ 'limit.tip-off.verification': inDays(45) }), story);
    expect(lines(move)).toEqual([pinned, ['clock-superseded', 'tip-off/verification#1', 'policy', 'policy']]);
    const { clock } = move.view.steps['tip-off/verification#1']!;
    expect(clock).toMatchObject({ version: before.version + 1, anchor: before.anchor, limit: { value: 45 } });
    expect(move.view.policy).toMatchObject({ revision: 2 });
  });

  it('has the due date that a clock under that law would have had from the start', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const { limit, ladder, anchor, spreadMs } = story.state('tip-off/verification').clock;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (value) => {
        const move = moved(lawWith({ 'limit.tip-off.verification': inDays(value) }), story);
        const { dueAt, rungs } = move.view.steps['tip-off/verification#1']!.clock;
        const afresh = armClock({ limit: { ...limit, value }, ladder, anchor, calendar, spreadMs });
        expect({ dueAt, rungs }).toEqual({ dueAt: afresh.dueAt, rungs: afresh.rungs });
      }),
      { numRuns: 15 },
    );
  });

  it('pins it without touching a clock where none comes out otherwise', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const move = moved(lawWith({ 'limit.tip-off.feedback': inDays(5) }), story);
    expect(lines(move)).toEqual([pinned]);
  });

  it('takes the new figures for its later steps', async () => {
    const story = await Story.of();
    const move = moved(lawWith({ 'limit.tip-off.assignment': inDays(4) }), story);
    const body = { verdict: 'accepted', allegesDeath: false };
    const by = { ...chief, roles: ['intake-clerk'] as const };
    const taken = decide(
      move,
      { step: 'tip-off/acceptance', body, actor: by, seenSeq: null },
      story.office.circumstances(move.caseId),
      () => '',
    );
    expect(taken.ok).toBe(true);
    await runProcedure(move);
    expect(move.view.steps['tip-off/assignment#1']?.clock.limit.value).toBe(4);
  });

  it('gives a further round the new figures, with the cause on the record', async () => {
    const story = await (await Story.of()).carry('tip-off/verification-review');
    const move = moved(lawWith({ 'limit.tip-off.verification': inDays(45) }), story);
    const circumstances = story.office.circumstances(move.caseId);
    decide(
      move,
      { step: 'tip-off/verification-review', body: said.returned, actor: chief, seenSeq: null },
      circumstances,
      () => '',
    );
    await runProcedure(move);
    expect(lines(move).slice(-2)).toEqual([
      ['step-opened', 'tip-off/verification#2', null, 'procedure'],
      ['clock-superseded', 'tip-off/verification#2', 'policy', 'policy'],
    ]);
  });

  it('keeps the days that an order has set', async () => {
    const story = await (await Story.of()).carry('rectification/remedy');
    expect(story.state('rectification/remedy').clock.limit).toMatchObject({ value: 10, setByDecision: true });
    const move = moved(lawWith({ 'limit.rectification.remedy': inDays(5) }), story, 'rectification');
    expect(lines(move)).toEqual([pinned]);
  });

  it('loses no day of a limit that decides by itself, and may win some', async () => {
    const story = await (await Story.of()).carry('tip-off/claim');
    const claim = (value: number) =>
      lines(moved(lawWith({ 'limit.tip-off.claim': inDays(value) }), story)).some(
        ([, key]) => key === 'tip-off/claim#1',
      );
    expect([claim(30), claim(90)]).toEqual([false, true]);
  });

  it('has the new limit when a paused clock goes on', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const step = 'tip-off/verification';
    await story.pauses(step, { ground: 'appraisal', by: lin });
    const { dueAt } = story.state(step).clock;
    const move = moved(lawWith({ 'limit.tip-off.verification': inDays(45) }), story);
    const { clock } = move.view.steps['tip-off/verification#1']!;
    expect(clock).toMatchObject({ limit: { value: 45 }, pauses: [{ to: null }] });
    expect(clock.dueAt! < dueAt!).toBe(true);
  });

  it('keeps an extension, and the old limit where that counts in days of another kind', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const step = 'tip-off/verification';
    await story.acts({ act: 'request-extension', step, byValue: 20, reason }, lin);
    await story.acts({ act: 'answer-extension', step, grant: true, reason, told: reason }, director);
    const clockAfter = (layers: PolicyLayer[]): Clock =>
      moved(layers, story).view.steps['tip-off/verification#1']!.clock;
    const shorter = clockAfter(lawWith({ 'limit.tip-off.verification': inDays(45) }));
    expect(shorter).toMatchObject({ extendedBy: 20, limit: { value: 45 } });
    const working = { unit: 'working-days', rollsForward: false };
    const other = clockAfter(
      lawWith({
        'limit.tip-off.verification': (old) => ({ ...old, ...working, value: 40 }),
        'extension.tip-off.verification': (old) => ({ ...old, unit: 'working-days' }),
      }),
    );
    expect(other).toMatchObject({ extendedBy: 20, limit: { value: 60, unit: 'calendar-days' } });
  });

  it('has a new promise beside the limit, and keeps one that is given up for new cases', async () => {
    const story = await ProjectStory.of();
    for (const step of ['project/lead', 'project/notification']) await story.does(step);
    await story.obtain('project-filing');
    for (const step of ['application', 'acceptance'])
      await story.does(`approval-item/${step} land-use-permit`);
    const caseId = story.item('land-use-permit') ?? '';
    const key = 'limit.promise.land-use-permit';
    const after = (layers: PolicyLayer[]) => {
      const context = { ...story.office.context(), policy: policyIn(layers) };
      const move = new CaseMove(caseId, story.office.view(caseId), context);
      recount(move, { zone: 'jxedz', on: shanghaiDate(context.now), revision: 2 });
      return move;
    };
    const shorter = after(lawWith({ [key]: inDays(7) }));
    expect(lines(shorter)).toEqual([
      pinned,
      ['clock-superseded', 'approval-item/decision#1', 'policy', 'policy'],
    ]);
    const { clock, promise } = shorter.view.steps['approval-item/decision#1']!;
    expect([clock.limit.value, promise?.limit.value]).toEqual([20, 7]);

    const end = [{ key, validFrom: '2024-03-01', validTo: '2026-08-02' }];
    const ended = changeLayers(law, { layer: 'jxedz', add: [], end, openCases: 'move' });
    expect(lines(after(ended.ok ? ended.value.layers : []))).toEqual([pinned]);
  });

  it('does nothing where it is closed', async () => {
    const story = await Story.of();
    await story.does('tip-off/acceptance', { body: said.declined });
    expect(lines(moved(lawWith({ 'limit.tip-off.feedback': inDays(5) }), story))).toEqual([]);
  });
});

it('a case that keeps its law follows the calendar alone', async () => {
  const story = await (await Story.of({ on: '2026-08-03' })).carry('tip-off/verification');
  const { dueOn } = story.state('tip-off/verification').clock;
  const move = draftUnder(lawWith({ 'limit.tip-off.verification': inDays(45) }), story);
  const year = calendar.years['2026']!;
  const daysOff = [...year.daysOff, dueOn ?? ''];
  const context = {
    ...move.context,
    calendar: { ...calendar, revision: 2, years: { ...calendar.years, '2026': { ...year, daysOff } } },
  };
  const counted = new CaseMove(move.caseId, move.view, context);
  recount(counted, null);
  expect(lines(counted)).toEqual([['clock-superseded', 'tip-off/verification#1', 'calendar', 'calendar']]);
  recount(counted, null);
  expect(counted.fresh).toHaveLength(1);
});

describe('a limit by which silence or a forfeiture decides', () => {
  /** The claim of a tip of 2026-08-03 under one new calendar after the other, in which these dates are off too. */
  async function claimUnder(extra: (dueOn: string) => { before: string[]; after: string[] }) {
    const story = await (await Story.of({ on: '2026-08-03' })).carry('tip-off/claim');
    const { dueOn } = story.state('tip-off/claim').clock;
    const { before, after } = extra(dueOn ?? '');
    const year = calendar.years['2026']!;
    const with2026 = (dates: string[], revision: number) => ({
      ...calendar,
      revision,
      years: { ...calendar.years, '2026': { ...year, daysOff: [...year.daysOff, ...dates] } },
    });
    const caseId = story.idOf('tip-off');
    const move = (from: CaseMove['view'], dates: string[], revision: number) => {
      const next = new CaseMove(caseId, from, {
        ...story.office.context(),
        calendar: with2026(dates, revision),
      });
      recount(next, null);
      return next;
    };
    const first = move(story.office.view(caseId), before, 2);
    const second = move(first.view, after, 3);
    const dueUnder = ({ view }: CaseMove) => view.steps['tip-off/claim#1']?.clock.dueOn;
    const standing = second.view.steps['tip-off/claim#1']!;
    const seen = { standing, calendar: second.context.calendar, lines: lines(second) };
    return { dueOn, first: dueUnder(first), second: dueUnder(second), ...seen };
  }

  it('is never cut short by a new calendar', async () => {
    const claim = await claimUnder((dueOn) => ({ before: [dueOn], after: [] }));
    expect(claim.first).not.toBe(claim.dueOn);
    expect(claim.second).toBe(claim.first);
    expect(claim.lines).toEqual([]);
  });

  it('keeps the day that it was left where its time then stands still, and where it goes on', async () => {
    const claim = await claimUnder((dueOn) => ({ before: [dueOn], after: [] }));
    const { clock } = claim.standing;
    const at = (date: string) => `${date}T02:00:00.000Z`;
    const ctx = { calendar: claim.calendar };
    const ladder = { key: 'ladder.pause', rungs: [] };
    const term = pauseTerm(clock, at('2026-08-20'), { days: 5, dayMs: DAY_MS, ladder, ...ctx });
    const paused = pauseClock(clock, at('2026-08-20'), 'testing', { ...ctx, term });
    expect(paused.dueOn! >= addDays(clock.dueOn!, 5)).toBe(true);
    const early = resumeClock(paused, at('2026-08-20'), ctx);
    expect(early.dueOn! >= addDays(clock.dueOn!, 1)).toBe(true);
    const late = resumeClock(paused, at('2026-09-20'), ctx);
    expect(late.dueAt).toBe(paused.dueAt);
    // Counted once more under the same calendar, nothing is taken from it either.
    expect(daysKept(late, claim.calendar)).toBe(late.keptDays);
  });

  it('is prolonged by one, as every other', async () => {
    const claim = await claimUnder((dueOn) => ({ before: [], after: [dueOn] }));
    expect((claim.second ?? '') > (claim.first ?? '')).toBe(true);
    expect(claim.lines).toEqual([['clock-superseded', 'tip-off/claim#1', 'calendar', 'calendar']]);
  });
});
