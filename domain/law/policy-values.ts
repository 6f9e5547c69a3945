/** What a row of policy may say under each key, as JSON schema and as type. */
import { Type, type Static } from 'typebox';
import { bilingualLine } from './words';
import { calendarIds } from '../time/calendar';
import { limitEffects, limitUnits, rungAudiences } from '../time/limit';
import type { CountingValues } from './counting-values';
import type { DiagnosisValues } from './network/diagnosis-values';
import type { ExpertValues } from './network/expert-values';
import type { TrainingValues } from './network/training-values';
import type {
  MaterialValue,
  MatterValue,
  ProjectTypeValue,
  ReductionValue,
  RenewalValue,
} from './matter-values';
import type {
  ContestEventValue,
  CreditTierValue,
  FrequencyCapValue,
  InspectionItemValue,
} from './notice-values';
import type { ChiefOfficerValues } from './network/chief-officer-values';

export const strict = { additionalProperties: false } as const;
const fen = Type.Integer({ minimum: 0 });
const basisPoints = Type.Integer({ minimum: 0 });
const level = Type.Enum([1, 2, 3]);
const count = Type.Integer({ minimum: 1 });
const unit = Type.Enum([...limitUnits]);

export const limitValueSchema = Type.Object(
  {
    /** 0: at once, that is by the end of the same day. */
    value: Type.Integer({ minimum: 0 }),
    unit,
    effect: Type.Enum([...limitEffects]),
    rollsForward: Type.Boolean(),
    /** Why it rolls, or does not, where `counting.roll` says otherwise. */
    rollReason: Type.Optional(bilingualLine),
    /** The calendar by whose working days it is counted. */
    calendar: Type.Enum([...calendarIds]),
  },
  strict,
);

export const ladderValueSchema = Type.Object(
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
            Type.Object({ beforeDue: Type.Object({ value: count, unit }, strict) }, strict),
          ]),
          to: Type.Enum([...rungAudiences]),
        },
        strict,
      ),
    ),
  },
  strict,
);

export const extensionValueSchema = Type.Object(
  {
    /** All extensions together. */
    maxValue: count,
    /** One extension, where the law bounds each. */
    maxEach: Type.Optional(count),
    unit,
    times: count,
    approverLevel: level,
  },
  strict,
);

/** Row `pause.<kind of step>.<ground>`: for how many calendar days in all time may stand still on a ground. */
export const pauseValueSchema = Type.Object({ days: count, approverLevel: level }, strict);

/** Row `withdrawal.approval`: the level from which somebody may grant that the office takes a case back. */
export const withdrawalValueSchema = Type.Object({ approverLevel: level }, strict);

/** Row `remedy.withdrawal`: for how long a withdrawal may be contested. */
export const remedyValueSchema = Type.Object({ reconsiderationDays: count, litigationMonths: count }, strict);

