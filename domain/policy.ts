/**
 * Policy: every figure of law or of the bureau's own making, as dated and sourced data.
 *
 * Layers build on one another (nation → province → zone); for each key the most local layer with a
 * row in force wins. A case pins the day and revision under which it was opened.
 */
import { Type, type Static, type TSchema } from 'typebox';
import { addDays, DAY_MS, type PlainDate } from './calendar';
import {
  confidences,
  limitEffects,
  limitUnits,
  rungAudiences,
  type Ladder,
  type Limit,
  type LimitUnit,
  type Source,
} from './clock';
import type { BasisPoints, Fen } from './money';

// --- what a row may say ---------------------------------------------------------------------

const strict = { additionalProperties: false } as const;
const fen = Type.Integer({ minimum: 0 });
const basisPoints = Type.Integer({ minimum: 0 });
const level = Type.Enum([1, 2, 3]);
const date = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const count = Type.Integer({ minimum: 1 });
const unit = Type.Enum([...limitUnits]);

const limitValueSchema = Type.Object(
  {
    /** 0: at once, that is by the end of the same day. */
    value: Type.Integer({ minimum: 0 }),
    unit,
    effect: Type.Enum([...limitEffects]),
    rollsForward: Type.Boolean(),
  },
  strict,
);

const ladderValueSchema = Type.Object(
  {
    rungs: Type.Array(
      Type.Object(
        {
          id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
          // 'expire' is no rung of a ladder: the step that lets its limit decide adds it.
          kind: Type.Enum(['remind', 'overdue', 'escalate']),
          at: Type.Union([
            Type.Object({ percent: Type.Integer({ minimum: 1, maximum: 100 }) }, strict),
            Type.Object({ afterDue: Type.Object({ value: count, unit }, strict) }, strict),
          ]),
          to: Type.Enum([...rungAudiences]),
        },
        strict,
      ),
    ),
  },
  strict,
);

const extensionValueSchema = Type.Object(
  { maxValue: count, unit, times: count, approverLevel: level },
  strict,
);

const approvalValueSchema = Type.Object(
  {
    /** Ascending; the last band has no upper end. */
    bands: Type.Array(Type.Object({ upToFen: Type.Union([fen, Type.Null()]), level }, strict), {
      minItems: 1,
    }),
  },
  strict,
);

export const rewardTriggers = ['verified', 'penalty-decided', 'penalty-final'] as const;
export const accidentLevels = ['general', 'larger', 'major', 'especially-major'] as const;
export type AccidentLevel = (typeof accidentLevels)[number];

/** The operations of a reward computation; `reward.ts` has one function for each. */
export const rewardOperations = [
  'share',
  'no-fine',
  'round',
  'floor',
  'cap',
  'deaths',
  'accident-cap',
  'general-hazard',
  'monthly-cap',
  'insider-uplift',
  'insider-cap',
] as const;
export type RewardOperation = (typeof rewardOperations)[number];
const operations = Type.Array(Type.Enum([...rewardOperations]));

const rewardValueSchemas = {
  'reward.share': Type.Object(
    {
      rateBasisPoints: basisPoints,
      base: Type.Enum(['fine', 'fine-and-confiscated']),
      floorFen: fen,
      capFen: fen,
    },
    strict,
  ),
  'reward.no-fine': Type.Object({ majorHazardFen: fen }, strict),
  'reward.rounding': Type.Object({ unitFen: count }, strict),
  'reward.accident': Type.Object(
    {
      /** Descending by severity. The first whose deaths, injuries or loss is reached is the level. */
      levels: Type.Array(
        Type.Object(
          {
            level: Type.Enum([...accidentLevels]),
            fromDeaths: Type.Integer({ minimum: 0 }),
            fromSeriousInjuries: Type.Integer({ minimum: 0 }),
            fromLossFen: fen,
            perConcealedDeathFen: fen,
          },
          strict,
        ),
        { minItems: 1 },
      ),
      capFen: fen,
    },
    strict,
  ),
  'reward.general-hazard': Type.Object(
    {
      ordinaryFen: fen,
      notableFen: fen,
      monthlyCapFen: fen,
    },
    strict,
  ),
  'reward.insider': Type.Object(
    { upliftBasisPoints: basisPoints, capFen: Type.Union([fen, Type.Null()]) },
    strict,
  ),
  'reward.eligibility': Type.Object({ anonymous: Type.Boolean() }, strict),
  'reward.trigger': Type.Object({ when: Type.Enum([...rewardTriggers]) }, strict),
  'reward.order': Type.Object(
    {
      penalty: operations,
      accident: operations,
      general: operations,
      /** After the larger of the bases has been taken; not for general hazards. */
      finish: operations,
    },
    strict,
  ),
};

