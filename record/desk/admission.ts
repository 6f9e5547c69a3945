import { mayTouch } from '../../domain/moves/authorize';
import { shanghaiDate, type Instant } from '../../domain/time/calendar';
import { viewOf, type CaseView } from '../../domain/case/case-view';
import { datesFit } from '../../domain/case/form-dates';
import type { JsonObject } from '../../domain/json';
import { openingOf, type Opening } from '../../domain/cases/catalogue';
import { openersOf, type EarlierCase, type FirmProfile, type Standing } from '../../domain/case/opening';
import type { Policy } from '../../domain/law/policy';
import { ok, refuse, type Result } from '../../domain/refusal';
import { isFirmRole, type Actor, type ReporterActor, type StaffActor } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';
import { survivorOf } from '../store/merged-firms';
import { recordsOf } from '../store/stored-record';
import type { Transaction } from '../store/statements';

/** The law and the time that an opening is judged by. */
interface Rules {
  readonly policy: Policy;
  readonly now: Instant;
}

/**
 * Whether somebody may open a case with these facts, and with what facts beside them. Refusals: `role-missing`,
 * `enterprise-unknown`, `conflict-of-interest`, `date-ahead` and `form-invalid` for a date that cannot be what it says,
 * and the opening's own.
 */
export async function mayOpen(
  tx: Transaction,
  opening: Opening,
  facts: JsonObject,
  actor: StaffActor,
  rules: Rules,
): Promise<Result<JsonObject>> {
  const openers = openersOf(opening);
  if (!openers.some((role) => actor.roles.includes(role)))
    return refuse('role-missing', `opened by a ${openers.join(' or a ')}`, { role: opening.role });
  return admitted(tx, opening, facts, actor, rules);
}

/** Whether a reporter may open a case about their firm. Refusals as of {@link mayOpen}, without `role-missing`. */
export function mayReport(
  tx: Transaction,
  opening: Opening,
  facts: JsonObject,
  enterpriseId: string,
  rules: Rules,
): Promise<Result<JsonObject>> {
  return admitted(tx, opening, facts, { kind: 'reporter', enterpriseId }, rules);
}

/** Who opens a case: somebody with an account, or a reporter of the firm that it is about. */
type Opener = StaffActor | (ReporterActor & { readonly enterpriseId: string });

async function admitted(
  tx: Transaction,
  opening: Opening,
  facts: JsonObject,
  actor: Opener,
  rules: Rules,
): Promise<Result<JsonObject>> {
  // Who opens it for a firm does so for their own.
  const ofFirm = actor.enterpriseId === null ? {} : { enterpriseId: actor.enterpriseId };
  const named = actor.enterpriseId ?? (facts['enterpriseId'] as string | undefined);
  const firm = named === undefined ? ok(undefined) : await mayName(tx, named, actor);
  if (!firm.ok) return firm;
  const today = shanghaiDate(rules.now);
  const dates = datesFit(opening.form, facts, { began: today, today });
  if (!dates.ok) return dates;
  const byFirm = actor.enterpriseId !== null;
  const standing = await standingOf(tx, opening, facts, rules, { firm: firm.value, byFirm, apartFrom: null });
  const judged = opening.admit({ ...facts, ...ofFirm }, standing);
  return judged.ok ? ok({ ...ofFirm, ...judged.value }) : judged;
}

/**
 * Whether somebody may name this firm as the one that a case is about: it is entered, has not ended, and is none of
 * their interest. A row that turned out to be another firm stands for that one, which is answered. Refusals:
 * `enterprise-unknown`, `conflict-of-interest`.
 */
export async function mayName(tx: Transaction, enterpriseId: string, actor: Actor): Promise<Result<string>> {
  const [firm] = await tx.$queryRaw<{ id: string }[]>`
    SELECT firm.id::text FROM anjie.enterprise row
      JOIN anjie.enterprise firm ON firm.id = coalesce(row.merged_into, row.id)
    WHERE row.id = ${enterpriseId}::uuid AND firm.closed_at IS NULL`;
  if (firm === undefined)
    return refuse('enterprise-unknown', 'no such enterprise, or it has ended', { pointer: '/enterpriseId' });
  const touched = mayTouch(actor, { enterpriseId: firm.id });
  return touched.ok ? ok(firm.id) : touched;
}

