import type { CaseEvent } from '../../domain/case/case-event';
import { caseTypeDef } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import type { Depth } from '../../domain/case/case-type-def';
import { viewOf, type CaseView } from '../../domain/case/case-view';
import type { Circumstances } from '../../domain/moves/authorize';
import { issuedLinesIn } from '../../domain/moves/enterprise-visibility';
import { bindingIn } from '../../domain/moves/family/family';
import { shownOfFiling } from '../../domain/moves/reporters-filing';
import type { StaffActor } from '../../domain/role';
import { shanghaiDate } from '../../domain/time/calendar';
import type { Database } from '../store/database';
import { readRecord, type StoredRecord } from '../store/stored-record';

/** How deep somebody looks into one case, and how exactly they are told when things happened. */
export interface Insight {
  readonly depth: Depth;
  /**
   * `day`: for an enterprise; in a case in which a reporter has written, for all but who took the filing in and the
   * auditor.
   */
  readonly times: 'exact' | 'day';
}

/** A case that somebody may see, and how deep their roles let them look. */
interface Found {
  readonly id: string;
  readonly caseType: CaseType;
  readonly depth: Depth;
}

/** How deep somebody looks into a case, by their part in it. */
export function insightOf(
  actor: StaffActor,
  depth: Depth,
  view: CaseView,
  circumstances: Circumstances,
): Insight {
  const known = insightByOffice(actor, { caseType: view.caseType, depth });
  if (known !== null) return known;
  const shown = shownOfFiling(view, actor, circumstances);
  // A firm is told days, whatever it reads.
  const exact = depth !== 'issued' && (shown.times || isAuditor(actor));
  return { depth: shown.words ? 'words' : depth, times: exact ? 'exact' : 'day' };
}

/** The same for a case whose record is not read otherwise. */
export async function insightInto(db: Database, actor: StaffActor, found: Found): Promise<Insight> {
  const known = insightByOffice(actor, found);
  if (known !== null) return known;
  const { id, depth } = found;
  const stored = await readRecord(db, id);
  if (stored === null) throw new Error('a case has a record');
  const view = viewOf(stored.events);
  return insightOf(actor, depth, view, circumstancesOf(id, view, stored));
}

/** What follows from somebody's roles alone; null where it depends on their part in the case. */
function insightByOffice(
  actor: StaffActor,
  { caseType, depth }: Pick<Found, 'caseType' | 'depth'>,
): Insight | null {
  if (caseTypeDef(caseType).fromReporter !== true)
    return { depth, times: depth === 'issued' ? 'day' : 'exact' };
  return depth === 'decisions' || depth === 'issued'
    ? null
    : { depth, times: isAuditor(actor) ? 'exact' : 'day' };
}

function isAuditor({ roles }: StaffActor): boolean {
  return roles.includes('auditor');
}

/** The circumstances by which is judged whether a reader may act on a case. */
export function circumstancesOf(
  caseId: string,
  { caseType }: CaseView,
  { events, parts, family, recused }: Pick<StoredRecord, 'events' | 'parts' | 'family' | 'recused'>,
): Circumstances {
  return {
    participations: bindingIn(caseId, caseType, parts),
    enterpriseId: family.enterpriseId,
    issuedLines: issuedLinesIn(events),
    recused,
  };
}

/**
 * The lines of a record in the order of their days. Within a day, lines that an act of the reporter has written come
 * first: their place among the others would tell the hour.
 */
export function inOrderOfDays(events: readonly CaseEvent[]): CaseEvent[] {
  const reporters = new Set(events.flatMap(({ at, actor }) => (actor.kind === 'reporter' ? [at] : [])));
  const place = ({ at }: CaseEvent) => `${shanghaiDate(at)} ${reporters.has(at) ? 0 : 1}`;
  return [...events].sort((a, b) => place(a).localeCompare(place(b)) || a.seq - b.seq);
}
