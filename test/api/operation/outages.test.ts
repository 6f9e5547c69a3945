import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { shanghaiDate } from '../../../domain/time/calendar';
import { eventually } from '../../harness/eventually';
import { ownSystem, type OwnSystem } from '../../harness/parts/own-system';
import { unsettled } from '../../harness/unsettled';
import { decisionUrl, type Answer } from '../kit/front';
import { accept, assign, childOf, expectOk, handIn, rectify, verify, type Story } from '../kit/story';

/*
 * The promises about faults, with real ones: a system of real processes, whose PostgreSQL, mail server and
 * Temporal are taken away while people work.
 */

let system: OwnSystem;
beforeAll(async () => {
  system = await ownSystem();
});
afterAll(() => system.stop());
afterEach(() => {
  const { api, worker } = system.programs;
  expect({ api: api.hasEnded(), worker: worker.hasEnded() }).toEqual({ api: false, worker: false });
});

/** A write that is sent again and again, each time as the same request. */
interface Write {
  readonly send: () => Promise<Answer>;
}

describe('with PostgreSQL away for a while', () => {
  it('writes are refused as that, and done once when they are sent again', async () => {
    const waiting: Story[] = [];
    for (let i = 0; i < 4; i += 1) waiting.push(await handIn(system));
    await settled();
    const casesBefore = await system.db.caseFile.count();
    const writes = [...waiting.map(acceptance), ...Array.from({ length: 4 }, intake)];
    expectOk(await system.as('clerk1').get('/api/session'));

    const [early] = await Promise.all([sendAll(writes), system.postgres.stop()]);
    const late: Answer[] = [];
    try {
      late.push(...(await sendAll(writes)));
      expect((await system.as(null).get('/healthz')).status).toBe(200);
      expect((await system.as(null).get('/readyz')).body).toMatchObject({ database: false });
      late.push(...(await sendAll(writes)));
    } finally {
      await system.postgres.start();
    }
    expect(late.map(({ status }) => status)).toEqual([...writes, ...writes].map(() => 503));
    for (const answer of [...early, ...late].filter(({ status }) => status >= 300)) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'database-away' } });
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }

    const done = await eventually('the API works again', async () => {
      const answers = await sendAll(writes);
      return answers.every(({ status }) => status < 300) && answers;
    });
    const again = await sendAll(writes);

    expect(again.map(({ body }) => body)).toEqual(done.map(({ body }) => body));
    for (const [index, answer] of early.entries())
      if (answer.status < 300) expect(done[index]?.body).toEqual(answer.body);
    expect(await system.db.caseFile.count()).toBe(casesBefore + 4);
    for (const { number } of waiting)
      expect(await system.db.recordEvent.count({ where: { kind: 'decided', case: { number } } })).toBe(1);
    await settled();
  });
});

describe('a mail server', () => {
  it('that is away is waited for by nobody, and gets every mail when it is back', async () => {
    const story = await toVerified();
    await system.mail.down();
    await rectify(system, story);
    const orders = await effectsOf(story, 'order-issued');
    expect(orders).toEqual([{ result: null }]);

    await system.mail.up();
    await settled();
    expect(await effectsOf(story, 'order-issued')).toEqual([{ result: 'sent' }]);
  });

  it('that takes a mail and cannot say so gets the same one again, under one Message-ID', async () => {
    const story = await toVerified();
    system.mail.refuse({ code: 451, words: 'try again later', afterTaking: true });
    const order = await issueOrder(story);
    const mails = () => system.mail.mails.filter(({ subject }) => subject.includes(order));
    await eventually('it was sent twice', () => mails().length > 1);
    system.mail.refuse(null);
    await settled();

    expect(new Set(mails().map(({ messageId }) => messageId)).size).toBe(1);
    expect(await effectsOf(story, 'order-issued')).toEqual([{ result: 'sent' }]);
  });

  it('that knows nobody is told of on the record, and the case goes on', async () => {
    const story = await toVerified();
    system.mail.refuse({ code: 550, words: 'no such user' });
    await rectify(system, story);
    await settled();
    system.mail.refuse(null);

    expect(await effectsOf(story, 'order-issued')).toEqual([{ result: 'undeliverable' }]);
    const { stage } = await system.db.caseFile.findUniqueOrThrow({ where: { number: story.number } });
    expect(stage).toBe('reward');
  });
});

