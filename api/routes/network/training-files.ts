import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { viewOf } from '../../../domain/case/case-view';
import { mostLines } from '../../../domain/cases/training-file/forms';
import { change, standingOf } from '../../../domain/cases/training-file/steps';
import type { JsonObject } from '../../../domain/json';
import { rowOf } from '../../../domain/law/policy';
import { decisionRefusals } from '../../../domain/moves/refusals';
import { issuedLinesIn, knownTo } from '../../../domain/moves/enterprise-visibility';
import type { Role } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import { trainingOverview } from '../../../record/cases/training/overview';
import { fileReading, taughtIn } from '../../../record/cases/training/reading';
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
  TrainingFileSchema,
  TrainingImportReport,
  TrainingOverviewSchema,
} from '../../contract/schemas/network/training-schemas';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { tableBytesAtMost, workbookType } from '../../files/import-table';
import { planned, trainingList } from '../../files/training-list';
import { actorOf, staff } from '../../identity/access';
import { faulty, readList, takeLists, templateRoute, toldFault } from '../changes/imports';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'vault' | 'clock' | 'hashKey'>;

const tag = tags['training-file'];
const ofTheFirm = ['enterprise-contact', 'enterprise-head', 'chief-safety-officer'] as const;
const ofTheZone = ['inspector', 'section-chief', 'training-organiser', 'approver', 'auditor'] as const;
const readers: readonly Role[] = [...ofTheFirm, ...ofTheZone];

/** Training files: how firms stand, who of a firm holds what, and lists of certificates from a file. */
export async function trainingFileRoutes(app: App, deps: Deps): Promise<void> {
  takeLists(app);
  overviewRoute(app, deps);
  fileRoute(app, deps);
  importRoute(app, deps);
  templateRoute(app, {
    ...{ url: '/api/network/training/template', id: 'training-list-template', tag, name: 'certificates' },
    ...{ by: ['enterprise-contact'], list: trainingList },
    template: {
      zh: '人员与证书名单模板',
      en: 'An empty list of people and certificates, as a workbook or as CSV',
    },
  });
}

function overviewRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.get(
    '/api/network/training',
    {
      config: { access: staff(...readers) },
      schema: {
        ...operation(
          'training-overview',
          tag,
          { zh: '应持证、已持证与即将到期', en: 'Who must hold a certificate, who does, and whose lapses' },
          {
            zh: '企业人员只见本企业;只有数字,不含姓名。',
            en: 'Who is of a firm sees that firm alone. Figures, no names.',
          },
        ),
        response: answers({ 200: TrainingOverviewSchema }, ...staffProblems),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const now = deps.clock().toISOString();
      const [rulebook, zone] = await Promise.all([rulebooks.refresh(), zoneOfUnit(deps.db, actor.unit)]);
      const policy = rulebook.policy(rulebook.pinFor(zone, now));
      return trainingOverview(deps.db, visibleTo(actor), policy, shanghaiDate(now));
    },
  );
}

function fileRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.get(
    '/api/training-files/:number/people',
    {
      config: { access: staff(...readers) },
      schema: {
        ...operation('training-file', tag, {
          zh: '人员、证书与培训记录',
          en: 'The people of a firm with their certificates and trainings',
        }),
        params: NumberParams,
        response: answers({ 200: TrainingFileSchema }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const { view, seq, texts } = await fileIn(deps, request);
      const policy = await rulebooks.policyOf(view.policy);
      const known = {
        texts: await texts(),
        taught: await taughtIn(deps.db, view.number),
        keptYears: rowOf(policy, 'training.records').value.years,
        today: shanghaiDate(deps.clock().toISOString()),
      };
      return { ...fileReading(view, known), seq };
    },
  );
}

/** A file that the reader may see, with its texts as far as they may. @throws ProblemError `case-not-found` */
async function fileIn(deps: Deps, request: FastifyRequest) {
  const [actor, number] = [actorOf(request), numberOf(request)];
  const found = await findCase(deps.db, actor, number);
  if (found?.file.caseType !== 'training-file') throw await notFound(deps, request, number);
  const { file, depth } = found;
  const events = await eventsOf(deps.db, file.id);
  const view = viewOf(events);
  const { seq } = knownTo(actor, view, { issuedLines: issuedLinesIn(events) });
  return { view, seq, texts: () => textsFor(deps, file.id, depth) };
}

function importRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.post(
    '/api/training-files/:number/import',
    {
      bodyLimit: tableBytesAtMost,
      config: { access: staff(change.role), act: change.id },
      schema: {
        ...operation(
          'import-certificates',
          tag,
          { zh: '导入人员与证书名单(CSV 或 Excel)', en: 'Enter a list of people and certificates' },
          {
            zh: '先以 dry-run=true 试行,逐行报告;正式导入整表生效或整表不生效。名单不使人员离职。',
            en: 'With `dry-run=true` it is only tried, and told row by row. It is taken whole or not at all, as one change. Nobody leaves by it.',
          },
        ),
        params: NumberParams,
        headers: MoveHeaders,
        consumes: ['text/csv', workbookType],
        querystring: Type.Object({ 'dry-run': Type.Optional(Type.Boolean({ default: false })) }, strict),
        response: answers(
          { 200: TrainingImportReport },
          ...moveProblems,
          ...decisionRefusals(change),
          'list-unreadable',
          'import-faulty',
        ),
      },
    },
    async (request, reply) => {
      const { view } = await fileIn(deps, request);
      const { table, list } = await readList(trainingList, request.body);
      if (list.rows.length > mostLines)
        throw new ProblemError('list-unreadable', { detail: `at most ${mostLines} rows` });
      const plan = planned(standingOf(view), list.rows, await rulebooks.policyOf(view.policy));
      const faults = [...list.faults, ...plan.faults];
      const report = { rows: table.rows.length, ...plan.counted, faults: faults.map(toldFault) };
      if (request.query['dry-run']) return { taken: false, seq: null, ...report };
      if (faults.length > 0) throw faulty(faults);
      const move = { number: view.number, actor: actorOf(request), seenSeq: seenSeqOf(request) };
      const body = { verdict: 'changed', ...plan.change };
      const idempotency = idempotencyOf(deps, request, { digest: table.digest });
      const outcome = await deps.desk.decide({ ...move, step: change.id, body, idempotency });
      // The same list again is no fault of whoever hands it in.
      if (!outcome.ok && plan.counted.people + plan.counted.certificates === 0)
        return { taken: false, seq: null, ...report };
      const { seq, detail } = await answerMove(deps, request, reply, move, outcome);
      const all = plan.counted.people + plan.counted.certificates + plan.counted.unchanged;
      // As it was taken, also where the request comes again.
      return { taken: true, seq, ...report, ...countedBy(detail, all) };
    },
  );
}

function countedBy(detail: JsonObject | null, all: number) {
  const { people, certificates } = (detail as { entered: { people: number; certificates: number } }).entered;
  return { people, certificates, unchanged: all - people - certificates };
}
