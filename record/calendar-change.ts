import type { Instant, WorkCalendar } from '../domain/calendar';
import type { CaseEvent } from '../domain/case-event';
import { viewOf } from '../domain/case-view';
import { Draft, type Bearings } from '../domain/draft';
import { recount } from '../domain/moves';
import type { Prisma, PrismaClient } from '../prisma/generated/client';
import type { CaseDesk } from './case-desk';
import type { Transaction } from './persist';
import { calendarId } from './rulebook';

/** One deadline that a new calendar moves. */
export interface MovedDeadline {
  readonly number: string;
  readonly step: string;
  readonly dueAtBefore: Instant | null;
  readonly dueAtAfter: Instant | null;
  readonly provisional: boolean;
}

const mostAtOnce = 500;

/**
 * What a calendar would move, without moving it: every open clock is counted afresh over the record as it stands.
 * @param calendar the proposed calendar; its revision is not looked at
 */
export async function previewCalendar(
  db: PrismaClient,
  calendar: WorkCalendar,
  now: Instant,
): Promise<MovedDeadline[]> {
  const moved: MovedDeadline[] = [];
  for (let after: string | null = null; ;) {
    const cases: { id: string }[] = await db.caseFile.findMany({
      where: { outcome: null, ...(after === null ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: mostAtOnce,
      select: { id: true },
    });
    const last = cases.at(-1);
    if (last === undefined) return moved;
    after = last.id;
    const ids = cases.map(({ id }) => id);
    for (const [caseId, events] of await recordsOf(db, ids))
      moved.push(...movedBy(caseId, events, calendar, now));
  }
}

/** Puts a calendar in force. The open clocks follow within the next sweep, each by an event with its cause. */
export async function publishCalendar(tx: Transaction, calendar: WorkCalendar): Promise<number> {
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

/** Counts the open cases afresh that were last counted with an older calendar. Returns how many there were. */
export async function sweepCalendar(db: PrismaClient, desk: CaseDesk): Promise<number> {
  const behind = await db.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM anjie.case_file f
    WHERE f.outcome IS NULL
      AND f.calendar_revision < (SELECT max(revision) FROM anjie.calendar_revision WHERE calendar = ${calendarId})
    ORDER BY f.due_at NULLS LAST LIMIT ${mostAtOnce}`;
  for (const { id } of behind) await desk.recount(id);
  return behind.length;
}

async function recordsOf(db: PrismaClient, ids: readonly string[]): Promise<Map<string, CaseEvent[]>> {
  const lines = await db.recordEvent.findMany({
    where: { caseId: { in: [...ids] } },
    orderBy: [{ caseId: 'asc' }, { seq: 'asc' }],
    select: { caseId: true, seq: true, at: true, actor: true, body: true },
  });
  const records = new Map<string, CaseEvent[]>();
  for (const { caseId, seq, at, actor, body } of lines) {
    const event = { seq, at: at.toISOString(), actor, body } as unknown as CaseEvent;
    records.set(caseId, [...(records.get(caseId) ?? []), event]);
  }
  return records;
}

function movedBy(
  caseId: string,
  events: readonly CaseEvent[],
  calendar: WorkCalendar,
  now: Instant,
): MovedDeadline[] {
  const view = viewOf(events);
  // No clock was ever counted with this revision, so that all of them are counted now.
  const draft = new Draft(caseId, view, { ...nothingElse, now, calendar: { ...calendar, revision: -1 } });
  recount(draft);
  return draft.fresh.flatMap(({ body }) => {
    const before = body.kind === 'clock-superseded' ? view.steps[body.key] : undefined;
    if (body.kind !== 'clock-superseded' || before === undefined) return [];
    const { clock, step } = before;
    return [
      {
        number: view.number,
        step,
        dueAtBefore: clock.dueAt,
        dueAtAfter: body.clock.dueAt,
        provisional: body.clock.provisional,
      },
    ];
  });
}

/** Recounting looks at time and calendar alone; anything else that it asked for would be a mistake. */
const nothingElse: Omit<Bearings, 'now' | 'calendar'> = {
  policy: unasked,
  pinFor: unasked,
  procedure: unasked,
  newCase: unasked,
  quiet: unasked,
};

function unasked(): never {
  throw new Error('a preview of the calendar asks for no policy and opens nothing');
}
