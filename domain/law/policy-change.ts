/**
 * A change of law: rows that one authority adds to its layer or ends, what is wrong with such a change, and
 * which open cases go over to it.
 *
 * By default a case keeps the law that it was opened under (立法法 art. 104: law has no effect backwards). A
 * change may say that open cases move: then each of them goes over, once, on the day on which the change takes effect.
 */
import { addDays, type PlainDate } from '../time/calendar';
import type { PolicyPin } from './policy-pin';
import { promisesTooLong } from './matter';
import {
  chainOf,
  overlappingKey,
  resolvePolicy,
  type Policy,
  type PolicyLayer,
  type PolicyRow,
} from './policy';
import type { CountingValues } from './counting-values';
import type { ExtensionValue, LimitValue } from './policy-values';
import { faultOfRow, isSensibleDay, outsideYears } from './row-faults';

/** A row is named by its key and its first day; it is in force for the last time on `validTo`. */
export interface RowEnd {
  readonly key: string;
  readonly validFrom: PlainDate;
  readonly validTo: PlainDate;
}

export interface PolicyChange {
  readonly layer: string;
  readonly add: readonly PolicyRow[];
  readonly end: readonly RowEnd[];
  readonly openCases: 'keep' | 'move';
}

export const policyChangeCodes = [
  'policy-layer-unknown',
  'policy-change-empty',
  'policy-row-unknown',
  'policy-row-unsound',
  'policy-row-missing',
  'policy-rows-overlap',
  'policy-chain-broken',
  'policy-days-differ',
  'dates-reversed',
] as const;

/** Why a change of law is refused, and where in it (JSON pointer). */
export interface PolicyChangeRefusal {
  readonly code: (typeof policyChangeCodes)[number];
  readonly pointer: string;
  readonly detail: string;
}

/** A change that took effect for open cases too. */
export interface PolicyMove {
  readonly revision: number;
  /** The day on which the change takes effect. */
  readonly on: PlainDate;
  readonly zones: readonly string[];
}

export interface ChangedPolicy {
  readonly layers: PolicyLayer[];
  /** The zones in which the changed layer counts. */
  readonly zones: string[];
  /** The day on which open cases go over; null: they keep their law. */
  readonly movesOn: PlainDate | null;
}

/**
 * What cannot hold under a policy, and the keys of the rows involved. It is reported at the first of them that the
 * change names.
 */
export interface Contradiction {
  readonly keys: readonly [string, ...string[]];
  readonly fault: string;
}

type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: PolicyChangeRefusal };

/**
 * The layers after a change. Refused where the layer or a row is unknown, dates are reversed, rows overlap, a
 * figure that something rests on would be left without a row, or a row contradicts itself or its neighbour: on a day
 * of the change, or on any later one on which other rows of its zones begin or end.
 * @param layers all layers as they stand; nothing in them is altered
 * @param unfit what else a policy would make impossible, as steps that could not open
 */
export function changeLayers(
  layers: PolicyLayer[],
  change: PolicyChange,
  unfit: (policy: Policy) => Contradiction[] = () => [],
): Checked<ChangedPolicy> {
  const layer = layers.find(({ id }) => id === change.layer);
  if (layer === undefined) return refusal('policy-layer-unknown', '/layer', `no layer '${change.layer}'`);
  const days = daysOf(change);
  if (days[0] === undefined) return refusal('policy-change-empty', '/add', 'no row is added or ended');
  if (change.openCases === 'move' && days.length > 1) {
    const detail = `open cases can move on one day only, not on ${days.join(', ')}`;
    return refusal('policy-days-differ', '/openCases', detail);
  }
  const rows = changedRows(layer, change);
  if (!rows.ok) return rows;
  const changed = layers.map((each) => (each === layer ? { ...layer, rows: rows.value } : each));
  const zones = zonesUnder(changed, layer.id);
  for (const zone of zones) {
    for (const day of daysToLookAt(changed, zone, days)) {
      const broken = brokenBy(change, { before: layers, after: changed, zone, day, unfit });
      if (broken !== null) return broken;
    }
  }
  return {
    ok: true,
    value: { layers: changed, zones, movesOn: change.openCases === 'move' ? days[0] : null },
  };
}

/** The days on which something changes, in order, each once. */
function daysOf({ add, end }: PolicyChange): PlainDate[] {
  return inOrder([...add.map(({ validFrom }) => validFrom), ...[...add, ...end].flatMap(dayAfter)]);
}

/**
 * The days of a change, and the later ones on which other rows of the zone begin or end: a row that ends may uncover
 * what was changed.
 */
