import fc from 'fast-check';
import {
  instantOf,
  millisOf,
  startOfDay,
  type WorkCalendar,
  type Instant,
} from '../../../domain/time/calendar';
import {
  armClock,
  extendClock,
  mayPause,
  mayResume,
  pauseClock,
  rearmClock,
  resumeClock,
} from '../../../domain/time/clock';
import type { Clock } from '../../../domain/time/clock-state';
import { countedDates, readClock } from '../../../domain/time/clock-reading';
import { limitUnits, type Ladder, type Limit } from '../../../domain/time/limit';
import { ledger, type LedgerSpan } from '../../../domain/ledger/case-ledger';
import { parties } from '../../../domain/party';
import calendarJson from '../../../prisma/data/calendar-cn.json';
import { endOfDay } from '../../harness/working-days';

const cn = calendarJson as WorkCalendar;
const ctx = { calendar: cn };

const standard: Ladder = {
  key: 'ladder.standard',
  rungs: [
    { id: 'remind-50', kind: 'remind', at: { percent: 50 }, to: 'assignee' },
    { id: 'remind-80', kind: 'remind', at: { percent: 80 }, to: 'section-chief' },
    { id: 'overdue', kind: 'overdue', at: { percent: 100 }, to: 'section-chief' },
    { id: 'overdue-deputy', kind: 'overdue', at: { percent: 100 }, to: 'deputy-director' },
    {
      id: 'escalate',
      kind: 'escalate',
      at: { afterDue: { value: 2, unit: 'working-days' } },
      to: 'director',
    },
  ],
};

function limit(value: number, unit: Limit['unit'], rollsForward = false): Limit {
  const source = { title: 'test', confidence: 'verified' } as const;
  return { key: 'limit.test', value, unit, effect: 'statutory', rollsForward, source };
}

/** A moment of a Shanghai day. */
function at(date: string, hour = 10): Instant {
  return instantOf(millisOf(startOfDay(date)) + hour * 3_600_000);
}

function arm(of: Limit, anchor: Instant, more: { spreadMs?: number; expires?: boolean } = {}): Clock {
  return armClock({ limit: of, ladder: standard, anchor, calendar: cn, spreadMs: 0, ...more });
}

