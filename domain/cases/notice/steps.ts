import { Form, noFields, Papers, Text } from '../../case/form';
import { roundsOf } from '../../case/case-queries';
import { step } from '../../case/step';
import { receiptRounds } from '../../law/policy';
import { ok } from '../../refusal';
import { proofOfService } from '../service';

/**
 * 签收: the firm's contact reads it in their account. If it is not read in time, an officer has to serve it while a new
 * round of this step stays open, for as many rounds as the row `notice.receipt-rounds` says.
 */
export const receipt = step({
  id: 'notice/receipt',
  title: { zh: '告知签收', en: 'Receipt of the notice' },
  stage: 'reading',
  role: 'enterprise-contact',
  verdicts: {
    read: { title: { zh: '已阅', en: 'Read' }, form: noFields },
    unread: { title: { zh: '逾期未阅', en: 'Not read in time' }, form: noFields },
  },
  limit: 'limit.notice.receipt',
  firstDay: 'counting.first-day.{kind}',
  ladder: 'ladder.notice.receipt',
  onExpiry: 'unread',
  expiryPassesOn: true,
  separateFrom: [],
  derive: ({ verdict, view, policy, state }) => {
    const round = roundsOf(view, { id: state.step }).length;
    const most = receiptRounds(policy);
    const facts: { readonly last?: true } =
      verdict === 'unread' && most !== null && round >= most ? { last: true } : {};
    return ok({ facts });
  },
});

/**
 * 送达 otherwise than through an account, with the paper that proves it (送达回证, the slip of the post). After its limit the
 * step is overdue and still waits: a notice that nobody has served does not end by that.
 */
export const service = step({
  id: 'notice/service',
  title: { zh: '告知送达', en: 'Service of the notice' },
  stage: 'service',
  role: 'policy-editor',
  issued: 'decided',
  verdicts: {
    served: {
      title: { zh: '已送达', en: 'Served' },
      form: Form({
        ...proofOfService('happened').properties,
        papers: Papers(
          { zh: '送达回证等凭证', en: 'Papers of the file that prove it' },
          { minItems: 1, maxItems: 10, uniqueItems: true },
        ),
      }),
    },
    undeliverable: {
      title: { zh: '无法送达', en: 'Cannot be served' },
      form: Form({ reason: Text({ zh: '无法送达的情况', en: 'What was tried' }, { goesTo: 'enterprise' }) }),
    },
    lapsed: { title: { zh: '期满未送达', en: 'Not served in time' }, form: noFields },
  },
  limit: 'limit.notice.service',
  ladder: 'ladder.notice.service',
  onExpiry: 'lapsed',
  expiresUntilVersion: 1,
  separateFrom: [],
});

/** In the order of the procedure. */
export const steps = [receipt, service];
