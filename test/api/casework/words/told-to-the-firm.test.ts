import { multipart } from '../../kit/front';
import { openOffice, type Office } from '../../kit/office';
import { pdf } from '../../kit/plant';
import { accept, assign, childOf, does, enterprise, expectOk, handIn, verify } from '../../kit/story';

/* What a firm may see of an order to rectify, asked by its contact: nothing before the order is issued, days and no gaps after it. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const at = /T16:00:00\.000Z$/;

test('an order to rectify does not exist for the firm before it is issued, and tells no instant after', async () => {
  const contact = office.as('contact1');
  const counted = async () => {
    const { items, groups } = expectOk(await contact.get(`/api/enterprises/${enterprise}/file`)).body;
    return { items: items.length, groups };
  };
  const listed = async () => expectOk(await contact.get('/api/cases')).body.items;
  const before = { counted: await counted(), listed: await listed() };

  const story = await handIn(office);
  await accept(office, story);
  await assign(office, story);
  await verify(office, story);
  const order = await childOf(office, story, 'rectification');

  const unknown = await contact.get('/api/cases/ZG-2026-NEVERWAS');
  for (const path of ['', '/file', '/record']) {
    const answer = await contact.get(`/api/cases/${order}${path}`);
    expect([answer.status, answer.body.code]).toEqual([404, 'case-not-found']);
  }
  expect(unknown.status).toBe(404);
  expect({ counted: await counted(), listed: await listed() }).toEqual(before);
  expect(expectOk(await contact.get('/api/worklist')).body.items).toEqual([]);

  await does(office, story, 'rectification/order');
  const reading = expectOk(await contact.get(`/api/cases/${order}`)).body;
  expect(reading.steps.map(({ step }: { step: string }) => step)).toEqual([
    'rectification/order',
    'rectification/acknowledgement',
  ]);
  expect(reading.record.map(({ seq }: { seq: number }) => seq)).toEqual(
    reading.record.map((_: unknown, index: number) => index + 1),
  );
  const instants = [
    reading.openedAt,
    ...reading.record.map((line: { at: string }) => line.at),
    ...reading.steps.map((step: { openedAt: string }) => step.openedAt),
    reading.steps[0].decision.at,
    ...reading.ledger.entries.map(({ from }: { from: string }) => from),
  ];
  for (const instant of instants) expect(instant).toMatch(at);
  expect(reading.steps[0].clock).toMatchObject({ state: 'stopped', remaining: { ms: 0, days: 0 } });

  const [line] = (await listed()).filter(({ number }: { number: string }) => number === order);
  expect([line.openedAt, line.movedAt]).toEqual([expect.stringMatching(at), expect.stringMatching(at)]);
  const file = expectOk(await contact.get(`/api/cases/${order}/file`)).body;
  for (const each of file.items) expect(each).toMatchObject({ seq: null, at: expect.stringMatching(at) });
});

describe('what a firm knows a case by', () => {
  let order: string;
  const contact = () => office.as('contact1');
  const tagOf = async () => String(expectOk(await contact().get(`/api/cases/${order}`)).headers['etag']);
  const acknowledge = (tag: string) =>
    contact().post(
      `/api/rectifications/${order}/acknowledgement`,
      { verdict: 'acknowledged' },
      { 'if-match': tag },
    );

  beforeAll(async () => {
    const story = await handIn(office);
    await accept(office, story);
    await assign(office, story);
    await verify(office, story);
    order = await childOf(office, story, 'rectification');
    await does(office, story, 'rectification/order');
  });

  it('is what is issued to it: a note of the bureau moves neither its tag nor its decision', async () => {
    const tag = await tagOf();
    expectOk(await office.as('chief').act(order, 'note', { text: '电话提醒企业。' }));
    expect(await tagOf()).toBe(tag);
    expect((await acknowledge('"999"')).body).toMatchObject({ code: 'case-moved', facts: { seenSeq: 999 } });
    const { body, headers } = expectOk(await acknowledge(tag));
    expect(headers['etag']).toBe(`"${body.seq}"`);
    const { seq } = await office.db.caseFile.findUniqueOrThrow({ where: { number: order } });
    expect(body.seq).toBeLessThan(seq);
  });

  it('still keeps it from deciding on a step that was changed since it looked', async () => {
    const tag = await tagOf();
    const step = 'rectification/remedy';
    expectOk(await contact().act(order, 'request-extension', { step, byValue: 5, reason: '设备未到' }));
    const late = await contact().post(
      `/api/rectifications/${order}/remedy`,
      { verdict: 'proved', items: [{ item: 'h1', papers: [nobody], statement: '已加装' }] },
      { 'if-match': tag },
    );
    const known = Number(/\d+/.exec(await tagOf())?.[0]);
    expect([late.status, late.body.code, late.body.facts.seq]).toEqual([412, 'case-moved', known]);
  });

  it('is refused in the same words whether a step of the bureau waits or not', async () => {
    const of = async (step: string) => {
      const { instance: _, ...problem } = (
        await contact().decide(order, step, { verdict: 'passed', companion: nobody, findings: '…' })
      ).body;
      return problem as { code: string };
    };
    const acted = async () =>
      (
        await contact().act(order, 'request-extension', {
          step: 'rectification/site-recheck',
          byValue: 1,
          reason: '…',
        })
      ).body.code as string;
    const before = { decided: await of('rectification/site-recheck'), acted: await acted() };
    expect(before).toMatchObject({ decided: { code: 'role-missing' }, acted: 'step-not-open' });
    await prove();
    expect(await office.db.openStep.count({ where: { step: 'rectification/site-recheck' } })).toBe(1);
    expect({ decided: await of('rectification/site-recheck'), acted: await acted() }).toEqual(before);
  });

  it('is a place in a list that tells nothing, and is of use to nobody else', async () => {
    const { nextCursor } = expectOk(await contact().get('/api/cases?limit=1')).body as { nextCursor: string };
    const inside = Buffer.from(nextCursor, 'base64url').toString('latin1');
    expect([nextCursor, inside, inside.match(/20\d\d/)]).toEqual([nextCursor, inside, null]);
    expectOk(await contact().get(`/api/cases?limit=1&cursor=${nextCursor}`));
    for (const login of ['contact2', 'chief'])
      expect((await office.as(login).get(`/api/cases?limit=1&cursor=${nextCursor}`)).body.code).toBe(
        'cursor-invalid',
      );
  });

  async function prove(): Promise<void> {
    const paper = await handInProof();
    const items = ['h1', 'h2'].map((item) => ({ item, papers: [paper], statement: '已加装' }));
    expectOk(await contact().decide(order, 'rectification/remedy', { verdict: 'proved', items }));
  }

  async function handInProof(): Promise<string> {
    const { payload, headers } = multipart({}, pdf, { name: 'x.pdf', type: 'application/pdf' });
    const { id } = expectOk(await contact().post(`/api/cases/${order}/papers`, payload, headers)).body as {
      id: string;
    };
    return id;
  }
});

const nobody = '00000000-0000-4000-8000-000000000000';