function daysToLookAt(layers: PolicyLayer[], zone: string, days: readonly PlainDate[]): PlainDate[] {
  const chain = chainOf(layers, zone);
  const rows = chain.ok ? chain.value.flatMap((layer) => layer.rows) : [];
  const turns = rows.flatMap((row) => [row.validFrom, ...dayAfter(row)]);
  return inOrder([...days, ...turns.filter((day) => day > days[0]!)]);
}

function dayAfter({ validTo }: { readonly validTo: PlainDate | null }): PlainDate[] {
  return validTo === null ? [] : [addDays(validTo, 1)];
}

function inOrder(days: readonly PlainDate[]): PlainDate[] {
  return [...new Set(days)].sort();
}

function changedRows(layer: PolicyLayer, { add, end }: PolicyChange): Checked<PolicyRow[]> {
  let rows = layer.rows;
  for (const [i, { key, validFrom, validTo }] of end.entries()) {
    if (validTo < validFrom)
      return refusal('dates-reversed', `/end/${i}/validTo`, `${validTo} < ${validFrom}`);
    if (!isSensibleDay(validTo))
      return refusal('policy-row-unsound', `/end/${i}/validTo`, outsideYears(validTo));
    const row = rows.find((each) => each.key === key && each.validFrom === validFrom);
    if (row === undefined || (row.validTo !== null && row.validTo <= validTo)) {
      const detail = `no row '${key}' from ${validFrom} that runs beyond ${validTo}`;
      return refusal('policy-row-unknown', `/end/${i}`, detail);
    }
    rows = rows.map((each) => (each === row ? { ...row, validTo } : each));
  }
  for (const [i, row] of add.entries()) {
    const { key, validFrom, validTo } = row;
    if (validTo !== null && validTo < validFrom)
      return refusal('dates-reversed', `/add/${i}/validTo`, `${validTo} < ${validFrom}`);
    const fault = faultOfRow(row);
    if (fault !== null) return refusal('policy-row-unsound', `/add/${i}${fault.at}`, fault.detail);
    rows = [...rows, row];
    if (overlappingKey(rows) !== null)
      return refusal('policy-rows-overlap', `/add/${i}`, `another row '${key}' is in force then`);
  }
  return { ok: true, value: rows };
}

/** The first thing that no longer holds in a zone on a day, and held before; null: nothing. */
function brokenBy(
  change: PolicyChange,
  {
    before,
    after,
    zone,
    day,
    unfit,
  }: {
    readonly before: PolicyLayer[];
    readonly after: PolicyLayer[];
    readonly zone: string;
    readonly day: PlainDate;
    readonly unfit: (policy: Policy) => Contradiction[];
  },
): Extract<Checked<never>, { ok: false }> | null {
  const [old, next] = [before, after].map((layers) => resolvePolicy(layers, zone, day, 0));
  if (next?.ok !== true) return refusal('policy-chain-broken', '/layer', next?.refusal.detail ?? '');
  const missing = old?.ok
    ? Object.keys(old.value.rows).find((key) => !(key in next.value.rows) && !mayEnd.test(key))
    : undefined;
  if (missing !== undefined) {
    const detail = `from ${day} nothing says '${missing}' in '${zone}'`;
    return refusal('policy-row-missing', pointerTo(restingOn(missing), change), detail);
  }
  const contradictions = (policy: Policy) => [...contradictionsIn(policy), ...unfit(policy)];
  const standing = new Set(old?.ok ? contradictions(old.value).map(({ fault }) => fault) : []);
  const fresh = contradictions(next.value).find(({ fault }) => !standing.has(fault));
  return fresh === undefined
    ? null
    : refusal('policy-row-unsound', pointerTo(fresh.keys, change), fresh.fault);
}

/** Rows that may end without another in their place: then nothing is promised or extended, and no time stands still. */
const mayEnd = /^(limit\.promise|extension|pause)\./;

/** Rows that cannot hold together. */
function contradictionsIn(policy: Policy): Contradiction[] {
  const idle = Object.keys(policy.rows)
    .filter((key) => key.startsWith('limit.promise.') && !(legalLimitOf(key) in policy.rows))
    .map((key): Contradiction => ({
      keys: restingOn(key),
      fault: `'${key}' promises what has no limit by law`,
    }));
  if (idle.length > 0) return idle;
  const tooLong = promisesTooLong(policy).map(({ matter, longest, promise }): Contradiction => {
    const fault = `'limit.promise.${matter}' may promise ${matter} in ${longest}, not in ${promise}`;
    return { keys: restingOn(`limit.promise.${matter}`), fault };
  });
  return [...extensionsInOtherUnits(policy), ...tooLong, ...rollingWithoutReason(policy)];
}

