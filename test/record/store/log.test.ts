import { openLog, temporalLogger, type Log } from '../../../record/store/log';

const canary = '张三-13900000000';

let lines: string[];
let log: Log;
beforeEach(() => {
  lines = [];
  log = openLog({ level: 'trace', program: 'test', destination: { write: (line) => void lines.push(line) } });
});

const written = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
/** The lines as they were written but for their time, in whose digits anything may stand. */
const untimed = () => lines.map((line) => line.replace(/"time":"[^"]*"/, ''));
const withoutTime = () => written().map(({ time: _time, ...line }) => line);

it('writes fixed words and numbers that are on its list', () => {
  log.info({
    event: 'relay-woke',
    caseNumber: 'TO-2026-7K3M9QX2',
    count: 3,
    late: true,
    dueAt: '2026-11-23T00:00:00.000Z',
  });
  expect(withoutTime()).toEqual([
    {
      level: 'info',
      program: 'test',
      event: 'relay-woke',
      caseNumber: 'TO-2026-7K3M9QX2',
      count: 3,
      late: true,
      dueAt: '2026-11-23T00:00:00.000Z',
    },
  ]);
});

it('writes a command that mends something, and nothing that is none', () => {
  const remedy = 'temporal operator search-attribute create --namespace office --name Stage --type Keyword';
  log.error({ event: 'not-ready', remedy });
  log.error({ event: 'not-ready', remedy: `temporal ${canary}` });
  log.error({ event: 'not-ready', remedy: 'somebody has called' });
  expect(withoutTime().map((line) => line['remedy'])).toEqual([remedy, undefined, undefined]);
});

it('takes a fixed word as the event', () => {
  log.warn('outbox-behind');
  log.warn({ count: 1 }, 'outbox-behind');
  expect(withoutTime()).toEqual([
    { level: 'warn', program: 'test', event: 'outbox-behind' },
    { level: 'warn', program: 'test', event: 'outbox-behind', count: 1 },
  ]);
});

describe('whatever else it is given, it drops', () => {
  const error = Object.assign(new TypeError(canary, { cause: new Error(canary) }), {
    code: 'P2002',
    meta: canary,
  });
  const attempts: [string, () => void][] = [
    ['a free message', () => log.info(canary)],
    ['a sentence', () => log.info('the tip of somebody')],
    ['a message with values', () => log.info('hello %s %o', canary, { a: canary })],
    ['unknown fields', () => log.info({ name: canary, nested: { code: canary } })],
    ['free text in a known field', () => log.info({ code: canary, step: `a ${canary}`, event: canary })],
    [
      'objects and arrays in a known field',
      () => log.info({ code: { a: canary }, step: [canary], seq: canary }),
    ],
    ['a long word', () => log.info({ code: '1390000'.repeat(40) })],
    ['what an error says', () => log.error(error)],
    ['what an error in a field says', () => log.error({ err: error, error }, canary)],
    [
      'a number for the name or the code of an error',
      () =>
        log.error(
          Object.assign(new Error('x', { cause: Object.assign(new Error('y'), { code: '13900000000' }) }), {
            name: 'E13900000000',
            code: '33041119900101139X',
          }),
        ),
    ],
    ['an error thrown as a string', () => log.error({ err: canary, error: canary })],
    [
      'bindings of a child',
      () => log.child({ reqId: 'r-1', who: canary }).child({ also: canary }).info({ x: canary }),
    ],
    ['a prefix of a child', () => log.child({}, { msgPrefix: canary }).info('fine')],
    [
      'serializers of a child',
      () => log.child({}, { serializers: { code: () => canary } }).info({ code: 'x' }),
    ],
    [
      'prototype tricks',
      () => log.info(JSON.parse(`{"__proto__":{"code":"${canary}"},"constructor":"${canary}"}`)),
    ],
    ['line breaks', () => log.info({ code: `a\n{"level":"fatal"}`, event: 'a\nb' })],
    ['terminal codes', () => log.info({ code: '\u001b[31mred' })],
  ];

  it.each(attempts)('%s', (_name, attempt) => {
    attempt();
    expect(lines).toHaveLength(1);
    expect(untimed()[0]?.trimEnd()).not.toMatch(/张三|139|fatal|\n|\u001b|somebody/);
  });
});

it('says of an error what kind it is and where it came from', () => {
  const cause = Object.assign(new Error(canary), { code: 'ECONNREFUSED' });
  log.error({ err: Object.assign(new RangeError(canary, { cause }), { code: 23505 }) }, 'decision-failed');
  expect(withoutTime()).toEqual([
    {
      level: 'error',
      program: 'test',
      event: 'decision-failed',
      errorName: 'RangeError',
      errorCode: '23505',
      errorAt: expect.stringMatching(/^test\/record\/store\/log\.test\.ts:\d+$/),
      causeName: 'Error',
      causeCode: 'ECONNREFUSED',
    },
  ]);
});

it('does not take a place from a message that looks like a stack', () => {
  const error = new Error(`x\n    at ${canary} (a/13900000000.ts:1:1)`);
  log.error(error);
  expect(untimed()[0]).not.toContain('139');
});

it('keeps of a request its method, the pattern of its route, status and time', () => {
  const req = {
    method: 'POST',
    url: `/cases/${canary}`,
    ip: '10.1.2.3',
    routeOptions: { url: '/cases/:number' },
  };
  const child = log.child({ reqId: 'req-1' }, { serializers: { req: () => canary } });
  child.info({ req }, 'incoming request');
  child.info({ req, res: { statusCode: 409, request: req }, responseTime: 12.5 }, 'request completed');
  expect(withoutTime()).toEqual([
    {
      level: 'info',
      program: 'test',
      reqId: 'req-1',
      event: 'request-came',
      method: 'POST',
      route: '/cases/:number',
    },
    {
      level: 'info',
      program: 'test',
      reqId: 'req-1',
      event: 'request-done',
      method: 'POST',
      route: '/cases/:number',
      status: 409,
      durationMs: 12.5,
    },
  ]);
});

it('carries the lines of the Temporal SDK over the same list', () => {
  const bridge = temporalLogger(log);
  bridge.warn('Workflow failed', {
    workflowId: 'TO-2026-7K3M9QX2',
    attempt: 2,
    error: new Error(canary),
    [Symbol('x')]: 1,
  });
  bridge.log('ERROR', `Error while processing: ${canary}`, {
    sdkComponent: 'core',
    target: 'temporalio_sdk_core::worker',
  });
  bridge.trace('Worker state changed', { state: 'RUNNING' });
  expect(untimed().join('')).not.toContain('139');
  expect(withoutTime()).toMatchObject([
    {
      level: 'warn',
      event: 'workflow-failed',
      workflowId: 'TO-2026-7K3M9QX2',
      attempt: 2,
      errorName: 'Error',
    },
    { level: 'error', event: 'unnamed', sdkComponent: 'core', target: 'temporalio_sdk_core::worker' },
    { level: 'trace', event: 'worker-state', state: 'RUNNING' },
  ]);
});
