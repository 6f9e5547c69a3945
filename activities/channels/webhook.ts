import { createHmac } from 'node:crypto';
import { mayReceive, webhookSecretOf, type WebhookRules } from '../../record/messages/webhooks';
import type { Sender, Telling } from './channel';
import { askOther, byStatus, withoutAnswer } from './guarded-request';

/*
 * Signed webhooks, by the headers and the signature of standardwebhooks.com: `v1,` and the HMAC-SHA256 over id, time and
 * body. Who receives them checks the signature, refuses an old time, and takes an id that it knows for the same message.
 */

export interface WebhookOptions extends WebhookRules {
  readonly withinMs?: number;
}

const patienceMs = 10_000;

export function webhookSender({ withinMs = patienceMs, ...rules }: WebhookOptions): Sender {
  const { secret, mayBePrivate } = rules;
  return {
    async send(telling, { accountId, address }) {
      const url = URL.canParse(address) ? new URL(address) : null;
      // The settings may have changed since somebody chose the address.
      if (url === null || !mayReceive(url, rules)) return { outcome: 'refused', code: null };
      const body = JSON.stringify(bodyOf(telling));
      const timestamp = String(Math.floor(Date.now() / 1000));
      const headers = {
        'content-type': 'application/json',
        'webhook-id': telling.id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(
          webhookSecretOf(secret, accountId, address),
          telling.id,
          timestamp,
          body,
        ),
      };
      try {
        return byStatus(await askOther({ url, method: 'POST', headers, body, withinMs, mayBePrivate }));
      } catch (error) {
        return withoutAnswer(error);
      }
    },
  };
}

function bodyOf({ urgent, cases }: Telling) {
  return { type: cases.length === 1 ? 'case.message' : 'case.digest', data: { urgent, cases } };
}

function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')}`;
}
