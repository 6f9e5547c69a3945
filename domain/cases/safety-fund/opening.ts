import { Form, Text } from '../../case/form';
import { opening } from '../../case/opening';
import { ok, refuse } from '../../refusal';

/** A firm has one fund at a time. */
export const fundOpening = opening({
  title: { zh: '设立安全基金', en: 'Set up a safety fund' },
  role: 'enterprise-head',
  form: Form({ rules: Text({ zh: '基金管理办法', en: 'Rules of the fund' }) }),
  looksBack: true,
  refusals: ['fund-exists'],
  admit: (_facts, { earlier }) =>
    earlier.some(({ outcome }) => outcome === null) ? refuse('fund-exists', 'the firm has a fund') : ok({}),
});
