import { Type } from 'typebox';
import { Fen, Form, noFields, PersonRef, Text } from '../../case/form';
import type { CaseView } from '../../case/case-view';
import { hazardRemedyMaxDays } from '../../law/policy';
import { latestDecision } from '../../case/case-queries';
import { refuse, type Result } from '../../refusal';
import { nothingMore, step, type NothingMore } from '../../case/step';

const itemNumber = Type.String({ title: '隐患编号 Item', pattern: '^h[1-9][0-9]?$' });

/** 责令限期整改指令书 with the five elements: responsibility, measures, funds, time limit, plan (domain rules 4.4). */
export const order = step({
  id: 'rectification/order',
  title: { zh: '责令限期整改', en: 'Rectification order' },
  stage: 'rectification',
  role: 'inspector',
  verdicts: {
    issued: {
      title: { zh: '下达', en: 'Issue' },
      form: Form({
        remedyDays: Type.Integer({ title: '整改期限(自然日) Days to remedy', minimum: 1, maximum: 365 }),
        items: Type.Array(
          Form({
            item: itemNumber,
            description: Text({ title: '问题 Finding' }),
            measure: Text({ title: '整改措施 Measure' }),
            responsible: Text({ title: '责任人 Responsible', maxLength: 100 }),
            fundsFen: Fen('整改资金(分) Funds in fen'),
            plan: Text({ title: '应急预案 Contingency plan' }),
          }),
          { minItems: 1, maxItems: 40 },
        ),
      }),
    },
  },
  limit: 'limit.rectification.order',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['remedy-term-too-long', 'item-unknown', 'item-missing'],
  derive: ({ facts, view, policy }) => {
    const longest = hazardRemedyMaxDays(policy);
    if (facts.remedyDays > longest) {
      return refuse('remedy-term-too-long', `an order gives at most ${longest} days`, {
        longestDays: longest,
      });
    }
    return itemsMatch(facts.items, hazardItems(view));
  },
});

export const acknowledgement = step({
  id: 'rectification/acknowledgement',
  title: { zh: '签收', en: 'Acknowledgement' },
  stage: 'rectification',
  role: 'enterprise-contact',
  verdicts: { acknowledged: { title: { zh: '已签收', en: 'Acknowledge' }, form: noFields } },
  limit: 'limit.rectification.acknowledgement',
  ladder: 'ladder.standard',
  separateFrom: [],
});

export const remedy = step({
  id: 'rectification/remedy',
  title: { zh: '整改并提交证明', en: 'Remedy with proof' },
  stage: 'rectification',
  role: 'enterprise-contact',
  verdicts: {
    proved: {
      title: { zh: '已整改', en: 'Remedied' },
      form: Form({
        items: Type.Array(
          Form({
            item: itemNumber,
            papers: Type.Array(Type.String({ format: 'uuid', 'x-paper': true }), {
              title: '证明 Proof',
              maxItems: 10,
            }),
            statement: Text({ title: '整改情况 What was done' }),
          }),
          { minItems: 1, maxItems: 40 },
        ),
      }),
    },
  },
  limit: 'limit.rectification.remedy',
  ladder: 'ladder.standard',
  separateFrom: [],
  extension: 'extension.rectification.remedy',
  refusals: ['item-unknown', 'item-missing'],
  derive: ({ facts, view }) => itemsMatch(facts.items, openItems(view)),
});

export const recheck = step({
  id: 'rectification/recheck',
  title: { zh: '复查', en: 'Re-check' },
  stage: 'rectification',
  role: 'inspector',
  verdicts: {
    passed: {
      title: { zh: '复查合格', en: 'Passed' },
      form: Form({ companion: PersonRef('inspector', '协办核查员 Second inspector') }),
    },
    reopened: {
      title: { zh: '部分未整改', en: 'Items reopened' },
      form: Form({
        companion: PersonRef('inspector', '协办核查员 Second inspector'),
        items: Type.Array(itemNumber, {
          title: '未整改项 Items reopened',
          minItems: 1,
          maxItems: 40,
          uniqueItems: true,
        }),
        reason: Text({ title: '理由 Reason' }),
      }),
    },
  },
  limit: 'limit.rectification.recheck',
  ladder: 'ladder.standard',
  separateFrom: ['rectification/remedy'],
  refusals: ['item-unknown'],
  derive: ({ verdict, facts, view }) => {
    if (verdict === 'passed') return nothingMore;
    const unknown = facts.items.filter((item) => !openItems(view).includes(item));
    return unknown.length === 0
      ? nothingMore
      : refuse('item-unknown', `not open: ${unknown.join(', ')}`, { items: unknown });
  },
});

/** The hazards that the case was opened for. */
export function hazardItems(view: CaseView): string[] {
  return (view.input['hazards'] as unknown as { item: string }[]).map(({ item }) => item);
}

/** Items that the enterprise still has to remedy: all of them, then what the last re-check reopened. */
export function openItems(view: CaseView): string[] {
  const checked = latestDecision(view, recheck);
  if (checked === null) return hazardItems(view);
  return checked.verdict === 'passed' ? [] : checked.facts.items;
}

function itemsMatch(
  items: readonly { readonly item: string }[],
  expected: readonly string[],
): Result<NothingMore, 'item-unknown' | 'item-missing'> {
  const given = items.map(({ item }) => item);
  const unknown = given.filter((item) => !expected.includes(item));
  if (unknown.length > 0)
    return refuse('item-unknown', `not open: ${unknown.join(', ')}`, { items: unknown });
  const missing = expected.filter((item) => !given.includes(item));
  if (missing.length > 0)
    return refuse('item-missing', `left out: ${missing.join(', ')}`, { items: missing });
  return nothingMore;
}

/** In the order of the procedure. */
export const steps = [order, acknowledgement, remedy, recheck];
