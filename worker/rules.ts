import type { CaseDesk } from '../record/desk/case-desk';
import { tellOfMovedLimits, type Tell } from '../record/law/moved-clocks';
import { sweepRules } from '../record/law/recounting';
import type { Database } from '../record/store/database';

interface RuleParts {
  readonly db: Database;
  readonly desk: Pick<CaseDesk, 'recount' | 'rulesChanged'>;
  readonly tell: Tell;
}

/**
 * Carries a change of law or calendar out on the open cases, then tells those whose limits it has moved, each once for
 * all of them. A case that could not follow does not keep others from being told.
 * @param now the office's time; without it PostgreSQL's
 */
export async function followRules({ db, desk, tell }: RuleParts, now?: Date): Promise<void> {
  const failures: unknown[] = [];
  await sweepRules(db, desk, now).catch((error: unknown) => failures.push(error));
  await tellOfMovedLimits(db, tell).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'law or calendar were not followed by all');
}
