/**
 * Policy: every figure of law or of the bureau's own making, as dated and sourced data.
 *
 * Layers build on one another (nation → province → zone); for each key the most local layer with a
 * row in force wins. A case pins the day and revision under which it was opened.
 */
import { Type, type TSchema } from 'typebox';
import {
  addDays,
  DAY_MS,
  dayOf,
  instantOf,
  millisOf,
  shanghaiDate,
  startOfDay,
  type Instant,
  type PlainDate,
} from '../time/calendar';
import { countingValueSchemas } from './counting-values';
import { diagnosisRuleSchemas, diagnosisValueSchemas } from './network/diagnosis-values';
import { expertRuleSchemas, expertValueSchemas } from './network/expert-values';
import { trainingRuleSchemas, trainingValueSchemas } from './network/training-values';
import {
  materialValueSchema,
  matterValueSchema,
  projectTypeValueSchema,
  reductionValueSchema,
  renewalValueSchema,
} from './matter-values';
import {
  contestEventValueSchema,
  creditTierValueSchema,
  creditTiers,
  frequencyCapValueSchema,
  inspectionItemValueSchema,
} from './notice-values';
import { chiefOfficerValueSchemas } from './network/chief-officer-values';
import { pauseGrounds } from './pause-grounds';
import { confidences, type Ladder, type Limit, type LimitUnit, type Source } from '../time/limit';
import { CaseMisfit } from '../misfit';
import type { Fen } from '../money';
import { bilingualLine, lawLine } from './words';
import {
  acknowledgementValueSchema,
  approvalValueSchema,
  demoValueSchema,
  extensionValueSchema,
  fundTargetValueSchema,
  hazardValueSchema,
  largePlaceValueSchema,
  ladderValueSchema,
  limitValueSchema,
  pauseValueSchema,
  remedyValueSchema,
  receiptRoundsValueSchema,
  rewardValueSchemas,
  surchargeValueSchema,
  toldToFirmValueSchema,
  wardenShareValueSchema,
  strict,
  urgencies,
  withdrawalValueSchema,
  type PolicyKey,
  type PolicyValue,
} from './policy-values';

const date = Type.String({ format: 'date' });

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
    title: lawLine,
    article: Type.Optional(lawLine),
    url: Type.Optional(lawLine),
    confidence: Type.Enum([...confidences]),
  },
  strict,
);

function rowSchema(key: TSchema, value: TSchema): TSchema {
  const validTo = Type.Union([date, Type.Null()]);
  return Type.Object({ key, value, validFrom: date, validTo, source: sourceSchema }, strict);
}

const keyUnder = (prefix: string) => Type.String({ pattern: `^${prefix}\\.[a-z0-9.-]+$` });