const hazardValueSchema = Type.Object({ days: count }, strict);

/** How long a day lasts in a demonstration; no real zone has this row. */
const demoValueSchema = Type.Object({ dayMs: count }, strict);

export type LimitValue = Static<typeof limitValueSchema>;
export type LadderValue = Static<typeof ladderValueSchema>;
export type ExtensionValue = Static<typeof extensionValueSchema>;
export type ApprovalValue = Static<typeof approvalValueSchema>;
type RewardValues = { [K in keyof typeof rewardValueSchemas]: Static<(typeof rewardValueSchemas)[K]> };

/** Which value a key has, by its prefix. */
export type PolicyValue<K extends string> = K extends `limit.${string}`
  ? LimitValue
  : K extends `ladder.${string}`
    ? LadderValue
    : K extends `extension.${string}`
      ? ExtensionValue
      : K extends `approval.${string}`
        ? ApprovalValue
        : K extends keyof RewardValues
          ? RewardValues[K]
          : K extends `hazard.${string}`
            ? Static<typeof hazardValueSchema>
            : K extends 'demo.day'
              ? Static<typeof demoValueSchema>
              : never;

// --- rows and layers ------------------------------------------------------------------------

/** One figure and the days on which it is in force, both ends included; `validTo` null: open. */
export interface PolicyRow {
  key: string;
  value: unknown;
  validFrom: PlainDate;
  validTo: PlainDate | null;
  source: Source;
}

/** The rows of one authority. `parent` is the layer it builds on. */
export interface PolicyLayer {
  id: string;
  title: { zh: string; en: string };
  parent: string | null;
  rows: PolicyRow[];
}

/** What holds in a zone on a day: one row per key, with the layer that it comes from. */
export interface Policy {
  zone: string;
  on: PlainDate;
  revision: number;
  rows: Record<string, PolicyRow & { layer: string }>;
}

/** JSON schema of a {@link Source}. */
export const sourceSchema = Type.Object(
  {
    title: Type.String({ minLength: 1 }),
    article: Type.Optional(Type.String()),
    url: Type.Optional(Type.String()),
    confidence: Type.Enum([...confidences]),
  },
  strict,
);

function rowSchema(key: TSchema, value: TSchema): TSchema {
  const validTo = Type.Union([date, Type.Null()]);
  return Type.Object({ key, value, validFrom: date, validTo, source: sourceSchema }, strict);
}

const keyUnder = (prefix: string) => Type.String({ pattern: `^${prefix}\\.[a-z0-9.-]+$` });

/** JSON schema of a {@link PolicyLayer}. A key of an unknown kind, or a field too many, is refused. */
export const policyLayerSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    title: Type.Object({ zh: Type.String(), en: Type.String() }, strict),
    parent: Type.Union([Type.String(), Type.Null()]),
    rows: Type.Array(
      Type.Union([
        rowSchema(keyUnder('limit'), limitValueSchema),
        rowSchema(keyUnder('ladder'), ladderValueSchema),
        rowSchema(keyUnder('extension'), extensionValueSchema),
        rowSchema(keyUnder('approval'), approvalValueSchema),
        rowSchema(keyUnder('hazard'), hazardValueSchema),
        rowSchema(Type.Literal('demo.day'), demoValueSchema),
        ...Object.entries(rewardValueSchemas).map(([key, value]) => rowSchema(Type.Literal(key), value)),
      ]),
    ),
  },
  strict,
);

// --- resolving ------------------------------------------------------------------------------

