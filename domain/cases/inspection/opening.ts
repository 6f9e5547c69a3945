import { Form, ListOf, OneOf, PolicyCode, Text } from '../../case/form';
import { Enterprise, opening } from '../../case/opening';
import { inspectionGroundTitles } from '../../law/notice-values';
import { mayInspect } from './inspection-rules';

export const inspectionOpening = opening({
  title: { zh: '执法检查立项', en: 'Open an inspection' },
  role: 'inspector',
  form: Form({
    enterpriseId: Enterprise,
    ground: OneOf({ zh: '检查来源', en: 'Ground' }, inspectionGroundTitles),
    items: ListOf(
      { zh: '检查事项', en: 'Items of the published list' },
      PolicyCode({ zh: '检查事项', en: 'Item' }),
      { minItems: 1, maxItems: 40, uniqueItems: true },
    ),
    reason: Text({ zh: '立项理由', en: 'Reason' }),
  }),
  looksBack: true,
  refusals: ['inspection-unpublished', 'inspection-cap-reached'],
  admit: mayInspect,
});
