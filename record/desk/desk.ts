import type { EventActor } from '../../domain/case/case-event';
import type { Opening, reporterOpenings } from '../../domain/cases/catalogue';
import type { CaseView } from '../../domain/case/case-view';
import type { CaseType } from '../../domain/case/case-type';
import type { JsonObject } from '../../domain/json';
import type { Act } from '../../domain/moves/acts/act';
import type { NewCase } from '../../domain/moves/case-move';
import type { PaperCondition } from '../../domain/moves/paper';
import type { CaseChanges } from '../../domain/moves/story/changes';
import type { EnteredBefore } from '../../domain/moves/take-over/entry';
import type { Refusal, Result } from '../../domain/refusal';
import type { Actor, StaffActor, Title } from '../../domain/role';
import type { Idempotency } from '../store/idempotency';
import type { Place } from '../store/zones';
import type { Payee } from '../vault/payee';
import type { Transaction } from '../store/statements';

export interface OpenStepAnswer {
  readonly step: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly role: string;
  readonly assignee: string | null;
  readonly dueAt: string | null;
  /** When the committed limit ends; null where nothing is promised. */
  readonly promisedAt: string | null;
  /** Whether the calendar of the due year is not published yet (暂定). */
  readonly provisional: boolean;
  /** Why its time stands still, and until when; null while it runs. */
  readonly pause: { readonly ground: string; readonly until: string | null } | null;
  readonly nextRung: { readonly id: string; readonly at: string } | null;
}

/** The case after a move: its state, what comes next and who is next. */
export interface CaseAnswer {
  readonly number: string;
  readonly caseType: CaseType;
  readonly seq: number;
  readonly stage: string;
  readonly outcome: string | null;
  readonly open: readonly OpenStepAnswer[];
  readonly children: readonly {
    readonly number: string;
    readonly caseType: CaseType;
    readonly outcome: string | null;
  }[];
  /** What the step worked out, e.g. the reward line by line. */
  readonly detail: JsonObject | null;
  /** Only where it was asked what a decision would bring. */
  readonly foreseen?: Foreseen;
}

/** What a decision would bring, beside the state that it would leave. Nothing of it was kept. */
export interface Foreseen {
  /** What the decision would say, with all that its step works out; null for who is outside of the bureau. */
  readonly facts: JsonObject | null;
  /** The lines that would follow in the record, as they are called; none for who is outside of the bureau. */
  readonly follows: readonly Title[];
}

export type Outcome<T> =
  | { readonly ok: true; readonly answer: T; readonly repeated: boolean }
  | { readonly ok: false; readonly refusal: Refusal | KeyReused };

/** The idempotency key was used before with another body. */
export interface KeyReused {
  readonly code: 'key-reused';
  readonly detail: string;
}

export interface DecideRequest {
  readonly number: string;
  /** Step id, e.g. `tip-off/acceptance`. */
  readonly step: string;
  /** The whole body: `verdict` and the fields of that verdict's form. Already valid by the step's schema. */
  readonly body: { readonly verdict: string; readonly [field: string]: unknown };
  readonly actor: Actor;
  readonly seenSeq: number | null;
  readonly idempotency: Idempotency | null;
  /** The account to pay to. It goes to the vault alone, and only if the decision is taken. */
  readonly payee?: Payee;
  /** The list that a line of the bank's file answers; null where the line names none. */
  readonly batch?: string | null;
}

export interface ActRequest {
  readonly number: string;
  readonly act: Act;
  readonly actor: Actor;
  readonly seenSeq: number | null;
  readonly idempotency: Idempotency | null;
}

export interface OpenTipOffRequest {
  readonly zone: string;
  readonly unit: string;
  readonly channel: string;
  readonly reporterKind: 'real-name' | 'insider' | 'anonymous' | 'joint';
  readonly category: string;
  /** Whether it says that somebody died: passed on to whoever handles it, who need not say so again. */
  readonly allegesDeath?: boolean;
  /** When it arrived, as an instant; a letter counts from its postmark. */
  readonly receivedAt: string;
  /** `text`, `place`, `enterpriseName`, `remarks` …: sealed under the key of the case. */
  readonly texts: { readonly [field: string]: string };
  /** Where it ran before the office kept its cases here. */
  readonly before?: EnteredBefore & { readonly payee?: Payee | null };
  /** Goes straight to the vault; null for an anonymous reporter. */
  readonly identity: JsonObject | null;
  /** The clerk who recorded it; null on the public form. */
  readonly actor: Actor | null;
  readonly idempotency: Idempotency | null;
}

