import { shanghaiDate, type PlainDate } from '../../domain/time/calendar';
import type { CaseEvent, ClockCause } from '../../domain/case/case-event';
import { openSteps, viewOf, type CaseView, type StepState } from '../../domain/case/case-view';
import { stepDef, stepTitle } from '../../domain/cases/catalogue';
import { latestDecision } from '../../domain/case/case-queries';
import { mayEnd } from '../../domain/cases/tip-off/death';
import { remediesAgainstWithdrawal } from '../../domain/cases/tip-off/remedies';
import { bankReturn, payeeCorrection } from '../../domain/cases/payout/steps';
import {
  acceptance,
  claim,
  feedback,
  governmentLead,
  rewardApproval,
  rewardProposal,
  verificationReview,
} from '../../domain/cases/tip-off/steps';
import { caseTypeOf, stepOfKey, type AnyStep } from '../../domain/case/step';
import { compare } from '../../domain/law/policy';
import { yuan, type Fen } from '../../domain/money';
import type { RewardLine } from '../../domain/cases/tip-off/reward-case';
import { isFirmRole, type Title } from '../../domain/role';
import type { Database } from '../store/database';
import type { Rulebooks } from '../store/rulebook';
import { recordsOf } from '../store/stored-record';
import type { Receipts } from '../vault/receipts';
import type { Vault } from '../vault/vault';

/*
 * What the holder of a receipt code reads: plain words, dates to the day, and nothing of the people who work on the
 * case. Somebody who looks over the holder's shoulder must not see when exactly who did what.
 */

export type Waiting = 'bureau' | 'enterprise' | 'you' | 'nobody';

export interface ReporterReading {
  readonly number: string;
  readonly receivedOn: PlainDate;
  readonly stage: string;
  readonly words: Title;
  /** Who has to act next. */
  readonly waitsFor: Waiting;
  /** The last day for it; null where none runs. */
  readonly dueOn: PlainDate | null;
  /** How this day was moved last; null where it never was. */
  readonly dueMoved: DueMoved | null;
  readonly milestones: readonly { readonly what: string; readonly on: PlainDate; readonly words: Title }[];
  /** What the office says to the reporter. */
  readonly messages: readonly { readonly on: PlainDate; readonly text: string }[];
  /**
   * Why the office has withdrawn the tip-off, in the words written for the reporter, and how that may be contested;
   * null where it has not.
   */
  readonly withdrawal: {
    readonly on: PlainDate;
    readonly reason: string;
    readonly remedies: Title | null;
  } | null;
  readonly reward: RewardReading | null;
  readonly youMay: readonly ReporterAct[];
}

export interface DueMoved {
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly on: PlainDate;
  readonly words: Title;
}

export type ReporterAct = 'claim' | 'waive' | 'payee' | 'withdraw' | 'answer' | 'papers';

interface RewardReading {
  readonly amountFen: Fen;
  /** In yuan, e.g. `18,000.00`. */
  readonly amount: string;
  readonly state: 'to-claim' | 'in-payment' | 'paid' | 'account-to-correct' | 'given-up' | 'none';
  readonly claimBy: PlainDate | null;
  /** What the firm pays against, where no account was named; null where there is nothing to collect. */
  readonly claimCode: string | null;
  readonly lines: readonly {
    readonly title: Title;
    readonly formula: string;
    readonly resultFen: Fen;
    readonly clause: string;
    readonly note?: string;
  }[];
}

interface Family {
  readonly caseId: string;
  readonly view: CaseView;
  readonly children: readonly CaseView[];
  /** The records of the case and its children. */
  readonly events: readonly (readonly CaseEvent[])[];
}

export interface ReporterReadingParts {
  readonly db: Database;
  readonly vault: Vault;
  readonly rulebooks: Rulebooks;
  readonly receipts: Receipts;
}

/** The reading of a tip-off for its reporter, who holds the receipt code. */
export async function readTipOff(
  parts: ReporterReadingParts,
  caseId: string,
  own: readonly CaseEvent[],
): Promise<ReporterReading> {
  const { db, vault } = parts;
  const view = viewOf(own);
  const below = Object.values(view.children).map((child) => child.caseId);
  const records = await recordsOf(db, below);
  const childEvents = below.map((id) => records.get(id) ?? []);
  const children = childEvents.map((events) => viewOf(events));
  const family = { caseId, view, children, events: [own, ...childEvents] };
  const money = childEvents.flatMap(moneyMilestones);
  const waitsFor = whoIsNext(family);
  const due = nextDue(family, waitsFor);
  return {
    number: view.number,
    receivedOn: shanghaiDate(receivedAt(view)),
    stage: stageFor(family),
    words: wordsFor(family),
    waitsFor,
    dueOn: due?.clock.dueOn ?? null,
    dueMoved: due && dueMoved(family, due),
    milestones: milestonesOf(view, own, money),
    messages: await messagesOf(db, vault, family),
    withdrawal: await withdrawalOf(parts, family),
    reward: rewardOf(family),
    youMay: possibleActs(family),
  };
}

