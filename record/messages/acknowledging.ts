import type { StaffActor } from '../../domain/role';
import { actsAs } from '../../domain/moves/authorize';
import { Prisma } from '../../prisma/generated/client';
import type { Statements } from '../store/statements';

/** How somebody has taken note: by saying so, by opening the case, or by doing something in it. */
export const acknowledgements = {
  given: { zh: '本人确认', en: 'Said so' },
  opened: { zh: '已打开案件', en: 'Opened the case' },
  acted: { zh: '已在案件中办理', en: 'Did something in the case' },
} as const;
export type HowAcknowledged = keyof typeof acknowledgements;

/**
 * Whether it still has to be known that somebody has `message m`: it waits, or it did not reach all whom it was meant
 * for.
 */
export const isOwed = Prisma.sql`(m.ended IS NULL OR (m.ended = 'reached' AND (m.tier > 0 OR EXISTS (
  SELECT FROM anjie.message_delivery l WHERE l.message_id = m.id AND l.state = 'failed'))))`;

/**
 * Somebody takes note of all messages of a case that have gone to them, or to whom they stand in for. The first one
 * ends a message for everybody. Doing it twice changes nothing.
 * @returns of how many
 */
export async function acknowledge(
  db: Statements,
  {
    number,
    actor,
    how,
    now,
  }: {
    readonly number: string;
    readonly actor: StaffActor;
    readonly how: HowAcknowledged;
    readonly now: Date;
  },
): Promise<number> {
  return db.$executeRaw`
    WITH meant AS (
      SELECT m.id FROM anjie.message m JOIN anjie.case_file f ON f.id = m.case_id
      WHERE f.number = ${number} AND ${isOwed} AND EXISTS (
        SELECT FROM anjie.message_delivery d
        WHERE d.message_id = m.id AND d.person_id = ANY(${[...actsAs(actor)]}::uuid[]))
      FOR UPDATE OF m
    ), noted AS (
      INSERT INTO anjie.message_acknowledgement (message_id, person_id, how, at)
      SELECT id, ${actor.personId}::uuid, ${how}, ${now.toISOString()}::timestamptz FROM meant
      ON CONFLICT DO NOTHING
    ), quiet AS (
      UPDATE anjie.message_delivery d SET state = 'dropped', next_at = NULL
      FROM meant WHERE d.message_id = meant.id AND d.state = 'waiting'
    )
    UPDATE anjie.message m SET ended = 'acknowledged', next_at = NULL FROM meant WHERE m.id = meant.id`;
}

/**
 * Notes who has acknowledged a message by doing something in its case since it was asked for. False where nobody of
 * those whom it went to has.
 */
export async function acknowledgedByActing(
  db: Statements,
  { id, persons }: { readonly id: string; readonly persons: readonly string[] },
): Promise<boolean> {
  const noted = await db.$executeRaw`
    INSERT INTO anjie.message_acknowledgement (message_id, person_id, how, at)
    SELECT m.id, (e.actor->>'personId')::uuid, 'acted', e.at
    FROM anjie.message m JOIN anjie.effect_order o ON o.case_id = m.case_id AND o.key = m.key
    JOIN anjie.record_event e ON e.case_id = m.case_id AND e.seq > o.asked_seq
    WHERE m.id = ${id}::uuid AND e.actor->>'kind' = 'staff' AND e.actor->>'personId' = ANY(${[...persons]}::text[])
    ORDER BY e.seq LIMIT 1
    ON CONFLICT DO NOTHING`;
  return noted > 0;
}
