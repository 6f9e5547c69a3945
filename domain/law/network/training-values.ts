/** What is taught, which certificates a person needs and for how long they hold, and how many hours: policy data. */
import { Type, type Static } from 'typebox';
import { bilingualLine } from '../words';

const strict = { additionalProperties: false } as const;
const months = Type.Integer({ minimum: 1, maximum: 240 });
const days = Type.Integer({ minimum: 1, maximum: 366 });
const hours = Type.Integer({ minimum: 0, maximum: 1_000 });
const code = Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 40 });
const orNull = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const trainingValueSchemas = {
  /** A topic that is taught. */
  'training-course': Type.Object({ title: bilingualLine }, strict),
  /** A kind of certificate that a person holds. */
  qualification: Type.Object(
    {
      title: bilingualLine,
      validMonths: months,
      /** It is reviewed after so many months each; null: it is only renewed. */
      reviewMonths: orNull(months),
      /** Somebody with ten years without a breach is not reviewed in between. */
      spareLongPractice: Type.Boolean(),
      reviewHours: hours,
      /** A review or a renewal is applied for so many days before the day at the latest. */
      applyDaysBefore: days,
      /** Special operations 特种作业: working without it is a major hazard. */
      special: Type.Boolean(),
    },
    strict,
  ),
  /** What somebody in a duty is taught: in the year in which they begin it, and in each further one. */
  'training-duty': Type.Object(
    {
      title: bilingualLine,
      firstHours: hours,
      yearlyHours: hours,
      /** The certificate that the duty itself asks for; null: none. */
      qualification: orNull(code),
    },
    strict,
  ),
} as const;

export const trainingRuleSchemas = {
  /** So many days before a certificate has to be reviewed or renewed, its firm is told. */
  'training.reminder': Type.Object({ daysBefore: days }, strict),
  /** Who was away for so long is taught as if new. */
  'training.again': Type.Object({ awayMonths: months }, strict),
  /** For how long a record of training is kept. */
  'training.records': Type.Object({ years: Type.Integer({ minimum: 1, maximum: 50 }) }, strict),
  /** What the zone has set aside for training 培训教育专项资金 in a calendar year. */
  'training.budget': Type.Object({ yearFen: Type.Integer({ minimum: 0 }) }, strict),
} as const;

/** The rows about training, by key. */
export interface TrainingValues {
  [course: `training-course.${string}`]: Static<(typeof trainingValueSchemas)['training-course']>;
  [kind: `qualification.${string}`]: Static<(typeof trainingValueSchemas)['qualification']>;
  [duty: `training-duty.${string}`]: Static<(typeof trainingValueSchemas)['training-duty']>;
  'training.reminder': Static<(typeof trainingRuleSchemas)['training.reminder']>;
  'training.again': Static<(typeof trainingRuleSchemas)['training.again']>;
  'training.records': Static<(typeof trainingRuleSchemas)['training.records']>;
  'training.budget': Static<(typeof trainingRuleSchemas)['training.budget']>;
}

/** A kind of certificate as the law has it. */
export type QualificationValue = TrainingValues[`qualification.${string}`];
