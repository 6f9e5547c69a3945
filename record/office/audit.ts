import { addDays, startOfDay, type Instant, type PlainDate } from '../../domain/time/calendar';
import { namesOf } from '../people/people';
import { cursorOf, readCursor } from '../store/cursor';
import type { Database } from '../store/database';
import { invalid, pageOf, wholeNumber, type Page, type PageRequest } from '../store/pages';
import type { Vault } from '../vault/vault';

/* What auditors look into beside the records: attempts that were refused, looks into the vault, files taken out. */

export interface AuditFilter {
  /** Of a case. */
  readonly number?: string | undefined;
  readonly person?: string | undefined;
  /** Shanghai dates, both included. */
  readonly from?: PlainDate | undefined;
  readonly to?: PlainDate | undefined;
}

interface AuditLine {
  readonly at: Instant;
  /** Null where none was named, or there is no such case. */
  readonly number: string | null;
  readonly personId: string | null;
  readonly name: string | null;
}

export type RefusedAttemptLine = AuditLine & { readonly act: string; readonly code: string };
export type VaultOpeningLine = AuditLine & { readonly what: string; readonly purpose: string };
export type FileExportLine = AuditLine & { readonly depth: string };

interface Row {
  readonly id: bigint;
  readonly at: Date;
  readonly personId: string | null;
}

/** Attempts that were refused, newest first. @throws CursorInvalid */
export async function refusedAttempts(
  db: Database,
  filter: AuditFilter & { readonly act?: string | undefined; readonly code?: string | undefined },
  page: PageRequest,
): Promise<Page<RefusedAttemptLine>> {
  const { number = null, person = null, act = null, code = null } = filter;
  const { from, before } = daysOf(filter);
  const rows = await db.$queryRaw<(Row & Omit<RefusedAttemptLine, 'at' | 'name'>)[]>`
    SELECT r.id, r.at, f.number, r.person_id::text AS "personId", r.act, r.code
    FROM anjie.refused_attempt r LEFT JOIN anjie.case_file f ON f.id = r.case_id
    WHERE r.id < ${beyond(page, 'refused')}
      AND (${number}::text IS NULL OR f.number = ${number}) AND (${person}::uuid IS NULL OR r.person_id = ${person}::uuid)
      AND (${act}::text IS NULL OR r.act = ${act}) AND (${code}::text IS NULL OR r.code = ${code})
      AND (${from}::timestamptz IS NULL OR r.at >= ${from}::timestamptz)
      AND (${before}::timestamptz IS NULL OR r.at < ${before}::timestamptz)
    ORDER BY r.id DESC LIMIT ${page.limit + 1}`;
  return named(db, rows, page, 'refused');
}

/** Files that were taken out as bundles, newest first. @throws CursorInvalid */
export async function fileExports(
  db: Database,
  filter: AuditFilter,
  page: PageRequest,
): Promise<Page<FileExportLine>> {
  const { number = null, person = null } = filter;
  const { from, before } = daysOf(filter);
  const rows = await db.$queryRaw<(Row & Omit<FileExportLine, 'at' | 'name'>)[]>`
    SELECT r.id, r.at, f.number, r.person_id::text AS "personId", r.depth
    FROM anjie.file_export r JOIN anjie.case_file f ON f.id = r.case_id
    WHERE r.id < ${beyond(page, 'exports')}
      AND (${number}::text IS NULL OR f.number = ${number}) AND (${person}::uuid IS NULL OR r.person_id = ${person}::uuid)
      AND (${from}::timestamptz IS NULL OR r.at >= ${from}::timestamptz)
      AND (${before}::timestamptz IS NULL OR r.at < ${before}::timestamptz)
    ORDER BY r.id DESC LIMIT ${page.limit + 1}`;
  return named(db, rows, page, 'exports');
}

/** Looks into the vault, newest first: who, at whose case, what for. @throws CursorInvalid */
export async function vaultOpenings(
  { db, vault }: { readonly db: Database; readonly vault: Vault },
  filter: AuditFilter,
  page: PageRequest,
): Promise<Page<VaultOpeningLine>> {
  const { number, person } = filter;
  const file =
    number === undefined
      ? undefined
      : await db.caseFile.findUnique({ where: { number }, select: { id: true } });
  if (file === null) return { items: [], nextCursor: null };
  const { from, before } = daysOf(filter);
  const looks = await vault.openings({
    ...(file && { caseId: file.id }),
    personId: person,
    from: from === null ? undefined : new Date(from),
    before: before === null ? undefined : new Date(before),
    beyond: beyond(page, 'vault'),
    limit: page.limit + 1,
  });
  const files = await db.caseFile.findMany({
    where: { id: { in: looks.map(({ caseId }) => caseId) } },
    select: { id: true, number: true },
  });
  const numbers = new Map(files.map(({ id, number: of }) => [id, of]));
  const rows = looks.map(({ caseId, ...look }) => ({ ...look, number: numbers.get(caseId) ?? null }));
  return named(db, rows, page, 'vault');
}

async function named<Line extends Row>(
  db: Database,
  rows: readonly Line[],
  { limit }: PageRequest,
  order: string,
): Promise<Page<Omit<Line, 'id' | 'at'> & { readonly at: Instant; readonly name: string | null }>> {
  const names = await namesOf(
    db,
    rows.flatMap(({ personId }) => personId ?? []),
  );
  return pageOf(
    rows,
    limit,
    ({ id }) => cursorOf(order, [String(id)]),
    ({ id: _, at, ...line }) => ({
      ...line,
      at: at.toISOString(),
      name: line.personId === null ? null : (names[line.personId] ?? null),
    }),
  );
}

const afterAll = 9_223_372_036_854_775_807n;

/** The id below which the next page begins. @throws CursorInvalid */
export function beyond({ cursor }: PageRequest, order: string): bigint {
  if (cursor === null) return afterAll;
  const [id] = readCursor(cursor, order, 1) ?? invalid();
  return BigInt(wholeNumber(id));
}

/** The instants between which Shanghai days lie, both included. */
export function daysOf({ from, to }: Pick<AuditFilter, 'from' | 'to'>) {
  return {
    from: from === undefined ? null : startOfDay(from),
    before: to === undefined ? null : startOfDay(addDays(to, 1)),
  };
}
