import type { EffectResult, EventActor } from '../../domain/case/case-event';
import { authorize, type Circumstances } from '../../domain/moves/authorize';
import { viewOf, type CaseView } from '../../domain/case/case-view';
import { stepDef } from '../../domain/cases/catalogue';
import type { CaseMove } from '../../domain/moves/case-move';
import { runProcedure } from '../../domain/moves/run-procedure';
import type { JsonObject } from '../../domain/json';
import { decide, perform, type WrittenLine } from '../../domain/moves/moves';
import { enterPaper } from '../../domain/moves/paper';
import { changesSince, type CaseChanges } from '../../domain/moves/changes';
import type { Policy } from '../../domain/law/policy';
import { recount } from '../../domain/moves/recount';
import { refuse, type Refusal, type Result } from '../../domain/refusal';
import { fireDueRungs } from '../../domain/moves/rungs';
import { withdrawAlong } from '../../domain/moves/withdrawal';
import { mayBeAssigned, namedPersonsFit } from './eligibility';
import type { Database } from '../store/database';
import { mayReopen } from './admission';
import { answerOf } from './case-answer';
import { CaseOpenings } from './case-openings';
import { sealHeads } from '../vault/family-seal';
import type {
  ActRequest,
  AddPaperRequest,
  AdvanceRequest,
  CaseAnswer,
  DecideRequest,
  Desk,
  OpenCaseRequest,
  OpenTipOffRequest,
  Outcome,
  PendingCase,
  TipOffOpened,
} from './desk';
import { Families, sealTexts, type LoadedCase } from './families';
import { bookPayout, payeeStands } from '../cases/payout';
import type { CommittedChange } from './committed-change';
import { replayAnswer, done, retryOnKeyRace, rollbackOnRefusal, type Done } from '../store/idempotency';
import { headsOf, markSeen, readRecord, type CaseRef } from '../store/stored-record';
import { toOutcome } from './outcome';
import { keepPublishedTexts } from '../notices/publications';
import type { Transaction } from '../store/statements';
import type { Receipts } from '../vault/receipts';
import { Rulebooks } from '../store/rulebook';
import type { Signer } from '../vault/signer';
import type { CaseKey, Vault } from '../vault/vault';

export interface DeskParts {
  readonly db: Database;
  readonly vault: Vault;
  readonly receipts: Receipts;
  /** Signs for the office where a decision seals. */
  readonly signer: Signer;
  /** The office's time; without it PostgreSQL's, so that a host's wrong clock moves no deadline. */
  readonly now?: () => Date;
  /** Told after the commit, so that the workflow of the case is woken. */
  readonly onCommitted?: (moved: CommittedChange) => void;
}

/**
 * The desk over PostgreSQL. Each move locks its family of cases, judges, appends, runs the procedure,
 * writes the derived tables and the answer under the idempotency key: one transaction, all or nothing.
 */
export class CaseDesk implements Desk {
  readonly #rulebooks: Rulebooks;
  readonly #families: Families;
  readonly #openings: CaseOpenings;

