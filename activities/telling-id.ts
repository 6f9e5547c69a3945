import { createHash } from 'node:crypto';
import type { DueDelivery } from '../record/messages/deliveries';

/**
 * By what a message, or a digest, is known wherever it goes: always the same for the same account, and telling nothing.
 */
export function tellingIdOf({
  messageId,
  accountId,
  batch,
}: Pick<DueDelivery, 'messageId' | 'accountId' | 'batch'>): string {
  const what = batch === null ? messageId : `digest ${batch.toISOString()}`;
  return createHash('sha256').update(`${what}\n${accountId}`).digest('hex');
}
