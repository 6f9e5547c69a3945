import { Coded, Form } from '../../case/form';
import { Enterprise, opening } from '../../case/opening';
import { ok, refuse } from '../../refusal';
import { firmsOf } from '../diagnosis-campaign/steps';

/** A firm of an approved list is diagnosed: once in a campaign, by whom the list says. */
export const diagnosisOpening = opening({
  title: { zh: '安排诊断', en: 'Have a firm diagnosed' },
  role: 'expert-liaison',
  form: Form({
    campaign: Coded({ zh: '诊断服务编号', en: 'Number of the campaign' }, 'case-number'),
    enterpriseId: Enterprise,
  }),
  looksBack: true,
  looksAt: { caseType: 'diagnosis-campaign', namedBy: 'campaign' },
  refusals: ['diagnosis-not-listed', 'diagnosis-exists'],
  admit: ({ campaign, enterpriseId }, { beside, earlier }) => {
    const id = (enterpriseId as string).toLowerCase();
    const firm = beside && firmsOf(beside).find((each) => each.enterpriseId === id);
    if (!firm) return refuse('diagnosis-not-listed', 'no open campaign lists the firm');
    const before = earlier.find(
      ({ input, outcome }) => input['campaign'] === campaign && outcome !== 'withdrawn',
    );
    if (before !== undefined) return refuse('diagnosis-exists', 'the campaign has a diagnosis of the firm');
    const { trade, institute } = firm;
    return ok({ trade, institute });
  },
});