function mustExtend(clock: Clock, by: number, when: Instant, bounds = { maxValue: 30, times: 1 }): Clock {
  const result = extendClock(clock, by, when, { ...ctx, bounds: { ...bounds, unit: clock.limit.unit } });
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

describe('arming', () => {
  test('the hour of the anchor makes no difference to a limit in days', () => {
    const early = arm(limit(5, 'working-days'), at('2026-09-21', 0));
    const late = arm(limit(5, 'working-days'), at('2026-09-21', 23));
    expect(early.dueAt).toBe(late.dueAt);
    expect(early.dueOn).toBe('2026-09-29'); // 22, 23, 24, 28, 29
    expect(early.dueAt).toBe(endOfDay('2026-09-29'));
  });

  test('a limit of 0 days ends with the anchor’s own day', () => {
    expect(arm(limit(0, 'working-days'), at('2026-09-21')).dueAt).toBe(endOfDay('2026-09-21'));
  });

  test('hours and seconds are exact', () => {
    expect(arm(limit(24, 'hours'), at('2026-10-01', 9)).dueAt).toBe(at('2026-10-02', 9));
    expect(arm(limit(90, 'seconds'), '2026-10-01T01:00:00.250Z').dueAt).toBe('2026-10-01T01:01:30.250Z');
  });

  test('rungs stand at the end of whole days, counted like the limit', () => {
    const clock = arm(limit(5, 'working-days'), at('2026-09-21'));
    expect(clock.rungs.map(({ id, at: when }) => [id, when])).toEqual([
      ['remind-50', endOfDay('2026-09-23')], // day 2 of 5
      ['remind-80', endOfDay('2026-09-28')], // day 4 of 5
      ['overdue', endOfDay('2026-09-29')],
      ['overdue-deputy', endOfDay('2026-09-29')],
      ['escalate', endOfDay('2026-10-08')], // 09-30 and 10-08
    ]);
  });

  test('rungs below 100 % of a rolled limit are not rolled, "overdue" is', () => {
    const clock = arm(limit(60, 'calendar-days', true), at('2026-08-03'));
    expect(clock.rungs[1]).toMatchObject({ id: 'remind-80', at: endOfDay('2026-09-20') });
    expect(clock.rungs[2]).toMatchObject({ id: 'overdue', at: endOfDay('2026-10-08') });
    expect(clock.rungs[4]).toMatchObject({ id: 'escalate', at: endOfDay('2026-10-10') });
  });

  test('the spread delays firing of day limits, never the legal instant', () => {
    const days = arm(limit(5, 'working-days'), at('2026-09-21'), { spreadMs: 90_000 });
    expect(days.dueAt).toBe(endOfDay('2026-09-29'));
    for (const rung of days.rungs) expect(millisOf(rung.fireAt) - millisOf(rung.at)).toBe(90_000);
    const exact = arm(limit(10, 'seconds'), at('2026-09-21'), { spreadMs: 90_000 });
    for (const rung of exact.rungs) expect(rung.fireAt).toBe(rung.at);
  });

  test('a limit that decides by itself has one rung at the end in place of the warnings after it', () => {
    const clock = arm(limit(60, 'calendar-days', true), at('2026-08-05'), { expires: true });
    expect(clock.rungs.map((rung) => rung.kind)).toEqual(['remind', 'remind', 'expire']);
    expect(clock.rungs.at(-1)).toMatchObject({ id: 'expire', at: clock.dueAt });
  });

  test('a due date in a year without notice is provisional', () => {
    expect(arm(limit(5, 'working-days'), at('2026-12-25')).provisional).toBe(true);
    expect(arm(limit(5, 'working-days'), at('2026-12-18')).provisional).toBe(false);
    // No calendar is asked for natural days that do not roll.
    expect(arm(limit(90, 'calendar-days'), at('2026-12-18')).provisional).toBe(false);
  });

  test('the counted days can be listed', () => {
    const clock = arm(limit(5, 'working-days'), at('2026-09-21'));
    expect(countedDates(clock, cn)).toEqual([
      '2026-09-22',
      '2026-09-23',
      '2026-09-24',
      '2026-09-28',
      '2026-09-29',
    ]);
  });

  test('a clock is plain JSON', () => {
    const clock = arm(limit(5, 'working-days'), at('2026-09-21'));
    expect(JSON.parse(JSON.stringify(clock))).toEqual(clock);
  });
});

describe('pausing', () => {
  const start = arm(limit(5, 'working-days'), at('2026-09-21')); // due 09-29

  test('while paused there is no due instant, no rung, and nothing is overdue', () => {
    const paused = pauseClock(start, at('2026-09-23'), 'expert-review', ctx);
    expect(paused).toMatchObject({ version: 2, dueAt: null, dueOn: null, rungs: [] });
    const reading = readClock(paused, at('2026-12-01'), ctx);
    expect(reading).toMatchObject({ state: 'paused', overdue: false, remaining: { days: 4 } });
    expect(start.version).toBe(1);
  });

  test('takes out each date it touches, first and last included', () => {
    const paused = pauseClock(start, at('2026-09-23', 17), 'expert-review', ctx);
    const resumed = resumeClock(paused, at('2026-09-28', 9), ctx);
    expect(resumed.dueOn).toBe('2026-10-09'); // 22, then 29, 30, 10-08, 10-09
  });

  test('twice on one day takes that day out once', () => {
    let clock = start;
    for (const hour of [9, 14]) {
      clock = pauseClock(clock, at('2026-09-23', hour), 'inspection', ctx);
      clock = resumeClock(clock, at('2026-09-23', hour + 1), ctx);
    }
    expect(clock.dueOn).toBe('2026-09-30');
    expect(clock.version).toBe(5);
  });

  test('on the anchor’s own day costs nothing: that day is not counted anyway', () => {
    const paused = pauseClock(start, at('2026-09-21', 11), 'inspection', ctx);
    expect(resumeClock(paused, at('2026-09-21', 12), ctx).dueOn).toBe('2026-09-29');
  });

  test('is exact to the millisecond in hours', () => {
    const clock = arm(limit(2, 'hours'), at('2026-09-21', 9));
    const paused = pauseClock(clock, at('2026-09-21', 10), 'hearing', ctx);
    expect(readClock(paused, at('2026-09-25')).remaining.ms).toBe(3_600_000);
    expect(resumeClock(paused, at('2026-09-22', 8), ctx).dueAt).toBe(at('2026-09-22', 9));
  });

  test('within the days that rolling gave keeps them', () => {
    // Day 60 is the holiday 10-02, rolled to 10-08; a pause over 10-08 must not end in the past.
    const rolled = arm(limit(60, 'calendar-days', true), at('2026-08-03'));
    const paused = pauseClock(rolled, at('2026-10-05'), 'appraisal', ctx);
    const resumed = resumeClock(paused, at('2026-10-20'), ctx);
    expect(resumed.dueOn).toBe('2026-10-21');
  });

  test('after the due instant moves nothing, and the breach stays on the clock', () => {
    expect(mayPause(start, at('2026-10-09'))).toMatchObject({
      ok: false,
      refusal: { code: 'clock-expired' },
    });
    const paused = pauseClock(start, at('2026-10-09'), 'late', ctx);
    const resumed = resumeClock(paused, at('2026-10-12'), ctx);
    expect(resumed.dueAt).toBe(start.dueAt);
    expect(resumed.breachedAt).toBe(start.dueAt);
    expect(readClock(paused, at('2026-10-10'))).toMatchObject({ overdue: false, breached: true });
  });

  test('out of order is refused or an error', () => {
    const paused = pauseClock(start, at('2026-09-23'), 'hearing', ctx);
    expect(mayPause(paused, at('2026-09-24'))).toMatchObject({ refusal: { code: 'clock-paused' } });
    expect(mayResume(start)).toMatchObject({ refusal: { code: 'clock-not-paused' } });
    expect(() => pauseClock(paused, at('2026-09-24'), 'again', ctx)).toThrow(RangeError);
    expect(() => resumeClock(start, at('2026-09-24'), ctx)).toThrow(RangeError);
    expect(() => resumeClock(paused, at('2026-09-22'), ctx)).toThrow(RangeError);
    expect(() => pauseClock(start, at('2026-09-20'), 'early', ctx)).toThrow(RangeError);
  });
});

describe('extending and re-arming', () => {
  const bounds = { maxValue: 30, unit: 'calendar-days', times: 1 } as const;
  const start = arm(limit(60, 'calendar-days', true), at('2026-08-03'));

  test.each([
    ['clock-expired', start, 10, at('2026-10-09', 0)],
    ['clock-paused', pauseClock(start, at('2026-08-10'), 'hearing', ctx), 10, at('2026-08-11')],
    ['extension-not-positive', start, 0, at('2026-08-10')],
    ['extension-not-positive', start, 1.5, at('2026-08-10')],
    ['extension-too-long', start, 31, at('2026-08-10')],
    ['extension-used-up', mustExtend(start, 5, at('2026-08-10')), 5, at('2026-08-11')],
  ])('%s', (code, clock, by, when) => {
    expect(extendClock(clock, by, when, { ...ctx, bounds })).toMatchObject({ ok: false, refusal: { code } });
  });

  test('is possible until the last moment', () => {
    const last = instantOf(millisOf(start.dueAt!) - 1);
    expect(mustExtend(start, 30, last).dueOn).toBe('2026-11-02');
  });

  test('several extensions together stay within the maximum', () => {
    const once = mustExtend(start, 20, at('2026-08-10'), { maxValue: 30, times: 2 });
    const twice = { ...ctx, bounds: { ...bounds, times: 2 } };
    expect(extendClock(once, 11, at('2026-08-11'), twice)).toMatchObject({
      refusal: { code: 'extension-too-long' },
    });
    expect(extendClock(once, 10, at('2026-08-11'), twice).ok).toBe(true);
  });

  test('a rule in another unit than the limit is an error in the data', () => {
    const wrong = { ...ctx, bounds: { maxValue: 30, unit: 'working-days', times: 1 } as const };
    expect(() => extendClock(start, 5, at('2026-08-10'), wrong)).toThrow(/working-days/);
  });

  test('a new holiday notice moves the due date and leaves anchor, pauses and extension', () => {
    const clock = arm(limit(5, 'working-days'), at('2026-12-25'));
    const published: WorkCalendar = {
      ...cn,
      revision: 2,
      years: {
        ...cn.years,
        '2027': {
          state: 'published',
          notice: 'test',
          daysOff: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-01-04'],
          makeUpWorkdays: [],
        },
      },
    };
    const moved = rearmClock(clock, { calendar: published });
    expect(moved).toMatchObject({ version: 2, dueOn: '2027-01-05', provisional: false, calendarRevision: 2 });
    expect(moved.anchor).toBe(clock.anchor);
    expect(clock.dueOn).toBe('2027-01-04');
  });

  test('a new limit keeps the extension; in another unit it has to be said', () => {
    const extended = mustExtend(start, 30, at('2026-08-10'));
    expect(rearmClock(extended, { ...ctx, limit: limit(30, 'calendar-days') }).dueOn).toBe('2026-10-02');
    const working = limit(20, 'working-days');
    expect(() => rearmClock(extended, { ...ctx, limit: working })).toThrow(/extension/);
    expect(rearmClock(extended, { ...ctx, limit: working, extendedBy: 0 }).dueOn).toBe('2026-08-31');
  });

  test('re-arming an overdue clock keeps its breach', () => {
    const moved = rearmClock(start, { ...ctx, limit: limit(120, 'calendar-days'), at: at('2026-10-20') });
    expect(readClock(moved, at('2026-10-20'))).toMatchObject({ overdue: false, breached: true });
  });
});

describe('reading', () => {
  const clock = arm(limit(5, 'working-days'), at('2026-09-21')); // 22, 23, 24, 28, 29

  test.each([
    ['2026-09-21', 5, 0, 0],
    ['2026-09-24', 2, 3, 60],
    ['2026-09-27', 2, 3, 60],
    ['2026-09-29', 0, 5, 100],
    ['2026-10-08', -2, 7, 140],
  ])('on %s: %i working days remain, %i used (%i %%)', (date, remaining, used, usedPercent) => {
    const reading = readClock(clock, at(date), ctx);
    expect(reading).toMatchObject({ daysIn: 'working-days', usedPercent });
    expect([reading.remaining.days, reading.used.days]).toEqual([remaining, used]);
  });

  test('without a calendar, days are natural days', () => {
    const reading = readClock(clock, at('2026-09-24'));
    expect(reading).toMatchObject({ daysIn: 'calendar-days', remaining: { days: 5 }, usedPercent: 37 });
  });

  test('it becomes overdue at the exclusive end and not before', () => {
    const dueMs = millisOf(clock.dueAt!);
    expect(readClock(clock, instantOf(dueMs - 1))).toMatchObject({ state: 'running', overdue: false });
    expect(readClock(clock, instantOf(dueMs))).toMatchObject({ state: 'due', overdue: true, breached: true });
  });
});

// --- properties -----------------------------------------------------------------------------

const anyLimit = fc
  .record({
    unit: fc.constantFrom(...limitUnits),
    value: fc.integer({ min: 0, max: 120 }),
    rolls: fc.boolean(),
  })
  .map(({ unit, value, rolls }) => limit(unit === 'months' ? value % 13 : value, unit, rolls));
const anyAnchor = fc
  .integer({ min: millisOf('2025-12-01T00:00:00.000Z'), max: millisOf('2026-12-20T00:00:00.000Z') })
  .map(instantOf);
const gaps = fc.array(fc.integer({ min: 1, max: 12 * 86_400_000 }), { maxLength: 8 });

/** Pauses and resumes by turns, each some time after the one before; ends running. */
function live(clock: Clock, steps: number[]): { clock: Clock; now: number } {
  let now = millisOf(clock.anchor);
  for (const step of steps) {
    now += step;
    clock =
      clock.dueAt === null
        ? resumeClock(clock, instantOf(now), ctx)
        : pauseClock(clock, instantOf(now), 'test', ctx);
  }
  if (clock.dueAt === null) clock = resumeClock(clock, instantOf((now += 1)), ctx);
  return { clock, now };
}

test('a limit of no days that is paused on its day ends with the first day after the pause', () => {
  const armed = arm(limit(0, 'calendar-days'), at('2026-09-21'));
  const paused = pauseClock(armed, at('2026-09-21'), 'test', ctx);
  expect(resumeClock(paused, at('2026-09-23'), ctx).dueOn).toBe('2026-09-24');
});

describe('properties', () => {
  test('a longer limit is never due earlier, nor a later anchor', () => {
    fc.assert(
      fc.property(anyLimit, anyAnchor, fc.nat(5), fc.nat(9 * 86_400_000), (of, anchor, more, later) => {
        const due = millisOf(arm(of, anchor).dueAt!);
        expect(millisOf(arm({ ...of, value: of.value + more }, anchor).dueAt!)).toBeGreaterThanOrEqual(due);
        const laterAnchor = instantOf(millisOf(anchor) + later);
        expect(millisOf(arm(of, laterAnchor).dueAt!)).toBeGreaterThanOrEqual(due);
      }),
    );
  });

  test('rungs ascend, never fire before they stand, never stand before the anchor', () => {
    fc.assert(
      fc.property(
        anyLimit,
        anyAnchor,
        gaps,
        fc.nat(600_000),
        fc.boolean(),
        (of, anchor, steps, spreadMs, expires) => {
          const { clock } = live(arm(of, anchor, { spreadMs, expires }), steps);
          let before = clock.anchor;
          for (const rung of clock.rungs) {
            expect(rung.at >= before).toBe(true);
            expect(rung.fireAt >= rung.at).toBe(true);
            if (rung.kind === 'remind') expect(rung.at <= clock.dueAt!).toBe(true);
            else expect(rung.at >= clock.dueAt!).toBe(true);
            before = rung.at;
          }
        },
      ),
    );
  });

  test('pausing only ever moves the due instant later, and a due one not at all', () => {
    fc.assert(
      fc.property(anyLimit, anyAnchor, gaps, (of, anchor, steps) => {
        const armed = arm(of, anchor);
        const { clock } = live(armed, steps);
        expect(clock.dueAt! >= armed.dueAt!).toBe(true);
        const first = clock.pauses[0];
        if (first && first.from >= armed.dueAt!) expect(clock.dueAt).toBe(armed.dueAt);
      }),
    );
  });

  test('a running clock that was not due when paused is not due on resuming', () => {
    fc.assert(
      fc.property(anyLimit, anyAnchor, gaps, (of, anchor, steps) => {
        fc.pre(steps.length > 0); // a limit of 0 seconds is due as it is armed
        const { clock, now } = live(arm(of, anchor), steps);
        if (clock.breachedAt === null) expect(readClock(clock, instantOf(now)).overdue).toBe(false);
      }),
    );
  });

  test('what remains never grows while time runs', () => {
    fc.assert(
      fc.property(
        anyLimit,
        anyAnchor,
        gaps,
        fc.nat(86_400_000 * 40),
        fc.nat(86_400_000 * 40),
        (of, anchor, steps, a, b) => {
          const { clock, now } = live(arm(of, anchor), steps);
          const [early, late] = [
            readClock(clock, instantOf(now + a), ctx),
            readClock(clock, instantOf(now + a + b), ctx),
          ];
          expect(late.remaining.ms).toBeLessThanOrEqual(early.remaining.ms);
          expect(late.remaining.days).toBeLessThanOrEqual(early.remaining.days);
          expect(late.used.ms).toBeGreaterThanOrEqual(early.used.ms);
          expect(late.used.days).toBeGreaterThanOrEqual(early.used.days);
        },
      ),
    );
  });

  test('a pause never eats time: what is kept is what was left', () => {
    fc.assert(
      fc.property(
        anyLimit,
        anyAnchor,
        fc.nat(86_400_000 * 60),
        fc.nat(86_400_000 * 60),
        (of, anchor, run, rest) => {
          const clock = arm(of, anchor);
          const from = instantOf(millisOf(anchor) + run);
          if (!mayPause(clock, from).ok) return;
          const before = readClock(clock, from, ctx);
          const paused = pauseClock(clock, from, 'test', ctx);
          const to = instantOf(millisOf(from) + rest);
          expect(readClock(paused, to, ctx).remaining).toEqual(readClock(paused, from, ctx).remaining);
          const after = readClock(resumeClock(paused, to, ctx), to, ctx);
          expect(after.used.ms).toBe(before.used.ms);
          if (of.unit === 'hours' || of.unit === 'seconds')
            expect(after.remaining.ms).toBe(before.remaining.ms);
          // The pause's dates are taken out whole, so the day it began on is given back.
          if (of.unit === 'working-days') {
            expect(after.remaining.days - before.remaining.days).toBeGreaterThanOrEqual(0);
            expect(after.remaining.days - before.remaining.days).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test('re-arming with nothing new changes nothing but the version', () => {
    fc.assert(
      fc.property(anyLimit, anyAnchor, gaps, (of, anchor, steps) => {
        const { clock } = live(arm(of, anchor), steps);
        expect(rearmClock(clock, ctx)).toEqual({ ...clock, version: clock.version + 1 });
      }),
    );
  });
});

// --- the stage ledger -----------------------------------------------------------------------

describe('the stage ledger', () => {
  const from = at('2026-09-21', 9);
  const to = at('2026-09-21', 17);
  const hour = 3_600_000;

  test('charges each stretch to one party, and what nobody has to the bureau', () => {
    const spans: LedgerSpan[] = [
      { stage: 'verification', party: 'bureau', from: at('2026-09-21', 9), to: at('2026-09-21', 11) },
      { stage: 'remedy', party: 'enterprise', from: at('2026-09-21', 11), to: at('2026-09-21', 14) },
      { stage: 'appraisal', party: 'pause', from: at('2026-09-21', 12), to: at('2026-09-21', 13) },
      { stage: 'claim', party: 'reporter', from: at('2026-09-21', 15), to: null },
    ];
    const result = ledger({ from, to, spans });
    expect(result.byParty).toEqual({
      bureau: 3 * hour,
      enterprise: 2 * hour,
      pause: hour,
      reporter: 2 * hour,
      'third-body': 0,
    });
    expect(result.entries.map(({ stage, party, ms }) => [stage, party, ms / hour])).toEqual([
      ['verification', 'bureau', 2],
      ['remedy', 'enterprise', 1],
      ['appraisal', 'pause', 1],
      ['remedy', 'enterprise', 1],
      [null, 'bureau', 1],
      ['claim', 'reporter', 2],
    ]);
  });

  test('parallel work is the bureau’s as long as the bureau has any of it', () => {
    const spans: LedgerSpan[] = [
      { stage: 'remedy', party: 'enterprise', from, to: null },
      { stage: 'penalty', party: 'bureau', from: at('2026-09-21', 10), to: at('2026-09-21', 12) },
    ];
    expect(ledger({ from, to, spans }).byParty).toMatchObject({ bureau: 2 * hour, enterprise: 6 * hour });
  });

  test('parts sum to the whole, without gap or overlap', () => {
    const span = fc.record({
      stage: fc.constantFrom('a', 'b', 'c'),
      party: fc.constantFrom(...parties),
      start: fc.nat(10_000),
      length: fc.option(fc.nat(5_000)),
    });
    fc.assert(
      fc.property(
        fc.array(span, { maxLength: 12 }),
        fc.nat(10_000),
        fc.nat(10_000),
        (drawn, start, length) => {
          const spans = drawn.map(({ stage, party, start: s, length: l }) => ({
            stage,
            party,
            from: instantOf(s),
            to: l === null ? null : instantOf(s + l),
          }));
          const result = ledger({ from: instantOf(start), to: instantOf(start + length), spans });
          const sum = Object.values(result.byParty).reduce((a, b) => a + b, 0);
          expect(sum).toBe(length);
          expect(result.totalMs).toBe(length);
          let cursor = instantOf(start);
          for (const entry of result.entries) {
            expect(entry.from).toBe(cursor);
            cursor = entry.to;
          }
          if (length > 0) expect(cursor).toBe(instantOf(start + length));
        },
      ),
    );
  });
});
