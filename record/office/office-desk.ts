import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../domain/json';
import { officeChanges, type OfficeChangeKind } from '../../domain/office/catalogue';
import { waitsFor, type OfficeChangeDef } from '../../domain/office/office-change';
import type { OfficeEventActor, OfficeEventBody } from '../../domain/office/office-event';
import {
  permitted,
  refuseChange,
  type OfficeRefusal,
  type OfficeResult,
} from '../../domain/office/office-refusal';
import { mayAnswer, mayPropose, stillAsks } from '../../domain/office/second-hand';
import type { Role, StaffActor } from '../../domain/role';
import { shanghaiDate } from '../../domain/time/calendar';
import type { Desk } from '../desk/desk';
import type { Database } from '../store/database';
import { idempotent, overModels, type Idempotency, type ModelTransaction } from '../store/idempotency';
import type { Applied, CarriedOut, ChangeParts } from './carried-out';
import { carriedOut } from './changes';
import { genuineLine } from '../trust/office-lines';
import { appendLine, appendLines, lockOffice, type OfficeSigner } from './office-record';

interface OfficeDeskParts extends Omit<ChangeParts, 'now'> {
  readonly db: Database;
  readonly signer: OfficeSigner;
  /** Told of what other parts have read and no longer holds. */
  readonly desk: Pick<Desk, 'namesChanged' | 'rulesChanged'>;
  /** The office's time. */
  readonly clock: () => Date;
}

export interface ChangeRequest {
  readonly kind: OfficeChangeKind;
  /** Already valid by the form of the kind. */
  readonly form: JsonObject;
  /** Why, for whoever puts it in force. */
  readonly reason: string | null;
  readonly actor: StaffActor;
  readonly idempotency: Idempotency;
}

export interface AnswerRequest {
  readonly proposal: string;
  readonly actor: StaffActor;
  readonly idempotency: Idempotency;
}

export type OfficeAnswer = {
  readonly kind: OfficeChangeKind;
  readonly state: 'in-force' | 'proposed' | 'refused' | 'taken-back';
  /** Of the line in the office record. */
  readonly seq: number;
  readonly proposal: string | null;
  /** Offices, one of whose holders puts it in force. */
  readonly waitsFor: readonly Role[] | null;
  /** What has come of it. */
  readonly detail: JsonObject | null;
};

type Answered =
  | { readonly ok: true; readonly answer: OfficeAnswer & { readonly oneTimePassword?: string } }
  | { readonly ok: false; readonly refusal: OfficeRefusal | 'key-reused' };

type Refuse = (refusal: OfficeRefusal) => never;
type ProposedLine = Extract<OfficeEventBody, { kind: 'proposed' }>;

/** A one-time password on its way past the kept answer to whoever is shown it, once. */
interface Shown {
  oneTimePassword?: string;
}

/**
 * Where changes of the office are handed in. Each is one transaction: the record is held, the change is judged, the
 * tables are changed and the line is appended, or nothing of it.
 */
export class OfficeDesk {
  constructor(private readonly parts: OfficeDeskParts) {}

