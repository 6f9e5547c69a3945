import { decisionOn, roundsOf } from '../../case/case-queries';
import type { CaseView } from '../../case/case-view';
import { CalendarDate, Coded, Fen, Form, OneOf, reasonOnly } from '../../case/form';
import { nothingMore, step } from '../../case/step';
import { ok, refuse } from '../../refusal';
import { shanghaiDate } from '../../time/calendar';
import { AwardRows, mostAtOnceFen, type Schedule } from './awards';

/** Where money of a fund comes from. What the law earmarks as safety expenses stays apart. */
const sources = {
  'own-funds': { zh: '企业自有资金', en: 'Own money of the firm' },
  'internal-fines': { zh: '内部安全考核扣款', en: 'Deductions by the firm’s own safety rules' },
  donation: { zh: '捐赠', en: 'Donation' },
  'statutory-expenses': { zh: '安全生产费用', en: 'Statutory safety expenses' },
} as const;

/** What the head of the firm decides about its fund, as often as there is something to decide. */
export const keeping = step({
  id: 'safety-fund/keeping',
  title: { zh: '基金管理', en: 'Keeping of the fund' },
  stage: 'fund',
  role: 'enterprise-head',
  verdicts: {
    allocated: {
      title: { zh: '拨付资金', en: 'Allocate money' },
      form: Form({
        amountFen: Fen({ zh: '金额', en: 'Amount' }, { minimum: 1, maximum: mostAtOnceFen }),
        source: OneOf({ zh: '资金来源', en: 'Source' }, sources),
      }),
    },
    scheduled: {
      title: { zh: '制定奖励标准', en: 'Set the awards' },
      form: Form({ from: CalendarDate({ zh: '起始日期', en: 'First day' }, 'term'), awards: AwardRows }),
    },
    ended: { title: { zh: '终止基金', en: 'End the fund' }, form: reasonOnly },
  },
  limit: 'limit.safety-fund.keeping',
  ladder: 'ladder.fund',
  separateFrom: [],
  refusals: ['form-invalid', 'source-not-allowed', 'schedule-too-early', 'fund-owes'],
  derive: (input) => {
    const { view, now, beside } = input;
    switch (input.verdict) {
      case 'allocated':
        return input.facts.source === 'statutory-expenses'
          ? refuse('source-not-allowed', 'statutory safety expenses are no money of the fund', {
              pointer: '/source',
            })
          : nothingMore;
      case 'scheduled':
        return mayBegin(view, input.facts, shanghaiDate(now));
      case 'ended':
        return ok({ facts: { releasedFen: Number(beside['balanceFen'] ?? 0) } });
    }
  },
});

/** Every schedule of a fund, in the order in which they were set. */
export function schedulesOf(fund: CaseView): Schedule[] {
  return roundsOf(fund, keeping).flatMap(({ decision }) =>
    decision?.verdict === 'scheduled' ? [decision.facts as unknown as Schedule] : [],
  );
}

/**
 * What is in force on a day never changes: whoever brings something knows what it is worth. Only the first schedule may
 * begin on the day on which it is set.
 */
function mayBegin(fund: CaseView, { from, awards }: Schedule, today: string) {
  const named = awards.map(({ kind, grade }) => `${kind} ${grade}`);
  if (new Set(named).size < named.length)
    return refuse('form-invalid', 'one award for each kind and grade', { pointer: '/awards' });
  const firstDay = schedulesOf(fund).length === 0 ? today : null;
  return from > today || from === firstDay
    ? nothingMore
    : refuse('schedule-too-early', 'a schedule begins after the day on which it is set', {
        pointer: '/from',
      });
}

/** The cashier says that allocated money has come in; only then the fund has it. */
export const receipt = step({
  id: 'safety-fund/receipt',
  title: { zh: '资金到账', en: 'Receipt of the money' },
  stage: 'fund',
  role: 'enterprise-cashier',
  verdicts: {
    received: {
      title: { zh: '已到账', en: 'Received' },
      form: Form({ reference: Coded({ zh: '凭证号', en: 'Reference' }, 'bank-reference') }),
    },
    'not-received': { title: { zh: '未到账', en: 'Not received' }, form: reasonOnly },
  },
  limit: 'limit.safety-fund.receipt',
  ladder: 'ladder.fund',
  withdrawn: 'never',
  separateFrom: [keeping.id],
  refusals: ['reference-known'],
  derive: ({ view }) => {
    const allocated = decisionOn(view, keeping);
    if (allocated.verdict !== 'allocated') throw new Error('only allocated money comes in');
    return ok({ facts: { amountFen: allocated.facts.amountFen } });
  },
});

/** In the order of the procedure. */
export const steps = [keeping, receipt];
