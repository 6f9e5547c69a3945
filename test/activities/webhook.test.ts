import { createHmac } from 'node:crypto';
import { webhookSender } from '../../activities/channels/webhook';
import type { Telling } from '../../activities/channels/channel';
import { isPrivate } from '../../activities/channels/guarded-request';
import { webhookSecretOf } from '../../record/messages/webhooks';
import { openHttpSink, type Behaviour, type HttpSink } from '../harness/parts/http-sink';

let receiver: HttpSink;
beforeAll(async () => {
  receiver = await openHttpSink();
});
afterAll(() => receiver.close());

const secret = 'a secret of this test alone, long enough';
const accountId = '00000000-0000-4000-8000-000000000001';
const rules = { secret, hosts: ['127.0.0.1', 'localhost'], mayBePrivate: true, withinMs: 500 };
const telling: Telling = {
  id: 'ab'.repeat(32),
  urgent: true,
  mail: { subject: '', text: '' },
  cases: [
    {
      caseNumber: 'TO-2026-7K3M9QX2',
      cause: { zh: '办理期限已过', en: 'A time limit has passed' },
      step: { zh: '受理', en: 'Acceptance' },
      dueOn: '2026-12-09',
      link: 'https://anjie.example/cases/TO-2026-7K3M9QX2',
    },
  ],
};
const address = () => `${receiver.url}/in`;
const send = () => webhookSender(rules).send(telling, { accountId, address: address() });

it('carries an id that stays the same, the time, and a signature over both and the body', async () => {
  const from = receiver.caught.length;
  expect(await send()).toEqual({ outcome: 'taken', reports: false });
  expect(await send()).toEqual({ outcome: 'taken', reports: false });
  const [first, second] = receiver.caught.slice(from);
  expect(first?.headers['webhook-id']).toBe(telling.id);
  expect(second?.headers['webhook-id']).toBe(telling.id);
  const { headers, body = '' } = first!;
  const key = Buffer.from(webhookSecretOf(secret, accountId, address()).replace('whsec_', ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  expect(headers['webhook-signature']).toBe(
    `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  );
  expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
  expect(JSON.parse(body)).toEqual({ type: 'case.message', data: { urgent: true, cases: telling.cases } });
});

it('has a secret of its own for each account and address, and the master cannot be read from it', () => {
  const secrets = [
    webhookSecretOf(secret, accountId, address()),
    webhookSecretOf(secret, accountId, `${address()}/other`),
    webhookSecretOf(secret, accountId.replace(/1$/, '2'), address()),
  ];
  expect(new Set(secrets).size).toBe(3);
  expect(secrets.join()).not.toContain(secret);
});

const kinds: readonly (readonly [string, Behaviour, object])[] = [
  ['takes it with 202', { status: 202 }, { outcome: 'taken' }],
  ['knows no such address', { status: 404 }, { outcome: 'refused', code: 404 }],
  ['is gone', { status: 410 }, { outcome: 'refused', code: 410 }],
  ['fails', { status: 500 }, { outcome: 'deferred', code: 500 }],
  [
    'asks to be left alone',
    { status: 429, headers: { 'retry-after': '120' } },
    { outcome: 'deferred', code: 429, retryAfterMs: 120_000 },
  ],
  ['never answers', 'hangs', { outcome: 'timeout' }],
  ['cuts the connection', 'cuts', { outcome: 'unreachable' }],
  ['cuts it in the middle of its answer', 'cuts-in-the-middle', { outcome: 'unreachable' }],
];

it.each(kinds)('of a receiver that %s says what is to be done', async (_what, how, expected) => {
  receiver.behave(how);
  expect(await send()).toMatchObject(expected);
  receiver.behave({ status: 200 });
});

it('follows no redirect', async () => {
  const elsewhere = await openHttpSink();
  receiver.behave({ status: 307, headers: { location: `${elsewhere.url}/` } });
  expect(await send()).toEqual({ outcome: 'refused', code: 307 });
  receiver.behave({ status: 200 });
  expect(elsewhere.caught).toEqual([]);
  await elsewhere.close();
});

describe('an address', () => {
  it.each([
    ['of a machine that is not named', 'https://hooks.elsewhere.example/in'],
    ['with a login', 'http://user:word@127.0.0.1/in'],
    ['of another kind', 'file:///etc/hostname'],
    ['that is none', 'in'],
  ])('%s is not written to', async (_what, other) => {
    const sender = webhookSender(rules);
    expect(await sender.send(telling, { accountId, address: other })).toEqual({
      outcome: 'refused',
      code: null,
    });
  });

  it('of this machine, by figures or by name, is not written to unless the operator says so', async () => {
    const from = receiver.caught.length;
    const sender = webhookSender({ ...rules, mayBePrivate: false });
    const { port } = new URL(receiver.url);
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1'])
      for (const scheme of ['http', 'https']) {
        const url = new URL(`${scheme}://${host}:${port}/in`);
        const open = webhookSender({ ...rules, hosts: [url.hostname], mayBePrivate: false });
        expect(await open.send(telling, { accountId, address: url.href })).toEqual({
          outcome: 'refused',
          code: null,
        });
        expect((await sender.send(telling, { accountId, address: url.href })).outcome).toBe('refused');
      }
    expect(receiver.caught).toHaveLength(from);
  });

  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:10.0.0.1',
  ])('%s is of an own network', (each) => expect(isPrivate(each)).toBe(true));
  it.each(['8.8.8.8', '223.5.5.5', '2400:3200::1'])('%s is not', (each) =>
    expect(isPrivate(each)).toBe(false),
  );
});
