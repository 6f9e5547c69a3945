import { createHash } from 'node:crypto';
import type { Act } from '../../domain/moves/acts/act';
import type { Circumstances } from '../../domain/moves/authorize';
import { shanghaiDate, type Instant, type WorkCalendar } from '../../domain/time/calendar';
import type { CaseEvent } from '../../domain/case/case-event';
import type { PolicyPin } from '../../domain/law/policy-pin';
import type { CaseView } from '../../domain/case/case-view';
import { caseTypes } from '../../domain/case/case-type';
import { stepDef } from '../../domain/cases/catalogue';
import { Draft, openDraft, type Bearings, type Opening } from '../../domain/moves/case-move';
import { settle } from '../../domain/moves/run-procedure';
import {
  bindingIn,
  byChild,
  endForParent,
  enterpriseNamed,
  enterpriseOfBirth,
  namedPersonsDiffer,
  participationsIn,
  type Part,
} from '../../domain/moves/family';
import { canonicalJson } from '../../domain/json';
import { decide, perform, writtenBy, type Decision, type Move } from '../../domain/moves/moves';
import { enterPaper, type PaperEntry } from '../../domain/moves/paper';
import { resolvePolicy, type Policy, type PolicyLayer } from '../../domain/law/policy';
import { nextRungAt } from '../../domain/case/case-queries';
import { ok, type Result } from '../../domain/refusal';
import type { Actor } from '../../domain/role';
import { fireDueRungs } from '../../domain/moves/rungs';
import {
  childrenTakenAlong,
  withdrawWithParent,
  outlastedBy,
  withSomethingToOutlast,
} from '../../domain/moves/withdrawal';
import { procedures } from '../../workflows/procedures';
import { answerOf } from './case-answer';
import { genesisHash, lineHash } from '../store/chain';
import type { CaseAnswer } from './desk';
import { sealHeads } from '../vault/family-seal';
import type { Head } from '../store/chain';
import { parseKeyRing } from '../vault/keys';
import { Signer } from '../vault/signer';

/** Law and calendar that the office reckons by; they do not change while it exists. */
export interface MemoryRules {
  readonly calendar: WorkCalendar;
  readonly layers: PolicyLayer[];
}

interface KeptCase {
  readonly events: readonly CaseEvent[];
  /** The events, folded. */
  readonly view: CaseView;
  readonly rootId: string;
  readonly enterpriseId: string | null;
}

