import { CalendarDate, Form, OneOf } from '../../case/form';
import { Enterprise, opening } from '../../case/opening';
import { ok } from '../../refusal';
import { hazardsFound, numberedApart } from '../hazard';

/** Where officers have found a hazard, if not in a case of the office that leads to an order by itself. */
const sources = {
  'site-check': { zh: '现场检查', en: 'Check on the site' },
  patrol: { zh: '日常巡查', en: 'Patrol' },
  diagnosis: { zh: '诊断服务后的现场核查', en: 'Check after a diagnosis' },
  warden: { zh: '安全纠察员发现后的现场核查', en: 'Check after a warden’s finding' },
  accident: { zh: '事故现场', en: 'Site of an accident' },
} as const;

/**
 * 责令整改 that stands alone: what an officer has seen, whoever has pointed to it. What a service or somebody of the firm
 * has found becomes an order only through an officer's own look at it (国办发〔2024〕54号).
 */
export const rectificationOpening = opening({
  title: { zh: '整改立案', en: 'Open a rectification' },
  role: 'inspector',
  form: Form({
    enterpriseId: Enterprise,
    source: OneOf({ zh: '发现来源', en: 'Source of the finding' }, sources),
    foundOn: CalendarDate({ zh: '发现日期', en: 'Found on' }, 'happened'),
    hazards: hazardsFound,
  }),
  looksBack: false,
  refusals: ['form-invalid'],
  admit: ({ hazards }) => {
    const apart = numberedApart(hazards as unknown as { item: string }[]);
    return apart.ok ? ok({}) : apart;
  },
});
