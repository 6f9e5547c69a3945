import {
  CalendarDate,
  Count,
  Form,
  ListOf,
  noFields,
  OneOf,
  Papers,
  PersonRef,
  reasonOnly,
  Text,
} from '../../case/form';
import { step } from '../../case/step';
import { rowOf } from '../../law/policy';
import { ok } from '../../refusal';
import { addDays } from '../../time/calendar';
import { dangerSteps } from '../danger';

/** 企业需求, in the firm's words, with photographs that lie in the file already. */
export const need = step({
  id: 'expert-service/need',
  title: { zh: '填写需求', en: 'Say what is needed' },
  stage: 'need',
  role: 'enterprise-contact',
  verdicts: {
    stated: {
      title: { zh: '提交', en: 'Submit' },
      form: Form({
        need: Text({ zh: '需求或问题', en: 'What is asked' }),
        photographs: Papers(
          { zh: '照片等', en: 'Photographs and other papers' },
          { maxItems: 9, uniqueItems: true },
        ),
      }),
    },
  },
  limit: 'limit.expert-service.need',
  ladder: 'ladder.standard',
  separateFrom: [],
});

/** 企业负责人 stands behind the need. */
export const consent = step({
  id: 'expert-service/consent',
  title: { zh: '企业负责人确认', en: 'The head of the firm agrees' },
  stage: 'need',
  role: 'enterprise-head',
  verdicts: {
    agreed: { title: { zh: '同意申请', en: 'Agree' }, form: noFields },
    'not-agreed': { title: { zh: '不申请', en: 'Do not ask' }, form: reasonOnly },
  },
  limit: 'limit.expert-service.consent',
  ladder: 'ladder.standard',
  separateFrom: [],
});

/**
 * 专家联络人 invites experts of the pool in this order, by the ranking that is kept with the decision: who declines or says
 * nothing is followed by the next. Whoever is ruled out cannot be invited.
 */
export const invitation = step({
  id: 'expert-service/invitation',
  title: { zh: '匹配与邀请专家', en: 'Invite experts' },
  stage: 'matching',
  role: 'expert-liaison',
  issued: 'never',
  verdicts: {
    invited: {
      title: { zh: '邀请', en: 'Invite' },
      form: Form({
        experts: ListOf(
          { zh: '按顺序邀请的专家', en: 'Experts in the order in which they are asked' },
          PersonRef('expert', { zh: '专家', en: 'Expert' }),
          { minItems: 1, maxItems: 5 },
        ),
      }),
    },
    'none-found': { title: { zh: '无合适专家', en: 'No expert is found' }, form: reasonOnly },
  },
  limit: 'limit.expert-service.invitation',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['expert-unfit'],
});

/** Why an expert does not serve: in fixed words, since the firm reads them. */
const whyNot = OneOf(
  { zh: '原因', en: 'Why' },
  {
    busy: { zh: '时间冲突', en: 'No time' },
    'other-skill': { zh: '非本人专业', en: 'Needs another skill' },
    conflict: { zh: '需要回避', en: 'A conflict of interest' },
    other: { zh: '其他', en: 'Something else' },
  },
);

const handedBack = {
  title: { zh: '退回,改由他人服务', en: 'Hand it back' },
  form: Form({ why: whyNot }),
} as const;

/** The expert accepts; who says nothing within the limit is taken to have no time, and the next is asked. */
export const acceptance = step({
  id: 'expert-service/acceptance',
  keepsDetail: true,
  title: { zh: '专家应邀', en: 'The expert accepts' },
  stage: 'matching',
  role: 'expert',
  issued: 'open',
  verdicts: {
    accepted: { title: { zh: '接受', en: 'Accept' }, form: noFields },
    declined: { title: { zh: '谢绝', en: 'Decline' }, form: Form({ why: whyNot }) },
    silent: { title: { zh: '逾期未答复', en: 'No answer in time' }, form: noFields },
  },
  limit: 'limit.expert-service.acceptance',
  ladder: 'ladder.expert.acceptance',
  onExpiry: 'silent',
  expiryPassesOn: true,
  separateFrom: [],
  refusals: ['expert-unfit'],
});

const toTheFirm = { goesTo: 'enterprise' } as const;
/** What an expert who sees danger tells the firm at once. */
const dangerTold = {
  danger: Text({ zh: '危险情形', en: 'The danger' }, toTheFirm),
  urgentMeasure: Text({ zh: '须立即采取的措施', en: 'What has to be done at once' }, toTheFirm),
};