/**
 * The case record without a database and without an engine, over the same pure pieces as the desk:
 * every procedure runs here from its first day to its last within milliseconds, and the same run
 * gives the same record. Texts are digested and dropped. What only PostgreSQL knows (accounts, payees,
 * idempotency keys) is not asked for: a person is who the caller says.
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
  async open(opening: Omit<Opening, 'parent'>, actor: Actor): Promise<string> {
    const draft = openDraft({ ...opening, parent: null }, this.bearings(), writtenBy(actor));
    await settle(draft);
    const enterpriseId = (opening.input['enterpriseId'] as string | undefined) ?? null;
    await this.#keep(draft, { events: [], rootId: draft.caseId, enterpriseId });
    return draft.caseId;
  }

  decide(caseId: string, decision: Decision): Promise<Result<CaseAnswer>> {
    const { step, body, actor } = decision;
    return this.#move(caseId, actor, (draft, circumstances) => {
      const differ = namedPersonsDiffer(step, body, actor);
      const seals = stepDef(step).seals === body.verdict;
      const seal = seals
        ? sealHeads(everybodysSigner, this.#now, this.#heads(this.#kept(caseId).rootId))
        : null;
      return differ.ok ? decide(draft, decision, circumstances, digestOf, seal) : differ;
    });
  }

  act(
    caseId: string,
    request: { readonly act: Act; readonly actor: Actor; readonly seenSeq: number | null },
  ): Promise<Result<CaseAnswer>> {
    return this.#move(caseId, request.actor, (draft, circumstances) => {
      const left = withSomethingToOutlast(draft.view).map(
        (child) => [child.key, outlastedBy(this.view(child.caseId))] as const,
      );
      return perform(draft, request, circumstances, digestOf, Object.fromEntries(left));
    });
  }

  addPaper(caseId: string, entry: PaperEntry, actor: Actor): Promise<Result<CaseAnswer>> {
    return this.#move(caseId, actor, (draft, circumstances) =>
      enterPaper(draft, entry, actor, circumstances),
    );
  }

  /** Lets the time run to an instant: every rung on the way fires at its own time, as the workflows would have it. */
  async advanceTo(at: Instant): Promise<void> {
    for (;;) {
      const next = this.#nextRung();
      if (next === null || next.at > at) break;
      if (next.at > this.#now) this.#now = next.at;
      const draft = this.#draft(next.caseId);
      fireDueRungs(draft);
      await settle(draft);
      await this.#keep(draft, this.#kept(next.caseId));
    }
    this.leapTo(at);
  }

  /** Lets the time pass while nobody keeps it, as in an outage of the engine. */
  leapTo(at: Instant): void {
    if (at > this.#now) this.#now = at;
  }

  events(caseId: string): readonly CaseEvent[] {
    return this.#kept(caseId).events;
  }

  view(caseId: string): CaseView {
    return this.#kept(caseId).view;
  }

  /** What a move on this case is judged with beside its record. */
  circumstances(caseId: string): Circumstances {
    const { rootId, enterpriseId, view } = this.#kept(caseId);
    const parts = this.#participations.get(rootId) ?? [];
    return { participations: bindingIn(caseId, view.caseType, parts), enterpriseId };
  }

  /** What the events of a move at an instant are reckoned with. Ids and numbers are counted up, not drawn. */
  bearings(now: Instant = this.#now): Bearings {
    return {
      now,
      calendar: this.rules.calendar,
      policy: (pin) => this.#policy(pin),
      pinFor: (zone) => ({ zone, on: shanghaiDate(now), revision: 1 }),
      procedure: (caseType) => procedures[caseType],
      newCase: (caseType) => {
        const count = String((this.#born += 1));
        return {
          caseId: `00000000-0000-4000-8000-${count.padStart(12, '0')}`,
          number: `${caseTypes[caseType].prefix}-${now.slice(0, 4)}-${count.padStart(8, '0')}`,
        };
      },
      quiet: () => new Promise((resolve) => setImmediate(resolve)),
    };
  }

  async #move(
    caseId: string,
    actor: Actor,
    make: (draft: Draft, circumstances: Circumstances) => Result<Move>,
  ): Promise<Result<CaseAnswer>> {
    const draft = this.#draft(caseId);
    const move = make(draft, this.circumstances(caseId));
    if (!move.ok) return move;
    await settle(draft);
    await this.#keep(draft, this.#kept(caseId));
    return ok(answerOf(draft.view, move.value.seq, draft.fresh, actor));
  }

  /** Keeps a draft with the cases born in it, and carries the end of a child case to its parent. */
  async #keep(draft: Draft, { events, rootId, enterpriseId }: Omit<KeptCase, 'view'>): Promise<void> {
    const about = enterpriseNamed(draft.fresh) ?? enterpriseId;
    const { view, fresh } = draft;
    this.#cases.set(draft.caseId, { events: [...events, ...fresh], view, rootId, enterpriseId: about });
    const took = participationsIn(draft).map((part) => ({ ...part, caseId: draft.caseId }));
    this.#participations.set(rootId, [...(this.#participations.get(rootId) ?? []), ...took]);
    for (const birth of draft.births) {
      await this.#keep(birth, { events: [], rootId, enterpriseId: enterpriseOfBirth(birth, about) });
    }
    for (const childId of childrenTakenAlong(draft)) {
      const below = this.#draft(childId);
      withdrawWithParent(below);
      await this.#keep(below, this.#kept(childId));
    }
    const end = endForParent(draft);
    if (end === null) return;
    const above = this.#draft(end.parentId);
    if (above.view.closed) return;
    above.append(end.body, byChild);
    await settle(above);
    await this.#keep(above, this.#kept(end.parentId));
  }

  #heads(rootId: string): Head[] {
    return [...this.#cases].flatMap(([caseId, { events, rootId: root }]) => {
      if (root !== rootId) return [];
      const hash = events.reduce<Uint8Array>((head, event) => lineHash(head, caseId, event), genesisHash);
      const { number, seq } = this.view(caseId);
      return [{ caseId, number, seq, hash: Buffer.from(hash).toString('hex') }];
    });
  }

  #draft(caseId: string): Draft {
    return new Draft(caseId, this.view(caseId), this.bearings());
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

/** Signs with a key that everybody has: it proves nothing, and is the same in every run. */
const everybodysSigner = new Signer(parseKeyRing('0'.repeat(64), 'memory'));

function digestOf(texts: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(canonicalJson(texts)).digest('hex');
}
