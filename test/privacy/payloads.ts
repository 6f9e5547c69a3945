import type { Payload, PayloadCodec } from '@temporalio/common';
import type { History } from '@temporalio/common/lib/proto-utils';

/** Every payload within a message, however deep. */
export function payloadsIn(node: unknown): Payload[] {
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return [];
  if (isPayload(node)) return [node];
  return Object.values(node).flatMap(payloadsIn);
}

/** What the payloads of a message hold once they are opened, line by line. */
export async function openedPayloads(codec: PayloadCodec, message: object): Promise<Buffer> {
  const payloads = await codec.decode(payloadsIn(message));
  return Buffer.concat(
    payloads.flatMap(({ metadata, data }) => [
      Buffer.from(JSON.stringify(metadata ?? {})),
      Buffer.from(' '),
      Buffer.from(data ?? []),
      Buffer.from('\n'),
    ]),
  );
}

function isPayload(node: object): node is Payload {
  const { metadata } = node as { metadata?: Record<string, unknown> | null };
  return metadata?.['encoding'] instanceof Uint8Array;
}

/** Every text that stands in clear within a message: values, and the names of fields that anybody may choose. */
export function clearTextsIn(node: unknown, name = ''): string[] {
  if (typeof node === 'string') return [node];
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return [];
  if (isPayload(node)) return [];
  const names = freelyNamed.has(name) ? Object.keys(node) : [];
  return [...names, ...Object.entries(node).flatMap(([field, value]) => clearTextsIn(value, field))];
}

/** Maps of a memo, a header and the search attributes. */
const freelyNamed = new Set(['fields', 'indexedFields', 'details']);

/** The types of all failures within a message. */
export function failureTypesIn(node: unknown): string[] {
  if (typeof node !== 'object' || node === null || node instanceof Uint8Array) return [];
  const { applicationFailureInfo } = node as { applicationFailureInfo?: { type?: string | null } | null };
  const own = applicationFailureInfo ? [applicationFailureInfo.type ?? ''] : [];
  return [...own, ...Object.values(node).flatMap(failureTypesIn)];
}

/** What operators read of workflows, timers and activities, opened. */
export async function summariesOf(codec: PayloadCodec, messages: readonly History[]): Promise<Set<string>> {
  const sealed = messages.flatMap(({ events }) =>
    (events ?? []).flatMap(({ userMetadata }) =>
      [userMetadata?.summary ?? [], userMetadata?.details ?? []].flat(),
    ),
  );
  const opened = await codec.decode(sealed);
  return new Set(opened.map(({ data }) => JSON.parse(Buffer.from(data ?? []).toString('utf8')) as string));
}
