import { Type } from 'typebox';
import { Form, Text } from '../../case/form';
import { Enterprise, opening } from '../../case/opening';
import { ok, refuse } from '../../refusal';
import { shanghaiDate } from '../../time/calendar';
import { mustHaveOfficer } from './required';
import { nominateBy } from './vacancy';

/**
 * A firm gets its post of a chief safety officer: its head opens it, or an inspector for a firm that must have one and
 * has none. There is one case for the post, whoever holds it over the years.
 */
export const officerOpening = opening({
  title: { zh: '设首席安全官岗', en: 'Open the post of a chief safety officer' },
  role: 'enterprise-head',
  alsoBy: ['inspector'],
  form: Form({
    enterpriseId: Type.Optional(Enterprise),
    reason: Text({ zh: '设岗缘由', en: 'Why' }),
  }),
  looksBack: true,
  refusals: ['form-invalid', 'officer-case-open', 'officer-not-required'],
  admit: ({ enterpriseId }, { policy, now, earlier, profile, byFirm }) => {
    if (enterpriseId === undefined)
      return refuse('form-invalid', 'which firm is it about', { pointer: '/enterpriseId' });
    if (earlier.some(({ outcome }) => outcome === null))
      return refuse('officer-case-open', 'the firm has such a case');
    // A firm may have one that need not; the bureau asks it only of those that must.
    if (!byFirm && !mustHaveOfficer(policy, profile))
      return refuse('officer-not-required', 'its profile asks for none');
    return ok({ nominateBy: nominateBy(policy, shanghaiDate(now)) });
  },
});
