import { roundsOf } from '../../case/case-queries';
import type { CaseView, StepDecision, StepState } from '../../case/case-view';
import type { JsonObject } from '../../json';
import type { Fen } from '../../money';
import type { Instant } from '../../time/calendar';
import { acceptance, answer, appointment, closing, confirmation, ownCheck, report } from './steps';

/* Whom a service has asked, and what came of it, read off its record alone. */

const ofExperts: readonly string[] = [acceptance.id, answer.id, appointment.id, report.id];
/** Answers after which an expert reads nothing more of the case. */
const goneWith: readonly string[] = ['declined', 'silent', 'handed-back'];

/**
 * Who is in the case: each expert from the invitation on, unless their last word was no; the inspector to whom a danger
 * was handed over.
 */
export function personsLetIn({ steps }: CaseView): string[] {
  const named = new Set<string>();
  for (const { step, assignee, decision } of inOrder(Object.values(steps))) {
    if (assignee === null) continue;
    if (step === ownCheck.id) named.add(assignee);
    if (!ofExperts.includes(step)) continue;
    if (decision !== null && goneWith.includes(decision.verdict)) named.delete(assignee);
    else named.add(assignee);
  }
  return [...named];
}

/** Everybody who was ever invited in the case. */
export function everInvited(view: CaseView): string[] {
  return roundsOf(view, acceptance).flatMap(({ assignee }) => assignee ?? []);
}

/** One expert's part in a service. */
interface Engagement {
  readonly round: number;
  readonly personId: string;
  readonly invitedAt: Instant;
  /** `accepted`, `declined` or `silent`; null while the invitation waits. */
  readonly reply: string | null;
  /** When the expert was through with it; null: it counts as load. */
  readonly endedAt: Instant | null;
  readonly served: boolean;
  readonly rating: number | null;
  /** What the zone owes for it by its rows. */
  readonly feeFen: Fen | null;
}

/** Every invitation of the case in order, with what came of it. */
export function engagementsIn(view: CaseView): Engagement[] {
  return inOrder(roundsOf(view, acceptance)).flatMap(({ assignee, openedAt, openedSeq, decision }, index) => {
    if (assignee === null) return [];
    const reply = decision?.verdict ?? null;
    const back = reply === 'accepted' ? handedBack(view, assignee, openedSeq) : null;
    const isLast = roundsOf(view, acceptance).length === index + 1;
    const end = reply === 'accepted' && back === null && isLast ? endOf(view) : null;
    const saidNo = reply !== null && reply !== 'accepted' ? decision!.at : null;
    return {
      round: index + 1,
      personId: assignee,
      invitedAt: openedAt,
      reply,
      endedAt: saidNo ?? back ?? end?.at ?? view.closed?.at ?? null,
      served: end !== null,
      rating: (end?.facts['rating'] as number | undefined) ?? null,
      feeFen: (end?.detail?.['feeFen'] as number | undefined) ?? null,
    };
  });
}

/** The class by which the expert who serves is paid, as the pool had it when they accepted. */
export function feeClassIn(view: CaseView): string | null {
  const accepted = inOrder(roundsOf(view, acceptance)).at(-1)?.decision;
  return (accepted?.detail?.['feeClass'] as string | undefined) ?? null;
}

/** Days of the visits that were reported since the last acceptance. */
export function daysVisited(view: CaseView): number {
  const from = inOrder(roundsOf(view, acceptance)).at(-1)?.openedSeq ?? 0;
  return roundsOf(view, report).reduce(
    (sum, { openedSeq, decision }) =>
      openedSeq > from ? sum + ((decision?.facts['days'] as number | undefined) ?? 0) : sum,
    0,
  );
}

/** The decision with which the service was done: the firm's, or the liaison's where the firm said nothing. */
function endOf(view: CaseView): StepDecision | null {
  const said = [...roundsOf(view, confirmation), ...roundsOf(view, closing)].flatMap(
    ({ decision }) => decision ?? [],
  );
  return said.find(({ verdict }) => verdict === 'confirmed' || verdict === 'closed') ?? null;
}

function handedBack(view: CaseView, personId: string, since: number): Instant | null {
  const back = inOrder(Object.values(view.steps)).find(
    ({ step, assignee, openedSeq, decision }) =>
      ofExperts.includes(step) &&
      assignee === personId &&
      openedSeq > since &&
      decision?.verdict === 'handed-back',
  );
  return back?.decision?.at ?? null;
}

function inOrder(states: readonly StepState[]): StepState[] {
  return [...states].sort((one, other) => one.openedSeq - other.openedSeq);
}

/** What a case asks for, as its opening says it. */
export interface Asked {
  readonly kind: 'question' | 'visit';
  readonly skill: string;
  /** Where an expert is to come to; null where nobody has said. */
  readonly site: Site | null;
}

interface Site {
  readonly latitudeE6: number;
  readonly longitudeE6: number;
}

/** The input of a case of this type, which its opening has validated. */
export function askedIn({ input }: { readonly input: JsonObject }): Asked {
  const { kind, skill, site = null } = input as unknown as Pick<Asked, 'kind' | 'skill'> & Partial<Asked>;
  return { kind, skill, site };
}
