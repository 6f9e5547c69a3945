import { openCasesReport, type OpenCasesReport } from '../../../record/reading/open-cases-report';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { OpenCasesSchema } from '../../contract/schemas/report-schemas';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

/** How the open cases stand, for those who are responsible. */
export async function openCasesRoutes(app: App, { db, clock }: Pick<ApiDeps, 'db' | 'clock'>): Promise<void> {
  app.get(
    '/api/reports/open-cases',
    {
      config: { access: staff('approver', 'auditor', 'project-officer', 'section-chief') },
      schema: {
        ...operation(
          'open-cases',
          tags.efficiency,
          { zh: '在办情况', en: 'How the open cases stand: by stage, and by whom they wait for' },
          {
            zh: '统计本人可查阅的案件;每个数字附其案件列表地址。',
            en: 'Over the cases that the reader may see; each count has the address of the list of its cases.',
          },
        ),
        response: answers({ 200: OpenCasesSchema }, ...staffProblems),
      },
    },
    async (request) => linked(await openCasesReport(db, actorOf(request), clock())),
  );
}

function linked({ whole, stages, ...rest }: OpenCasesReport) {
  const address = (filter: Record<string, string>) =>
    `/api/cases?${new URLSearchParams({ state: 'open', ...filter }).toString()}`;
  return {
    ...rest,
    whole: { ...whole, cases: address({}) },
    stages: stages.map((each) => ({
      ...each,
      cases: address({ caseType: each.caseType, stage: each.stage }),
    })),
  };
}
