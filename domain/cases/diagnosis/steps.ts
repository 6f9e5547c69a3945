import {
  CalendarDate,
  Clause,
  Form,
  ListOf,
  noFields,
  OneOf,
  Papers,
  PersonRef,
  PolicyCode,
  reasonOnly,
  Text,
} from '../../case/form';
import { step } from '../../case/step';
import { rowOf } from '../../law/policy';
import { ok } from '../../refusal';
import { addDays } from '../../time/calendar';
import { itemNumber } from '../hazard';
import { areOpen, foundIn, stillOpen, whole } from './findings';

const toTheFirm = { goesTo: 'enterprise' } as const;
const silent = (title = { zh: '逾期', en: 'Nothing said in time' }) => ({ title, form: noFields });
const handedBack = {
  title: { zh: '退回,改由他人诊断', en: 'Hand it back' },
  form: Form({
    why: OneOf(
      { zh: '原因', en: 'Why' },
      {
        busy: { zh: '时间冲突', en: 'No time' },
        conflict: { zh: '需要回避', en: 'A conflict of interest' },
        'not-wanted': { zh: '企业不接受诊断服务', en: 'The firm does not want the service' },
        other: { zh: '其他', en: 'Something else' },
      },
    ),
  }),
};

/** Somebody of the institute agrees with the firm on a day. Who says nothing hands it back to the liaison. */
export const appointment = step({
  id: 'diagnosis/appointment',
  title: { zh: '约定诊断日期', en: 'Day of the visit' },
  stage: 'visit',
  role: 'institute',
  issued: 'open',
  verdicts: {
    agreed: {
      title: { zh: '约定', en: 'Agree' },
      form: Form({ visitOn: CalendarDate({ zh: '诊断日期', en: 'Day of the visit' }, 'planned') }),
    },
    'handed-back': handedBack,
    silent: silent(),
  },
  limit: 'limit.diagnosis.appointment',
  ladder: 'ladder.diagnosis.reply',
  onExpiry: 'silent',
  expiryPassesOn: true,
  separateFrom: [],
  derive: ({ verdict, facts, policy }) => {
    const { days } = rowOf(policy, 'diagnosis.visit').value;
    return ok({ facts: { visitedBy: verdict === 'agreed' ? addDays(facts.visitOn, days) : null } });
  },
});

/** The liaison finds somebody else of an institute, or ends it. */
export const assignment = step({
  id: 'diagnosis/assignment',
  title: { zh: '改派诊断人员', en: 'Find somebody else' },
  stage: 'visit',
  role: 'expert-liaison',
  issued: 'never',
  verdicts: {
    assigned: {
      title: { zh: '改派', en: 'Assign' },
      form: Form({ institute: PersonRef('institute', { zh: '诊断机构人员', en: 'Who of the institute' }) }),
    },
    'called-off': { title: { zh: '不再诊断', en: 'Call it off' }, form: reasonOnly },
  },
  limit: 'limit.diagnosis.assignment',
  ladder: 'ladder.diagnosis',
  separateFrom: [],
});

const visitedOn = CalendarDate({ zh: '诊断日期', en: 'Visited on' }, 'happened');
const finding = {
  item: itemNumber,
  description: Text({ zh: '问题', en: 'What was found' }, toTheFirm),
  advice: Text({ zh: '整改建议', en: 'Advice' }, toTheFirm),
};
/** Graded by the standard: each names the situation that makes it major. */
const majors = (minItems: number) =>
  ListOf(
    { zh: '重大隐患', en: 'Major hazards' },
    Form({ ...finding, situation: PolicyCode({ zh: '判定情形', en: 'Situation of the standard' }) }),
    { minItems, maxItems: 20 },
  );

/**
 * 现场诊断 with the checklist of the trade. A major hazard is told to the firm as soon as it is seen, and the visit goes
 * on; what was told so is in the checklist at the end. Nothing that is found orders anything.
 */
export const visit = step({
  id: 'diagnosis/visit',
  title: { zh: '现场诊断', en: 'Visit' },
  stage: 'visit',
  role: 'institute',
  issued: 'open',
  verdicts: {
    visited: {
      title: { zh: '提交诊断结果', en: 'Hand in what was found' },
      form: Form({
        visitedOn,
        checklist: ListOf(
          { zh: '检查表', en: 'Checklist' },
          Form({
            situation: PolicyCode({ zh: '判定情形', en: 'Situation of the standard' }),
            result: OneOf(
              { zh: '结果', en: 'Result' },
              {
                clear: { zh: '未发现', en: 'Not found' },
                found: { zh: '存在', en: 'Found' },
                'not-applicable': { zh: '不涉及', en: 'Does not apply' },
              },
            ),
          }),
          { minItems: 0, maxItems: 100 },
        ),
        majors: majors(0),
        generals: ListOf(
          { zh: '一般隐患', en: 'General hazards' },
          Form({ ...finding, clause: Clause({ zh: '依据条款', en: 'Clause' }) }),
          { minItems: 0, maxItems: 40 },
        ),
        summary: Text({ zh: '诊断结论', en: 'Summary' }, toTheFirm),
      }),
    },
    'major-seen': {
      title: { zh: '发现重大隐患,立即告知', en: 'A major hazard is seen' },
      form: Form({ visitedOn, majors: majors(1) }),
    },
    'handed-back': handedBack,
    silent: silent(),
  },
  limit: 'limit.diagnosis.visit',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.diagnosis.reply',
  onExpiry: 'silent',
  expiryPassesOn: true,
  separateFrom: [],
  refusals: ['form-invalid', 'situation-unknown', 'checklist-incomplete', 'checklist-contradicts'],
  derive: ({ verdict, facts, view, policy }) => {
    switch (verdict) {
      case 'handed-back':
      case 'silent':
        return ok({ facts: { found: [] } });
      case 'major-seen':
        return foundIn(view, policy, { majors: facts.majors, generals: [], checklist: null });
      case 'visited':
        return foundIn(view, policy, facts);
    }
  },
});

