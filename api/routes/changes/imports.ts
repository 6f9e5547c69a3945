import { Type } from 'typebox';
import { rowFaults, type RowFault } from '../../../domain/office/kinds/enterprise-import';
import type { JsonObject } from '../../../domain/json';
import { editors } from '../../../domain/office/kinds/enterprise';
import type { OfficeDesk } from '../../../record/office/office-desk';
import { triedImport } from '../../../record/office/import-trial';
import type { App } from '../../app-type';
import { answers, oneOfContents, staffProblems, writeProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { ImportReport } from '../../contract/schemas/office-schemas';
import { strict } from '../../contract/shapes';
import {
  csvTemplate,
  enterprisesIn,
  workbookTemplate,
  type EnterpriseList,
} from '../../files/enterprise-list';
import {
  NoTable,
  tableBytesAtMost,
  tableIn,
  workbookType as workbook,
  type Table,
} from '../../files/import-table';
import { actorOf, staff } from '../../identity/access';
import { officeDeskOf, toldChange, type OfficeRouteDeps } from './told-change';

const address = '/api/office/imports/enterprises';
const byEditors = staff(...editors);

/** Lists of firms, from a file: tried out first, then taken whole or not at all. */
export async function importRoutes(app: App, deps: OfficeRouteDeps): Promise<void> {
  // Here a list is read as bytes: how they are meant is said by them, not by whoever sends them.
  app.removeContentTypeParser('text/csv');
  app.addContentTypeParser(
    ['text/csv', workbook],
    { parseAs: 'buffer', bodyLimit: tableBytesAtMost },
    (_request, body, done) => done(null, body),
  );
  importRoute(app, deps);
  templateRoute(app);
}

function importRoute(app: App, deps: OfficeRouteDeps): void {
  const desk = officeDeskOf(deps);
  app.post(
    address,
    {
      bodyLimit: tableBytesAtMost,
      config: { access: byEditors, act: 'office/import-enterprises' },
      schema: {
        ...operation(
          'import-enterprises-file',
          tags.office,
          { zh: '导入企业名单(CSV 或 Excel)', en: 'Enter the firms of a list, as CSV or a workbook' },
          {
            zh: '先以 dry-run=true 试行,逐行报告;正式导入整表生效或整表不生效。同一文件再次导入不作变更。',
            en: 'With `dry-run=true` it is only tried, and told row by row. It is taken whole or not at all; the same file again changes nothing.',
          },
        ),
        headers: KeyHeader,
        consumes: ['text/csv', workbook],
        querystring: Type.Object({ 'dry-run': Type.Optional(Type.Boolean({ default: false })) }, strict),
        response: answers(
          { 200: ImportReport, 201: ImportReport },
          ...staffProblems,
          ...writeProblems,
          'list-unreadable',
          'import-faulty',
        ),
      },
    },
    async (request, reply) => {
      const { table, list } = await listIn(request.body);
      const rows = list.rows.map(({ row }) => row);
      const plan = await triedImport(deps.db, rows);
      const faults = [
        ...list.faults,
        ...plan.faults.map((fault) => ({ ...fault, row: list.rows[fault.row - 1]?.line ?? fault.row })),
      ];
      const report = { ...plan.counted, rows: table.rows.length, faults: faults.map(told) };
      const dryRun = request.query['dry-run'] ?? false;
      if (dryRun) return { ...report, taken: false, seq: null };
      if (faults.length > 0) throw faulty(faults);
      const form = { source: table.digest, rows } as unknown as JsonObject;
      const idempotency = idempotencyOf(deps, request, { digest: table.digest });
      const actor = actorOf(request);
      const done = await desk.ask({ kind: 'import-enterprises', form, reason: null, actor, idempotency });
      // The same list again is no fault of whoever hands it in.
      if (isIdle(done)) return { ...report, taken: false, seq: null };
      const { seq, detail } = await toldChange(deps, request, reply, done);
      return { ...report, ...countedBy(detail), taken: true, seq };
    },
  );
}

function isIdle(done: Awaited<ReturnType<OfficeDesk['ask']>>): boolean {
  return !done.ok && done.refusal !== 'key-reused' && done.refusal.code === 'nothing-changes';
}

/** As it was taken, also where the request comes again. */
function countedBy(detail: JsonObject | null) {
  const { entered, changed, unchanged } = detail ?? {};
  return { entered, changed, unchanged };
}

function templateRoute(app: App): void {
  app.get(
    `${address}/template`,
    {
      config: { access: byEditors },
      schema: {
        ...operation('import-enterprises-template', tags.office, {
          zh: '企业名单模板',
          en: 'An empty list of firms with its columns, as a workbook or as CSV',
        }),
        querystring: Type.Object(
          {
            form: Type.Optional(
              Type.Unsafe<'xlsx' | 'csv'>(Type.String({ enum: ['xlsx', 'csv'], default: 'xlsx' })),
            ),
          },
          strict,
        ),
        response: answers({ 200: oneOfContents([workbook, 'text/csv'], 'the template') }, ...staffProblems),
      },
    },
    async (request, reply) => {
      const isCsv = request.query.form === 'csv';
      const file = isCsv ? Buffer.from(csvTemplate(), 'utf8') : await workbookTemplate();
      return reply
        .header('content-disposition', `attachment; filename="enterprises.${isCsv ? 'csv' : 'xlsx'}"`)
        .type(isCsv ? 'text/csv; charset=utf-8' : workbook)
        .send(file);
    },
  );
}

async function listIn(body: unknown): Promise<{ readonly table: Table; readonly list: EnterpriseList }> {
  if (!Buffer.isBuffer(body)) throw new ProblemError('media-type-unsupported');
  try {
    const table = await tableIn(body);
    return { table, list: enterprisesIn(table) };
  } catch (error) {
    throw error instanceof NoTable ? new ProblemError('list-unreadable', { detail: error.message }) : error;
  }
}

function told({ row, column, code }: RowFault) {
  return { row, column, code, title: rowFaults[code] };
}

function faulty(faults: readonly RowFault[]): ProblemError {
  return new ProblemError('import-faulty', {
    detail: `${faults.length} cells of the list are wrong: nothing was taken`,
    errors: faults.map(({ row, column, code }) => ({
      pointer: `/${row}/${column}`,
      detail: `${rowFaults[code].zh} ${rowFaults[code].en}`,
    })),
  });
}
