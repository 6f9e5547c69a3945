import { CalendarDate, Coded, Form, OneOf, Text } from '../../case/form';
import { Enterprise, opening } from '../../case/opening';
import { creditTierTitles } from '../../law/notice-values';
import { mayRecord } from './repair-rules';

export const creditRepairOpening = opening({
  title: { zh: '失信信息登记', en: 'Enter a bad record' },
  role: 'legal-officer',
  form: Form({
    enterpriseId: Enterprise,
    tier: OneOf({ zh: '失信程度', en: 'Tier' }, creditTierTitles),
    documentNo: Coded(
      { zh: '认定文书编号', en: 'Number of the document that establishes it' },
      'document-number',
    ),
    establishedOn: CalendarDate({ zh: '认定日期', en: 'Established on' }, 'established'),
    conduct: Text({ zh: '失信行为', en: 'What the firm did' }),
  }),
  looksBack: true,
  refusals: ['form-invalid', 'record-known'],
  admit: mayRecord,
});
