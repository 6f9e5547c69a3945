import { randomUUID } from 'node:crypto';
import type { Circumstances } from '../../domain/moves/authorize';
import type { Instant } from '../../domain/time/calendar';
import { caseTypes } from '../../domain/cases/catalogue';
import { viewOf } from '../../domain/case/case-view';
import { CaseMove, type MoveContext } from '../../domain/moves/case-move';
import { runProcedure } from '../../domain/moves/run-procedure';
import {
  bindingIn,
  byChild,
  endForParent,
  enterpriseNamed,
  enterpriseOfBirth,
} from '../../domain/moves/family';
import type { JsonObject } from '../../domain/json';
import type { WrittenLine } from '../../domain/moves/moves';
import {
  cascadedChildren,
  carriedOverFrom,
  withdrawWithParent,
  childrenToCarryOver,
  type CarriedOver,
} from '../../domain/moves/withdrawal';
import { procedures } from '../../workflows/procedures';
import type { CaseKey } from '../vault/case-key';
import { genesisHash } from '../store/chain';
import type { Idempotency, KeptAnswer } from '../store/idempotency';
import { openPayout } from '../cases/payout';
import { committedChange, type CommittedChange } from './committed-change';
import { persist, type Answered, type Family, type SealedLine } from '../store/persist';
import { newCaseNumber, type Receipts } from '../vault/receipts';
import type { Rulebooks } from '../store/rulebook';
import type { Statements, Transaction } from '../store/statements';
import { databaseTime, lockFamily, readRecord, type CaseRef } from '../store/stored-record';
import type { Vault } from '../vault/vault';

/** A case as its record stands, ready to be added to. */
export interface LoadedCase {
  readonly move: CaseMove;
  readonly family: Family;
  readonly headHash: Uint8Array;
  readonly circumstances: Circumstances;
  /** What the request was answered when it came before. */
  readonly known: KeptAnswer | null;
}

/** How a record is read: at what time, if not now, and on behalf of which request. */
interface Reading {
  readonly at?: Instant;
  readonly idempotency?: Idempotency | null;
}

export interface FamilyParts {
  readonly vault: Vault;
  readonly receipts: Receipts;
  readonly rulebooks: Rulebooks;
  /** The office's time; without it PostgreSQL's, so that a host's wrong clock moves no deadline. */
  readonly now?: () => Date;
}

/**
 * The families of cases in PostgreSQL: a tip-off, a project, and whatever was born of it. One is locked, its record
 * read, and what a move has added to it is kept, with the cases that it bears and the parents that it tells.
 */
export class Families {
  constructor(private readonly parts: FamilyParts) {}

  /** What a case that opens now goes by. */
  async contextNow(tx: Statements): Promise<MoveContext> {
    return this.#context(this.parts.now?.().toISOString() ?? (await databaseTime(tx)));
  }

  /** Locks the family of a case, then reads the record as it stands. */
  async load(tx: Transaction, where: CaseRef, reading: Reading = {}): Promise<LoadedCase | null> {
    const caseId = await lockFamily(tx, where);
    return caseId === null ? null : this.read(tx, caseId, reading);
  }

  async read(tx: Transaction, caseId: string, { at, idempotency }: Reading): Promise<LoadedCase> {
    const stored = await readRecord(tx, caseId, idempotency);
    if (stored === null) throw new Error('no such case');
    const { events, family, headHash, parts, movedAt, known } = stored;
    const now = at ?? this.parts.now?.().toISOString() ?? stored.now;
    const context = this.#context(movedAt > now ? movedAt : now);
    const move = new CaseMove(caseId, viewOf(events), context);
    const participations = bindingIn(caseId, move.view.caseType, parts);
    const circumstances = { participations, enterpriseId: family.enterpriseId };
    return { move, family, headHash, circumstances, known };
  }

  /** Writes a draft with the cases born in it, and carries the end of a child case to its parent. */
  async keep(
    tx: Transaction,
    loaded: Omit<LoadedCase, 'known'>,
    texts: readonly SealedLine[],
    answered: Answered | null = null,
  ): Promise<CommittedChange[]> {
    const { move, family, headHash } = loaded;
    const enterpriseId = enterpriseNamed(move.fresh) ?? family.enterpriseId;
    await persist(tx, move, { ...family, enterpriseId }, headHash, texts, answered);
    const changes = [committedChange(move)];
    for (const birth of move.births) {
      await this.parts.vault.createCaseKey(birth.caseId);
      const about = enterpriseOfBirth(birth, enterpriseId);
      const born = {
        move: birth,
        family: { rootId: family.rootId, enterpriseId: about },
        headHash: genesisHash,
        circumstances: { ...loaded.circumstances, enterpriseId: about },
      };
      changes.push(...(await this.keep(tx, born, [])));
      if (birth.view.caseType === 'payout') {
        await openPayout(tx, {
          caseId: birth.caseId,
          rewardCaseId: move.caseId,
          claimCode: this.parts.receipts.newClaimCode(),
          amountFen: birth.view.input['amountFen'] as number,
        });
      }
    }
    for (const childId of cascadedChildren(move)) {
      const below = await this.read(tx, childId, { at: move.context.now });
      withdrawWithParent(below.move);
      changes.push(...(await this.keep(tx, below, [])));
    }
    const end = endForParent(move);
    if (end === null) return changes;
    const above = await this.read(tx, end.parentId, { at: move.context.now });
    if (above.move.view.closed) return changes;
    above.move.append(end.body, byChild);
    await runProcedure(above.move);
    return [...changes, ...(await this.keep(tx, above, []))];
  }

  /** What outlives the child cases of a case that is withdrawn. */
  async outlasting(tx: Transaction, { view, context }: CaseMove): Promise<CarriedOver> {
    const left: Record<string, JsonObject> = {};
    for (const { key, caseId } of childrenToCarryOver(view)) {
      left[key] = carriedOverFrom((await this.read(tx, caseId, { at: context.now })).move.view);
    }
    return left;
  }

  #context(now: Instant): MoveContext {
    const rulebook = this.parts.rulebooks.current();
    return {
      now,
      calendar: rulebook.calendar,
      policy: (pin) => rulebook.policy(pin),
      pinFor: (zone) => rulebook.pinFor(zone, now),
      procedure: (caseType) => procedures[caseType],
      newCase: (caseType) => ({
        caseId: randomUUID(),
        number: newCaseNumber(caseTypes[caseType].prefix, Number(now.slice(0, 4))),
      }),
      idle: () => new Promise((resolve) => setImmediate(resolve)),
    };
  }
}

/** A case that is born by itself, ready to be kept. */
export function rootOf(move: CaseMove, label: string | null): LoadedCase {
  const enterpriseId = (move.view.input['enterpriseId'] as string | undefined) ?? null;
  return {
    move,
    family: { rootId: move.caseId, enterpriseId, label },
    headHash: genesisHash,
    circumstances: { participations: [], enterpriseId },
    known: null,
  };
}

export function sealTexts(key: CaseKey, { seq, texts }: WrittenLine): SealedLine[] {
  return Object.entries(texts).map(([field, text]) => ({
    seq,
    field,
    ciphertext: key.sealText(seq, field, text),
  }));
}
