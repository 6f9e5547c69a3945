import type { CaseChanges } from '../domain/moves/story/changes';
import type { AdvanceRequest } from '../record/desk/desk';

/** What a workflow may do with a record. */
export interface RecordActivities {
  advance(request: AdvanceRequest): Promise<CaseChanges>;
}

/**
 * Safe to run twice by the seq that the workflow knows: if the record has grown beyond it, nothing is appended and only
 * the changes are returned; a rung that has fired does not fire again.
 */
export function recordActivities(desk: RecordActivities): RecordActivities {
  return { advance: (request) => desk.advance(request) };
}