/** JSON schema of a {@link PolicyRow}: which value it may have is said by its key. */
export const policyRowSchema = Type.Union([
  rowSchema(keyUnder('limit'), limitValueSchema),
  rowSchema(keyUnder('ladder'), ladderValueSchema),
  rowSchema(keyUnder('extension'), extensionValueSchema),
  rowSchema(
    Type.String({ pattern: `^pause\\.[a-z-]+\\.(${Object.keys(pauseGrounds).join('|')})$` }),
    pauseValueSchema,
  ),
  rowSchema(Type.Literal('withdrawal.approval'), withdrawalValueSchema),
  rowSchema(Type.Literal('remedy.withdrawal'), remedyValueSchema),
  rowSchema(keyUnder('approval'), approvalValueSchema),
  rowSchema(keyUnder('hazard'), hazardValueSchema),
  rowSchema(keyUnder('matter'), matterValueSchema),
  rowSchema(keyUnder('material'), materialValueSchema),
  rowSchema(keyUnder('renewal'), renewalValueSchema),
  rowSchema(
    Type.String({ pattern: '^counting\\.first-day(\\.[a-z][a-z-]*)?$' }),
    countingValueSchemas['counting.first-day'],
  ),
  rowSchema(Type.Literal('counting.day-end'), countingValueSchemas['counting.day-end']),
  rowSchema(Type.Literal('counting.roll'), countingValueSchemas['counting.roll']),
  rowSchema(Type.Literal('counting.pause'), countingValueSchemas['counting.pause']),
  rowSchema(keyUnder('project-type'), projectTypeValueSchema),
  rowSchema(Type.Literal('promise.reduction'), reductionValueSchema),
  rowSchema(keyUnder('inspection-item'), inspectionItemValueSchema),
  rowSchema(Type.Literal('inspection.frequency-cap'), frequencyCapValueSchema),
  rowSchema(keyUnder('contest-event'), contestEventValueSchema),
  ...creditTiers.map((tier) => rowSchema(Type.Literal(`credit.${tier}`), creditTierValueSchema)),
  rowSchema(Type.Literal('penalty.surcharge'), surchargeValueSchema),
  rowSchema(Type.Literal('notice.receipt-rounds'), receiptRoundsValueSchema),
  rowSchema(Type.Literal('confidentiality.told-to-firm'), toldToFirmValueSchema),
  ...urgencies.map((each) => rowSchema(Type.Literal(`acknowledgement.${each}`), acknowledgementValueSchema)),
  ...Object.entries({ ...expertValueSchemas, ...diagnosisValueSchemas, ...trainingValueSchemas }).map(
    ([prefix, value]) => rowSchema(keyUnder(prefix), value),
  ),
  ...Object.entries({ ...expertRuleSchemas, ...diagnosisRuleSchemas, ...trainingRuleSchemas }).map(
    ([key, value]) => rowSchema(Type.Literal(key), value),
  ),
  rowSchema(Type.Literal('warden.share'), wardenShareValueSchema),
  rowSchema(Type.Literal('warden.large-place'), largePlaceValueSchema),
  rowSchema(Type.Literal('safety-fund.target'), fundTargetValueSchema),
  rowSchema(Type.Literal('demo.day'), demoValueSchema),
  ...Object.entries(chiefOfficerValueSchemas).map(([key, value]) => rowSchema(Type.Literal(key), value)),
  ...Object.entries(rewardValueSchemas).map(([key, value]) => rowSchema(Type.Literal(key), value)),
]);

/** JSON schema of a {@link PolicyLayer}. A key of an unknown kind, or a field too many, is refused. */
export const policyLayerSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    title: bilingualLine,
    parent: Type.Union([Type.String(), Type.Null()]),
    rows: Type.Array(policyRowSchema),
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
export function chainOf(layers: PolicyLayer[], zone: string): PolicyResult<PolicyLayer[]> {
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

/** The first key of which two rows are in force on one day; null: none. */
export function overlappingKey(rows: readonly PolicyRow[]): string | null {
  const sorted = [...rows].sort((a, b) => compare(a.key, b.key) || compare(a.validFrom, b.validFrom));
  for (let i = 1; i < sorted.length; i++) {
    const [before, after] = [sorted[i - 1]!, sorted[i]!];
    const apart = before.validTo !== null && before.validTo < after.validFrom;
    if (before.key === after.key && !apart) return after.key;
  }
  return null;
}

/** Whether a row is in force on a day. */
export function isInForce(row: PolicyRow, on: PlainDate): boolean {
  return row.validFrom <= on && (row.validTo === null || on <= row.validTo);
}

/** The order of two texts by their characters' codes, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function refusePolicy(code: PolicyRefusal['code'], detail: string): { ok: false; refusal: PolicyRefusal } {
  return { ok: false, refusal: { code, detail } };
}

// --- asking ---------------------------------------------------------------------------------

/**
 * The row of a key, its value typed by the key (see `PolicyValues`). Throws CaseMisfit if the zone has none: a term
 * that cannot be armed must fail, not run without a limit. Data is checked against
 * {@link policyLayerSchema} when it is loaded, so the value is what its key says.
 */
export function rowOf<K extends PolicyKey>(
  policy: Policy,
  key: K,
): Omit<PolicyRow, 'value'> & { layer: string; value: PolicyValue<K> } {
  const row = policy.rows[key];
  if (!row) throw new CaseMisfit('law-row-missing', { row: key });
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
      return { ...limit, value: days, setByDecision: true };
    case 'hours':
      return { ...limit, value: days * 24, setByDecision: true };
    case 'seconds': {
      const value = Math.max(1, Math.round((days * dayMsOf(policy)) / 1000));
      return { ...limit, value, setByDecision: true };
    }
    case 'months':
      throw new Error(`'${limit.key}' runs in months: a decision cannot set it in days`);
  }
}

