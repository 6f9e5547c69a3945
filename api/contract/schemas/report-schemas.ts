import { Type } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import { parties } from '../../../domain/party';
import { limitUnits } from '../../../domain/time/limit';
import type { Grouping } from '../../../record/reading/compression-report';
import { Month, PageQuery } from '../query-parts';
import { Bilingual, CaseTypeWord, Instant, Named, Nullable, PageOf, strict } from '../shapes';

/* By how much decisions undercut the legal limits, and what became of the rewards. */

const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' });
const GroupingWord = OneOf<Grouping>(
  { zh: '分组', en: 'Grouped by' },
  {
    department: { zh: '按部门', en: 'By department' },
    item: { zh: '按事项', en: 'By matter' },
    month: { zh: '按月', en: 'By month' },
  },
);

export const ReportQuery = Type.Object(
  { from: Month, to: Month, by: Type.Optional({ ...GroupingWord, default: 'department' }) },
  strict,
);

export const ReportCasesQuery = Type.Object(
  {
    from: Month,
    to: Month,
    department: Type.Optional(Code),
    item: Type.Optional(Code),
    broken: Type.Optional(Type.Boolean()),
    explained: Type.Optional(Type.Boolean()),
    ...PageQuery,
  },
  strict,
);

const BasisPoints = Type.Integer({ description: 'basis points, rounded down: 3141 is 31.41 %' });
const Reduction = { actual: BasisPoints, committed: Nullable(BasisPoints) };
const LimitUnit = Type.String({ enum: [...limitUnits] });

const MeanReduction = Named(
  'MeanReduction',
  Type.Object(Reduction, { ...strict, description: 'the mean of the ratios of all items' }),
);

const SumReduction = Named(
  'SumReduction',
  Type.Object(
    {
      limitUnit: LimitUnit,
      items: Type.Integer(),
      limitDays: Type.Integer(),
      actualDays: Type.Integer(),
      ...Reduction,
    },
    { ...strict, description: 'over the sums, each unit by itself' },
  ),
);

const Figures = {
  items: Type.Integer(),
  exempt: Type.Integer({ description: 'decided by arrival: no day to undercut, in no figure' }),
  broken: Type.Integer({ description: 'broken promises' }),
  unexplained: Type.Integer({ description: 'broken promises without a published explanation' }),
  meanOfRatios: Nullable(MeanReduction),
  bySums: Type.Array(SumReduction),
  aimReached: Type.Object(
    { meanOfRatios: Nullable(Type.Boolean()), bySums: Nullable(Type.Boolean()) },
    { ...strict, description: 'by each definition; null where there is nothing to measure' },
  ),
  cases: Type.String({ description: 'address of the list of its cases' }),
};

export const ReportSchema = Named(
  'CompressionReport',
  Type.Object(
    {
      from: Month,
      to: Month,
      by: GroupingWord,
      aimBasisPoints: Nullable(Type.Integer()),
      whole: Named('CompressionFigures', Type.Object(Figures, strict)),
      groups: Type.Array(
        Named(
          'CompressionGroup',
          Type.Object({ key: Type.String(), title: Nullable(Bilingual), ...Figures }, strict),
        ),
      ),
      openExplanations: Type.Object({ open: Type.Integer(), overdue: Type.Integer() }, strict),
    },
    strict,
  ),
);

const Tally = {
  open: Type.Integer(),
  overdue: Type.Integer({ description: 'their time is over' }),
  soon: Type.Integer({ description: 'due before `soonBefore`, and not overdue' }),
};
const CasesOf = Type.String({ description: 'address of the list of its cases' });

export const OpenCasesSchema = Named(
  'OpenCasesReport',
  Type.Object(
    {
      asOf: Instant,
      soonBefore: Instant,
      whole: Type.Object({ ...Tally, cases: CasesOf }, strict),
      stages: Type.Array(
        Named(
          'OpenCasesOfStage',
          Type.Object({ caseType: CaseTypeWord, stage: Type.String(), ...Tally, cases: CasesOf }, strict),
        ),
      ),
      parties: Type.Array(
        Named(
          'OpenStepsOfParty',
          Type.Object(
            { party: Type.Enum([...parties]), open: Tally.open, overdue: Tally.overdue },
            { ...strict, description: 'open steps by whom they wait for' },
          ),
        ),
      ),
    },
    strict,
  ),
);

const SumFen = (description?: string) =>
  Type.Integer(description === undefined ? { minimum: 0 } : { minimum: 0, description });

export const RewardReportSchema = Named(
  'RewardReport',
  Type.Object(
    {
      rewards: Type.Integer(),
      approvedFen: SumFen('the sum of the five that follow'),
      toClaimFen: SumFen(),
      inPaymentFen: SumFen(),
      sentBackFen: SumFen('paid, sent back by the bank, and not paid again yet'),
      paidFen: SumFen('went out and did not come back'),
      givenUpFen: SumFen('waived, forfeited, lapsed or withdrawn'),
      bank: Type.Object(
        { paidFen: SumFen(), returnedFen: SumFen() },
        { ...strict, description: 'all that the bank has booked: each payment, and each return' },
      ),
    },
    strict,
  ),
);

export const ReportCasePage = PageOf('CompressionCase', {
  number: Type.String(),
  matter: Type.String(),
  title: Nullable(Bilingual),
  department: Type.String(),
  verdict: Type.String(),
  limitUnit: LimitUnit,
  limitDays: Type.Integer(),
  promiseDays: Nullable(Type.Integer()),
  actualDays: Type.Integer(),
  decidedAt: Instant,
  promiseBroken: Type.Boolean(),
  explainedAt: Nullable(Instant),
});
