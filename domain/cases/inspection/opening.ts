import { Type } from 'typebox';
import { Form, OneOf, Text } from '../../case/form';
import { Enterprise, opening } from '../../case/opening';
import { inspectionGrounds } from '../../law/notice-values';
import { mayInspect } from './inspection-rules';

export const inspectionOpening = opening({
  title: { zh: '执法检查立项', en: 'Open an inspection' },
  role: 'inspector',
  form: Form({
    enterpriseId: Enterprise,
    ground: OneOf(inspectionGrounds, '检查来源 Ground'),
    items: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }), {
      title: '检查事项 Items of the published list',
      minItems: 1,
      maxItems: 40,
      uniqueItems: true,
    }),
    reason: Text({ title: '立项理由 Reason' }),
  }),
  looksBack: true,
  refusals: ['inspection-unpublished', 'inspection-cap-reached'],
  admit: mayInspect,
});
