import type { Instant } from '../../domain/time/calendar';
import type { EventActor } from '../../domain/case/case-event';
import { openDraft } from '../../domain/moves/case-move';
import { settle } from '../../domain/moves/run-procedure';
import { labelIn, splitForm } from '../../domain/case/form';
import type { JsonObject } from '../../domain/json';
import { writtenBy } from '../../domain/moves/moves';
import type { Refusal } from '../../domain/refusal';
import { answerOf } from './case-answer';
import type { Database } from '../store/database';
import type { CaseAnswer, OpenCaseRequest, OpenTipOffRequest, Outcome, Owed, TipOffOpened } from './desk';
import { rootOf, sealTexts, type Families } from './families';
import type { Moved } from './committed-change';
import { once } from '../store/idempotency';
import { mayOpen } from './admission';
import { keyReused, toldOf } from './outcome';
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
  readonly tell: (moved: readonly Moved[]) => void;
}

/** The ways in which a case begins by itself: handed in by a reporter, opened by staff, owed by the office. */
export class CaseOpenings {
  constructor(private readonly parts: OpeningParts) {}

  async tipOff(request: OpenTipOffRequest): Promise<Outcome<TipOffOpened>> {
    const receiptCode = this.parts.receipts.codeFor(request.idempotency);
    const actor: EventActor = request.actor ? writtenBy(request.actor) : { kind: 'reporter' };
    const moved: Moved[] = [];
    await this.parts.rulebooks.refresh();
    const outcome = await once(this.parts.db.inTransaction, request.idempotency, async (tx) => {
      const bearings = await this.parts.families.bearingsNow(tx);
      const { zone, unit, channel, reporterKind, category, receivedAt } = request;
      const input: JsonObject = {
        channel,
        reporterKind,
        category,
        receivedAt: earlier(receivedAt, bearings.now),
      };
      const draft = openDraft({ caseType: 'tip-off', zone, unit, input, parent: null }, bearings, actor);
      const key = await this.parts.vault.createCaseKey(draft.caseId);
      // Identity first: a case without its reporter could never be made good, an identity without a case is swept.
      if (request.identity) await this.parts.vault.storeIdentity(draft.caseId, request.identity);
      const digest = key.digestOf(request.texts);
      draft.append({ kind: 'noted', textDigest: digest }, actor);
      const texts = sealTexts(key, { seq: draft.view.seq, texts: request.texts });
      await settle(draft);
      moved.push(...(await this.parts.families.keep(tx, rootOf(draft, null), texts)));
      await tx.$executeRaw`
        INSERT INTO anjie.receipt (code_hash, case_id)
        VALUES (${this.parts.receipts.hashOf(receiptCode)}, ${draft.caseId}::uuid)`;
      return { number: draft.view.number };
    });
    this.parts.tell(moved);
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
    const moved: Moved[] = [];
    const rulebook = await this.parts.rulebooks.refresh();
    const outcome = await once(
      this.parts.db.inTransaction,
      request.idempotency,
      async (tx, undo: (r: Refusal) => never) => {
        const bearings = await this.parts.families.bearingsNow(tx);
        const policy = rulebook.policy(bearings.pinFor(zone));
        const admitted = await mayOpen(tx, opening, facts, actor, { policy, now: bearings.now });
        if (!admitted.ok) return undo(admitted.refusal);
        const { caseType } = opening;
        const input = { ...facts, ...admitted.value };
        const draft = openDraft(
          { caseType, zone, unit: actor.unit, input, parent: null },
          bearings,
          writtenBy(actor),
        );
        const key = await this.parts.vault.createCaseKey(draft.caseId);
        draft.append({ kind: 'noted', textDigest: key.digestOf(texts) }, writtenBy(actor));
        const move = { seq: draft.view.seq, texts };
        await settle(draft);
        const root = rootOf(draft, labelIn(opening.form, body));
        moved.push(...(await this.parts.families.keep(tx, root, sealTexts(key, move))));
        return answerOf(draft.view, move.seq, draft.fresh, actor) as CaseAnswer & JsonObject;
      },
    );
    this.parts.tell(moved);
    return toldOf(outcome);
  }

  /**
   * Opens a case that the office owes somebody, as a notice to a firm. What is owed is read and marked as opened in
   * the same transaction, so that it is opened once, whoever asks.
   * @returns the id of the case, or null where nothing is owed
   */
  async owed(owed: (tx: Transaction) => Promise<Owed | null>): Promise<string | null> {
    const moved: Moved[] = [];
    const caseId = await this.parts.rulebooks.reckon(() =>
      this.parts.db.inTransaction(async (tx) => {
        const debt = await owed(tx);
        if (debt === null) return null;
        const bearings = await this.parts.families.bearingsNow(tx);
        const draft = openDraft({ ...debt.opening, parent: null }, bearings, debt.by);
        await this.parts.vault.createCaseKey(draft.caseId);
        await settle(draft);
        moved.push(...(await this.parts.families.keep(tx, rootOf(draft, debt.label), [])));
        await debt.opened(draft.caseId);
        return draft.caseId;
      }),
    );
    this.parts.tell(moved);
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