  /** Asks for a change. It is in force at once, or proposed where a second person has to agree. */
  ask({ kind, form, reason, actor, idempotency }: ChangeRequest): Promise<Answered> {
    return this.#answer(idempotency, async (tx, refuse, shown) => {
      const parts = this.#partsNow();
      const [def, hand] = kindOf(kind);
      const kept = hand.keep?.(form, parts) ?? form;
      const requested = { form: kept, facts: await hand.facts(tx, kept, parts), today: todayOf(parts) };
      value(def.mayAsk?.({ ...requested, actor }) ?? permitted, refuse);
      const change = value(def.judge(requested), refuse);
      const about = { change: kind, subject: change.subject, person: change.person };
      const seconds = waitsFor(def, requested);
      if (seconds === null) {
        const { before, after } = change;
        const applied = await hand.apply(tx, { ...requested, change }, parts);
        Object.assign(shown, { oneTimePassword: applied.oneTimePassword });
        const why = reason === null ? {} : { reason };
        const seq = await this.#append(tx, actor, { kind: 'changed', ...about, ...why, before, after });
        await this.#follow(tx, actor, seq, applied);
        return inForce(kind, seq, null, applied.answer);
      }
      value(mayPropose(actor, change), refuse);
      return this.#propose(tx, actor, {
        ...{ kind: 'proposed', proposal: randomUUID(), ...about, form: kept as JsonObject },
        ...{ before: change.before, reason, seconds, binds: actor.standsInFor },
      });
    });
  }

  /** Puts a proposal in force, as it stands in the record. It is judged again: the office may have changed. */
  approve({ proposal, actor, idempotency }: AnswerRequest): Promise<Answered> {
    return this.#answer(idempotency, async (tx, refuse, shown) => {
      const asked = await this.#toAnswer(tx, proposal, actor, refuse);
      // The author's account may have been changed by hand, which no line has brought about.
      if ((await lapsedProposals(tx)).some((each) => each.proposal === proposal)) return refuse(lapsed());
      const parts = this.#partsNow();
      const [def, hand] = kindOf(asked.change);
      const { form } = asked;
      const requested = { form, facts: await hand.facts(tx, form, parts), today: todayOf(parts) };
      const change = value(def.judge(requested), refuse);
      const applied = await hand.apply(tx, { ...requested, change }, parts);
      Object.assign(shown, { oneTimePassword: applied.oneTimePassword });
      const seq = await this.#close(tx, actor, 'in-force', {
        ...{ kind: 'put-in-force', proposal, change: asked.change, ...change },
      });
      await this.#follow(tx, actor, seq, applied);
      return inForce(asked.change, seq, proposal, applied.answer);
    });
  }

  refuse({ proposal, actor, idempotency, reason }: AnswerRequest & { readonly reason: string }) {
    return this.#answer(idempotency, async (tx, refuse) => {
      const { change, subject, person } = await this.#toAnswer(tx, proposal, actor, refuse);
      const body = { kind: 'refused', proposal, change, subject, person, reason } as const;
      return ended('refused', change, proposal, await this.#close(tx, actor, 'refused', body));
    });
  }

  /** By whoever asked, through whatever account. */
  takeBack({ proposal, actor, idempotency }: AnswerRequest): Promise<Answered> {
    return this.#answer(idempotency, async (tx, refuse) => {
      const { asked, proposer } = await this.#openProposal(tx, proposal, refuse);
      if (proposer !== actor.personId)
        return refuse(refuseChange('not-for-others', 'only who asked for it takes it back').refusal);
      const { change, subject, person } = asked;
      const body = { kind: 'taken-back', proposal, change, subject, person } as const;
      return ended('taken-back', change, proposal, await this.#close(tx, actor, 'taken-back', body));
    });
  }

  /** Does a piece of work on the record, once per key; what it shows once is not kept with the answer. */
  async #answer(
    idempotency: Idempotency,
    work: (tx: ModelTransaction, refuse: Refuse, shown: Shown) => Promise<OfficeAnswer>,
  ): Promise<Answered> {
    const shown: Shown = {};
    const done = await idempotent(overModels(this.parts.db), idempotency, async (tx, refuse: Refuse) => {
      await lockOffice(tx);
      return work(tx, refuse, shown);
    });
    if (!done.ok) return done;
    const { answer, repeated } = done;
    if (!repeated && answer.state === 'in-force') await this.#tellOthers(answer.kind);
    const { oneTimePassword } = shown;
    return { ok: true, answer: { ...answer, ...(oneTimePassword === undefined ? {} : { oneTimePassword }) } };
  }

  async #tellOthers(kind: OfficeChangeKind): Promise<void> {
    const { changes } = carriedOut[kind];
    if (changes === 'names') await this.parts.desk.namesChanged();
    if (changes === 'rules') this.parts.desk.rulesChanged();
  }

  async #propose(tx: ModelTransaction, actor: StaffActor, body: ProposedLine): Promise<OfficeAnswer> {
    const { proposal, change, person, seconds, binds } = body;
    const { seq, at } = await this.#line(tx, actor, body);
    await tx.officeProposal.create({
      data: {
        ...{ id: proposal, seq, change, at: new Date(at), proposer: actor.personId, person, state: 'open' },
        ...{ seconds: [...seconds], binds: [...binds] },
      },
    });
    return { kind: change, state: 'proposed', seq, proposal, waitsFor: seconds, detail: null };
  }

  /** A proposal that this person may answer. */
  async #toAnswer(
    tx: ModelTransaction,
    proposal: string,
    actor: StaffActor,
    refuse: Refuse,
  ): Promise<ProposedLine> {
    const { asked, proposer } = await this.#openProposal(tx, proposal, refuse);
    value(mayAnswer(actor, { ...asked, proposer }), refuse);
    return asked;
  }

  /** What is asked for is read from the record: the table of proposals can be written again, a line cannot. */
  async #openProposal(tx: ModelTransaction, id: string, refuse: Refuse) {
    const row = await tx.officeProposal.findUnique({ where: { id } });
    if (row === null) return refuse(refuseChange('proposal-not-found', 'no such proposal').refusal);
    if (row.state === 'lapsed') return refuse(lapsed());
    if (row.state !== 'open')
      return refuse(refuseChange('proposal-decided', `the proposal is ${row.state}`).refusal);
    const line = await genuineLine(tx, this.parts.signer, row.seq);
    if (line?.body.kind === 'proposed' && line.body.proposal === id && line.actor.kind === 'staff')
      return { asked: line.body, proposer: line.actor.personId };
    return refuse(refuseChange('record-not-as-written', 'its line in the record was changed').refusal);
  }

  async #close(
    tx: ModelTransaction,
    actor: StaffActor,
    state: OfficeAnswer['state'] | 'lapsed',
    body: Extract<OfficeEventBody, { proposal: string }>,
  ): Promise<number> {
    const seq = await this.#append(tx, actor, body);
    await tx.officeProposal.update({ where: { id: body.proposal }, data: { state, answeredSeq: seq } });
    return seq;
  }

  /** The lines of what a change has brought with it, and the end of proposals whose authors it has disabled. */
  async #follow(tx: ModelTransaction, staff: StaffActor, cause: number, applied: Applied) {
    const { personId, accountId } = staff;
    const [at, actor] = [this.parts.clock().toISOString(), { kind: 'staff', personId, accountId } as const];
    const { follows = [], states = [] } = applied;
    const bodies = [...follows.map((each) => ({ kind: 'changed', ...each }) as const), ...states];
    const lines = bodies.map((body) => ({ at, actor, body: { ...body, cause } }));
    await appendLines(tx, this.parts.signer, lines);
    for (const { change, subject, person, proposal } of await lapsedProposals(tx))
      await this.#close(tx, staff, 'lapsed', { kind: 'lapsed', proposal, change, subject, person, cause });
  }

  async #append(tx: ModelTransaction, actor: StaffActor, body: OfficeEventBody): Promise<number> {
    return (await this.#line(tx, actor, body)).seq;
  }

  #line(tx: ModelTransaction, { personId, accountId }: StaffActor, body: OfficeEventBody) {
    const actor: OfficeEventActor = { kind: 'staff', personId, accountId };
    return appendLine(tx, this.parts.signer, { at: this.parts.clock().toISOString(), actor, body });
  }

  #partsNow(): ChangeParts {
    const { receipts, credentials, passwordCost, clock, signer } = this.parts;
    return { receipts, credentials, passwordCost, signer, now: clock() };
  }
}