async function eventsOf(db: Database, caseId: string): Promise<CaseEvent[]> {
  return (await recordsOf(db, [caseId])).get(caseId) ?? [];
}

function receivedAt(view: CaseView): string {
  return (view.input['receivedAt'] as string | undefined) ?? view.openedAt;
}

function openChild({ children }: Family): CaseView | undefined {
  return children.find(({ closed }) => closed === null);
}

function isOpen(view: CaseView | undefined, { id }: AnyStep): boolean {
  return view !== undefined && openSteps(view).some(({ step }) => step === id);
}

function whoIsNext(family: Family): Waiting {
  const { view } = family;
  if (view.closed) return 'nobody';
  const child = openChild(family);
  const roles = [...openSteps(view), ...(child ? openSteps(child) : [])].map(
    ({ step }) => stepDef(step).role,
  );
  if (roles.includes('reporter')) return 'you';
  // While both have something to do, the case waits for the enterprise: the bureau's duties to the reporter run beside.
  return roles.some(isFirmRole) ? 'enterprise' : 'bureau';
}

/** The step with the earliest last day, of those that wait for the party named; null where none has a day. */
function nextDue(family: Family, waitsFor: Waiting): StepState | null {
  const child = openChild(family);
  const waiting = [...openSteps(family.view), ...(child ? openSteps(child) : [])].filter(
    ({ step, clock }) => partyOf(step) === waitsFor && clock.dueOn !== null,
  );
  const day = ({ clock }: StepState) => clock.dueOn ?? '';
  return waiting.sort((a, b) => day(a).localeCompare(day(b)))[0] ?? null;
}

const movedBy: Record<ClockCause, Title> = {
  paused: { zh: '时限依法中止', en: 'The time stands still by law' },
  resumed: { zh: '时限依法中止后恢复计算', en: 'The time stood still by law, and runs again' },
  extended: { zh: '依法延期', en: 'Extended as the law allows' },
  'start-corrected': { zh: '起算日期已更正', en: 'The day from which it counts was corrected' },
  calendar: { zh: '工作日安排有调整', en: 'The calendar of working days has changed' },
  policy: { zh: '有关规定有变更', en: 'The law has changed' },
};

/** How the last day of a step was moved last. */
function dueMoved({ events }: Family, { key, openedSeq, clock }: StepState): DueMoved | null {
  const own = events.find((each) => isOpeningOf(each[openedSeq - 1], key)) ?? [];
  const days = own
    .slice(openedSeq - 1)
    .flatMap(({ at, body }) =>
      (body.kind === 'step-opened' || body.kind === 'clock-superseded') &&
      body.key === key &&
      body.clock.dueOn
        ? [{ at, to: body.clock.dueOn, cause: body.kind === 'clock-superseded' ? body.cause : null }]
        : [],
    );
  const moved = days.findLastIndex(({ to }, index) => index > 0 && days[index - 1]?.to !== to);
  const [from, now] = [days[moved - 1], days[moved]];
  if (from === undefined || now?.cause == null || now.to !== clock.dueOn) return null;
  return { from: from.to, to: now.to, on: shanghaiDate(now.at), words: movedBy[now.cause] };
}

function isOpeningOf(event: CaseEvent | undefined, key: string): boolean {
  return event?.body.kind === 'step-opened' && event.body.key === key;
}

function partyOf(step: string): Waiting {
  const { role } = stepDef(step);
  return role === 'reporter' ? 'you' : isFirmRole(role) ? 'enterprise' : 'bureau';
}

const stageWords: Readonly<Record<string, Title>> = {
  intake: { zh: '已收到,正在决定是否受理', en: 'Received; whether it is accepted is being decided' },
  verification: { zh: '已受理,正在核查', en: 'Accepted; it is being checked' },
  rectification: { zh: '查有问题,正在整改', en: 'Something was found; it is being put right' },
  reward: { zh: '整改已完成,正在办理奖励', en: 'Put right; the reward is being decided' },
  payout: { zh: '奖励正在发放', en: 'The reward is being paid' },
  feedback: { zh: '即将反馈结果', en: 'You will be told the result' },
};

const claimWords: Title = { zh: '有一笔奖励等待您领取', en: 'A reward waits for you to claim it' };
const governmentWords: Title = {
  zh: '涉及人员死亡,已报请政府组织核查',
  en: 'A death is spoken of: the government has been asked to organise the check',
};
const correctWords: Title = {
  zh: '银行退回了付款,请更正收款信息',
  en: 'The bank sent the payment back: please correct the account',
};