/** A closed case that is reopened takes its place again: it is judged as if it were opened now. */
export async function mayReopen(
  tx: Transaction,
  caseId: string,
  { caseType, input }: CaseView,
  rules: Rules,
): Promise<Result<null>> {
  const opening = openingOf(caseType);
  if (!opening?.looksBack) return ok(null);
  const named = input['enterpriseId'] as string | undefined;
  const firm = named === undefined ? undefined : await survivorOf(tx, named);
  const byFirm = isFirmRole(opening.role);
  const standing = await standingOf(tx, opening, input, rules, { firm, byFirm, apartFrom: caseId });
  const admitted = opening.admit(input, standing);
  return admitted.ok ? ok(null) : admitted;
}

/** Which firm an opening is about, and who speaks. */
interface About {
  readonly firm: string | undefined;
  readonly byFirm: boolean;
  /** The case that is judged anew, which is no earlier one of itself. */
  readonly apartFrom: string | null;
}

/** What an opening is judged by beside its form. */
async function standingOf(
  tx: Transaction,
  opening: Opening,
  facts: JsonObject,
  rules: Rules,
  { firm, byFirm, apartFrom }: About,
): Promise<Standing> {
  return {
    ...{ ...rules, byFirm },
    earlier: await earlierCases(tx, opening, firm, apartFrom),
    profile: await profileOf(tx, firm),
    beside: await caseLookedAt(tx, opening, facts, rules, firm),
  };
}

async function profileOf(tx: Transaction, firm: string | undefined): Promise<FirmProfile | null> {
  if (firm === undefined) return null;
  const [profile] = await tx.$queryRaw<FirmProfile[]>`
    SELECT sector, above_scale AS "aboveScale", staff_count AS "staffCount", front_line_count AS "frontLineCount"
    FROM anjie.enterprise_profile WHERE enterprise_id = ${firm}::uuid`;
  return profile ?? null;
}

/** The case that an opening looks at, by its record. */
async function caseLookedAt(
  tx: Transaction,
  { looksAt }: Opening,
  facts: JsonObject,
  { policy }: Rules,
  firm: string | undefined,
): Promise<CaseView | null> {
  if (looksAt === undefined) return null;
  const { caseType, namedBy } = looksAt;
  const which =
    namedBy === undefined
      ? Prisma.sql`enterprise_id = ${firm ?? null}::uuid AND outcome IS NULL`
      : Prisma.sql`number = ${facts[namedBy]}`;
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM anjie.case_file WHERE case_type = ${caseType} AND zone = ${policy.zone} AND ${which}`;
  const events = found && (await recordsOf(tx, [found.id])).get(found.id);
  return events === undefined ? null : viewOf(events);
}

/** Locks the openings of a type about one enterprise until the end of the transaction, and only then reads. */
async function earlierCases(
  tx: Transaction,
  { caseType, looksBack }: Opening,
  firm: string | undefined,
  apartFrom: string | null,
): Promise<EarlierCase[]> {
  if (!looksBack || firm === undefined) return [];
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${`opening/${caseType}/${firm}`}, 0))::text`;
  const rows = await tx.$queryRaw<{ openedAt: Date; outcome: string | null; input: JsonObject }[]>`
    SELECT f.opened_at AS "openedAt", f.outcome, e.body->'input' AS input
    FROM anjie.case_file f JOIN anjie.record_event e ON e.case_id = f.id AND e.seq = 1
    WHERE f.enterprise_id = ${firm}::uuid AND f.case_type = ${caseType}
      AND f.id IS DISTINCT FROM ${apartFrom}::uuid`;
  return rows.map(({ openedAt, ...row }) => ({ ...row, openedAt: openedAt.toISOString() }));
}
