import { Type, type Static } from 'typebox';
import { limitUnits } from '../../../domain/time/limit';
import {
  compressionCases,
  compressionReport,
  groupings,
  type CompressionReport,
  type Grouping,
  type ReportLine,
} from '../../../record/reading/compression-report';
import { Rulebooks } from '../../../record/store/rulebook';
import type { StaffActor } from '../../../domain/role';
import { actorOf, staff } from '../../identity/access';
import {
  answers,
  Bilingual,
  Instant,
  Nullable,
  pageSchema,
  staffProblems,
  strict,
} from '../../contract/answers';
import type { App } from '../../app-type';
import { compressionTable } from '../../files/compression-table';
import type { ApiDeps } from '../../deps';
import { ProblemError } from '../../contract/problems';
import { Month, PageQuery, pageRequestOf } from '../../contract/request-parts';

const tags = ['效能 Efficiency'];
const readers = staff('approver', 'auditor', 'project-officer', 'section-chief');

const Code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' });
const YesNo = Type.String({ enum: ['true', 'false'] });
const ReportQuery = Type.Object(
  {
    from: Month,
    to: Month,
    by: Type.Optional(Type.String({ enum: [...groupings], description: 'default `department`' })),
  },
  strict,
);

const BasisPoints = Type.Integer({ description: 'basis points, rounded down: 3141 is 31.41 %' });
const Reduction = { actual: BasisPoints, committed: Nullable(BasisPoints) };
const Unit = Type.String({ enum: [...limitUnits] });
const Figures = {
  items: Type.Integer(),
  exempt: Type.Integer({ description: '备案 decided by arrival: no day to undercut, in no figure' }),
  broken: Type.Integer({ description: 'broken promises' }),
  unexplained: Type.Integer({ description: 'broken promises without a published explanation' }),
  meanOfRatios: Nullable(Type.Object(Reduction, { ...strict, description: '逐项平均' })),
  bySums: Type.Array(
    Type.Object(
      {
        limitUnit: Unit,
        items: Type.Integer(),
        limitDays: Type.Integer(),
        actualDays: Type.Integer(),
        ...Reduction,
      },
      { ...strict, description: '总量压缩, each unit by itself' },
    ),
  ),
  aimReached: Type.Object(
    { meanOfRatios: Nullable(Type.Boolean()), bySums: Nullable(Type.Boolean()) },
    { ...strict, description: 'by each definition; null where there is nothing to measure' },
  ),
  cases: Type.String({ description: 'address of the list of its cases' }),
};

const ReportSchema = Type.Object(
  {
    from: Month,
    to: Month,
    by: Type.String({ enum: [...groupings] }),
    aimBasisPoints: Nullable(Type.Integer()),
    whole: Type.Object(Figures, strict),
    groups: Type.Array(Type.Object({ key: Type.String(), title: Nullable(Bilingual), ...Figures }, strict)),
    openExplanations: Type.Object({ open: Type.Integer(), overdue: Type.Integer() }, strict),
  },
  strict,
);

/** What the time came to: figures for those who answer for it. Lists and details are in `cases`. */
export function reportRoutes(app: App, deps: ApiDeps): void {
  const { db, clock, settings } = deps;
  const rulebooks = new Rulebooks(db);

  app.get(
    '/api/reports/compression',
    {
      config: { access: readers },
      schema: {
        tags,
        operationId: 'compression',
        summary: '时限压缩 By how much decisions undercut the legal limits, by both definitions',
        description: 'Over the cases that the reader may see; see docs/compression.md for the definitions.',
        querystring: ReportQuery,
        response: answers({ 200: ReportSchema }, ...staffProblems, 'form-invalid', 'dates-reversed'),
      },
    },
    async (request) => linked(await report(actorOf(request), request.query)),
  );

  app.get(
    '/api/reports/compression.csv',
    {
      config: { access: readers },
      schema: {
        tags,
        operationId: 'compression-csv',
        summary: '时限压缩表格 The same as a table',
        querystring: ReportQuery,
        response: answers(
          { 200: { description: 'table', content: { 'text/csv': { schema: Type.String() } } } },
          ...staffProblems,
          'form-invalid',
          'dates-reversed',
        ),
      },
    },
    async (request, reply) => {
      const { from, to } = request.query;
      const table = compressionTable(await report(actorOf(request), request.query));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="compression-${from}-${to}.csv"`)
        .send(table);
    },
  );

  app.get(
    '/api/reports/compression/cases',
    {
      config: { access: readers },
      schema: {
        tags,
        operationId: 'compression-cases',
        summary: '时限压缩明细 The decided items behind a figure, newest first',
        querystring: Type.Object(
          {
            from: Month,
            to: Month,
            department: Type.Optional(Code),
            item: Type.Optional(Code),
            broken: Type.Optional(YesNo),
            explained: Type.Optional(YesNo),
            ...PageQuery,
          },
          strict,
        ),
        response: answers(
          {
            200: pageSchema(
              Type.Object(
                {
                  number: Type.String(),
                  matter: Type.String(),
                  title: Nullable(Bilingual),
                  department: Type.String(),
                  verdict: Type.String(),
                  limitUnit: Unit,
                  limitDays: Type.Integer(),
                  promiseDays: Nullable(Type.Integer()),
                  actualDays: Type.Integer(),
                  decidedAt: Instant,
                  promiseBroken: Type.Boolean(),
                  explainedAt: Nullable(Instant),
                },
                strict,
              ),
            ),
          },
          ...staffProblems,
          'form-invalid',
          'dates-reversed',
          'cursor-invalid',
        ),
      },
    },
    async (request) => {
      const { broken, explained, department, item } = request.query;
      const filter = {
        ...monthsOf(request.query),
        ...(department === undefined ? {} : { department }),
        ...(item === undefined ? {} : { item }),
        ...(broken === undefined ? {} : { broken: broken === 'true' }),
        ...(explained === undefined ? {} : { explained: explained === 'true' }),
      };
      return compressionCases(db, actorOf(request), filter, pageRequestOf(request.query), await policy());
    },
  );

  async function report(actor: StaffActor, query: Static<typeof ReportQuery>): Promise<CompressionReport> {
    const asked = { ...monthsOf(query), by: (query.by ?? 'department') as Grouping };
    return compressionReport(db, actor, asked, { policy: await policy(), now: clock() });
  }

  async function policy() {
    const rulebook = await rulebooks.refresh();
    return rulebook.policy(rulebook.pinFor(settings.intake.zone, clock().toISOString()));
  }
}

function monthsOf({ from, to }: { readonly from: string; readonly to: string }) {
  if (from > to) throw new ProblemError('dates-reversed');
  return { from, to };
}

/** Each figure with the address of its cases. */
function linked({ from, to, by, whole, groups, ...rest }: CompressionReport) {
  const address = (filter: Record<string, string>) =>
    `/api/reports/compression/cases?${new URLSearchParams({ from, to, ...filter }).toString()}`;
  const filterOf = ({ key }: ReportLine) => (by === 'month' ? { from: key, to: key } : { [by]: key });
  return {
    from,
    to,
    by,
    ...rest,
    whole: { ...whole, cases: address({}) },
    groups: groups.map((group) => ({ ...group, cases: address(filterOf(group)) })),
  };
}
