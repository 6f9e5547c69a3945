import { shanghaiDate, type PlainDate } from '../../domain/time/calendar';
import type { PolicyPin } from '../../domain/law/policy-pin';
import { caseTypes } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import type { JsonObject } from '../../domain/json';
import { subjectOf } from '../../domain/law/matter';
import type { StaffActor, Title } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';
import { cursorOf, readCursor, type CursorValues } from '../store/cursor';
import type { Database } from '../store/database';
import { day, invalid, pageOf, uuid, wholeNumber, type Page, type PageRequest } from '../store/pages';
import { visibleTo } from './reading-rights';
import { openedOn, standingFor } from './told-standing';
import { toTheDay } from './to-the-day';
import type { Rulebooks } from '../store/rulebook';

/*
 * 一企一档: every case about an enterprise that the reader may see, whatever its type. What they may not see is excluded by
 * the query itself: it is never read.
 */

export interface EnterpriseCase {
  readonly number: string;
  readonly caseType: CaseType;
  readonly title: Title;
  readonly name: Title | null;
  readonly stage: string;
  readonly outcome: string | null;
  readonly openedAt: string;
  readonly closedAt: string | null;
  readonly dueAt: string | null;
  /** The last day of the term with which the case was opened, as of a certificate; null where it has none. */
  readonly validUntil: PlainDate | null;
}

export interface EnterpriseFile extends Page<EnterpriseCase> {
  readonly enterprise: { readonly id: string; readonly name: string; readonly creditCode: string };
  /** How many cases of each type there are; the items stand in the order of these groups, newest first. */
  readonly groups: readonly { readonly caseType: CaseType; readonly title: Title; readonly count: number }[];
}

/** Types in the order in which they stand in the file. */
const typeOrder = Object.keys(caseTypes) as CaseType[];

interface Row extends Omit<
  EnterpriseCase,
  'title' | 'name' | 'openedAt' | 'closedAt' | 'dueAt' | 'validUntil'
> {
  readonly id: string;
  readonly label: string | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly dueAt: Date | null;
  readonly input: JsonObject;
  readonly policy: PolicyPin;
}

/**
 * The file of an enterprise. Null where there is no such enterprise for the reader: for a contact of another
 * enterprise, and for somebody who is recused from it.
 * @throws CursorInvalid
 */
export async function readEnterpriseFile(
  { db, rulebooks }: { readonly db: Database; readonly rulebooks: Rulebooks },
  actor: StaffActor,
  named: string,
  { caseType, limit, cursor }: PageRequest & { readonly caseType: CaseType | null },
): Promise<EnterpriseFile | null> {
  const enterpriseId = await survivorOf(db, named);
  const others = actor.enterpriseId !== null && actor.enterpriseId !== enterpriseId;
  if (others || actor.recusedFrom.includes(enterpriseId)) return null;
  const ofThem = Prisma.sql`f.enterprise_id = ${enterpriseId}::uuid AND (${visibleTo(actor)})`;
  const { stage, dueAt } = standingFor(actor);
  const after = cursor === null ? null : (readCursor(cursor, 'enterprise', 3) ?? invalid());
  const [enterprise, groups, rows, rulebook] = await Promise.all([
    db.enterprise.findUnique({
      where: { id: enterpriseId },
      select: { id: true, name: true, creditCode: true },
    }),
    db.$queryRaw<{ caseType: CaseType; count: number }[]>`
      SELECT f.case_type AS "caseType", count(*)::int AS count FROM anjie.case_file f WHERE ${ofThem} GROUP BY 1`,
    db.$queryRaw<Row[]>`
      SELECT f.id::text, f.number, f.case_type AS "caseType", f.label, ${stage} AS stage, f.outcome, f.opened_at AS "openedAt",
        f.closed_at AS "closedAt", ${dueAt} AS "dueAt", o.body->'input' AS input, o.body->'policy' AS policy
      FROM anjie.case_file f JOIN anjie.record_event o ON o.case_id = f.id AND o.seq = 1
      WHERE ${ofThem} AND ${caseType === null ? Prisma.sql`true` : Prisma.sql`f.case_type = ${caseType}`} AND ${behind(after)}
      ORDER BY ${place}, ${openedOn} DESC, f.id DESC
      LIMIT ${limit + 1}`,
    rulebooks.refresh(),
  ]);
  if (enterprise === null) return null;
  const told = (at: Date) => toTheDay(at.toISOString());
  const page = pageOf(
    rows,
    limit,
    (row) =>
      cursorOf('enterprise', [
        String(typeOrder.indexOf(row.caseType) + 1),
        shanghaiDate(row.openedAt.toISOString()),
        row.id,
      ]),
    ({ id: _, label, input, policy, openedAt, closedAt, dueAt: due, ...row }): EnterpriseCase => {
      return {
        ...row,
        title: caseTypes[row.caseType].title,
        name: label === null ? subjectOf(input, rulebook.policy(policy)) : { zh: label, en: label },
        openedAt: told(openedAt),
        closedAt: closedAt && told(closedAt),
        dueAt: due?.toISOString() ?? null,
        validUntil: (input['validUntil'] as PlainDate | undefined) ?? null,
      };
    },
  );
  const counted = typeOrder.flatMap((each) => groups.filter((group) => group.caseType === each));
  return {
    ...page,
    enterprise,
    groups: counted.map((group) => ({ ...group, title: caseTypes[group.caseType].title })),
  };
}

/** The firm that a row turned out to be. */
async function survivorOf(db: Database, id: string): Promise<string> {
  const row = await db.enterprise.findUnique({ where: { id }, select: { mergedInto: true } });
  return row?.mergedInto ?? id;
}

const place = Prisma.sql`array_position(${typeOrder}::text[], f.case_type)`;

function behind(after: CursorValues | null): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  const [type, opened, caseId] = after;
  const at = wholeNumber(type);
  return Prisma.sql`(${place} > ${at} OR (${place} = ${at}
    AND (${openedOn}, f.id) < (${day(opened)}::date, ${uuid(caseId)}::uuid)))`;
}
