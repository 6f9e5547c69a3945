import type { Client } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';

/** What one workflow has left in Temporal. */
export interface HistoryFigures {
  readonly workflowType: string;
  readonly events: number;
  readonly bytes: number;
  /** Bytes of the largest payload as it is stored, and as it was before it was sealed. */
  readonly largestSealed: number;
  readonly largestOpen: number;
  readonly eventTypes: { readonly [type: string]: number };
}

/** The histories of the workflows that closed last. */
export async function readHistories(
  client: Client,
  codec: PayloadCodec,
  limit: number,
): Promise<HistoryFigures[]> {
  const figures: HistoryFigures[] = [];
  const closed = client.workflow.list({ query: "ExecutionStatus = 'Completed'", pageSize: 100 });
  for await (const { workflowId, runId, type } of closed) {
    if (figures.length >= limit) break;
    const handle = client.workflow.getHandle(workflowId, runId);
    const { events } = await handle.fetchHistory();
    const payloads = (events ?? []).flatMap((event) => payloadsIn(event));
    const opened = await codec.decode(payloads);
    const eventTypes: Record<string, number> = {};
    for (const { eventType } of events ?? [])
      eventTypes[String(eventType)] = (eventTypes[String(eventType)] ?? 0) + 1;
    figures.push({
      workflowType: type,
      events: events?.length ?? 0,
      bytes: payloads.reduce((sum, { data }) => sum + (data?.length ?? 0), 0),
      largestSealed: largest(payloads),
      largestOpen: largest(opened),
      eventTypes,
    });
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
  if (data instanceof Uint8Array && metadata) return [node as Payload];
  return Object.values(node).flatMap(payloadsIn);
}
