import { randomUUID } from 'node:crypto';
import { viewOf } from '../../domain/case/case-view';
import { caseTypeDef } from '../../domain/cases/catalogue';
import type { Circumstances } from '../../domain/moves/authorize';
import { carryThrough } from '../../domain/moves/family/carry-through';
import { CaseMove, type MoveContext } from '../../domain/moves/case-move';
import { issuedLinesIn } from '../../domain/moves/enterprise-visibility';
import { bindingIn } from '../../domain/moves/family/family';
import type { JsonObject } from '../../domain/json';
import { carriedOverFrom, childrenToCarryOver, type CarriedOver } from '../../domain/moves/family/withdrawal';
import type { WrittenLine } from '../../domain/moves/written-line';
import type { Actor } from '../../domain/role';
import type { Instant } from '../../domain/time/calendar';
import { procedures } from '../../workflows/procedures';
import type { HookParts, HookPoint, VerifiedRecords } from '../cases/case-hooks';
import { hooksOf } from '../cases/hooks';
import { genesisHash } from '../store/chain';
import type { Family, SealedLine } from '../store/derived-table';
import type { Answered, Idempotency, KeptAnswer } from '../store/idempotency';
import type { Rulebooks } from '../store/rulebook';
import type { Statements, Transaction } from '../store/statements';
import { databaseTime, lockFamily, readRecord, type CaseRef } from '../store/stored-record';
import type { CaseKey } from '../vault/case-key';
import { newCaseNumber } from '../vault/receipts';
import type { Signer } from '../vault/signer';
import { committedChange, type CommittedChange } from './committed-change';
import { keep } from './keep';

/** A case by its record, ready to be added to. */
export interface LoadedCase {
  readonly move: CaseMove;
  readonly family: Family;
  readonly headHash: Uint8Array;
  readonly circumstances: Circumstances;
  /** The answer that the request was given before; null for a new one. */
  readonly known: KeptAnswer | null;
  /** The records of the family, where they were verified for this decision. */
  readonly verified?: VerifiedRecords;
}

/** What a person has written, and what is kept with it. */
export interface Written {
  readonly line: WrittenLine;
  readonly actor: Actor | null;
  readonly key: CaseKey;
  readonly answered: Answered | null;
}

/** The options of reading a record: its time (default: now), and the request that asks. */
interface Reading {
  readonly at?: Instant;
  readonly idempotency?: Idempotency | null;
}

export interface FamilyParts extends HookParts {
  /** Seals what the office writes. */
  readonly signer: Signer;
  readonly rulebooks: Rulebooks;
  /** The office's time. Default: PostgreSQL's, so that a host's wrong clock moves no deadline. */
  readonly now?: () => Date;
}

/**
 * The families of cases in PostgreSQL: a tip-off or a project with all of its child cases. It locks a family, reads its
 * records, and keeps what a move has added, with new child cases and with the parents that have to be told.
 */
export class Families {
  constructor(private readonly parts: FamilyParts) {}

  /** The context of a move that opens a case now. */
  async contextNow(tx: Statements): Promise<MoveContext> {
    return this.#context(this.parts.now?.().toISOString() ?? (await databaseTime(tx)));
  }

  /** Locks the family of a case, then reads the record as it stands. */
  async load(tx: Transaction, where: CaseRef, reading: Reading = {}): Promise<LoadedCase | null> {
    const caseId = await lockFamily(tx, where);
    return caseId === null ? null : this.#read(tx, caseId, reading);
  }

  /**
   * Keeps what a move has added to its case, and what follows from it in the rest of the family. The family is
   * locked, or the case is new.
   * @returns each case whose record has grown, the moved one first
   */
  async keep(
    tx: Transaction,
    loaded: LoadedCase,
    written: Written | null = null,
  ): Promise<CommittedChange[]> {
    const { rootId } = loaded.family;
    const { move, circumstances } = loaded;
    const found = new Map([[move.caseId, loaded]]);
    const first = { move, enterpriseId: circumstances.enterpriseId };
    const members = await carryThrough(first, async (caseId) => {
      const member = await this.#read(tx, caseId, { at: move.context.now });
      found.set(caseId, member);
      return { move: member.move, enterpriseId: member.family.enterpriseId };
    });
    for (const member of members) {
      const standing = found.get(member.move.caseId);
      const { headHash, family } = standing ?? { headHash: genesisHash, family: { rootId } };
      const own = member.move === move ? written : null;
      const isBorn = standing === undefined;
      if (isBorn) await this.parts.vault.createCaseKey(member.move.caseId);
      await keep(tx, {
        move: member.move,
        family: { ...family, enterpriseId: member.enterpriseId },
        headHash,
        texts: own === null ? [] : sealTexts(own.key, own.line),
        written: own?.line ?? null,
        actor: own?.actor ?? null,
        answered: own?.answered ?? null,
        sealLine: (hash) => this.parts.signer.sealLine(hash),
      });
      if (isBorn) await hooksOf(member.move.view.caseType).born?.(this.hookPoint(tx, member.move, rootId));
    }
    return members.map((member) => committedChange(member.move));
  }

  /** Facts of open child cases that are carried over where a case is withdrawn. */
  async carriedOver(tx: Transaction, { view, context }: CaseMove): Promise<CarriedOver> {
    const left: Record<string, JsonObject> = {};
    for (const { key, caseId } of childrenToCarryOver(view)) {
      left[key] = carriedOverFrom((await this.#read(tx, caseId, { at: context.now })).move.view);
    }
    return left;
  }

  hookPoint(tx: Transaction, move: CaseMove, rootId: string, verified?: VerifiedRecords): HookPoint {
    return { tx, move, rootId, parts: this.parts, ...(verified === undefined ? {} : { verified }) };
  }

  async #read(tx: Transaction, caseId: string, { at, idempotency }: Reading): Promise<LoadedCase> {
    const stored = await readRecord(tx, caseId, idempotency);
    if (stored === null) throw new Error('no such case');
    const { events, family, headHash, parts, recused, movedAt, known } = stored;
    const now = at ?? this.parts.now?.().toISOString() ?? stored.now;
    const context = this.#context(movedAt > now ? movedAt : now);
    const move = new CaseMove(caseId, viewOf(events), context);
    const participations = bindingIn(caseId, move.view.caseType, parts);
    const circumstances = {
      participations,
      enterpriseId: family.enterpriseId,
      issuedLines: issuedLinesIn(events),
      recused,
    };
    return { move, family, headHash, circumstances, known };
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
        number: newCaseNumber(caseTypeDef(caseType).prefix, Number(now.slice(0, 4))),
      }),
      idle: () => new Promise((resolve) => setImmediate(resolve)),
    };
  }
}

/** A new case without a parent, ready to be kept. */
export function rootOf(move: CaseMove, label: string | null): LoadedCase {
  const { input, past } = move.view;
  // Whoever has an interest in the firm of a matter that is taken over is kept from it before anybody agrees.
  const named = [input, ...past.map(({ facts }) => facts)].map((facts) => facts['enterpriseId']);
  const enterpriseId = (named.findLast((id) => id !== undefined) as string | undefined) ?? null;
  return {
    move,
    family: { rootId: move.caseId, enterpriseId, label },
    headHash: genesisHash,
    circumstances: { participations: [], enterpriseId, issuedLines: 0, recused: [] },
    known: null,
  };
}

function sealTexts(key: CaseKey, { seq, texts }: WrittenLine): SealedLine[] {
  return Object.entries(texts).map(([field, text]) => ({
    seq,
    field,
    ciphertext: key.sealText(seq, field, text),
  }));
}
