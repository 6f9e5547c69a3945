import { rowOf, type Policy } from '../../../domain/law/policy';
import type { TrainingValues } from '../../../domain/law/network/training-values';
import type { PlainDate } from '../../../domain/time/calendar';
import type { Prisma } from '../../../prisma/generated/client';
import type { Database } from '../../store/database';

/* Who must hold a certificate, who does and whose lapses, firm by firm. Figures: no code and no name of a person. */

interface TrainingFigures {
  readonly people: number;
  /** Certificates that people need, by their special work or their duty; one person may need two. */
  readonly needed: number;
  /** Those of them that hold today. */
  readonly held: number;
  /** People who do special work without a certificate that holds. */
  readonly uncertified: number;
  /** Certificates of any kind that have to be reviewed or renewed within the time of the reminder. */
  readonly lapsing: number;
  readonly lapsed: number;
  /** People who have had fewer hours this year than the law asks for by its end. */
  readonly hoursShort: number;
}

export interface FirmTraining extends TrainingFigures {
  readonly enterpriseId: string;
  readonly name: string;
  /** Number of its training file. */
  readonly file: string;
}

export interface TrainingOverview {
  readonly asOf: PlainDate;
  readonly withinDays: number;
  readonly totals: TrainingFigures & { readonly firms: number };
  readonly firms: readonly FirmTraining[];
}

const figures = ['people', 'needed', 'held', 'uncertified', 'lapsing', 'lapsed', 'hoursShort'] as const;

/** @param visible what the reader may see, as a condition on `case_file f` */
export async function trainingOverview(
  db: Database,
  visible: Prisma.Sql,
  policy: Policy,
  today: PlainDate,
): Promise<TrainingOverview> {
  const { daysBefore } = rowOf(policy, 'training.reminder').value;
  const firms = await firmsIn(db, visible, { duties: dutiesOf(policy), today, daysBefore });
  const sum = (of: (typeof figures)[number]) => firms.reduce((all, firm) => all + firm[of], 0);
  const totals = Object.fromEntries(figures.map((each) => [each, sum(each)])) as unknown as TrainingFigures;
  return { asOf: today, withinDays: daysBefore, totals: { firms: firms.length, ...totals }, firms };
}

/** The duties of the law, each with its code. */
function dutiesOf({ rows }: Policy) {
  return Object.entries(rows).flatMap(([key, { value }]) => {
    const [, duty] = /^training-duty\.(.+)$/.exec(key) ?? [];
    const { firstHours, yearlyHours, qualification } = value as TrainingValues['training-duty.'];
    return duty === undefined ? [] : [{ duty, firstHours, yearlyHours, qualification }];
  });
}

/**
 * Each firm from its rows. Hours count from the day on which somebody began their work, in the year of that day, and
 * from the first of January in every other.
 */
function firmsIn(
  db: Database,
  visible: Prisma.Sql,
  {
    duties,
    today,
    daysBefore,
  }: { readonly duties: readonly object[]; readonly today: PlainDate; readonly daysBefore: number },
): Promise<FirmTraining[]> {
  const year = `${today.slice(0, 4)}-01-01`;
  return db.$queryRaw<FirmTraining[]>`
    WITH file AS (
      SELECT f.id, f.number, f.enterprise_id FROM anjie.case_file f
      WHERE f.case_type = 'training-file' AND f.closed_at IS NULL AND ${visible}
    ), duty AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(duties)}::jsonb)
        AS d(duty text, "firstHours" int, "yearlyHours" int, qualification text)
    ), worker AS (
      SELECT p.case_id, p.person, p.job, d.qualification, greatest(p.taught_from, ${year}::date) AS hours_from,
        CASE WHEN p.taught_from >= ${year}::date THEN d."firstHours" ELSE d."yearlyHours" END AS hours_needed
      FROM anjie.training_person p JOIN file ON file.id = p.case_id LEFT JOIN duty d ON d.duty = p.duty
    ), taught AS (
      SELECT case_id, person, held_on, hours FROM anjie.own_training WHERE case_id IN (SELECT id FROM file)
      UNION ALL
      SELECT file.id, r.person, s.held_on, r.hours
      FROM anjie.training_result r JOIN anjie.training_session s ON s.case_id = r.case_id AND s.state = 'held'
        JOIN file ON file.number = r.file
    ), hours AS (
      SELECT w.case_id, w.person, sum(t.hours) AS hours FROM worker w JOIN taught t
        ON t.case_id = w.case_id AND t.person = w.person AND t.held_on BETWEEN w.hours_from AND ${today}::date
      GROUP BY w.case_id, w.person
    ), needed AS (
      SELECT case_id, person, job AS kind, true AS special FROM worker WHERE job IS NOT NULL
      UNION ALL
      SELECT case_id, person, qualification, false FROM worker WHERE qualification IS NOT NULL
    ), needs AS (
      SELECT n.case_id, count(*) AS needed, count(*) FILTER (WHERE q.due_on >= ${today}::date) AS held,
        count(*) FILTER (WHERE n.special AND (q.due_on IS NULL OR q.due_on < ${today}::date)) AS uncertified
      FROM needed n LEFT JOIN anjie.qualification q
        ON q.case_id = n.case_id AND q.person = n.person AND q.kind = n.kind
      GROUP BY n.case_id
    ), ends AS (
      SELECT case_id, count(*) FILTER (WHERE due_on < ${today}::date) AS lapsed,
        count(*) FILTER (WHERE due_on BETWEEN ${today}::date AND ${today}::date + ${daysBefore}::int) AS lapsing
      FROM anjie.qualification WHERE case_id IN (SELECT id FROM file) GROUP BY case_id
    ), counted AS (
      SELECT w.case_id, count(*) AS people,
        count(*) FILTER (WHERE coalesce(h.hours, 0) < w.hours_needed) AS hours_short
      FROM worker w LEFT JOIN hours h ON h.case_id = w.case_id AND h.person = w.person GROUP BY w.case_id
    )
    SELECT e.id::text AS "enterpriseId", e.name, file.number AS file, coalesce(c.people, 0)::int AS people,
      coalesce(n.needed, 0)::int AS needed, coalesce(n.held, 0)::int AS held,
      coalesce(n.uncertified, 0)::int AS uncertified, coalesce(x.lapsing, 0)::int AS lapsing,
      coalesce(x.lapsed, 0)::int AS lapsed, coalesce(c.hours_short, 0)::int AS "hoursShort"
    FROM file JOIN anjie.enterprise e ON e.id = file.enterprise_id LEFT JOIN counted c ON c.case_id = file.id
      LEFT JOIN needs n ON n.case_id = file.id LEFT JOIN ends x ON x.case_id = file.id
    ORDER BY e.name, file.number`;
}
