import type { Role } from '../../../domain/role';
import { zoneView } from '../../../record/views/zone-figures';
import { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, Binary, content, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ZoneViewSchema } from '../../contract/schemas/network/figure-schemas';
import type { ApiDeps } from '../../deps';
import { figureTable, figureWorkbook } from '../../files/figure-table';
import { workbookType } from '../../files/import-table';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;
type Parts = Deps & { readonly rulebooks: Rulebooks };

/** Who reads the overviews of all its systems. */
const overviewers: readonly Role[] = ['section-chief', 'approver', 'auditor'];

/** One view of the zone: what it tells of its safety network, as figures and as a table. */
export async function zoneRoutes(app: App, deps: Deps): Promise<void> {
  const parts = { ...deps, rulebooks: new Rulebooks(deps.db) };
  figuresRoute(app, parts);
  csvRoute(app, parts);
  workbookRoute(app, parts);
}

function figuresRoute(app: App, parts: Parts): void {
  app.get(
    '/api/network/zone',
    {
      config: { access: staff(...overviewers) },
      schema: {
        ...operation(
          'zone-figures',
          tags.network,
          { zh: '全区一览:安全管理各项数字', en: 'The zone’s safety network in figures' },
          {
            zh: '即时计算,附统计日期;每个数字附明细地址。只有汇总,不含举报人与报告人。',
            en: 'Computed when it is asked for, with its date; each figure says where it leads. Sums alone: nothing of who reported.',
          },
        ),
        response: answers({ 200: ZoneViewSchema }, ...staffProblems),
      },
    },
    (request) => zoneView(parts, actorOf(request)),
  );
}

function csvRoute(app: App, parts: Parts): void {
  app.get(
    '/api/network/zone.csv',
    {
      config: { access: staff(...overviewers) },
      schema: {
        ...operation('zone-figures-csv', tags.network, {
          zh: '全区一览(CSV)',
          en: 'The zone’s figures as a table',
        }),
        response: answers({ 200: content('text/csv', 'the table') }, ...staffProblems),
      },
    },
    async (request, reply) => {
      const view = await zoneView(parts, actorOf(request));
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="zone-${view.on}.csv"`)
        .send(figureTable(view));
    },
  );
}

function workbookRoute(app: App, parts: Parts): void {
  app.get(
    '/api/network/zone.xlsx',
    {
      config: { access: staff(...overviewers) },
      schema: {
        ...operation('zone-figures-workbook', tags.network, {
          zh: '全区一览(Excel)',
          en: 'The zone’s figures as a workbook',
        }),
        response: answers({ 200: content(workbookType, 'the workbook', Binary) }, ...staffProblems),
      },
    },
    async (request, reply) => {
      const view = await zoneView(parts, actorOf(request));
      return reply
        .type(workbookType)
        .header('content-disposition', `attachment; filename="zone-${view.on}.xlsx"`)
        .send(await figureWorkbook(view));
    },
  );
}
