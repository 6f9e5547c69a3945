import type { Instant, WorkCalendar } from '../../domain/time/calendar';
import { changeCalendar, type CalendarFault, type CalendarProposal } from '../../domain/time/calendar-change';
import { CaseMove } from '../../domain/moves/case-move';
import { recount } from '../../domain/moves/recount';
import type { Database } from '../store/database';
import type { ModelTransaction } from '../store/idempotency';
import { countingOnly, movedDeadlines, type MovedDeadline } from './recounting';
import { calendarId } from '../store/rulebook';

export type CalendarFaults = readonly [CalendarFault, ...CalendarFault[]];

/** What a publication of the calendar would move, without moving it; or all that is wrong with it. */
export async function previewCalendar(
  db: Database,
  proposal: CalendarProposal,
  now: Instant,
): Promise<
  | { readonly ok: true; readonly value: readonly MovedDeadline[] }
  | { readonly ok: false; readonly faults: CalendarFaults }
> {
  const changed = changeCalendar(await calendarInForce(db), proposal);
  if (!changed.ok) return changed;
  // No clock was ever counted with this revision, so that all of them are counted now.
  const calendar = { ...changed.value, revision: -1 };
  const moved = await movedDeadlines(db, {}, (caseId, view) => {
    const move = new CaseMove(caseId, view, { ...countingOnly, now, calendar });
    recount(move, null);
    return move;
  });
  return { ok: true, value: moved };
}

/** The calendar that clocks are counted with. */
export async function calendarInForce(db: Pick<ModelTransaction, 'calendarRevision'>): Promise<WorkCalendar> {
  const { revision, content } = await db.calendarRevision.findFirstOrThrow({
    where: { calendar: calendarId },
    orderBy: { revision: 'desc' },
  });
  return { ...(content as unknown as WorkCalendar), revision };
}
