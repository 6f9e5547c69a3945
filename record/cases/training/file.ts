import { decisionsOn } from '../../../domain/case/case-queries';
import type { CaseView } from '../../../domain/case/case-view';
import { change, standingOf } from '../../../domain/cases/training-file/steps';
import type { CaseMove } from '../../../domain/moves/case-move';
import { ok, refuse, type Result } from '../../../domain/refusal';
import { shanghaiDate } from '../../../domain/time/calendar';
import { Prisma } from '../../../prisma/generated/client';
import type { DerivedTable } from '../../store/derived-table';
import type { Transaction } from '../../store/statements';
import type { CaseHooks } from '../case-hooks';

/* The people of a firm, their certificates, trainings and places as they stand, for overviews: codes and dates, no name. */

/** Whether a move may have changed what stands. */
function moved({ fresh }: CaseMove): boolean {
  return fresh.some(({ body }) => ['decided', 'reopened', 'closed'].includes(body.kind));
}

type Rows = readonly { readonly [column: string]: string | number | boolean | null }[];

/** A table that holds what stands in the record, and nothing else. */
function standingTable(
  table: string,
  key: readonly string[],
  columns: DerivedTable['columns'],
  rowsOf: (view: CaseView) => Rows,
): DerivedTable {
  const set = Object.keys(columns).filter((column) => column !== 'case_id' && !key.includes(column));
  const keyText = Prisma.raw(key.map((column) => `${column}::text`).join(` || '/' || `));
  return {
    table,
    columns,
    upsert: { key: ['case_id', ...key], set },
    check: { key },
    rows: ({ move }) =>
      moved(move) ? rowsOf(move.view).map((row) => ({ case_id: move.caseId, ...row })) : [],
    changes: ({ move }) =>
      moved(move)
        ? Prisma.sql`DELETE FROM ${Prisma.raw(`anjie.${table}`)} WHERE case_id = ${move.caseId}::uuid
            AND NOT (${keyText}) = ANY(${rowsOf(move.view).map((row) => key.map((column) => row[column]).join('/'))}::text[])`
        : null,
  };
}

const people = standingTable(
  'training_person',
  ['person'],
  { case_id: 'uuid', person: 'text', duty: 'text', job: 'text', since: 'date', taught_from: 'date' },
  (view) =>
    [...standingOf(view).people].map(([person, { duty, job, since, taughtFrom }]) => ({
      ...{ person, duty, job, since, taught_from: taughtFrom },
    })),
);

const certificates = standingTable(
  'qualification',
  ['person', 'kind'],
  {
    ...{ case_id: 'uuid', person: 'text', kind: 'text', issued_on: 'date', due: 'text', due_on: 'date' },
    ...{ apply_by: 'date', expires_on: 'date' },
  },
  (view) =>
    [...standingOf(view).certificates.values()].map((held) => ({
      ...{ person: held.person, kind: held.kind, issued_on: held.issuedOn, due: held.due },
      ...{ due_on: held.dueOn, apply_by: held.applyBy, expires_on: held.expiresOn },
    })),
);

const trainings = standingTable(
  'own_training',
  ['person', 'course', 'held_on'],
  { case_id: 'uuid', person: 'text', course: 'text', held_on: 'date', hours: 'int' },
  (view) => {
    const entered = decisionsOn(view, change).flatMap(({ decision }) =>
      decision.verdict === 'changed' ? decision.facts.trained : [],
    );
    // What the person has not signed for does not count. Entered again, it is the last that counts.
    const signed = entered.filter((each) => each.signed);
    const known = new Map(signed.map((each) => [`${each.person}/${each.course}/${each.heldOn}`, each]));
    return [...known.values()].map(({ person, course, heldOn, hours }) => ({
      ...{ person, course, held_on: heldOn, hours },
    }));
  },
);

const places = standingTable(
  'training_place',
  ['session', 'person'],
  { case_id: 'uuid', session: 'text', person: 'text', position: 'int', cancelled: 'boolean' },
  (view) => {
    const rows = new Map<string, { session: string; person: string; position: number; cancelled: boolean }>();
    for (const { decision } of decisionsOn(view, change)) {
      const { verdict, facts, detail } = decision;
      if (verdict !== 'enrolled' && verdict !== 'cancelled') continue;
      const { session } = facts;
      facts.people.forEach((person, at) => {
        const key = `${session}/${person}`;
        const before = rows.get(key);
        if (verdict === 'enrolled') {
          const position = ((detail?.['position'] as number | undefined) ?? 1) + at;
          rows.set(key, { session, person, position, cancelled: view.closed !== null });
        } else if (before) rows.set(key, { ...before, cancelled: true });
      });
    }
    return [...rows.values()];
  },
);

/** Who enrols in one session at once waits for each other, so that every place has a position of its own. */
export async function lockSession(tx: Transaction, session: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`training/${session}`}, 0))::text`;
}

export const trainingFileHooks: CaseHooks = {
  derived: [people, certificates, trainings, places],
  async gather({ tx, move }, { step, body }) {
    if (step !== change.id || (body.verdict !== 'enrolled' && body.verdict !== 'cancelled')) return ok({});
    const { session, people: named } = body as unknown as { session: string; people: string[] };
    await lockSession(tx, session);
    const takes = await takesPeople(tx, move, session);
    if (!takes.ok) return takes;
    const [standing] = await tx.$queryRaw<{ last: number; enrolled: number }[]>`
      SELECT coalesce(max(position), 0)::int AS last,
        (count(*) FILTER (WHERE case_id = ${move.caseId}::uuid AND NOT cancelled
          AND person = ANY(${named}::text[])))::int AS enrolled
      FROM anjie.training_place WHERE session = ${session}`;
    const { last = 0, enrolled = 0 } = standing ?? {};
    if (body.verdict === 'cancelled')
      return enrolled === named.length ? ok({}) : refuse('not-enrolled', 'somebody is not enrolled');
    return enrolled === 0
      ? ok({ position: last + 1 })
      : refuse('enrolled-already', `${enrolled} are enrolled`, { enrolled });
  },
};

async function takesPeople(
  tx: Transaction,
  { view, context }: CaseMove,
  session: string,
): Promise<Result<null, 'training-closed'>> {
  const [open] = await tx.$queryRaw<{ enrolBy: string }[]>`
    SELECT s.enrol_by::text AS "enrolBy" FROM anjie.training_session s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE f.number = ${session} AND f.zone = ${view.zone} AND s.state = 'enrolling'`;
  return open !== undefined && shanghaiDate(context.now) <= open.enrolBy
    ? ok(null)
    : refuse('training-closed', 'the session takes nobody now');
}
