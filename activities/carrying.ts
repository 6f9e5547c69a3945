import { deliverDue, type DeliveryParts } from './delivering';
import { passMessagesOn } from './passing-on';

/**
 * Sends what is due to be told, then passes on what nobody has received or acknowledged in time.
 * @param now the office's time
 */
export async function carryMessages(parts: DeliveryParts, now: Date = new Date()): Promise<void> {
  const failures: unknown[] = [];
  await deliverDue(parts, now).catch((error: unknown) => failures.push(error));
  await passMessagesOn(parts, now).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw new AggregateError(failures, 'messages were not carried on');
}
