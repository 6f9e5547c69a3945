import { createHash } from 'node:crypto';
import type { Act } from '../../domain/moves/acts/act';
import { existsFor, type Circumstances } from '../../domain/moves/authorize';
import { shanghaiDate, type Instant, type WorkCalendar } from '../../domain/time/calendar';
import type { CaseEvent } from '../../domain/case/case-event';
import type { PolicyPin } from '../../domain/law/policy-pin';
import type { CaseType } from '../../domain/case/case-type';
import type { CaseView } from '../../domain/case/case-view';
import { caseTypeDef } from '../../domain/cases/catalogue';
import { CaseMove, openCase, type MoveContext, type NewCase } from '../../domain/moves/case-move';
import { runProcedure } from '../../domain/moves/run-procedure';
import { issuedLinesIn } from '../../domain/moves/enterprise-visibility';
import { bindingIn, participationsIn, type Part } from '../../domain/moves/family/family';
import { carryThrough, type FamilyMember } from '../../domain/moves/family/carry-through';
import { canonicalJson } from '../../domain/json';
import { judge, take, type Decision } from '../../domain/moves/decision';
import { perform } from '../../domain/moves/acts/perform';
import { writtenBy, type WrittenLine } from '../../domain/moves/written-line';
import { enterPaper, type PaperEntry } from '../../domain/moves/paper';
import { resolvePolicy, type Policy, type PolicyLayer } from '../../domain/law/policy';
import { nextRungAt } from '../../domain/case/case-queries';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { Actor } from '../../domain/role';
import { fireDueRungs } from '../../domain/moves/rungs';
import { carriedOverFrom, childrenToCarryOver } from '../../domain/moves/family/withdrawal';
import { procedures } from '../../workflows/procedures';
import { answerOf } from './case-answer';
import { genesisHash, lineHash, type Head } from '../store/chain';
import type { CaseAnswer } from './desk';
import { sealHeads } from '../vault/family-seal';
import { parseKeyRing } from '../vault/keys';
import { Signer } from '../vault/signer';

/** The law and the calendar of the office; they do not change while it exists. */
export interface MemoryRules {
  readonly calendar: WorkCalendar;
  readonly layers: PolicyLayer[];
  /** Draws id and number of a new case; without it they are counted up. */
  readonly newCase?: MoveContext['newCase'];
}

interface KeptCase {
  readonly events: readonly CaseEvent[];
  /** The events, folded. */
  readonly view: CaseView;
  readonly rootId: string;
  readonly enterpriseId: string | null;
}

/**
 * The case record without a database and without an engine, over the same pure functions as the desk: every procedure
 * runs here from its first day to its last within milliseconds, and the same run gives the same record. Texts are
 * digested and dropped. What only PostgreSQL knows (accounts, payees, idempotency keys) is not checked: a person is who
 * the caller says.
 */
export class MemoryOffice {
  readonly #cases = new Map<string, KeptCase>();
  readonly #participations = new Map<string, Part[]>();
  readonly #policies = new Map<string, Policy>();
  #born = 0;
  #now: Instant;

  constructor(
    private readonly rules: MemoryRules,
    startAt: Instant,
  ) {
    this.#now = startAt;
  }

  get now(): Instant {
    return this.#now;
  }

  get caseIds(): string[] {
    return [...this.#cases.keys()];
  }

  /** Opens a case that has no parent, and answers its id. */
  async open(opening: Omit<NewCase, 'parent'>, actor: Actor): Promise<string> {
    const move = openCase({ ...opening, parent: null }, this.context(), writtenBy(actor));
    await runProcedure(move);
    const enterpriseId = (opening.input['enterpriseId'] as string | undefined) ?? null;
    await this.#keep({ move, enterpriseId }, move.caseId);
    return move.caseId;
  }

  decide(caseId: string, decision: Decision): Promise<Result<CaseAnswer>> {
    return this.#move(caseId, decision.actor, (move, circumstances) => {
      const judged = judge(move, decision, circumstances);
      if (!judged.ok) return judged;
      const heads = () => this.#heads(this.#kept(caseId).rootId);
      const seal = judged.value.seals ? sealHeads(everybodysSigner, this.#now, heads()) : null;
      const filed = judged.value.def.restsOnPapers ? this.#materials(this.#kept(caseId).rootId) : [];
      return take(move, judged.value, { seal, beside: {}, filed }, digestOf);
    });
  }

