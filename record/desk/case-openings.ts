import { caseTypeBehind } from '../../domain/cases/catalogue';
import { missingLaw } from '../../domain/cases/law-fit';
import type { EventActor } from '../../domain/case/case-event';
import type { CaseType } from '../../domain/case/case-type';
import { labelIn, splitForm } from '../../domain/case/form';
import type { JsonObject } from '../../domain/json';
import { openCase, type CaseMove, type MoveContext } from '../../domain/moves/case-move';
import { runProcedure } from '../../domain/moves/run-procedure';
import { writtenBy, type Texts } from '../../domain/moves/written-line';
import type { Policy } from '../../domain/law/policy';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { Actor } from '../../domain/role';
import { speaksOfDeath } from '../../domain/text/death-words';
import type { Instant } from '../../domain/time/calendar';
import type { Database } from '../store/database';
import { keepAnswer, takeKey, type Idempotency } from '../store/idempotency';
import type { Rulebooks } from '../store/rulebook';
import type { Transaction } from '../store/statements';
import type { Receipts } from '../vault/receipts';
import type { Vault } from '../vault/vault';
import { mayOpen, mayReport } from './admission';
import { answerOf } from './case-answer';
import { commit, type Committed } from './commit';
import type { CommittedChange } from './committed-change';
import type {
  CaseAnswer,
  OpenByReporterRequest,
  OpenCaseRequest,
  OpenTipOffRequest,
  Outcome,
  PendingCase,
  TipOffOpened,
} from './desk';
import { rootOf, type Families, type Written } from './families';
import { enter, opensWith } from './take-over';
import type { Ties } from './ties';

interface OpeningParts {
  readonly db: Database;
  readonly vault: Vault;
  readonly receipts: Receipts;
  readonly rulebooks: Rulebooks;
  readonly families: Families;
  readonly ties: Ties;
  /** Called after the commit. */
  readonly tell: (changes: readonly CommittedChange[]) => void;
}

/** What somebody hands in who leaves with a receipt code. */
type HandedIn = Pick<OpenTipOffRequest, 'actor' | 'identity' | 'texts' | 'before' | 'idempotency'>;

/** A case as it is opened; with the id that it has to have, where it was worked out before. */
interface Opened {
  readonly opening: Parameters<typeof openCase>[0];
  readonly id?: Parameters<typeof openCase>[3] | undefined;
}

/** The ways in which a case without a parent begins: handed in by a reporter, opened by staff, owed by the office. */
export class CaseOpenings {
  constructor(private readonly parts: OpeningParts) {}

