import { keeping, receipt } from '../../../domain/cases/safety-fund/steps';
import { ok, refuse } from '../../../domain/refusal';
import type { CaseHooks } from '../case-hooks';
import { fundEntries, isNewReference, lockFund } from './money';

/** A fund ends when it owes nothing; what is left goes back to the firm. */
export const safetyFundHooks: CaseHooks = {
  derived: [fundEntries],
  async gather(at, decision) {
    const { step, body } = decision;
    if (step === receipt.id && body.verdict === 'received') {
      const known = await isNewReference(at, (await lockFund(at)).firm, decision);
      return known.ok ? ok({}) : known;
    }
    if (step !== keeping.id || body.verdict !== 'ended') return ok({});
    const { balanceFen, needFen } = await lockFund(at);
    return needFen === 0
      ? ok({ balanceFen })
      : refuse('fund-owes', `the fund still owes ${needFen} fen`, { needFen });
  },
};
