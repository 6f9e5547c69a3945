import { mayTouch } from '../../domain/moves/authorize';
import { shanghaiDate, type Instant } from '../../domain/time/calendar';
import type { CaseView } from '../../domain/case/case-view';
import { datesFit } from '../../domain/case/form-dates';
import type { JsonObject } from '../../domain/json';
import { openingOf, type Opening } from '../../domain/cases/catalogue';
import type { EarlierCase } from '../../domain/case/opening';
import type { Policy } from '../../domain/law/policy';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { Actor, StaffActor } from '../../domain/role';
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
  const { role } = opening;
  if (!actor.roles.includes(role)) return refuse('role-missing', `opened by a ${role}`, { role });
  const enterpriseId = facts['enterpriseId'] as string | undefined;
  if (enterpriseId !== undefined) {
    const named = await mayName(tx, enterpriseId, actor);
    if (!named.ok) return named;
  }
  const today = shanghaiDate(rules.now);
  const dates = datesFit(opening.form, facts, { began: today, today });
  if (!dates.ok) return dates;
  return opening.admit(facts, { ...rules, earlier: await earlierCases(tx, opening, enterpriseId, null) });
}

/**
 * Whether somebody may name this firm as the one that a case is about: it is entered, has not ended, and is none of
 * their interest. A row that turned out to be another firm stands for that one. Refusals: `enterprise-unknown`,
 * `conflict-of-interest`.
 */
export async function mayName(tx: Transaction, enterpriseId: string, actor: Actor): Promise<Result<null>> {
  const [firm] = await tx.$queryRaw<{ id: string }[]>`
    SELECT firm.id::text FROM anjie.enterprise row
      JOIN anjie.enterprise firm ON firm.id = coalesce(row.merged_into, row.id)
    WHERE row.id = ${enterpriseId}::uuid AND firm.closed_at IS NULL`;
  return firm === undefined
    ? refuse('enterprise-unknown', 'no such enterprise, or it has ended', { pointer: '/enterpriseId' })
    : mayTouch(actor, { enterpriseId: firm.id });
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
  const earlier = await earlierCases(tx, opening, input['enterpriseId'] as string, caseId);
  const admitted = opening.admit(input, { ...rules, earlier });
  return admitted.ok ? ok(null) : admitted;
}

/** Locks the openings of a type about one enterprise until the end of the transaction, and only then reads. */
async function earlierCases(
  tx: Transaction,
  { caseType, looksBack }: Opening,
  enterpriseId: string | undefined,
  apartFrom: string | null,
): Promise<EarlierCase[]> {
  if (!looksBack || enterpriseId === undefined) return [];
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${`opening/${caseType}/${enterpriseId}`}, 0))::text`;
  const rows = await tx.$queryRaw<{ openedAt: Date; outcome: string | null; input: JsonObject }[]>`
    SELECT f.opened_at AS "openedAt", f.outcome, e.body->'input' AS input
    FROM anjie.case_file f JOIN anjie.record_event e ON e.case_id = f.id AND e.seq = 1
    WHERE f.enterprise_id = ${enterpriseId}::uuid AND f.case_type = ${caseType}
      AND f.id IS DISTINCT FROM ${apartFrom}::uuid`;
  return rows.map(({ openedAt, ...row }) => ({ ...row, openedAt: openedAt.toISOString() }));
}
