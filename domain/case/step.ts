import { Type, type TObject, type TSchema } from 'typebox';
import type { CaseType } from './case-type';
import type { Instant, WorkCalendar } from '../time/calendar';
import type { CaseView, StepDecision, StepState } from './case-view';
import type { Fen } from '../money';
import { titled, type FormFacts } from './form';
import type { JsonObject } from '../json';
import { CaseMisfit } from '../misfit';
import type { Party } from '../party';
import { countingOf } from '../law/counting-rules';
import type { Policy } from '../law/policy';
import type { Counting } from '../time/clock-state';
import { ok, type RefusalCode, type Result } from '../refusal';
import { isFirmRole, type Role, type Title } from '../role';

export interface VerdictDef<F extends TObject = TObject> {
  readonly title: Title;
  /** What has to be filled in for this verdict. */
  readonly form: F;
}

/** What a step works out from a decision beside what the person entered. */
export interface Derived<Facts extends JsonObject = JsonObject> {
  /** Joined to the decision's facts: the procedure reads them. */
  readonly facts: Facts;
  /** Kept in the record and shown to people; the procedure and the workflow never see it. */
  readonly detail?: JsonObject;
}

export type NothingMore = Derived<Record<never, never>>;

/** The result of a `derive` that only checks, and adds nothing. */
export const nothingMore = ok<NothingMore>({ facts: {} });

/** What a decision rests on beside what the person entered. */
export interface DeriveContext {
  readonly view: CaseView;
  /** The step as it stands, not decided yet. */
  readonly state: StepState;
  readonly policy: Policy;
  readonly calendar: WorkCalendar;
  readonly now: Instant;
  /** Materials that lie in the files of the whole family, by their codes; none unless the step says `restsOnPapers`. */
  readonly filed: readonly string[];
  /** What the hook of the case type has gathered beside the record; part of the decision's detail as well. */
  readonly beside: JsonObject;
}

/** What was entered for one of these verdicts, as its form has it. */
type Entered<V extends Record<string, VerdictDef>> = {
  [K in keyof V & string]: { readonly verdict: K; readonly facts: FormFacts<V[K]['form']> };
}[keyof V & string];

export type DeriveInput<V extends Record<string, VerdictDef> = Record<string, VerdictDef>> = DeriveContext &
  (string extends keyof V ? { readonly verdict: string; readonly facts: JsonObject } : Entered<V>);

/**
 * The beginning of a limit that no single earlier step marks. Where `of` answers null, it begins with the opening of
 * the step.
 */
export interface Anchor {
  readonly title: Title;
  readonly of: (view: CaseView) => Instant | null;
}

/**
 * One step of a procedure, defined once. Its API route, OpenAPI entry, place in the worklists,
 * form, letter and line in the documentation are all derived from this.
 */
export interface StepDef<
  Id extends string = string,
  V extends Record<string, VerdictDef> = Record<string, VerdictDef>,
  D extends JsonObject = JsonObject,
  R extends RefusalCode = RefusalCode,
