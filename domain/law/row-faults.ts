/** What is wrong with a row of law by itself, where a schema cannot see it. */
import type { PlainDate } from '../time/calendar';
import type { LadderRung, LimitUnit } from '../time/limit';
import type { PolicyRow } from './policy';
import type {
  ApprovalValue,
  ExtensionValue,
  LadderValue,
  LimitValue,
  PauseValue,
  PolicyValue,
} from './policy-values';

/** Where in a row it is wrong (the end of a JSON pointer), and how. */
export interface RowFault {
  readonly at: string;
  readonly detail: string;
}

/** What contradicts itself in a row, or reaches further than any clock does. Null: nothing. */
export function faultOfRow(row: PolicyRow): RowFault | null {
  const { key, value, validFrom, validTo } = row;
  if (!isSensibleDay(validFrom)) return { at: '/validFrom', detail: outsideYears(validFrom) };
  if (validTo !== null && !isSensibleDay(validTo)) return { at: '/validTo', detail: outsideYears(validTo) };
  const detail = faultOfValue(key, value);
  return detail === null ? null : { at: '/value', detail };
}

// A day beyond these is a slip of the pen, and one beyond 9999 cannot be written as a date.
const firstDay: PlainDate = '1949-10-01';
const lastDay: PlainDate = '2199-12-31';

/** Whether law can begin or end on this day. */
export function isSensibleDay(day: PlainDate): boolean {
  return firstDay <= day && day <= lastDay;
}

/** The fault of a day on which no law can begin or end. */
export function outsideYears(day: PlainDate): string {
  return `${day} is not between ${firstDay} and ${lastDay}`;
}

function faultOfValue(key: string, value: unknown): string | null {
  switch (key.split('.')[0]) {
    case 'limit':
      return faultOfLimit(value as LimitValue);
    case 'extension': {
      const { maxValue, unit } = value as ExtensionValue;
      return tooLong({ value: maxValue, unit });
    }
    case 'pause':
      return tooLong({ value: (value as PauseValue).days, unit: 'calendar-days' });
    case 'acknowledgement':
      return tooLong(value as PolicyValue<'acknowledgement.overdue'>);
    case 'ladder':
      return faultOfLadder(value as LadderValue);
    case 'approval': {
      const tops = (value as ApprovalValue).bands.map(({ upToFen }) => upToFen ?? Infinity);
      return tops.every((top, i) => i === 0 || top > tops[i - 1]!) ? null : 'bands ascend';
    }
    case 'demo':
      return 'the pace of a demonstration is no law';
    default:
      return null;
  }
}

/** Ten years in each unit: no limit of law is longer, and no clock has to be counted further. */
const mostOf = {
  'working-days': 2_500,
  'calendar-days': 3_660,
  months: 120,
  hours: 87_840,
  seconds: 316_224_000,
} satisfies Record<LimitUnit, number>;

function tooLong({ value, unit }: { readonly value: number; readonly unit: LimitUnit }): string | null {
  return value <= mostOf[unit] ? null : `${value} ${unit} are more than ten years`;
}

function faultOfLimit(limit: LimitValue): string | null {
  if (limit.rollsForward && limit.unit !== 'calendar-days' && limit.unit !== 'months')
    return `a limit in ${limit.unit} never ends on a day off`;
  return tooLong(limit);
}

function faultOfLadder({ rungs }: LadderValue): string | null {
  const ids = rungs.map(({ id }) => id);
  if (ids.includes('expire')) return `'expire' is the rung of a limit that decides`;
  if (new Set(ids).size !== ids.length) return 'each rung has an id of its own';
  return rungs.map(faultOfRung).find((fault) => fault !== null) ?? null;
}

function faultOfRung({ id, kind, at }: LadderRung): string | null {
  if ('afterDue' in at) return tooLong(at.afterDue);
  if (kind !== 'remind' && !('percent' in at && at.percent === 100))
    return `'${id}' calls a step late before its limit has ended`;
  return 'beforeDue' in at ? tooLong(at.beforeDue) : null;
}