/** How long a day lasts: in a demonstration at its own pace. */
export function dayMsOf(policy: Policy): number {
  return policy.rows['demo.day'] ? rowOf(policy, 'demo.day').value.dayMs : DAY_MS;
}

/** The end of a day to come; in a demonstration at its own pace from now. */
export function endOfDay(policy: Policy, now: Instant, day: PlainDate): Instant {
  if (policy.rows['demo.day'] === undefined) return startOfDay(addDays(day, 1));
  const days = dayOf(day) - dayOf(shanghaiDate(now));
  return instantOf(millisOf(now) + Math.max(1, days) * dayMsOf(policy));
}

/** The ladder of rungs under a key, as 'ladder.standard'. */
export function ladderOf(policy: Policy, key: string): Ladder {
  return { key, rungs: rowOf(policy, key as `ladder.${string}`).value.rungs };
}

export type Level = 1 | 2 | 3;

/** What may be granted: all extensions together, each, how many, and from which level up. */
export interface Extension {
  maxValue: number;
  maxEach?: number;
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

/** For how long time may stand still on one ground, and from which level up that is granted. */
export interface PauseRule {
  /** Calendar days of all pauses on the ground together. */
  days: number;
  approverLevel: Level;
  source: Source;
}

/** The rule of a kind of step and a ground, as of 'pause.licence' and 'hearing'; null where time does not stand still on it. */
export function pauseRuleOf(policy: Policy, kind: string, ground: string): PauseRule | null {
  const key = `pause.${kind}.${ground}` as const;
  if (policy.rows[key] === undefined) return null;
  const { value, source } = rowOf(policy, key);
  return { ...value, source };
}

/** From which level a withdrawal by the office may be granted: where the policy does not say, the highest. */
export function withdrawalLevel(policy: Policy): Level {
  return policy.rows['withdrawal.approval'] ? rowOf(policy, 'withdrawal.approval').value.approverLevel : 3;
}

/** How long a withdrawal may be contested; null where the law that the case has pinned does not say. */
export function remedyOf(policy: Policy): PolicyValue<'remedy.withdrawal'> | null {
  return policy.rows['remedy.withdrawal'] ? rowOf(policy, 'remedy.withdrawal').value : null;
}

/** Who may approve a reward of this amount: 1 section chief, 2 deputy director, 3 director. */
export function approvalLevelFor(policy: Policy, amountFen: Fen): Level {
  const { bands } = rowOf(policy, 'approval.reward').value;
  const band = bands.find(({ upToFen }) => upToFen === null || amountFen <= upToFen);
  // Above every band the highest level decides; silence must never lower it.
  return band?.level ?? 3;
}

/** In how many rounds a firm is asked to read a notice; null where the law that the case has pinned does not say. */
export function receiptRounds(policy: Policy): number | null {
  return policy.rows['notice.receipt-rounds'] ? rowOf(policy, 'notice.receipt-rounds').value.rounds : null;
}

/** The longest term, in natural days, that an order to rectify may set. */
export function hazardRemedyMaxDays(policy: Policy): number {
  return rowOf(policy, 'hazard.remedy-max-days').value.days;
}
