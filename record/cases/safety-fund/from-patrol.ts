import { statement } from '../../../domain/cases/fund-report/steps';
import { handling } from '../../../domain/cases/warden-patrol/steps';
import { ok, refuse, type Result } from '../../../domain/refusal';
import type { Statements } from '../../store/statements';
import type { HookPoint } from '../case-hooks';
import { lockFund } from './money';

/* A round that was passed on to the fund, and the report that takes it over: the report names the round, once. */

/** The reports of the same firm that name a round as their source and were handed in. */
export async function reportsOf(db: Statements, patrol: string): Promise<string[]> {
  const found = await db.$queryRaw<{ number: string }[]>`
    SELECT f.number FROM anjie.case_file p
      JOIN anjie.case_file f ON f.enterprise_id = p.enterprise_id AND f.case_type = 'fund-report'
      JOIN anjie.record_event o ON o.case_id = f.id AND o.seq = 1
    WHERE p.number = ${patrol} AND p.case_type = 'warden-patrol' AND o.body #>> '{input,patrol}' = p.number
      AND f.outcome IS DISTINCT FROM 'withdrawn'
      AND EXISTS (SELECT FROM anjie.record_event d WHERE d.case_id = f.id AND d.kind = 'decided'
        AND split_part(d.key, '#', 1) = ${statement.id})
    ORDER BY f.opened_at, f.number`;
  return found.map(({ number }) => number);
}

/**
 * Whether the round that a report names was passed on to the fund of this firm, and no other report has taken it over.
 * Refusals: `patrol-unknown`, `patrol-reported`.
 */
export async function takesOver(at: HookPoint): Promise<Result<null>> {
  const { patrol } = at.move.view.input as { patrol?: string };
  if (patrol === undefined) return ok(null);
  const { firm } = await lockFund(at);
  const passedOn = await at.tx.$queryRaw<unknown[]>`
    SELECT 1 FROM anjie.case_file p JOIN anjie.record_event d ON d.case_id = p.id
    WHERE p.number = ${patrol} AND p.case_type = 'warden-patrol' AND p.enterprise_id = ${firm}::uuid
      AND d.kind = 'decided' AND split_part(d.key, '#', 1) = ${handling.id} AND d.body ->> 'verdict' = 'to-fund'`;
  if (passedOn.length === 0) return refuse('patrol-unknown', 'no such round was passed on to the fund');
  // A report that is asked for more is stated again.
  const taken = (await reportsOf(at.tx, patrol)).filter((number) => number !== at.move.view.number);
  return taken.length === 0 ? ok(null) : refuse('patrol-reported', 'another report names the same round');
}