export type PolicyRefusal =
  | { code: 'policy-zone-unknown'; detail: string }
  | { code: 'policy-chain-broken'; detail: string }
  | { code: 'policy-rows-overlap'; detail: string };

export type PolicyResult<T> = { ok: true; value: T } | { ok: false; refusal: PolicyRefusal };

/**
 * The policy of a zone on a day. Refused: 'policy-zone-unknown'; 'policy-chain-broken' (a parent is
 * missing, or a layer is its own ancestor); 'policy-rows-overlap' (two rows of one key in one layer
 * share a day, on whatever day, so that a mistake in next year's data is found today).
 */
export function resolvePolicy(
  layers: PolicyLayer[],
  zone: string,
  on: PlainDate,
  revision: number,
): PolicyResult<Policy> {
  const chain = chainOf(layers, zone);
  if (!chain.ok) return chain;
  const rows: Policy['rows'] = {};
  for (const layer of chain.value) {
    for (const row of layer.rows) if (isInForce(row, on)) rows[row.key] = { ...row, layer: layer.id };
  }
  return { ok: true, value: { zone, on, revision, rows } };
}

/** The layers that make up a zone, the most general first. */
function chainOf(layers: PolicyLayer[], zone: string): PolicyResult<PolicyLayer[]> {
  const chain: PolicyLayer[] = [];
  for (let id: string | null = zone; id !== null;) {
    const layer = layers.find((candidate) => candidate.id === id);
    if (!layer) {
      return chain.length === 0
        ? refusePolicy('policy-zone-unknown', `no layer '${zone}'`)
        : refusePolicy('policy-chain-broken', `'${chain[0]!.id}' builds on '${id}', which is missing`);
    }
    if (chain.includes(layer)) return refusePolicy('policy-chain-broken', `'${id}' builds on itself`);
    const overlap = overlappingKey(layer.rows);
    if (overlap !== null) return refusePolicy('policy-rows-overlap', `'${overlap}' in layer '${id}'`);
    chain.unshift(layer);
    id = layer.parent;
  }
  return { ok: true, value: chain };
}

function overlappingKey(rows: PolicyRow[]): string | null {
  const sorted = [...rows].sort((a, b) => compare(a.key, b.key) || compare(a.validFrom, b.validFrom));
  for (let i = 1; i < sorted.length; i++) {
    const [before, after] = [sorted[i - 1]!, sorted[i]!];
    const apart = before.validTo !== null && before.validTo < after.validFrom;
    if (before.key === after.key && !apart) return after.key;
  }
  return null;
}

