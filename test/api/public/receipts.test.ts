import sharp from 'sharp';
import { randomUUID } from 'node:crypto';
import { multipart } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { accept, assign, expectOk, handIn, rectify, verify, childOf } from '../kit/story';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const wellFormed = 'AAAA-AAAA-AAAA-AAAA-A';
const ask = (code: string, remoteAddress: string) =>
  office.app.inject({ method: 'POST', url: '/api/public/receipt', payload: { code }, remoteAddress });

describe('the reporter’s door', () => {
  it('answers every wrong code alike', async () => {
    const { code } = await handIn(office);
    const nearly = code.replace(/.$/, (letter) => (letter === 'A' ? 'B' : 'A'));
    const answers = await Promise.all(
      [wellFormed, nearly, 'x', '查询码'].map((each) => ask(each, '10.1.0.1')),
    );
    const bodies = answers.map((answer) => answer.body.replace(/"instance":"[^"]+"/, ''));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([404]));
    expect(new Set(bodies).size).toBe(1);
  });

  it('takes a code as people type it', async () => {
    const { code } = await handIn(office);
    expect((await ask(code.toLowerCase().replaceAll('-', ' '), '10.1.0.2')).statusCode).toBe(200);
  });

  it('tells why the check takes longer, in words for the reporter, and until when', async () => {
    const tip = await handIn(office);
    await accept(office, tip);
    await assign(office, tip);
    const step = 'tip-off/verification';
    const acts = (login: string, act: string, body: object) =>
      office.as(login).act(tip.number, act, { step, reason: '内部理由,不对外', ...body });
    expectOk(await acts('inspector1', 'request-extension', { byValue: 10 }));
    const told = '需委托检测机构出具结论';
    expectOk(await acts('director', 'answer-extension', { grant: true, told }));
    const read = await ask(tip.code, '10.1.0.6');
    expect(read.json().messages.map(({ text }: { text: string }) => text)).toEqual([told]);
    expect(read.json().milestones.map(({ what }: { what: string }) => what)).toContain(`extended/${step}`);
    expect(read.body).not.toContain('内部理由');
  });
});

describe('papers', () => {
  const picture = () =>
    sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
      .withExif({ IFD0: { Artist: 'CANARY-ARTIST' } })
      .jpeg()
      .toBuffer();

  it('are taken from reporter and staff, cleaned, and given out as attachments', async () => {
    const story = await handIn(office);
    const file = await picture();
    const sent = await upload('/api/public/receipt/papers', { code: story.code }, file);
    expect([sent.statusCode, sent.json<{ mediaType: string }>().mediaType]).toEqual([201, 'image/jpeg']);
    const { id } = sent.json<{ id: string }>();
    const again = await upload(
      '/api/public/receipt/papers',
      { code: story.code },
      file,
      'image/jpeg',
      sent.key,
    );
    expect(again.json()).toEqual(sent.json());

    const got = await office.app.inject({
      url: `/api/cases/${story.number}/papers/${id}`,
      headers: await tokenOf('clerk1'),
    });
    expect(got.statusCode).toBe(200);
    expect(got.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment; filename="evidence-1.jpg"',
      'x-content-type-options': 'nosniff',
    });
    expect(got.rawPayload.includes('CANARY-ARTIST')).toBe(false);
    const approver = await office.app.inject({
      url: `/api/cases/${story.number}/papers/${id}`,
      headers: await tokenOf('deputy'),
    });
    expect(approver.json()).toMatchObject({ code: 'paper-not-found' });
  });

  it('are refused for what they are, not for what they are called', async () => {
    const story = await handIn(office);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const refused = await upload(
      `/api/cases/${story.number}/papers`,
      {},
      svg,
      'image/jpeg',
      undefined,
      'clerk1',
    );
    expect(refused.json()).toMatchObject({
      code: 'paper-refused',
      facts: { reason: 'paper-type-not-taken' },
    });
    const big = await upload(
      '/api/public/receipt/papers',
      { code: story.code },
      Buffer.alloc(20 * 1024 * 1024 + 2),
    );
    expect(big.json()).toMatchObject({ code: 'paper-too-large', status: 413 });
    const nobody = await upload('/api/public/receipt/papers', { code: wellFormed }, svg);
    expect(nobody.json()).toMatchObject({ code: 'receipt-unknown' });
    const none = await office.as('clerk1').post(`/api/cases/${story.number}/papers`, { file: 'x' });
    expect(none.body.code).toBe('media-type-unsupported');
    const finance = await upload(
      `/api/cases/${story.number}/papers`,
      {},
      svg,
      'image/jpeg',
      undefined,
      'payer1',
    );
    expect(finance.json()).toMatchObject({ code: 'case-not-found' });
  });

  it('of the enterprise stand in its order, and those of the reporter never', async () => {
    const story = await handIn(office);
    const file = await picture();
    await upload('/api/public/receipt/papers', { code: story.code }, file);
    await accept(office, story);
    await assign(office, story);
    await verify(office, story);
    const order = await childOf(office, story, 'rectification');
    const prove = () => upload(`/api/cases/${order}/papers`, {}, file, 'image/jpeg', undefined, 'contact1');
    // The order does not exist for the firm before it is issued.
    expect((await prove()).statusCode).toBe(404);
    await rectify(office, story);
    expect((await prove()).statusCode).toBe(201);
    const { papers } = (await office.as('contact1').get(`/api/cases/${order}`)).body;
    expect(papers.map(({ origin }: { origin: string }) => origin)).toEqual(['enterprise']);
  });
});

async function tokenOf(login: string): Promise<Record<string, string>> {
  const answer = expectOk(await office.as(null).post('/api/session', { login, password: 'anjie-demo-2026' }));
  return { authorization: `Bearer ${answer.body.token}` };
}

async function upload(
  url: string,
  fields: Record<string, string>,
  file: Buffer,
  type = 'image/jpeg',
  key: string = randomUUID(),
  login?: string,
) {
  const { payload, headers } = multipart(fields, file, { name: 'IMG CANARY 张三.jpg', type });
  const answer = await office.app.inject({
    method: 'POST',
    url,
    payload,
    headers: { ...headers, 'idempotency-key': key, ...(login === undefined ? {} : await tokenOf(login)) },
  });
  return Object.assign(answer, { key });
}
