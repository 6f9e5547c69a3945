import type { CaseEvent, EventActor, EventBody } from '../case/case-event';
import type { Procedure } from '../case/case-file';
import { nextRungAt } from '../case/case-queries';
import { applyEvent, openedView, type CaseView } from '../case/case-view';
import type { CaseType } from '../case/case-type';
import type { JsonObject } from '../json';
import type { Policy } from '../law/policy';
import type { PolicyPin } from '../law/policy-pin';
import type { Instant, WorkCalendar } from '../time/calendar';

/** What the events of one move are reckoned with. Everything here is given; nothing is looked up. */
export interface Bearings {
  readonly now: Instant;
  readonly calendar: WorkCalendar;
  /** The policy that a case has pinned. */
  policy(pin: PolicyPin): Policy;
  /** The pin for a case opened now. */
  pinFor(zone: string): PolicyPin;
  procedure(caseType: CaseType): Procedure;
  /** A fresh id and number; the only randomness of a move. */
  newCase(caseType: CaseType): { readonly caseId: string; readonly number: string };
  /** Resolves when every promise that can settle by itself has settled. */
  quiet(): Promise<void>;
}

/** One case in the course of one move: how it stands, and the events that the move adds. */
export class Draft {
  readonly fresh: CaseEvent[] = [];
  readonly births: Draft[] = [];
  /** When the case had its next rung before this move: the workflow is waiting for that instant. */
  readonly rungBefore: Instant | null;

  constructor(
    readonly caseId: string,
    public view: CaseView,
    readonly bearings: Bearings,
  ) {
    this.rungBefore = nextRungAt(view);
  }

  append(body: EventBody, actor: EventActor): CaseEvent {
    const event: CaseEvent = { seq: this.view.seq + 1, at: this.bearings.now, actor, body };
    this.view = applyEvent(this.view, event);
    this.fresh.push(event);
    return event;
  }

  get policy(): Policy {
    return this.bearings.policy(this.view.policy);
  }
}

export interface Opening {
  readonly caseType: CaseType;
  readonly zone: string;
  readonly unit: string;
  readonly input: JsonObject;
  readonly parent: { readonly caseId: string; readonly key: string } | null;
}

/** A new case: its first event, not settled yet. */
export function openDraft(opening: Opening, bearings: Bearings, actor: EventActor): Draft {
  const { caseId, number } = bearings.newCase(opening.caseType);
  const event: CaseEvent = {
    seq: 1,
    at: bearings.now,
    actor,
    body: {
      kind: 'opened',
      ...opening,
      number,
      policy: bearings.pinFor(opening.zone),
      procedureVersion: bearings.procedure(opening.caseType).version,
    },
  };
  const draft = new Draft(caseId, openedView(event), bearings);
  draft.fresh.push(event);
  return draft;
}
