import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { viewOf, type CaseView } from '../../../domain/case/case-view';
import { wardenFigures } from '../../../domain/cases/warden-network/coverage';
import { mostLines } from '../../../domain/cases/warden-network/forms';
import { change, standingOf } from '../../../domain/cases/warden-network/steps';
import type { JsonObject } from '../../../domain/json';
import { decisionRefusals } from '../../../domain/moves/refusals';
import { issuedLinesIn, knownTo } from '../../../domain/moves/enterprise-visibility';
import type { Role } from '../../../domain/role';
import { networkReading } from '../../../record/cases/wardens/reading';
import { wardenOverview } from '../../../record/cases/wardens/overview';
import { eventsOf, findCase } from '../../../record/reading/case-reading';
import { visibleTo } from '../../../record/reading/reading-rights';
import { textsFor } from '../../../record/reading/shown-lines';
import { Rulebooks } from '../../../record/store/rulebook';
import { zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { answerMove, moveProblems, notFound } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, MoveHeaders, NumberParams, numberOf, seenSeqOf } from '../../contract/request-parts';
import {
  WardenImportReport,
  WardenNetworkSchema,
  WardenOverviewSchema,
} from '../../contract/schemas/network/warden-schemas';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { tableBytesAtMost, workbookType } from '../../files/import-table';
import { planned, wardenList } from '../../files/warden-list';
import { actorOf, staff } from '../../identity/access';
import { faulty, readList, takeLists, templateRoute, toldFault } from '../changes/imports';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'vault' | 'clock' | 'hashKey'>;

const tag = tags['warden-network'];
const ofTheFirm = ['enterprise-head', 'chief-safety-officer', 'team-leader', 'enterprise-contact'] as const;
const readers: readonly Role[] = [...ofTheFirm, 'inspector', 'section-chief', 'approver', 'auditor'];

/** The safety wardens of firms: how the zone and a firm stand, who serves where, and lists of them from a file. */
export async function wardenRoutes(app: App, deps: Deps): Promise<void> {
  takeLists(app);
  overviewRoute(app, deps);
  networkRoute(app, deps);
  importRoute(app, deps);
  templateRoute(app, {
    ...{ url: '/api/network/wardens/template', id: 'warden-list-template', tag, name: 'wardens' },
    ...{ by: ['chief-safety-officer'], list: wardenList },
    template: {
      zh: '班组与纠察员名单模板',
      en: 'An empty list of teams and wardens, as a workbook or as CSV',
    },
  });
}

function overviewRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.get(
    '/api/network/wardens',
    {
      config: { access: staff(...readers) },
      schema: {
        ...operation(
          'warden-overview',
          tag,
          { zh: '安全纠察员配备情况', en: 'How firms stand by their safety wardens, with gaps and rounds' },
          {
            zh: '企业人员只见本企业;只有数字和代号,不含姓名。',
            en: 'Who is of a firm sees that firm alone. Figures and codes, no names.',
          },
        ),
        response: answers({ 200: WardenOverviewSchema }, ...staffProblems),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const now = deps.clock();
      const [rulebook, zone] = await Promise.all([rulebooks.refresh(), zoneOfUnit(deps.db, actor.unit)]);
      const policy = rulebook.policy(rulebook.pinFor(zone, now.toISOString()));
      return wardenOverview(deps.db, visibleTo(actor), wardenFigures(policy), now);
    },
  );
}

function networkRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.get(
    '/api/warden-networks/:number/wardens',
    {
      config: { access: staff(...readers) },
      schema: {
        ...operation('warden-network', tag, {
          zh: '班组与纠察员名册',
          en: 'The teams of a firm with their wardens, as they stand',
        }),
        params: NumberParams,
        response: answers({ 200: WardenNetworkSchema }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const { view, seq, texts } = await networkIn(deps, request);
      const figures = wardenFigures(await rulebooks.policyOf(view.policy));
      return { ...networkReading(view, figures, await texts()), seq };
    },
  );
}

/** A network that the reader may see, with its texts as far as they may. @throws ProblemError `case-not-found` */
async function networkIn(deps: Deps, request: FastifyRequest) {
  const [actor, number] = [actorOf(request), numberOf(request)];
  const found = await findCase(deps.db, actor, number);
  if (found?.file.caseType !== 'warden-network') throw await notFound(deps, request, number);
  const { file, depth } = found;
  const events = await eventsOf(deps.db, file.id);
  const view: CaseView = viewOf(events);
  const { seq } = knownTo(actor, view, { issuedLines: issuedLinesIn(events) });
  return { view, seq, texts: () => textsFor(deps, file.id, depth) };
}

function importRoute(app: App, deps: Deps): void {
  app.post(
    '/api/warden-networks/:number/import',
    {
      bodyLimit: tableBytesAtMost,
      config: { access: staff(change.role), act: change.id },
      schema: {
        ...operation(
          'import-wardens',
          tag,
          { zh: '导入班组与纠察员名单(CSV 或 Excel)', en: 'Enter a list of teams and wardens' },
          {
            zh: '先以 dry-run=true 试行,逐行报告;正式导入整表生效或整表不生效。名单不撤销班组,也不免去纠察员。',
            en: 'With `dry-run=true` it is only tried, and told row by row. It is taken whole or not at all, as one change. It ends no team and nobody’s service.',
          },
        ),
        params: NumberParams,
        headers: MoveHeaders,
        consumes: ['text/csv', workbookType],
        querystring: Type.Object({ 'dry-run': Type.Optional(Type.Boolean({ default: false })) }, strict),
        response: answers(
          { 200: WardenImportReport },
          ...moveProblems,
          ...decisionRefusals(change),
          'list-unreadable',
          'import-faulty',
        ),
      },
    },
    async (request, reply) => {
      const { view } = await networkIn(deps, request);
      const { table, list } = await readList(wardenList, request.body);
      if (list.rows.length > mostLines)
        throw new ProblemError('list-unreadable', { detail: `at most ${mostLines} rows` });
      const plan = planned(standingOf(view), list.rows);
      const faults = [...list.faults, ...plan.faults];
      const report = { rows: table.rows.length, ...plan.counted, faults: faults.map(toldFault) };
      if (request.query['dry-run']) return { taken: false, seq: null, ...report };
      if (faults.length > 0) throw faulty(faults);
      const move = { number: view.number, actor: actorOf(request), seenSeq: seenSeqOf(request) };
      const body = { verdict: 'changed', ...plan.change };
      const idempotency = idempotencyOf(deps, request, { digest: table.digest });
      const outcome = await deps.desk.decide({ ...move, step: change.id, body, idempotency });
      // The same list again is no fault of whoever hands it in.
      if (!outcome.ok && plan.counted.entered + plan.counted.changed === 0)
        return { taken: false, seq: null, ...report };
      const { seq, detail } = await answerMove(deps, request, reply, move, outcome);
      // As it was taken, also where the request comes again.
      return { taken: true, seq, ...report, ...countedBy(detail, plan.listed) };
    },
  );
}

function countedBy(detail: JsonObject | null, listed: number) {
  const { entered, changed } = detail as { entered: number; changed: number };
  return { entered, changed, unchanged: listed - entered - changed };
}
