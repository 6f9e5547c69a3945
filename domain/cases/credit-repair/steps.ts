import { shanghaiDate, type PlainDate } from '../../time/calendar';
import { Form, noFields, Text } from '../../case/form';
import { refuse } from '../../refusal';
import { nothingMore, step } from '../../case/step';
import { notBefore } from '../not-before';
import { proofOfService } from '../service';

/** 信用修复告知书, handed over together with the decision on the penalty (两书同送). */
export const notice = step({
  id: 'credit-repair/notice',
  title: { zh: '信用修复告知', en: 'Notice of how to repair' },
  stage: 'shown',
  role: 'legal-officer',
  issued: 'open',
  verdicts: { served: { title: { zh: '已送达', en: 'Served' }, form: proofOfService('established') } },
  limit: 'limit.credit-repair.notice',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['form-invalid'],
  derive: ({ facts, view }) =>
    notBefore(view.input['establishedOn'] as PlainDate, 'servedOn', facts.servedOn),
});

/** The record is shown until its longest time is over, unless the document behind it is revoked before. */
export const showing = step({
  id: 'credit-repair/showing',
  title: { zh: '失信信息存续', en: 'The record stands' },
  stage: 'shown',
  role: 'approver',
  issued: 'open',
  verdicts: {
    revoked: {
      title: { zh: '所依据的文书已撤销', en: 'The document behind it was revoked' },
      form: Form({ reason: Text({ zh: '撤销情况', en: 'How it was revoked' }, { goesTo: 'enterprise' }) }),
    },
    ended: { title: { zh: '期限届满,自动终止', en: 'Ended by time' }, form: noFields },
  },
  limit: 'limit.credit-repair.showing',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.credit-repair.showing',
  onExpiry: 'ended',
  separateFrom: [],
  party: 'enterprise',
});

/** With a public commitment, once the shortest time is over (信用修复管理办法). */
export const application = step({
  id: 'credit-repair/application',
  title: { zh: '申请信用修复', en: 'Application for repair' },
  stage: 'repair',
  role: 'enterprise-contact',
  verdicts: {
    applied: {
      title: { zh: '提交申请', en: 'Apply' },
      form: Form({
        commitment: Text({ zh: '信用承诺', en: 'Public commitment' }, { maxLength: 2000 }),
        performance: Text({ zh: '纠正失信行为、履行义务情况', en: 'What was corrected and performed' }),
      }),
    },
  },
  limit: 'limit.credit-repair.showing',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.credit-repair.{tier}',
  separateFrom: [],
  refusals: ['repair-too-early'],
  derive: ({ view, now }) => {
    const from = view.input['repairableFrom'] as PlainDate;
    return shanghaiDate(now) < from
      ? refuse('repair-too-early', `may be repaired from ${from}`, { from })
      : nothingMore;
  },
});

export const check = step({
  id: 'credit-repair/check',
  title: { zh: '修复核查', en: 'Check of the application' },
  stage: 'repair',
  role: 'legal-officer',
  issued: 'never',
  verdicts: {
    met: {
      title: { zh: '符合条件', en: 'Conditions met' },
      form: Form({ findings: Text({ zh: '核查情况', en: 'Findings' }) }),
    },
    unmet: {
      title: { zh: '不符合条件', en: 'Conditions not met' },
      form: Form({ findings: Text({ zh: '核查情况', en: 'Findings' }) }),
    },
  },
  limit: 'limit.credit-repair.check',
  ladder: 'ladder.standard',
  separateFrom: [],
});

export const decision = step({
  id: 'credit-repair/decision',
  title: { zh: '修复决定', en: 'Decision on the repair' },
  stage: 'repair',
  role: 'approver',
  issued: 'decided',
  verdicts: {
    repaired: { title: { zh: '准予修复', en: 'Repair' }, form: noFields },
    refused: {
      title: { zh: '不予修复', en: 'Refuse' },
      form: Form({ reason: Text({ zh: '理由', en: 'Reason' }, { goesTo: 'enterprise' }) }),
    },
  },
  limit: 'limit.credit-repair.decision',
  extension: 'extension.credit-repair.decision',
  ladder: 'ladder.standard',
  separateFrom: ['credit-repair/check'],
});

/** In the order of the procedure. */
export const steps = [notice, showing, application, check, decision];