/** 整改方案 by the firm itself, since it is advised and not ordered. Its silence hands the matter to the liaison. */
export const plan = step({
  id: 'diagnosis/plan',
  title: { zh: '企业整改方案', en: 'Plan of the firm' },
  stage: 'remedy',
  role: 'enterprise-head',
  verdicts: {
    planned: {
      title: { zh: '提交方案', en: 'Plan' },
      form: Form({
        items: ListOf(
          { zh: '整改事项', en: 'Items' },
          Form({
            item: itemNumber,
            measure: Text({ zh: '整改措施', en: 'Measure' }),
            responsible: Text({ zh: '责任人', en: 'Responsible' }, { maxLength: 100 }),
            fixBy: CalendarDate({ zh: '完成日期', en: 'To be done by' }, 'planned'),
          }),
          { minItems: 1, maxItems: 60 },
        ),
      }),
    },
    declined: { title: { zh: '不采纳', en: 'Decline' }, form: reasonOnly },
    silent: silent(),
  },
  limit: 'limit.diagnosis.plan',
  ladder: 'ladder.diagnosis.reply',
  onExpiry: 'silent',
  expiryPassesOn: true,
  separateFrom: [],
  refusals: ['item-unknown', 'item-missing'],
  derive: ({ verdict, facts, view }) => {
    if (verdict !== 'planned') return ok({ facts: { fixBy: null } });
    const matched = whole(view, facts.items);
    if (!matched.ok) return matched;
    const fixBy = facts.items.map((each) => each.fixBy).sort();
    return ok({ facts: { fixBy: fixBy.at(-1) ?? null } });
  },
});

/** What the firm has done by the last day of its plan. Where it says nothing, the institute looks all the same. */
export const remedy = step({
  id: 'diagnosis/remedy',
  title: { zh: '企业整改', en: 'What the firm has done' },
  stage: 'remedy',
  role: 'enterprise-contact',
  verdicts: {
    done: {
      title: { zh: '已整改', en: 'Done' },
      form: Form({
        items: ListOf(
          { zh: '已整改事项', en: 'Items' },
          Form({
            item: itemNumber,
            statement: Text({ zh: '整改情况', en: 'What was done' }),
            papers: Papers({ zh: '照片等', en: 'Photographs and other papers' }, { maxItems: 10 }),
          }),
          { minItems: 1, maxItems: 60 },
        ),
      }),
    },
    silent: silent(),
  },
  limit: 'limit.diagnosis.remedy',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.diagnosis.reply',
  onExpiry: 'silent',
  expiryPassesOn: true,
  separateFrom: [],
  refusals: ['item-unknown'],
  derive: ({ verdict, facts, view }) =>
    areOpen(view, verdict === 'done' ? facts.items.map(({ item }) => item) : []),
});

export const revisit = step({
  id: 'diagnosis/revisit',
  title: { zh: '复诊', en: 'Re-visit' },
  stage: 'remedy',
  role: 'institute',
  issued: 'open',
  verdicts: {
    revisited: {
      title: { zh: '提交复诊结果', en: 'Hand in what was seen' },
      form: Form({
        revisitedOn: CalendarDate({ zh: '复诊日期', en: 'Re-visited on' }, 'happened'),
        closed: ListOf({ zh: '已整改到位的事项', en: 'Items that are put right' }, itemNumber, {
          maxItems: 60,
          uniqueItems: true,
        }),
        findings: Text({ zh: '复诊情况', en: 'What was seen' }, toTheFirm),
      }),
    },
    'handed-back': handedBack,
    silent: silent(),
  },
  limit: 'limit.diagnosis.revisit',
  ladder: 'ladder.diagnosis.reply',
  onExpiry: 'silent',
  expiryPassesOn: true,
  separateFrom: [],
  refusals: ['item-unknown'],
  derive: ({ verdict, facts, view }) => {
    const closed = verdict === 'revisited' ? facts.closed : [];
    const known = areOpen(view, closed);
    return known.ok ? ok({ facts: { open: stillOpen(view, closed) } }) : known;
  },
});

/** Something is still open: the firm is asked for another plan, or it is left at that. */
export const followUp = step({
  id: 'diagnosis/follow-up',
  title: { zh: '联络人跟进', en: 'The liaison follows up' },
  stage: 'remedy',
  role: 'expert-liaison',
  issued: 'never',
  verdicts: {
    'asked-again': { title: { zh: '请企业继续整改', en: 'Ask the firm again' }, form: noFields },
    left: { title: { zh: '结束服务', en: 'Leave it at that' }, form: reasonOnly },
  },
  limit: 'limit.diagnosis.follow-up',
  ladder: 'ladder.diagnosis',
  separateFrom: [],
});

/** In the order of the procedure. */
export const steps = [appointment, assignment, visit, plan, remedy, revisit, followUp];
