import { decisionsOn, latestDecision } from '../../../domain/case/case-queries';
import { sessionState } from '../../../domain/cases/training-session/state';
import { approval, plan, result } from '../../../domain/cases/training-session/steps';
import { rowOf } from '../../../domain/law/policy';
import type { CaseMove } from '../../../domain/moves/case-move';
import { ok, refuse, type Result } from '../../../domain/refusal';
import { Prisma } from '../../../prisma/generated/client';
import type { DerivedTable } from '../../store/derived-table';
import type { Statements, Transaction } from '../../store/statements';
import type { CaseHooks } from '../case-hooks';
import { lockSession } from './file';

/* Sessions with their places, what became of those who had one, and what each has cost. */

const sessions: DerivedTable = {
  table: 'training_session',
  columns: {
    ...{ case_id: 'uuid', course: 'text', enrol_by: 'date', held_on: 'date', capacity: 'int', hours: 'int' },
    ...{ planned_fen: 'bigint', spent_fen: 'bigint', state: 'text' },
  },
  upsert: {
    key: ['case_id'],
    set: ['course', 'enrol_by', 'held_on', 'capacity', 'hours', 'planned_fen', 'spent_fen', 'state'],
  },
  check: { key: [] },
  rows: ({ move: { caseId, view } }) => {
    const planned = latestDecision(view, plan);
    if (planned?.verdict !== 'planned') return [];
    const { course, enrolBy, heldOn, capacity, hours, plannedFen } = planned.facts;
    const spentFen = latestDecision(view, result)?.facts.spentFen ?? 0;
    return [
      {
        ...{ case_id: caseId, course, enrol_by: enrolBy, held_on: heldOn, capacity, hours },
        ...{ planned_fen: plannedFen, spent_fen: spentFen, state: sessionState(view) },
      },
    ];
  },
};

/** Those who had a place: hours that they have not signed for do not count. */
const results: DerivedTable = {
  table: 'training_result',
  columns: { case_id: 'uuid', file: 'text', person: 'text', hours: 'int', passed: 'boolean' },
  upsert: { key: ['case_id', 'file', 'person'], set: ['hours', 'passed'] },
  check: { key: ['file', 'person'] },
  rows: ({ move }) =>
    attendedIn(move).map(({ file, person, hours, passed, signed }) => ({
      ...{ case_id: move.caseId, file, person, hours: signed ? hours : 0, passed },
    })),
  changes: ({ move }) => {
    const kept = attendedIn(move).map(({ file, person }) => `${file}/${person}`);
    return decisionsOn(move.view, result).length === 0
      ? null
      : Prisma.sql`DELETE FROM anjie.training_result WHERE case_id = ${move.caseId}::uuid
          AND NOT file || '/' || person = ANY(${kept}::text[])`;
  },
};

function attendedIn({ view }: CaseMove) {
  const last = latestDecision(view, result);
  return last?.verdict === 'held' ? last.facts.attended : [];
}

/** Somebody who is enrolled in a session: by the order in which they came they have a place, or wait for one. */
interface Enrolled {
  readonly file: string;
  readonly person: string;
  readonly enterprise: string;
  readonly enterpriseId: string;
  readonly hasPlace: boolean;
}

/** Everybody who is enrolled in a session, in the order of their coming. */
export async function enrolledIn(db: Statements, session: string): Promise<Enrolled[]> {
  return db.$queryRaw<Enrolled[]>`
    SELECT f.number AS file, p.person, e.name AS enterprise, e.id::text AS "enterpriseId",
      row_number() OVER (ORDER BY p.position) <= s.capacity AS "hasPlace"
    FROM anjie.training_place p JOIN anjie.case_file f ON f.id = p.case_id
      JOIN anjie.enterprise e ON e.id = f.enterprise_id
      JOIN anjie.case_file sf ON sf.number = p.session JOIN anjie.training_session s ON s.case_id = sf.id
    WHERE p.session = ${session} AND NOT p.cancelled ORDER BY p.position`;
}

export const trainingSessionHooks: CaseHooks = {
  derived: [sessions, results],
  async gather({ tx, move }, { step, body }) {
    if (step === approval.id && body.verdict === 'approved') return moneyIsThere(tx, move);
    if (step === result.id && body.verdict === 'held')
      return everybodyIsEntered(tx, move, body as unknown as { attended: Attended[] });
    return ok({});
  },
};

type Attended = { readonly file: string; readonly person: string };

/** What was approved or spent in the year of the session, together with it, stays within the year's money. */
async function moneyIsThere(
  tx: Transaction,
  { view, policy, caseId }: CaseMove,
): Promise<Result<{ leftFen: number }, 'training-money-short'>> {
  const planned = latestDecision(view, plan)?.facts;
  const { yearFen } = rowOf(policy, 'training.budget').value;
  const year = planned?.heldOn.slice(0, 4) ?? '';
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`training-money/${view.zone}/${year}`}, 0))::text`;
  const [spoken] = await tx.$queryRaw<{ fen: bigint }[]>`
    SELECT coalesce(sum(CASE WHEN s.state IN ('entered', 'held') THEN s.spent_fen ELSE s.planned_fen END), 0)::bigint AS fen
    FROM anjie.training_session s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE f.zone = ${view.zone} AND s.case_id <> ${caseId}::uuid
      AND s.state NOT IN ('planned', 'off') AND to_char(s.held_on, 'YYYY') = ${year}`;
  const leftFen = yearFen - Number(spoken?.fen ?? 0n) - (planned?.plannedFen ?? 0);
  return leftFen < 0
    ? refuse('training-money-short', `${-leftFen} fen more than the money of ${year}`, { shortFen: -leftFen })
    : ok({ leftFen });
}

/** Everybody with a place is entered, once, and nobody else. */
async function everybodyIsEntered(
  tx: Transaction,
  { view }: CaseMove,
  { attended }: { readonly attended: readonly Attended[] },
): Promise<Result<Record<never, never>, 'attendance-missing' | 'not-enrolled' | 'form-invalid'>> {
  await lockSession(tx, view.number);
  const enrolled = await enrolledIn(tx, view.number);
  const placed = new Set(enrolled.filter(({ hasPlace }) => hasPlace).map(keyOf));
  const entered = attended.map(keyOf);
  const stranger = entered.findIndex((key) => !placed.has(key));
  if (stranger >= 0) return refuse('not-enrolled', 'no place', { pointer: `/attended/${stranger}` });
  if (new Set(entered).size < entered.length)
    return refuse('form-invalid', 'each person once', { pointer: '/attended' });
  const missing = placed.size - entered.length;
  return missing > 0
    ? refuse('attendance-missing', `${missing} are not entered`, { people: missing })
    : ok({});
}

function keyOf({ file, person }: Attended): string {
  return `${file}/${person}`;
}
