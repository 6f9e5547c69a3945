import type { Instant } from '../../domain/time/calendar';
import type { EventActor } from '../../domain/case/case-event';
import { openCase } from '../../domain/moves/case-move';
import { runProcedure } from '../../domain/moves/run-procedure';
import { labelIn, splitForm } from '../../domain/case/form';
import type { JsonObject } from '../../domain/json';
import { writtenBy } from '../../domain/moves/moves';
import type { Refusal } from '../../domain/refusal';
import { answerOf } from './case-answer';
import type { Database } from '../store/database';
import type {
  CaseAnswer,
  OpenCaseRequest,
  OpenTipOffRequest,
  Outcome,
  PendingCase,
  TipOffOpened,
} from './desk';
import { rootOf, sealTexts, type Families } from './families';
import type { CommittedChange } from './committed-change';
import { idempotent } from '../store/idempotency';
import { mayOpen } from './admission';
import { keyReused, toOutcome } from './outcome';
import type { Receipts } from '../vault/receipts';
import type { Rulebooks } from '../store/rulebook';
import type { Transaction } from '../store/statements';
import type { Vault } from '../vault/vault';

interface OpeningParts {
  readonly db: Database;
  readonly vault: Vault;
  readonly receipts: Receipts;
  readonly rulebooks: Rulebooks;
  readonly families: Families;
  /** Told after the commit. */
  readonly tell: (moved: readonly CommittedChange[]) => void;
}

/** The ways in which a case begins by itself: handed in by a reporter, opened by staff, owed by the office. */
export class CaseOpenings {
  constructor(private readonly parts: OpeningParts) {}

  async tipOff(request: OpenTipOffRequest): Promise<Outcome<TipOffOpened>> {
    const receiptCode = this.parts.receipts.codeFor(request.idempotency);
    const actor: EventActor = request.actor ? writtenBy(request.actor) : { kind: 'reporter' };
    const changes: CommittedChange[] = [];
    await this.parts.rulebooks.refresh();
    const outcome = await idempotent(this.parts.db.inTransaction, request.idempotency, async (tx) => {
      const context = await this.parts.families.contextNow(tx);
      const { zone, unit, channel, reporterKind, category, receivedAt } = request;
      const input: JsonObject = {
        channel,
        reporterKind,
        category,
        receivedAt: earlier(receivedAt, context.now),
      };
      const move = openCase({ caseType: 'tip-off', zone, unit, input, parent: null }, context, actor);
      const key = await this.parts.vault.createCaseKey(move.caseId);
      // Identity first: a case without its reporter could never be made good, an identity without a case is swept.
      if (request.identity) await this.parts.vault.storeIdentity(move.caseId, request.identity);
      const digest = key.digestOf(request.texts);
      move.append({ kind: 'noted', textDigest: digest }, actor);
      const texts = sealTexts(key, { seq: move.view.seq, texts: request.texts });
      await runProcedure(move);
      changes.push(...(await this.parts.families.keep(tx, rootOf(move, null), texts)));
      await tx.$executeRaw`
        INSERT INTO anjie.receipt (code_hash, case_id)
        VALUES (${this.parts.receipts.hashOf(receiptCode)}, ${move.caseId}::uuid)`;
      return { number: move.view.number };
    });
    this.parts.tell(changes);
    if (!outcome.ok) return keyReused;
    const { number } = outcome.answer;
    return {
      ...outcome,
      answer: {
        number,
        receiptCode: outcome.repeated ? await this.#codeAgain(number, request) : receiptCode,
      },
    };
  }

  /**
   * Opens a case by its form. Refusals: `role-missing`, `enterprise-unknown`, `conflict-of-interest`, and the
   * opening's own.
   */
  async byForm(request: OpenCaseRequest): Promise<Outcome<CaseAnswer>> {
    const { opening, body, actor, zone } = request;
    const { facts, texts } = splitForm(opening.form, body);
    const changes: CommittedChange[] = [];
    const rulebook = await this.parts.rulebooks.refresh();
    const outcome = await idempotent(
      this.parts.db.inTransaction,
      request.idempotency,
      async (tx, undo: (r: Refusal) => never) => {
        const context = await this.parts.families.contextNow(tx);
        const policy = rulebook.policy(context.pinFor(zone));
        const admitted = await mayOpen(tx, opening, facts, actor, { policy, now: context.now });
        if (!admitted.ok) return undo(admitted.refusal);
        const { caseType } = opening;
        const input = { ...facts, ...admitted.value };
        const move = openCase(
          { caseType, zone, unit: actor.unit, input, parent: null },
          context,
          writtenBy(actor),
        );
        const key = await this.parts.vault.createCaseKey(move.caseId);
        move.append({ kind: 'noted', textDigest: key.digestOf(texts) }, writtenBy(actor));
        const written = { seq: move.view.seq, texts };
        await runProcedure(move);
        const root = rootOf(move, labelIn(opening.form, body));
        changes.push(...(await this.parts.families.keep(tx, root, sealTexts(key, written))));
        return answerOf(move.view, written.seq, move.fresh, actor) as CaseAnswer & JsonObject;
      },
    );
    this.parts.tell(changes);
    return toOutcome(outcome);
  }

  /**
   * Opens a case that the office owes somebody, as a notice to a firm. What is owed is read and marked as opened in
   * the same transaction, so that it is opened once, whoever asks.
   * @returns the id of the case, or null where nothing is owed
   */
  async pending(owed: (tx: Transaction) => Promise<PendingCase | null>): Promise<string | null> {
    const changes: CommittedChange[] = [];
    const caseId = await this.parts.rulebooks.reckon(() =>
      this.parts.db.inTransaction(async (tx) => {
        const debt = await owed(tx);
        if (debt === null) return null;
        const context = await this.parts.families.contextNow(tx);
        const move = openCase({ ...debt.opening, parent: null }, context, debt.by);
        await this.parts.vault.createCaseKey(move.caseId);
        await runProcedure(move);
        changes.push(...(await this.parts.families.keep(tx, rootOf(move, debt.label), [])));
        await debt.opened(move.caseId);
        return move.caseId;
      }),
    );
    this.parts.tell(changes);
    return caseId;
  }

  /** The receipt code that the first of several identical requests was given, whichever key made it. */
  async #codeAgain(number: string, { idempotency }: OpenTipOffRequest): Promise<string> {
    const [kept] = await this.parts.db.$queryRaw<{ codeHash: Uint8Array }[]>`
      SELECT r.code_hash AS "codeHash" FROM anjie.receipt r JOIN anjie.case_file f ON f.id = r.case_id
      WHERE f.number = ${number}`;
    const code = kept && idempotency && this.parts.receipts.repeatedCodeFor(idempotency, kept.codeHash);
    if (!code) throw new Error('the receipt key of this request has been retired');
    return code;
  }
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
