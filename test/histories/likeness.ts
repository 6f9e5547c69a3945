import type { temporal } from '@temporalio/proto';
import type { CaseEvent } from '../../domain/case/case-event';
import type { Recorded } from './recorded';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/**
 * Whether two recordings of a case tell the same: the same commands of the workflow in the same order, and the same
 * in the record. Ids, dates and the moments at which signals came differ each time that a path is walked.
 */
export function areAlike(one: Recorded, other: Recorded): boolean {
  return likenessOf(one) === likenessOf(other);
}

function likenessOf({ history, record }: Recorded): string {
  const { events } = history as { events: HistoryEvent[] };
  return JSON.stringify([events.flatMap(commandOf), wayOf(record)]);
}

/** What happened in a case, without the persons, the dates and the figures. */
export function wayOf(record: readonly CaseEvent[]): string {
  const words = record.map(({ body }) => [
    body.kind,
    'key' in body ? body.key : '',
    'verdict' in body ? body.verdict : '',
    'outcome' in body ? body.outcome : '',
  ]);
  return JSON.stringify([words]);
}

/** What the workflow asked the engine for. A local activity is left out: how often a record is read depends on the moment. */
function commandOf(event: HistoryEvent): string[] {
  const child = event.startChildWorkflowExecutionInitiatedEventAttributes;
  const activity = event.activityTaskScheduledEventAttributes;
  if (child) return [`child ${child.workflowType?.name ?? ''}`];
  if (activity) return [`activity ${activity.activityType?.name ?? ''}`];
  if (event.timerStartedEventAttributes) return ['timer'];
  if (event.timerCanceledEventAttributes) return ['timer cancelled'];
  if (event.upsertWorkflowSearchAttributesEventAttributes) return ['search attributes'];
  if (event.workflowExecutionContinuedAsNewEventAttributes) return ['continue as new'];
  if (event.workflowExecutionCompletedEventAttributes) return ['complete'];
  return [];
}
