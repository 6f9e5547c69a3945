import sharp from 'sharp';
import { multipart } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { hiddenIn, sendForm, type Fields } from './page-forms';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const matter: Fields = {
  category: 'major-hazard',
  text: '车间里无证焊接,\r\n旁边堆着纸箱。',
  place: '镇工业集中区厂房',
  reporterKind: 'real-name',
};
const who: Fields = { 'identity.name': '王小明', 'identity.phone': '138 0000 1111' };

const tipOffs = async () => office.db.caseFile.count({ where: { caseType: 'tip-off' } });
const open = async () => (await office.as(null).get('/report')).text;
const report = (fields: Fields) => sendForm(office, '/report?lang=zh', fields);

/** The pages up to the last step, as somebody goes through them. */
async function untilCheck(filled: Fields = matter, named: Fields = who): Promise<string> {
  const second = await report({ ...hiddenIn(await open(), '/report'), ...filled, go: 'on' });
  if (filled['reporterKind'] === 'anonymous') return second.text;
  return (await report({ ...hiddenIn(second.text, '/report'), ...named, go: 'on' })).text;
}

const codeIn = (html: string) => /class="code">([^<]+)</.exec(html)?.[1] ?? '';

describe('the report in pages', () => {
  it('names what is wrong on top and at its field, in words, and keeps all that was typed', async () => {
    const hidden = hiddenIn(await open(), '/report');
    const { status, text } = await report({ ...hidden, text: '只写了内容', place: '某处', go: 'on' });
    expect(status).toBe(422);
    expect(text).toContain('href="#f-category">');
    expect(text).toContain('id="f-category-fault"');
    expect(text).toContain('href="#f-reporterKind">');
    expect(text).toContain('只写了内容</textarea>');
    expect(text).toContain('value="某处"');
    expect(hiddenIn(text, '/report')).toMatchObject({ key: hidden['key'], token: hidden['token'] });
  });

  it('asks who reports only of those who say it, and judges that too', async () => {
    const second = await report({ ...hiddenIn(await open(), '/report'), ...matter, go: 'on' });
    expect(second.text).toContain('name="identity.phone"');
    const wrong = await report({ ...hiddenIn(second.text, '/report'), 'identity.name': '王小明', go: 'on' });
    expect([wrong.status, wrong.text.includes('href="#f-identity-phone"')]).toEqual([422, true]);
    expect(await untilCheck({ ...matter, reporterKind: 'anonymous' })).not.toContain('identity');
  });

  it('takes no name along of somebody who goes back and stays anonymous', async () => {
    const check = await untilCheck();
    const back = await report({ ...hiddenIn(check, '/report'), go: 'matter' });
    const again = await report({
      ...hiddenIn(back.text, '/report'),
      ...matter,
      reporterKind: 'anonymous',
      go: 'on',
    });
    expect(again.text).not.toContain('王小明');
    expect((await report({ ...hiddenIn(again.text, '/report'), go: 'send' })).status).toBe(201);
  });

  it('keeps nothing before it is sent, and is one case with one code however often it is sent', async () => {
    const before = await tipOffs();
    const fields = { ...hiddenIn(await untilCheck(), '/report'), go: 'send' };
    expect(await tipOffs()).toBe(before);
    const [first, second] = [await report(fields), await report(fields)];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(codeIn(first.text)).toMatch(/^[0-9A-Z-]{15,}$/);
    expect(codeIn(second.text)).toBe(codeIn(first.text));
    expect(await tipOffs()).toBe(before + 1);
    expect(first.text).toContain('<svg class="qr"');
    expect(Buffer.byteLength(first.text)).toBeLessThan(20_000);
  });

  it('says so where a report that was sent comes again with other words, and opens no second case', async () => {
    const fields = { ...hiddenIn(await untilCheck(), '/report'), go: 'send' };
    await report(fields);
    const before = await tipOffs();
    const other = await report({ ...fields, text: '别的内容' });
    expect([other.status, other.text.includes('此前已经提交')]).toEqual([422, true]);
    expect(await tipOffs()).toBe(before);
  });

  it('loses nothing of what was written when it cannot be taken at once', async () => {
    const busy = await openOffice({ over: office, settings: { tipOffsAtOnce: 1 } });
    const fields = { ...hiddenIn(await untilCheck(), '/report'), go: 'send' };
    const other = { ...hiddenIn(await untilCheck(), '/report'), go: 'send' };
    const sent = [await sendForm(busy, '/report', fields), await sendForm(busy, '/report', other)];
    const late = sent.find(({ status }) => status === 429);
    expect(late?.headers['retry-after']).toMatch(/^\d+$/);
    expect(hiddenIn(late?.text ?? '', '/report')).toMatchObject({ category: 'major-hazard', ...who });
    await busy.close();
  });

  it('escapes what is hostile, wherever it is shown again', async () => {
    const hostile = '"><script>alert(1)</script>';
    const check = await untilCheck(
      { ...matter, text: hostile, place: hostile },
      { ...who, 'identity.name': hostile },
    );
    expect(check).toContain('&lt;script');
    expect(check).not.toContain('<script');
  });

  it('is not compressed where it holds a secret, and tells the log nothing of what was sent', async () => {
    const lines: string[] = [];
    const heard = await openOffice({ over: office, log: { write: (line) => void lines.push(line) } });
    const got = await heard.app.inject({ url: '/report', headers: { 'accept-encoding': 'br, gzip' } });
    expect(got.headers['content-encoding']).toBeUndefined();
    const fields: Fields = { ...hiddenIn(await untilCheck(), '/report'), go: 'send' };
    const sent = await sendForm(heard, '/report', fields, { 'accept-encoding': 'br, gzip' });
    expect(sent.headers['content-encoding']).toBeUndefined();
    const code = codeIn(sent.text);
    expect((await sendForm(heard, '/receipt', { code })).status).toBe(200);
    const told = lines.join('');
    expect(told).toContain('"route":"/receipt"');
    for (const secret of [code, '无证焊接', '王小明', '13800001111', fields['key'], fields['token']])
      expect(told).not.toContain(secret);
    await heard.close();
  });
});

