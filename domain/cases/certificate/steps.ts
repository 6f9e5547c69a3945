import { Form, noFields, Text } from '../../case/form';
import { step } from '../../case/step';

/**
 * A certificate runs towards the day on which it ends. Before that its holder applies for renewal or gives
 * it up; who does neither has lost it. When to be reminded stands in the ladder, in days before the end.
 */
export const renewal = step({
  id: 'certificate/renewal',
  title: { zh: '延续', en: 'Renewal' },
  stage: 'operation',
  role: 'enterprise-contact',
  verdicts: {
    applied: { title: { zh: '申请延续', en: 'Apply for renewal' }, form: noFields },
    surrendered: {
      title: { zh: '注销', en: 'Surrender' },
      form: Form({ reason: Text({ zh: '原因', en: 'Reason' }) }),
    },
    expired: { title: { zh: '到期失效', en: 'Expired' }, form: noFields },
  },
  limit: 'limit.certificate',
  lengthIsSet: true,
  ladder: 'ladder.certificate.{matter}',
  onExpiry: 'expired',
  separateFrom: [],
});

/** In the order of the procedure. */
export const steps = [renewal];
