import type { Client } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { caseTypes } from '../../domain/cases/catalogue';

/** What one workflow has left in Temporal. */
export interface HistoryFigures {
  readonly workflowType: string;
  readonly events: number;
  readonly bytes: number;
  /** Bytes of the largest payload as it is stored, and as it was before it was sealed. */
  readonly largestSealed: number;
  readonly largestOpen: number;
}

/** The histories of workflows that were started at or after `since` and have completed, some of each type. */
export async function readHistories(
  client: Client,
  codec: PayloadCodec,
  since: string,
  ofEachType: number,
): Promise<HistoryFigures[]> {
  const figures: HistoryFigures[] = [];
  for (const { workflow: type } of Object.values(caseTypes)) {
    const query = `WorkflowType = '${type}' AND ExecutionStatus = 'Completed' AND StartTime >= '${since}'`;
    let read = 0;
    for await (const { workflowId, runId } of client.workflow.list({ query })) {
      if (++read > ofEachType) break;
      const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const payloads = (events ?? []).flatMap((event) => payloadsIn(event));
      figures.push({
        workflowType: type,
        events: events?.length ?? 0,
        bytes: payloads.reduce((sum, { data }) => sum + (data?.length ?? 0), 0),
        largestSealed: largest(payloads),
        largestOpen: largest(await codec.decode(payloads)),
      });
    }
  }
  return figures;
}

function largest(payloads: readonly Payload[]): number {
  return Math.max(0, ...payloads.map(({ data }) => data?.length ?? 0));
}

/** Every payload of an event, wherever it stands in it. */
function payloadsIn(node: unknown): Payload[] {
  if (typeof node !== 'object' || node === null || ArrayBuffer.isView(node)) return [];
  const { metadata, data } = node as Payload;
  if (data instanceof Uint8Array && metadata) return [node];
  return Object.values(node).flatMap(payloadsIn);
}
