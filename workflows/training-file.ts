import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { trainingFile as def } from '../domain/cases/training-file/case-type';
import type { Follow } from '../domain/cases/training-file/follow';
import * as steps from '../domain/cases/training-file/steps';

type Input = { enterpriseId: string };

/**
 * The training file of a firm 培训持证台账, as long as it keeps one. Each decision says what follows from it: certificates
 * to be reviewed or renewed, people who work without one, and when the file is looked at next. Input: `enterpriseId`.
 */
export const trainingFile = procedure({
  caseType: 'training-file',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { enterpriseId }: Input) {
    let fail: (reason: unknown) => void = () => undefined;
    const somethingFails = new Promise<never>((_, reject) => (fail = reject));

    const run = (going: Promise<unknown>) => void going.catch(fail);
    const check = async (person: string) => {
      file.ask({
        kind: 'mail',
        template: 'works-uncertified',
        to: { kind: 'office', office: 'section-chief' },
      });
      const checked = await file.step(steps.siteCheck, { part: person });
      if (checked.verdict === 'not-confirmed') return;
      const input = { enterpriseId, source: 'site-check', hazards: checked.hazards };
      await file.child('rectification', input, { part: person });
    };
    const follow = ({ renewals, checks, lookOn }: Follow) => {
      for (const { part, until: lastDay } of renewals) {
        const renewal = file.step(steps.renewal, { part, until: lastDay, tells: 'certificate-lapses' });
        run(renewal.then(follow));
      }
      for (const person of checks) run(check(person));
      if (lookOn !== null) run(file.step(steps.look, { part: lookOn, until: lookOn }).then(follow));
    };

    for (;;) {
      const change = await Promise.race([file.step(steps.change), somethingFails]);
      if (change.verdict === 'ended') return { outcome: 'ended' };
      follow(change);
    }
  },
});
