import { rewardReport } from '../../../record/reading/reward-report';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { RewardReportSchema } from '../../contract/schemas/report-schemas';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

/** The report on the money of rewards: sums for those who are responsible, nothing about any single one. */
export async function rewardReportRoutes(app: App, { db }: Pick<ApiDeps, 'db'>): Promise<void> {
  app.get(
    '/api/reports/rewards',
    {
      config: { access: staff('approver', 'auditor', 'reward-officer') },
      schema: {
        ...operation(
          'reward-report',
          tags.payout,
          {
            zh: '奖励资金情况',
            en: 'What was approved, claimed, paid, sent back and given up, in sums',
          },
          {
            zh: '统计本人可查阅的举报案件。支付后退汇的,在重新支付前不计入已支付。',
            en: 'Over the tip-offs that the reader may see. Money that came back does not count as paid until it is paid again.',
          },
        ),
        response: answers({ 200: RewardReportSchema }, ...staffProblems),
      },
    },
    async (request) => rewardReport(db, actorOf(request)),
  );
}
