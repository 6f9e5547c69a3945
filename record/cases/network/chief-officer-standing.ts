import { dutySteps, type AppointmentEnd } from '../../../domain/cases/chief-officer/appointments';
import { mustHaveOfficer } from '../../../domain/cases/chief-officer/required';
import { nomination } from '../../../domain/cases/chief-officer/steps';
import { stepTitle } from '../../../domain/cases/catalogue';
import type { OfficerPost } from '../../../domain/law/network/chief-officer-values';
import { ladderOf, type Policy } from '../../../domain/law/policy';
import type { StaffActor, Title } from '../../../domain/role';
import { addDays, shanghaiDate, type Instant, type PlainDate } from '../../../domain/time/calendar';
import { Prisma } from '../../../prisma/generated/client';
import { cursorOf, readCursor } from '../../store/cursor';
import type { Database } from '../../store/database';
import { invalid, pageOf, uuid, type Page, type PageRequest } from '../../store/pages';
import type { Rulebooks } from '../../store/rulebook';
import { zoneOfUnit } from '../../store/zones';

/*
 * How the firms of a zone stand with their chief safety officers: those that must have one, by their profile, and those
 * that have one. Every figure is counted anew from the firms, the officers and the steps that wait.
 */

export const standings = ['without', 'in-office', 'certificate-ending', 'duty-overdue'] as const;
type OfficerStanding = (typeof standings)[number];

interface OfficerLine {
  readonly enterprise: { readonly id: string; readonly name: string };
  readonly required: boolean;
  /** The case of the post; null where the firm has none. */
  readonly number: string | null;
  readonly officer: Officer | null;
  /** Since when the post is vacant; null where somebody is in office, or where there is no post yet. */
  readonly vacantSince: PlainDate | null;
  /** When somebody has to be nominated; null where nobody is waited for. */
  readonly nominateBy: Instant | null;
  readonly overdue: readonly { readonly step: string; readonly title: Title; readonly dueAt: Instant }[];
}

interface Officer {
  readonly personId: string;
  readonly name: string;
  readonly post: OfficerPost;
  readonly filedOn: PlainDate;
  readonly certificateUntil: PlainDate;
}

interface FormerOfficer extends Officer {
  readonly endedOn: PlainDate | null;
  readonly endedAs: AppointmentEnd | null;
}

interface OfficerFigures {
  readonly on: PlainDate;
  /** Firms that must have an officer by their profile. */
  readonly required: number;
  /** Those of them in which nobody is in office. */
  readonly without: number;
  /** Firms in which somebody is in office, whether they must have one or not. */
  readonly inOffice: number;
  readonly certificatesEnding: number;
  /** Firms in which a duty is overdue. */
  readonly dutiesOverdue: number;
}

interface Parts {
  readonly db: Database;
  readonly rulebooks: Rulebooks;
  readonly clock: () => Date;
}

/** What the view is made by: whose firms, which of them must have an officer, and on which day. */
interface Look {
  readonly zone: string;
  readonly required: readonly string[];
  readonly recusedFrom: readonly string[];
  readonly now: Date;
  /** The day from which on a certificate counts as soon to end. */
  readonly endingBy: PlainDate;
}

/** A page of the firms of the reader's zone that stand so, by name. @throws CursorInvalid */
export async function officerLines(
  parts: Parts,
  actor: StaffActor,
  standing: OfficerStanding,
  { limit, cursor }: PageRequest,
): Promise<Page<OfficerLine>> {
  const order = `chief-officers/${standing}`;
  const after = cursor === null ? null : (readCursor(cursor, order, 2) ?? invalid());
  const look = await lookOf(parts, actor);
  const behind =
    after === null
      ? Prisma.sql`true`
      : Prisma.sql`(v.name, v.id) > (${after[0] ?? invalid()}, ${uuid(after[1])}::uuid)`;
  const rows = await parts.db.$queryRaw<Row[]>`
    ${firmsSeen(look)} SELECT ${columns} FROM v WHERE ${standsSo(look)[standing]} AND ${behind}
    ORDER BY v.name, v.id LIMIT ${limit + 1}`;
  return pageOf(rows, limit, ({ name, id }) => cursorOf(order, [name, id]), lineOf);
}

/** The zone in figures. */
export async function officerFigures(parts: Parts, actor: StaffActor): Promise<OfficerFigures> {
  const look = await lookOf(parts, actor);
  const stands = standsSo(look);
  const [row] = await parts.db.$queryRaw<Omit<OfficerFigures, 'on'>[]>`
    ${firmsSeen(look)} SELECT count(*) FILTER (WHERE v.required)::int AS required,
      count(*) FILTER (WHERE ${stands.without})::int AS without,
      count(*) FILTER (WHERE ${stands['in-office']})::int AS "inOffice",
      count(*) FILTER (WHERE ${stands['certificate-ending']})::int AS "certificatesEnding",
      count(*) FILTER (WHERE ${stands['duty-overdue']})::int AS "dutiesOverdue"
    FROM v`;
  if (row === undefined) throw new Error('a count without a row');
  return { on: shanghaiDate(look.now.toISOString()), ...row };
}

interface FirmsOfficers {
  readonly standing: OfficerLine;
  /** Everybody who has held the post, the newest first. */
  readonly officers: readonly FormerOfficer[];
}

