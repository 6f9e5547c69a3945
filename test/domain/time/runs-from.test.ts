import fc from 'fast-check';
import {
  instantOf,
  millisOf,
  startOfDay,
  type Instant,
  type WorkCalendar,
} from '../../../domain/time/calendar';
import { armClock, extendClock, pauseClock, resumeClock } from '../../../domain/time/clock';
import type { Clock } from '../../../domain/time/clock-state';
import { readClock, runsFrom } from '../../../domain/time/clock-reading';
import type { Limit } from '../../../domain/time/limit';
import calendarJson from '../../../prisma/data/calendar-cn.json';

const calendar = calendarJson as WorkCalendar;
const ctx = { calendar };

/** A moment of a Shanghai day. */
function at(date: string, hour = 10): Instant {
  return instantOf(millisOf(startOfDay(date)) + hour * 3_600_000);
}

function arm(value: number, unit: Limit['unit'], anchor: Instant): Clock {
  const source = { title: 'test', confidence: 'verified' } as const;
  const limit: Limit = { key: 'limit.test', value, unit, effect: 'statutory', rollsForward: false, source };
  return armClock({ limit, ladder: { key: 'ladder.none', rungs: [] }, anchor, calendar, spreadMs: 0 });
}

describe('when a clock would have begun, had its time never stood still', () => {
  it('is the day after the anchor, later by each day that a pause takes, and the extension is part of its time', () => {
    const start = arm(20, 'calendar-days', at('2026-09-21'));
    expect(runsFrom(start)).toBe(startOfDay('2026-09-22'));
    const paused = pauseClock(start, at('2026-09-23'), 'inspection', ctx);
    expect(runsFrom(paused)).toBeNull();
    const resumed = resumeClock(paused, at('2026-09-25'), ctx);
    expect(runsFrom(resumed)).toBe(startOfDay('2026-09-25'));
    const bounds = { maxValue: 30, times: 1, unit: resumed.limit.unit };
    const extended = extendClock(resumed, 5, at('2026-09-26'), { ...ctx, bounds });
    if (!extended.ok) throw new Error(extended.refusal.code);
    expect(runsFrom(extended.value)).toBe(startOfDay('2026-09-25'));
  });

  it('is the anchor of a limit in hours, later by as long as it stood still', () => {
    const start = arm(24, 'hours', at('2026-09-21', 9));
    expect(runsFrom(start)).toBe(at('2026-09-21', 9));
    const resumed = resumeClock(
      pauseClock(start, at('2026-09-21', 10), 'inspection', ctx),
      at('2026-09-21', 13),
      ctx,
    );
    expect(runsFrom(resumed)).toBe(at('2026-09-21', 12));
  });

  it('tells of a limit in days the same share as its reading in natural days', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 90 }),
        fc.nat(60),
        fc.constantFrom('working-days', 'calendar-days', 'months'),
        (length, day, unit) => {
          const clock = arm(unit === 'months' ? 2 : length, unit, at('2026-03-02'));
          const endOfToday = millisOf(startOfDay('2026-03-03')) + day * 86_400_000;
          const [from, due] = [millisOf(runsFrom(clock) ?? ''), millisOf(clock.dueAt ?? '')];
          const reading = readClock(clock, instantOf(endOfToday - 1));
          expect(Math.floor((Math.max(0, endOfToday - from) * 100) / (due - from))).toBe(reading.usedPercent);
        },
      ),
    );
  });
});
