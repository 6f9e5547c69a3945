import { createHmac } from 'node:crypto';
import type { Sender, Sent, Telling } from './channel';
import { askOther, byStatus, withoutAnswer, type Answered } from './guarded-request';

/*
 * Text messages through a gateway 政务短信平台 by HTTP. The gateway knows the texts as templates; it is told which one,
 * and parameters in fixed words. What it answers, and what it reports later, is small JSON.
 */

export interface SmsOptions {
  /** `POST <url>/messages` and `GET <url>/messages/<id>`. */
  readonly url: string;
  readonly keyId: string;
  readonly secret: string;
  readonly templates: {
    /** With the parameters `number`, `cause` and `due`. */
    readonly message: string;
    /** With the parameter `count`. */
    readonly digest: string;
  };
  readonly withinMs?: number;
}

const patienceMs = 10_000;

export function smsSender({ url, keyId, secret, templates, withinMs = patienceMs }: SmsOptions): Sender {
  return {
    async send(telling, { address: phone }) {
      const body = JSON.stringify({
        id: telling.id,
        phone: phone.replaceAll('-', ''),
        ...templated(telling),
      });
      try {
        return judged(await ask('POST', 'messages', body));
      } catch (error) {
        return withoutAnswer(error);
      }
    },
    async report(id) {
      try {
        const { status, text } = await ask('GET', `messages/${id}`, '');
        const state = status === 200 ? fieldIn(text, 'state') : null;
        return state === 'delivered' ? 'delivered' : state === 'failed' ? 'not-delivered' : null;
      } catch (error) {
        withoutAnswer(error);
        return null;
      }
    },
  };

  function ask(method: 'GET' | 'POST', path: string, body: string): Promise<Answered> {
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signed = `${method}\n/${path}\n${timestamp}\n${body}`;
    const headers = {
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      'x-key-id': keyId,
      'x-timestamp': timestamp,
      'x-signature': createHmac('sha256', secret).update(signed, 'utf8').digest('hex'),
    };
    const place = new URL(`${url.replace(/\/$/, '')}/${path}`);
    // The operator's choice, mostly in a network of the government's own.
    return askOther({ url: place, method, headers, body, withinMs, mayBePrivate: true });
  }

  function templated({ cases }: Telling) {
    const [{ caseNumber, cause, dueOn }] = cases;
    return cases.length === 1
      ? { template: templates.message, params: { number: caseNumber, cause: cause.zh, due: dueOn ?? '—' } }
      : { template: templates.digest, params: { count: String(cases.length) } };
  }
}

/** A gateway says 200 also to what it does not take: then the code in the body counts. */
function judged(answer: Answered): Sent {
  const byNumber = byStatus(answer);
  if (byNumber.outcome !== 'taken') return byNumber;
  const code = fieldIn(answer.text, 'code');
  if (code === 'OK' || code === 'DUPLICATE') return { outcome: 'taken', reports: true };
  // Of what says nothing that can be read nobody knows whether it was taken; under the same id it may be sent again.
  return code === 'BUSY' || typeof code !== 'string'
    ? { outcome: 'deferred', code: answer.status, retryAfterMs: answer.retryAfterMs }
    : { outcome: 'refused', code: answer.status };
}

function fieldIn(text: string, name: string): unknown {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>)[name] : null;
  } catch {
    return null;
  }
}
