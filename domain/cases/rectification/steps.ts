import { Count, Fen, Form, ListOf, noFields, Papers, PersonRef, reasonOnly, Text } from '../../case/form';
import { itemNumber } from '../hazard';
import type { CaseView } from '../../case/case-view';
import { hazardRemedyMaxDays } from '../../law/policy';
import { decisionOn, latestDecision } from '../../case/case-queries';
import { ok, refuse, type Result } from '../../refusal';
import { nothingMore, step, type NothingMore } from '../../case/step';

/** 责令限期整改指令书 with its five elements: responsibility, measures, funds, time limit, plan. */
export const order = step({
  id: 'rectification/order',
  title: { zh: '责令限期整改', en: 'Rectification order' },
  stage: 'rectification',
  role: 'inspector',
  issued: 'decided',
  verdicts: {
    issued: {
      title: { zh: '下达', en: 'Issue' },
      form: Form({
        remedyDays: Count({ zh: '整改期限(自然日)', en: 'Days to remedy' }, { minimum: 1, maximum: 365 }),
        items: ListOf(
          { zh: '整改事项', en: 'Items to remedy' },
          Form({
            item: itemNumber,
            description: Text({ zh: '问题', en: 'Finding' }, { goesTo: 'enterprise' }),
            measure: Text({ zh: '整改措施', en: 'Measure' }, { goesTo: 'enterprise' }),
            responsible: Text({ zh: '责任人', en: 'Responsible' }, { maxLength: 100, goesTo: 'enterprise' }),
            fundsFen: Fen({ zh: '整改资金', en: 'Funds' }),
            plan: Text({ zh: '应急预案', en: 'Contingency plan' }, { goesTo: 'enterprise' }),
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
        items: ListOf(
          { zh: '已整改事项', en: 'Items remedied' },
          Form({
            item: itemNumber,
            papers: Papers({ zh: '证明', en: 'Proof' }, { maxItems: 10 }),
            statement: Text({ zh: '整改情况', en: 'What was done' }),
          }),
          { minItems: 1, maxItems: 40 },
        ),
      }),
    },
  },
  limit: 'limit.rectification.remedy',
  lengthIsSet: 'in-days',
  ladder: 'ladder.standard',
  separateFrom: [],
  extension: 'extension.rectification.remedy',
  refusals: ['item-unknown', 'item-missing'],
  derive: ({ facts, view }) => itemsMatch(facts.items, openItems(view)),
});

const companion = PersonRef('inspector', { zh: '协办核查员', en: 'Second inspector' });
const itemsReopened = ListOf({ zh: '未整改项', en: 'Items reopened' }, itemNumber, {
  minItems: 1,
  maxItems: 40,
  uniqueItems: true,
});

/** 现场复查 by two officers (行政处罚法 art. 42): the one who leads it enters what they have found. */
export const siteRecheck = step({
  id: 'rectification/site-recheck',
  title: { zh: '现场复查', en: 'Re-check on the site' },
  stage: 'rectification',
  role: 'inspector',
  issued: 'never',
  verdicts: {
    passed: {
      title: { zh: '复查合格', en: 'Passed' },
      form: Form({ companion, findings: Text({ zh: '复查情况', en: 'Findings' }) }),
    },
    reopened: {
      title: { zh: '部分未整改', en: 'Items reopened' },
      form: Form({ companion, items: itemsReopened, findings: Text({ zh: '复查情况', en: 'Findings' }) }),
    },
  },
  limit: 'limit.rectification.recheck',
  ladder: 'ladder.standard',
  separateFrom: ['rectification/remedy'],
  refusals: ['item-unknown'],
  derive: ({ verdict, facts, view }) => (verdict === 'passed' ? nothingMore : areOpen(facts.items, view)),
});

/** The second officer signs for what was found on the site, or says that it was otherwise. */
export const coSignature = step({
  id: 'rectification/co-signature',
  title: { zh: '协办核查员签字', en: 'Second inspector signs' },
  stage: 'rectification',
  role: 'inspector',
  issued: 'never',
  verdicts: {
    signed: { title: { zh: '同意并签字', en: 'Sign' }, form: noFields },
    disagreed: { title: { zh: '不同意', en: 'Disagree' }, form: reasonOnly },
  },
  limit: 'limit.rectification.co-signature',
  ladder: 'ladder.standard',
  separateFrom: ['rectification/site-recheck'],
});

/** 整改复查意见书: the firm is told what both officers have signed. */
export const recheckOpinion = step({
  id: 'rectification/recheck-opinion',
  title: { zh: '送达复查意见书', en: 'Opinion after the re-check' },
  stage: 'rectification',
  role: 'inspector',
  issued: 'decided',
  verdicts: {
    told: {
      title: { zh: '送达', en: 'Tell the enterprise' },
      form: Form({
        message: Text(
          { zh: '复查意见', en: 'What the enterprise is told' },
          { maxLength: 1000, goesTo: 'enterprise' },
        ),
      }),
    },
  },
  limit: 'limit.rectification.recheck-opinion',
  ladder: 'ladder.standard',
  separateFrom: [],
  derive: ({ view }) => {
    const { verdict, facts } = decisionOn(view, siteRecheck);
    return ok({
      facts: { passed: verdict === 'passed', reopened: verdict === 'reopened' ? facts.items : [] },
    });
  },
});

/** The re-check of cases of version 1, which one officer entered and told at once. */
export const recheck = step({
  id: 'rectification/recheck',
  title: { zh: '复查', en: 'Re-check' },
  stage: 'rectification',
  role: 'inspector',
  issued: 'decided',
  verdicts: {
    passed: { title: { zh: '复查合格', en: 'Passed' }, form: Form({ companion }) },
    reopened: {
      title: { zh: '部分未整改', en: 'Items reopened' },
      form: Form({
        companion,
        items: itemsReopened,
        reason: Text({ zh: '理由', en: 'Reason' }, { goesTo: 'enterprise' }),
      }),
    },
  },
  limit: 'limit.rectification.recheck',
  ladder: 'ladder.standard',
  separateFrom: ['rectification/remedy'],
  refusals: ['item-unknown'],
  derive: ({ verdict, facts, view }) => (verdict === 'passed' ? nothingMore : areOpen(facts.items, view)),
});

function areOpen(items: readonly string[], view: CaseView): Result<NothingMore, 'item-unknown'> {
  const unknown = items.filter((item) => !openItems(view).includes(item));
  return unknown.length === 0
    ? nothingMore
    : refuse('item-unknown', `not open: ${unknown.join(', ')}`, { items: unknown });
}

/** The hazards that the case was opened for. */
export function hazardItems(view: CaseView): string[] {
  return (view.input['hazards'] as unknown as { item: string }[]).map(({ item }) => item);
}

/** Items that the enterprise still has to remedy: all of them, then what it was told of as reopened. */
export function openItems(view: CaseView): string[] {
  const told = latestDecision(view, recheckOpinion);
  if (told !== null) return told.facts.reopened;
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
export const steps = [order, acknowledgement, remedy, siteRecheck, coSignature, recheckOpinion, recheck];
