import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { openOffice, type Office } from '../kit/office';
import { handIn, type Story } from '../kit/story';

let office: Office;
let tip: Story;
let picture: Buffer;
beforeAll(async () => {
  office = await openOffice();
  tip = await handIn(office);
  picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
});
afterAll(() => office.close());

const line = 'anjie';
const field = (name: string, value: string) =>
  Buffer.from(`--${line}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`);
const file = (content: Buffer) =>
  Buffer.concat([
    Buffer.from(
      `--${line}\r\ncontent-disposition: form-data; name="file"; filename="x.png"\r\ncontent-type: image/png\r\n\r\n`,
    ),
    content,
    Buffer.from('\r\n'),
  ]);
const end = Buffer.from(`--${line}--\r\n`);

async function byClerk(payload: Buffer, type = `multipart/form-data; boundary=${line}`) {
  const answer = await office
    .as('clerk1')
    .post(`/api/cases/${tip.number}/papers`, payload, { 'content-type': type });
  return [answer.status, answer.body.code ?? 'taken'];
}

async function byReporter(payload: Buffer) {
  const answer = await office.app.inject({
    method: 'POST',
    url: '/api/public/receipt/papers',
    payload,
    headers: { 'content-type': `multipart/form-data; boundary=${line}`, 'idempotency-key': randomUUID() },
  });
  return [answer.statusCode, answer.json<{ code?: string }>().code ?? 'taken'];
}

const papersKept = () =>
  office.db.recordEvent.count({ where: { body: { path: ['kind'], equals: 'paper-added' } } });

describe('an upload', () => {
  it('brings one file: with a second one, or anything after it, none is kept', async () => {
    const before = await papersKept();
    const [one, other] = [file(picture), file(Buffer.from('%PDF-1.7\n%%EOF\n'))];
    const code = field('code', tip.code);
    expect(await byClerk(Buffer.concat([one, other, end]))).toEqual([400, 'form-invalid']);
    expect(await byClerk(Buffer.concat([one, other, other, other, end]))).toEqual([400, 'form-invalid']);
    expect(await byClerk(Buffer.concat([one, field('material', 'site-plan'), end]))).toEqual([
      400,
      'form-invalid',
    ]);
    expect(await byReporter(Buffer.concat([code, one, other, end]))).toEqual([400, 'form-invalid']);
    expect(await papersKept()).toBe(before);
    expect(await byReporter(Buffer.concat([code, one, end]))).toEqual([201, 'taken']);
    expect(await papersKept()).toBe(before + 1);
  });

  it('that is cut short anywhere is no form, and nothing of it is kept', async () => {
    const before = await papersKept();
    const whole = Buffer.concat([field('code', tip.code), file(picture), end]);
    // Without the last line break it is whole.
    const cuts = Array.from({ length: Math.ceil((whole.length - 2) / 11) }, (_, step) => 1 + step * 11);
    for (const at of [...cuts, whole.length - 4, whole.length - 5]) {
      const [status, code] = await byReporter(whole.subarray(0, at));
      expect([at, status, code]).toEqual([at, 400, expect.stringMatching(/^(body-malformed|form-invalid)$/)]);
    }
    expect(await papersKept()).toBe(before);
  });

  it('in another encoding than UTF-8 is not taken', async () => {
    const type = `multipart/form-data; charset=gbk; boundary=${line}`;
    expect(await byClerk(Buffer.concat([file(picture), end]), type)).toEqual([415, 'media-type-unsupported']);
  });
});
