/**
 * The compression of time 时限压缩: by how much decided approval items undercut the legal limit. What "on
 * average 30 %" is an average of is written nowhere, so there are two definitions, side by side:
 *
 *  - mean of ratios 逐项平均: the mean over the items of 1 − taken / legal;
 *  - by sums 总量压缩: 1 − sum of what was taken / sum of what the law allows. Working days and natural days
 *    are not added up: this definition gives one figure for each unit, and reaches an aim if each of them does.
 *
 * Figures are whole basis points (1 % = 100), rounded down, also below zero: a figure never says more than
 * was reached, and it stands at an aim exactly where the unrounded one does.
 */
import { limitUnits, type LimitUnit } from '../time/limit';

/** How one item was decided in time, its days in `limitUnit`. */
export interface DecidedItem {
  readonly limitUnit: LimitUnit;
  /** What the law allows, extensions left out. 0: decided by its arrival (备案), so there is nothing to undercut. */
  readonly limitDays: number;
  readonly promiseDays: number | null;
  /** What was taken, pauses left out. */
  readonly actualDays: number;
  readonly promiseBroken: boolean;
  readonly explained: boolean;
}

/** Decided items with one legal limit, added up. Whole numbers: nothing is lost by adding up. */
export interface Tally {
  readonly limitUnit: LimitUnit;
  readonly limitDays: number;
  readonly items: number;
  /** Sum over the items. */
  readonly actualDays: number;
  /** How many of the items had a promise, and the sum of what was promised. */
  readonly promised: number;
  readonly promiseDays: number;
  readonly broken: number;
  /** Broken promises without a published explanation. */
  readonly unexplained: number;
}

/** What was reached, and what was committed over the items that had a promise; basis points. */
export interface Reduction {
  readonly actual: number;
  readonly committed: number | null;
}

/** By sums, over the items whose limits run in one unit; days in that unit. */
export interface SumReduction extends Reduction {
  readonly limitUnit: LimitUnit;
  readonly items: number;
  readonly limitDays: number;
  readonly actualDays: number;
}

export interface Compression {
  /** Decided items that had a day to undercut: those that the figures are about. */
  readonly items: number;
  /** Items decided by their arrival, in no figure. */
  readonly exempt: number;
  readonly broken: number;
  readonly unexplained: number;
  /** Null without items. */
  readonly meanOfRatios: Reduction | null;
  /** One per unit, in the order of the units. */
  readonly bySums: readonly SumReduction[];
}

/** Adds items up by their legal limit. */
export function tallied(items: readonly DecidedItem[]): Tally[] {
  return merged(
    items.map(({ limitUnit, limitDays, promiseDays, actualDays, promiseBroken, explained }) => ({
      limitUnit,
      limitDays,
      items: 1,
      actualDays,
      promised: promiseDays === null ? 0 : 1,
      promiseDays: promiseDays ?? 0,
      broken: promiseBroken ? 1 : 0,
      unexplained: promiseBroken && !explained ? 1 : 0,
    })),
  );
}

/** Tallies of several sets as those of all of them together. */
export function merged(tallies: readonly Tally[]): Tally[] {
  const byLimit = new Map<string, Tally>();
  for (const tally of tallies) {
    const key = `${tally.limitUnit} ${tally.limitDays}`;
    const known = byLimit.get(key);
    byLimit.set(key, known === undefined ? tally : added(known, tally));
  }
  const place = ({ limitUnit }: Tally) => limitUnits.indexOf(limitUnit);
  return [...byLimit.values()].sort((a, b) => place(a) - place(b) || a.limitDays - b.limitDays);
}

function added(a: Tally, b: Tally): Tally {
  return {
    limitUnit: a.limitUnit,
    limitDays: a.limitDays,
    items: a.items + b.items,
    actualDays: a.actualDays + b.actualDays,
    promised: a.promised + b.promised,
    promiseDays: a.promiseDays + b.promiseDays,
    broken: a.broken + b.broken,
    unexplained: a.unexplained + b.unexplained,
  };
}

/** The compression of a set of decided items. */
export function compressionOf(tallies: readonly Tally[]): Compression {
  const all = merged(tallies);
  const counted = all.filter(({ limitDays }) => limitDays > 0);
  return {
    items: sum(counted, ({ items }) => items),
    exempt: sum(all, ({ limitDays, items }) => (limitDays > 0 ? 0 : items)),
    broken: sum(all, ({ broken }) => broken),
    unexplained: sum(all, ({ unexplained }) => unexplained),
    meanOfRatios: counted.length === 0 ? null : meanOfRatios(counted),
    bySums: limitUnits.flatMap((unit) => {
      const ofUnit = counted.filter(({ limitUnit }) => limitUnit === unit);
      return ofUnit.length === 0 ? [] : [bySums(unit, ofUnit)];
    }),
  };
}

/** Whether an aim (basis points) is reached, by each definition; null where there is nothing to measure. */
export function aimReached(
  { meanOfRatios, bySums }: Compression,
  aim: number,
): { readonly meanOfRatios: boolean | null; readonly bySums: boolean | null } {
  return {
    meanOfRatios: meanOfRatios === null ? null : meanOfRatios.actual >= aim,
    bySums: bySums.length === 0 ? null : bySums.every(({ actual }) => actual >= aim),
  };
}

// --- the two definitions ----------------------------------------------------------------------

const whole = 10_000n;

function meanOfRatios(counted: readonly Tally[]): Reduction {
  const promised = counted.filter(({ promised: count }) => count > 0);
  return {
    actual: meanSaved(counted.map(({ limitDays, items, actualDays }) => [limitDays, items, actualDays])),
    committed:
      promised.length === 0
        ? null
        : meanSaved(promised.map((tally) => [tally.limitDays, tally.promised, tally.promiseDays])),
  };
}

/** The mean of 1 − days / limit over items given as `[limit, items, sum of their days]`, over one denominator: exact. */
function meanSaved(parts: readonly (readonly [limit: number, items: number, days: number])[]): number {
  const common = parts.reduce((product, [limit]) => leastCommonMultiple(product, BigInt(limit)), 1n);
  const saved = parts.reduce(
    (total, [limit, items, days]) => total + BigInt(limit * items - days) * (common / BigInt(limit)),
    0n,
  );
  const count = parts.reduce((total, [, items]) => total + BigInt(items), 0n);
  return roundedDown(whole * saved, common * count);
}

function bySums(limitUnit: LimitUnit, counted: readonly Tally[]): SumReduction {
  const limitDays = sum(counted, (tally) => tally.limitDays * tally.items);
  const actualDays = sum(counted, (tally) => tally.actualDays);
  const promisedOver = sum(counted, (tally) => tally.limitDays * tally.promised);
  return {
    limitUnit,
    items: sum(counted, ({ items }) => items),
    limitDays,
    actualDays,
    actual: savedOf(limitDays, actualDays),
    committed:
      promisedOver === 0
        ? null
        : savedOf(
            promisedOver,
            sum(counted, (tally) => tally.promiseDays),
          ),
  };
}

function savedOf(limitDays: number, days: number): number {
  return roundedDown(whole * BigInt(limitDays - days), BigInt(limitDays));
}

/** BigInt division cuts towards zero; here also what is negative is rounded down. */
function roundedDown(dividend: bigint, divisor: bigint): number {
  const quotient = dividend / divisor;
  return Number(dividend % divisor < 0n ? quotient - 1n : quotient);
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return (a / greatestCommonDivisor(a, b)) * b;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

function sum<T>(each: readonly T[], of: (item: T) => number): number {
  return each.reduce((total, item) => total + of(item), 0);
}
