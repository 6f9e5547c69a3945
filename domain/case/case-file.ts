import type { PlainDate } from '../time/calendar';
import type { Effect, MailTemplate } from './case-event';
import type { JsonObject } from '../json';
import type { AnyStep, DecisionOf } from './step';
import type { CaseType } from './case-type';

export interface StepOptions {
  /** The person who has to decide it; without one, anybody of the unit who holds the role. */
  readonly assignee?: string;
  /** The level that the decider must hold, e.g. by the amount of money. */
  readonly level?: number;
  /** A limit in days that an earlier decision has set, in place of the figure of the policy. */
  readonly limitDays?: number;
  /** The last day of the limit where a document has set it, such as the day on which a permit ends. */
  readonly until?: PlainDate;
  /** The day at whose end silence decides, where it differs from the last day of the limit. */
  readonly silenceOn?: PlainDate;
  /** The mail by which its holder learns that it waits, before any rung reminds. */
  readonly tells?: MailTemplate;
  /** Tells parallel steps of one definition apart. */
  readonly part?: string;
}

export interface ChildOptions {
  /** Tells parallel child cases of one type apart, e.g. the matter of an approval item. */
  readonly part?: string;
  /** The unit that handles the child case; without it, the parent's. */
  readonly unit?: string;
  /**
   * Whether the outcome of the child survives a reopening of the parent at an earlier step, as a granted permit does.
   * Without it the child is superseded with its step, and opened again.
   */
  readonly stands?: boolean;
}

export interface ClosedChild {
  readonly outcome: string;
  readonly facts: JsonObject;
}

/**
 * All that a procedure can do with its case. Every call first looks for its key in the record: a call that was made
 * before gets its recorded answer at once.
 */
export interface CaseFile {
  /** Version of the procedure that the case was opened under. */
  readonly version: number;
  /** Opens the step, or joins the one that is open, and waits for its decision. */
  step<S extends AnyStep>(def: S, options?: StepOptions): Promise<DecisionOf<S>>;
  /** Opens a child case, and waits until it is closed. */
  child(caseType: CaseType, input: JsonObject, options?: ChildOptions): Promise<ClosedChild>;
  /** Asks for an effect on the world. The procedure does not wait for it. */
  ask(effect: Effect): void;
  /** Waits for a fact that is recorded from outside the procedure, such as that a penalty is final. */
  fact(kind: string): Promise<JsonObject>;
}

/** How a procedure ends: an outcome in a fixed word, with facts for the parent case and the statistics. */
export interface Closing<Outcome extends string = string> {
  readonly outcome: Outcome;
  readonly facts?: JsonObject;
}

export interface Procedure<Input extends JsonObject = JsonObject, Outcome extends string = string> {
  readonly caseType: CaseType;
  /** Rises when the order of steps changes; a case keeps the version that it was opened under. */
  readonly version: number;
  readonly outcomes: readonly Outcome[];
  readonly run: (file: CaseFile, input: Input) => Promise<Closing<NoInfer<Outcome>>>;
}

/**
 * Defines a procedure, typed by the input of its cases. The input is the JSON of the record's `opened` line, which was
 * validated when it was written: this is the one place that trusts its type.
 */
export function procedure<Input extends JsonObject, const Outcome extends string>(
  def: Procedure<Input, Outcome>,
): Procedure {
  return def as unknown as Procedure;
}
