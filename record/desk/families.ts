import { randomUUID } from 'node:crypto';
import type { Circumstances } from '../../domain/moves/authorize';
import type { Instant } from '../../domain/time/calendar';
import { caseTypes } from '../../domain/case/case-type';
import { viewOf } from '../../domain/case/case-view';
import { Draft, type Bearings } from '../../domain/moves/case-move';
import { settle } from '../../domain/moves/run-procedure';
import {
  bindingIn,
  byChild,
  endForParent,
  enterpriseNamed,
  enterpriseOfBirth,
} from '../../domain/moves/family';
import type { JsonObject } from '../../domain/json';
import type { Move } from '../../domain/moves/moves';
import {
  childrenTakenAlong,
  outlastedBy,
  withdrawWithParent,
  withSomethingToOutlast,
  type Outlasting,
} from '../../domain/moves/withdrawal';
import { procedures } from '../../workflows/procedures';
import type { CaseKey } from '../vault/case-key';
import { genesisHash } from '../store/chain';
import type { Idempotency } from '../store/idempotency';
import { openPayout } from '../cases/payout';
import { movedCase, type Moved } from './committed-change';
import type { Known } from '../store/idempotency';
import { persist, type Answered, type Family, type SealedLine } from '../store/persist';
import { newCaseNumber, type Receipts } from '../vault/receipts';
import type { Rulebooks } from '../store/rulebook';
import type { Statements, Transaction } from '../store/statements';
import { databaseTime, lockFamily, readRecord, type CaseRef } from '../store/stored-record';
import type { Vault } from '../vault/vault';

/** A case as its record stands, ready to be added to. */
export interface LoadedCase {
  readonly draft: Draft;
  readonly family: Family;
  readonly headHash: Uint8Array;
  readonly circumstances: Circumstances;
  /** What the request was answered when it came before. */
  readonly known: Known | null;
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
  async bearingsNow(tx: Statements): Promise<Bearings> {
    return this.#bearings(this.parts.now?.().toISOString() ?? (await databaseTime(tx)));
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
    const bearings = this.#bearings(movedAt > now ? movedAt : now);
    const draft = new Draft(caseId, viewOf(events), bearings);
    const participations = bindingIn(caseId, draft.view.caseType, parts);
    const circumstances = { participations, enterpriseId: family.enterpriseId };
    return { draft, family, headHash, circumstances, known };
  }

  /** Writes a draft with the cases born in it, and carries the end of a child case to its parent. */
  async keep(
    tx: Transaction,
    loaded: Omit<LoadedCase, 'known'>,
    texts: readonly SealedLine[],
    answered: Answered | null = null,
  ): Promise<Moved[]> {
    const { draft, family, headHash } = loaded;
    const enterpriseId = enterpriseNamed(draft.fresh) ?? family.enterpriseId;
    await persist(tx, draft, { ...family, enterpriseId }, headHash, texts, answered);
    const moved = [movedCase(draft)];
    for (const birth of draft.births) {
      await this.parts.vault.createCaseKey(birth.caseId);
      const about = enterpriseOfBirth(birth, enterpriseId);
      const born = {
        draft: birth,
        family: { rootId: family.rootId, enterpriseId: about },
        headHash: genesisHash,
        circumstances: { ...loaded.circumstances, enterpriseId: about },
      };
      moved.push(...(await this.keep(tx, born, [])));
      if (birth.view.caseType === 'payout') {
        await openPayout(tx, {
          caseId: birth.caseId,
          rewardCaseId: draft.caseId,
          claimCode: this.parts.receipts.newClaimCode(),
          amountFen: birth.view.input['amountFen'] as number,
        });
      }
    }
    for (const childId of childrenTakenAlong(draft)) {
      const below = await this.read(tx, childId, { at: draft.bearings.now });
      withdrawWithParent(below.draft);
      moved.push(...(await this.keep(tx, below, [])));
    }
    const end = endForParent(draft);
    if (end === null) return moved;
    const above = await this.read(tx, end.parentId, { at: draft.bearings.now });
    if (above.draft.view.closed) return moved;
    above.draft.append(end.body, byChild);
    await settle(above.draft);
    return [...moved, ...(await this.keep(tx, above, []))];
  }

  /** What outlives the child cases of a case that is withdrawn. */
  async outlasting(tx: Transaction, { view, bearings }: Draft): Promise<Outlasting> {
    const left: Record<string, JsonObject> = {};
    for (const { key, caseId } of withSomethingToOutlast(view)) {
      left[key] = outlastedBy((await this.read(tx, caseId, { at: bearings.now })).draft.view);
    }
    return left;
  }

  #bearings(now: Instant): Bearings {
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
      quiet: () => new Promise((resolve) => setImmediate(resolve)),
    };
  }
}

/** A case that is born by itself, ready to be kept. */
export function rootOf(draft: Draft, label: string | null): LoadedCase {
  const enterpriseId = (draft.view.input['enterpriseId'] as string | undefined) ?? null;
  return {
    draft,
    family: { rootId: draft.caseId, enterpriseId, label },
    headHash: genesisHash,
    circumstances: { participations: [], enterpriseId },
    known: null,
  };
}

export function sealTexts(key: CaseKey, { seq, texts }: Move): SealedLine[] {
  return Object.entries(texts).map(([field, text]) => ({
    seq,
    field,
    ciphertext: key.sealText(seq, field, text),
  }));
}