function isInForce(row: PolicyRow, on: PlainDate): boolean {
  return row.validFrom <= on && (row.validTo === null || on <= row.validTo);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function refusePolicy(code: PolicyRefusal['code'], detail: string): { ok: false; refusal: PolicyRefusal } {
  return { ok: false, refusal: { code, detail } };
}

// --- asking ---------------------------------------------------------------------------------

/**
 * The row of a key, its value typed by the key's prefix. Throws if the zone has none: a term that
 * cannot be armed must fail, not run without a limit. Data is checked against
 * {@link policyLayerSchema} when it is loaded, so the value is what its key says.
 */
export function rowOf<K extends string>(
  policy: Policy,
  key: K,
): Omit<PolicyRow, 'value'> & { layer: string; value: PolicyValue<K> } {
  const row = policy.rows[key];
  if (!row) throw new Error(`policy of '${policy.zone}' on ${policy.on} has no row '${key}'`);
  return row as Omit<PolicyRow, 'value'> & { layer: string; value: PolicyValue<K> };
}

/** The time limit under a key, as 'limit.tip-off.verification'. */
export function limitOf(policy: Policy, key: string): Limit {
  const { value, source } = rowOf(policy, key as `limit.${string}`);
  return { key, ...value, source };
}

/**
 * A limit whose length a decision has set in natural days (as an order to rectify does), in place of
 * the policy's own value. Where limits run in hours or seconds the days are converted, in a
 * demonstration at its own pace. Throws for limits in months, which no number of days can replace.
 */
export function limitFromDecision(policy: Policy, limit: Limit, days: number): Limit {
  switch (limit.unit) {
    case 'working-days':
    case 'calendar-days':
      return { ...limit, value: days };
    case 'hours':
      return { ...limit, value: days * 24 };
    case 'seconds': {
      const dayMs = policy.rows['demo.day'] ? rowOf(policy, 'demo.day').value.dayMs : DAY_MS;
      return { ...limit, value: Math.max(1, Math.round((days * dayMs) / 1000)) };
    }
    case 'months':
      throw new Error(`'${limit.key}' runs in months: a decision cannot set it in days`);
  }
}

/** The ladder of rungs under a key, as 'ladder.standard'. */
export function ladderOf(policy: Policy, key: string): Ladder {
  return { key, rungs: rowOf(policy, key as `ladder.${string}`).value.rungs };
}

export type Level = 1 | 2 | 3;

/** What may be granted: all extensions together, how many, and from which level up. */
export interface Extension {
  maxValue: number;
  unit: LimitUnit;
  times: number;
  approverLevel: Level;
  source: Source;
}

/** The extension rule under a key, as 'extension.tip-off.verification'. */
export function extensionOf(policy: Policy, key: string): Extension {
  const { value, source } = rowOf(policy, key as `extension.${string}`);
  return { ...value, source };
}

/** Who may approve a reward of this amount: 1 section chief, 2 deputy director, 3 director. */
export function approvalLevelFor(policy: Policy, amountFen: Fen): Level {
  const { bands } = rowOf(policy, 'approval.reward').value;
  const band = bands.find(({ upToFen }) => upToFen === null || amountFen <= upToFen);
  // Above every band the highest level decides; silence must never lower it.
  return band?.level ?? 3;
}

/** The longest term, in natural days, that an order to rectify may set. */
export function hazardRemedyMaxDays(policy: Policy): number {
  return rowOf(policy, 'hazard.remedy-max-days').value.days;
}

type Sourced<T> = T & { source: Source };

/** Everything that a reward computation reads, each part with its own source. */
export interface RewardPolicy {
  on: PlainDate;
  revision: number;
  share: Sourced<{
    rateBasisPoints: BasisPoints;
    base: 'fine' | 'fine-and-confiscated';
    floorFen: Fen;
    capFen: Fen;
  }>;
  noFine: Sourced<{ majorHazardFen: Fen }>;
  rounding: Sourced<{ unitFen: Fen }>;
  accident: Sourced<RewardValues['reward.accident']>;
  generalHazard: Sourced<{ ordinaryFen: Fen; notableFen: Fen; monthlyCapFen: Fen }>;
  insider: Sourced<{ upliftBasisPoints: BasisPoints; capFen: Fen | null }>;
  eligibility: Sourced<{ anonymous: boolean }>;
  /** When a reward falls due; the procedure asks, the computation does not. */
  trigger: Sourced<{ when: (typeof rewardTriggers)[number] }>;
  order: Sourced<RewardValues['reward.order']>;
}

/** The reward rules in force; throws if a part is missing. */
export function rewardPolicyOf(policy: Policy): RewardPolicy {
  const part = <K extends keyof RewardValues>(key: K): Sourced<RewardValues[K]> => {
    const { value, source } = rowOf(policy, key);
    return { ...(value as RewardValues[K]), source };
  };
  return {
    on: policy.on,
    revision: policy.revision,
    share: part('reward.share'),
    noFine: part('reward.no-fine'),
    rounding: part('reward.rounding'),
    accident: part('reward.accident'),
    generalHazard: part('reward.general-hazard'),
    insider: part('reward.insider'),
    eligibility: part('reward.eligibility'),
    trigger: part('reward.trigger'),
    order: part('reward.order'),
  };
}

// --- demonstrations -------------------------------------------------------------------------

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
    return { ...extension, maxValue: seconds(extension.maxValue, extension.unit), unit: 'seconds' };
  }
  if (row.key.startsWith('ladder.')) {
    const rungs = (row.value as LadderValue).rungs.map((rung) => {
      if ('percent' in rung.at) return rung;
      const { value, unit: of } = rung.at.afterDue;
      return { ...rung, at: { afterDue: { value: seconds(value, of), unit: 'seconds' } } };
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