  constructor(private readonly parts: DeskParts) {
    this.#rulebooks = new Rulebooks(parts.db);
    this.#families = new Families({ ...parts, rulebooks: this.#rulebooks });
    this.#openings = new CaseOpenings({
      ...parts,
      rulebooks: this.#rulebooks,
      families: this.#families,
      tell: (moved) => this.#tell(moved),
    });
  }

  openTipOff(request: OpenTipOffRequest): Promise<Outcome<TipOffOpened>> {
    return this.#openings.tipOff(request);
  }

  openCase(request: OpenCaseRequest): Promise<Outcome<CaseAnswer>> {
    return this.#openings.byForm(request);
  }

  openPending(owed: (tx: Transaction) => Promise<PendingCase | null>): Promise<string | null> {
    return this.#openings.pending(owed);
  }

  /** Withdraws an open case because what it rests on was withdrawn. Doing it twice changes nothing. */
  async withdrawPending(caseId: string, by: EventActor): Promise<void> {
    const changes: CommittedChange[] = [];
    await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      if (loaded === null || loaded.move.view.closed) return;
      withdrawAlong(loaded.move, by);
      changes.push(...(await this.#families.keep(tx, loaded, [])));
    });
    this.#tell(changes);
  }

  decide(request: DecideRequest): Promise<Outcome<CaseAnswer>> {
    return this.#move(request, async (tx, loaded, circumstances, key) => {
      const { move } = loaded;
      const allowed = authorize(move.view, { ...request, verdict: request.body.verdict }, circumstances);
      if (!allowed.ok) return allowed;
      const persons = await namedPersonsFit(tx, request, move.view, circumstances);
      if (!persons.ok) return persons;
      // A payee that is missing or not the one released is never paid, whoever asks.
      const payeeDigest =
        move.view.caseType === 'payout' ? await this.parts.vault.payeeDigest(loaded.family.rootId) : null;
      const payee = await payeeStands(tx, move.caseId, request.step, request.body.verdict, payeeDigest);
      if (!payee.ok) return payee;
      const seal = await this.#sealFor(tx, loaded, request);
      const written = decide(move, request, circumstances, (texts) => key.digestOf(texts), seal);
      if (!written.ok || move.view.caseType !== 'payout') return written;
      const booked = await bookPayout(tx, move.caseId, request.step, request.body, payeeDigest);
      return booked.ok ? written : booked;
    });
  }

  act(request: ActRequest): Promise<Outcome<CaseAnswer>> {
    return this.#move(request, async (tx, { move }, circumstances, key) => {
      const { act } = request;
      if (act.act === 'assign') {
        const fit = await mayBeAssigned(tx, act.to, stepDef(act.step).role, move.view, circumstances);
        if (!fit.ok) return fit;
      }
      if (act.act === 'reopen') {
        const { view, context } = move;
        const policy = context.policy(context.pinFor(view.zone));
        const fit = await mayReopen(tx, move.caseId, view, { policy, now: context.now });
        if (!fit.ok) return fit;
      }
      const left = act.act === 'withdraw' ? await this.#families.outlasting(tx, move) : {};
      return perform(move, request, circumstances, (texts) => key.digestOf(texts), left);
    });
  }

  addPaper(request: AddPaperRequest): Promise<Outcome<CaseAnswer>> {
    return this.#move(request, async (tx, { move }, circumstances) => {
      const { paper, origin, material, actor } = request;
      const { id: paperId, ...content } = paper;
      const entered = enterPaper(move, { paperId, ...content, material }, actor, circumstances);
      if (!entered.ok) return entered;
      const { seq } = entered.value;
      await tx.$executeRaw`
        INSERT INTO anjie.paper (id, case_id, seq, digest, media_type, bytes, origin, material, added_at)
        VALUES (${paperId}::uuid, ${move.caseId}::uuid, ${seq}, ${paper.digest}, ${paper.mediaType}, ${paper.bytes},
          ${origin}, ${material}, ${move.context.now}::timestamptz)`;
      return entered;
    });
  }

  async advance(request: AdvanceRequest): Promise<CaseChanges> {
    const { caseId, knownSeq } = request;
    const standing = await this.viewOf({ caseId });
    if (standing === null) throw new Error('no such case');
    // Mostly a move has woken the workflow, and has appended all that follows: nothing to lock a case for.
    if (standing.view.seq === knownSeq) return this.#appendWhatIsDue(request);
    await markSeen(this.parts.db, caseId, standing.view.seq);
    return changesSince(standing.view, knownSeq, standing.policy);
  }

  async #appendWhatIsDue({ caseId, knownSeq, wants, at }: AdvanceRequest): Promise<CaseChanges> {
    const changes: CommittedChange[] = [];
    const fresh = await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId }, { at });
      if (loaded === null) throw new Error('no such case');
      const { move } = loaded;
      // Somebody wrote in between: append nothing, tell the news, let the workflow think again.
      if (move.view.seq === knownSeq) {
        fireDueRungs(move);
        await runProcedure(move);
        agree(wants, move);
        if (move.fresh.length > 0) changes.push(...(await this.#families.keep(tx, loaded, [])).slice(1));
      }
      await markSeen(tx, caseId, move.view.seq);
      return changesSince(move.view, knownSeq, move.policy);
    });
    this.#tell(changes);
    return fresh;
  }

  /** Records that an effect has had its outcome. Doing it twice changes nothing. */
  async effectDone(caseId: string, key: string, result: EffectResult): Promise<void> {
    await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      if (loaded === null || loaded.move.view.effects[key]?.result !== null) return;
      loaded.move.append({ kind: 'effect-done', key, result }, { kind: 'system', part: 'effect' });
      await this.#families.keep(tx, loaded, []);
    });
  }

  /** Lets a case go over to the law that is to hold for it, and counts its open clocks under that and the calendar in force. */
  async recount(caseId: string): Promise<void> {
    const changes: CommittedChange[] = [];
    await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      if (loaded === null) return;
      const { move } = loaded;
      recount(move, this.#rulebooks.current().pinAfter(move.view.policy, move.context.now));
      if (move.fresh.length > 0) changes.push(...(await this.#families.keep(tx, loaded, [])));
      await tx.$executeRaw`
        UPDATE anjie.case_file SET calendar_revision = ${move.context.calendar.revision} WHERE id = ${caseId}::uuid`;
    });
    this.#tell(changes);
  }

  /** Law or calendar were published in this process: the next move reckons by them at once. */
  rulesChanged(): void {
    this.#rulebooks.forget();
  }

  /** The case as its record tells it, without a lock, with the policy that it pinned. Null where there is none. */
  async viewOf(where: CaseRef): Promise<{ caseId: string; view: CaseView; policy: Policy } | null> {
    const caseId = 'caseId' in where ? where.caseId : await this.#idOf(where.number);
    if (caseId === null) return null;
    const stored = await readRecord(this.parts.db, caseId);
    if (stored === null) return null;
    const view = viewOf(stored.events);
    return { caseId, view, policy: await this.#rulebooks.policyOf(view.policy) };
  }

  /** One move of a person on one case: everything that is alike for decisions, acts and papers. */
  async #move(
    request: Pick<DecideRequest, 'number' | 'actor' | 'idempotency'>,
    make: (
      tx: Transaction,
      loaded: LoadedCase,
      circumstances: Circumstances,
      key: CaseKey,
    ) => Promise<Result<WrittenLine>>,
  ): Promise<Outcome<CaseAnswer>> {
    const changes: CommittedChange[] = [];
    const { number, idempotency, actor } = request;
    const work = async (
      tx: Transaction,
      undo: (refusal: Refusal) => never,
    ): Promise<Done<CaseAnswer, Refusal>> => {
      // Copies of one request wait for their turn on the family: the second one finds what the first was answered.
      const loaded = await this.#families.load(tx, { number }, { idempotency });
      if (loaded === null) return undo(refuse('case-not-found', 'no such case').refusal);
      const { move, circumstances, known } = loaded;
      if (known !== null && idempotency !== null) return replayAnswer(known, idempotency);
      const key = await this.parts.vault.keyOf(move.caseId);
      const written = await make(tx, loaded, circumstances, key);
      if (!written.ok) return undo(written.refusal);
      await runProcedure(move);
      const answer = answerOf(move.view, written.value.seq, move.fresh, actor) as CaseAnswer & JsonObject;
      const answered = idempotency && { idempotency, answer };
      changes.push(...(await this.#families.keep(tx, loaded, sealTexts(key, written.value), answered)));
      await keepPublishedTexts(tx, move, written.value);
      return done(answer);
    };
    const outcome = await this.#rulebooks.reckon(() =>
      retryOnKeyRace(() => rollbackOnRefusal(this.parts.db.inTransaction, work)),
    );
    this.#tell(changes);
    return toOutcome(outcome);
  }

  #inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#rulebooks.reckon(() => this.parts.db.inTransaction(work));
  }

  /** The office's seal on the family as it stands, where the decision seals; its lock is held, so no record grows meanwhile. */
  async #sealFor(
    tx: Transaction,
    { move, family }: LoadedCase,
    { step, body }: DecideRequest,
  ): Promise<JsonObject | null> {
    if (stepDef(step).seals !== body.verdict) return null;
    return sealHeads(this.parts.signer, move.context.now, await headsOf(tx, family.rootId));
  }

  async #idOf(number: string): Promise<string | null> {
    return (await this.parts.db.caseFile.findUnique({ where: { number }, select: { id: true } }))?.id ?? null;
  }

  #tell(moved: readonly CommittedChange[]): void {
    for (const each of moved) this.parts.onCommitted?.(each);
  }
}

function agree(wants: readonly string[], move: CaseMove): void {
  const known = (key: string) =>
    key === 'close'
      ? move.view.closed !== null
      : key in move.view.steps || key in move.view.children || key in move.view.effects;
  const stranger = wants.find((key) => !known(key));
  if (stranger !== undefined)
    throw new Error(`the workflow wants ${stranger}, the record does not: two versions of one procedure`);
}
