import { PassThrough } from 'node:stream';
import { isDatabaseAway } from '../../../api/frame/database-away';
import { toProblem } from '../../../api/frame/failures';
import { openDatabase } from '../../../record/store/database';
import { freePort } from '../../../setup/parts/ports';
import { testServers } from '../../harness/environment';
import { wireTo } from '../../harness/parts/wire';
import { openOffice, type Office } from '../kit/office';
import { accept, claim, expectOk, handIn, payee, toClaim } from '../kit/story';

describe('with PostgreSQL away', () => {
  it('answers 503 with Retry-After, and stays up', async () => {
    const db = openDatabase(`postgresql://anjie_app:x@127.0.0.1:${await freePort()}/nowhere`, {
      applicationName: 'test',
    });
    const office = await openOffice({ parts: { db } });
    const login = await office.as(null).post('/api/session', { login: 'clerk1', password: 'x' });
    expect(login.body).toMatchObject({ code: 'database-away', status: 503 });
    expect(Number(login.headers['retry-after'])).toBeGreaterThan(0);
    expect((await office.as(null).post('/api/public/receipt', { code: 'x' })).status).toBe(503);
    expect((await office.as(null).get('/readyz')).body).toMatchObject({
      status: 'not-ready',
      database: false,
    });
    expect((await office.as(null).get('/healthz')).status).toBe(200);
    await db.$disconnect();
    await office.close();
  });

  it('works again by itself when the wire is mended, with nothing lost that was acknowledged', async () => {
    const wire = await wireTo(testServers().postgresPort);
    const office = await openOffice({ wire: (url) => url.replace(/:\d+\//, `:${wire.port}/`) });
    const story = await handIn(office);
    wire.cut();
    const tip = { reporterKind: 'anonymous', channel: 'web', category: 'violation', text: '无证上岗' };
    const key = { 'idempotency-key': 'handed-in-in-the-dark' };
    expect((await office.as(null).post('/api/public/tip-offs', tip, key)).body.code).toBe('database-away');
    wire.mend();
    const answers = [];
    for (let i = 0; i < 5; i++)
      answers.push((await office.as(null).post('/api/public/receipt', { code: story.code })).status);
    expect(answers.at(-1)).toBe(200);
    expect((await office.as(null).post('/api/public/tip-offs', tip, key)).status).toBe(201);
    expect(await office.db.caseFile.count()).toBe(2);
    await office.close();
    await wire.close();
  });

  it('knows the errors of all the layers for what they are', () => {
    const shutDown = Object.assign(new Error('x'), { cause: { kind: 'postgres', originalCode: '57P01' } });
    const pool = new Error('timeout exceeded when trying to connect');
    const reset = Object.assign(new Error('x'), { code: 'ECONNRESET' });
    const busy = Object.assign(new Error('x'), { code: 'P2024' });
    expect([shutDown, pool, reset, busy].map((error) => isDatabaseAway(error))).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(isDatabaseAway(Object.assign(new Error('x'), { code: 'P2002' }))).toBe(false);
  });

  it('tells nothing of an error that nobody foresaw', () => {
    expect(toProblem(new Error('the password of 张三 is …'))).toEqual({ code: 'internal', extras: {} });
    expect(toProblem('a string')).toEqual({ code: 'internal', extras: {} });
  });
});

describe('the log', () => {
  let office: Office;
  let lines = '';
  beforeAll(async () => {
    const destination = new PassThrough();
    destination.on('data', (chunk: Buffer) => {
      lines += chunk.toString('utf8');
    });
    office = await openOffice({ log: destination });
  });
  afterAll(() => office.close());

  it('holds routes and statuses, and nothing of who came, what they wrote or which code they hold', async () => {
    const story = await toClaim(office);
    const payout = await claim(office, story);
    expectOk(await office.as('deputy').decide(payout, 'payout/release', { verdict: 'released' }));
    expectOk(await office.as('payer1').post('/api/payouts/bank-list', { cases: [payout] }));
    const other = await handIn(office);
    await accept(office, other);
    const from = {
      remoteAddress: '203.0.113.99',
      headers: { 'user-agent': 'CANARY-AGENT', referer: 'https://canary.example' },
    };
    await office.app.inject({
      method: 'POST',
      url: '/api/public/receipt?CANARY-QUERY=1',
      payload: { code: story.code },
      ...from,
    });
    await office.app.inject({
      method: 'POST',
      url: '/api/public/receipt',
      payload: '{"code": CANARY-BROKEN',
      ...from,
    });
    await office.app.inject({
      method: 'POST',
      url: '/api/public/tip-offs',
      payload: { text: 'CANARY-FIELD' },
      ...from,
    });
    await office.app.inject({ url: '/CANARY-PATH', ...from });

    expect(lines).toContain('/api/tip-offs/:number/acceptance');
    const secrets = [
      'CANARY',
      '203.0.113',
      'canary.example',
      story.code,
      '王小明',
      '13800001111',
      payee.account.replaceAll(' ', ''),
      '焊接',
      story.number,
    ];
    for (const secret of secrets) expect(lines).not.toContain(secret);
    for (const line of lines.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});
