import type { CaseEvent, EffectResult, EventActor } from '../../domain/case/case-event';
import { viewOf, type CaseView } from '../../domain/case/case-view';
import { stepDef, steps } from '../../domain/cases/catalogue';
import { stepOfKey } from '../../domain/case/step';
import type { JsonObject } from '../../domain/json';
import type { Policy } from '../../domain/law/policy';
import { perform } from '../../domain/moves/acts/perform';
import type { CaseMove } from '../../domain/moves/case-move';
import { changesSince, type CaseChanges } from '../../domain/moves/story/changes';
import { judge, take, type Gathered, type Judged } from '../../domain/moves/decision';
import { enterPaper, enterScan } from '../../domain/moves/paper';
import { tried } from '../../domain/moves/take-over/trial';
import { existsFor } from '../../domain/moves/authorize';
import { recount } from '../../domain/moves/recount';
import { runProcedure } from '../../domain/moves/run-procedure';
import { fireDueRungs } from '../../domain/moves/rungs';
import { toldByAct, toldByDecision } from '../../domain/moves/enterprise-visibility';
import { storyOf } from '../../domain/moves/story/story';
import { withdrawAlong, type CarriedOver } from '../../domain/moves/family/withdrawal';
import type { WrittenLine } from '../../domain/moves/written-line';
import { CaseMisfit, inCase } from '../../domain/misfit';
import { ok, refuse, type Result } from '../../domain/refusal';
import { hooksOf } from '../cases/hooks';
import type { Database } from '../store/database';
import { replayAnswer } from '../store/idempotency';
import { Rulebooks } from '../store/rulebook';
import type { Transaction } from '../store/statements';
import { headsOf, markSeen, materialsOf, readRecord, type CaseRef } from '../store/stored-record';
import type { CaseKey } from '../vault/case-key';
import { sealHeads } from '../vault/family-seal';
import { nothingSigned, type HeadStore } from '../trust/head-store';
import type { Witness } from '../trust/verify-record';
import type { Receipts } from '../vault/receipts';
import type { Signer } from '../vault/signer';
import type { Vault } from '../vault/vault';
import { mayName, mayReopen } from './admission';
import { answerOf, foreseenOf } from './case-answer';
import { CaseOpenings } from './case-openings';
import { commit, type Committed } from './commit';
import type { CommittedChange } from './committed-change';
import type {
  ActRequest,
  AddPaperRequest,
  AdvanceRequest,
  CaseAnswer,
  DecideRequest,
  Desk,
  OpenByReporterRequest,
  OpenCaseRequest,
  OpenTipOffRequest,
  Outcome,
  PendingCase,
  TipOffOpened,
  VerifiedCase,
} from './desk';
import { mayBeAssigned, namedPersonsFit } from './eligibility';
import { Families, type LoadedCase } from './families';
import { Ties } from './ties';
import { repeatNoTip } from './told-words';
import { onVerifiedRecord, underPublishedLaw } from './verified-family';

export interface DeskParts {
  readonly db: Database;
  readonly vault: Vault;
  readonly receipts: Receipts;
  /** Signs for the office where a decision seals. */
  readonly signer: Signer;
  /** The signed heads, which are kept outside the database. Without them a record is verified by its seals alone. */
  readonly heads?: HeadStore;
  /** The office's time. Default: PostgreSQL's, so that a host's wrong clock moves no deadline. */
  readonly now?: () => Date;
  /** Called after the commit, so that the workflow of the case is woken. */
  readonly onCommitted?: (change: CommittedChange) => void;
}

/** A case by its record, with the policy that it has pinned. */
export interface StandingCase {
  readonly caseId: string;
  readonly record: readonly CaseEvent[];
  readonly view: CaseView;
  readonly policy: Policy;
}

/** What a person writes to a case whose family is locked: its line, or why not. */
type Write = (tx: Transaction, loaded: LoadedCase, key: CaseKey) => Promise<Result<WrittenLine>>;

