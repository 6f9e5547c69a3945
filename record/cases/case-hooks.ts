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
   * What has to be known beside the record before a decision is taken. What it answers goes into the detail of the
   * decision, which no workflow ever sees; what it refuses is not taken.
   */
  readonly gather?: (at: HookPoint, decision: OfferedDecision) => Promise<Result<JsonObject>>;
  /** Books what a decision means for what is kept beside the record. What it refuses is not kept. */
  readonly decided?: (at: HookPoint, decision: OfferedDecision) => Promise<Result<null>>;
  /** A case of the type was born in another one, and its record begins. */
  readonly born?: (at: HookPoint) => Promise<void>;
  /** Tables that follow from records of the type, beside those of every case. */
  readonly derived?: readonly DerivedTable[];
}

/** A decision with what comes with it and is no part of it. */
export interface OfferedDecision extends Decision {
  /** Where the reporter wants the money to go: for the vault alone. */
  readonly payee?: Payee;
  /** The list that a line of the bank's file answers; null where the line names none. */
  readonly batch?: string | null;
}

/** The case that a hook is called for, and what it may work with. */
export interface HookPoint {
  readonly tx: Transaction;
  readonly move: CaseMove;
  readonly rootId: string;
  readonly parts: HookParts;
  /** Of a decision on the verified record: the records of its family. */
  readonly verified?: VerifiedRecords;
}

/** Records that were found to be as they were written, by case. */
export type VerifiedRecords = ReadonlyMap<string, readonly CaseEvent[]>;

export interface HookParts {
  readonly vault: Vault;
  readonly receipts: Receipts;
}
