import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { wardenNetwork as def } from '../domain/cases/warden-network/case-type';
import * as steps from '../domain/cases/warden-network/steps';

/**
 * The safety wardens of a firm 安全纠察员, as long as it has them. Each change of teams and wardens is a decision; what a
 * change leaves without wardens is looked for at once, each place by its own clock. Input: `enterpriseId`.
 */
export const wardenNetwork = procedure({
  caseType: 'warden-network',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file) {
    let fail: (reason: unknown) => void = () => undefined;
    const aReplacementFails = new Promise<never>((_, reject) => (fail = reject));
    for (;;) {
      const change = await Promise.race([file.step(steps.change), aReplacementFails]);
      if (change.verdict === 'ended') return { outcome: 'ended' };
      // The network goes on while replacements are looked for: the next change says what is missing then.
      for (const part of change.openings) file.step(steps.replacement, { part }).catch(fail);
      if (change.openings.length > 0)
        file.ask({ kind: 'mail', template: 'wardens-missing', to: { kind: 'enterprise' } });
    }
  },
});