describe('with Temporal away for a while', () => {
  it('people hand in and decide; timers, mails and workflows catch up when it is back', async () => {
    const before = await handIn(system);
    await settled();
    await system.temporal.stop();

    const asleep = await fastCase();
    const during = await handIn(system);
    for (const story of [before, during]) {
      await accept(system, story);
      await assign(system, story);
    }
    await verify(system, before);
    const child = await issueOrder(before);
    await eventually(
      'rungs of the case that sleeps are due',
      async () => (await dueRungs(asleep)).length > 1,
    );
    expect((await system.as(null).get('/readyz')).body).toEqual({
      status: 'ready',
      database: true,
      engine: false,
      faults: ['engine-away'],
    });
    expect(await firedRungs(asleep)).toEqual([]);
    expect(await effectsOf(before, 'order-issued')).toEqual([{ result: null }]);
    const missed = await dueRungs(asleep);

    await system.temporal.start();
    await eventually('the last of them has fired', async () =>
      (await firedRungs(asleep)).includes(missed.at(-1) ?? ''),
    );
    // Each once and in order; those that fell due since then come after them.
    expect((await firedRungs(asleep)).slice(0, missed.length)).toEqual(missed);
    await settled();
    expect(await effectsOf(before, 'order-issued')).toEqual([{ result: 'sent' }]);
    const found = await workflows();
    expect([...found.keys()]).toEqual(expect.arrayContaining([before.number, during.number, child, asleep]));
    // Nobody's machine is named, by neither process.
    expect(new Set([...found.values()].flat())).toEqual(new Set(['anjie', 'anjie-worker']));
  });
});

/** A case of the desk at which a working day lasts two seconds. */
async function fastCase(): Promise<string> {
  const answer = await system.as('fast-clerk').post('/api/tip-offs', {
    reporterKind: 'anonymous',
    channel: 'letter',
    category: 'violation',
    text: '无证上岗',
    receivedOn: shanghaiDate(new Date().toISOString()),
  });
  return String(expectOk(answer).body.number);
}

/** The rungs of its acceptance whose time has come, fired or not. */
async function dueRungs(number: string): Promise<string[]> {
  const { body } = expectOk(await system.as('fast-clerk').get(`/api/cases/${number}`));
  const rungs: { id: string; fireAt: string }[] = body.steps[0].rungs;
  return rungs.filter(({ fireAt }) => Date.parse(fireAt) < Date.now()).map(({ id }) => id);
}

/** As the record has them. */
async function firedRungs(number: string): Promise<string[]> {
  const events = await system.db.recordEvent.findMany({
    where: { kind: 'rung-fired', case: { number } },
    orderBy: { seq: 'asc' },
  });
  return events.map(({ body }) => (body as { rung: string }).rung);
}

function acceptance({ number }: Story): Write {
  const headers = { 'idempotency-key': randomUUID(), 'if-match': '"3"' };
  const body = { verdict: 'accepted', allegesDeath: false };
  return { send: () => system.as('clerk1').post(decisionUrl(number, 'tip-off/acceptance'), body, headers) };
}

function intake(): Write {
  const headers = { 'idempotency-key': randomUUID(), 'intake-token': randomUUID() };
  const body = { reporterKind: 'anonymous', channel: 'web', category: 'violation', text: '无证上岗' };
  return { send: () => system.as(null).post('/api/public/tip-offs', body, headers) };
}

function sendAll(writes: readonly Write[]): Promise<Answer[]> {
  return Promise.all(writes.map(({ send }) => send()));
}

/** The workers of the processes do it by themselves; this only waits. */
function settled() {
  return eventually(
    'every workflow has read its record and carried out what it asks for',
    async () => {
      const { behind, waiting } = await unsettled(system.db);
      return behind === 0 && waiting === 0;
    },
    { withinMs: 120_000 },
  );
}

/** A tip-off whose finding has been approved: the order to remedy is next. */
async function toVerified(): Promise<Story> {
  const story = await handIn(system);
  await accept(system, story);
  await assign(system, story);
  await verify(system, story);
  return story;
}

async function issueOrder(story: Story): Promise<string> {
  const child = await childOf(system, story, 'rectification');
  const items = ['h1', 'h2'].map((item) => ({
    item,
    description: '整改事项',
    measure: '安装泄爆装置',
    responsible: '孔建',
    fundsFen: 500_000,
    plan: '停产',
  }));
  const body = { verdict: 'issued', remedyDays: 15, items };
  expectOk(await system.as('inspector1').decide(child, 'rectification/order', body));
  return child;
}

/** What became of the mails of one kind that the order of a tip-off asked for; null: not carried out yet. */
async function effectsOf(story: Story, template: string): Promise<{ result: string | null }[]> {
  const number = await childOf(system, story, 'rectification');
  return system.db.$queryRaw`
    SELECT (SELECT e.body->>'result' FROM anjie.record_event e
            WHERE e.case_id = o.case_id AND e.key = o.key AND e.kind = 'effect-done') AS result
    FROM anjie.effect_order o JOIN anjie.case_file f ON f.id = o.case_id
    WHERE f.number = ${number} AND o.body->>'template' = ${template}`;
}

/** The workflows that there are, with everybody who is named in their histories. */
async function workflows(): Promise<Map<string, string[]>> {
  const { address, namespace } = system.temporal;
  const connection = await Connection.connect({ address });
  try {
    const { executions } = await connection.workflowService.listWorkflowExecutions({ namespace });
    const named = new Map<string, string[]>();
    for (const { execution = null } of executions ?? []) {
      const history = await connection.workflowService.getWorkflowExecutionHistory({ namespace, execution });
      const identities = [...JSON.stringify(history).matchAll(/"identity":"([^"]+)"/g)];
      named.set(
        execution?.workflowId ?? '',
        identities.map(([, identity = '']) => identity),
      );
    }
    return named;
  } finally {
    await connection.close();
  }
}
