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
import { survivorOf } from '../store/merged-firms';
import { day, invalid, pageOf, uuid, wholeNumber, type Page, type PageRequest } from '../store/pages';
import { firmBlocks, type BlockReading, type Counted } from './firm-figures';
import { visibleTo } from '../reading/reading-rights';
import { openedOn, standingFor } from '../reading/told-standing';
import { toTheDay } from '../reading/to-the-day';
import type { Rulebook, Rulebooks } from '../store/rulebook';
import { zoneOfFirm } from '../store/zones';

/*
 * 一企一档: every case about an enterprise that the reader may see, whatever its type, and the firm in figures. What they
 * may not see is excluded by the query itself: it is never read.
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
  readonly blocks: readonly BlockReading[];
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

interface FileParts {
  readonly db: Database;
  readonly rulebooks: Rulebooks;
  readonly clock: () => Date;
}

/** Which of its cases are listed. */
interface Wanted {
  readonly caseType: CaseType | null;
  /** Only those under way. */
  readonly open: boolean;
}

/**
 * The file of an enterprise. Null where there is no such enterprise for the reader: for a contact of another
 * enterprise, and for somebody who is recused from it.
 * @throws CursorInvalid
 */
export async function readEnterpriseFile(
  parts: FileParts,
  actor: StaffActor,
  named: string,
  { caseType, open, limit, cursor }: PageRequest & Wanted,
): Promise<EnterpriseFile | null> {
  const { db, rulebooks } = parts;
  const enterpriseId = await survivorOf(db, named);
  const others = actor.enterpriseId !== null && actor.enterpriseId !== enterpriseId;
  if (others || actor.recusedFrom.includes(enterpriseId)) return null;
  const ofThem = Prisma.sql`f.enterprise_id = ${enterpriseId}::uuid AND (${visibleTo(actor)})`;
  const { stage, dueAt } = standingFor(actor);
  const after = cursor === null ? null : (readCursor(cursor, 'enterprise', 3) ?? invalid());
  const [firm, groups, rows] = await Promise.all([
    db.enterprise.findUnique({
      where: { id: enterpriseId },
      select: { id: true, name: true, creditCode: true, zone: true },
    }),
    db.$queryRaw<(Counted & { caseType: CaseType })[]>`
      SELECT f.case_type AS "caseType", count(*)::int AS all, (count(*) FILTER (WHERE f.outcome IS NULL))::int AS open
      FROM anjie.case_file f WHERE ${ofThem} GROUP BY 1`,
    db.$queryRaw<Row[]>`
      SELECT f.id::text, f.number, f.case_type AS "caseType", f.label, ${stage} AS stage, f.outcome, f.opened_at AS "openedAt",
        f.closed_at AS "closedAt", ${dueAt} AS "dueAt", o.body->'input' AS input, o.body->'policy' AS policy
      FROM anjie.case_file f JOIN anjie.record_event o ON o.case_id = f.id AND o.seq = 1
      WHERE ${ofThem} AND ${wanted({ caseType, open })} AND ${behind(after)}
      ORDER BY ${place}, ${openedOn} DESC, f.id DESC
      LIMIT ${limit + 1}`,
  ]);
  if (firm === null) return null;
  const { zone: lies, ...enterprise } = firm;
  const page = await rulebooks.reckon(async (rulebook) =>
    pageOf(rows, limit, placeOf, (row) => lineOf(row, rulebook)),
  );
  // By the law of the zone in which the firm lies, whoever reads.
  const zone = await zoneOfFirm(db, lies);
  const policy = await rulebooks.lawIn(zone, parts.clock().toISOString());
  const counts = new Map(groups.map((group) => [group.caseType, group]));
  return {
    ...page,
    enterprise,
    groups: typeOrder.flatMap((each) => {
      const { title } = caseTypes[each];
      const group = counts.get(each);
      return group === undefined ? [] : [{ caseType: each, title, count: group.all }];
    }),
    blocks: await firmBlocks({ ...parts, actor, policy, enterpriseId, cases: ofThem, counts }),
  };
}

function placeOf({ caseType, openedAt, id }: Row): string {
  const opened = shanghaiDate(openedAt.toISOString());
  return cursorOf('enterprise', [String(typeOrder.indexOf(caseType) + 1), opened, id]);
}

function lineOf({ id: _, label, input, policy, ...row }: Row, rulebook: Rulebook): EnterpriseCase {
  return {
    ...row,
    title: caseTypes[row.caseType].title,
    name: label === null ? subjectOf(input, rulebook.policy(policy)) : { zh: label, en: label },
    openedAt: toTheDay(row.openedAt.toISOString()),
    closedAt: row.closedAt && toTheDay(row.closedAt.toISOString()),
    dueAt: row.dueAt?.toISOString() ?? null,
    validUntil: (input['validUntil'] as PlainDate | undefined) ?? null,
  };
}

function wanted({ caseType, open }: Wanted): Prisma.Sql {
  const type = caseType === null ? Prisma.sql`true` : Prisma.sql`f.case_type = ${caseType}`;
  return open ? Prisma.sql`${type} AND f.outcome IS NULL` : type;
}

const place = Prisma.sql`array_position(${typeOrder}::text[], f.case_type)`;

function behind(after: CursorValues | null): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  const [type, opened, caseId] = after;
  const at = wholeNumber(type);
  return Prisma.sql`(${place} > ${at} OR (${place} = ${at}
    AND (${openedOn}, f.id) < (${day(opened)}::date, ${uuid(caseId)}::uuid)))`;
}