> {
  /** `<case type>/<step>`, e.g. `tip-off/acceptance`. */
  readonly id: Id;
  readonly title: Title;
  readonly stage: string;
  readonly role: Role;
  readonly verdicts: V;
  /**
   * The field of its forms that says which of several parallel parts is decided. Without it, the part that was opened
   * first is.
   */
  readonly partBy?: string;
  /**
   * Key of the time limit in the policy, e.g. `limit.tip-off.acceptance`. A field of the case's input may
   * stand in braces, as in `limit.matter.{matter}`; so too in `extension`, `promise` and `ladder`.
   */
  readonly limit: string;
  /** Key of the limit that the case's matter may have of its own, in place of `limit`. Braces as there. */
  readonly ownLimit?: string;
  /**
   * Set where an order (in days) or a date of the case sets the length of the limit; the row then only says what it
   * means to miss it.
   */
  readonly lengthIsSet?: 'in-days' | 'to-a-day';
  /** Key of the committed limit 承诺时限 that runs beside the legal one, where the case has one. */
  readonly promise?: string;
  /**
   * What the limit counts from: the receipt of the case, or the decision of an earlier step
   * (as 受理之日); without it, the moment at which the step opens. Further rounds go on with the same clock.
   */
  readonly runsFrom?: 'receipt' | (string & {}) | Anchor;
  /** Key of the row that says whether the first day counts, where kinds of the case differ in that. Braces as in `limit`. */
  readonly firstDay?: string;
  /** Key of the escalation ladder in the policy. */
  readonly ladder: string;
  /**
   * The verdict that the limit itself gives when it expires, as in "not claimed: forfeited". Only law may give or take
   * something so: the row of the limit is statutory, or a document has set the last day (`lengthIsSet`).
   */
  readonly onExpiry?: string;
  /** The verdict that may still come after the case has ended; the case is then reopened at this step. */
  readonly late?: Late;
  /** Whether `onExpiry` only hands the matter on to somebody else: then it needs no statutory limit. */
  readonly expiryPassesOn?: true;
  /**
   * The last version of the procedure in which the limit gives `onExpiry`; in later versions the step waits, since no
   * law ends it.
   */
  readonly expiresUntilVersion?: number;
  /** Whether what was gathered for a decision stays with the office, although somebody outside takes it. */
  readonly keepsDetail?: true;
  /** The verdict with which the office seals the family's records: their last hashes, signed, go into the decision's detail. */
  readonly seals?: string;
  /**
   * Whether money or a right follows from it. Before it is decided, the records of the whole family are verified, each
   * line against its seal and the signed heads; the decision rests on them alone, not on derived tables.
   */
  readonly onVerifiedRecord?: true;
  /** Whether `derive` asks which materials of a list lie in the files of the family. */
  readonly restsOnPapers?: true;
  /**
   * Steps (of this case or its relatives) that the same natural person must not have decided; an early
   * intervention in a matter counts as `early/<matter>`. Braces as in `limit`.
   */
  readonly separateFrom: readonly string[];
  /** Key of the extension rule in the policy; without it the step's limit cannot be extended. */
  readonly extension?: string;
  /**
   * The kind of step for which the rows `pause.<kind>.<ground>` say on which grounds its time may stand still. Without
   * it, on none: so for steps of a reporter or an enterprise, and for those through which money moves.
   */
  readonly pauses?: PauseKind;
  /**
   * What an enterprise reads of the step in a case about it: that it waits and what was decided (`open`), only what was
   * decided (`decided`), or nothing (`never`). Default: `open` for the enterprise's own steps, `never` for others.
   */
  readonly issued?: Issued;
  /** The party that is charged with the wait, where it is not the party of the decider. */
  readonly party?: Party;
  /**
   * In a case in which a reporter writes: `words` shows what the reporter wrote to whoever may decide or has decided
   * the step, `filing` also when it came. Without this neither is shown.
   */
  readonly shows?: 'words' | 'filing';
  /**
   * Who may withdraw the case while it waits here: by default the office, with `by-reporter` the reporter too. `never`:
   * nobody, since the money may have moved.
   */
  readonly withdrawn?: 'by-reporter' | 'never';
  /** The verdict that names an account, which then has to come with a claim that is taken over. */
  readonly namesAccount?: string;
  /**
   * What follows from the sum that such a decision had set before its case was taken over; there it must be given.
   */
  readonly amountBefore?: (amountFen: Fen, policy: Policy) => JsonObject;
  /**
   * Codes with which `derive`, or the desk for this step alone, may refuse a decision; codes that any step may give are
   * not repeated.
   */
  readonly refusals?: readonly R[];
  readonly derive?: (input: DeriveInput) => Result<Derived<D>, NoInfer<R>>;
}

/** Kinds of steps whose time may stand still, each on grounds of its own. */
export type PauseKind = 'licence' | 'verification' | 'penalty';

/** What may come after the end of a case, as money that the bank sends back days after it was paid. */
export interface Late<Verdict extends string = string> {
  readonly verdict: Verdict;
  /** The outcome of the case after which alone it can come. */
  readonly after: string;
}

export type Issued = 'open' | 'decided' | 'never';

export type AnyStep = StepDef;

/**
 * Whether the end of its limit decides a step, in cases of a version of the procedure; without `version`, in new cases.
 */
export function endsByItself(
  { onExpiry, expiresUntilVersion = Infinity }: Pick<AnyStep, 'onExpiry' | 'expiresUntilVersion'>,
  version?: number,
): boolean {
  if (onExpiry === undefined) return false;
  return version === undefined ? expiresUntilVersion === Infinity : version <= expiresUntilVersion;
}

