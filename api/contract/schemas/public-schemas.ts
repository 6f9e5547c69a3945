import { Type, type TSchema } from 'typebox';
import { silences } from '../../../domain/law/matter-values';
import { confidences, limitUnits } from '../../../domain/time/limit';
import { treatments } from '../../../record/papers/media-types';
import { Bilingual, Day, Named, Nullable, pageFields, strict, Titled } from '../shapes';

/* What reporters and the public are told. */

// --- the reporter -------------------------------------------------------------------------------

export const ReceiptCode = Titled(
  { zh: '查询码', en: 'Receipt code' },
  Type.String({ minLength: 1, maxLength: 60, format: 'receipt-code' }),
);

/** The body of what a reporter does: the code, and what goes with it. */
export function withCode<Fields extends Record<string, TSchema>>(name: string, fields: Fields) {
  return Named(name, Type.Object({ code: ReceiptCode, ...fields }, strict));
}

const RewardLineSchema = Named(
  'RewardLine',
  Type.Object(
    {
      title: Bilingual,
      formula: Type.String(),
      resultFen: Type.Integer(),
      clause: Type.String(),
      note: Type.Optional(Type.String()),
    },
    strict,
  ),
);

const RewardSchema = Named(
  'ReporterReward',
  Type.Object(
    {
      amountFen: Type.Integer(),
      amount: Type.String({ description: 'in yuan' }),
      state: Type.String({
        enum: ['to-claim', 'in-payment', 'paid', 'account-to-correct', 'given-up', 'none'],
      }),
      claimBy: Nullable(Day),
      claimCode: Nullable(
        Type.String({ description: 'of a report within a firm: what the cashier pays against' }),
      ),
      lines: Type.Array(RewardLineSchema),
    },
    strict,
  ),
);

export const ReporterReadingSchema = Named(
  'ReporterReading',
  Type.Object(
    {
      number: Type.String(),
      receivedOn: Day,
      stage: Type.String(),
      words: Bilingual,
      waitsFor: Type.String({ enum: ['bureau', 'enterprise', 'you', 'nobody'] }),
      dueOn: Nullable(Day),
      dueMoved: Nullable(
        Type.Object(
          { from: Day, to: Day, on: Day, words: Bilingual },
          { ...strict, description: 'that this day was another one before, since when and why' },
        ),
      ),
      milestones: Type.Array(Type.Object({ what: Type.String(), on: Day, words: Bilingual }, strict)),
      messages: Type.Array(Type.Object({ on: Day, text: Type.String() }, strict)),
      withdrawal: Nullable(
        Type.Object(
          { on: Day, reason: Type.String(), remedies: Nullable(Bilingual) },
          { ...strict, description: 'the office has taken the tip-off back: why, and how to contest it' },
        ),
      ),
      reward: Nullable(RewardSchema),
      youMay: Type.Array(Type.String({ enum: ['claim', 'waive', 'payee', 'withdraw', 'answer', 'papers'] })),
    },
    strict,
  ),
);

const TakenFile = Named(
  'TakenFile',
  Type.Object(
    {
      mediaType: Type.String(),
      extension: Type.String(),
      treatment: Type.String({ enum: Object.keys(treatments) }),
      words: Bilingual,
    },
    strict,
  ),
);

export const IntakeReadingSchema = Named(
  'IntakeReading',
  Type.Object(
    {
      token: Type.String({
        description:
          'to be sent as `intake-token` with the tip-off, and kept until its receipt code was seen',
      }),
      papers: Type.Object(
        { bytesAtMost: Type.Integer(), words: Bilingual, types: Type.Array(TakenFile) },
        strict,
      ),
    },
    strict,
  ),
);

// --- promises -----------------------------------------------------------------------------------

const LimitUnit = Type.String({ enum: [...limitUnits] });

const LegalSource = Named(
  'LegalSource',
  Type.Object(
    {
      title: Type.String(),
      article: Type.Optional(Type.String()),
      url: Type.Optional(Type.String()),
      confidence: Type.String({ enum: [...confidences] }),
    },
    strict,
  ),
);

const PublishedLimit = Named(
  'PublishedLimit',
  Type.Object({ value: Type.Integer(), unit: LimitUnit, source: LegalSource }, strict),
);

const Department = { department: Type.String(), departmentTitle: Nullable(Bilingual) };

const PublishedPromise = Named(
  'PublishedPromise',
  Type.Object(
    {
      matter: Type.String(),
      title: Bilingual,
      ...Department,
      silence: Type.String({ enum: [...silences] }),
      legal: PublishedLimit,
      committed: Nullable(PublishedLimit),
      reductionBasisPoints: Nullable(Type.Integer()),
    },
    strict,
  ),
);

export const PromisesSchema = Named(
  'PublishedPromises',
  Type.Object({ zone: Type.String(), on: Day, promises: Type.Array(PublishedPromise) }, strict),
);

const BrokenPromise = Named(
  'BrokenPromise',
  Type.Object(
    {
      matter: Type.String(),
      title: Nullable(Bilingual),
      ...Department,
      limitUnit: LimitUnit,
      promiseDays: Type.Integer(),
      limitDays: Type.Integer(),
      actualDays: Type.Integer(),
      decidedOn: Day,
      explanation: Type.String(),
      explainedOn: Day,
    },
    strict,
  ),
);

export const BrokenPromisesSchema = Named(
  'BrokenPromises',
  Type.Object(
    {
      month: Type.String(),
      unexplained: Type.Integer({ description: 'broken in this month, explanation not published yet' }),
      ...pageFields(BrokenPromise),
    },
    strict,
  ),
);

export const ZoneSchema = Named('Zone', Type.Object({ id: Type.String(), title: Bilingual }, strict));