export const answer = step({
  id: 'expert-service/answer',
  keepsDetail: true,
  title: { zh: '专家答复', en: 'Answer of the expert' },
  stage: 'service',
  role: 'expert',
  issued: 'open',
  verdicts: {
    answered: {
      title: { zh: '答复', en: 'Answer' },
      form: Form({ answer: Text({ zh: '答复意见', en: 'Answer' }, toTheFirm) }),
    },
    danger: {
      title: { zh: '发现危险,立即告知', en: 'Danger seen' },
      form: Form({ answer: Text({ zh: '答复意见', en: 'Answer' }, toTheFirm), ...dangerTold }),
    },
    'handed-back': handedBack,
  },
  limit: 'limit.expert-service.answer',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['expert-unfit'],
});

export const appointment = step({
  id: 'expert-service/appointment',
  keepsDetail: true,
  title: { zh: '约定上门日期', en: 'Day of the visit' },
  stage: 'service',
  role: 'expert',
  issued: 'open',
  verdicts: {
    agreed: {
      title: { zh: '约定', en: 'Agree' },
      form: Form({ visitOn: CalendarDate({ zh: '上门日期', en: 'Day of the visit' }, 'planned') }),
    },
    'handed-back': handedBack,
  },
  limit: 'limit.expert-service.appointment',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['expert-unfit'],
  derive: ({ verdict, facts, policy }) => {
    const { days } = rowOf(policy, 'expert.report').value;
    return ok({ facts: { reportBy: verdict === 'agreed' ? addDays(facts.visitOn, days) : null } });
  },
});

const visited = {
  visitedOn: CalendarDate({ zh: '上门日期', en: 'Visited on' }, 'happened'),
  days: Count({ zh: '服务天数', en: 'Days of the visit' }, { minimum: 1, maximum: 10 }),
  report: Text({ zh: '服务报告', en: 'Report' }, toTheFirm),
};

export const report = step({
  id: 'expert-service/report',
  keepsDetail: true,
  title: { zh: '上门服务报告', en: 'Report of the visit' },
  stage: 'service',
  role: 'expert',
  issued: 'open',
  verdicts: {
    reported: { title: { zh: '提交报告', en: 'Report' }, form: Form(visited) },
    danger: {
      title: { zh: '发现危险,立即告知', en: 'Danger seen' },
      form: Form({ ...visited, ...dangerTold }),
    },
    'handed-back': handedBack,
  },
  limit: 'limit.expert-service.report',
  lengthIsSet: 'to-a-day',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['expert-unfit'],
});

export const { dangerResponse, dangerReview, ownCheck } = dangerSteps('expert-service');

/** The firm confirms and rates, or asks on. Its silence leaves the end to the liaison. */
export const confirmation = step({
  id: 'expert-service/confirmation',
  keepsDetail: true,
  title: { zh: '企业确认与评价', en: 'The firm confirms and rates' },
  stage: 'closing',
  role: 'enterprise-contact',
  verdicts: {
    confirmed: {
      title: { zh: '确认', en: 'Confirm' },
      form: Form({ rating: Count({ zh: '评分(1-5)', en: 'Rating, 1 to 5' }, { minimum: 1, maximum: 5 }) }),
    },
    'more-asked': {
      title: { zh: '继续提问', en: 'Ask on' },
      form: Form({ question: Text({ zh: '补充问题', en: 'What is still open' }) }),
    },
    silent: { title: { zh: '逾期未确认', en: 'Not confirmed in time' }, form: noFields },
  },
  limit: 'limit.expert-service.confirmation',
  ladder: 'ladder.expert.confirmation',
  onExpiry: 'silent',
  expiryPassesOn: true,
  separateFrom: [],
});

export const closing = step({
  id: 'expert-service/closing',
  title: { zh: '联络人办结', en: 'The liaison closes it' },
  stage: 'closing',
  role: 'expert-liaison',
  issued: 'never',
  verdicts: { closed: { title: { zh: '办结', en: 'Close' }, form: noFields } },
  limit: 'limit.expert-service.closing',
  ladder: 'ladder.standard',
  separateFrom: [],
});

/** In the order of the procedure. */
export const steps = [
  need,
  consent,
  invitation,
  acceptance,
  answer,
  appointment,
  report,
  dangerResponse,
  dangerReview,
  ownCheck,
  confirmation,
  closing,
];
