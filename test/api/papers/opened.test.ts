import { randomUUID } from 'node:crypto';
import { PDFDocument } from '@cantoo/pdf-lib';
import { demoPassword } from '../../../prisma/seed';
import { scannerAt } from '../../../record/papers/scanner';
import { scanWaiting } from '../../../record/operation/paper-scans';
import { eicar, startClamd, type Clamd } from '../../harness/parts/clamd';
import { brokenPdf, CANARY, document, heic } from '../../record/papers/samples';
import { multipart } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { accept, expectOk, handIn, type Story } from '../kit/story';

/* What becomes of a file between who sends it and who opens it. */

let clamd: Clamd;
let office: Office;
let tip: Story;
beforeAll(async () => {
  clamd = await startClamd();
  office = await openOffice({ scanner: scannerAt(clamd.address)! });
  tip = await handIn(office);
});
beforeEach(() => {
  clamd.mood = 'awake';
});
afterAll(async () => {
  await office.close();
  clamd.close();
});

async function send(content: Buffer, story = tip) {
  const form = multipart({ code: story.code }, content, { name: 'x', type: 'application/octet-stream' });
  const answer = await office
    .as(null)
    .post('/api/public/receipt/papers', form.payload, { ...form.headers, 'idempotency-key': randomUUID() });
  return expectOk(answer).body as { id: string; standing: string; damaged: boolean };
}

async function open(id: string, login = 'clerk1') {
  const answer = await office.app.inject({
    url: `/api/cases/${tip.number}/papers/${id}`,
    headers: { authorization: `Bearer ${await tokenOf(login)}` },
  });
  const refused = answer.headers['content-type']?.toString().includes('json');
  return {
    code: refused ? answer.json<{ code: string }>().code : 'opened',
    facts: refused ? answer.json<{ facts?: object }>().facts : undefined,
    content: answer.rawPayload,
    headers: answer.headers,
  };
}

async function tokenOf(login: string): Promise<string> {
  const answer = await office.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login, password: demoPassword },
  });
  return answer.json<{ token: string }>().token;
}

const act = async (login: string, name: string, body: object) =>
  (await office.as(login).act(tip.number, name, { reason: '核实需要', ...body })).body.code ?? 'done';

const listed = async (id: string, login = 'clerk1') =>
  (expectOk(await office.as(login).get(`/api/cases/${tip.number}`)).body.papers as { id: string }[]).find(
    (paper) => paper.id === id,
  );

describe('a file that can be cleaned', () => {
  it('is opened as its cleaned copy; the record holds digests of both', async () => {
    const { id, standing } = await send(await document());
    expect(standing).toBe('open');
    const { code, content, headers } = await open(id);
    expect(code).toBe('opened');
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'content-disposition': expect.stringMatching(/^attachment; filename="evidence-\d+\.pdf"$/),
    });
    expect(content.includes('CANARY')).toBe(false);
    expect((await PDFDocument.load(content)).getPageCount()).toBe(1);
    const line = await office.db.recordEvent.findFirstOrThrow({
      where: { body: { path: ['paperId'], equals: id } },
    });
    expect(line.body).toMatchObject({ original: expect.stringMatching(/^[0-9a-f]{64}$/), scan: 'passed' });
    expect(JSON.stringify(line.body)).not.toContain('held');
  });
});

