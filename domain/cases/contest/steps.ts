import { decisionOn } from '../../case/case-queries';
import {
  CalendarDate,
  Count,
  Form,
  Label,
  ListOf,
  noFields,
  PolicyCode,
  reasonOnly,
  Text,
} from '../../case/form';
import { opening } from '../../case/opening';
import { nothingMore, step } from '../../case/step';
import { ok, refuse } from '../../refusal';
import { shanghaiDate } from '../../time/calendar';
import { notBefore } from '../not-before';
import { planApproval } from '../plan-approval';

/** What is competed in, in order: a tie over all of them is broken by none. */
export type ContestEvent = {
  /** Row `contest-event.<code>`. */
  readonly event: string;
  readonly mostPoints: number;
};

export const contestOpening = opening({
  title: { zh: '大比武立项', en: 'Open a contest' },
  role: 'contest-organiser',
  form: Form({
    name: Label({ zh: '名称', en: 'Name' }, { maxLength: 120 }),
    purpose: Text({ zh: '目的与背景', en: 'Purpose' }),
  }),
  looksBack: false,
  refusals: [],
  admit: () => ok({}),
});

export const plan = step({
  id: 'contest/plan',
  title: { zh: '制定方案', en: 'Plan' },
  stage: 'plan',
  role: 'contest-organiser',
  verdicts: {
    planned: {
      title: { zh: '报批', en: 'Plan it' },
      form: Form({
        registerBy: CalendarDate({ zh: '报名截止日期', en: 'Last day to register' }, 'planned'),
        heldOn: CalendarDate({ zh: '比赛日期', en: 'Held on' }, 'planned'),
        teamsAtMost: Count({ zh: '队伍数上限', en: 'Teams at most' }, { minimum: 1, maximum: 1_000 }),
        membersAtMost: Count(
          { zh: '每队人数上限', en: 'Members of a team at most' },
          { minimum: 1, maximum: 50 },
        ),
        events: ListOf(
          { zh: '项目', en: 'Events' },
          Form({
            event: PolicyCode({ zh: '项目', en: 'Event' }),
            mostPoints: Count({ zh: '满分', en: 'Most points' }, { minimum: 1, maximum: 1_000 }),
          }),
          { minItems: 1, maxItems: 20 },
        ),
      }),
    },
  },
  limit: 'limit.contest.plan',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['form-invalid', 'contest-event-unknown'],
  derive: ({ facts: { events, registerBy, heldOn }, policy }) => {
    const codes = events.map(({ event }) => event);
    if (new Set(codes).size < codes.length)
      return refuse('form-invalid', 'each event once', { pointer: '/events' });
    const unknown = codes.filter((code) => !(`contest-event.${code}` in policy.rows));
    if (unknown.length > 0)
      return refuse('contest-event-unknown', `no event ${unknown.join(', ')}`, { pointer: '/events' });
    return notBefore(registerBy, 'heldOn', heldOn);
  },
});

export const approval = step({
  id: 'contest/approval',
  title: { zh: '方案审批', en: 'Approval of the plan' },
  stage: 'plan',
  role: 'section-chief',
  verdicts: planApproval,
  limit: 'limit.contest.approval',
  ladder: 'ladder.standard',
  separateFrom: ['contest/plan'],
});

/** Teams register until the last day of the plan. */
export const registration = step({
  id: 'contest/registration',
  title: { zh: '报名', en: 'Registration' },
  stage: 'registration',
  role: 'contest-organiser',
  verdicts: {
    closed: { title: { zh: '报名截止', en: 'Closed' }, form: noFields },
    'called-off': { title: { zh: '取消比赛', en: 'Call it off' }, form: reasonOnly },
  },
  limit: 'limit.contest.registration',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
});

/**
 * 成绩汇总: the ranking as it stands when every team has its points; who enters it has counted no team out. The desk
 * joins the ranking to the decision.
 */
export const result = step({
  id: 'contest/result',
  title: { zh: '成绩汇总', en: 'Result' },
  stage: 'held',
  role: 'contest-organiser',
  verdicts: {
    counted: { title: { zh: '汇总成绩', en: 'Count the points' }, form: noFields },
    'called-off': { title: { zh: '取消比赛', en: 'Call it off' }, form: reasonOnly },
  },
  limit: 'limit.contest.result',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['contest-not-held', 'points-missing'],
  derive: ({ verdict, view, now }) => {
    const { heldOn } = decisionOn(view, plan).facts;
    return verdict === 'counted' && shanghaiDate(now) < heldOn
      ? refuse('contest-not-held', `held on ${heldOn}`, { from: heldOn })
      : nothingMore;
  },
});

export const confirmation = step({
  id: 'contest/confirmation',
  title: { zh: '成绩确认与公布', en: 'Confirmation' },
  stage: 'result',
  role: 'section-chief',
  verdicts: {
    confirmed: { title: { zh: '确认公布', en: 'Confirm' }, form: noFields },
    returned: { title: { zh: '退回复核', en: 'Send back' }, form: reasonOnly },
  },
  limit: 'limit.contest.confirmation',
  ladder: 'ladder.standard',
  separateFrom: ['contest/result'],
});

/** In the order of the procedure. */
export const steps = [plan, approval, registration, result, confirmation];
