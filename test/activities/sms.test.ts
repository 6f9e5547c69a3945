import { createHmac } from 'node:crypto';
import type { Telling } from '../../activities/channels/channel';
import { smsSender } from '../../activities/channels/sms';
import { openHttpSink, type Behaviour, type HttpSink } from '../harness/parts/http-sink';
import { gatewayAccess } from './message-office';

let gateway: HttpSink;
beforeAll(async () => {
  gateway = await openHttpSink();
});
afterAll(() => gateway.close());

const to = { accountId: '00000000-0000-4000-8000-000000000001', address: '13800000000' };
const told = {
  caseNumber: 'TO-2026-7K3M9QX2',
  cause: { zh: '办理期限已过', en: 'A time limit has passed' },
  step: { zh: '受理', en: 'Acceptance' },
  dueOn: '2026-12-09',
  link: 'https://anjie.example/cases/TO-2026-7K3M9QX2',
};
const telling: Telling = {
  id: 'cd'.repeat(32),
  urgent: true,
  mail: { subject: 'x', text: 'x' },
  cases: [told],
};
/** Patient, since a busy machine is no slow gateway; only who is never answered waits the time out. */
const sender = (withinMs = 30_000) => smsSender({ url: `${gateway.url}/v1`, ...gatewayAccess, withinMs });
const answering = (body: object, status = 200): Behaviour => ({ status, body: JSON.stringify(body) });

it('names a template and fixed parameters, never a text, and is signed', async () => {
  gateway.behave(answering({ code: 'OK' }));
  const from = gateway.caught.length;
  expect(await sender().send(telling, to)).toEqual({ outcome: 'taken', reports: true });
  const { method, path, headers, body } = gateway.caught[from]!;
  expect([method, path]).toEqual(['POST', '/v1/messages']);
  expect(JSON.parse(body)).toEqual({
    id: telling.id,
    phone: '13800000000',
    template: 'T-ONE',
    params: { number: 'TO-2026-7K3M9QX2', cause: '办理期限已过', due: '2026-12-09' },
  });
  const signed = `POST\n/messages\n${String(headers['x-timestamp'])}\n${body}`;
  expect(headers['x-key-id']).toBe('bureau');
  expect(headers['x-signature']).toBe(
    createHmac('sha256', gatewayAccess.secret).update(signed).digest('hex'),
  );
});

it('of several cases says only how many there are', async () => {
  gateway.behave(answering({ code: 'OK' }));
  await sender().send({ ...telling, cases: [told, told, told] }, to);
  expect(JSON.parse(gateway.caught.at(-1)?.body ?? '')).toMatchObject({
    template: 'T-MANY',
    params: { count: '3' },
  });
});

const kinds: readonly (readonly [string, Behaviour, object])[] = [
  ['has it already', answering({ code: 'DUPLICATE' }), { outcome: 'taken', reports: true }],
  [
    'answers 200 with an error in the body',
    answering({ code: 'INVALID_NUMBER' }),
    { outcome: 'refused', code: 200 },
  ],
  ['answers 200 and is busy', answering({ code: 'BUSY' }), { outcome: 'deferred', code: 200 }],
  [
    'answers 200 with something unreadable',
    { status: 200, body: '<html>' },
    { outcome: 'deferred', code: 200 },
  ],
  ['refuses the signature', answering({}, 401), { outcome: 'refused', code: 401 }],
  ['fails', answering({}, 503), { outcome: 'deferred', code: 503 }],
  [
    'asks to be left alone',
    { status: 429, headers: { 'retry-after': '7' } },
    { outcome: 'deferred', retryAfterMs: 7_000 },
  ],
  ['never answers', 'hangs', { outcome: 'timeout' }],
  ['cuts the connection', 'cuts', { outcome: 'unreachable' }],
  ['cuts it in the middle of its answer', 'cuts-in-the-middle', { outcome: 'unreachable' }],
];

it.each(kinds)('of a gateway that %s says what is to be done', async (_what, how, expected) => {
  gateway.behave(how);
  expect(await sender(how === 'hangs' ? 500 : undefined).send(telling, to)).toMatchObject(expected);
});

const reports: readonly (readonly [string, Behaviour, string | null])[] = [
  ['delivered', answering({ state: 'delivered' }), 'delivered'],
  ['failed', answering({ state: 'failed' }), 'not-delivered'],
  ['still under way', answering({ state: 'sent' }), null],
  ['unknown', answering({}, 404), null],
  ['away', 'cuts', null],
];

it.each(reports)('reads the report of a gateway: %s', async (_what, how, expected) => {
  gateway.behave(how);
  expect(await sender().report?.(telling.id)).toBe(expected);
  expect(gateway.caught.at(-1)).toMatchObject({ method: 'GET', path: `/v1/messages/${telling.id}` });
});
