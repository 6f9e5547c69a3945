import type { EffectResult, EventActor } from '../../domain/case/case-event';
import { authorize, type Circumstances } from '../../domain/moves/authorize';
import { viewOf, type CaseView } from '../../domain/case/case-view';
import { stepDef } from '../../domain/cases/catalogue';
import type { Draft } from '../../domain/moves/case-move';
import { settle } from '../../domain/moves/run-procedure';
import type { JsonObject } from '../../domain/json';
import { decide, perform, type Move } from '../../domain/moves/moves';
import { enterPaper } from '../../domain/moves/paper';
import { newsSince, type News } from '../../domain/moves/changes';
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
  Owed,
  TipOffOpened,
} from './desk';
import { Families, sealTexts, type LoadedCase } from './families';
import { bookPayout, payeeStands } from '../cases/payout';
import type { Moved } from './committed-change';
import { again, done, keyed, undoable, type Done } from '../store/idempotency';
import { headsOf, markSeen, readRecord, type CaseRef } from '../store/stored-record';
import { toldOf } from './outcome';
import { publish } from '../notices/publications';
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
  readonly onCommitted?: (moved: Moved) => void;
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

  openOwed(owed: (tx: Transaction) => Promise<Owed | null>): Promise<string | null> {
    return this.#openings.owed(owed);
  }

  /** Withdraws an open case because what it rests on was withdrawn. Doing it twice changes nothing. */
  async withdrawOwed(caseId: string, by: EventActor): Promise<void> {
    const moved: Moved[] = [];
    await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      if (loaded === null || loaded.draft.view.closed) return;
      withdrawAlong(loaded.draft, by);
      moved.push(...(await this.#families.keep(tx, loaded, [])));
    });
    this.#tell(moved);
  }

  decide(request: DecideRequest): Promise<Outcome<CaseAnswer>> {
    return this.#move(request, async (tx, loaded, circumstances, key) => {
      const { draft } = loaded;
      const allowed = authorize(draft.view, { ...request, verdict: request.body.verdict }, circumstances);
      if (!allowed.ok) return allowed;
      const persons = await namedPersonsFit(tx, request, draft.view, circumstances);
      if (!persons.ok) return persons;
      // A payee that is missing or not the one released is never paid, whoever asks.
      const payeeDigest =
        draft.view.caseType === 'payout' ? await this.parts.vault.payeeDigest(loaded.family.rootId) : null;
      const payee = await payeeStands(tx, draft.caseId, request.step, request.body.verdict, payeeDigest);
      if (!payee.ok) return payee;
      const seal = await this.#sealFor(tx, loaded, request);
      const move = decide(draft, request, circumstances, (texts) => key.digestOf(texts), seal);
      if (!move.ok || draft.view.caseType !== 'payout') return move;
      const booked = await bookPayout(tx, draft.caseId, request.step, request.body, payeeDigest);
      return booked.ok ? move : booked;
    });
  }

  act(request: ActRequest): Promise<Outcome<CaseAnswer>> {
    return this.#move(request, async (tx, { draft }, circumstances, key) => {
      const { act } = request;
      if (act.act === 'assign') {
        const fit = await mayBeAssigned(tx, act.to, stepDef(act.step).role, draft.view, circumstances);
        if (!fit.ok) return fit;
      }
      if (act.act === 'reopen') {
        const { view, bearings } = draft;
        const policy = bearings.policy(bearings.pinFor(view.zone));
        const fit = await mayReopen(tx, draft.caseId, view, { policy, now: bearings.now });
        if (!fit.ok) return fit;
      }
      const left = act.act === 'withdraw' ? await this.#families.outlasting(tx, draft) : {};
      return perform(draft, request, circumstances, (texts) => key.digestOf(texts), left);
    });
  }

  addPaper(request: AddPaperRequest): Promise<Outcome<CaseAnswer>> {
    return this.#move(request, async (tx, { draft }, circumstances) => {
      const { paper, origin, material, actor } = request;
      const { id: paperId, ...content } = paper;
      const entered = enterPaper(draft, { paperId, ...content, material }, actor, circumstances);
      if (!entered.ok) return entered;
      const { seq } = entered.value;
      await tx.$executeRaw`
        INSERT INTO anjie.paper (id, case_id, seq, digest, media_type, bytes, origin, material, added_at)
        VALUES (${paperId}::uuid, ${draft.caseId}::uuid, ${seq}, ${paper.digest}, ${paper.mediaType}, ${paper.bytes},
          ${origin}, ${material}, ${draft.bearings.now}::timestamptz)`;
      return entered;
    });
  }

  async advance(request: AdvanceRequest): Promise<News> {
    const { caseId, knownSeq } = request;
    const standing = await this.viewOf({ caseId });
    if (standing === null) throw new Error('no such case');
    // Mostly a move has woken the workflow, and has appended all that follows: nothing to lock a case for.
    if (standing.view.seq === knownSeq) return this.#appendWhatIsDue(request);
    await markSeen(this.parts.db, caseId, standing.view.seq);
    return newsSince(standing.view, knownSeq, standing.policy);
  }

  async #appendWhatIsDue({ caseId, knownSeq, wants, at }: AdvanceRequest): Promise<News> {
    const moved: Moved[] = [];
    const news = await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId }, { at });
      if (loaded === null) throw new Error('no such case');
      const { draft } = loaded;
      // Somebody wrote in between: append nothing, tell the news, let the workflow think again.
      if (draft.view.seq === knownSeq) {
        fireDueRungs(draft);
        await settle(draft);
        agree(wants, draft);
        if (draft.fresh.length > 0) moved.push(...(await this.#families.keep(tx, loaded, [])).slice(1));
      }
      await markSeen(tx, caseId, draft.view.seq);
      return newsSince(draft.view, knownSeq, draft.policy);
    });
    this.#tell(moved);
    return news;
  }

  /** Records that an effect has had its outcome. Doing it twice changes nothing. */
  async effectDone(caseId: string, key: string, result: EffectResult): Promise<void> {
    await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      if (loaded === null || loaded.draft.view.effects[key]?.result !== null) return;
      loaded.draft.append({ kind: 'effect-done', key, result }, { kind: 'system', part: 'effect' });
      await this.#families.keep(tx, loaded, []);
    });
  }

  /** Lets a case go over to the law that is to hold for it, and counts its open clocks under that and the calendar in force. */
  async recount(caseId: string): Promise<void> {
    const moved: Moved[] = [];
    await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      if (loaded === null) return;
      const { draft } = loaded;
      recount(draft, this.#rulebooks.current().pinAfter(draft.view.policy, draft.bearings.now));
      if (draft.fresh.length > 0) moved.push(...(await this.#families.keep(tx, loaded, [])));
      await tx.$executeRaw`
        UPDATE anjie.case_file SET calendar_revision = ${draft.bearings.calendar.revision} WHERE id = ${caseId}::uuid`;
    });
    this.#tell(moved);
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
    ) => Promise<Result<Move>>,
  ): Promise<Outcome<CaseAnswer>> {
    const moved: Moved[] = [];
    const { number, idempotency, actor } = request;
    const work = async (
      tx: Transaction,
      undo: (refusal: Refusal) => never,
    ): Promise<Done<CaseAnswer, Refusal>> => {
      // Copies of one request wait for their turn on the family: the second one finds what the first was answered.
      const loaded = await this.#families.load(tx, { number }, { idempotency });
      if (loaded === null) return undo(refuse('case-not-found', 'no such case').refusal);
      const { draft, circumstances, known } = loaded;
      if (known !== null && idempotency !== null) return again(known, idempotency);
      const key = await this.parts.vault.keyOf(draft.caseId);
      const move = await make(tx, loaded, circumstances, key);
      if (!move.ok) return undo(move.refusal);
      await settle(draft);
      const answer = answerOf(draft.view, move.value.seq, draft.fresh, actor) as CaseAnswer & JsonObject;
      const answered = idempotency && { idempotency, answer };
      moved.push(...(await this.#families.keep(tx, loaded, sealTexts(key, move.value), answered)));
      await publish(tx, draft, move.value);
      return done(answer);
    };
    const outcome = await this.#rulebooks.reckon(() =>
      keyed(() => undoable(this.parts.db.inTransaction, work)),
    );
    this.#tell(moved);
    return toldOf(outcome);
  }

  #inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#rulebooks.reckon(() => this.parts.db.inTransaction(work));
  }

  /** The office's seal on the family as it stands, where the decision seals; its lock is held, so no record grows meanwhile. */
  async #sealFor(
    tx: Transaction,
    { draft, family }: LoadedCase,
    { step, body }: DecideRequest,
  ): Promise<JsonObject | null> {
    if (stepDef(step).seals !== body.verdict) return null;
    return sealHeads(this.parts.signer, draft.bearings.now, await headsOf(tx, family.rootId));
  }

  async #idOf(number: string): Promise<string | null> {
    return (await this.parts.db.caseFile.findUnique({ where: { number }, select: { id: true } }))?.id ?? null;
  }

  #tell(moved: readonly Moved[]): void {
    for (const each of moved) this.parts.onCommitted?.(each);
  }
}

function agree(wants: readonly string[], draft: Draft): void {
  const known = (key: string) =>
    key === 'close'
      ? draft.view.closed !== null
      : key in draft.view.steps || key in draft.view.children || key in draft.view.effects;
  const stranger = wants.find((key) => !known(key));
  if (stranger !== undefined)
    throw new Error(`the workflow wants ${stranger}, the record does not: two versions of one procedure`);
}
