import { randomUUID } from 'node:crypto';
import { openOffice, type Office } from '../kit/office';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const tip = JSON.stringify({ reporterKind: 'anonymous', channel: 'web', category: 'violation', text: 'XX' });
/** 举报 as GBK has it. */
const inGbk = Buffer.from([0xbe, 0xd9, 0xb1, 0xa8]);
const tipWith = (text: Buffer) => Buffer.concat([Buffer.from(tip.slice(0, -4)), text, Buffer.from('"}')]);

const handIn = (payload: Buffer, type: string) =>
  office.app.inject({
    method: 'POST',
    url: '/api/public/tip-offs',
    payload,
    headers: { 'content-type': type, 'idempotency-key': randomUUID() },
  });
const bankReturns = async (payload: Buffer, type: string) =>
  office.as('confirmer1').post('/api/payouts/bank-returns', payload, { 'content-type': type });
const codeOf = (answer: { statusCode: number; json(): unknown }) => [
  answer.statusCode,
  (answer.json() as { code?: string }).code,
];

describe('the encoding of a body', () => {
  it('is UTF-8, declared or not', async () => {
    const text = tipWith(Buffer.from('举报𠮷'));
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'application/json;charset="UTF8"',
    ])
      expect((await handIn(text, type)).statusCode).toBe(201);
  });

  it.each([
    ['GBK', inGbk],
    ['a character cut in two', Buffer.from('举报').subarray(0, 4)],
    [
      'half of a character outside the first plane, as some programs write it',
      Buffer.from([0xed, 0xa0, 0x81]),
    ],
    ['a sequence longer than it has to be', Buffer.from([0xc0, 0xaf])],
  ])('is refused where it is %s, and nothing is kept', async (_, text) => {
    const before = await office.db.caseFile.count();
    expect(codeOf(await handIn(tipWith(text), 'application/json'))).toEqual([400, 'body-malformed']);
    expect(await office.db.caseFile.count()).toBe(before);
  });

  it.each(['gbk', 'gb2312', 'utf-16le', 'iso-8859-1', 'nonsense'])(
    'is not taken as %s in JSON',
    async (charset) => {
      const answer = await handIn(tipWith(inGbk), `application/json; charset=${charset}`);
      expect(codeOf(answer)).toEqual([415, 'media-type-unsupported']);
    },
  );

  it('of a table from the bank is UTF-8, or the national encoding where it says so', async () => {
    const table = (remark: Buffer) =>
      Buffer.concat([
        Buffer.from('claimCode,result,bankReference,cause,remark\nC-AAAAAAAAAA,paid,BANK-000001,,'),
        remark,
        Buffer.from('\n'),
      ]);
    const taken = await bankReturns(table(inGbk), 'text/csv; charset=gbk');
    expect([taken.status, taken.body.lines[0].code]).toEqual([200, 'bank-file-mismatch']);
    expect((await bankReturns(table(inGbk), 'text/csv')).body.code).toBe('body-malformed');
    expect((await bankReturns(table(inGbk), 'text/csv; charset=big5')).status).toBe(415);
  });
});

describe('the encoding of an address and of headers', () => {
  it.each([
    '/api/public/promises?zone=%ff',
    '/api/public/promises?zone=%ED%A0%80',
    '/api/public/promises?zo%c0=1',
  ])('is UTF-8: %s is refused', async (url) => {
    expect(codeOf(await office.app.inject({ method: 'GET', url }))).toEqual([400, 'body-malformed']);
  });

  it('is refused as a header in another encoding', async () => {
    const headers = { 'accept-language': Buffer.from(inGbk).toString('latin1') };
    const answer = await office.app.inject({ method: 'GET', url: '/api/public/promises', headers });
    expect(codeOf(answer)).toEqual([400, 'body-malformed']);
  });
});
