import type { Result } from '../../domain/refusal';
import type { CaseMove } from '../../domain/moves/case-move';
import type { Decision } from '../../domain/moves/decision';
import type { DerivedTable } from '../store/derived-table';
import type { Transaction } from '../store/statements';
import type { Receipts } from '../vault/receipts';
import type { Vault } from '../vault/vault';

/** What a type of case keeps beside its record, and where the desk asks for it. Each hook runs in the transaction of the move. */
export interface CaseHooks<Known = unknown> {
  /** What has to be known beside the record before a decision is taken. What it refuses is not taken. */
  readonly gather?: (at: HookPoint, decision: Decision) => Promise<Result<Known>>;
  /** Books what a decision means for what is kept beside the record. What it refuses is not kept. */
  readonly decided?: (at: HookPoint, decision: Decision, known: Known) => Promise<Result<null>>;
  /** A case of the type was born in another one, and its record begins. */
  readonly born?: (at: HookPoint) => Promise<void>;
  /** Tables that follow from records of the type, beside those of every case. */
  readonly derived?: readonly DerivedTable[];
}

/** The case that a hook is called for, and what it may work with. */
export interface HookPoint {
  readonly tx: Transaction;
  readonly move: CaseMove;
  readonly rootId: string;
  readonly parts: HookParts;
}

export interface HookParts {
  readonly vault: Vault;
  readonly receipts: Receipts;
}

/** Keeps what `gather` tells and what `decided` reads of one type; the desk hands it on unread. */
export function caseHooks<Known>(hooks: CaseHooks<Known>): CaseHooks {
  return hooks as CaseHooks;
}
