/** Demonstrations: a zone in which days pass in seconds. */
import { addDays } from '../time/calendar';
import type { LimitUnit } from '../time/limit';
import { chainOf, compare, isInForce, type PolicyLayer, type PolicyRow } from './policy';
import type { ExtensionValue, LadderValue, LimitValue } from './policy-values';

/**
 * A child layer of `zone` in which time runs fast: every limit, extension and rung of N days takes
 * N × `workingDayMs` (working and natural days alike, months as 30 days, hours as parts of a day),
 * in whole seconds of at least 1. Nothing but this data differs from the real zone. Throws if the
 * zone does not resolve.
 */
export function demoLayer(layers: PolicyLayer[], zone: string, id: string, workingDayMs = 2000): PolicyLayer {
  const chain = chainOf(layers, zone);
  if (!chain.ok) throw new Error(`demo of '${zone}': ${chain.refusal.detail}`);
  const title = chain.value.at(-1)!.title;
  const rows = effectiveRows(chain.value);
  const pace: PolicyRow = {
    key: 'demo.day',
    value: { dayMs: workingDayMs },
    validFrom: rows.reduce((first, row) => (row.validFrom < first ? row.validFrom : first), '9999-12-31'),
    validTo: null,
    source: { title: 'demonstration', confidence: 'verified' },
  };
  const hastenedRows = rows.flatMap((row) => {
    const value = hastened(row, workingDayMs);
    return value === null ? [] : [{ ...row, value }];
  });
  return {
    id,
    title: { zh: `${title.zh}(演示)`, en: `${title.en} (demonstration)` },
    parent: zone,
    rows: [pace, ...hastenedRows],
  };
}

/** The rows of a chain cut so that each key has exactly one row per day: the one that wins. */
function effectiveRows(chain: PolicyLayer[]): PolicyRow[] {
  const keys = [...new Set(chain.flatMap((layer) => layer.rows.map((row) => row.key)))];
  return keys.flatMap((key) => {
    const byLayer = chain.map((layer) => layer.rows.filter((row) => row.key === key)).reverse();
    const candidates = byLayer.flat();
    const starts = new Set(candidates.map((row) => row.validFrom));
    for (const row of candidates) if (row.validTo !== null) starts.add(addDays(row.validTo, 1));
    const ordered = [...starts].sort(compare);
    return ordered.flatMap((validFrom, i) => {
      const winner = candidates.find((row) => isInForce(row, validFrom));
      const next = ordered[i + 1];
      const validTo = next === undefined ? null : addDays(next, -1);
      return winner ? [{ ...winner, validFrom, validTo }] : [];
    });
  });
}

/** The value of a row in seconds; null if it has nothing to do with time. */
function hastened(row: PolicyRow, dayMs: number): unknown {
  const seconds = (value: number, of: LimitUnit) => Math.max(1, Math.round(inSeconds(value, of, dayMs)));
  if (row.key.startsWith('limit.')) {
    const limit = row.value as LimitValue;
    return { ...limit, value: seconds(limit.value, limit.unit), unit: 'seconds', rollsForward: false };
  }
  if (row.key.startsWith('extension.')) {
    const extension = row.value as ExtensionValue;
    const { maxValue, maxEach, unit } = extension;
    return {
      ...extension,
      maxValue: seconds(maxValue, unit),
      ...(maxEach === undefined ? {} : { maxEach: seconds(maxEach, unit) }),
      unit: 'seconds',
    };
  }
  if (row.key.startsWith('ladder.')) {
    const rungs = (row.value as LadderValue).rungs.map((rung) => {
      if ('percent' in rung.at) return rung;
      const [side, { value, unit: of }] =
        'beforeDue' in rung.at
          ? (['beforeDue', rung.at.beforeDue] as const)
          : (['afterDue', rung.at.afterDue] as const);
      return { ...rung, at: { [side]: { value: seconds(value, of), unit: 'seconds' } } };
    });
    return { rungs };
  }
  return null;
}

function inSeconds(value: number, of: LimitUnit, dayMs: number): number {
  switch (of) {
    case 'working-days':
    case 'calendar-days':
      return (value * dayMs) / 1000;
    case 'months':
      return (value * 30 * dayMs) / 1000;
    case 'hours':
      return (value * dayMs) / 24_000;
    case 'seconds':
      return value;
  }
}
