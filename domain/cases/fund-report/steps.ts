import { Type } from 'typebox';
import { decisionOn } from '../../case/case-queries';
import { Coded, Form, noFields, OneOf, reasonOnly, Text } from '../../case/form';
import { step } from '../../case/step';
import type { JsonObject } from '../../json';
import { ok, refuse } from '../../refusal';
import { shanghaiDate } from '../../time/calendar';
import { awardGrades, type ContributionKind, type Schedule } from '../safety-fund/awards';
import { awardFor, type SameOrder } from './award';

/** What an employee has seen, or would do better. Whoever writes it decides nothing further. */
export const statement = step({
  id: 'fund-report/statement',
  title: { zh: '情况说明', en: 'Statement' },
  stage: 'check',
  role: 'team-leader',
  verdicts: {
    stated: {
      title: { zh: '提交', en: 'Hand in' },
      form: Form({
        text: Text({ zh: '内容', en: 'What it is about' }),
        place: Type.Optional(Text({ zh: '地点', en: 'Place' }, { maxLength: 300 })),
      }),
    },
  },
  limit: 'limit.fund-report.statement',
  ladder: 'ladder.fund',
  separateFrom: [],
  // A round that it names as its source is looked for at the desk.
  refusals: ['patrol-unknown', 'patrol-reported'],
});

export const check = step({
  id: 'fund-report/check',
  title: { zh: '核实', en: 'Check' },
  stage: 'check',
  role: 'chief-safety-officer',
  verdicts: {
    confirmed: {
      title: { zh: '属实或可采纳', en: 'Confirm' },
      form: Form({
        grade: OneOf({ zh: '等级', en: 'Grade' }, awardGrades),
        findings: Text({ zh: '核实情况', en: 'Findings' }),
        order: Type.Optional(
          Coded({ zh: '同一隐患的责令整改编号', en: 'Order that names the same hazard' }, 'case-number'),
        ),
      }),
    },
    asked: {
      title: { zh: '请报告人补充', en: 'Ask whoever reports' },
      form: Form({ question: Text({ zh: '需补充的情况', en: 'Question' }, { maxLength: 1000 }) }),
    },
    declined: { title: { zh: '不属实或不采纳', en: 'Decline' }, form: reasonOnly },
  },
  limit: 'limit.fund-report.check',
  ladder: 'ladder.fund',
  shows: 'words',
  withdrawn: 'by-reporter',
  separateFrom: [statement.id],
  refusals: ['order-unknown'],
});

/** Whoever has reported without an account answers by the receipt code; without an answer the check goes on. */
export const answer = step({
  id: 'fund-report/answer',
  title: { zh: '报告人补充', en: 'Answer of whoever reports' },
  stage: 'check',
  role: 'reporter',
  verdicts: {
    answered: {
      title: { zh: '答复', en: 'Answer' },
      form: Form({ text: Text({ zh: '答复内容', en: 'Answer' }) }),
    },
    unanswered: { title: { zh: '逾期未答复', en: 'No answer in time' }, form: noFields },
  },
  limit: 'limit.fund-report.answer',
  ladder: 'ladder.reporter',
  onExpiry: 'unanswered',
  expiryPassesOn: true,
  withdrawn: 'by-reporter',
  separateFrom: [],
});

/** The hazard is put right or the suggestion taken up; with it the award is reckoned. */
export const remedy = step({
  id: 'fund-report/remedy',
  title: { zh: '整改或采纳', en: 'Put right or taken up' },
  stage: 'remedy',
  role: 'chief-safety-officer',
  verdicts: {
    done: {
      title: { zh: '已整改或已采纳', en: 'Done' },
      form: Form({ measures: Text({ zh: '整改或采纳情况', en: 'What was done' }) }),
    },
  },
  limit: 'limit.fund-report.remedy',
  ladder: 'ladder.fund',
  separateFrom: [statement.id],
  derive: ({ view, beside }) => {
    const found = decisionOn(view, check);
    if (found.verdict !== 'confirmed') throw new Error('only what was confirmed is put right');
    const award = awardFor({
      kind: view.input['kind'] as ContributionKind,
      grade: found.facts.grade,
      receivedOn: shanghaiDate(view.openedAt),
      schedule: (view.input['schedule'] as Schedule | undefined) ?? null,
      order: (beside['order'] as SameOrder | undefined) ?? null,
    });
    const { amountFen, lines } = award;
    return ok({ facts: { amountFen, lines: lines as unknown as JsonObject[] } });
  },
});

