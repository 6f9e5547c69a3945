import { shanghaiDate } from '../../time/calendar';
import { CalendarDate, Flag, Form, noFields, PersonRef, reasonOnly, Text } from '../../case/form';
import { isNeverAnnounced } from './inspection-rules';
import type { InspectionGround } from '../../law/notice-values';
import { decisionOn } from '../../case/case-queries';
import { ok, refuse } from '../../refusal';
import { nothingMore, step } from '../../case/step';
import { hazardsFound, numberedApart } from '../hazard';

/** 检查方案: when, how, and whether the firm is told beforehand. */
export const plan = step({
  id: 'inspection/plan',
  title: { zh: '检查方案', en: 'Plan of the inspection' },
  stage: 'plan',
  role: 'inspector',
  issued: 'never',
  verdicts: {
    planned: {
      title: { zh: '报批', en: 'Submit' },
      form: Form({
        visitOn: CalendarDate({ zh: '检查日期', en: 'Day of the visit' }, 'planned'),
        unannounced: Flag({ zh: '不事先通知(四不两直)', en: 'Without notice beforehand' }),
        scope: Text({ zh: '检查内容与方式', en: 'What is looked at, and how' }),
      }),
    },
  },
  limit: 'limit.inspection.plan',
  ladder: 'ladder.standard',
  separateFrom: [],
  derive: ({ facts, view }) =>
    ok({
      facts: {
        onTheSpot: facts.unannounced || isNeverAnnounced(view.input['ground'] as InspectionGround),
      },
    }),
});

/** No inspection without approval; the approver names the two officers (行政处罚法 art. 42). */
export const approval = step({
  id: 'inspection/approval',
  title: { zh: '检查审批', en: 'Approval of the inspection' },
  stage: 'plan',
  role: 'section-chief',
  issued: 'never',
  verdicts: {
    approved: {
      title: { zh: '批准', en: 'Approve' },
      form: Form({
        lead: PersonRef('inspector', { zh: '主办检查员', en: 'Lead inspector' }),
        companion: PersonRef('inspector', { zh: '协办检查员', en: 'Second inspector' }),
      }),
    },
    returned: {
      title: { zh: '退回修改', en: 'Return' },
      form: reasonOnly,
    },
    refused: {
      title: { zh: '不予批准', en: 'Refuse' },
      form: reasonOnly,
    },
  },
  limit: 'limit.inspection.approval',
  ladder: 'ladder.standard',
  separateFrom: ['inspection/plan'],
});

/** 检查告知: the firm is told what is looked at and when; beforehand, or at its door on the day of the visit. */
export const notice = step({
  id: 'inspection/notice',
  title: { zh: '检查告知', en: 'Notice of the inspection' },
  stage: 'visit',
  role: 'inspector',
  issued: 'decided',
  verdicts: {
    notified: {
      title: { zh: '告知企业', en: 'Notify the enterprise' },
      form: Form({
        message: Text(
          { zh: '告知内容', en: 'What the enterprise is told' },
          { maxLength: 1000, goesTo: 'enterprise' },
        ),
      }),
    },
  },
  limit: 'limit.inspection.notice',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['notice-too-early'],
  derive: ({ view, now }) => {
    const { visitOn, onTheSpot } = decisionOn(view, plan).facts;
    return onTheSpot && shanghaiDate(now) < visitOn
      ? refuse('notice-too-early', `told at the door, on ${visitOn}`, { from: visitOn })
      : ok({ facts: { visitOn, items: view.input['items'] as string[] } });
  },
});

/** 现场检查, by the two officers who were named; the second one signs for it. */
export const visit = step({
  id: 'inspection/visit',
  title: { zh: '现场检查', en: 'Visit' },
  stage: 'visit',
  role: 'inspector',
  issued: 'never',
  verdicts: {
    'no-problem': {
      title: { zh: '未发现问题', en: 'No problem found' },
      form: Form({
        visitedOn: CalendarDate({ zh: '现场检查日期', en: 'Visited on' }, 'happened'),
        findings: Text({ zh: '检查情况', en: 'Findings' }),
      }),
    },
    problems: {
      title: { zh: '发现问题', en: 'Problems found' },
      form: Form({
        visitedOn: CalendarDate({ zh: '现场检查日期', en: 'Visited on' }, 'happened'),
        hazards: hazardsFound,
      }),
    },
  },
  limit: 'limit.inspection.visit',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['form-invalid'],
  derive: (input) => (input.verdict === 'problems' ? numberedApart(input.facts.hazards) : nothingMore),
});

export const coSignature = step({
  id: 'inspection/co-signature',
  title: { zh: '协办检查员签字', en: 'Second inspector signs' },
  stage: 'visit',
  role: 'inspector',
  issued: 'never',
  verdicts: {
    signed: { title: { zh: '同意并签字', en: 'Sign' }, form: noFields },
    disagreed: {
      title: { zh: '不同意', en: 'Disagree' },
      form: reasonOnly,
    },
  },
  limit: 'limit.inspection.co-signature',
  ladder: 'ladder.standard',
  separateFrom: ['inspection/visit'],
});

/** 检查结果告知: what was found stands in the notice, in fixed words; what has to be done, in the order that follows. */
export const result = step({
  id: 'inspection/result',
  title: { zh: '检查结果告知', en: 'Result told to the enterprise' },
  stage: 'result',
  role: 'inspector',
  issued: 'decided',
  verdicts: {
    told: {
      title: { zh: '告知结果', en: 'Tell the result' },
      form: Form({
        message: Text(
          { zh: '告知内容', en: 'What the enterprise is told' },
          { maxLength: 1000, goesTo: 'enterprise' },
        ),
      }),
    },
  },
  limit: 'limit.inspection.result',
  ladder: 'ladder.standard',
  separateFrom: [],
  derive: ({ view }) => {
    const { verdict, facts } = decisionOn(view, visit);
    return ok({ facts: { visitedOn: facts.visitedOn, problems: verdict === 'problems' } });
  },
});

/** In the order of the procedure. */
export const steps = [plan, approval, notice, visit, coSignature, result];
