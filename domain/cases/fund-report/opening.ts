import { Type } from 'typebox';
import { Coded, Form, OneOf, Text } from '../../case/form';
import { opening } from '../../case/opening';
import { ok } from '../../refusal';
import { shanghaiDate } from '../../time/calendar';
import { contributionKinds, scheduleOn } from '../safety-fund/awards';
import { schedulesOf } from '../safety-fund/steps';

/** Everybody may report, whether or not the firm has a fund (安全生产法 art. 59): only the award needs one. */
export const reportOpening = opening({
  title: { zh: '报告隐患或提出建议', en: 'Report a hazard or make a suggestion' },
  role: 'team-leader',
  form: Form({
    kind: OneOf({ zh: '类别', en: 'Kind' }, contributionKinds),
    patrol: Type.Optional(Coded({ zh: '来源巡查编号', en: 'Round that it comes from' }, 'case-number')),
  }),
  byReporter: {
    title: { zh: '匿名报告隐患或提出建议', en: 'Report a hazard or suggest something, without an account' },
    about: {
      zh:
        '无需账号,不问姓名,请勿写明本人身份。本企业负责核实的首席安全官可见内容,其他人员只见办理情况;监管部门不可见。' +
        '凭查询码查看进度、答复询问;奖励凭领取码发放。',
      en:
        'No account, and no name is asked for: write none. Of the firm, the chief safety officer who checks it reads what ' +
        'you write, others how it stands; the bureau reads nothing. The receipt code shows how it goes and takes your ' +
        'answers; an award is paid against a claim code.',
    },
    form: Form({
      kind: OneOf({ zh: '类别', en: 'Kind' }, contributionKinds),
      text: Text({ zh: '内容', en: 'What it is about' }),
      place: Type.Optional(Text({ zh: '地点', en: 'Place' }, { maxLength: 300 })),
    }),
  },
  looksBack: false,
  looksAt: { caseType: 'safety-fund' },
  refusals: [],
  admit: (_facts, { now, beside }) => {
    const schedule = beside && scheduleOn(schedulesOf(beside), shanghaiDate(now));
    return ok(schedule === null ? {} : { schedule });
  },
});