/** By another natural person than whoever stated, checked or reckoned. */
export const approval = step({
  id: 'fund-report/approval',
  title: { zh: '奖励审批', en: 'Approval of the award' },
  stage: 'award',
  role: 'enterprise-head',
  verdicts: {
    approved: { title: { zh: '同意', en: 'Approve' }, form: noFields },
    returned: { title: { zh: '退回', en: 'Return' }, form: reasonOnly },
    refused: { title: { zh: '不同意', en: 'Refuse' }, form: reasonOnly },
  },
  onVerifiedRecord: true,
  limit: 'limit.fund-report.approval',
  ladder: 'ladder.fund',
  separateFrom: [statement.id, check.id, remedy.id],
  refusals: ['order-closed'],
  derive: ({ verdict, view, beside }) => {
    const approved = verdict === 'approved';
    if (approved && (beside['order'] as SameOrder | undefined)?.closed === true)
      return refuse('order-closed', 'the hazard was put right under the order');
    const left = Number(beside['balanceFen'] ?? 0) - Number(beside['needFen'] ?? 0);
    return ok({ facts: { short: approved && left < decisionOn(view, remedy).facts.amountFen } });
  },
});

/**
 * Money in hand or on its way to the account that the employee has named. It is paid once, for ever. Whoever has reported
 * without an account is paid against the claim code that the receipt code shows them.
 */
export const payment = step({
  id: 'fund-report/payment',
  title: { zh: '兑付', en: 'Payment' },
  stage: 'award',
  role: 'enterprise-cashier',
  verdicts: {
    paid: {
      title: { zh: '已兑付', en: 'Paid' },
      form: Form({
        means: OneOf(
          { zh: '方式', en: 'Means' },
          { cash: { zh: '现金', en: 'Cash' }, transfer: { zh: '转账', en: 'Transfer' } },
        ),
        reference: Coded({ zh: '凭证号', en: 'Reference' }, 'bank-reference'),
        claimCode: Type.Optional(Coded({ zh: '领取码', en: 'Claim code' }, 'claim-code')),
      }),
    },
    unpaid: { title: { zh: '逾期未兑付', en: 'Not paid in time' }, form: noFields },
  },
  onVerifiedRecord: true,
  limit: 'limit.fund-report.payment',
  ladder: 'ladder.fund',
  onExpiry: 'unpaid',
  // Nothing is forfeited: the head of the firm is asked, and the money is still owed.
  expiryPassesOn: true,
  withdrawn: 'never',
  separateFrom: [statement.id, check.id, remedy.id, approval.id],
  refusals: ['fund-balance-short', 'reference-known', 'claim-code-wrong'],
  derive: ({ view }) => ok({ facts: { amountFen: decisionOn(view, remedy).facts.amountFen } }),
});

/** The head says why an approved award was not paid in time; the payment goes on beside it. */
export const explanation = step({
  id: 'fund-report/explanation',
  title: { zh: '逾期未兑付说明', en: 'Explanation of a late payment' },
  stage: 'award',
  role: 'enterprise-head',
  verdicts: {
    explained: { title: { zh: '说明并督促', en: 'Explain' }, form: reasonOnly },
  },
  limit: 'limit.fund-report.explanation',
  ladder: 'ladder.fund',
  separateFrom: [],
});

/** In the order of the procedure. */
export const steps = [statement, check, answer, remedy, approval, payment, explanation];
