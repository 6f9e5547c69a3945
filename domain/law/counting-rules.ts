/**
 * How days are counted where the law leaves it open, as rows of policy: whether the first day counts, when a day ends,
 * whether a limit that ends on a day off goes on, and what a pause takes out.
 */
import type { Title } from '../role';
import type { Clock, Counting } from '../time/clock-state';
import { customary } from '../time/counting';
import type { Source } from '../time/limit';
import { rowOf, type Policy } from './policy';

/**
 * How the clocks of a step count. Undefined under a policy from before these were rows, which counts as is customary.
 * @param firstDay the row that says for this step whether the first day counts, where it has one of its own
 */
export function countingOf(policy: Policy, firstDay?: string): Counting | undefined {
  if (policy.rows['counting.pause'] === undefined) return undefined;
  return {
    firstDayCounts: rowOf(policy, firstDayRow(policy, firstDay)).value.counts,
    dayEndsAt: rowOf(policy, 'counting.day-end').value.at,
    pauses: rowOf(policy, 'counting.pause').value.takesOut,
  };
}

function firstDayRow(policy: Policy, own?: string): 'counting.first-day' {
  return (own !== undefined && own in policy.rows ? own : 'counting.first-day') as 'counting.first-day';
}

/** One sentence of how a limit is counted, and the row that says so; null: nothing but custom. */
export interface CountingLine {
  readonly row: string | null;
  readonly words: Title;
  readonly source: Source | null;
}

/** How a clock counts, in words. Empty for limits that are exact to the second. */
export function explainCounting(clock: Clock, policy: Policy, firstDay?: string): CountingLine[] {
  const { limit, counting = customary, pauses } = clock;
  if (limit.unit === 'hours' || limit.unit === 'seconds') return [];
  const line = (row: string, words: Title): CountingLine =>
    policy.rows[row] === undefined
      ? { row: null, words, source: null }
      : { row, words, source: policy.rows[row].source };
  const lines = [
    { row: limit.key, words: unitWords(clock), source: limit.source },
    line(firstDayRow(policy, firstDay), firstDayWords[counting.firstDayCounts ? 'counted' : 'left-out']),
    line('counting.day-end', {
      zh: `最后一日于${counting.dayEndsAt}届满`,
      en: `The last day ends at ${counting.dayEndsAt}`,
    }),
  ];
  if (limit.unit !== 'working-days') lines.push(rollLine(clock, line));
  if (pauses.length > 0) lines.push(line('counting.pause', pauseWords[counting.pauses]));
  return lines;
}

function unitWords({ limit: { unit, calendar } }: Clock): Title {
  if (unit === 'working-days')
    return {
      zh: `按工作日计${calendar === undefined ? '' : `(工作日历 ${calendar})`}`,
      en: `Counted in working days${calendar === undefined ? '' : ` of the calendar ${calendar}`}`,
    };
  return unit === 'months'
    ? { zh: '按月计,届满于对应日', en: 'Counted in months, to the day of the same number' }
    : { zh: '按自然日计', en: 'Counted in calendar days' };
}

/** The convention, or the reason of the row that departs from it. */
function rollLine({ limit }: Clock, line: (row: string, words: Title) => CountingLine): CountingLine {
  const { rollsForward, rollReason, key, source } = limit;
  const words = rollWords[rollsForward ? 'forward' : 'stays'];
  return rollReason === undefined
    ? line('counting.roll', words)
    : {
        row: key,
        words: { zh: `${words.zh}:${rollReason.zh}`, en: `${words.en}: ${rollReason.en}` },
        source,
      };
}

const firstDayWords = {
  counted: { zh: '起算当日计入', en: 'The first day counts' },
  'left-out': { zh: '起算当日不计入,自次日起算', en: 'The first day does not count' },
} as const satisfies Record<string, Title>;

const rollWords = {
  forward: {
    zh: '最后一日为休息日的,顺延至下一工作日',
    en: 'A last day that is a day off gives way to the next working day',
  },
  stays: { zh: '最后一日为休息日的,不顺延', en: 'A last day that is a day off stays the last day' },
} as const satisfies Record<string, Title>;

const pauseWords = {
  'days-touched': {
    zh: '中止所及之日全部扣除',
    en: 'A pause takes out every day that it touches',
  },
  'time-stood-still': {
    zh: '中止时间累计,每满二十四小时扣除一日',
    en: 'The time that stood still is added up; each 24 hours of it take out a day',
  },
} as const satisfies Record<Counting['pauses'], Title>;