  act(
    caseId: string,
    request: { readonly act: Act; readonly actor: Actor; readonly seenSeq: number | null },
  ): Promise<Result<CaseAnswer>> {
    return this.#move(caseId, request.actor, (move, circumstances) => {
      const left = childrenToCarryOver(move.view).map(
        (child) => [child.key, carriedOverFrom(this.view(child.caseId))] as const,
      );
      return perform(move, request, circumstances, digestOf, Object.fromEntries(left));
    });
  }

  addPaper(caseId: string, entry: PaperEntry, actor: Actor): Promise<Result<CaseAnswer>> {
    return this.#move(caseId, actor, (move, circumstances) => enterPaper(move, entry, actor, circumstances));
  }

  /** Lets the time run to an instant: every rung on the way fires at its own time, as the workflows would have it. */
  async advanceTo(at: Instant): Promise<void> {
    for (;;) {
      const next = this.#nextRung();
      if (next === null || next.at > at) break;
      if (next.at > this.#now) this.#now = next.at;
      const move = this.#moveOn(next.caseId);
      fireDueRungs(move);
      await runProcedure(move);
      const { rootId, enterpriseId } = this.#kept(next.caseId);
      await this.#keep({ move, enterpriseId }, rootId);
    }
    this.leapTo(at);
  }

  /** Lets the time pass without firing any rung, as in an outage of the engine. */
  leapTo(at: Instant): void {
    if (at > this.#now) this.#now = at;
  }

  events(caseId: string): readonly CaseEvent[] {
    return this.#kept(caseId).events;
  }

  view(caseId: string): CaseView {
    return this.#kept(caseId).view;
  }

  /** What a move on this case is judged by beside its record. */
  circumstances(caseId: string): Circumstances {
    const { rootId, enterpriseId, view, events } = this.#kept(caseId);
    const parts = this.#participations.get(rootId) ?? [];
    const participations = bindingIn(caseId, view.caseType, parts);
    // Texts are dropped here: nobody is recused by what they name.
    return { participations, enterpriseId, issuedLines: issuedLinesIn(events), recused: [] };
  }

  /** The context of a move at an instant. */
  context(now: Instant = this.#now): MoveContext {
    return {
      now,
      calendar: this.rules.calendar,
      policy: (pin) => this.#policy(pin),
      pinFor: (zone) => ({ zone, on: shanghaiDate(now), revision: 1 }),
      procedure: (caseType) => procedures[caseType],
      newCase: this.rules.newCase ?? ((caseType) => this.#counted(caseType)),
      idle: () => new Promise((resolve) => setImmediate(resolve)),
    };
  }

  #counted(caseType: CaseType): { readonly caseId: string; readonly number: string } {
    const count = String((this.#born += 1));
    return {
      caseId: `00000000-0000-4000-8000-${count.padStart(12, '0')}`,
      number: `${caseTypeDef(caseType).prefix}-${this.#now.slice(0, 4)}-${count.padStart(8, '0')}`,
    };
  }

  async #move(
    caseId: string,
    actor: Actor,
    make: (move: CaseMove, circumstances: Circumstances) => Result<WrittenLine>,
  ): Promise<Result<CaseAnswer>> {
    const move = this.#moveOn(caseId);
    if (!existsFor(actor, move.view)) return refuse('case-not-found', 'no such case');
    const circumstances = this.circumstances(caseId);
    const written = make(move, circumstances);
    if (!written.ok) return written;
    await runProcedure(move);
    const { rootId, enterpriseId } = this.#kept(caseId);
    await this.#keep({ move, enterpriseId }, rootId);
    return ok(answerOf(move, written.value.seq, actor, circumstances.issuedLines));
  }

  /** Keeps what a move has added to its case, and what follows from it in the rest of the family. */
  async #keep(moved: FamilyMember, rootId: string): Promise<void> {
    const members = await carryThrough(moved, async (caseId) => ({
      move: this.#moveOn(caseId),
      enterpriseId: this.#kept(caseId).enterpriseId,
    }));
    for (const { move, enterpriseId } of members) {
      const { caseId, view, fresh } = move;
      const before = this.#cases.get(caseId)?.events ?? [];
      this.#cases.set(caseId, { events: [...before, ...fresh], view, rootId, enterpriseId });
      const took = participationsIn(move.fresh).map((part) => ({ ...part, caseId }));
      this.#participations.set(rootId, [...(this.#participations.get(rootId) ?? []), ...took]);
    }
  }

  #heads(rootId: string): Head[] {
    return [...this.#cases].flatMap(([caseId, { events, rootId: root }]) => {
      if (root !== rootId) return [];
      const hash = events.reduce<Uint8Array>((head, event) => lineHash(head, caseId, event), genesisHash);
      const { number, seq } = this.view(caseId);
      return [{ caseId, number, seq, hash: Buffer.from(hash).toString('hex') }];
    });
  }

  #materials(rootId: string): string[] {
    const family = [...this.#cases.values()].filter((kept) => kept.rootId === rootId);
    return family.flatMap(({ view }) => Object.keys(view.materials));
  }

  #moveOn(caseId: string): CaseMove {
    return new CaseMove(caseId, this.view(caseId), this.context());
  }

  #kept(caseId: string): KeptCase {
    const kept = this.#cases.get(caseId);
    if (kept === undefined) throw new Error(`no case ${caseId}`);
    return kept;
  }

  #nextRung(): { readonly caseId: string; readonly at: Instant } | null {
    return this.caseIds.reduce<{ caseId: string; at: Instant } | null>((first, caseId) => {
      const at = nextRungAt(this.view(caseId));
      return at !== null && (first === null || at < first.at) ? { caseId, at } : first;
    }, null);
  }

  #policy(pin: PolicyPin): Policy {
    const key = `${pin.zone} ${pin.on}`;
    const known = this.#policies.get(key);
    if (known) return known;
    const policy = resolvePolicy(this.rules.layers, pin.zone, pin.on, pin.revision);
    if (!policy.ok) throw new Error(policy.refusal.detail);
    this.#policies.set(key, policy.value);
    return policy.value;
  }
}

/** Signs with a key that everybody knows: it proves nothing, and is the same in every run. */
const everybodysSigner = new Signer(parseKeyRing('0'.repeat(64), 'memory'));

function digestOf(texts: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(canonicalJson(texts)).digest('hex');
}
