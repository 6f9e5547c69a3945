import type { Static } from 'typebox';
import type { StaffActor } from '../../../domain/role';
import {
  compressionCases,
  compressionReport,
  type CompressionReport,
  type ReportLine,
} from '../../../record/reading/compression-report';
import { Rulebooks } from '../../../record/store/rulebook';
import { zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, content, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import {
  ReportCasePage,
  ReportCasesQuery,
  ReportQuery,
  ReportSchema,
} from '../../contract/schemas/report-schemas';
import { pageRequestOf } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import { compressionTable } from '../../files/compression-table';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;

const byReaders = { access: staff('approver', 'auditor', 'project-officer', 'section-chief') };
const reportProblems = [...staffProblems, 'dates-reversed'] as const;

/** Reports on time: figures for those who are responsible. Lists and details are in `cases`. */
export async function reportRoutes(app: App, deps: Deps): Promise<void> {
  const rulebooks = new Rulebooks(deps.db);
  reportRoute(app, deps, rulebooks);
  tableRoute(app, deps, rulebooks);
  reportCasesRoute(app, deps, rulebooks);
}

function reportRoute(app: App, deps: Deps, rulebooks: Rulebooks): void {
  app.get(
    '/api/reports/compression',
    {
      config: byReaders,
      schema: {
        ...operation(
          'compression',
          tags.efficiency,
          {
            zh: '时限压缩',
            en: 'By how much decisions undercut the legal limits, by both definitions',
          },
          {
            zh: '统计本人可查阅的案件;口径见 docs/compression.md。',
            en: 'Over the cases that the reader may see; see docs/compression.md for the definitions.',
          },
        ),
        querystring: ReportQuery,
        response: answers({ 200: ReportSchema }, ...reportProblems),
      },
    },
    async (request) => linked(await report(deps, rulebooks, actorOf(request), request.query)),
  );
}

function tableRoute(app: App, deps: Deps, rulebooks: Rulebooks): void {
  app.get(
    '/api/reports/compression.csv',
    {
      config: byReaders,
      schema: {
        ...operation('compression-csv', tags.efficiency, {
          zh: '时限压缩表格',
          en: 'By how much decisions undercut the legal limits, as a table',
        }),
        querystring: ReportQuery,
        response: answers({ 200: content('text/csv', 'the table') }, ...reportProblems),
      },
    },
    async (request, reply) => {
      const { from, to } = request.query;
      const table = compressionTable(await report(deps, rulebooks, actorOf(request), request.query));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="compression-${from}-${to}.csv"`)
        .send(table);
    },
  );
}

function reportCasesRoute(app: App, deps: Deps, rulebooks: Rulebooks): void {
  app.get(
    '/api/reports/compression/cases',
    {
      config: byReaders,
      schema: {
        ...operation('compression-cases', tags.efficiency, {
          zh: '时限压缩明细',
          en: 'The decided items behind a figure, newest first',
        }),
        querystring: ReportCasesQuery,
        response: answers({ 200: ReportCasePage }, ...reportProblems, 'cursor-invalid'),
      },
    },
    async (request) => {
      const { limit, cursor, ...filter } = request.query;
      assertInOrder(filter);
      const [page, actor] = [pageRequestOf({ limit, cursor }), actorOf(request)];
      return compressionCases(deps.db, actor, filter, page, await policyOf(deps, rulebooks, actor));
    },
  );
}

async function report(
  deps: Deps,
  rulebooks: Rulebooks,
  actor: StaffActor,
  { from, to, by = 'department' }: Static<typeof ReportQuery>,
): Promise<CompressionReport> {
  assertInOrder({ from, to });
  const policy = await policyOf(deps, rulebooks, actor);
  return compressionReport(deps.db, actor, { from, to, by }, { policy, now: deps.clock() });
}

/** The law of the reader's own zone. */
async function policyOf({ db, clock }: Deps, rulebooks: Rulebooks, { unit }: StaffActor) {
  return rulebooks.lawIn(await zoneOfUnit(db, unit), clock().toISOString());
}

function assertInOrder({ from, to }: { readonly from: string; readonly to: string }): void {
  if (from > to) throw new ProblemError('dates-reversed');
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
