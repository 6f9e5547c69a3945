import { Type } from 'typebox';
import { Coded, Form, OneOf } from '../../case/form';
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
  looksBack: false,
  looksAt: { caseType: 'safety-fund' },
  refusals: [],
  admit: (_facts, { now, beside }) => {
    const schedule = beside && scheduleOn(schedulesOf(beside), shanghaiDate(now));
    return ok(schedule === null ? {} : { schedule });
  },
});
