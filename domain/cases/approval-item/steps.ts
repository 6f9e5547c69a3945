import { shanghaiDate, type Instant, type PlainDate } from '../../time/calendar';
import type { CaseView } from '../../case/case-view';
import { readClock, useOfLimit } from '../../time/clock-reading';
import {
  CalendarDate,
  Clause,
  Coded,
  Form,
  ListOf,
  noFields,
  PersonRef,
  PolicyCode,
  PublicText,
  Text,
} from '../../case/form';
import type { LimitUnit } from '../../time/limit';
import { matterOf } from '../../law/matter';
import { latestDecision, roundsOf } from '../../case/case-queries';
import { ok, refuse } from '../../refusal';
import { nothingMore, step, type Anchor, type DeriveContext } from '../../case/step';
import { notBefore } from '../not-before';
import { renewedTerm, type RenewedTerm } from './renewed-term';

export const application = step({
  id: 'approval-item/application',
  title: { zh: '申报', en: 'Application' },
  stage: 'application',
  role: 'enterprise-contact',
  verdicts: { applied: { title: { zh: '提交申请', en: 'Apply' }, form: noFields } },
  limit: 'limit.approval-item.application',
  ladder: 'ladder.application',
  separateFrom: [],
  restsOnPapers: true,
  refusals: ['papers-missing'],
  // Silence grants a renewal only where it was applied for in time.
  derive: (input) => {
    const { view, now } = input;
    // A filing is done when complete information arrives, by no hand of the office: what is incomplete is not taken.
    const missing = view.input['silence'] === 'instant' ? papersMissing(input) : [];
    if (missing.length > 0)
      return refuse('papers-missing', `not in the file: ${missing.join(', ')}`, { materials: missing });
    const { applyBy } = view.input as { applyBy?: PlainDate | null };
    const inTime = applyBy ? { inTime: shanghaiDate(now) <= applyBy } : {};
    const facts: Completeness & { readonly inTime?: boolean } = { ...inTime, ...completeness(input) };
    return ok({ facts });
  },
});

/** Whether the listed papers lay in the file when it was handed in: said where silence may grant. */
type Completeness = { readonly complete?: boolean };

function completeness(input: DeriveContext): Completeness {
  return input.view.input['silence'] === 'granted' ? { complete: papersMissing(input).length === 0 } : {};
}

/** Papers of the matter's list that lie in no file of the family. */
function papersMissing({ view, policy, filed }: DeriveContext): string[] {
  const listed = matterOf(policy, view.input['matter'] as string).materials;
  return listed.filter((material) => !filed.includes(material));
}

/**
 * 受理: within five working days, missing papers told once for all; silence is acceptance on the day of
 * receipt (行政许可法 art. 32).
 */
export const acceptance = step({
  id: 'approval-item/acceptance',
  title: { zh: '受理', en: 'Acceptance' },
  stage: 'acceptance',
  role: 'department-officer',
  issued: 'open',
  verdicts: {
    accepted: {
      title: { zh: '受理', en: 'Accept' },
      form: Form({ handler: PersonRef('department-officer', { zh: '承办人', en: 'Handling officer' }) }),
    },
    correction: {
      title: { zh: '一次性告知补正', en: 'Ask for missing papers, once for all' },
      form: Form({
        missing: ListOf(
          { zh: '所缺材料', en: 'Missing papers' },
          PolicyCode({ zh: '材料', en: 'Material' }),
          { minItems: 1, maxItems: 30, uniqueItems: true },
        ),
        reason: Text({ zh: '补正内容', en: 'What has to be corrected' }, { goesTo: 'enterprise' }),
      }),
    },
    declined: {
      title: { zh: '不予受理', en: 'Decline' },
      form: Form({ reason: Text({ zh: '理由', en: 'Reason' }, { goesTo: 'enterprise' }) }),
    },
    'accepted-by-silence': {
      title: { zh: '逾期未告知,视为受理', en: 'Accepted by silence' },
      form: noFields,
    },
  },
  limit: 'limit.approval-item.acceptance',
  ownLimit: 'limit.acceptance.{matter}',
  ladder: 'ladder.standard',
  onExpiry: 'accepted-by-silence',
  separateFrom: [],
  refusals: ['correction-used', 'material-unknown'],
  derive: ({ verdict, facts, view, policy, state }) => {
    if (verdict !== 'correction') return nothingMore;
    if (roundsOf(view, { id: state.step }).some(({ decision }) => decision?.verdict === 'correction'))
      return refuse('correction-used', 'missing papers are told once for all');
    const asked = matterOf(policy, view.input['matter'] as string).materials;
    const stranger = facts.missing.filter((code) => !asked.includes(code));
    return stranger.length === 0
      ? nothingMore
      : refuse('material-unknown', `not asked for: ${stranger.join(', ')}`, {
          materials: stranger,
          pointer: '/missing',
        });
  },
});

/** No law ends an application whose papers are late: the firm is reminded, and the department may withdraw it. */
export const correction = step({
  id: 'approval-item/correction',
  title: { zh: '补正材料', en: 'Correction of the papers' },
  stage: 'application',
  role: 'enterprise-contact',
  verdicts: {
    supplied: { title: { zh: '已补正', en: 'Supplied' }, form: noFields },
    abandoned: { title: { zh: '逾期未补正', en: 'Not supplied in time' }, form: noFields },
  },
  limit: 'limit.approval-item.correction',
  ladder: 'ladder.application',
  onExpiry: 'abandoned',
  expiresUntilVersion: 1,
  separateFrom: [],
  restsOnPapers: true,
  derive: (input) => ok({ facts: completeness(input) }),
});

