import sharp from 'sharp';
import { decisionUrl, multipart, type Answer } from '../api/kit/front';
import type { Office } from '../api/kit/office';
import { expectOk, type Story } from '../api/kit/story';
import type { Canaries } from './canaries';

/** A photograph that tells of its maker in its metadata and behind its end. */
export async function photograph(canaries: Canaries, as: string): Promise<Buffer> {
  const exif = (tag: string) => canaries.ascii(`${as}/${tag}`);
  const picture = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#336699' } })
    .withExif({
      IFD0: { Artist: exif('Artist'), ImageDescription: exif('ImageDescription'), Model: exif('Model') },
    })
    .jpeg()
    .toBuffer();
  return Buffer.concat([picture, Buffer.from(canaries.words(`${as}/behind its end`))]);
}

/** A document whose author stands in it; it is kept as it came. */
export function paperOf(canaries: Canaries, as: string): Buffer {
  const author = canaries.words(`${as}/author`);
  return Buffer.from(`%PDF-1.4\n1 0 obj<</Author(${author})>>endobj\ntrailer<</Info 1 0 R>>\n%%EOF\n`);
}

/** Uploads a file under a name that is planted, too. Without a login by the receipt code. */
export async function upload(
  { as }: Pick<Office, 'as'>,
  canaries: Canaries,
  file: Buffer,
  to: { readonly login: string; readonly number: string } | { readonly code: string },
): Promise<Answer> {
  const [who, url, fields] =
    'code' in to
      ? [null, '/api/public/receipt/papers', { code: to.code }]
      : [to.login, `/api/cases/${to.number}/papers`, {}];
  const name = `${canaries.words(`file name of ${who ?? 'the reporter'}`)}.jpg`;
  const { payload, headers } = multipart(fields, file, { name, type: 'image/jpeg' });
  return as(who).post(url, payload, headers);
}

/**
 * Everything that can be wrong with a request, each time with a canary in what was sent.
 * Answers what the API said to each.
 */
export async function mishaps(api: Office, canaries: Canaries, story: Story): Promise<Answer[]> {
  const { words, ascii, digits } = bound(canaries);
  const nobody = api.as(null);
  const clerk = api.as('clerk1');
  const tip = {
    reporterKind: 'real-name',
    channel: 'web',
    category: 'violation',
    text: words('a tip that is refused'),
    identity: { name: words('name on a tip that is refused'), phone: digits('phone that is refused', 11) },
  };
  const json = { 'content-type': 'application/json' };
  const handIn = (change: object, headers = {}) =>
    nobody.post('/api/public/tip-offs', { ...tip, ...change }, headers);
  const ofTheCase = decisionUrl(story.number, 'tip-off/verification');
  const decide = (body: object | string, headers: Record<string, string> = {}) =>
    clerk.post(ofTheCase, body, { 'if-match': '"1"', ...headers });
  const look = (code: string) => nobody.post('/api/public/receipt', { code });
  const logIn = (login: string, password: string) => nobody.post('/api/session', { login, password });

  return [
    await nobody.post('/api/public/tip-offs', `{"text": "${words('broken JSON')}`, json),
    await nobody.post('/api/public/tip-offs', `<text>${words('XML')}</text>`, {
      'content-type': 'application/xml',
    }),
    await handIn({ text: [words('a text in a list')] }),
    await handIn({ text: words('too long a text').repeat(900) }),
    await handIn({ text: words('far too long a text').repeat(20_000) }),
    await handIn({ category: words('no category') }),
    await handIn({ channel: words('no channel'), reporterKind: words('no kind of reporter') }),
    await handIn({ identity: { name: words('name of nobody'), phone: words('no telephone') } }),
    await handIn({ [words('an unknown field')]: words('value of an unknown field') }),
    await handIn({ identity: { ...tip.identity, [ascii('a field unknown within')]: 1 } }),
    await handIn({}, { 'idempotency-key': `no key ${ascii('malformed key')}` }),
    await decide({ verdict: words('no verdict'), findings: words('findings that are refused') }),
    await decide({ verdict: 'unsubstantiated', visitedOn: words('no date'), findings: 5 }),
    await decide({ verdict: 'unsubstantiated' }, { 'if-match': `"${ascii('malformed If-Match')}"` }),
    await decide(`{"verdict": ${words('broken decision')}`, json),
    await clerk.get(`/api/cases/${encodeURIComponent(words('no case number'))}`),
    await clerk.get(`/api/cases/TO-2026-ZZZZZZZZ/papers/${ascii('no paper')}`),
    await clerk.get(`/api/cases?stage=${encodeURIComponent(words('no stage'))}`),
    await clerk.get(`/api/worklist?cursor=${Buffer.from(words('no cursor')).toString('base64url')}`),
    await nobody.get(`/${encodeURIComponent(words('no address'))}?q=${encodeURIComponent(words('query'))}`),
    await nobody.get(`/problems/${ascii('no problem')}`),
    await look(canaries.keep('receipt code that nobody has', 'ZZQ7-ZZQ7-ZZQ7-ZZQ7-0')),
    await look(words('no receipt code')),
    await logIn(ascii('no login'), words('no password')),
    await logIn(words('password for a login'), words('another password')),
    await nobody.post('/codec/decode', { payloads: [{ data: words('no payload') }] }),
    await clerk.post('/api/tip-offs', tip, {
      authorization: '',
      cookie: `anjie-session=${ascii('session of nobody')}`,
      origin: `https://${ascii('page of somebody else')}.example`,
      'user-agent': ascii('user agent'),
      referer: `https://${ascii('referer')}.example/`,
      'x-forwarded-for': canaries.keep('forwarded address', '203.0.113.77'),
    }),
    await clerk.get('/api/session', { authorization: `Bearer ${ascii('token of nobody').padEnd(43, 'x')}` }),
    await api
      .as('confirmer1')
      .post('/api/payouts/bank-returns', `${words('no bank file')}\n1\n`, { 'content-type': 'text/csv' }),
    await upload(api, canaries, Buffer.from(`<svg><!-- ${words('no picture')} --></svg>`), story),
    await upload(api, canaries, await photograph(canaries, 'photograph for nobody'), {
      code: words('no code for a paper'),
    }),
  ];
}

