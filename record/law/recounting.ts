import type { Instant } from '../../domain/time/calendar';
import { viewOf, type CaseView } from '../../domain/case/case-view';
import type { MoveContext, CaseMove } from '../../domain/moves/case-move';
import { movedClocks, type MovedClock } from '../../domain/moves/recount';
import type { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import type { CaseDesk } from '../desk/case-desk';
import { calendarId } from '../store/rulebook';
import { recordsOf } from '../store/stored-record';

/*
 * Open cases follow a change of law or calendar. A preview counts them without writing; a sweep carries it out case by
 * case, each in a transaction of its own, so that a sweep that was cut short can simply be begun again.
 */

/** One deadline that a change moves. */
export interface MovedDeadline {
  readonly number: string;
  readonly step: string;
  /** Which of its clocks: the legal limit, or what was promised beside it. */
  readonly clock: 'limit' | 'promise';
  readonly dueAtBefore: Instant | null;
  readonly dueAtAfter: Instant | null;
  readonly provisional: boolean;
}

/** The context of a move that only counts: whatever else it asks for is a mistake. */
export const countingOnly: Omit<MoveContext, 'now' | 'calendar'> = {
  policy: unasked,
  pinFor: unasked,
  procedure: unasked,
  newCase: unasked,
  idle: unasked,
};

function unasked(): never {
  throw new Error('clocks are counted: nothing is opened');
}

const mostAtOnce = 500;

/**
 * What a change would move, without moving it: every open case is counted afresh over the record as it stands.
 * @param recounted the move of a case with what the change appends to it
 */
export async function movedDeadlines(
  db: Database,
  which: Pick<Prisma.CaseFileWhereInput, 'zone'>,
  recounted: (caseId: string, view: CaseView) => CaseMove,
): Promise<MovedDeadline[]> {
  const moved: MovedDeadline[] = [];
  for (let after: string | null = null; ;) {
    const cases: { id: string }[] = await db.caseFile.findMany({
      where: { ...which, outcome: null, ...(after === null ? {} : { id: { gt: after } }) },
      orderBy: { id: 'asc' },
      take: mostAtOnce,
      select: { id: true },
    });
    const last = cases.at(-1);
    if (last === undefined) return moved;
    after = last.id;
    const ids = cases.map(({ id }) => id);
    for (const [caseId, events] of await recordsOf(db, ids)) {
      const move = recounted(caseId, viewOf(events));
      moved.push(...movedClocks(move).map((clock) => deadlineOf(move, clock)));
    }
  }
}

/**
 * Carries out what changed for open cases that were last counted with an older calendar, or that have to go over to
 * other law. A case that cannot be counted holds up none of the others.
 * @param now the office's time; without it PostgreSQL's
 * @returns how many cases there were
 * @throws AggregateError of what went wrong, after all have been tried
 */
export async function sweepRules(
  db: Database,
  desk: Pick<CaseDesk, 'recount' | 'rulesChanged'>,
  now?: Date,
): Promise<number> {
  const failures: unknown[] = [];
  let count = 0;
  desk.rulesChanged();
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const behind = await casesBehind(db, after, now ?? null);
    const last = behind.at(-1);
    if (last === undefined) break;
    after = last;
    count += behind.length;
    for (const id of behind) await desk.recount(id).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} cases were not counted`);
  return count;
}

/** The cases that may be behind; `pinAfter` and `recount` judge what becomes of each. */
async function casesBehind(db: Database, after: string, now: Date | null): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT f.id FROM anjie.case_file f
    WHERE f.outcome IS NULL AND f.id > ${after}::uuid AND (
      f.calendar_revision < (SELECT max(revision) FROM anjie.calendar_revision WHERE calendar = ${calendarId})
      OR EXISTS (
        SELECT 1 FROM anjie.policy_revision p
        WHERE f.zone = ANY (p.zones) AND (p.revision > f.policy_revision OR p.moves_on > f.policy_on)
          AND p.moves_on <= (coalesce(${now}::timestamptz, clock_timestamp()) AT TIME ZONE 'Asia/Shanghai')::date))
    ORDER BY f.id LIMIT ${mostAtOnce}`;
  return rows.map(({ id }) => id);
}

function deadlineOf({ view }: CaseMove, { step, clock, before, after }: MovedClock): MovedDeadline {
  const { dueAt, provisional } = after;
  return { number: view.number, step, clock, dueAtBefore: before.dueAt, dueAtAfter: dueAt, provisional };
}
