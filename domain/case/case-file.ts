import type { PlainDate } from '../time/calendar';
import type { Effect } from './case-event';
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
  /** The last day of the limit where a document has set it, as the day on which a permit ends. */
  readonly until?: PlainDate;
  /** The day with whose end silence decides, where that is another than the last day of the limit. */
  readonly silenceOn?: PlainDate;
  /** Tells parallel steps of one definition apart. */
  readonly part?: string;
}

export interface ChildOptions {
  /** Tells parallel child cases of one type apart, e.g. the matter of an approval item. */
  readonly part?: string;
  /** The unit that handles the child case; without it, the parent's. */
  readonly unit?: string;
  /**
   * What it comes to stands by itself: a case that begins again at an earlier step finds it as it was, as a
   * permit once granted. Without it the child case belongs to its step, and begins again too.
   */
  readonly stands?: boolean;
}

export interface ClosedChild {
  readonly outcome: string;
  readonly facts: JsonObject;
}

/**
 * All that a procedure may say about its case: the language of the system.
 * Every call looks into the record first; what was said before is answered from there at once.
 */
export interface CaseFile {
  /** Version of the procedure that the case was opened under. */
  readonly version: number;
  /** Opens the step, or takes up the standing one, and waits for its decision. */
  step<S extends AnyStep>(def: S, options?: StepOptions): Promise<DecisionOf<S>>;
  /** Opens a child case, and waits until it is closed. */
  child(caseType: CaseType, input: JsonObject, options?: ChildOptions): Promise<ClosedChild>;
  /** Asks for an effect on the world. The procedure does not wait for it. */
  ask(effect: Effect): void;
  /** Waits for something that comes from outside the procedure, as a final penalty. */
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
 * A procedure over the input that cases of its type begin with. The caller passes on what stands in the
 * opening line of the record, as plain JSON: this is the one place where that is taken at its word.
 */
export function procedure<Input extends JsonObject, const Outcome extends string>(
  def: Procedure<Input, Outcome>,
): Procedure {
  return def as unknown as Procedure;
}