/**
 * The desk over PostgreSQL. Each move locks its family of cases, judges, appends, runs the procedure,
 * writes the derived tables and the answer under the idempotency key: one transaction, all or nothing.
 */
export class CaseDesk implements Desk {
  readonly #rulebooks: Rulebooks;
  readonly #families: Families;
  readonly #openings: CaseOpenings;
  readonly #ties: Ties;
  /** The revisions of law that this process has held against what was published. */
  readonly #published = new Set<number>();

  constructor(private readonly parts: DeskParts) {
    this.#rulebooks = new Rulebooks(parts.db);
    this.#families = new Families({ ...parts, rulebooks: this.#rulebooks });
    this.#ties = new Ties(parts);
    this.#openings = new CaseOpenings({
      ...parts,
      ties: this.#ties,
      families: this.#families,
      rulebooks: this.#rulebooks,
      tell: (changes) => this.#tell(changes),
    });
  }

  // --- what people ask for ----------------------------------------------------------------------

  openTipOff(request: OpenTipOffRequest): Promise<Outcome<TipOffOpened>> {
    return this.#openings.tipOff(request);
  }

  openByReporter(request: OpenByReporterRequest): Promise<Outcome<TipOffOpened>> {
    return this.#openings.byReporter(request);
  }

  openCase(request: OpenCaseRequest): Promise<Outcome<CaseAnswer>> {
    return this.#openings.byForm(request);
  }

  decide(request: DecideRequest): Promise<Outcome<CaseAnswer>> {
    return this.#onCase(request, this.#decision(request));
  }

  foresee(request: DecideRequest): Promise<Outcome<CaseAnswer>> {
    return this.#onCase({ ...request, idempotency: null }, this.#decision(request), 'undone');
  }

  #decision(request: DecideRequest): Write {
    return async (tx, found, key) => {
      // Whoever may not decide is refused before the records are verified, which costs more. The verified record is
      // judged again.
      const allowed = judge(found.move, request, found.circumstances);
      if (!allowed.ok) return allowed;
      const verified = await this.#verified(tx, found, request.step);
      if (!verified.ok) return verified;
      const loaded = verified.value;
      const judged = loaded === found ? allowed : judge(loaded.move, request, loaded.circumstances);
      if (!judged.ok) return judged;
      const hooks = hooksOf(loaded.move.view.caseType);
      const point = this.#families.hookPoint(tx, loaded.move, loaded.family.rootId, loaded.verified);
      const beside = (await hooks.gather?.(point, request)) ?? ok({});
      if (!beside.ok) return beside;
      const gathered = await this.#gather(tx, loaded, judged.value);
      if (!gathered.ok) return gathered;
      const written = take(loaded.move, judged.value, { ...gathered.value, beside: beside.value }, (texts) =>
        key.digestOf(texts),
      );
      if (!written.ok) return written;
      const { verdict: _, ...fields } = request.body;
      const told = toldByDecision(judged.value.form, fields);
      const kept = await repeatNoTip(tx, this.parts, loaded, { told, actor: request.actor, key });
      if (!kept.ok) return kept;
      const booked = await hooks.decided?.(point, request);
      return booked?.ok === false ? booked : written;
    };
  }

  act(request: ActRequest): Promise<Outcome<CaseAnswer>> {
    return this.#onCase(request, async (tx, loaded, key) => {
      const carriedOver = await this.#gatherForAct(tx, loaded, request);
      if (!carriedOver.ok) return carriedOver;
      const { act, actor } = request;
      const { move, circumstances } = loaded;
      const written = perform(
        move,
        request,
        circumstances,
        (texts) => key.digestOf(texts),
        carriedOver.value,
      );
      if (!written.ok) return written;
      const kept = await repeatNoTip(tx, this.parts, loaded, { told: toldByAct(act), actor, key });
      return kept.ok ? written : kept;
    });
  }

  addPaper(request: AddPaperRequest): Promise<Outcome<CaseAnswer>> {
    return this.#onCase(request, async (_tx, { move, circumstances }) => {
      const { paper, material, actor } = request;
      const { id: paperId, ...content } = paper;
      return enterPaper(move, { paperId, ...content, material }, actor, circumstances);
    });
  }

  // --- what time brings -------------------------------------------------------------------------

  async advance(request: AdvanceRequest): Promise<CaseChanges> {
    const { caseId, knownSeq } = request;
    const standing = await this.viewOf({ caseId });
    if (standing === null) throw new Error('no such case');
    const { record, view, policy } = standing;
    // Most wake-ups come from a move that has already appended all that follows: then no case has to be locked.
    if (view.seq === knownSeq) return (await this.#appendWhatIsDue(request)) ?? this.advance(request);
    await markSeen(this.parts.db, caseId, view.seq);
    return { story: storyOf(record.slice(knownSeq), view), ...changesSince(view, knownSeq, policy) };
  }

  /**
   * Appends what is due. Null where somebody wrote in between: then nothing is appended, and the changes have to be
   * read.
   */
  async #appendWhatIsDue({ caseId, knownSeq, wants, at }: AdvanceRequest): Promise<CaseChanges | null> {
    const { changes, told } = await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId }, { at });
      if (loaded === null) throw new Error('no such case');
      const { move } = loaded;
      if (move.view.seq !== knownSeq) return { changes: null, told: [] };
      await inCase(move.view.number, async () => {
        fireDueRungs(move);
        await runProcedure(move);
        agree(wants, move);
      });
      const kept = move.fresh.length > 0 ? await this.#families.keep(tx, loaded) : [];
      await markSeen(tx, caseId, move.view.seq);
      const { view, policy, fresh } = move;
      const changes = { story: storyOf(fresh, view), ...changesSince(view, knownSeq, policy) };
      // The workflow that asks needs no wake-up of its own.
      return { changes, told: kept.slice(1) };
    });
    this.#tell(told);
    return changes;
  }

  /** Records that an effect has had its outcome. Doing it twice changes nothing. */
  async effectDone(caseId: string, key: string, result: EffectResult): Promise<void> {
    await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      if (loaded === null || loaded.move.view.effects[key]?.result !== null) return;
      loaded.move.append({ kind: 'effect-done', key, result }, { kind: 'system', part: 'effect' });
      await this.#families.keep(tx, loaded);
    });
  }

  /** Enters what the scanner says of a paper that waited for it. Doing it twice changes nothing. */
  async paperScanned(caseId: string, paperId: string, found: string | null): Promise<void> {
    const changes = await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      const [waits] = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM anjie.paper WHERE id = ${paperId}::uuid AND case_id = ${caseId}::uuid AND scan = 'waiting'`;
      if (loaded === null || waits === undefined) return [];
      enterScan(loaded.move, paperId, found);
      return this.#families.keep(tx, loaded);
    });
    this.#tell(changes);
  }

  /** Opens a case that the office owes somebody; null where none is pending (see {@link CaseOpenings}). */
  openPending(pending: (tx: Transaction) => Promise<PendingCase | null>): Promise<string | null> {
    return this.#openings.pending(pending);
  }

  /** Withdraws an open case because what it rests on was withdrawn. Doing it twice changes nothing. */
  async withdrawPending(caseId: string, by: EventActor): Promise<void> {
    const changes = await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      if (loaded === null || loaded.move.view.closed) return [];
      withdrawAlong(loaded.move, by);
      return this.#families.keep(tx, loaded);
    });
    this.#tell(changes);
  }

  /**
   * Moves a case to the law that now holds for it, and counts its open clocks under that law and the calendar in force.
   */
  async recount(caseId: string): Promise<void> {
    const changes = await this.#inTransaction(async (tx) => {
      const loaded = await this.#families.load(tx, { caseId });
      if (loaded === null) return [];
      const { move } = loaded;
      const pin = this.#rulebooks.current().pinAfter(move.view.policy, move.context.now);
      await inCase(move.view.number, async () => recount(move, pin));
      const kept = move.fresh.length > 0 ? await this.#families.keep(tx, loaded) : [];
      await tx.$executeRaw`
        UPDATE anjie.case_file SET calendar_revision = ${move.context.calendar.revision} WHERE id = ${caseId}::uuid`;
      return kept;
    });
    this.#tell(changes);
  }

  /**
   * The case by its record, once the records of its family are verified. Refusals: `case-not-found`,
   * `record-not-as-written`.
   */
  onVerified(number: string): Promise<Result<VerifiedCase>> {
    return this.#inTransaction(async (tx) => {
      const found = await this.#families.load(tx, { number });
      if (found === null) return refuse('case-not-found', 'no such case');
      const verified = await this.#onVerified(tx, found);
      const { family, move } = found;
      return verified.ok ? ok({ rootId: family.rootId, view: move.view }) : verified;
    });
  }

  /** To be called when law or calendar were published in this process: the next move uses them at once. */
  rulesChanged(): void {
    this.#rulebooks.forget();
  }

  /** To be called when firms or persons, or names of theirs, were entered: open tips may name them. */
  namesChanged(): Promise<void> {
    return this.#ties.bindAgain(this.parts.db);
  }

  /** The case by its record, with the policy that it has pinned; reads without a lock. Null where there is none. */
  async viewOf(where: CaseRef): Promise<StandingCase | null> {
    const caseId = 'caseId' in where ? where.caseId : await this.#idOf(where.number);
    if (caseId === null) return null;
    const stored = await readRecord(this.parts.db, caseId);
    if (stored === null) return null;
    const view = viewOf(stored.events);
    return { caseId, record: stored.events, view, policy: await this.#rulebooks.policyOf(view.policy) };
  }

  // --- how a move goes --------------------------------------------------------------------------

  /**
   * Carries out what a person writes to one case, with all that follows. A repeated request gets its earlier answer.
   * What is `undone` leaves no trace: it was only asked what would come of it.
   */
  #onCase(
    { number, actor, idempotency }: Pick<DecideRequest, 'number' | 'actor' | 'idempotency'>,
    write: Write,
    fate: 'kept' | 'undone' = 'kept',
  ): Promise<Outcome<CaseAnswer>> {
    const work = async (tx: Transaction): Promise<Committed<CaseAnswer>> => {
      // Copies of a request wait for the lock on the family; the second finds the answer of the first.
      const loaded = await this.#families.load(tx, { number }, { idempotency });
      if (loaded === null) return refuse('case-not-found', 'no such case');
      const { move, known } = loaded;
      if (known !== null && idempotency !== null) return replayAnswer(known, idempotency);
      if (!existsFor(actor, move.view)) return refuse('case-not-found', 'no such case');
      const key = await this.parts.vault.keyOf(move.caseId);
      const line = await write(tx, loaded, key);
      if (!line.ok) return line;
      await runProcedure(move);
      const answer = answerOf(move, line.value.seq, actor, loaded.circumstances.issuedLines) as CaseAnswer &
        JsonObject;
      if (fate === 'undone') {
        const foreseen = foreseenOf(move, line.value.seq, actor);
        return { ok: true, answer: { ...answer, foreseen }, repeated: false, undone: true };
      }
      const answered = idempotency && { idempotency, answer };
      const changes = await this.#families.keep(tx, loaded, { line: line.value, actor, key, answered });
      return { ok: true, answer, repeated: false, changes };
    };
    return inCase(number, () => this.#commit(work));
  }

  /** For a step from which money or a right follows, the case by its verified records; for others the case as it is. */
  async #verified(tx: Transaction, found: LoadedCase, step: string): Promise<Result<LoadedCase>> {
    if (steps.get(step)?.onVerifiedRecord !== true) return ok(found);
    return this.#onVerified(tx, found);
  }

  async #onVerified(tx: Transaction, found: LoadedCase): Promise<Result<LoadedCase>> {
    const verified = await onVerifiedRecord(tx, found, this.#witness());
    if (!verified.ok) return verified;
    const { signer } = this.parts;
    const lawful = await underPublishedLaw(tx, verified.value, {
      signer,
      rulebook: this.#rulebooks.current(),
      published: this.#published,
    });
    return lawful.ok ? verified : lawful;
  }

  #witness(): Witness {
    const { heads = nothingSigned, signer } = this.parts;
    return { heads, signer };
  }

  /**
   * Gathers for a decision what only the database knows: whether the persons and the firm named are fit, which materials
   * lie in the files of the family, and the seal.
   */
  async #gather(
    tx: Transaction,
    loaded: LoadedCase,
    judged: Judged,
  ): Promise<Result<Pick<Gathered, 'seal' | 'filed'>>> {
    const { move, family, circumstances } = loaded;
    const persons = await namedPersonsFit(tx, judged, move.view, circumstances);
    if (!persons.ok) return persons;
    const firm = judged.facts['enterpriseId'];
    const named = typeof firm === 'string' ? await mayName(tx, firm, judged.decision.actor) : ok(null);
    if (!named.ok) return named;
    const filed = judged.def.restsOnPapers ? await materialsOf(tx, family.rootId) : [];
    if (!judged.seals) return ok({ seal: null, filed });
    // The lock on the family is held: no record grows while it is sealed.
    const heads = await headsOf(tx, family.rootId);
    return ok({ seal: sealHeads(this.parts.signer, move.context.now, heads), filed });
  }

  /**
   * Gathers for an act what only the database knows: whether the assignee is fit, what stands in the way, and what is
   * carried over.
   */
  async #gatherForAct(
    tx: Transaction,
    { move, circumstances }: LoadedCase,
    { act }: ActRequest,
  ): Promise<Result<CarriedOver>> {
    const { view, context } = move;
    if (act.act === 'assign') {
      const fit = await mayBeAssigned(tx, act.to, stepDef(act.step).role, view, circumstances);
      if (!fit.ok) return fit;
    }
    if (act.act === 'answer-take-over' && act.grant && view.takeOver?.state === 'requested') {
      // Law and calendar may have changed since it was entered, and a limit may have ended.
      const fit = await tried(move);
      if (!fit.ok) return fit;
    }
    if (act.act === 'reopen') {
      const policy = context.policy(context.pinFor(view.zone));
      const fit = await mayReopen(tx, move.caseId, view, { policy, now: context.now });
      if (!fit.ok) return fit;
    }
    const ends = act.act === 'withdraw' || act.act === 'answer-withdrawal';
    return ok(ends ? await this.#families.carriedOver(tx, move) : {});
  }

  #commit<T>(work: (tx: Transaction) => Promise<Committed<T>>): Promise<Outcome<T>> {
    return commit(this.parts.db, this.#rulebooks, (changes) => this.#tell(changes), work);
  }

  #inTransaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.#rulebooks.reckon(() => this.parts.db.inTransaction(work));
  }

  async #idOf(number: string): Promise<string | null> {
    return (await this.parts.db.caseFile.findUnique({ where: { number }, select: { id: true } }))?.id ?? null;
  }

  #tell(changes: readonly CommittedChange[]): void {
    for (const each of changes) this.parts.onCommitted?.(each);
  }
}

// The workflow and the record run one procedure; where they want something else, one of the two is of another version.
function agree(wants: readonly string[], move: CaseMove): void {
  const known = (key: string) =>
    key === 'close'
      ? move.view.closed !== null
      : key in move.view.steps || key in move.view.children || key in move.view.effects;
  const stranger = wants.find((key) => !known(key));
  if (stranger !== undefined) throw new CaseMisfit('procedure-changed', { step: stepOfKey(stranger) });
}