interface AskedRow {
  readonly body: ProposedLine;
  readonly active: boolean | null;
  readonly roles: Role[] | null;
}

/** Open proposals whose authors may ask for such a change no more. */
async function lapsedProposals(tx: ModelTransaction): Promise<ProposedLine[]> {
  const rows = await tx.$queryRaw<AskedRow[]>`
    SELECT e.body, a.active, a.roles FROM anjie.office_proposal p JOIN anjie.office_event e ON e.seq = p.seq
    LEFT JOIN anjie.account a ON a.id::text = e.actor->>'accountId'
    WHERE p.state = 'open' AND e.kind = 'proposed' ORDER BY p.seq`;
  return rows.flatMap(({ body, active, roles }) => {
    const account = active === null || roles === null ? null : { active, roles };
    return stillAsks(officeChanges[body.change], account) ? [] : [body];
  });
}

function lapsed(): OfficeRefusal {
  return refuseChange('proposal-lapsed', 'whoever asked for it may ask for it no more').refusal;
}

/** The definition of a kind and what carries it out. The compiler has seen that the two fit. */
function kindOf(kind: OfficeChangeKind): [OfficeChangeDef, CarriedOut<unknown, unknown>] {
  return [officeChanges[kind], carriedOut[kind]];
}

function value<T>(result: OfficeResult<T>, refuse: Refuse): T {
  return result.ok ? result.value : refuse(result.refusal);
}

function todayOf({ now }: ChangeParts): string {
  return shanghaiDate(now.toISOString());
}

function inForce(
  kind: OfficeChangeKind,
  seq: number,
  proposal: string | null,
  detail: JsonObject,
): OfficeAnswer {
  return { kind, state: 'in-force', seq, proposal, waitsFor: null, detail };
}

function ended(
  state: 'refused' | 'taken-back',
  kind: OfficeChangeKind,
  proposal: string,
  seq: number,
): OfficeAnswer {
  return { kind, state, seq, proposal, waitsFor: null, detail: null };
}