  tipOff(request: OpenTipOffRequest): Promise<Outcome<TipOffOpened>> {
    const { zone, unit } = request;
    const caseType = caseTypeBehind('intake');
    return this.#handedIn(request, async (tx, context) => {
      const lawful = hasLaw(context.policy(context.pinFor(zone)));
      if (!lawful.ok) return lawful;
      const begun = await this.#begun(tx, request, caseType, context);
      if (!begun.ok) return begun;
      const { opening, id } = begun.value;
      const input = tipIn(request, context.now);
      return ok({ opening: { caseType, zone, unit, input, parent: null, ...opening }, id });
    });
  }

  /** Opens a case of a reporter about their firm. Refusals: `zone-without-law`, `enterprise-unknown`, the opening's own. */
  byReporter(request: OpenByReporterRequest): Promise<Outcome<TipOffOpened>> {
    const { opening, body, enterpriseId, place, idempotency } = request;
    const { facts, texts } = splitForm(opening.byReporter.form, body);
    // What a reporter writes has plain names, as a tip's words have: texts of forms have pointers.
    const words = Object.fromEntries(
      Object.entries(texts).map(([at, text]) => [at.replace(/^\//, ''), text]),
    );
    const handedIn = { actor: null, identity: null, texts: words, idempotency };
    return this.#handedIn(handedIn, async (tx, context) => {
      const policy = this.parts.rulebooks.current().policy(context.pinFor(place.zone));
      const lawful = hasLaw(policy);
      if (!lawful.ok) return lawful;
      const admitted = await mayReport(tx, opening, facts, enterpriseId, { policy, now: context.now });
      if (!admitted.ok) return admitted;
      const input = { ...facts, ...admitted.value, byReporter: true };
      return ok({ opening: { caseType: opening.caseType, ...place, input, parent: null } });
    });
  }

  /** Opens a case for somebody who leaves with a receipt code, and whose words are sealed under its key. */
  async #handedIn(
    request: HandedIn,
    opens: (tx: Transaction, context: MoveContext) => Promise<Result<Opened>>,
  ): Promise<Outcome<TipOffOpened>> {
    const { vault, receipts, families, ties } = this.parts;
    let receiptCode = '';
    const by: EventActor = request.actor ? writtenBy(request.actor) : { kind: 'reporter' };
    const outcome = await this.#once<{ number: string }>(request.idempotency, async (tx) => {
      const context = await families.contextNow(tx);
      const opened = await opens(tx, context);
      if (!opened.ok) return opened;
      const move = openCase(opened.value.opening, context, by, opened.value.id);
      const { number } = move.view;
      receiptCode = receipts.codeFor(request.idempotency && { ...request.idempotency, number });
      const codeHash = receipts.hashOf(receiptCode);
      const receipt = codeHash.toString('hex');
      const noted = { ...request.texts, ...request.before?.texts };
      const written = await this.#firstNote(move, by, noted, request.actor, { receipt });
      // The identity is stored first: an identity without a case is swept later, a case without its reporter could
      // never be mended.
      if (request.identity) await vault.storeIdentity(move.caseId, request.identity);
      const goesOn = await this.#goOn(move, request, by);
      if (!goesOn.ok) return goesOn;
      const changes = await families.keep(tx, rootOf(move, null), written);
      await ties.bind(tx, [{ rootId: move.caseId, texts: Object.values(request.texts) }]);
      await tx.$executeRaw`
        INSERT INTO anjie.receipt (code_hash, case_id) VALUES (${codeHash}, ${move.caseId}::uuid)`;
      return { ok: true, answer: { number }, repeated: false, changes };
    });
    if (!outcome.ok) return outcome;
    const { number } = outcome.answer;
    const told = outcome.repeated ? await this.#codeAgain(number, request) : receiptCode;
    return { ...outcome, answer: { number, receiptCode: told } };
  }

  /**
   * Opens a case by its form. Refusals: `zone-without-law`, `role-missing`, `enterprise-unknown`, `conflict-of-interest`, and the
   * opening's own.
   */
  byForm(request: OpenCaseRequest): Promise<Outcome<CaseAnswer>> {
    const { opening, body, actor, place, idempotency, before } = request;
    const { families, rulebooks } = this.parts;
    const { caseType, form } = opening;
    const { facts, texts } = splitForm(form, body);
    return this.#once<CaseAnswer>(idempotency, async (tx) => {
      const context = await families.contextNow(tx);
      const policy = rulebooks.current().policy(context.pinFor(place.zone));
      const lawful = hasLaw(policy);
      if (!lawful.ok) return lawful;
      const now = before?.before.since ?? context.now;
      const admitted = await mayOpen(tx, opening, facts, actor, { policy, now });
      if (!admitted.ok) return admitted;
      const input = { ...facts, ...admitted.value };
      const begun = await this.#begun(tx, request, caseType, context);
      if (!begun.ok) return begun;
      const by = writtenBy(actor);
      const move = openCase({ caseType, ...place, input, parent: null, ...begun.value.opening }, context, by);
      const written = await this.#firstNote(move, by, { ...texts, ...before?.texts }, actor);
      const goesOn = await this.#goOn(move, request, by);
      if (!goesOn.ok) return goesOn;
      const changes = await families.keep(tx, rootOf(move, labelIn(form, body)), written);
      const answer = answerOf(move, written.line.seq, actor);
      return { ok: true, answer, repeated: false, changes };
    });
  }

  /**
   * Opens a case that the office owes somebody, as a notice to a firm. What is pending is read and marked as opened
   * in the same transaction, so that it is opened once, however many ask.
   * @returns the id of the case, or null where nothing is pending
   */
  async pending(next: (tx: Transaction) => Promise<PendingCase | null>): Promise<string | null> {
    const { families, vault } = this.parts;
    const outcome = await this.#once<{ caseId: string | null }>(null, async (tx) => {
      const pending = await next(tx);
      if (pending === null) return { ok: true, answer: { caseId: null }, repeated: false };
      const context = await families.contextNow(tx);
      const move = openCase({ ...pending.opening, parent: null }, context, pending.by);
      await vault.createCaseKey(move.caseId);
      await runProcedure(move);
      const changes = await families.keep(tx, rootOf(move, pending.label));
      await pending.opened(move.caseId);
      return { ok: true, answer: { caseId: move.caseId }, repeated: false, changes };
    });
    return outcome.ok ? outcome.answer.caseId : null;
  }

  /** What a case is opened with that ran before; nothing for one that begins here. */
  async #begun(
    tx: Transaction,
    { before, actor }: Pick<OpenTipOffRequest, 'before' | 'actor'>,
    caseType: CaseType,
    context: MoveContext,
  ): Promise<ReturnType<typeof opensWith>> {
    return before === undefined
      ? ok({ opening: {} })
      : opensWith(tx, this.parts.vault, before, { actor, caseType, context });
  }

  /** Runs the procedure of a case that begins here; one that ran before waits for a second person. */
  async #goOn(
    move: CaseMove,
    { before }: Pick<OpenTipOffRequest, 'before'>,
    by: EventActor,
  ): Promise<Result<null>> {
    if (before !== undefined) return enter(move, this.parts.vault, before, by);
    await runProcedure(move);
    return ok(null);
  }

  /** The texts that a case begins with, digested in its second line and sealed under its new key. */
  async #firstNote(
    move: CaseMove,
    by: EventActor,
    texts: Texts,
    actor: Actor | null,
    more: { readonly receipt?: string } = {},
  ): Promise<Written> {
    const key = await this.parts.vault.createCaseKey(move.caseId);
    const { seq } = move.append({ kind: 'noted', textDigest: key.digestOf(texts), ...more }, by);
    return { line: { seq, texts }, actor, key, answered: null };
  }

  /**
   * Does a piece of work once per idempotency key. No lock on a case makes copies of this request wait, so the key
   * does.
   */
  #once<T>(
    idempotency: Idempotency | null,
    work: (tx: Transaction) => Promise<Committed<T>>,
  ): Promise<Outcome<T>> {
    const { db, rulebooks, tell } = this.parts;
    return commit(db, rulebooks, tell, async (tx): Promise<Committed<T>> => {
      const before = await takeKey<T, never>(tx, idempotency);
      if (before !== null) return before;
      const done = await work(tx);
      if (done.ok) await keepAnswer(tx, idempotency, done.answer as unknown as JsonObject);
      return done;
    });
  }

  /**
   * The receipt code that the first of several identical requests was given, whichever generation of the key made it.
   */
  async #codeAgain(number: string, { idempotency }: Pick<HandedIn, 'idempotency'>): Promise<string> {
    const [kept] = await this.parts.db.$queryRaw<{ codeHash: Uint8Array }[]>`
      SELECT r.code_hash AS "codeHash" FROM anjie.receipt r JOIN anjie.case_file f ON f.id = r.case_id
      WHERE f.number = ${number}`;
    const request = idempotency && { ...idempotency, number };
    const code = kept && request && this.parts.receipts.repeatedCodeFor(request, kept.codeHash);
    if (!code) throw new Error('the receipt key of this request has been retired');
    return code;
  }
}

/** What a tip is opened with: that it came no later than now, and whether it speaks of a death. */
function tipIn(request: OpenTipOffRequest, now: Instant): JsonObject {
  const { channel, reporterKind, category, allegesDeath, texts, receivedAt } = request;
  const said = allegesDeath === true || Object.values(texts).some(speaksOfDeath);
  return {
    ...{ channel, reporterKind, category, receivedAt: earlier(receivedAt, now) },
    ...(said ? { allegesDeath: true } : {}),
  };
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}

/** What each policy is missing; a policy is the same object for a day. */
const missingIn = new WeakMap<Policy, string | null>();

/** Refusal: `zone-without-law`. */
function hasLaw(policy: Policy): Result<null> {
  if (!missingIn.has(policy)) missingIn.set(policy, missingLaw(policy));
  const missing = missingIn.get(policy) ?? null;
  return missing === null
    ? ok(null)
    : refuse('zone-without-law', `'${policy.zone}' has no row '${missing}': publish its law first`);
}
