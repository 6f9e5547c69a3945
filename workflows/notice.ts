import { procedure, type CaseFile } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { notice as def } from '../domain/cases/notice/case-type';
import * as steps from '../domain/cases/notice/steps';

type Input = { reachable: boolean };

/**
 * One publication in the hands of one firm 告知: read in its account, or served otherwise with proof.
 * What is neither read nor served ends as lapsed after the rounds that the policy gives, and can be opened again.
 * Input: `publicationId`, `kind`, `enterpriseId`, `reachable` (whether the firm has a contact with an account).
 */
export const notice = procedure({
  caseType: 'notice',
  version: 2,
  outcomes: outcomesOf(def),
  async run(file, { reachable }: Input) {
    file.ask({ kind: 'mail', template: 'notice-published', to: { kind: 'enterprise' } });
    if (reachable) {
      const { verdict } = await file.step(steps.receipt);
      if (verdict === 'read') return { outcome: verdict };
    }
    return { outcome: await Promise.race([readAfterAll(file), servedOtherwise(file)]) };
  },
});

/** While an officer serves it, the firm may still read it, and goes on being reminded: not for ever. */
async function readAfterAll(file: CaseFile): Promise<'read' | 'lapsed'> {
  for (;;) {
    const { verdict, last } = await file.step(steps.receipt);
    if (verdict === 'read') return verdict;
    if (last) {
      tellUnserved(file);
      return 'lapsed';
    }
  }
}

async function servedOtherwise(file: CaseFile): Promise<'served' | 'undeliverable' | 'lapsed'> {
  const { verdict } = await file.step(steps.service);
  if (verdict !== 'served') tellUnserved(file);
  return verdict;
}

function tellUnserved(file: CaseFile): void {
  file.ask({ kind: 'mail', template: 'notice-unserved', to: { kind: 'office', office: 'section-chief' } });
}