/** What an enterprise reads of a step, with the default of {@link StepDef.issued}. */
export function issuedOf({ issued, role }: Pick<AnyStep, 'issued' | 'role'>): Issued {
  return issued ?? (isFirmRole(role) ? 'open' : 'never');
}

/** What a procedure reads of a decided step. */
export type DecisionOf<S extends AnyStep> =
  S extends StepDef<string, infer V, infer D>
    ? { [K in keyof V & string]: { readonly verdict: K } & FormFacts<V[K]['form']> & D }[keyof V & string]
    : never;

/** A decision on a step as it stands in the record. */
export type RecordedDecision<S extends AnyStep> =
  S extends StepDef<string, infer V, infer D>
    ? {
        [K in keyof V & string]: Omit<StepDecision, 'verdict' | 'facts'> & {
          readonly verdict: K;
          readonly facts: FormFacts<V[K]['form']> & D;
        };
      }[keyof V & string]
    : never;

/** A step as it is written down: `derive` takes its verdicts with their own forms. */
export interface WrittenStep<
  Id extends string,
  V extends Record<string, VerdictDef>,
  D extends JsonObject,
  R extends RefusalCode,
> extends Omit<StepDef<Id, V, D, R>, 'derive' | 'onExpiry' | 'late' | 'seals' | 'namesAccount'> {
  readonly namesAccount?: keyof V & string;
  readonly onExpiry?: keyof V & string;
  readonly late?: Late<keyof V & string>;
  readonly seals?: keyof V & string;
  readonly derive?: (input: DeriveInput<V>) => Result<Derived<D>, NoInfer<R>>;
}

/**
 * Defines a step. What a person enters is validated by the verdict's form before `derive` sees it: this is the one
 * place that relies on it.
 */
export function step<
  const Id extends string,
  const V extends Record<string, VerdictDef>,
  D extends JsonObject = Record<never, never>,
  R extends RefusalCode = never,
>(def: WrittenStep<Id, V, D, R>): StepDef<Id, V, D, R> {
  return def as StepDef<Id, V, D, R>;
}

/** Key of the limit of a step in this case. */
export function limitKey(policy: Policy, { limit, ownLimit }: AnyStep, input: JsonObject): string {
  const own = ownLimit && policyKey(ownLimit, input);
  return own !== undefined && own in policy.rows ? own : policyKey(limit, input);
}

/** How the limit of a step counts in this case. */
export function countingFor(policy: Policy, { firstDay }: AnyStep, input: JsonObject): Counting | undefined {
  return countingOf(policy, firstDay && policyKey(firstDay, input));
}

/** Key of the ladder by which every committed limit is watched. */
export const promiseLadder = 'ladder.promise';

/** Key of the ladder by which every pause is watched. */
export const pauseLadder = 'ladder.pause';

/** A policy key of a step with the fields of the case's input put in: `limit.matter.{matter}` → `limit.matter.fire-review`. */
export function policyKey(template: string, input: JsonObject): string {
  return template.replace(/\{([a-zA-Z]+)\}/g, (_, field: string) => {
    const value = input[field];
    if (typeof value !== 'string') throw new CaseMisfit('procedure-changed', { row: template });
    return value;
  });
}

/** The case type of a step: `tip-off` of `tip-off/acceptance`. */
export function caseTypeOf(stepId: string): CaseType {
  return stepId.split('/')[0] as CaseType;
}

/** The step of a key in the record: `<case type>/<step>#n`, or `<case type>/<step>/<part>#n` for parallel parts. */
export function stepOfKey(key: string): string {
  return key.split('#')[0]?.split('/').slice(0, 2).join('/') ?? key;
}

/** The part of a key in the record: `t3` of `<case type>/<step>/t3#1`; null where a step has no parallel parts. */
export function partOfKey(key: string): string | null {
  return key.split('#')[0]?.split('/')[2] ?? null;
}

/** The body of a decision on this step: one branch per verdict, unknown fields refused. */
export function decisionSchema(def: AnyStep): TSchema {
  const branches = Object.entries(def.verdicts).map(([verdict, { title, form }]) =>
    Type.Object(
      { verdict: Type.Literal(verdict, titled(title)), ...form.properties },
      { additionalProperties: false, ...titled(title) },
    ),
  );
  return Type.Unsafe({
    type: 'object',
    required: ['verdict'],
    discriminator: { propertyName: 'verdict' },
    oneOf: branches,
  });
}
