import type { CaseFile } from '../case/case-file';
import type { CaseType } from '../case/case-type';
import { CalendarDate, Form, noFields, PersonRef, reasonOnly, Text } from '../case/form';
import { step } from '../case/step';

/*
 * What follows where a service sees danger: the firm is told at once and answers, and where it does not, an inspector may be
 * asked to look for themself. A service is no inspection (国办发〔2024〕54号): nothing is ordered because of what it saw.
 */

const ownFindings = Form({
  checkedOn: CalendarDate({ zh: '核查日期', en: 'Checked on' }, 'happened'),
  findings: Text({ zh: '核查情况', en: 'Findings' }),
});

/** The steps of a danger in cases of a type; they stand under its stage `danger`. */
export function dangerSteps<const Type extends CaseType>(type: Type) {
  /** The firm says what it has done about a danger. Its silence hands the matter to the liaison. */
  const dangerResponse = step({
    id: `${type}/danger-response`,
    title: { zh: '企业处置危险情形', en: 'What the firm has done about the danger' },
    stage: 'danger',
    role: 'enterprise-head',
    verdicts: {
      done: {
        title: { zh: '已处置', en: 'Done' },
        form: Form({ measures: Text({ zh: '已采取的措施', en: 'What was done' }) }),
      },
      silent: { title: { zh: '逾期未说明', en: 'Nothing said in time' }, form: noFields },
    },
    limit: `limit.${type}.danger-response`,
    ladder: 'ladder.expert.danger',
    onExpiry: 'silent',
    expiryPassesOn: true,
    separateFrom: [],
  });

  /** The liaison may hand a danger on to an inspector by name, in words of their own. */
  const dangerReview = step({
    id: `${type}/danger-review`,
    title: { zh: '危险情形移交', en: 'Hand the danger over' },
    stage: 'danger',
    role: 'expert-liaison',
    issued: 'never',
    verdicts: {
      'handed-over': {
        title: { zh: '移交核查', en: 'Hand over' },
        form: Form({
          inspector: PersonRef('inspector', { zh: '核查员', en: 'Inspector' }),
          message: Text({ zh: '移交说明', en: 'What the inspector is told' }),
        }),
      },
      'firm-acted': { title: { zh: '企业已处置', en: 'The firm has acted' }, form: reasonOnly },
    },
    limit: `limit.${type}.danger-review`,
    ladder: 'ladder.standard',
    separateFrom: [],
  });

  /** What the officer did. An order, if any, is opened as a rectification from the officer's own site check. */
  const ownCheck = step({
    id: `${type}/own-check`,
    title: { zh: '核查员自行核查', en: 'The inspector’s own check' },
    stage: 'danger',
    role: 'inspector',
    issued: 'never',
    verdicts: {
      checked: {
        title: { zh: '已现场核查', en: 'Checked on the site' },
        form: ownFindings,
      },
      'not-checked': { title: { zh: '不需核查', en: 'No check' }, form: reasonOnly },
    },
    limit: `limit.${type}.own-check`,
    ladder: 'ladder.standard',
    separateFrom: [],
  });

  return { dangerResponse, dangerReview, ownCheck };
}

/** How a danger ended: the firm has acted, an inspector has looked, or has seen no need to. */
type DangerEnd = 'acted' | 'checked' | 'not-checked';

/** The firm has to act on a danger. Where it says nothing in time, an inspector may be asked to look for themself. */
export async function followUp(
  file: CaseFile,
  { dangerResponse, dangerReview, ownCheck }: ReturnType<typeof dangerSteps<CaseType>>,
): Promise<DangerEnd> {
  const { verdict } = await file.step(dangerResponse, { tells: 'danger-seen' });
  if (verdict === 'done') return 'acted';
  const review = await file.step(dangerReview);
  if (review.verdict === 'firm-acted') return 'acted';
  const check = await file.step(ownCheck, { assignee: review.inspector, tells: 'step-waits' });
  return check.verdict;
}
