import { withdrawalLevel } from '../../domain/law/policy';
import { noticeOfRequest } from '../../domain/moves/acts/second-person';
import { mayTouch } from '../../domain/moves/authorize';
import type { CaseMove, MoveContext, NewCase } from '../../domain/moves/case-move';
import type { EnteredBefore } from '../../domain/moves/take-over/entry';
import { tried } from '../../domain/moves/take-over/trial';
import type { EventActor, PastDecision } from '../../domain/case/case-event';
import type { CaseType } from '../../domain/case/case-type';
import { stepDef } from '../../domain/cases/catalogue';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { Actor } from '../../domain/role';
import type { Transaction } from '../store/statements';
import type { Payee } from '../vault/payee';
import type { Vault } from '../vault/vault';

/*
 * 接收在办案件: what only the database knows of a matter that is taken over, and the entry itself. Nothing happens in the
 * case before another person agrees (see `domain/moves/take-over`).
 */

/** A matter as it is entered, with the account that a claim has named. */
type EnteredMatter = EnteredBefore & { readonly payee?: Payee | null };

/**
 * Whether a matter may be entered: once, with persons and firms that there are, by somebody without an interest in it.
 * Refusals: `record-known`, `assignee-unfit`, `enterprise-unknown`, `conflict-of-interest`.
 */
async function mayEnter(
  tx: Transaction,
  { takeOver: { source, registerNo }, persons, enterprises }: EnteredBefore,
  actor: Actor,
): Promise<Result<null>> {
  // Two who enter the same matter at once wait for each other.
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${`take-over/${source}/${registerNo}`}, 0))::text`;
  const [known] = await tx.$queryRaw<object[]>`
    SELECT FROM anjie.taken_over WHERE source = ${source} AND register_no = ${registerNo}`;
  if (known !== undefined)
    return refuse('record-known', 'this number of the old register was taken over already', {
      pointer: '/takeOver/registerNo',
    });
  const staff = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM anjie.person WHERE id = ANY(${[...persons]}::uuid[])`;
  if (staff.length < persons.length) return refuse('assignee-unfit', 'nobody of the office has this id');
  const firms = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM anjie.enterprise WHERE id = ANY(${[...enterprises]}::uuid[])`;
  if (firms.length < enterprises.length) return refuse('enterprise-unknown', 'no such enterprise');
  for (const enterpriseId of enterprises) {
    const touch = mayTouch(actor, { enterpriseId });
    if (!touch.ok) return touch;
  }
  return ok(null);
}

type NewCaseId = ReturnType<MoveContext['newCase']>;

/**
 * What a case that is taken over is opened with. A claim names its account by the digest under which the vault will keep
 * it. Refusals: `payee-missing`, and those of {@link mayEnter}.
 */
export async function opensWith(
  tx: Transaction,
  vault: Vault,
  matter: EnteredMatter,
  { actor, caseType, context }: { actor: Actor | null; caseType: CaseType; context: MoveContext },
): Promise<Result<{ readonly opening: Partial<NewCase>; readonly id?: NewCaseId }>> {
  if (actor?.kind !== 'staff') throw new Error('the office takes over, nobody else');
  const may = await mayEnter(tx, matter, actor);
  if (!may.ok) return may;
  const { takeOver, before, payee = null } = matter;
  if (before.decided.some(namesAccount) !== (payee !== null))
    return refuse('payee-missing', 'an account comes with a claim, and with nothing else', {
      pointer: '/payee',
    });
  const binds = actor.standsInFor.length === 0 ? {} : { binds: actor.standsInFor };
  if (payee === null) return ok({ opening: { takeOver, before, ...binds } });
  const id = context.newCase(caseType);
  const digest = (await vault.createCaseKey(id.caseId)).digestPayee(payee);
  const decided = before.decided.map((each) => (namesAccount(each) ? { ...each, payee: digest } : each));
  return ok({ opening: { takeOver, before: { ...before, decided }, ...binds }, id });
}

function namesAccount({ step, verdict }: PastDecision): boolean {
  return stepDef(step).namesAccount === verdict;
}

/** Tries what was entered, keeps the account, and asks those who may agree. Refusals: those of the trial. */
export async function enter(
  move: CaseMove,
  vault: Vault,
  { payee = null }: EnteredMatter,
  by: EventActor,
): Promise<Result<null>> {
  const fit = await tried(move);
  if (!fit.ok) return fit;
  if (payee !== null) await vault.storePayee(move.caseId, payee, []);
  move.append(noticeOfRequest(withdrawalLevel(move.policy), move.view.seq, {}), by);
  return fit;
}
