import type { CaseChanges } from '../domain/moves/changes';
import type { AdvanceRequest } from '../record/desk/desk';

/** The record as a workflow may touch it. */
export interface RecordActivities {
  advance(request: AdvanceRequest): Promise<CaseChanges>;
}

/**
 * Safe to run twice by the seq that the workflow knows: if the record stands further, nothing is
 * appended and only the changes are told; a rung that has fired is not fired again.
 */
export function recordActivities(desk: RecordActivities): RecordActivities {
  return { advance: (request) => desk.advance(request) };
}
