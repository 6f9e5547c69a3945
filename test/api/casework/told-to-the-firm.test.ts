import { openOffice, type Office } from '../kit/office';
import { accept, assign, childOf, does, enterprise, expectOk, handIn, verify } from '../kit/story';

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