describe('a file that cannot be cleaned', () => {
  it('stays closed until one person asks and another agrees, and the record says who they were', async () => {
    const { id, standing } = await send(brokenPdf);
    expect(standing).toBe('held');
    expect(await open(id)).toMatchObject({ code: 'paper-held' });
    expect(await act('clerk1', 'answer-original', { paper: id, grant: true })).toBe('role-missing');
    expect(await act('chief', 'answer-original', { paper: id, grant: true })).toBe('not-requested');
    expect(await act('chief', 'request-original', { paper: id })).toBe('done');
    expect(await act('clerk1', 'request-original', { paper: id })).toBe('request-open');
    expect(await act('chief', 'answer-original', { paper: id, grant: true })).toBe('same-person');
    const asked = expectOk(await office.as('deputy').get('/api/worklist/requests')).body.items;
    expect(asked).toMatchObject([{ number: tip.number, answer: 'answer-original' }]);
    expect(await open(id)).toMatchObject({ code: 'paper-held' });
    expect(await act('deputy', 'answer-original', { paper: id, grant: true })).toBe('done');
    const { code, content } = await open(id);
    expect([code, content.includes(CANARY)]).toEqual(['opened', true]);
    expect(await listed(id)).toMatchObject({ standing: 'open' });
    const lines = await office.db.recordEvent.findMany({
      where: { kind: { startsWith: 'original-' } },
      orderBy: { seq: 'asc' },
    });
    const persons = await Promise.all(
      lines.map(({ actor }) => nameOf((actor as { personId: string }).personId)),
    );
    expect(lines.map(({ kind }) => kind)).toEqual(['original-requested', 'original-answered']);
    expect(new Set(persons).size).toBe(2);
    expect(await act('clerk1', 'request-original', { paper: id })).toBe('paper-not-held');
  });

  it('stays closed where the other person does not agree; it may be asked for again', async () => {
    const { id } = await send(Buffer.concat([heic, Buffer.from('2')]));
    expect(await act('clerk1', 'request-original', { paper: id })).toBe('done');
    expect(await act('chief', 'answer-original', { paper: id, grant: false })).toBe('done');
    expect(await open(id)).toMatchObject({ code: 'paper-held' });
    expect(await act('clerk1', 'request-original', { paper: id })).toBe('done');
  });

  it('is opened for nobody who may not read the reporter’s papers, whoever has agreed', async () => {
    const own = await handIn(office);
    await accept(office, own);
    expect(
      (await office.as('inspector3').get(`/api/cases/${own.number}/papers/${randomUUID()}`)).status,
    ).toBe(404);
    expect(await act('contact1', 'request-original', { paper: randomUUID() })).not.toBe('done');
    expect(await act('clerk1', 'request-original', { paper: randomUUID() })).toBe('paper-unknown');
  });
});

const nameOf = async (id: string) => (await office.db.person.findUniqueOrThrow({ where: { id } })).name;

describe('where files are scanned', () => {
  it('one with something harmful is quarantined: kept, opened by nobody, and the clerk sees why', async () => {
    const { id, standing } = await send(Buffer.concat([await document(), eicar]));
    expect(standing).toBe('quarantined');
    expect(await open(id)).toMatchObject({
      code: 'paper-quarantined',
      facts: { found: 'Eicar-Test-Signature' },
    });
    expect(await listed(id)).toMatchObject({ standing: 'quarantined', found: 'Eicar-Test-Signature' });
    expect(await act('clerk1', 'request-original', { paper: id })).toBe('paper-quarantined');
  });

  it.each(['away', 'silent', 'too-small'] as const)(
    'one that was not scanned (%s) is kept, not released, told so, and tried again',
    async (mood) => {
      clamd.mood = mood;
      const clean = await send(Buffer.concat([await document(), Buffer.from(mood)]));
      const bad = await send(Buffer.concat([await document(), Buffer.from(mood), eicar]));
      expect([clean.standing, bad.standing]).toEqual(['not-scanned', 'not-scanned']);
      expect(await open(clean.id)).toMatchObject({ code: 'paper-not-scanned' });
      await round();
      expect(await listed(clean.id)).toMatchObject({ standing: 'not-scanned' });
      clamd.mood = 'awake';
      await Promise.all([round(), round()]);
      expect(await open(clean.id)).toMatchObject({ code: 'opened' });
      expect(await open(bad.id)).toMatchObject({ code: 'paper-quarantined' });
      const lines = await office.db.recordEvent.findMany({ where: { kind: 'paper-scanned' } });
      const about = lines.map(({ body }) => (body as { paperId: string }).paperId);
      expect(about.filter((id) => id === clean.id || id === bad.id).sort()).toEqual(
        [clean.id, bad.id].sort(),
      );
    },
  );

  it('is looked at by the scanner before anything else is done with it, each file once', async () => {
    const before = clamd.seen();
    await send(Buffer.concat([await document(), Buffer.from('once')]));
    expect(clamd.seen()).toBe(before + 1);
  });
});

const round = () => {
  const { db, desk, parts } = office;
  return scanWaiting({ db, desk, papers: parts.papers, scanner: scannerAt(clamd.address)! });
};

it('a reporter is told beforehand what is taken and what becomes of it', async () => {
  const { body, headers } = expectOk(await office.as(null).get('/api/public/intake'));
  expect(headers['cache-control']).toBe('no-store');
  expect(body.papers.words.zh).toContain('清除');
  const types = body.papers.types as { mediaType: string; treatment: string }[];
  expect(types.find(({ mediaType }) => mediaType === 'image/heic')?.treatment).toBe('held');
  expect(types.find(({ mediaType }) => mediaType === 'application/pdf')?.treatment).toBe('rewritten');
});