/** The same key with another decision, and decisions by who may not take them. */
export async function refusedDecisions(api: Office, canaries: Canaries, story: Story): Promise<Answer[]> {
  const { words } = bound(canaries);
  const acceptance = (reason: string) => ({
    verdict: 'declined',
    allegesDeath: false,
    clause: 'suggestion-or-enquiry',
    reason: words(reason),
  });
  const step = 'tip-off/acceptance';
  const key = { 'idempotency-key': 'used-once-and-then-again' };
  const note = { text: words('a note under a used key') };
  const used = { 'if-match': `"${await seqOf(api, story)}"`, ...key };
  const notes = `/api/cases/${story.number}/acts/note`;
  expectOk(await api.as('clerk1').post(notes, { text: words('a note under a key') }, used));
  return [
    await api.as('clerk1').post(notes, note, used),
    await api.as('inspector1').decide(story.number, step, acceptance('refused for the role')),
    await api.as('payer1').decide(story.number, step, acceptance('refused as if there were no case')),
    await api
      .as('clerk1')
      .decide(story.number, step, acceptance('refused for the seq'), { 'if-match': '"1"' }),
    await api.as('clerk1').decide(story.number, 'tip-off/verification-review', {
      verdict: 'returned',
      reason: words('refused for the step'),
    }),
  ];
}

/** A request that fails within the database. */
export async function brokenDatabase(api: Office, canaries: Canaries, owner: Office['db']): Promise<Answer> {
  await owner.$executeRaw`ALTER TABLE anjie.account RENAME TO account_away`;
  try {
    const login = canaries.ascii('login while the table is away');
    return await api.as(null).post('/api/session', { login, password: 'x' });
  } finally {
    await owner.$executeRaw`ALTER TABLE anjie.account_away RENAME TO account`;
  }
}

async function seqOf({ db }: Office, { number }: Story): Promise<number> {
  return (await db.caseFile.findUniqueOrThrow({ where: { number }, select: { seq: true } })).seq;
}

function bound(canaries: Canaries) {
  return {
    words: (as: string) => canaries.words(as),
    ascii: (as: string) => canaries.ascii(as),
    digits: (as: string, count: number) => canaries.digits(as, count, '1'),
  };
}
