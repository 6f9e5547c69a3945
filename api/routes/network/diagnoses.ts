import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { openingOf } from '../../../domain/cases/catalogue';
import { endOf, firmsOf, listedIn } from '../../../domain/cases/diagnosis-campaign/steps';
import type { Role } from '../../../domain/role';
import { campaignFirms, figuresOf } from '../../../record/cases/diagnosis/campaign';
import { diagnosisReport } from '../../../record/cases/diagnosis/report';
import { Rulebooks } from '../../../record/store/rulebook';
import { placeOfCasesBy } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, staffProblems, writeProblems } from '../../contract/answers';
import { notFound } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, KeyHeader, NumberParams } from '../../contract/request-parts';
import {
  CampaignFirmSchema,
  CampaignOverviewSchema,
  DiagnosisReportSchema,
  OpenDiagnosesBody,
  OpenedDiagnosesSchema,
} from '../../contract/schemas/network/diagnosis-schemas';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';
import { caseInReach } from './case-in-reach';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'vault' | 'clock' | 'hashKey'>;

const tag = tags['diagnosis-campaign'];
const address = '/api/diagnosis-campaigns/:number';

/** How campaigns of diagnoses go, what a firm was told, and the diagnoses of a whole list at once. */
export async function diagnosisRoutes(app: App, deps: Deps): Promise<void> {
  overviewRoute(app, deps);
  firmsRoute(app, deps);
  openListRoute(app, deps);
  reportRoute(app, deps);
}

function overviewRoute(app: App, deps: Deps): void {
  app.get(
    `${address}/overview`,
    {
      config: { access: staff('expert-liaison', 'section-chief', 'approver', 'auditor') },
      schema: {
        ...operation(
          'diagnosis-campaign-overview',
          tag,
          { zh: '诊断服务进展与总体情况', en: 'How a campaign goes, in figures' },
          { zh: '只有数字,不涉及单个企业。', en: 'Figures alone, nothing of a single firm.' },
        ),
        params: NumberParams,
        response: answers({ 200: CampaignOverviewSchema }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const campaign = await caseInReach(deps, request, 'diagnosis-campaign');
      if (listedIn(campaign.view).length === 0) throw await notFound(deps, request, campaign.view.number);
      const now = deps.clock();
      const figures = figuresOf(await campaignFirms(deps.db, campaign.view, now));
      const { number } = campaign.view;
      return { campaign: number, asOf: now.toISOString(), endBy: endOf(campaign.view), ...figures };
    },
  );
}

function firmsRoute(app: App, deps: Deps): void {
  app.get(
    `${address}/firms`,
    {
      config: { access: staff('expert-liaison') },
      schema: {
        ...operation('diagnosis-campaign-firms', tag, {
          zh: '诊断名单逐户进展',
          en: 'The firms of a campaign, one by one',
        }),
        params: NumberParams,
        response: answers({ 200: Type.Array(CampaignFirmSchema) }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const { view } = await caseInReach(deps, request, 'diagnosis-campaign');
      return campaignFirms(deps.db, view, deps.clock());
    },
  );
}

function openListRoute(app: App, deps: Deps): void {
  app.post(
    `${address}/diagnoses`,
    {
      config: { access: staff('expert-liaison'), act: 'open/diagnosis' },
      schema: {
        ...operation(
          'open-diagnoses',
          tag,
          { zh: '为名单上的企业全部安排诊断', en: 'Open the diagnoses of the whole list' },
          {
            zh: '每户单独入卷;可重复调用,已安排的不会重复。进展见概览。',
            en: 'Each firm by itself. Sent again, it opens what is still missing, and nothing twice; the overview shows how far it is.',
          },
        ),
        params: NumberParams,
        headers: KeyHeader,
        body: OpenDiagnosesBody,
        response: answers(
          { 200: OpenedDiagnosesSchema },
          ...staffProblems,
          ...writeProblems,
          'case-not-found',
          'diagnosis-not-listed',
        ),
      },
    },
    (request) => openAll(deps, request),
  );
}

/** Opens what is still missing, one firm after the other; two who do so at once open each firm once. */
async function openAll(deps: Deps, request: FastifyRequest) {
  const { view } = await caseInReach(deps, request, 'diagnosis-campaign');
  const actor = actorOf(request);
  if (firmsOf(view).length === 0) throw new ProblemError('diagnosis-not-listed');
  const firms = await campaignFirms(deps.db, view, deps.clock());
  const missing = firms.filter(({ diagnosis, outcome }) => diagnosis === null || outcome === 'withdrawn');
  const place = await placeOfCasesBy(deps.db, actor);
  const refused: { enterpriseId: string; code: string }[] = [];
  let opened = 0;
  for (const { enterpriseId } of missing) {
    const body = { campaign: view.number, enterpriseId };
    const idempotency = idempotencyOf(deps, request, body, enterpriseId);
    const outcome = await deps.desk.openCase({ opening: diagnosisOpening, body, actor, place, idempotency });
    if (outcome.ok) opened += outcome.repeated ? 0 : 1;
    else if (outcome.refusal.code !== 'diagnosis-exists')
      refused.push({ enterpriseId, code: outcome.refusal.code });
  }
  const before = firms.length - opened - refused.length;
  return { listed: firms.length, before, opened, refused };
}

const diagnosisOpening = openingOf('diagnosis')!;

function reportRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.get(
    '/api/diagnoses/:number/report',
    {
      config: { access: staff(...readersOfReports) },
      schema: {
        ...operation(
          'diagnosis-report',
          tags.diagnosis,
          { zh: '企业诊断报告与检查表', en: 'The report of a firm, with the checklist of its trade' },
          {
            zh: '诊断机构人员在诊断前即可读取检查表。',
            en: 'Before the visit it holds the checklist that is to be filled in.',
          },
        ),
        params: NumberParams,
        response: answers({ 200: DiagnosisReportSchema }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const { view, texts } = await caseInReach(deps, request, 'diagnosis');
      return diagnosisReport(view, await rulebooks.policyOf(view.policy), await texts());
    },
  );
}

const readersOfReports: readonly Role[] = [
  ...(['expert-liaison', 'institute', 'auditor'] as const),
  ...(['enterprise-contact', 'enterprise-head', 'chief-safety-officer'] as const),
];