/** What a reporter leaves the door with. */
export interface TipOffOpened {
  readonly number: string;
  /** Shown once, after the commit; only its keyed hash is kept. Repeating the request gives the same code again. */
  readonly receiptCode: string;
}

/** A case that a reporter opens about their firm (see `byReporter` of an opening); the body is valid by its form. */
export interface OpenByReporterRequest {
  readonly opening: (typeof reporterOpenings)[number];
  readonly body: Readonly<Record<string, unknown>>;
  readonly enterpriseId: string;
  readonly place: Place;
  readonly idempotency: Idempotency | null;
}

/** A case that staff open by a form (see `domain/case/opening.ts`); the body is already valid by that form. */
export interface OpenCaseRequest {
  readonly opening: Opening;
  readonly body: Readonly<Record<string, unknown>>;
  readonly actor: StaffActor;
  /** Where it is dealt with. */
  readonly place: Place;
  /** Where it ran before the office kept its cases here. */
  readonly before?: EnteredBefore;
  readonly idempotency: Idempotency | null;
}

/** A paper that already lies in the store and now enters the file. */
export interface AddPaperRequest {
  readonly number: string;
  /** What it is in a list of materials, e.g. `site-plan`; null for a paper that no list asks for. */
  readonly material: string | null;
  readonly paper: {
    readonly id: string;
    readonly digest: string;
    readonly mediaType: string;
    readonly bytes: number;
    readonly condition: PaperCondition;
  };
  readonly actor: Actor;
  readonly idempotency: Idempotency | null;
}

/** A case that the office owes somebody and that is still to be opened. */
export interface PendingCase {
  readonly opening: Omit<NewCase, 'parent'>;
  readonly by: EventActor;
  /** What it is called in lists. */
  readonly label: string;
  /** Marks it as opened; called in the transaction that opens it. */
  readonly opened: (caseId: string) => Promise<void>;
}

/** What the workflow of a case asks of its record: to append what time has brought, and to tell what is new. */
export interface AdvanceRequest {
  readonly caseId: string;
  readonly knownSeq: number;
  /** The workflow's time: every rung that fires by then fires. */
  readonly at: string;
  /** Keys of what the procedure in the workflow wants; the procedure over the record must come to the same. */
  readonly wants: readonly string[];
}

/** A case with the records of its whole family, all of them verified. */
export interface VerifiedCase {
  readonly rootId: string;
  readonly view: CaseView;
}

/** The one door to the cases. Each move is one transaction on one locked case. */
export interface Desk {
  openTipOff(request: OpenTipOffRequest): Promise<Outcome<TipOffOpened>>;
  openByReporter(request: OpenByReporterRequest): Promise<Outcome<TipOffOpened>>;
  openCase(request: OpenCaseRequest): Promise<Outcome<CaseAnswer>>;
  decide(request: DecideRequest): Promise<Outcome<CaseAnswer>>;
  /** What a decision would bring: judged as the decision itself, and nothing of it is kept. */
  foresee(request: DecideRequest): Promise<Outcome<CaseAnswer>>;
  act(request: ActRequest): Promise<Outcome<CaseAnswer>>;
  addPaper(request: AddPaperRequest): Promise<Outcome<CaseAnswer>>;
  advance(request: AdvanceRequest): Promise<CaseChanges>;
  openPending(owed: (tx: Transaction) => Promise<PendingCase | null>): Promise<string | null>;
  withdrawPending(caseId: string, by: EventActor): Promise<void>;
  onVerified(number: string): Promise<Result<VerifiedCase>>;
  rulesChanged(): void;
  namesChanged(): Promise<void>;
}