/** Limits that end on a day off all go on alike, or say why not. */
function rollingWithoutReason({ rows }: Policy): Contradiction[] {
  const convention = rows['counting.roll']?.value as CountingValues['counting.roll'] | undefined;
  if (convention === undefined) return [];
  return Object.values(rows).flatMap(({ key, value }) => {
    if (!key.startsWith('limit.')) return [];
    const { unit, rollsForward, rollReason } = value as LimitValue;
    const inDays = unit === 'calendar-days' || unit === 'months';
    return !inDays || rollsForward === convention.forward || rollReason !== undefined
      ? []
      : [
          {
            keys: [key, 'counting.roll'],
            fault: `'${key}' does not end as 'counting.roll' says, and gives no reason`,
          },
        ];
  });
}

/** An extension counts in the unit of its limit, or it could not be granted. */
function extensionsInOtherUnits({ rows }: Policy): Contradiction[] {
  return Object.values(rows).flatMap(({ key, value }) => {
    const limit = key.startsWith('extension.') ? rows[key.replace('extension.', 'limit.')] : undefined;
    return limit === undefined || (limit.value as LimitValue).unit === (value as ExtensionValue).unit
      ? []
      : [{ keys: restingOn(key), fault: `'${key}' has not the unit of its limit` }];
  });
}

/** A key, and the keys that its row has to agree with. */
function restingOn(key: string): readonly [string, ...string[]] {
  if (key.startsWith('extension.')) return [key, key.replace('extension.', 'limit.')];
  return key.startsWith('limit.promise.') ? [key, legalLimitOf(key), 'promise.reduction'] : [key];
}

function legalLimitOf(promise: string): string {
  return promise.replace('limit.promise.', 'limit.matter.');
}

/** Where in a change one of these keys is spoken of. */
function pointerTo(keys: readonly string[], { add, end }: PolicyChange): string {
  const added = add.findIndex(({ key }) => keys.includes(key));
  const ended = end.findIndex(({ key }) => keys.includes(key));
  if (added >= 0) return `/add/${added}`;
  return ended >= 0 ? `/end/${ended}` : '/layer';
}

/** A layer and all that build on it. */
function zonesUnder(layers: readonly PolicyLayer[], id: string): string[] {
  const under = new Set([id]);
  for (let size = 0; size !== under.size;) {
    size = under.size;
    for (const layer of layers) if (layer.parent !== null && under.has(layer.parent)) under.add(layer.id);
  }
  return [...under];
}

/**
 * The law that an open case goes over to, or null where it stays under its own. It is taken as it stands on
 * the day on which the last of the changes took effect, so that a case that is looked at late comes out no different.
 * @param moves changes for open cases; those that take effect after `today` wait
 */
export function pinAfter(pin: PolicyPin, moves: readonly PolicyMove[], today: PlainDate): PolicyPin | null {
  const missed = moves.filter(
    ({ revision, on, zones }) =>
      zones.includes(pin.zone) && on <= today && (revision > pin.revision || on > pin.on),
  );
  if (missed.length === 0) return null;
  return missed.reduce(
    (next, { revision, on }) => ({
      zone: pin.zone,
      on: on > next.on ? on : next.on,
      revision: Math.max(revision, next.revision),
    }),
    pin,
  );
}

/**
 * A layer in force merged with its file. The file corrects its own rows and brings new ones; rows that were published
 * stay, also those that the file lacks. Where the two cannot both hold, what was published holds.
 */
export function withFile(standing: PolicyLayer, file: PolicyLayer): PolicyLayer {
  const keys = [...new Set([...file.rows, ...standing.rows].map(({ key }) => key))];
  const rows = keys.flatMap((key) => {
    const [kept, filed] = [standing, file].map((layer) => layer.rows.filter((row) => row.key === key));
    const merged = mergedRows(kept ?? [], filed ?? []);
    return overlappingKey(merged) === null ? merged : (kept ?? []);
  });
  return { ...file, rows };
}

function mergedRows(kept: readonly PolicyRow[], filed: readonly PolicyRow[]): PolicyRow[] {
  const published = kept.filter((row) => !filed.some(({ validFrom }) => validFrom === row.validFrom));
  const own = filed.map((row) => {
    const end = kept.find(({ validFrom }) => validFrom === row.validFrom)?.validTo ?? null;
    return {
      ...row,
      validTo: row.validTo === null || (end !== null && end < row.validTo) ? end : row.validTo,
    };
  });
  return [...own, ...published];
}

function refusal(code: PolicyChangeRefusal['code'], pointer: string, detail: string) {
  return { ok: false, refusal: { code, pointer, detail } } as const;
}
