import { createHash } from 'node:crypto';
import type { Channel } from '../../domain/office/channels';
import { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import type { Statements } from '../store/statements';

/*
 * Messages: mails that a record asked for, until they have reached somebody. A message is known by its case and the key
 * of its effect, and one of its deliveries by the account, so whatever is entered twice is entered once.
 */

/**
 * `waiting`: has still to go out; `pending`: a gateway has it and will report; `taken`: it arrived, as far as can be
 * known; `failed`: no channel got it there; `dropped`: it is not meant for them any more.
 */
export type DeliveryState = 'waiting' | 'pending' | 'taken' | 'failed' | 'dropped';

export type AttemptOutcome =
  | 'taken'
  | 'refused'
  | 'deferred'
  | 'unreachable'
  | 'timeout'
  | 'no-address'
  | 'delivered'
  | 'not-delivered'
  /** Whoever sent it died meanwhile: it may have arrived. */
  | 'broken-off';

export interface Delivery {
  readonly accountId: string;
  readonly personId: string;
  readonly channel: Channel | null;
  readonly state: DeliveryState;
  readonly tries: number;
  readonly batch: string | null;
  readonly nextAt: string | null;
}

export interface Attempt {
  readonly accountId: string;
  readonly channel: Channel | null;
  readonly outcome: AttemptOutcome;
  readonly code: number | null;
}

export interface NewMessage {
  readonly caseId: string;
  readonly key: string;
  readonly at: string;
  readonly urgent: boolean;
  readonly acknowledgeBy: string | null;
  readonly deliveries: readonly Delivery[];
  readonly attempts: readonly Attempt[];
}

/** The id of a message, always the same for its case and key. */
export function messageIdOf(caseId: string, key: string): string {
  const hex = createHash('sha256').update(`message\n${caseId}\n${key}`).digest('hex');
  return hex.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** How a message stands with each account that it went to. */
export async function deliveriesOf(
  db: Statements,
  caseId: string,
  key: string,
): Promise<{ accountId: string; state: DeliveryState }[]> {
  return db.$queryRaw`
    SELECT account_id::text AS "accountId", state FROM anjie.message_delivery
    WHERE message_id = ${messageIdOf(caseId, key)}::uuid`;
}

/** Enters a message with what has become of it so far; of one that is there already, the accounts that are new. */
export async function enterMessage(db: Statements, message: NewMessage): Promise<void> {
  const { caseId, key, at, urgent, acknowledgeBy, deliveries, attempts } = message;
  const id = messageIdOf(caseId, key);
  await db.$executeRaw`
    WITH entered AS (
      INSERT INTO anjie.message (id, case_id, key, asked_at, urgent, acknowledge_by, next_at)
      VALUES (${id}::uuid, ${caseId}::uuid, ${key}, ${at}::timestamptz, ${urgent}, ${acknowledgeBy}::timestamptz,
        ${at}::timestamptz)
      ON CONFLICT DO NOTHING
    ), ${goingTo({ id, tier: 0, deliveries, attempts }, at)}`;
  await settleMessage(db, id, at);
}

/** Enters deliveries with their attempts: the end of a statement that begins with WITH. */
function goingTo(
  {
    id,
    tier,
    deliveries,
    attempts,
  }: Pick<NewMessage, 'deliveries' | 'attempts'> & { readonly id: string; readonly tier: number },
  at: string,
): Prisma.Sql {
  return Prisma.sql`tried AS (
      INSERT INTO anjie.delivery_attempt (message_id, account_id, channel, at, outcome, code)
      SELECT ${id}::uuid, a."accountId", a.channel, ${at}::timestamptz, a.outcome, a.code
      FROM jsonb_to_recordset(${JSON.stringify(attempts)}::jsonb)
        AS a("accountId" uuid, channel text, outcome text, code int)
    )
    INSERT INTO anjie.message_delivery (message_id, account_id, person_id, tier, channel, state, tries, batch, next_at)
    SELECT ${id}::uuid, d."accountId", d."personId", ${tier}, d.channel, d.state, d.tries, d.batch, d."nextAt"
    FROM jsonb_to_recordset(${JSON.stringify(deliveries)}::jsonb) AS d("accountId" uuid, "personId" uuid, channel text,
      state text, tries int, batch timestamptz, "nextAt" timestamptz)
    ON CONFLICT DO NOTHING`;
}

/**
 * Notes how a message stands after its deliveries: it has ended where it has reached somebody who need not acknowledge
 * it, and is looked at now where nobody of those whom it went to last was reached.
 */
export async function settleMessage(db: Statements, id: string, now: string): Promise<void> {
  await db.$executeRaw`
    UPDATE anjie.message m SET
      ended = CASE WHEN s.taken AND NOT s.open AND m.acknowledge_by IS NULL THEN 'reached' END,
      next_at = CASE
        WHEN NOT s.taken AND NOT s.open THEN ${now}::timestamptz
        WHEN m.acknowledge_by IS NOT NULL THEN greatest(m.acknowledge_by, ${now}::timestamptz)
      END
    FROM (
      SELECT coalesce(bool_or(d.state = 'taken'), false) AS taken,
        coalesce(bool_or(d.state IN ('waiting', 'pending')), false) AS open
      FROM anjie.message m LEFT JOIN anjie.message_delivery d ON d.message_id = m.id AND d.tier = m.tier
      WHERE m.id = ${id}::uuid) s
    WHERE m.id = ${id}::uuid AND m.ended IS NULL`;
}

export type Ending = 'superseded' | 'acknowledged';

/** Ends a message; what has not gone out yet does not. */
export async function endMessage(db: Statements, id: string, ending: Ending): Promise<void> {
  await db.$executeRaw`
    WITH ended AS (
      UPDATE anjie.message SET ended = ${ending}, next_at = NULL WHERE id = ${id}::uuid AND ended IS NULL RETURNING id
    )
    UPDATE anjie.message_delivery d SET state = 'dropped', next_at = NULL, lease_until = NULL
    FROM ended WHERE d.message_id = ended.id AND d.state = 'waiting'`;
}

/** Where there is nobody more to send a message to, it is looked at so often whether it still waits. */
const hopelessMs = 3_600_000;

/** There is nobody more: it stays on the list of those that were not received, and is looked at again in a while. */
export async function keepForLater(db: Statements, id: string, now: string): Promise<void> {
  await db.$executeRaw`
    UPDATE anjie.message SET next_at = ${now}::timestamptz + make_interval(secs => ${hopelessMs / 1000})
    WHERE id = ${id}::uuid AND ended IS NULL`;
}

export interface DueMessage {
  readonly id: string;
  readonly caseId: string;
  readonly key: string;
  readonly urgent: boolean;
  readonly tier: number;
  /** Whether it goes on: nobody whom it went to last was reached, or nobody has acknowledged it in time. */
  readonly goesOn: boolean;
  /** Natural persons whom it has gone to, in all tiers. */
  readonly persons: readonly string[];
}

/** For so long nobody else looks at a message that was taken up. */
const lookMs = 60_000;

/** Takes up the message that has waited longest to be looked at, if there is one that nobody else looks at. */
export async function takeDueMessage(db: Database, now: string): Promise<DueMessage | null> {
  const [due] = await db.$queryRaw<DueMessage[]>`
    UPDATE anjie.message m SET next_at = ${now}::timestamptz + make_interval(secs => ${lookMs / 1000})
    WHERE m.id = (
      SELECT id FROM anjie.message WHERE next_at <= ${now}::timestamptz AND ended IS NULL
      ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING m.id::text, m.case_id::text AS "caseId", m.key, m.urgent, m.tier,
      coalesce(m.acknowledge_by <= ${now}::timestamptz, false) OR NOT EXISTS (SELECT FROM anjie.message_delivery d
        WHERE d.message_id = m.id AND d.tier = m.tier AND d.state IN ('waiting', 'pending', 'taken')) AS "goesOn",
      ARRAY(SELECT d.person_id::text FROM anjie.message_delivery d WHERE d.message_id = m.id) AS persons`;
  return due ?? null;
}

/** Sends a message on to further accounts. Nothing happens where it was passed on meanwhile, or has ended. */
export async function passMessageOn(
  db: Database,
  { id, tier: before }: Pick<DueMessage, 'id' | 'tier'>,
  to: {
    readonly tier: number;
    readonly acknowledgeBy: string | null;
    readonly deliveries: readonly Delivery[];
    readonly attempts: readonly Attempt[];
  },
  now: string,
): Promise<void> {
  await db.inTransaction(async (tx) => {
    const moved = await tx.$executeRaw`
      UPDATE anjie.message SET tier = ${to.tier}, acknowledge_by = ${to.acknowledgeBy}::timestamptz
      WHERE id = ${id}::uuid AND tier = ${before} AND ended IS NULL`;
    if (moved === 0) return;
    await tx.$executeRaw`WITH ${goingTo({ id, ...to }, now)}`;
    await settleMessage(tx, id, now);
  });
}
