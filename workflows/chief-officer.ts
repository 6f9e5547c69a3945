import { procedure, type CaseFile } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { chiefOfficer as def } from '../domain/cases/chief-officer/case-type';
import * as steps from '../domain/cases/chief-officer/steps';
import { beside } from './kit/milestones';

type Input = { enterpriseId: string; nominateBy: string };

/**
 * The post of a firm's chief safety officer 首席安全官, for as long as the firm has it. Input: `enterpriseId`,
 * `nominateBy` (by when somebody has to be nominated first). The duties are those of the post: they run on, whoever
 * holds it, also while it is vacant.
 */
export const chiefOfficer = procedure({
  caseType: 'chief-officer',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { nominateBy }: Input) {
    const first = await appoint(file, nominateBy);
    const post = fillThePost(file, first.certificateUntil);
    const duties = [
      plan(file, first.planBy),
      repeat(() => file.step(steps.training)),
      repeat(() => file.step(steps.rounds)),
      repeat(() => file.step(steps.drill)),
    ];
    await beside([post, ...duties], reviewUntilReleased(file));
    return { outcome: 'released' };
  },
});

interface Appointed {
  readonly certificateUntil: string;
  readonly planBy: string;
}

/** From the vacancy to the filing, in as many rounds as it takes. */
async function appoint(file: CaseFile, nominateBy: string): Promise<Appointed> {
  for (;;) {
    await file.step(steps.nomination, { until: nominateBy });
    const checked = await file.step(steps.check);
    if (checked.verdict === 'fit' && checked.certificateUntil !== null) {
      const filed = await file.step(steps.filing);
      if (filed.verdict === 'filed' && filed.planBy !== null) {
        file.ask({ kind: 'mail', template: 'officer-filed', to: { kind: 'enterprise' } });
        return { certificateUntil: checked.certificateUntil, planBy: filed.planBy };
      }
    }
    file.ask({ kind: 'mail', template: 'officer-returned', to: { kind: 'enterprise' } });
  }
}

/** One officer after another, each until the certificate ends or they leave. */
async function fillThePost(file: CaseFile, firstUntil: string): Promise<void> {
  for (let until = firstUntil; ;) {
    const nominateBy = await serve(file, until);
    file.ask({ kind: 'mail', template: 'officer-vacant', to: { kind: 'enterprise' } });
    ({ certificateUntil: until } = await appoint(file, nominateBy));
  }
}

/** Somebody in office; answers by when the next has to be nominated. */
async function serve(file: CaseFile, certificateUntil: string): Promise<string> {
  for (let last = certificateUntil; ;) {
    const served = await file.step(steps.service, { until: last });
    if (served.verdict === 'expired')
      for (const office of ['section-chief', 'deputy-director'] as const)
        file.ask({ kind: 'mail', template: 'officer-expired', to: { kind: 'office', office } });
    if (served.nominateBy !== null) return served.nominateBy;
    const renewal = await file.step(steps.renewalCheck);
    last = renewal.certificateUntil ?? last;
  }
}

async function plan(file: CaseFile, firstBy: string): Promise<void> {
  for (let by = firstBy; ;) by = (await file.step(steps.plan, { until: by })).nextPlanBy;
}

async function repeat(duty: () => Promise<unknown>): Promise<void> {
  for (;;) await duty();
}

async function reviewUntilReleased(file: CaseFile): Promise<void> {
  for (;;) {
    const review = await file.step(steps.review);
    file.ask({ kind: 'mail', template: 'officer-reviewed', to: { kind: 'enterprise' } });
    if (review.verdict !== 'release-proposed') continue;
    if ((await file.step(steps.release)).verdict === 'released') return;
  }
}
