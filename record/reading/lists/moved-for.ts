import { isGuest, type StaffActor } from '../../../domain/role';
import type { Database } from '../../store/database';
import type { MovedCase } from '../../messages/moved-cases';
import { visibleTo } from '../reading-rights';

/**
 * The numbers of those of the moved cases that somebody may see. Whoever is outside of the bureau is told of a case only
 * where a line was issued: that others write in it, and when, is not theirs to know.
 */
export async function movedFor(
  db: Database,
  actor: StaffActor,
  moved: readonly MovedCase[],
): Promise<string[]> {
  const outside = actor.enterpriseId !== null || isGuest(actor);
  const ids = moved.flatMap(({ caseId, issued }) => (issued || !outside ? [caseId] : []));
  if (ids.length === 0) return [];
  const rows = await db.$queryRaw<{ number: string }[]>`
    SELECT f.number FROM anjie.case_file f
    WHERE f.id = ANY(${ids}::uuid[]) AND (${visibleTo(actor)}) ORDER BY f.number`;
  return rows.map(({ number }) => number);
}
