import { decisionOn } from '../../case/case-queries';
import {
  CalendarDate,
  Coded,
  Count,
  Fen,
  Flag,
  Form,
  Label,
  ListOf,
  noFields,
  OneOf,
  PersonRef,
  PolicyCode,
  reasonOnly,
  Text,
} from '../../case/form';
import { opening } from '../../case/opening';
import { step } from '../../case/step';
import { ok, refuse } from '../../refusal';
import { shanghaiDate } from '../../time/calendar';
import { notBefore } from '../not-before';
import { personCode } from '../training-file/forms';
import { planApproval } from '../plan-approval';

export const sessionOpening = opening({
  title: { zh: '培训立项', en: 'Open a training session' },
  role: 'training-organiser',
  form: Form({
    name: Label({ zh: '名称', en: 'Name' }, { maxLength: 120 }),
    purpose: Text({ zh: '培训目的', en: 'Purpose' }),
  }),
  looksBack: false,
  refusals: [],
  admit: () => ok({}),
});

export const plan = step({
  id: 'training-session/plan',
  title: { zh: '制定培训方案', en: 'Plan' },
  stage: 'plan',
  role: 'training-organiser',
  verdicts: {
    planned: {
      title: { zh: '报批', en: 'Plan it' },
      form: Form({
        course: PolicyCode({ zh: '课程', en: 'Course' }),
        teacher: PersonRef('expert', { zh: '授课专家', en: 'Teacher, an expert of the pool' }),
        enrolBy: CalendarDate({ zh: '报名截止日期', en: 'Last day to enrol' }, 'planned'),
        heldOn: CalendarDate({ zh: '培训日期', en: 'Held on' }, 'planned'),
        capacity: Count({ zh: '名额', en: 'Places' }, { minimum: 1, maximum: 1_000 }),
        hours: Count({ zh: '学时', en: 'Hours' }, { minimum: 1, maximum: 200 }),
        plannedFen: Fen({ zh: '拟用培训专项资金', en: 'Planned cost' }),
      }),
    },
  },
  limit: 'limit.training-session.plan',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['form-invalid', 'course-unknown'],
  derive: ({ facts: { course, enrolBy, heldOn }, policy }) =>
    `training-course.${course}` in policy.rows
      ? notBefore(enrolBy, 'heldOn', heldOn)
      : refuse('course-unknown', `no course ${course}`, { pointer: '/course' }),
});

/** 方案审批. Whether the training money of the year is enough is asked at the desk. */
export const approval = step({
  id: 'training-session/approval',
  title: { zh: '方案与经费审批', en: 'Approval of the plan and its money' },
  stage: 'plan',
  role: 'section-chief',
  verdicts: planApproval,
  limit: 'limit.training-session.approval',
  ladder: 'ladder.standard',
  separateFrom: ['training-session/plan'],
  refusals: ['training-money-short'],
});

/** Firms enrol until the last day of the plan; who comes after the last place waits for one. */
export const enrolment = step({
  id: 'training-session/enrolment',
  title: { zh: '报名', en: 'Enrolment' },
  stage: 'enrolment',
  role: 'training-organiser',
  verdicts: {
    closed: { title: { zh: '报名截止', en: 'Closed' }, form: noFields },
    'called-off': { title: { zh: '取消培训', en: 'Call it off' }, form: reasonOnly },
  },
  limit: 'limit.training-session.enrolment',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
});

const purposes = {
  teacher: { zh: '授课费', en: 'Teacher' },
  venue: { zh: '场地', en: 'Venue' },
  materials: { zh: '教材', en: 'Materials' },
  exam: { zh: '考试', en: 'Exam' },
  other: { zh: '其他', en: 'Other' },
} as const;

/** 签到、学时、考试与支出: everybody with a place is entered, an absent one with no hours. */
export const result = step({
  id: 'training-session/result',
  title: { zh: '出勤、考试与支出', en: 'Attendance, exam and costs' },
  stage: 'held',
  role: 'training-organiser',
  verdicts: {
    held: {
      title: { zh: '登记', en: 'Enter' },
      form: Form({
        attended: ListOf(
          { zh: '参训人员', en: 'People' },
          Form({
            file: Coded({ zh: '培训台账编号', en: 'Number of the training file' }, 'case-number'),
            person: personCode,
            hours: Count({ zh: '实到学时', en: 'Hours attended' }, { maximum: 200 }),
            passed: Flag({ zh: '考试合格', en: 'Passed the exam' }),
            signed: Flag({ zh: '本人已签字', en: 'Signed for by the person' }),
          }),
          { maxItems: 1_000 },
        ),
        costs: ListOf(
          { zh: '支出', en: 'Costs' },
          Form({
            purpose: OneOf({ zh: '用途', en: 'Purpose' }, purposes),
            amountFen: Fen({ zh: '金额', en: 'Amount' }),
          }),
          { maxItems: 50 },
        ),
      }),
    },
    'called-off': { title: { zh: '取消培训', en: 'Call it off' }, form: reasonOnly },
  },
  limit: 'limit.training-session.result',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: [
    'form-invalid',
    'session-not-held',
    'attendance-missing',
    'not-enrolled',
    'training-money-short',
  ],
  derive: (input) => {
    if (input.verdict === 'called-off') return ok({ facts: { spentFen: 0 } });
    const { attended, costs } = input.facts;
    const { heldOn, hours, plannedFen } = decisionOn(input.view, plan).facts;
    if (shanghaiDate(input.now) < heldOn)
      return refuse('session-not-held', `held on ${heldOn}`, { from: heldOn });
    const longer = attended.findIndex((each) => each.hours > hours);
    if (longer >= 0)
      return refuse('form-invalid', `at most ${hours} hours`, { pointer: `/attended/${longer}/hours` });
    const spentFen = costs.reduce((sum, { amountFen }) => sum + amountFen, 0);
    return spentFen > plannedFen
      ? refuse('training-money-short', `${plannedFen} fen were approved`, { atMostFen: plannedFen })
      : ok({ facts: { spentFen } });
  },
});

/** Hours and costs count once another person has confirmed them. */
export const confirmation = step({
  id: 'training-session/confirmation',
  title: { zh: '结果与支出确认', en: 'Confirmation' },
  stage: 'result',
  role: 'section-chief',
  verdicts: {
    confirmed: { title: { zh: '确认', en: 'Confirm' }, form: noFields },
    returned: { title: { zh: '退回复核', en: 'Send back' }, form: reasonOnly },
  },
  limit: 'limit.training-session.confirmation',
  ladder: 'ladder.standard',
  separateFrom: ['training-session/result'],
});

/** In the order of the procedure. */
export const steps = [plan, approval, enrolment, result, confirmation];