/** The day on which the application was complete: handed in, or corrected. */
export function receivedAt(view: CaseView): Instant | null {
  const complete = latestDecision(view, correction) ?? latestDecision(view, application);
  return complete?.at ?? null;
}

/** 受理之日; the day of receipt for matters that count from it, and where silence was the acceptance. */
const beginning: Anchor = {
  title: { zh: '受理或收到之日', en: 'acceptance, or receipt where the law says so' },
  of: (view) => {
    const accepted = latestDecision(view, acceptance);
    return view.input['begins'] === 'acceptance' && accepted?.verdict === 'accepted'
      ? accepted.at
      : receivedAt(view);
  },
};

const verdicts = {
  granted: { title: { zh: '准予', en: 'Grant' }, form: noFields },
  refused: {
    title: { zh: '不予许可', en: 'Refuse' },
    form: Form({
      clause: Clause({ zh: '依据', en: 'Clause' }),
      reason: Text({ zh: '理由', en: 'Reason' }, { goesTo: 'enterprise' }),
    }),
  },
} as const;

const deciding = {
  stage: 'decision',
  role: 'department-officer',
  issued: 'open',
  limit: 'limit.matter.{matter}',
  promise: 'limit.promise.{matter}',
  extension: 'extension.matter.{matter}',
  pauses: 'licence',
  runsFrom: beginning,
  ladder: 'ladder.approval',
  // An officer who has looked at the papers before the application counts as the one who accepted it, and may not
  // decide it.
  separateFrom: ['approval-item/acceptance', 'early/{matter}'],
  derive: (input: DeriveContext & { readonly verdict: string }) => {
    const term = renewedTerm(input.view, input.verdict, shanghaiDate(input.now));
    const facts: TimeTaken & { readonly term?: RenewedTerm } = {
      ...timeTaken(input),
      ...(term === null ? {} : { term }),
    };
    return ok({ facts });
  },
} as const;

export const decision = step({
  id: 'approval-item/decision',
  title: { zh: '审批决定', en: 'Decision' },
  verdicts,
  ...deciding,
});

/**
 * The decision on a matter in which silence grants (默示许可): at the end of the limit; for a renewal that was applied for
 * in time, at the end of the licence's last day (行政许可法 art. 50). Where silence was the acceptance too and listed
 * papers are missing, nobody has ever looked at it: then somebody has to decide.
 */
export const deemedDecision = step({
  id: 'approval-item/deemed-decision',
  title: { zh: '审批决定(逾期视为准予)', en: 'Decision (silence grants)' },
  verdicts: {
    ...verdicts,
    'granted-by-silence': { title: { zh: '逾期视为准予', en: 'Granted by silence' }, form: noFields },
  },
  onExpiry: 'granted-by-silence',
  ...deciding,
});

/**
 * What the compression of time is reckoned from: days of the limit without its extensions, of the promise, and
 * those that were taken, net of pauses. All in `limitUnit`: in a demonstration "days" are seconds.
 */
export type TimeTaken = {
  readonly limitUnit: LimitUnit;
  readonly limitDays: number;
  readonly promiseDays: number | null;
  readonly actualDays: number;
  /** The promise was missed; the decision may be lawful all the same (优化营商环境条例 art. 36). */
  readonly promiseBroken: boolean;
};

function timeTaken({ state, calendar, now }: DeriveContext): TimeTaken {
  const { clock, promise } = state;
  const { unit, limit, used } = useOfLimit(clock, now, { calendar });
  return {
    limitUnit: unit,
    limitDays: limit,
    promiseDays: promise && useOfLimit(promise, now, { calendar }).limit,
    actualDays: used,
    promiseBroken: promise !== null && readClock(promise, now).breached,
  };
}

/** A department that exceeds the published limit explains it in public (优化营商环境条例 art. 36). */
export const explanation = step({
  id: 'approval-item/explanation',
  title: { zh: '公开说明超承诺时限原因', en: 'Public explanation of a broken promise' },
  stage: 'delivery',
  role: 'section-chief',
  issued: 'open',
  verdicts: {
    published: {
      title: { zh: '公开说明', en: 'Publish' },
      form: Form({
        explanation: PublicText({
          zh: '说明(向社会公开,不写企业和个人)',
          en: 'Explanation, made public: name no enterprise and nobody',
        }),
      }),
    },
  },
  limit: 'limit.approval-item.explanation',
  ladder: 'ladder.standard',
  separateFrom: [],
});

/** The document is issued and handed over within ten working days of the decision (行政许可法 art. 44). */
export const delivery = step({
  id: 'approval-item/delivery',
  title: { zh: '制证送达', en: 'Issue and delivery' },
  stage: 'delivery',
  role: 'department-officer',
  issued: 'open',
  verdicts: {
    delivered: {
      title: { zh: '已送达', en: 'Delivered' },
      form: Form({
        documentNo: Coded({ zh: '文书编号', en: 'Document number' }, 'document-number'),
        deliveredOn: CalendarDate({ zh: '送达日期', en: 'Delivered on' }, 'happened'),
      }),
    },
  },
  limit: 'limit.approval-item.delivery',
  ladder: 'ladder.standard',
  separateFrom: [],
  refusals: ['form-invalid'],
  // A document cannot be delivered on a day before its decision.
  derive: ({ facts, view, state }) => {
    const granted = latestDecision(view, decision) ?? latestDecision(view, deemedDecision);
    return notBefore(shanghaiDate(granted?.at ?? state.openedAt), 'deliveredOn', facts.deliveredOn);
  },
});

/** In the order of the procedure. */
export const steps = [application, acceptance, correction, decision, deemedDecision, explanation, delivery];