describe('the door of the pages', () => {
  it('takes what a form sends, and no field that is no text', async () => {
    const payload = { text: { zh: 'x' }, go: 'on' };
    const { statusCode, headers } = await office.app.inject({ method: 'POST', url: '/report', payload });
    expect([statusCode, headers['content-type']]).toEqual([415, 'text/html; charset=utf-8']);
  });

  it('refuses a form that another site sends', async () => {
    const fields = { ...hiddenIn(await untilCheck(), '/report'), go: 'send' };
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
    ] as Record<string, string>[])
      expect((await sendForm(office, '/report', fields, headers)).status).toBe(403);
    const own = { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' };
    expect((await sendForm(office, '/report', fields, own)).status).toBe(201);
  });

  it('leaves the JSON routes as they were: they take no form', async () => {
    const answer = await sendForm(office, '/api/public/receipt', { code: 'x' });
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([415, 'media-type-unsupported']);
  });

  it('answers a form that is no text with a page', async () => {
    const { statusCode, headers } = await office.app.inject({
      method: 'POST',
      url: '/report',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'text=%ff%fe',
    });
    expect([statusCode, headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
  });
});

describe('coming back with the code', () => {
  async function handedIn(): Promise<string> {
    return codeIn((await report({ ...hiddenIn(await untilCheck(), '/report'), go: 'send' })).text);
  }
  const receipt = (fields: Fields, what = '') => sendForm(office, `/receipt${what}`, fields);

  it('says what stands, who is next and by when; a wrong code is told so and typed again', async () => {
    const code = await handedIn();
    const { status, text, headers } = await receipt({ code: code.toLowerCase().replaceAll('-', ' ') });
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(text).toContain('已收到,正在决定是否受理');
    expect(text).toContain('监管部门');
    expect(text).toMatch(/\d{4}-\d\d-\d\d\(还有\d+天\)/);
    const wrong = await receipt({ code: 'AAAA-AAAA-AAAA-AAAA-A' });
    expect([wrong.status, wrong.text.includes('没有这个查询码')]).toEqual([404, true]);
    expect(wrong.text).toContain('value="AAAA-AAAA-AAAA-AAAA-A"');
  });

  it('takes a photograph, and refuses plainly what is none', async () => {
    const code = await handedIn();
    const send = async (file: Buffer, fields: Fields) => {
      const { payload, headers } = multipart(fields, file, { name: 'x.jpg', type: 'image/jpeg' });
      return office.app.inject({ method: 'POST', url: '/receipt/papers?lang=zh', payload, headers });
    };
    const fields = async () => hiddenIn((await receipt({ code })).text, '/receipt/papers');
    const papers = () => office.db.paper.count();
    const before = await papers();
    const photo = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#369' } })
      .jpeg()
      .toBuffer();
    const [first, again] = [await fields(), await fields()];
    const taken = [await send(photo, first), await send(photo, first)];
    expect(taken.map(({ statusCode }) => statusCode)).toEqual([201, 201]);
    expect(taken[0]?.body).toContain('材料已收到');
    expect(await papers()).toBe(before + 1);
    const refused = await send(Buffer.from('<svg/>'), again);
    expect([refused.statusCode, refused.body.includes('不接受此类文件')]).toEqual([415, true]);
    const none = await send(Buffer.alloc(0), await fields());
    expect(none.body).toContain('没有选择文件');
    const slip = await send(photo, { ...(await fields()), from: 'slip' });
    expect(codeIn(slip.body)).toBe(code);
    expect((await send(photo, { ...first, code: 'AAAA-AAAA-AAAA-AAAA-A' })).statusCode).toBe(404);
  });

  it('is taken back once it is confirmed, once', async () => {
    const code = await handedIn();
    const sure = await receipt({ code }, '/withdraw');
    expect(sure.text).toContain('撤回之后');
    expect((await receipt({ code })).text).toContain('正在决定是否受理');
    const fields = { ...hiddenIn(sure.text, '/receipt/withdraw'), go: 'sure' };
    const [done, again] = [await receipt(fields, '/withdraw'), await receipt(fields, '/withdraw')];
    expect([done.status, again.status]).toEqual([200, 200]);
    expect(done.text).toContain('已撤回');
    const other = await receipt({ ...fields, key: 'another-key-1' }, '/withdraw');
    expect([other.status, other.text.includes('未能办理')]).toEqual([409, true]);
  });

  it('shows the code again, and begins with the code where a form’s own address is opened', async () => {
    const code = await handedIn();
    expect(codeIn((await receipt({ code: code.toLowerCase().replaceAll('-', ''), view: 'slip' })).text)).toBe(
      code,
    );
    const { status, headers } = await office.as(null).get('/receipt/withdraw?lang=en');
    expect([status, headers['location']]).toEqual([303, '/receipt?lang=en']);
  });
});
