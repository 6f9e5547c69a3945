import { openOffice, type Office } from '../kit/office';
import { handIn } from '../kit/story';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const page = (address: string, headers: Record<string, string> = {}) => office.as(null).get(address, headers);

describe('the first page', () => {
  it('says what this is and where to go, in the language that is asked for, and leads nowhere that is not there', async () => {
    const { status, headers, text } = await page('/');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(text).toContain('<html lang="zh-CN">');
    expect(text).toContain('我要举报');
    expect((await page('/?lang=en')).text).toContain('Report something');
    for (const [, address = ''] of text.matchAll(/href="(\/[^"]*)"/g))
      // The console is built apart from the API.
      if (!address.startsWith('/console'))
        expect([address, (await page(address.replaceAll('&amp;', '&'))).status]).toEqual([address, 200]);
  });

  it('is opened as it is shared, with whatever WeChat puts behind the address', async () => {
    for (const address of ['/', '/report', '/receipt', '/promises'])
      expect((await page(`${address}?from=singlemessage&isappinstalled=0`)).status).toBe(200);
  });
});

it('leads the link of every mail into the console, whether there is such a case or not', async () => {
  const { number } = await handIn(office);
  for (const each of [number, `${number.slice(0, -3)}222`]) {
    const { status, headers } = await page(`/cases/${each}`);
    expect([status, headers['location']]).toEqual([302, `/console/cases/${each}`]);
  }
});

it('takes no address that is no number of a case', async () => {
  const { status, text, headers } = await page(`/cases/${encodeURIComponent('<script>')}`);
  expect([status, headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
  expect(text).not.toContain('<script>');
});

describe('every page', () => {
  it.each(['/', '/report', '/receipt', '/promises', '/nowhere'])(
    '%s runs nothing, loads nothing, is framed by nobody, is kept nowhere, and can be left at once',
    async (address) => {
      const { headers, text } = await page(address, { accept: 'text/html' });
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("form-action 'self'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|script-src/);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['set-cookie']).toBeUndefined();
      expect(text).not.toMatch(/<script|\son[a-z]+=|javascript:|<link|<img/i);
      expect(text).toContain('class="exit"');
      expect(Buffer.byteLength(text)).toBeLessThan(20_000);
    },
  );

  it('is a page also where there is none, for a browser, and a problem for a program', async () => {
    const seen = await page('/nowhere', { accept: 'text/html' });
    expect([seen.status, seen.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect((await page('/nowhere')).body.code).toBe('route-not-found');
    expect((await page('/api/nowhere', { accept: 'text/html' })).body.code).toBe('route-not-found');
  });
});

it('publishes what the zone promises, and nothing of another zone for a name that is none', async () => {
  const { text } = await page('/promises');
  expect(text).toContain('承诺时限');
  const { promises } = (await page('/api/public/promises')).body;
  for (const { title } of promises) expect(text).toContain(title.zh);
  const unknown = await page('/promises?zone=atlantis');
  expect([unknown.status, unknown.headers['content-type']]).toEqual([422, 'text/html; charset=utf-8']);
});
