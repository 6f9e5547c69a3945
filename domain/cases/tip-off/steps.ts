import { Type } from 'typebox';
import {
  CalendarDate,
  Count,
  EnterpriseRef,
  Fen,
  Flag,
  Form,
  noFields,
  OneOf,
  PersonRef,
  reasonOnly,
  Text,
  titled,
  type FormFacts,
} from '../../case/form';
import type { JsonObject } from '../../json';
import { approvalLevelFor } from '../../law/policy';
import { ok, refuse } from '../../refusal';
import { concernsDeath } from './death';
import { computeReward } from './reward';
import type { RewardCase } from './reward-case';
import type { CaseView } from '../../case/case-view';
import { latestDecision, roundsOf } from '../../case/case-queries';
import { nothingMore, step, type AnyStep, type DeriveContext } from '../../case/step';
import { hazardsFound, numberedApart } from '../hazard';

/** Why a tip-off is not accepted. */
const declineClauses = {
  'same-matter-accepted': { zh: '同一事项已经受理', en: 'The same matter was accepted before' },
  'no-clear-target-or-facts': { zh: '无明确举报对象或违法事实', en: 'No clear target or facts' },
  'suggestion-or-enquiry': { zh: '属于意见建议或咨询', en: 'A suggestion or an enquiry' },
  'review-litigation-or-arbitration': {
    zh: '应当或已经通过复议、诉讼、仲裁解决',
    en: 'A matter of administrative review, litigation or arbitration',
  },
  'insider-without-true-name': { zh: '从业人员未实名举报', en: 'An insider without a true name' },
} as const;

/** Asked with every verdict: a death goes to the government also where the tip-off is declined. */
const death = { allegesDeath: Flag({ zh: '举报涉及人员死亡', en: 'A death is alleged' }) };

export const acceptance = step({
  id: 'tip-off/acceptance',
  title: { zh: '受理', en: 'Acceptance' },
  stage: 'intake',
  role: 'intake-clerk',
  verdicts: {
    accepted: {
      title: { zh: '受理', en: 'Accept' },
      form: Form(death),
    },
    declined: {
      title: { zh: '不予受理', en: 'Decline' },
      form: Form({
        ...death,
        clause: OneOf({ zh: '依据', en: 'Clause' }, declineClauses),
        reason: Text({ zh: '理由', en: 'Reason' }),
      }),
    },
    transferred: {
      title: { zh: '移送', en: 'Transfer' },
      form: Form({
        ...death,
        to: Text({ zh: '移送单位', en: 'Competent body' }, { maxLength: 200 }),
        reason: Text({ zh: '理由', en: 'Reason' }),
      }),
    },
  },
  limit: 'limit.tip-off.acceptance',
  runsFrom: 'receipt',
  ladder: 'ladder.standard',
  // Whether it is accepted is decided on what the reporter wrote.
  shows: 'filing',
  withdrawn: 'by-reporter',
  separateFrom: [],
  derive: ({ facts, view }) => ok({ facts: { death: facts.allegesDeath || concernsDeath(view) } }),
});

/**
 * A tip-off in which a death is alleged or found is organised by the county government or above (安全生产法 art. 73). Until
 * the government has answered the case does not end, and whoever would have ended it may not be the one who asks.
 */
export const governmentLead = step({
  id: 'tip-off/government-lead',
  title: { zh: '报请政府组织核查', en: 'Government organises the check' },
  stage: 'verification',
  role: 'government-liaison',
  verdicts: {
    organised: { title: { zh: '政府已组织', en: 'Organised by the government' }, form: noFields },
    'left-to-bureau': {
      title: { zh: '政府认定不涉及人员死亡,由本局办理', en: 'No death in it: left to the bureau' },
      form: reasonOnly,
    },
  },
  limit: 'limit.tip-off.government-lead',
  ladder: 'ladder.urgent',
  separateFrom: ['tip-off/acceptance', 'tip-off/verification', 'tip-off/reward-proposal'],
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
        lead: PersonRef('inspector', { zh: '主办核查员', en: 'Lead inspector' }),
        companion: PersonRef('inspector', { zh: '协办核查员', en: 'Second inspector' }),
      }),
    },
  },
  limit: 'limit.tip-off.assignment',
  ladder: 'ladder.standard',
  separateFrom: [],
});

/** Filled in where the check has found a death that nobody had alleged. */
const deathFound = {
  deathFound: Type.Optional(Flag({ zh: '核查发现人员死亡', en: 'A death was found' })),
};

export const verification = step({
  id: 'tip-off/verification',
  title: { zh: '核查', en: 'Verification' },
  stage: 'verification',
  role: 'inspector',
  verdicts: {
    substantiated: {
      title: { zh: '属实', en: 'Substantiated' },
      form: Form({
        visitedOn: CalendarDate({ zh: '现场核查日期', en: 'Visited on' }, 'happened'),
        enterpriseId: EnterpriseRef({ zh: '被查企业', en: 'Enterprise' }),
        ...deathFound,
        hazards: hazardsFound,
      }),
    },
    unsubstantiated: {
      title: { zh: '不属实', en: 'Not substantiated' },
      form: Form({
        visitedOn: CalendarDate({ zh: '现场核查日期', en: 'Visited on' }, 'happened'),
        ...deathFound,
        findings: Text({ zh: '核查情况', en: 'Findings' }),
      }),
    },
  },
  limit: 'limit.tip-off.verification',
  runsFrom: 'tip-off/acceptance',
  ladder: 'ladder.standard',
  shows: 'words',
  separateFrom: [],
  extension: 'extension.tip-off.verification',
  pauses: 'verification',
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
      form: reasonOnly,
    },
  },
  limit: 'limit.tip-off.co-signature',
  ladder: 'ladder.standard',
  shows: 'words',
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
      form: reasonOnly,
    },
  },
  limit: 'limit.tip-off.verification-review',
  ladder: 'ladder.standard',
  // Who reviews has to see the reporter's words, to judge whether every point was checked.
  shows: 'words',
  separateFrom: ['tip-off/verification', 'tip-off/co-signature'],
});

