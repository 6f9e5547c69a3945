import { Type } from 'typebox';
import { rowFaults, type RowFault } from '../../../domain/office/kinds/office-list';
import type { JsonObject } from '../../../domain/json';
import { editors } from '../../../domain/office/kinds/enterprise';
import type { NewEnterprise } from '../../../domain/office/kinds/enterprise';
import type { ListedPerson } from '../../../domain/office/kinds/people-import';
import type { Role, Title } from '../../../domain/role';
import type { OfficeDesk } from '../../../record/office/office-desk';
import { triedImport, triedPeople, type TriedList } from '../../../record/office/import-trial';
import type { Database } from '../../../record/store/database';
import type { App } from '../../app-type';
import { answers, oneOfContents, staffProblems, strongProblems, writeProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { ImportReport } from '../../contract/schemas/office-schemas';
import { strict } from '../../contract/shapes';
import { enterpriseList } from '../../files/enterprise-list';
import {
  NoTable,
  tableBytesAtMost,
  tableIn,
  workbookType as workbook,
  type Table,
} from '../../files/import-table';
import { csvTemplate, listIn, workbookTemplate, type ListDef, type ReadList } from '../../files/list-columns';
import { peopleList } from '../../files/people-list';
import { actorOf, staff } from '../../identity/access';
import { officeDeskOf, toldChange, type OfficeRouteDeps } from './told-change';

/** A kind of list that is handed in as a file. */
interface Import<Row extends object> {
  readonly kind: 'import-enterprises' | 'import-people';
  readonly name: 'enterprises' | 'people';
  readonly by: readonly Role[];
  readonly list: ListDef<Row>;
  tried(db: Database, rows: readonly Row[]): Promise<TriedList>;
  readonly title: Title;
  readonly description: Title;
  readonly template: Title;
}

const firms: Import<NewEnterprise> = {
  ...{
    kind: 'import-enterprises',
    name: 'enterprises',
    by: editors,
    list: enterpriseList,
    tried: triedImport,
  },
  title: { zh: '导入企业名单(CSV 或 Excel)', en: 'Enter the firms of a list, as CSV or a workbook' },
  description: {
    zh: '先以 dry-run=true 试行,逐行报告;正式导入整表生效或整表不生效。同一文件再次导入不作变更。',
    en: 'With `dry-run=true` it is only tried, and told row by row. It is taken whole or not at all; the same file again changes nothing.',
  },
  template: {
    zh: '企业名单模板',
    en: 'An empty list of firms with its columns, as a workbook or as CSV',
  },
};

const people: Import<ListedPerson> = {
  ...{ kind: 'import-people', name: 'people', by: ['administrator'], list: peopleList, tried: triedPeople },
  title: {
    zh: '导入人员和账号名单(CSV 或 Excel)',
    en: 'Enter the people of a list with their accounts, as CSV or a workbook',
  },
  description: {
    zh:
      '先以 dry-run=true 试行,逐行报告;由另一名管理员批准后整表生效或整表不生效。新账号没有密码,' +
      '逐人以 `reset-password` 交付一次性密码。',
    en:
      'With `dry-run=true` it is only tried, and told row by row. A second administrator puts it in force, whole or not ' +
      'at all. The accounts have no password: each holder is handed a one-time one by `reset-password`.',
  },
  template: {
    zh: '人员名单模板',
    en: 'An empty list of people with its columns, as a workbook or as CSV',
  },
};

/** Lists of firms and of people, from a file: tried out first, then taken whole or not at all. */
export async function importRoutes(app: App, deps: OfficeRouteDeps): Promise<void> {
  takeLists(app);
  importRoute(app, deps, firms);
  importRoute(app, deps, people);
  templateRoute(app, templateOf(firms));
  templateRoute(app, templateOf(people));
}

function templateOf<Row extends object>({ kind, name, ...def }: Import<Row>): Template<Row> {
  const at = { url: `/api/office/imports/${name}/template`, id: `${kind}-template`, tag: tags.office };
  return { ...at, name, ...def };
}

/** Here a list is read as bytes: how they are meant is said by them, not by whoever sends them. */
export function takeLists(app: App): void {
  app.removeContentTypeParser('text/csv');
  app.addContentTypeParser(
    ['text/csv', workbook],
    { parseAs: 'buffer', bodyLimit: tableBytesAtMost },
    (_request, body, done) => done(null, body),
  );
}

function importRoute<Row extends object>(app: App, deps: OfficeRouteDeps, def: Import<Row>): void {
  const desk = officeDeskOf(deps);
  const { kind, name, by } = def;
  app.post(
    `/api/office/imports/${name}`,
    {
      bodyLimit: tableBytesAtMost,
      config: { access: staff(...by), act: `office/${kind}` },
      schema: {
        ...operation(`${kind}-file`, tags.office, def.title, def.description),
        headers: KeyHeader,
        consumes: ['text/csv', workbook],
        querystring: Type.Object({ 'dry-run': Type.Optional(Type.Boolean({ default: false })) }, strict),
        response: answers(
          kind === 'import-people'
            ? { 200: ImportReport, 202: ImportReport }
            : { 200: ImportReport, 201: ImportReport },
          ...staffProblems,
          ...writeProblems,
          ...strongProblems(`office/${kind}`),
          'list-unreadable',
          'import-faulty',
        ),
      },
    },
    async (request, reply) => {
      const { table, list } = await readList(def.list, request.body);
      const rows = list.rows.map(({ row }) => row);
      const plan = await def.tried(deps.db, rows);
      const faults = [
        ...list.faults,
        ...plan.faults.map((fault) => ({ ...fault, row: list.rows[fault.row - 1]?.line ?? fault.row })),
      ];
      const report = {
        ...plan.counted,
        rows: table.rows.length,
        faults: faults.map(toldFault),
        proposal: null,
      };
      const dryRun = request.query['dry-run'] ?? false;
      if (dryRun) return { ...report, taken: false, seq: null };
      if (faults.length > 0) throw faulty(faults);
      const form = { source: table.digest, rows } as unknown as JsonObject;
      const idempotency = idempotencyOf(deps, request, { digest: table.digest });
      const done = await desk.ask({ kind, form, reason: null, actor: actorOf(request), idempotency });
      // The same list again is no fault of whoever hands it in.
      if (isIdle(done)) return { ...report, taken: false, seq: null };
      const { seq, detail, state, proposal } = await toldChange(deps, request, reply, done);
      return { ...report, ...countedBy(detail), taken: state === 'in-force', seq, proposal };
    },
  );
}

function isIdle(done: Awaited<ReturnType<OfficeDesk['ask']>>): boolean {
  return !done.ok && done.refusal !== 'key-reused' && done.refusal.code === 'nothing-changes';
}

/** As it was taken, also where the request comes again. */
function countedBy(detail: JsonObject | null) {
  const { entered, changed, unchanged } = detail ?? {};
  return detail === null ? {} : { entered, changed, unchanged };
}

interface Template<Row extends object> {
  readonly url: string;
  readonly id: string;
  readonly tag: (typeof tags)['office'];
  /** Of the file. */
  readonly name: string;
  readonly by: readonly Role[];
  readonly list: ListDef<Row>;
  readonly template: Title;
}

/** An empty list with its columns, as a workbook or as CSV. */
export function templateRoute<Row extends object>(
  app: App,
  { url, id, tag, name, by, list, template }: Template<Row>,
): void {
  app.get(
    url,
    {
      config: { access: staff(...by) },
      schema: {
        ...operation(id, tag, template),
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
      const file = isCsv ? Buffer.from(csvTemplate(list), 'utf8') : await workbookTemplate(list);
      return reply
        .header('content-disposition', `attachment; filename="${name}.${isCsv ? 'csv' : 'xlsx'}"`)
        .type(isCsv ? 'text/csv; charset=utf-8' : workbook)
        .send(file);
    },
  );
}

/** A list that was handed in, with what of it cannot be read. @throws ProblemError for what is no list */
export async function readList<Row extends object>(
  list: ListDef<Row>,
  body: unknown,
): Promise<{ readonly table: Table; readonly list: ReadList<Row> }> {
  if (!Buffer.isBuffer(body)) throw new ProblemError('media-type-unsupported');
  try {
    const table = await tableIn(body);
    return { table, list: listIn(list, table) };
  } catch (error) {
    throw error instanceof NoTable ? new ProblemError('list-unreadable', { detail: error.message }) : error;
  }
}

export function toldFault({ row, column, code }: RowFault) {
  return { row, column, code, title: rowFaults[code] };
}

export function faulty(faults: readonly RowFault[]): ProblemError {
  return new ProblemError('import-faulty', {
    detail: `${faults.length} cells of the list are wrong: nothing was taken`,
    errors: faults.map(({ row, column, code }) => ({
      pointer: `/${row}/${column}`,
      detail: `${rowFaults[code].zh} ${rowFaults[code].en}`,
    })),
  });
}
