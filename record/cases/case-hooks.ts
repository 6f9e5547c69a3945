import type { Result } from '../../domain/refusal';
import type { CaseEvent } from '../../domain/case/case-event';
import type { CaseMove } from '../../domain/moves/case-move';
import type { Decision } from '../../domain/moves/decision';
import type { JsonObject } from '../../domain/json';
import type { DerivedTable } from '../store/derived-table';
import type { Transaction } from '../store/statements';
import type { Payee } from '../vault/payee';
import type { Receipts } from '../vault/receipts';
import type { Vault } from '../vault/vault';

/** What a type of case keeps beside its record, and where the desk asks for it. Each hook runs in the transaction of the move. */
export interface CaseHooks {
  /**
   * Gathers what has to be known beside the record before a decision is taken. Its answer goes into the decision's
   * detail, which no workflow ever sees; if it refuses, the decision is not taken.
   */
  readonly gather?: (at: HookPoint, decision: OfferedDecision) => Promise<Result<JsonObject>>;
  /**
   * Writes what follows from a decision for things that are kept beside the record. If it refuses, the decision is not
   * kept.
   */
  readonly decided?: (at: HookPoint, decision: OfferedDecision) => Promise<Result<null>>;
  /** Called when a case of the type begins as a child case. */
  readonly born?: (at: HookPoint) => Promise<void>;
  /** Tables that follow from records of the type, beside those of every case. */
  readonly derived?: readonly DerivedTable[];
}

/** A decision with what is handed in beside it. */
export interface OfferedDecision extends Decision {
  /** Where the reporter wants the money to go: for the vault alone. */
  readonly payee?: Payee;
  /** The list that a line of the bank's file answers; null where the line names none. */
  readonly batch?: string | null;
}

/** The case for which a hook is called, and what the hook may use. */
export interface HookPoint {
  readonly tx: Transaction;
  readonly move: CaseMove;
  readonly rootId: string;
  readonly parts: HookParts;
  /** The records of the family, for a decision that needs a verified record. */
  readonly verified?: VerifiedRecords;
}

/** Records that were verified, by case. */
export type VerifiedRecords = ReadonlyMap<string, readonly CaseEvent[]>;

export interface HookParts {
  readonly vault: Vault;
  readonly receipts: Receipts;
}
