import { rowOf, type Policy } from '../../../domain/law/policy';
import type { SessionState } from '../../../domain/cases/training-session/state';
import type { Fen } from '../../../domain/money';
import type { Title } from '../../../domain/role';
import type { PlainDate } from '../../../domain/time/calendar';
import type { Database } from '../../store/database';

/* Sessions that take people, and the training money of a year with what was spent on which session. */

interface OpenSession {
  readonly number: string;
  readonly name: string | null;
  readonly course: string;
  readonly title: Title;
  readonly enrolBy: PlainDate;
  readonly heldOn: PlainDate;
  readonly capacity: number;
  readonly hours: number;
  readonly enrolled: number;
  readonly waiting: number;
}

/** The sessions of a zone that take people on a day. */
export async function openSessions(
  db: Database,
  zone: string,
  policy: Policy,
  today: PlainDate,
): Promise<OpenSession[]> {
  const rows = await db.$queryRaw<Omit<OpenSession, 'title' | 'waiting'>[]>`
    SELECT f.number, f.label AS name, s.course, s.enrol_by::text AS "enrolBy", s.held_on::text AS "heldOn",
      s.capacity, s.hours, (SELECT count(*)::int FROM anjie.training_place p
        WHERE p.session = f.number AND NOT p.cancelled) AS enrolled
    FROM anjie.training_session s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE f.zone = ${zone} AND s.state = 'enrolling' AND s.enrol_by >= ${today}::date
    ORDER BY s.held_on, f.number`;
  return rows.map((row) => ({
    ...row,
    title: titleOf(policy, row.course),
    waiting: Math.max(0, row.enrolled - row.capacity),
  }));
}

function titleOf(policy: Policy, course: string): Title {
  const key = `training-course.${course}` as const;
  return policy.rows[key] === undefined ? { zh: course, en: course } : rowOf(policy, key).value.title;
}

export interface TrainingMoney {
  readonly year: number;
  readonly budgetFen: Fen;
  /** Of sessions that are approved, and whose costs are not confirmed yet. */
  readonly plannedFen: Fen;
  readonly spentFen: Fen;
  readonly leftFen: Fen;
  /** Sessions held in the year, and what was taught in them to how many. */
  readonly held: number;
  readonly courses: number;
  readonly trained: number;
  readonly sessions: readonly {
    readonly number: string;
    readonly name: string | null;
    readonly course: string;
    readonly heldOn: PlainDate;
    readonly state: SessionState;
    readonly plannedFen: Fen;
    readonly spentFen: Fen;
    readonly people: number;
  }[];
}

interface SessionRow extends Omit<TrainingMoney['sessions'][number], 'plannedFen' | 'spentFen'> {
  readonly plannedFen: bigint;
  readonly spentFen: bigint;
}

/** 培训教育专项资金 of a year: what is set aside, bound by plans, and spent on which session. */
export async function trainingMoney(
  db: Database,
  zone: string,
  policy: Policy,
  year: number,
): Promise<TrainingMoney> {
  const rows = await db.$queryRaw<SessionRow[]>`
    SELECT f.number, f.label AS name, s.course, s.held_on::text AS "heldOn", s.state,
      s.planned_fen AS "plannedFen", s.spent_fen AS "spentFen",
      (SELECT count(*)::int FROM anjie.training_result r WHERE r.case_id = s.case_id AND r.hours > 0) AS people
    FROM anjie.training_session s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE f.zone = ${zone} AND s.state NOT IN ('planned', 'off') AND extract(year FROM s.held_on) = ${year}
    ORDER BY s.held_on, f.number`;
  const sessions = rows.map((row) => ({
    ...row,
    plannedFen: Number(row.plannedFen),
    spentFen: Number(row.spentFen),
  }));
  const held = sessions.filter(({ state }) => state === 'held');
  const { yearFen: budgetFen } = rowOf(policy, 'training.budget').value;
  const spentFen = held.reduce((sum, each) => sum + each.spentFen, 0);
  const plannedFen = sessions
    .filter(({ state }) => state !== 'held')
    .reduce((sum, each) => sum + (each.state === 'entered' ? each.spentFen : each.plannedFen), 0);
  return {
    ...{ year, budgetFen, plannedFen, spentFen, leftFen: budgetFen - spentFen - plannedFen },
    ...{ held: held.length, courses: new Set(held.map(({ course }) => course)).size },
    ...{ trained: held.reduce((sum, { people }) => sum + people, 0), sessions },
  };
}