const sentBackWords: Title = {
  zh: '奖励已支付,但被银行退汇,请更正收款信息,以便重新支付',
  en: 'The reward was paid, and the bank sent it back: please correct the account, so that it can be paid again',
};

const outcomeWords: Readonly<Record<string, Title>> = {
  declined: { zh: '不予受理', en: 'Not accepted' },
  transferred: { zh: '已移送有权处理的单位', en: 'Passed on to the competent body' },
  unsubstantiated: { zh: '经核查不属实', en: 'Checked; not substantiated' },
  'settled-without-reward': { zh: '已办结,无奖励', en: 'Settled, without a reward' },
  'reward-refused': { zh: '已办结,不予奖励', en: 'Settled; the reward was not granted' },
  'reward-waived': { zh: '已办结,您放弃了奖励', en: 'Settled; you gave up the reward' },
  'reward-forfeited': { zh: '已办结,奖励逾期未领', en: 'Settled; the reward was not claimed in time' },
  'reward-lapsed': { zh: '已办结,奖励未能发放', en: 'Settled; the reward could not be paid' },
  rewarded: { zh: '已办结,奖励已发放', en: 'Settled; the reward is paid' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};

function stageFor(family: Family): string {
  const { view } = family;
  if (view.closed) return 'closed';
  const child = openChild(family);
  if (child) return child.caseType;
  const stages = openSteps(view).map(({ step }) => stepDef(step).stage);
  // Feedback runs beside everything else, so it is the stage only where nothing else is left.
  return stages.find((stage) => stage !== 'feedback') ?? stages[0] ?? 'verification';
}

function wordsFor(family: Family): Title {
  const { view } = family;
  if (view.closed) return outcomeWords[view.closed.outcome] ?? { zh: '已办结', en: 'Settled' };
  if (isOpen(view, claim)) return claimWords;
  if (isOpen(view, governmentLead)) return governmentWords;
  const payout = openChild(family);
  if (payout !== undefined && isOpen(payout, payeeCorrection))
    return latestDecision(payout, bankReturn)?.verdict === 'returned' ? sentBackWords : correctWords;
  return stageWords[stageFor(family)] ?? { zh: '正在办理', en: 'Being worked on' };
}

const milestoneSteps: Readonly<Record<string, Title>> = {
  [acceptance.id]: { zh: '受理决定', en: 'Decision on acceptance' },
  [verificationReview.id]: { zh: '核查结论', en: 'Result of the check' },
  [feedback.id]: { zh: '反馈', en: 'Told you the result' },
  [rewardApproval.id]: { zh: '奖励决定', en: 'Decision on the reward' },
  [claim.id]: { zh: '领取', en: 'Claim' },
};

type Milestones = ReporterReading['milestones'];

const moneyWords: Readonly<Record<string, { readonly what: string; readonly words: Title }>> = {
  paid: { what: 'paid', words: { zh: '奖励已支付', en: 'The reward was paid' } },
  'found-paid': { what: 'paid', words: { zh: '奖励已支付', en: 'The reward was paid' } },
  returned: { what: 'sent-back', words: { zh: '银行退汇', en: 'The bank sent the payment back' } },
};

/**
 * When money went out and came back, by the record of a payout. A payment that came back is a milestone all the same.
 */
function moneyMilestones(events: readonly CaseEvent[]): Milestones {
  return events.flatMap(({ at, body }) => {
    if (body.kind !== 'decided' || caseTypeOf(stepOfKey(body.key)) !== caseTypeOf(bankReturn.id)) return [];
    const milestone = moneyWords[body.verdict];
    return milestone === undefined ? [] : [{ ...milestone, on: shanghaiDate(at) }];
  });
}

function milestonesOf(view: CaseView, events: readonly CaseEvent[], money: Milestones): Milestones {
  const decided = Object.values(view.steps).flatMap(({ step, decision }) => {
    const words = milestoneSteps[step];
    if (words === undefined || decision === null) return [];
    // A round that was sent back within the office is no news for the reporter.
    if (decision.verdict === 'returned') return [];
    return [{ what: step, on: shanghaiDate(decision.at), words }];
  });
  const closed = view.closed
    ? [
        {
          what: 'closed',
          on: shanghaiDate(view.closed.at),
          words: outcomeWords[view.closed.outcome] ?? { zh: '办结', en: 'Settled' },
        },
      ]
    : [];
  const received = {
    what: 'received',
    on: shanghaiDate(receivedAt(view)),
    words: { zh: '收到举报', en: 'Received' },
  };
  const onTheWay = [...decided, ...money, ...extensionsIn(events)].sort((a, b) => compare(a.on, b.on));
  return [received, ...onTheWay, ...closed];
}

/** Each time that the office was given longer for something that the reporter waits for. */
function extensionsIn(events: readonly CaseEvent[]): Milestones {
  return events.flatMap(({ at, body }) => {
    if (body.kind !== 'clock-superseded' || body.cause !== 'extended') return [];
    const step = stepOfKey(body.key);
    const { zh, en } = stepTitle(step);
    const until = body.clock.dueOn ?? '';
    const words = { zh: `${zh}期限延长至${until}`, en: `${en}: extended until ${until}` };
    return [{ what: `extended/${step}`, on: shanghaiDate(at), words }];
  });
}

/** Texts that are meant for the reporter, by step. */
const toldFields: Readonly<Record<string, readonly string[]>> = {
  [acceptance.id]: ['/reason', '/to'],
  [feedback.id]: ['/message'],
};

async function messagesOf(
  db: Database,
  vault: Vault,
  { caseId, view }: Family,
): Promise<ReporterReading['messages']> {
  const told = Object.values(view.steps).filter(
    ({ step, decision, clock }) =>
      clock.extensions > 0 ||
      (decision !== null &&
        toldFields[step] !== undefined &&
        // That a tip-off is declined is told once the case is closed: a death goes to the government first.
        (step !== acceptance.id || view.closed !== null)),
  );
  if (told.length === 0) return [];
  const [events, key] = await Promise.all([eventsOf(db, caseId), vault.keyOf(caseId)]);
  const decided = events.flatMap(({ seq, at, body }) => {
    if (body.kind === 'clock-superseded' && body.cause === 'extended')
      return [{ seq, on: shanghaiDate(at), fields: ['/told'] }];
    const state = body.kind === 'decided' ? told.find(({ key: each }) => each === body.key) : undefined;
    return state === undefined ? [] : [{ seq, on: shanghaiDate(at), fields: toldFields[state.step] ?? [] }];
  });
  const rows = await db.sealedText.findMany({
    where: { caseId, seq: { in: decided.map(({ seq }) => seq) } },
    orderBy: { seq: 'asc' },
  });
  return rows.flatMap(({ seq, field, ciphertext }) => {
    const decision = decided.find((each) => each.seq === seq && each.fields.includes(field));
    return decision === undefined ? [] : [{ on: decision.on, text: key.openText(seq, field, ciphertext) }];
  });
}

async function withdrawalOf(
  { db, vault, rulebooks }: ReporterReadingParts,
  { caseId, view }: Family,
): Promise<ReporterReading['withdrawal']> {
  const { withdrawal, closed } = view;
  if (withdrawal?.state !== 'granted' || closed === null) return null;
  const where = { caseId, seq: withdrawal.seq, field: '/told' };
  const [text, key, policy] = await Promise.all([
    db.sealedText.findFirst({ where }),
    vault.keyOf(caseId),
    rulebooks.policyOf(view.policy),
  ]);
  return {
    on: shanghaiDate(closed.at),
    reason: text === null ? '' : key.openText(withdrawal.seq, '/told', text.ciphertext),
    remedies: remediesAgainstWithdrawal(policy),
  };
}

function rewardOf(family: Family): RewardReading | null {
  const { view } = family;
  const approval = latestDecision(view, rewardApproval);
  const proposal = latestDecision(view, rewardProposal);
  if (approval?.verdict !== 'approved' || proposal === null) return null;
  const { amountFen } = proposal.facts;
  const reward = proposal.detail?.['reward'] as unknown as { lines: RewardLine[] } | undefined;
  const toClaim = openSteps(view).find(({ step }) => step === claim.id);
  return {
    amountFen,
    amount: yuan(amountFen),
    state: rewardState(family, amountFen),
    claimBy: toClaim?.clock.dueOn ?? null,
    claimCode: null,
    lines: (reward?.lines ?? []).map(({ title, formula, resultFen, clause, note }) => ({
      title,
      formula,
      resultFen,
      clause: clause.article === undefined ? clause.title : `${clause.title} ${clause.article}`,
      ...(note === undefined ? {} : { note }),
    })),
  };
}

function rewardState(family: Family, amountFen: Fen): RewardReading['state'] {
  const { view } = family;
  if (view.closed?.outcome === 'rewarded') return 'paid';
  if (view.closed || amountFen === 0) return amountFen === 0 ? 'none' : 'given-up';
  const payout = family.children.find(({ caseType }) => caseType === caseTypeOf(payeeCorrection.id));
  if (payout === undefined) return 'to-claim';
  return isOpen(payout, payeeCorrection) ? 'account-to-correct' : 'in-payment';
}

function possibleActs(family: Family): ReporterAct[] {
  const { view } = family;
  if (view.closed) return ['papers'];
  return [
    ...(isOpen(view, claim) ? (['claim', 'waive'] as const) : []),
    ...(isOpen(openChild(family), payeeCorrection) ? (['payee'] as const) : []),
    ...(isOpen(view, acceptance) && mayEnd(view).ok ? (['withdraw'] as const) : []),
    'papers',
  ];
}
