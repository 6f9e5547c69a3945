import { Type } from 'typebox';
import { CalendarDate, Form, OneOf, Text } from '../../case/form';
import { Enterprise, opening } from '../../case/opening';
import { creditTiers } from '../../law/notice-values';
import { mayRecord } from './repair-rules';

export const creditRepairOpening = opening({
  title: { zh: '失信信息登记', en: 'Enter a bad record' },
  role: 'legal-officer',
  form: Form({
    enterpriseId: Enterprise,
    tier: OneOf(creditTiers, '失信程度 Tier'),
    documentNo: Type.String({
      title: '认定文书编号 Number of the document that establishes it',
      pattern: '^[A-Z0-9][A-Z0-9-]{2,39}$',
    }),
    establishedOn: CalendarDate('认定日期 Established on'),
    conduct: Text({ title: '失信行为 What the firm did' }),
  }),
  looksBack: true,
  refusals: ['form-invalid', 'record-known'],
  admit: mayRecord,
});
