import type { Channel } from '../../domain/office/channels';
import type { Database } from '../store/database';
import type { Statements } from '../store/statements';
import { settleMessage, type Attempt, type DeliveryState } from './messages';

/* What has to go out: taken up by one worker at a time, and again by another where that one has died. */

/** One message for an account that has to go out now, or whose fate a gateway can tell now. */
export interface DueDelivery {
  readonly messageId: string;
  readonly caseId: string;
  readonly key: string;
  readonly urgent: boolean;
  readonly accountId: string;
  readonly tier: number;
  readonly channel: Channel | null;
  readonly state: 'waiting' | 'pending';
  readonly tries: number;
  readonly batch: Date | null;
  /** A process took it up and has not said what became of it. */
  readonly brokenOff: boolean;
}

/** How long a process has for what it takes up. */
const leaseMs = 60_000;

/**
 * Takes up what has waited longest: one delivery, or all of one digest. Empty where nothing is due that nobody else
 * sends.
 */
export function takeDueDeliveries(db: Database, now: string): Promise<DueDelivery[]> {
  return db.inTransaction(async (tx) => {
    const [first] = await tx.$queryRaw<{ message: string; account: string; batch: Date | null }[]>`
      SELECT message_id::text AS message, account_id::text AS account, batch FROM anjie.message_delivery
      WHERE next_at <= ${now}::timestamptz AND (lease_until IS NULL OR lease_until <= ${now}::timestamptz)
      ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
    if (first === undefined) return [];
    const batch = first.batch?.toISOString() ?? null;
    if (batch !== null) {
      // A digest is taken up whole, or by nobody: two halves of it would be two messages.
      const [{ alone } = { alone: false }] = await tx.$queryRaw<{ alone: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${`${first.account} ${batch}`}, 0)) AS alone`;
      if (!alone) return [];
    }
    return tx.$queryRaw<DueDelivery[]>`
      WITH before AS (
        SELECT message_id, account_id, lease_until IS NOT NULL AS broken_off FROM anjie.message_delivery
        WHERE account_id = ${first.account}::uuid AND next_at <= ${now}::timestamptz
          AND (lease_until IS NULL OR lease_until <= ${now}::timestamptz)
          AND (message_id = ${first.message}::uuid OR batch = ${batch}::timestamptz)
        FOR UPDATE
      )
      UPDATE anjie.message_delivery d
      SET lease_until = ${now}::timestamptz + make_interval(secs => ${leaseMs / 1000})
      FROM before b JOIN anjie.message m ON m.id = b.message_id
      WHERE d.message_id = b.message_id AND d.account_id = b.account_id
      RETURNING d.message_id::text AS "messageId", m.case_id::text AS "caseId", m.key, m.urgent,
        d.account_id::text AS "accountId", d.tier, d.channel, d.state, d.tries, d.batch, b.broken_off AS "brokenOff"`;
  });
}

/** What has become of a delivery that was taken up. */
export interface Settled {
  readonly channel: Channel | null;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly nextAt: string | null;
  readonly attempts: readonly Omit<Attempt, 'accountId'>[];
}

/** Enters it, with each attempt. */
export async function settleDelivery(
  db: Database,
  { messageId, accountId }: Pick<DueDelivery, 'messageId' | 'accountId'>,
  { channel, state, tries, nextAt, attempts }: Settled,
  now: string,
): Promise<void> {
  await db.inTransaction(async (tx) => {
    await tx.$executeRaw`
      UPDATE anjie.message_delivery
      SET channel = ${channel}, state = ${state}, tries = ${tries}, next_at = ${nextAt}::timestamptz, lease_until = NULL
      WHERE message_id = ${messageId}::uuid AND account_id = ${accountId}::uuid AND state IN ('waiting', 'pending')`;
    await enterAttempts(tx, { messageId, accountId }, attempts, now);
    await settleMessage(tx, messageId, now);
  });
}

/** Enters attempts as such: what becomes of the delivery is settled later. */
export async function enterAttempts(
  db: Statements,
  { messageId, accountId }: Pick<DueDelivery, 'messageId' | 'accountId'>,
  attempts: Settled['attempts'],
  now: string,
): Promise<void> {
  if (attempts.length === 0) return;
  await db.$executeRaw`
    INSERT INTO anjie.delivery_attempt (message_id, account_id, channel, at, outcome, code)
    SELECT ${messageId}::uuid, ${accountId}::uuid, a.channel, ${now}::timestamptz, a.outcome, a.code
    FROM jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb) AS a(channel text, outcome text, code int)`;
}