export const approvalValueSchema = Type.Object(
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

/** The operations of a reward computation; `reward-rules.ts` has one function for each. */
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

export const rewardValueSchemas = {
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
  'reward.rounding': Type.Object(
    {
      unitFen: count,
      /** At each step that `reward.order` names, or at the last of them alone. */
      when: Type.Enum(['each-step', 'at-the-end']),
    },
    strict,
  ),
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

/**
 * Row `penalty.surcharge`: what is added to a late fine for each day, and at most in all; both as shares of the fine.
 */
export const surchargeValueSchema = Type.Object(
  { dailyBasisPoints: basisPoints, capBasisPoints: basisPoints },
  strict,
);

/** Row `notice.receipt-rounds`: in how many rounds of `limit.notice.receipt` a firm is asked to read a notice. */
export const receiptRoundsValueSchema = Type.Object(
  { rounds: Type.Integer({ minimum: 2, maximum: 100 }) },
  strict,
);

export const hazardValueSchema = Type.Object({ days: Type.Integer({ minimum: 1, maximum: 3_660 }) }, strict);

/**
 * Row `confidentiality.told-to-firm`: how closely a text to a firm may agree with what a reporter wrote, and the level
 * from which somebody may let a text pass that agrees more.
 */
export const toldToFirmValueSchema = Type.Object(
  {
    /** From so many shared characters in a row on, the words count as the reporter's own. */
    sharedRun: Type.Integer({ minimum: 4, maximum: 40 }),
    /** At least so many of these must lie outside the name of the firm and the words of the published list. */
    ownCharacters: Type.Integer({ minimum: 1, maximum: 40 }),
    passLevel: level,
  },
  strict,
);

/** What makes a message urgent: it is held back by nothing, and has to be acknowledged. */
export const urgencies = ['overdue', 'escalate', 'urgent'] as const;
export type Urgency = (typeof urgencies)[number];

/** Row `acknowledgement.<urgency>`: within what time a message has to be acknowledged before it goes to the next person. */
export const acknowledgementValueSchema = Type.Object({ value: count, unit }, strict);

/** Row `warden.share`: how many safety wardens a firm has, as shares of its front-line staff. */
export const wardenShareValueSchema = Type.Object(
  { leastBasisPoints: basisPoints, mostBasisPoints: basisPoints },
  strict,
);

/** Row `warden.large-place`: a place has one warden for each so many people begun. */
export const largePlaceValueSchema = Type.Object({ peoplePerWarden: count }, strict);

/** Row `safety-fund.target`: firms of which sectors are meant to have a fund, some only above scale. */
export const fundTargetValueSchema = Type.Array(
  Type.Object({ sector: Type.String({ pattern: '^[a-z-]+$' }), onlyAboveScale: Type.Boolean() }, strict),
);

/** How long a day lasts in a demonstration; no real zone has this row. */
export const demoValueSchema = Type.Object({ dayMs: count }, strict);

export type LimitValue = Static<typeof limitValueSchema>;
export type LadderValue = Static<typeof ladderValueSchema>;
export type ExtensionValue = Static<typeof extensionValueSchema>;
export type PauseValue = Static<typeof pauseValueSchema>;
export type ApprovalValue = Static<typeof approvalValueSchema>;
export type RewardValues = { [K in keyof typeof rewardValueSchemas]: Static<(typeof rewardValueSchemas)[K]> };

/** What the rows of the policy say, by key; `${string}` stands for the rest of a key. */
export interface PolicyValues
  extends RewardValues, CountingValues, ChiefOfficerValues, ExpertValues, DiagnosisValues, TrainingValues {
  [limit: `limit.${string}`]: LimitValue;
  [ladder: `ladder.${string}`]: LadderValue;
  [extension: `extension.${string}`]: ExtensionValue;
  [pause: `pause.${string}`]: PauseValue;
  [approval: `approval.${string}`]: ApprovalValue;
  [hazard: `hazard.${string}`]: Static<typeof hazardValueSchema>;
  [matter: `matter.${string}`]: MatterValue;
  [material: `material.${string}`]: MaterialValue;
  [renewal: `renewal.${string}`]: RenewalValue;
  [projectType: `project-type.${string}`]: ProjectTypeValue;
  [inspectionItem: `inspection-item.${string}`]: InspectionItemValue;
  [creditTier: `credit.${string}`]: CreditTierValue;
  [contestEvent: `contest-event.${string}`]: ContestEventValue;
  'inspection.frequency-cap': FrequencyCapValue;
  'promise.reduction': ReductionValue;
  'withdrawal.approval': Static<typeof withdrawalValueSchema>;
  'remedy.withdrawal': Static<typeof remedyValueSchema>;
  'penalty.surcharge': Static<typeof surchargeValueSchema>;
  'notice.receipt-rounds': Static<typeof receiptRoundsValueSchema>;
  'confidentiality.told-to-firm': Static<typeof toldToFirmValueSchema>;
  [acknowledgement: `acknowledgement.${string}`]: Static<typeof acknowledgementValueSchema>;
  'warden.share': Static<typeof wardenShareValueSchema>;
  'warden.large-place': Static<typeof largePlaceValueSchema>;
  'safety-fund.target': Static<typeof fundTargetValueSchema>;
  'demo.day': Static<typeof demoValueSchema>;
}

export type PolicyKey = keyof PolicyValues;
export type PolicyValue<K extends PolicyKey> = PolicyValues[K];
