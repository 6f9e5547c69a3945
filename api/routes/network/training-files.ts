import { mostLines } from '../../../domain/cases/training-file/forms';
import { change, standingOf } from '../../../domain/cases/training-file/steps';
import { rowOf } from '../../../domain/law/policy';
import type { Role } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import { trainingOverview } from '../../../record/cases/training/overview';
import { fileReading, taughtIn } from '../../../record/cases/training/reading';
import { visibleTo } from '../../../record/reading/reading-rights';
import { Rulebooks } from '../../../record/store/rulebook';
import { zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { NumberParams } from '../../contract/request-parts';
import {
  TrainingFileSchema,
  TrainingImportReport,
  TrainingOverviewSchema,
} from '../../contract/schemas/network/training-schemas';
import type { ApiDeps } from '../../deps';
import { planned, trainingList } from '../../files/training-list';
import { actorOf, staff } from '../../identity/access';
import { takeLists, templateRoute } from '../changes/imports';
import { caseInReach } from './case-in-reach';
import { caseListRoute } from './case-list';

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
  caseListRoute(app, deps, {
    ...{ url: '/api/training-files/:number/import', id: 'import-certificates', tag },
    title: { zh: '导入人员与证书名单(CSV 或 Excel)', en: 'Enter a list of people and certificates' },
    leaves: { zh: '名单不使人员离职。', en: 'Nobody leaves by it.' },
    ...{ change, list: trainingList, mostLines, report: TrainingImportReport },
    planned: (view, rows, policy) => planned(standingOf(view), rows, policy),
    enteredBy: (detail) => {
      const { people, certificates } = (detail as { entered: { people: number; certificates: number } })
        .entered;
      return { people, certificates };
    },
  });
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
      const policy = await rulebooks.lawIn(await zoneOfUnit(deps.db, actor.unit), now);
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
      const { view, seq, texts } = await caseInReach(deps, request, 'training-file');
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
