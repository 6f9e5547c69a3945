import { Type } from 'typebox';
import { CalendarDate, Fen, Form, noFields, OneOf, PersonRef, Text, type FormFacts } from '../../case/form';
import type { JsonObject } from '../../json';
import { approvalLevelFor } from '../../law/policy';
import { ok } from '../../refusal';
import { computeReward } from './reward';
import type { RewardCase } from './reward-case';
import type { CaseView } from '../../case/case-view';
import { latestDecision } from '../../case/case-queries';
import { nothingMore, step, type DeriveContext } from '../../case/step';
import { hazardsFound, numberedApart } from '../hazard';

/** Why a tip-off is not accepted (domain rules 2.10, 2.11). */
export const declineClauses = [
  'same-matter-accepted',
  'no-clear-target-or-facts',
  'suggestion-or-enquiry',
  'review-litigation-or-arbitration',
  'insider-without-true-name',
] as const;

export const acceptance = step({
  id: 'tip-off/acceptance',
  title: { zh: '受理', en: 'Acceptance' },
  stage: 'intake',
  role: 'intake-clerk',
  verdicts: {
    accepted: {
      title: { zh: '受理', en: 'Accept' },
      form: Form({ allegesDeath: Type.Boolean({ title: '举报涉及人员死亡 A death is alleged' }) }),
    },
    declined: {
      title: { zh: '不予受理', en: 'Decline' },
      form: Form({ clause: OneOf(declineClauses, '依据 Clause'), reason: Text({ title: '理由 Reason' }) }),
    },
    transferred: {
      title: { zh: '移送', en: 'Transfer' },
      form: Form({
        to: Text({ title: '移送单位 Competent body', maxLength: 200 }),
        reason: Text({ title: '理由 Reason' }),
      }),
    },
  },
  limit: 'limit.tip-off.acceptance',
  runsFrom: 'receipt',
  ladder: 'ladder.standard',
  withdrawn: 'by-reporter',
  separateFrom: [],
});

/** A tip-off that alleges a death must be organised by the county government or above (安全生产法 art. 73). */
export const governmentLead = step({
  id: 'tip-off/government-lead',
  title: { zh: '报请政府组织核查', en: 'Government organises the check' },
  stage: 'verification',
  role: 'government-liaison',
  verdicts: {
    organised: { title: { zh: '政府已组织', en: 'Organised by the government' }, form: noFields },
  },
  limit: 'limit.tip-off.government-lead',
  ladder: 'ladder.urgent',
  separateFrom: [],
});

/** Two officers at least (行政处罚法 art. 42); that they are two natural persons is checked for every form that names people. */
export const assignment = step({
  id: 'tip-off/assignment',
  title: { zh: '派件', en: 'Assignment' },
  stage: 'verification',
  role: 'section-chief',
  verdicts: {
    assigned: {
      title: { zh: '指派', en: 'Assign' },
      form: Form({
        lead: PersonRef('inspector', '主办核查员 Lead inspector'),
        companion: PersonRef('inspector', '协办核查员 Second inspector'),
      }),
    },
  },
  limit: 'limit.tip-off.assignment',
  ladder: 'ladder.standard',
  separateFrom: [],
});

export const verification = step({
  id: 'tip-off/verification',
  title: { zh: '核查', en: 'Verification' },
  stage: 'verification',
  role: 'inspector',
  verdicts: {
    substantiated: {
      title: { zh: '属实', en: 'Substantiated' },
      form: Form({
        visitedOn: CalendarDate('现场核查日期 Visited on'),
        enterpriseId: Type.String({ title: '被查企业 Enterprise', format: 'uuid', 'x-enterprise': true }),
        hazards: hazardsFound,
      }),
    },
    unsubstantiated: {
      title: { zh: '不属实', en: 'Not substantiated' },
      form: Form({
        visitedOn: CalendarDate('现场核查日期 Visited on'),
        findings: Text({ title: '核查情况 Findings' }),
      }),
    },
  },
  limit: 'limit.tip-off.verification',
  runsFrom: 'tip-off/acceptance',
  ladder: 'ladder.standard',
  separateFrom: [],
  extension: 'extension.tip-off.verification',
  refusals: ['form-invalid'],
  derive: (input) => (input.verdict === 'substantiated' ? numberedApart(input.facts.hazards) : nothingMore),
});

export const coSignature = step({
  id: 'tip-off/co-signature',
  title: { zh: '协办核查员签字', en: 'Second inspector signs' },
  stage: 'verification',
  role: 'inspector',
  verdicts: {
    signed: { title: { zh: '同意并签字', en: 'Sign' }, form: noFields },
    disagreed: {
      title: { zh: '不同意', en: 'Disagree' },
      form: Form({ reason: Text({ title: '理由 Reason' }) }),
    },
  },
  limit: 'limit.tip-off.co-signature',
  ladder: 'ladder.standard',
  separateFrom: ['tip-off/verification'],
});

export const verificationReview = step({
  id: 'tip-off/verification-review',
  title: { zh: '核查结果审核', en: 'Review of the verification' },
  stage: 'verification',
  role: 'section-chief',
  verdicts: {
    approved: { title: { zh: '同意', en: 'Approve' }, form: noFields },
    returned: {
      title: { zh: '退回重查', en: 'Return for another round' },
      form: Form({ reason: Text({ title: '理由 Reason' }) }),
    },
  },
  limit: 'limit.tip-off.verification-review',
  ladder: 'ladder.standard',
  separateFrom: ['tip-off/verification', 'tip-off/co-signature'],
});

