import type { Mailer } from '../mail';
import { mailSender, type Senders } from './channel';
import { smsSender, type SmsOptions } from './sms';
import { webhookSender, type WebhookOptions } from './webhook';

/** The channels that are set up; null: not. */
export interface ChannelPlaces {
  readonly webhooks: WebhookOptions | null;
  readonly sms: SmsOptions | null;
}

/** A sender for each channel that is set up. */
export function sendersOf(mailer: Mailer, { webhooks, sms }: ChannelPlaces): Senders {
  return {
    mail: mailSender(mailer),
    ...(webhooks === null ? {} : { webhook: webhookSender(webhooks) }),
    ...(sms === null ? {} : { sms: smsSender(sms) }),
  };
}
