import { latestDecision } from '../../case/case-queries';
import { CalendarDate, Coded, Fen, Form, noFields, OneOf, Text } from '../../case/form';
import { nothingMore, step } from '../../case/step';
import { refuse } from '../../refusal';
import { shanghaiDate } from '../../time/calendar';
import { notBefore } from '../not-before';

const bankReference = Coded({ zh: '银行流水号', en: 'Bank reference' }, 'bank-reference');

/** Freezes amount and payee: any change after this needs a fresh release. */
export const release = step({
  id: 'payout/release',
  title: { zh: '付款审批', en: 'Release of the payment' },
  stage: 'payout',
  role: 'approver',
  verdicts: {
    released: { title: { zh: '同意付款', en: 'Release' }, form: noFields },
  },
  onVerifiedRecord: true,
  limit: 'limit.payout.release',
  ladder: 'ladder.standard',
  separateFrom: ['tip-off/verification', 'tip-off/co-signature', 'tip-off/reward-proposal'],
  refusals: ['payee-missing'],
});

/** Put on a bank list by the payer. The list is made by the bank-list route, several cases at once. */
export const listing = step({
  id: 'payout/listing',
  title: { zh: '列入代发清单', en: 'Put on the bank list' },
  stage: 'payout',
  role: 'payer',
  verdicts: {
    listed: {
      title: { zh: '列入', en: 'List' },
      form: Form({ batch: Coded({ zh: '批次号', en: 'Batch' }, 'batch') }),
    },
  },
  onVerifiedRecord: true,
  limit: 'limit.payout.batch',
  ladder: 'ladder.standard',
  separateFrom: [
    'tip-off/verification',
    'tip-off/co-signature',
    'tip-off/reward-proposal',
    'tip-off/reward-approval',
    'payout/release',
  ],
  refusals: ['payee-changed'],
});

const refusalCauses = {
  'account-unknown': { zh: '账号不存在', en: 'Unknown account' },
  'name-mismatch': { zh: '户名不符', en: 'The name does not match' },
  'account-closed': { zh: '账户已销户', en: 'Account closed' },
  other: { zh: '其他原因', en: 'Another cause' },
} as const;

/**
 * What the bank says of the transfer. `unknown` is never sent again blindly: it goes to reconciliation. `returned` 退汇
 * comes days after the money was paid: a transfer comes back whole, so another amount is a mistake of the file.
 */
export const bankReturn = step({
  id: 'payout/bank-return',
  title: { zh: '银行回单', en: 'Bank return' },
  stage: 'payout',
  role: 'confirmer',
  verdicts: {
    paid: { title: { zh: '已支付', en: 'Paid' }, form: Form({ bankReference }) },
    refused: {
      title: { zh: '银行退回', en: 'Refused by the bank' },
      form: Form({ cause: OneOf({ zh: '原因', en: 'Cause' }, refusalCauses) }),
    },
    unknown: { title: { zh: '结果不明', en: 'Outcome unknown' }, form: noFields },
    returned: {
      title: { zh: '支付后退汇', en: 'Sent back after payment' },
      form: Form({
        bankReference,
        amountFen: Fen({ zh: '退回金额', en: 'Amount sent back,' }),
        returnedOn: CalendarDate({ zh: '退汇日期', en: 'Day on which it came back' }, 'happened'),
        cause: OneOf({ zh: '原因', en: 'Cause' }, refusalCauses),
      }),
    },
  },
  late: { verdict: 'returned', after: 'paid' },
  onVerifiedRecord: true,
  limit: 'limit.payout.bank-return',
  ladder: 'ladder.standard',
  withdrawn: 'never',
  separateFrom: [
    'tip-off/verification',
    'tip-off/co-signature',
    'tip-off/reward-proposal',
    'tip-off/reward-approval',
    'payout/release',
    'payout/listing',
  ],
  refusals: ['bank-file-mismatch', 'batch-missing', 'return-not-whole', 'form-invalid'],
  derive({ verdict, facts, view }) {
    if (verdict !== 'returned') return nothingMore;
    const { amountFen, returnedOn } = facts;
    if (amountFen !== view.input['amountFen'])
      return refuse('return-not-whole', 'the bank sends a transfer back whole', { pointer: '/amountFen' });
    const listed = latestDecision(view, listing);
    return listed === null ? nothingMore : notBefore(shanghaiDate(listed.at), 'returnedOn', returnedOn);
  },
});

export const reconciliation = step({
  id: 'payout/reconciliation',
  title: { zh: '对账', en: 'Reconciliation' },
  stage: 'payout',
  role: 'confirmer',
  verdicts: {
    'found-paid': {
      title: { zh: '查明已支付', en: 'Found paid' },
      form: Form({ bankReference, note: Text({ zh: '依据', en: 'Evidence' }) }),
    },
    'found-unpaid': {
      title: { zh: '查明未支付', en: 'Found unpaid' },
      form: Form({ note: Text({ zh: '依据', en: 'Evidence' }) }),
    },
  },
  onVerifiedRecord: true,
  limit: 'limit.payout.reconciliation',
  ladder: 'ladder.standard',
  withdrawn: 'never',
  separateFrom: bankReturn.separateFrom,
  refusals: ['bank-file-mismatch'],
});

/**
 * The reporter corrects the account after the bank refused it or sent the money back. A reward that was claimed in
 * time waits for that: no law forfeits it.
 */
export const payeeCorrection = step({
  id: 'payout/payee-correction',
  title: { zh: '更正收款信息', en: 'Correction of the payee' },
  stage: 'payout',
  role: 'reporter',
  verdicts: {
    corrected: { title: { zh: '已更正', en: 'Corrected' }, form: noFields },
    lapsed: { title: { zh: '逾期未更正', en: 'Not corrected in time' }, form: noFields },
  },
  limit: 'limit.payout.payee-correction',
  ladder: 'ladder.reporter',
  onExpiry: 'lapsed',
  expiresUntilVersion: 1,
  separateFrom: [],
});

/** In the order of the procedure. */
export const steps = [release, listing, bankReturn, reconciliation, payeeCorrection];