/** The reporter is told the result (安监总财〔2012〕63号 art. 10(3)); an anonymous one reads it with the receipt code. */
export const feedback = step({
  id: 'tip-off/feedback',
  title: { zh: '反馈举报人', en: 'Feedback to the reporter' },
  stage: 'feedback',
  role: 'intake-clerk',
  verdicts: {
    given: {
      title: { zh: '已反馈', en: 'Given' },
      form: Form({ message: Text({ title: '反馈内容 Message' }) }),
    },
  },
  limit: 'limit.tip-off.feedback',
  ladder: 'ladder.standard',
  separateFrom: [],
});

export const penalty = step({
  id: 'tip-off/penalty',
  title: { zh: '行政处罚结果', en: 'Administrative penalty' },
  stage: 'reward',
  role: 'legal-officer',
  verdicts: {
    fined: {
      title: { zh: '已处罚', en: 'Fined' },
      form: Form({
        fineFen: Fen('罚款(分) Fine in fen'),
        confiscatedFen: Fen('没收违法所得(分) Confiscated in fen'),
        decidedOn: CalendarDate('处罚决定日期 Decided on'),
      }),
    },
    none: {
      title: { zh: '不予处罚', en: 'No penalty' },
      form: Form({ reason: Text({ title: '理由 Reason' }) }),
    },
  },
  limit: 'limit.tip-off.penalty',
  ladder: 'ladder.standard',
  separateFrom: [],
});

export const noveltyWords = ['unknown-before', 'known-handled-on-time', 'known-overdue'] as const;

const proposal = Form({
  novelty: OneOf(noveltyWords, '是否已掌握 Known before'),
  excludedRelation: Type.Boolean({ title: '属不予奖励人员 Reporter is excluded by relation' }),
  employmentProved: Type.Boolean({ title: '已证明从业人员身份 Employment proved' }),
  earlierRewardOfSameMatter: Type.Boolean({ title: '同一事项已奖励他人 Same matter already rewarded' }),
  accident: Type.Union([
    Type.Null(),
    Form({
      deathsFinal: Type.Integer({ minimum: 0, maximum: 10_000 }),
      seriousInjuries: Type.Integer({ minimum: 0, maximum: 10_000 }),
      deathsConcealed: Type.Integer({ minimum: 0, maximum: 10_000 }),
    }),
  ]),
});

/** What the reward officer states of a case, beside what its record says already. */
export type Proposal = FormFacts<typeof proposal>;

export const rewardProposal = step({
  id: 'tip-off/reward-proposal',
  title: { zh: '奖励提请', en: 'Reward proposal' },
  stage: 'reward',
  role: 'reward-officer',
  verdicts: {
    proposed: {
      title: { zh: '提请', en: 'Propose' },
      form: proposal,
    },
  },
  limit: 'limit.tip-off.reward-proposal',
  ladder: 'ladder.standard',
  separateFrom: [],
  derive: (input) => ok(proposedReward(input)),
});

/** What a proposal with these facts comes to: the amount, who may approve it, and how it was reckoned line by line. */
export function proposedReward({
  facts,
  view,
  policy,
}: Pick<DeriveContext, 'view' | 'policy'> & { readonly facts: Proposal }) {
  const reward = computeReward(policy, rewardCaseOf(view, facts));
  return {
    facts: { amountFen: reward.amountFen, level: approvalLevelFor(policy, reward.amountFen) },
    detail: { reward: reward as unknown as JsonObject },
  };
}

/** What the reward rules need to know, read off the record and the proposal. */
export function rewardCaseOf(view: CaseView, stated: Proposal): RewardCase {
  const finding = latestDecision(view, verification);
  const sanction = latestDecision(view, penalty);
  const hazards = finding?.verdict === 'substantiated' ? finding.facts.hazards : [];
  const grades = hazards.map(({ grade }) => grade);
  const { fineFen, confiscatedFen } =
    sanction?.verdict === 'fined' ? sanction.facts : { fineFen: 0, confiscatedFen: 0 };
  return {
    fineFen,
    confiscatedFen,
    reporterKind: view.input['reporterKind'] as RewardCase['reporterKind'],
    hazardGrade: grades.includes('major') ? 'major' : grades.length > 0 ? 'general' : 'none',
    ...stated,
  };
}

export const rewardApproval = step({
  id: 'tip-off/reward-approval',
  title: { zh: '奖励审批', en: 'Reward approval' },
  stage: 'reward',
  role: 'approver',
  verdicts: {
    approved: { title: { zh: '同意', en: 'Approve' }, form: noFields },
    returned: { title: { zh: '退回', en: 'Return' }, form: Form({ reason: Text({ title: '理由 Reason' }) }) },
    refused: {
      title: { zh: '不同意', en: 'Refuse' },
      form: Form({ reason: Text({ title: '理由 Reason' }) }),
    },
  },
  limit: 'limit.tip-off.reward-approval',
  ladder: 'ladder.standard',
  separateFrom: ['tip-off/verification', 'tip-off/co-signature', 'tip-off/reward-proposal'],
});

/** Claimed by the reporter through the receipt code; not claimed in time is waived (19号 art. 13). */
export const claim = step({
  id: 'tip-off/claim',
  title: { zh: '领取奖励', en: 'Claim of the reward' },
  stage: 'payout',
  role: 'reporter',
  verdicts: {
    claimed: { title: { zh: '领取', en: 'Claim' }, form: noFields },
    waived: { title: { zh: '放弃', en: 'Waive' }, form: noFields },
    forfeited: { title: { zh: '逾期放弃', en: 'Forfeited' }, form: noFields },
  },
  limit: 'limit.tip-off.claim',
  ladder: 'ladder.reporter',
  onExpiry: 'forfeited',
  separateFrom: [],
});

/** In the order of the procedure. */
export const steps = [
  acceptance,
  governmentLead,
  assignment,
  verification,
  coSignature,
  verificationReview,
  feedback,
  penalty,
  rewardProposal,
  rewardApproval,
  claim,
];
