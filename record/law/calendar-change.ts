import type { Instant, WorkCalendar } from '../../domain/time/calendar';
import { CaseMove } from '../../domain/moves/case-move';
import { recount } from '../../domain/moves/recount';
import type { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import type { ModelTransaction } from '../store/idempotency';
import { countingOnly, movedDeadlines, type MovedDeadline } from './recounting';
import { calendarId } from '../store/rulebook';

/**
 * What a calendar would move, without moving it.
 * @param calendar the proposed calendar; its revision is not looked at
 */
export function previewCalendar(
  db: Database,
  calendar: WorkCalendar,
  now: Instant,
): Promise<MovedDeadline[]> {
  return movedDeadlines(db, {}, (caseId, view) => {
    // No clock was ever counted with this revision, so that all of them are counted now.
    const move = new CaseMove(caseId, view, {
      ...countingOnly,
      now,
      calendar: { ...calendar, revision: -1 },
    });
    recount(move, null);
    return move;
  });
}

/** Puts a calendar in force. The open clocks follow within the next sweep, each by an event with its cause. */
export async function publishCalendar(tx: ModelTransaction, calendar: WorkCalendar): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('calendar', 2))`;
  const newest = await tx.calendarRevision.findFirst({
    where: { calendar: calendarId },
    orderBy: { revision: 'desc' },
  });
  const revision = (newest?.revision ?? 0) + 1;
  const content = { ...calendar, id: calendarId, revision } as unknown as Prisma.InputJsonObject;
  await tx.calendarRevision.create({ data: { calendar: calendarId, revision, content } });
  return revision;
}
