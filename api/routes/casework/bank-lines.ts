import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Value } from 'typebox/value';
import { bankReturn } from '../../../domain/cases/payout/steps';
import type { Refusal } from '../../../domain/refusal';
import type { StaffActor } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import { orderOfClaim, ordersOnList } from '../../../record/cases/payout-orders';
import type { CaseAnswer, KeyReused, Outcome } from '../../../record/desk/desk';
import { idempotent, overModels } from '../../../record/store/idempotency';
import { refused } from '../../contract/moves';
import type { LineResult } from '../../contract/schemas/payout-schemas';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import type { BankListLine, BankReturnLine } from '../../files/bank-files';
import { actorOf } from '../../identity/access';

/* One line of a file for the bank, or from it, is one decision at the desk. */

/** Crockford's letters, which nobody misreads on paper. */
const batchLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The batch of a list: the same for the same request, also when it is repeated after midnight. */
export async function batchFor(
  deps: Pick<ApiDeps, 'db' | 'clock' | 'hashKey'>,
  request: FastifyRequest,
): Promise<string> {
  const idempotency = idempotencyOf(deps, request);
  const drawn = createHmac('sha256', deps.hashKey)
    .update(`batch|${idempotency.scope}|${idempotency.key}`)
    .digest();
  const letters = Array.from(drawn.subarray(0, 6), (byte) =>
    batchLetters.charAt(byte % batchLetters.length),
  ).join('');
  const day = shanghaiDate(deps.clock().toISOString()).replaceAll('-', '');
  const made = await idempotent(overModels(deps.db), idempotency, () =>
    Promise.resolve({ batch: `B-${day}-${letters}` }),
  );
  if (!made.ok) throw new ProblemError('key-reused');
  return made.answer.batch;
}

/** The payments that made it onto a list, with whom they go to; each look at a payee is entered. */
export async function payeesOn(
  { db, vault }: Pick<ApiDeps, 'db' | 'vault'>,
  { personId }: StaffActor,
  results: readonly LineResult[],
  batch: string,
): Promise<BankListLine[]> {
  const numbers = results.flatMap(({ ok, number }) => (ok && number !== null ? [number] : []));
  const lines: BankListLine[] = [];
  for (const { claimCode, amountFen, rewardCaseId } of await ordersOnList(db, numbers, batch)) {
    const payee = await vault.openPayeeForPayment(rewardCaseId, {
      personId,
      purpose: `bank list ${batch}`,
    });
    if (payee !== null) lines.push({ claimCode, amountFen, ...payee });
  }
  return lines;
}

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'hashKey'>;

/** Decides what the bank says of one transfer. */
export async function takeReturn(
  deps: Deps,
  request: FastifyRequest,
  line: BankReturnLine,
): Promise<LineResult> {
  const { claimCode, batch, decision } = line;
  if (!isDecision(decision)) return refusedLine(null, 'form-invalid');
  const order = await orderOfClaim(deps.db, claimCode);
  if (order === null) return refusedLine(null, 'bank-file-mismatch');
  const move = { number: order.number, actor: actorOf(request) };
  if (batch !== null && batch !== order.batch && order.batch !== null) {
    await refused(deps, request, move, mismatch('the payment stands on another list'));
    return refusedLine(order.number, 'bank-file-mismatch');
  }
  const outcome = await deps.desk
    .decide({
      ...move,
      step: bankReturn.id,
      body: decision,
      seenSeq: null,
      idempotency: keyOfLine(deps, line),
    })
    .catch(referenceUsed);
  return lineResultOf(deps, request, move, outcome);
}

function isDecision({ verdict, ...form }: BankReturnLine['decision']): boolean {
  const def = Object.entries(bankReturn.verdicts).find(([word]) => word === verdict)?.[1];
  return def !== undefined && Value.Check(def.form, form);
}

/** Kept under the line itself and not under who sends it: a file imported twice is one import. */
function keyOfLine({ hashKey }: Deps, { claimCode, batch, decision: { verdict, ...form } }: BankReturnLine) {
  const key = [claimCode, batch ?? '', verdict, ...Object.values(form)].join(' ');
  const bodyHash = createHmac('sha256', hashKey).update(key, 'utf8').digest();
  return { scope: 'bank-returns', key, bodyHash };
}

interface Refused {
  readonly ok: false;
  readonly refusal: Refusal | KeyReused;
}

/** What became of one line; a refusal is entered as an attempt on its case. */
export async function lineResultOf(
  deps: Deps,
  request: FastifyRequest,
  move: { readonly number: string; readonly actor: StaffActor },
  outcome: Outcome<CaseAnswer> | Refused,
): Promise<LineResult> {
  const { number } = move;
  if (outcome.ok)
    return { number, ok: true, repeated: outcome.repeated, code: null, seq: outcome.answer.seq };
  const { code } = await refused(deps, request, move, outcome.refusal);
  return refusedLine(number, code);
}

function refusedLine(number: string | null, code: string): LineResult {
  return { number, ok: false, repeated: false, code, seq: null };
}

/** One bank reference stands for one transfer: the database holds it unique. */
function referenceUsed(error: unknown): Refused {
  if ((error as { code?: unknown }).code !== 'P2002') throw error;
  return { ok: false, refusal: mismatch('this bank reference belongs to another payment') };
}

function mismatch(detail: string): Refusal {
  return { code: 'bank-file-mismatch', detail };
}
