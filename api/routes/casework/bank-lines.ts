import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Value } from 'typebox/value';
import { bankReturn, listing } from '../../../domain/cases/payout/steps';
import { ok, refuse, type Refusal, type Result } from '../../../domain/refusal';
import type { StaffActor } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import { claimCodeOf, orderOfClaim, paymentOnList } from '../../../record/cases/payout-orders';
import type { CaseAnswer, KeyReused, Outcome } from '../../../record/desk/desk';
import { idempotent, overModels, type Idempotency } from '../../../record/store/idempotency';
import type { Payee } from '../../../record/vault/payee';
import { isNotAsSealed, type Opening, type Vault } from '../../../record/vault/vault';
import { refused } from '../../contract/moves';
import type { LineResult } from '../../contract/schemas/payout-schemas';
import { ProblemError } from '../../contract/problems';
import { hashedKey, idempotencyOf } from '../../contract/request-parts';
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

/** What became of one payment of a list; with the line for the bank where the payment waits for the bank's answer. */
interface Listed {
  readonly result: LineResult;
  readonly line: BankListLine | null;
}

/** Puts one payment on the list of a batch. Whom and how much it pays is read off the verified record; each look at a payee is entered. */
export async function listPayment(
  deps: Deps & Pick<ApiDeps, 'vault'>,
  request: FastifyRequest,
  number: string,
  batch: string,
): Promise<Listed> {
  const move = { number, actor: actorOf(request) };
  const outcome = await deps.desk.decide({
    ...move,
    step: listing.id,
    body: { verdict: 'listed', batch },
    seenSeq: null,
    idempotency: idempotencyOf(deps, request, { number, batch }, number),
  });
  const result = await lineResultOf(deps, request, move, outcome);
  if (!result.ok) return { result, line: null };
  const verified = await deps.desk.onVerified(number);
  if (!verified.ok) return { result: await lineResultOf(deps, request, move, verified), line: null };
  const { rootId, view } = verified.value;
  const payment = paymentOnList(view, batch);
  if (payment === null) return { result, line: null };
  const purpose = `bank list ${batch}`;
  const { personId } = move.actor;
  const payee = await payeeToPay(deps.vault, rootId, payment.payee, { personId, purpose });
  if (!payee.ok) return { result: await lineResultOf(deps, request, move, payee), line: null };
  const { amountFen } = payment;
  return { result, line: { claimCode: await claimCodeOf(deps.db, number), amountFen, ...payee.value } };
}

/** The payee that was listed. Refusal: `record-not-as-written`, where the vault keeps another one or none. */
async function payeeToPay(
  vault: Vault,
  rootId: string,
  digest: string,
  opening: Opening,
): Promise<Result<Payee>> {
  const payee = await vault.openPayeeForPayment(rootId, digest, opening).catch((error: unknown) => {
    if (isNotAsSealed(error)) return null;
    throw error;
  });
  return payee === null
    ? refuse('record-not-as-written', 'the payee is not the one that was sealed')
    : ok(payee);
}

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'hashKey'>;

/** Enters what the bank says of one transfer, as a decision. */
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
  const outcome = await deps.desk.decide({
    ...move,
    step: bankReturn.id,
    body: decision,
    batch,
    seenSeq: null,
    idempotency: keyOfLine(deps, line, order.batches),
  });
  return lineResultOf(deps, request, move, outcome);
}

function isDecision({ verdict, ...form }: BankReturnLine['decision']): boolean {
  const def = Object.entries(bankReturn.verdicts).find(([word]) => word === verdict)?.[1];
  return def !== undefined && Value.Check(def.form, form);
}

/**
 * The key of a line is made from the line, not from who sends it: a file that is imported twice is one import. A line
 * is about one transfer, by the reference of the bank or by the list; with neither, it is about the only list there
 * was.
 */
function keyOfLine(
  deps: Deps,
  { claimCode, batch, decision: { verdict, ...form } }: BankReturnLine,
  batches: readonly string[],
): Idempotency {
  const only = batches.length === 1 ? batches[0] : '';
  const list = 'bankReference' in form ? '' : (batch ?? only ?? '');
  const [scope, line] = ['bank-returns', [claimCode, list, verdict, ...Object.values(form)].join(' ')];
  const bodyHash = createHmac('sha256', deps.hashKey).update(line, 'utf8').digest();
  return { scope, key: hashedKey(deps, scope, line), bodyHash, lasting: true };
}

interface Refused {
  readonly ok: false;
  readonly refusal: Refusal | KeyReused;
}

/** The result of one line; a refusal is entered as an attempt on its case. */
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
