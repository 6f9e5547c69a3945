/**
 * The stage ledger: which party had how much of a case's time. Every millisecond is charged to exactly
 * one party, so the parts sum to the whole.
 */
import { caseTypes, stepDef } from '../cases/catalogue';
import type { CaseType } from '../case/case-type';
import type { CaseView, StepState } from '../case/case-view';
import { isPauseGround, pauseGrounds } from '../law/pause-grounds';
import { parties, type Party } from '../party';
import { isFirmRole, type Role } from '../role';
import { instantOf, millisOf, type Instant } from '../time/calendar';

/** A stretch in which a stage waited for a party; `to` null: it still does. */
export interface LedgerSpan {
  stage: string;
  party: Party;
  from: Instant;
  to: Instant | null;
}

/** A stretch charged to one party; `stage` null where no span covered it. */
export interface LedgerEntry {
  stage: string | null;
  party: Party;
  from: Instant;
  to: Instant;
  ms: number;
}

export interface StageLedger {
  totalMs: number;
  /** Sums to `totalMs`. */
  byParty: Record<Party, number>;
  /** Without gap or overlap from beginning to end. */
  entries: LedgerEntry[];
}

/** A stretch of the whole with the span that it is charged to; null where none covers it. */
export interface Charge<Span extends LedgerSpan> {
  readonly span: Span | null;
  readonly startMs: number;
  readonly stopMs: number;
}

interface Charging<Span extends LedgerSpan> {
  from: Instant;
  to: Instant;
  spans: readonly Span[];
  precedence?: readonly Party[];
}

/**
 * Charges every millisecond of [`from`, `to`) to exactly one span, without gap or overlap. Where spans
 * overlap, the first in `precedence` pays (default: a pause before all, then the bureau, so that parallel
 * work never makes the bureau look faster than it was), and among its spans the one that began first.
 */
export function charges<Span extends LedgerSpan>(input: Charging<Span>): Charge<Span>[] {
  const { precedence = parties } = input;
  const fromMs = millisOf(input.from);
  const toMs = Math.max(fromMs, millisOf(input.to));
  const spans = input.spans
    .map((span) => ({
      span,
      rank: precedence.indexOf(span.party),
      startMs: Math.max(fromMs, millisOf(span.from)),
      stopMs: span.to === null ? toMs : Math.min(toMs, millisOf(span.to)),
    }))
    .filter(({ startMs, stopMs }) => startMs < stopMs)
    .sort((a, b) => a.rank - b.rank || a.startMs - b.startMs);
  const cuts = [...new Set([fromMs, toMs, ...spans.flatMap((s) => [s.startMs, s.stopMs])])];
  cuts.sort((a, b) => a - b);
  return cuts.slice(1).map((stopMs, index) => {
    const startMs = cuts[index]!;
    const charged = spans.find((span) => span.startMs <= startMs && span.stopMs >= stopMs);
    return { span: charged?.span ?? null, startMs, stopMs };
  });
}

/** The charges of a whole by stage and party. What no span covers is `otherwise`'s (default: the bureau's, since nobody else was asked for anything). */
export function ledger(input: Charging<LedgerSpan> & { otherwise?: Party }): StageLedger {
  const byParty = { pause: 0, bureau: 0, 'third-body': 0, enterprise: 0, reporter: 0 };
  const entries: LedgerEntry[] = [];
  let totalMs = 0;
  for (const { span, startMs, stopMs } of charges(input)) {
    const { stage, party } = span ?? { stage: null, party: input.otherwise ?? 'bureau' };
    const ms = stopMs - startMs;
    byParty[party] += ms;
    totalMs += ms;
    const last = entries.at(-1);
    if (last?.stage === stage && last.party === party) {
      last.to = instantOf(stopMs);
      last.ms += ms;
    } else {
      entries.push({ stage, party, from: instantOf(startMs), to: instantOf(stopMs), ms });
    }
  }
  return { totalMs, byParty, entries };
}

/**
 * The ledger of a case up to `now` (or to its end): each step's time goes to the party of its decider,
 * its pauses to a technical service body or to nobody, as their grounds say, and the wait for a child case to the party that has the work there.
 */
export function caseLedger(view: CaseView, now: Instant): StageLedger {
  const to = view.closed?.at ?? now;
  const children = Object.values(view.children).flatMap((child) =>
    childSpan(view, child.key, child.caseType, to),
  );
  return ledger({
    from: view.openedAt,
    to,
    spans: [...Object.values(view.steps).flatMap((state) => stepSpans(state, to)), ...children],
  });
}

/** What a step waited for: its own party while its clock ran, and the party that the ground names while it stood still. */
export function stepSpans(state: StepState, end: Instant): LedgerSpan[] {
  const { stage } = stepDef(state.step);
  const own = partyWaitedFor(state.step, null);
  const to = state.decision?.at ?? end;
  const spans: LedgerSpan[] = [];
  let since = state.openedAt;
  for (const pause of state.clock.pauses) {
    // A clock goes on through the rounds of its step: earlier pauses belong to earlier rounds.
    if (pause.from < state.openedAt || pause.from >= to) continue;
    const ended = pause.to ?? pause.until ?? to;
    const resumed = ended < to ? ended : to;
    spans.push({ stage, party: own, from: since, to: pause.from });
    spans.push({ stage, party: partyDuring(pause.reason), from: pause.from, to: resumed });
    since = resumed;
  }
  return [...spans, { stage, party: own, from: since, to }];
}

/** Whom an open step waits for, by the ground on which its time stands still; null: its time runs. */
export function partyWaitedFor(step: string, pauseGround: string | null): Party {
  const { role, party } = stepDef(step);
  return pauseGround === null ? (party ?? partyOf(role)) : partyDuring(pauseGround);
}

function partyDuring(ground: string): Party {
  return isPauseGround(ground) ? pauseGrounds[ground].party : 'pause';
}

function childSpan(view: CaseView, key: string, caseType: CaseType, end: Instant): LedgerSpan[] {
  const child = view.children[key];
  if (child === undefined) return [];
  return [
    { stage: caseType, party: caseTypes[caseType].party, from: child.openedAt, to: child.closed?.at ?? end },
  ];
}

/** Whose time it is while somebody of this role has to decide. */
function partyOf(role: Role): Party {
  if (isFirmRole(role)) return 'enterprise';
  return role === 'reporter' ? 'reporter' : 'bureau';
}
