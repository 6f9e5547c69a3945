import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { contestTeam as def } from '../domain/cases/contest-team/case-type';
import * as steps from '../domain/cases/contest-team/steps';

type Input = {
  enterpriseId: string;
  contest: string;
  heldOn: string;
  events: { event: string; mostPoints: number }[];
};

/** A team in a contest. Input: `enterpriseId`, `contest` (its number), and of its plan `heldOn` and `events`. */
export const contestTeam = procedure({
  caseType: 'contest-team',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { heldOn, events }: Input) {
    for (;;) {
      const check = await file.step(steps.check);
      if (check.verdict === 'accepted') break;
      if (check.verdict === 'refused') return { outcome: 'refused' };
      await file.step(steps.amendment);
    }

    for (let left = events.length; left > 0; left--) await file.step(steps.score, { until: heldOn });
    while ((await file.step(steps.review)).verdict === 'correction-asked') await file.step(steps.correction);
    return { outcome: 'ranked' };
  },
});
