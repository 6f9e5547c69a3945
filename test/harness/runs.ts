import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { CaseChanges, CaseChange } from '../../domain/moves/story/changes';
import { eventually } from './eventually';
import type { Office } from './office';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** One run of a case's workflow, with its history. */
export interface Run {
  readonly runId: string;
  readonly events: readonly HistoryEvent[];
}

/** The runs of a workflow that still runs or has ended, the oldest first, each continued by the next. */
export async function runsOf(client: Client, workflowId: string): Promise<Run[]> {
  const runs: Run[] = [];
  let runId: string | undefined = (await client.workflow.getHandle(workflowId).describe()).runId;
  while (runId) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.unshift({ runId, events: events ?? [] });
    runId = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? undefined;
  }
  return runs;
}

/** The run by which a run says that it is continued; null where it is not. */
export function continuedBy({ events }: Run): string | null {
  return events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? null;
}

/** Everything that a run was told of its record, in the order in which it read it. Of an office that does not seal. */
export function newsIn({ events }: Run): CaseChanges[] {
  return events.flatMap(
    ({ markerRecordedEventAttributes: marker, activityTaskCompletedEventAttributes: done }) => {
      const [payload] = marker?.details?.['result']?.payloads ?? done?.result?.payloads ?? [];
      return payload?.data ? [JSON.parse(Buffer.from(payload.data).toString('utf8')) as CaseChanges] : [];
    },
  );
}

/** What stands open after these news, by key: the due instants and the next rung of each step. */
export function openAfter(news: readonly CaseChanges[]): ReadonlyMap<string, CaseChange> {
  const open = new Map<string, CaseChange>();
  for (const { entries, outcome } of news) {
    for (const entry of entries) {
      if (entry.is === 'open') open.set(entry.key, entry);
      else open.delete(entry.key);
    }
    if (outcome !== null) open.clear();
  }
  return open;
}

/** Markdown that an operator reads of a case. A run that has just begun has none before it has read its record. */
export async function detailsOf({ client }: Office, number: string): Promise<string> {
  return eventually('the details are shown', async () => {
    const metadata = await client.workflow
      .getHandle(number)
      .query<{ currentDetails?: string }>('__temporal_workflow_metadata');
    return metadata.currentDetails || undefined;
  });
}
