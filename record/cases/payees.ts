import { latestDecision } from '../../domain/case/case-queries';
import { viewOf, type StepDecision } from '../../domain/case/case-view';
import { payeeCorrection } from '../../domain/cases/payout/steps';
import { claim } from '../../domain/cases/tip-off/steps';
import type { JsonObject } from '../../domain/json';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { Transaction } from '../store/statements';
import type { HookPoint, OfferedDecision } from './case-hooks';

/*
 * Who is paid follows from the record: the claim, and each correction, names the payee that it accepted by the keyed
 * digest under which the vault keeps it. The vault is written once nothing can refuse the decision any more.
 */

/** The detail of a decision that comes with a payee: the payee's digest. Refusal: `payee-missing`. */
export async function payeeOffered(
  { rootId, parts }: HookPoint,
  { payee }: OfferedDecision,
): Promise<Result<JsonObject>> {
  if (payee === undefined) return refuse('payee-missing', 'no account to pay to');
  const key = await parts.vault.keyOf(rootId);
  return ok({ payee: key.digestPayee(payee) });
}

/**
 * Keeps the payee that a decision has accepted, and removes what no decision names: the account of a request whose
 * process died between the vault and the record.
 */
export async function keepPayee(
  { tx, rootId, parts }: HookPoint,
  { payee }: OfferedDecision,
): Promise<Result<null>> {
  if (payee === undefined) throw new Error('a payee was accepted that did not come');
  await parts.vault.storePayee(rootId, payee, await payeesNamed(tx, rootId));
  return ok(null);
}

/** The digests of all payees that the records of a family name. */
async function payeesNamed(tx: Transaction, rootId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ payee: string }[]>`
    SELECT DISTINCT e.body #>> '{detail,payee}' AS payee
    FROM anjie.record_event e JOIN anjie.case_file f ON f.id = e.case_id
    WHERE f.root_id = ${rootId}::uuid AND e.kind IN ('decided', 'decided-before')
      AND e.body #>> '{detail,payee}' IS NOT NULL`;
  return rows.map(({ payee }) => payee);
}

/** The digest of the payee that the last accepted decision of the family of a payout names. */
export function payeeAccepted({ move, rootId, verified }: HookPoint): string {
  const corrected = latestDecision(move.view, payeeCorrection);
  if (corrected !== null) return payeeNamedBy(corrected);
  const tipOff = verified?.get(rootId);
  if (tipOff === undefined) throw new Error('a payment is decided on the verified records of its family');
  return payeeNamedBy(latestDecision(viewOf(tipOff), claim));
}

/**
 * The digest of the payee that a decision names. From before decisions named one, payees lie in the vault under an
 * empty digest.
 */
export function payeeNamedBy(decision: Pick<StepDecision, 'detail'> | null): string {
  const payee = decision?.detail?.['payee'];
  return typeof payee === 'string' ? payee : '';
}