/** How one firm stands, and who has held its post. Null where there is no such firm for the reader. */
export async function officersOfFirm(
  parts: Parts,
  actor: StaffActor,
  enterpriseId: string,
): Promise<FirmsOfficers | null> {
  const others = actor.enterpriseId !== null && actor.enterpriseId !== enterpriseId;
  if (others) return null;
  const look = await lookOf(parts, actor);
  const [row] = await parts.db.$queryRaw<Row[]>`
    ${firmsSeen(look, Prisma.sql`e.id = ${enterpriseId}::uuid`)} SELECT ${columns} FROM v`;
  if (row === undefined) return null;
  const officers = await parts.db.$queryRaw<FormerOfficer[]>`
    SELECT o.person_id::text AS "personId", p.name, o.post, o.filed_on::text AS "filedOn",
      o.certificate_until::text AS "certificateUntil", o.ended_on::text AS "endedOn", o.ended_as AS "endedAs"
    FROM anjie.chief_officer o JOIN anjie.case_file f ON f.id = o.case_id
    JOIN anjie.person p ON p.id = o.person_id
    WHERE f.enterprise_id = ${enterpriseId}::uuid ORDER BY o.filed_on DESC, o.filing DESC`;
  return { standing: lineOf(row), officers };
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly required: boolean;
  readonly number: string | null;
  readonly officer: Officer | null;
  readonly vacantSince: PlainDate | null;
  readonly nominateBy: Date | null;
  readonly overdue: readonly { readonly step: string; readonly dueAt: string }[] | null;
}

const columns = Prisma.sql`v.id::text, v.name, v.required, v.number, v.officer,
  v.vacant_since::text AS "vacantSince", v.nominate_by AS "nominateBy", v.overdue`;

function lineOf({ id, name, nominateBy, overdue, ...row }: Row): OfficerLine {
  return {
    ...row,
    enterprise: { id, name },
    nominateBy: nominateBy?.toISOString() ?? null,
    overdue: (overdue ?? []).map(({ step, dueAt }) => ({
      step,
      title: stepTitle(step),
      dueAt: new Date(dueAt).toISOString(),
    })),
  };
}

async function lookOf({ db, rulebooks, clock }: Parts, actor: StaffActor): Promise<Look> {
  const zone = await zoneOfUnit(db, actor.unit);
  const now = clock();
  const at = now.toISOString();
  const policy = await rulebooks.reckon(async (rulebook) => rulebook.policy(rulebook.pinFor(zone, at)));
  const profiles = await db.enterpriseProfile.findMany();
  const required = profiles.filter((profile) => mustHaveOfficer(policy, profile));
  return {
    zone,
    required: required.map(({ enterpriseId }) => enterpriseId),
    recusedFrom: actor.recusedFrom,
    now,
    endingBy: addDays(shanghaiDate(at), remindedDays(policy)),
  };
}

/** From how many days before its end on a certificate is called to mind. */
function remindedDays(policy: Policy): number {
  const days = ladderOf(policy, 'ladder.chief-officer.certificate').rungs.flatMap(({ at }) =>
    'beforeDue' in at && at.beforeDue.unit === 'calendar-days' ? [at.beforeDue.value] : [],
  );
  return Math.max(0, ...days);
}

function standsSo({ endingBy }: Look): Readonly<Record<OfficerStanding, Prisma.Sql>> {
  return {
    without: Prisma.sql`(v.required AND v.officer IS NULL)`,
    'in-office': Prisma.sql`(v.officer IS NOT NULL)`,
    'certificate-ending': Prisma.sql`(v.certificate_until <= ${endingBy}::date)`,
    'duty-overdue': Prisma.sql`(v.overdue IS NOT NULL)`,
  };
}

/** Firms of the zone that have the post or must have it, as `v`; a firm of which nobody has said where it lies counts in. */
function firmsSeen(
  { zone, required, recusedFrom, now }: Look,
  of: Prisma.Sql = Prisma.sql`(f.id IS NOT NULL OR e.id = ANY(${required}::uuid[]))`,
): Prisma.Sql {
  return Prisma.sql`WITH v AS (
    SELECT e.id, e.name, e.id = ANY(${required}::uuid[]) AS required, f.number, o.certificate_until,
      CASE WHEN o.person_id IS NULL THEN NULL ELSE jsonb_build_object('personId', o.person_id, 'name', p.name,
        'post', o.post, 'filedOn', o.filed_on, 'certificateUntil', o.certificate_until) END AS officer,
      CASE WHEN f.id IS NULL OR o.person_id IS NOT NULL THEN NULL
        ELSE coalesce(last.ended_on, (f.opened_at AT TIME ZONE 'Asia/Shanghai')::date) END AS vacant_since,
      n.due_at AS nominate_by, d.overdue
    FROM anjie.enterprise e
    LEFT JOIN anjie.case_file f
      ON f.enterprise_id = e.id AND f.case_type = 'chief-officer' AND f.outcome IS NULL
    LEFT JOIN anjie.chief_officer o ON o.case_id = f.id AND o.ended_on IS NULL
    LEFT JOIN anjie.person p ON p.id = o.person_id
    LEFT JOIN LATERAL (
      SELECT max(h.ended_on) AS ended_on FROM anjie.chief_officer h WHERE h.case_id = f.id) last ON true
    LEFT JOIN anjie.open_step n ON n.case_id = f.id AND n.step = ${nomination.id}
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(jsonb_build_object('step', s.step, 'dueAt', s.due_at) ORDER BY s.due_at, s.step) AS overdue
      FROM anjie.open_step s
      WHERE s.case_id = f.id AND s.step = ANY(${[...dutySteps]}::text[]) AND s.due_at < ${now}::timestamptz) d ON true
    WHERE e.merged_into IS NULL AND e.closed_at IS NULL AND NOT e.id = ANY(${[...recusedFrom]}::uuid[])
      AND (e.zone IS NULL OR split_part(e.zone, '/', 1) = ${zone}) AND ${of})`;
}
