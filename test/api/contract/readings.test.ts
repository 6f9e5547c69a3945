import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { demoPassword } from '../../../prisma/seed';
import { accept, expectOk, handIn, toClaim, type Story } from '../kit/story';
import { openOffice, type Office } from '../kit/office';

/* What is read again and again: told once, compressed, and asked for in words that are understood. */

let office: Office;
let story: Story;
beforeAll(async () => {
  office = await openOffice();
  story = await handIn(office);
});
afterAll(() => office.close());

const read = (url: string, tag?: string, login = 'clerk1') =>
  office.as(login).get(url, tag === undefined ? {} : { 'if-none-match': tag });
const tagOf = ({ headers }: { readonly headers: Record<string, unknown> }) => String(headers['etag']);

describe('a reading that the caller has already', () => {
  it.each(['/api/worklist', '/api/cases', 'case'])('%s is not told again', async (what) => {
    const url = what === 'case' ? `/api/cases/${story.number}` : what;
    const first = expectOk(await read(url));
    expect(first.headers['cache-control']).toBe('private, no-cache');
    const again = await read(url, `"of another", ${tagOf(first)}`);
    expect([again.status, again.text, tagOf(again)]).toEqual([304, '', tagOf(first)]);
    expect(again.headers['cache-control']).toBe('private, no-cache');
    expect((await read(url, '"of another"')).status).toBe(200);
  });

  it('is told anew once somebody has moved the case, in the list as in the case', async () => {
    const urls = ['/api/worklist', '/api/cases', `/api/cases/${story.number}`];
    const tags = await Promise.all(urls.map(async (url) => tagOf(await read(url))));
    await accept(office, story);
    for (const [index, url] of urls.entries()) {
      const moved = await read(url, tags[index]);
      expect([url, moved.status]).toEqual([url, 200]);
      expect(tagOf(moved)).not.toBe(tags[index]);
    }
  });

  it('is told anew to somebody who sees more or less of it', async () => {
    const url = `/api/cases/${story.number}`;
    const clerks = await read(url);
    const chiefs = await read(url, tagOf(clerks), 'chief');
    expect(chiefs.status).toBe(200);
    expect(chiefs.text).not.toBe(clerks.text);
  });

  it('is told anew when a day has gone by, and not when a second has', async () => {
    const url = `/api/cases/${story.number}`;
    const tag = tagOf(await read(url, undefined, 'chief'));
    office.sleep(1_000);
    expect((await read(url, tag, 'chief')).status).toBe(304);
    office.sleep(26 * 3_600_000);
    office.logOut();
    expect((await read(url, tag, 'chief')).status).toBe(200);
  });
});

describe('If-Match', () => {
  it('takes the tag of a reading, and the weak one that a proxy makes of it', async () => {
    const { number } = await handIn(office);
    const reading = await read(`/api/cases/${number}`);
    const { seq } = reading.body as { seq: number };
    expect(tagOf(reading)).toMatch(new RegExp(`^W/"${seq}\\.`));
    const decide = (tag: string) =>
      office
        .as('clerk1')
        .decide(
          number,
          'tip-off/acceptance',
          { verdict: 'accepted', allegesDeath: false },
          { 'if-match': tag },
        );
    expect((await decide(`W/"${seq - 1}"`)).body.code).toBe('case-moved');
    expect((await decide('"three"')).body.code).toBe('if-match-malformed');
    const decided = await decide(tagOf(reading));
    expect([decided.status, decided.headers['etag']]).toEqual([200, `"${decided.body.seq}"`]);
  });
});

describe('a query', () => {
  it('is refused where a field is not known, on every kind of reading', async () => {
    for (const url of [
      `/api/cases/${story.number}?at=2026-01-01`,
      '/api/worklist?size=5',
      '/api/session?fields=login',
      '/api/public/promises?county=elsewhere',
      '/problems?page=2',
    ]) {
      const answer = await office.as(url.startsWith('/api/public') ? null : 'clerk1').get(url);
      const [, field = ''] = /\?(\w+)=/.exec(url) ?? [];
      expect([url, answer.status, answer.body.code]).toEqual([url, 400, 'form-invalid']);
      expect(answer.body.errors).toMatchObject([{ pointer: `query:/${field}`, detail: 'is not known here' }]);
    }
  });

  it('has numbers and booleans, written as such', async () => {
    expect((await read('/api/cases?limit=1&overdue=false')).body.items).toHaveLength(1);
    for (const query of [
      'limit=0',
      'limit=101',
      'limit=1.5',
      'limit=',
      'limit=ten',
      'limit=1&limit=2',
      'overdue=1',
    ])
      expect([query, (await read(`/api/cases?${query}`)).body.code]).toEqual([query, 'form-invalid']);
  });

  it('is coerced alone: a body says what it means', async () => {
    const offices = { login: 'clerk2', roles: [], level: '0', unit: 'jxedz-safety', enterpriseId: null };
    const answer = await office.as('admin').post('/api/office/changes/set-offices', offices);
    expect(answer.body.code).toBe('form-invalid');
  });
});

describe('compression', () => {
  const injected = async (url: string, encoding: string, login = 'chief') => {
    const { token } = (await office.as(null).post('/api/session', { login, password: demoPassword }))
      .body as { token: string };
    return office.app.inject({
      url,
      headers: { authorization: `Bearer ${token}`, 'accept-encoding': encoding },
    });
  };

  it('makes what staff read small, and says by what', async () => {
    const url = `/api/cases/${story.number}`;
    const plain = await injected(url, 'identity');
    expect(plain.headers['content-encoding']).toBeUndefined();
    const opened = { gzip: gunzipSync, br: brotliDecompressSync };
    for (const [encoding, open] of Object.entries(opened)) {
      const answer = await injected(url, encoding);
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(String(answer.headers['vary'])).toContain('accept-encoding');
      expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
      expect(JSON.parse(open(answer.rawPayload).toString())).toMatchObject({ number: story.number });
    }
  });

  it('leaves alone what is small, and whatever answers with a secret', async () => {
    expect((await injected('/api/session', 'gzip')).headers['content-encoding']).toBeUndefined();
    const send = (url: string, payload: object) =>
      office.app.inject({
        method: 'POST',
        url,
        payload,
        headers: { 'accept-encoding': 'gzip, br', 'idempotency-key': 'compress-nothing' },
      });
    const { code } = await toClaim(office);
    const status = await send('/api/public/receipt', { code });
    expect(status.rawPayload.length).toBeGreaterThan(1_024);
    expect([status.statusCode, status.headers['content-encoding']]).toEqual([200, undefined]);
    const session = await send('/api/session', { login: 'chief', password: demoPassword });
    expect([session.statusCode, session.headers['content-encoding']]).toEqual([201, undefined]);
  });
});
