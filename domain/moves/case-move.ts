import type { Before, CaseEvent, EventActor, EventBody, TakeOver } from '../case/case-event';
import type { Procedure } from '../case/case-file';
import { applyEvent, openedView, type CaseView } from '../case/case-view';
import type { CaseType } from '../case/case-type';
import type { JsonObject } from '../json';
import type { Policy } from '../law/policy';
import type { PolicyPin } from '../law/policy-pin';
import type { Refusal } from '../refusal';
import type { Instant, WorkCalendar } from '../time/calendar';

/** The time, calendar and policy by which a move is judged. The caller gives all of it; nothing is looked up. */
export interface Rules {
  readonly now: Instant;
  readonly calendar: WorkCalendar;
  /** The policy that a case has pinned. */
  policy(pin: PolicyPin): Policy;
  /** The pin for a case opened now. */
  pinFor(zone: string): PolicyPin;
}

/** A case as it stands, with the rules by which a move on it is judged. */
export interface StandingUnderRules {
  readonly view: CaseView;
  /** What the case has pinned. */
  readonly policy: Policy;
  readonly context: Rules;
}

/** What a move is made with beside the record. */
export interface MoveContext extends Rules {
  procedure(caseType: CaseType): Procedure;
  /** A fresh id and number; the only randomness of a move. */
  newCase(caseType: CaseType): { readonly caseId: string; readonly number: string };
  /** Resolves when no promise is left that can resolve by itself. */
  idle(): Promise<void>;
}

/** One case in the course of one move: how it stands, and the events that the move adds. */
export class CaseMove {
  readonly fresh: CaseEvent[] = [];
  readonly births: CaseMove[] = [];
  /** What of a take-over does not hold by the rules; nothing of it is kept then. */
  readonly faults: Refusal[] = [];
  /** The case as it stood before this move. */
  readonly before: CaseView;

  constructor(
    readonly caseId: string,
    public view: CaseView,
    readonly context: MoveContext,
  ) {
    this.before = view;
  }

  append(body: EventBody, actor: EventActor): CaseEvent {
    const event: CaseEvent = { seq: this.view.seq + 1, at: this.context.now, actor, body };
    this.view = applyEvent(this.view, event);
    this.fresh.push(event);
    return event;
  }

  get policy(): Policy {
    return this.context.policy(this.view.policy);
  }
}

export interface NewCase {
  readonly caseType: CaseType;
  readonly zone: string;
  readonly unit: string;
  readonly input: JsonObject;
  readonly parent: { readonly caseId: string; readonly key: string } | null;
  readonly takeOver?: TakeOver;
  readonly before?: Before;
  readonly binds?: readonly string[];
}

/** A new case: its first event, before its procedure has run. */
export function openCase(
  opening: NewCase,
  context: MoveContext,
  actor: EventActor,
  { caseId, number } = context.newCase(opening.caseType),
): CaseMove {
  const event: CaseEvent = {
    seq: 1,
    at: context.now,
    actor,
    body: {
      kind: 'opened',
      ...opening,
      number,
      policy: context.pinFor(opening.zone),
      procedureVersion: context.procedure(opening.caseType).version,
    },
  };
  const move = new CaseMove(caseId, openedView(event), context);
  move.fresh.push(event);
  return move;
}
