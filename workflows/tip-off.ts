import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { tipOff as def } from '../domain/cases/tip-off/case-type';
import * as steps from '../domain/cases/tip-off/steps';

/**
 * A tip-off from acceptance to payout (安全生产领域举报奖励办法, 安监总财〔2018〕19号; 安全生产法 arts 73, 74, 76).
 * Input: `reporterKind`. Outcomes are fixed words.
 */
export const tipOff = procedure({
  caseType: 'tip-off',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file) {
    const acceptance = await file.step(steps.acceptance);
    // Whoever finds a death, the government organises the check (安全生产法 art. 73). Older decisions have no `death`.
    const alleged = acceptance.death || acceptance.allegesDeath;
    const government = alleged ? await file.step(steps.governmentLead) : null;
    let heard = government !== null;
    // A check that the government has organised takes place, also where the bureau had declined the tip-off.
    if (acceptance.verdict !== 'accepted' && government?.verdict !== 'organised')
      return { outcome: acceptance.verdict };

    const team = await file.step(steps.assignment);

    let finding, review;
    do {
      finding = await file.step(steps.verification, { assignee: team.lead });
      if (finding.deathFound && !heard) {
        await file.step(steps.governmentLead);
        heard = true;
      }
      const signature = await file.step(steps.coSignature, { assignee: team.companion });
      review = signature.verdict === 'signed' ? await file.step(steps.verificationReview) : null;
    } while (review?.verdict !== 'approved');

    const feedback = file.step(steps.feedback); // its ten days run beside everything that follows
    if (finding.verdict === 'unsubstantiated') {
      await feedback;
      return { outcome: 'unsubstantiated' };
    }

    await file.child('rectification', {
      enterpriseId: finding.enterpriseId,
      inspector: team.lead,
      hazards: finding.hazards,
    });

    await file.step(steps.penalty);
    let proposal, approval;
    do {
      proposal = await file.step(steps.rewardProposal);
      if (proposal.death && !heard) {
        await file.step(steps.governmentLead);
        heard = true;
      }
      approval = await file.step(steps.rewardApproval, { level: proposal.level });
    } while (approval.verdict === 'returned');

    await feedback;
    if (approval.verdict === 'refused') return { outcome: 'reward-refused' };
    if (proposal.amountFen === 0) return { outcome: 'settled-without-reward' };

    const claim = await file.step(steps.claim);
    if (claim.verdict !== 'claimed') return { outcome: `reward-${claim.verdict}` };

    const payment = await file.child('payout', { amountFen: proposal.amountFen });
    return {
      outcome: payment.outcome === 'paid' ? 'rewarded' : 'reward-lapsed',
      facts: { amountFen: proposal.amountFen },
    };
  },
});