/** The two inspectors of the case: those who were assigned, or those to whom their steps were given since. */
export function inspectorsOf(view: CaseView): string[] {
  const team = latestDecision(view, assignment);
  if (team === null) return [];
  const holder = (def: AnyStep) => roundsOf(view, def).at(-1)?.assignee;
  const { lead, companion } = team.facts;
  return [holder(verification) ?? lead, holder(coSignature) ?? companion];
}

/** The reporter is told the result (安监总财〔2012〕63号 art. 10(3)); an anonymous one reads it with the receipt code. */
export const feedback = step({
  id: 'tip-off/feedback',
  title: { zh: '反馈举报人', en: 'Feedback to the reporter' },
  stage: 'feedback',
  role: 'intake-clerk',
  verdicts: {
    given: {
      title: { zh: '已反馈', en: 'Given' },
      form: Form({ message: Text({ zh: '反馈内容', en: 'Message' }) }),
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
        fineFen: Fen({ zh: '罚款', en: 'Fine' }),
        confiscatedFen: Fen({ zh: '没收违法所得', en: 'Confiscated' }),
        decidedOn: CalendarDate({ zh: '处罚决定日期', en: 'Decided on' }, 'happened'),
      }),
    },
    none: {
      title: { zh: '不予处罚', en: 'No penalty' },
      form: reasonOnly,
    },
  },
  limit: 'limit.tip-off.penalty',
  ladder: 'ladder.standard',
  pauses: 'penalty',
  separateFrom: [],
});

const novelties = {
  'unknown-before': { zh: '此前未掌握', en: 'Unknown before' },
  'known-handled-on-time': { zh: '已掌握并按期处理', en: 'Known, and handled on time' },
  'known-overdue': { zh: '已掌握但逾期未处理', en: 'Known, and left undone beyond its time' },
} as const;

const proposal = Form({
  novelty: OneOf({ zh: '是否已掌握', en: 'Known before' }, novelties),
  excludedRelation: Flag({ zh: '属不予奖励人员', en: 'Reporter is excluded by relation' }),
  employmentProved: Flag({ zh: '已证明从业人员身份', en: 'Employment proved' }),
  earlierRewardOfSameMatter: Flag({ zh: '同一事项已奖励他人', en: 'Same matter already rewarded' }),
  accident: Type.Union(
    [
      Type.Null(),
      Form({
        deathsFinal: Count(
          { zh: '最终确认死亡人数', en: 'Deaths as finally confirmed' },
          { maximum: 10_000 },
        ),
        seriousInjuries: Count({ zh: '重伤人数', en: 'Serious injuries' }, { maximum: 10_000 }),
        deathsConcealed: Count({ zh: '瞒报死亡人数', en: 'Deaths concealed' }, { maximum: 10_000 }),
      }),
    ],
    titled({ zh: '瞒报、谎报的事故', en: 'Accident concealed or falsely reported' }),
  ),
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
  refusals: ['form-invalid', 'awarded-by-firm'],
  amountBefore: (amountFen, policy) => ({ amountFen, level: approvalLevelFor(policy, amountFen) }),
  derive: (input) => {
    const proposed = proposedReward(input);
    if (!proposed.ok) return proposed;
    const { accident } = input.facts;
    const deaths = accident === null ? 0 : accident.deathsFinal + accident.deathsConcealed;
    return ok({ ...proposed.value, facts: { ...proposed.value.facts, death: deaths > 0 } });
  },
});

/**
 * What a proposal with these facts comes to: the amount, who may approve it, and how it was reckoned line by line.
 * Refusal: `form-invalid` where more deaths were concealed than there were.
 */
function proposedReward({
  facts,
  view,
  policy,
}: Pick<DeriveContext, 'view' | 'policy'> & { readonly facts: Proposal }) {
  const { accident } = facts;
  if (accident !== null && accident.deathsConcealed > accident.deathsFinal)
    return refuse('form-invalid', 'more deaths concealed than finally confirmed', {
      pointer: '/accident/deathsConcealed',
    });
  const reward = computeReward(policy, rewardCaseOf(view, facts));
  return ok({
    facts: { amountFen: reward.amountFen, level: approvalLevelFor(policy, reward.amountFen) },
    detail: { reward: reward as unknown as JsonObject },
  });
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
    returned: {
      title: { zh: '退回', en: 'Return' },
      form: reasonOnly,
    },
    refused: {
      title: { zh: '不同意', en: 'Refuse' },
      form: reasonOnly,
    },
  },
  onVerifiedRecord: true,
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
  namesAccount: 'claimed',
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
