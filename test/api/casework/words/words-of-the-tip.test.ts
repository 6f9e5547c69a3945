import { shanghaiDate } from '../../../../domain/time/calendar';
import { openOffice, type Office } from '../../kit/office';
import {
  accept,
  assign,
  childOf,
  does,
  enterprise,
  expectOk,
  handIn,
  verify,
  type Story,
} from '../../kit/story';

/* What a firm reads repeats nothing of the tip; a text that does goes out only where two natural persons want it to. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const tip = {
  text: '他们车间里天天有人烧电焊,火花乱溅,旁边就堆着纸箱。厂长叫张伟强,我的电话是13805731234。',
  place: '二号车间最里面那间带铁门的小屋子',
};

/** A tip whose order is due to be issued. */
async function toTheOrder(): Promise<{ readonly story: Story; readonly order: string }> {
  const story = await handIn(office, tip);
  await accept(office, story);
  await assign(office, story);
  await verify(office, story);
  return { story, order: await childOf(office, story, 'rectification') };
}

const orderOf = (change: { readonly description?: string; readonly responsible?: string }) => ({
  verdict: 'issued',
  remedyDays: 10,
  items: ['h1', 'h2'].map((item) => ({
    item,
    description: '焊接作业点周边可燃物未清理。',
    measure: '停止作业,清理可燃物。',
    responsible: '生产负责人',
    fundsFen: 2_000_000,
    plan: '整改期间停用该设备。',
    ...change,
  })),
});

const leaking = '现场火 花 乱 溅,旁边就堆着纸箱。';

test('an order that repeats the tip is refused with the places, and never with the words', async () => {
  const { order } = await toTheOrder();
  const before = await office.db.caseFile.findUniqueOrThrow({ where: { number: order } });
  const refused = await office
    .as('inspector1')
    .decide(order, 'rectification/order', orderOf({ description: leaking }));
  expect([refused.status, refused.body.code]).toEqual([422, 'words-of-the-tip']);
  expect(refused.body.errors).toEqual([{ pointer: '/items/0/description', detail: expect.any(String) }]);
  const [first] = refused.body.facts.places;
  expect(first).toEqual({ pointer: '/items/0/description', kind: 'words', start: 2, length: 15 });
  expect([...leaking].slice(first.start, first.start + first.length).join('')).toBe(
    '火 花 乱 溅,旁边就堆着纸箱',
  );
  expect(refused.text).not.toMatch(/火|纸箱/);
  expect((await office.db.caseFile.findUniqueOrThrow({ where: { number: order } })).seq).toBe(before.seq);

  const named = await office
    .as('inspector1')
    .decide(order, 'rectification/order', orderOf({ responsible: '张伟强' }));
  expect(named.body.facts.places[0]).toEqual({
    pointer: '/items/0/responsible',
    kind: 'name',
    start: 0,
    length: 3,
  });
  expectOk(await office.as('inspector1').decide(order, 'rectification/order', orderOf({})));
});

test('a text that was let pass by another natural person goes out, and both stand on the record', async () => {
  const { order } = await toTheOrder();
  const issue = () =>
    office.as('inspector1').decide(order, 'rectification/order', orderOf({ description: leaking }));
  const ask = { wording: leaking, reason: '现场照片即是如此,别无说法' };
  expect((await office.as('deputy').act(order, 'pass-wording', { line: 1, reason: '同意' })).body.code).toBe(
    'wording-not-asked',
  );
  const line = expectOk(await office.as('inspector1').act(order, 'ask-wording', ask)).body.seq as number;
  expect((await issue()).body.code).toBe('words-of-the-tip');

  const pass = { line, reason: '表述为法定用语,同意' };
  expect((await office.as('inspector1').act(order, 'pass-wording', pass)).body.code).toBe('role-missing');
  expect((await office.as('chief').act(order, 'pass-wording', pass)).body.code).toBe('role-missing');
  expectOk(await office.as('deputy').act(order, 'pass-wording', pass));
  const another = orderOf({ description: `${leaking}另` });
  expect((await office.as('inspector1').decide(order, 'rectification/order', another)).body.code).toBe(
    'words-of-the-tip',
  );
  expectOk(await issue());

  const { record } = expectOk(await office.as('chief').get(`/api/cases/${order}`)).body;
  const facts = record.filter(({ kind }: { kind: string }) => kind === 'fact-recorded');
  expect(facts.map(({ texts }: { texts: object }) => texts)).toEqual([
    { '/wording': leaking, '/reason': ask.reason },
    { '/reason': pass.reason },
  ]);
  const contact = expectOk(await office.as('contact1').get(`/api/cases/${order}`));
  expect(contact.text).not.toContain(ask.reason);
});

test('who asks for a text to pass does not let it pass, nor does who stood in for them or for whom they did', async () => {
  const { order } = await toTheOrder();
  const ask = { wording: leaking, reason: '别无说法' };
  const own = expectOk(await office.as('director').act(order, 'ask-wording', ask)).body.seq as number;
  const refusal = await office.as('director').act(order, 'pass-wording', { line: own, reason: '同意' });
  expect(refusal.body.code).toBe('same-person');
  expectOk(await office.as('deputy').act(order, 'pass-wording', { line: own, reason: '同意' }));
});

test('what a firm answers is not held against the tip: it would learn by trying what was reported', async () => {
  const { story, order } = await toTheOrder();
  await does(office, story, 'rectification/order');
  await does(office, story, 'rectification/acknowledgement');
  const items = ['h1', 'h2'].map((item) => ({ item, papers: [], statement: leaking }));
  expectOk(await office.as('contact1').decide(order, 'rectification/remedy', { verdict: 'proved', items }));
});

test('why the time of a firm is extended is told to it, and repeats no tip either', async () => {
  const { story, order } = await toTheOrder();
  await does(office, story, 'rectification/order');
  await does(office, story, 'rectification/acknowledgement');
  const step = 'rectification/remedy';
  const request = { step, byValue: 5, reason: '设备到货延迟' };
  expectOk(await office.as('contact1').act(order, 'request-extension', request));
  const answer = { step, grant: true, reason: leaking };
  const refused = await office.as('deputy').act(order, 'answer-extension', answer);
  expect([refused.body.code, refused.body.facts.pointer]).toEqual(['words-of-the-tip', '/reason']);
  expectOk(await office.as('deputy').act(order, 'answer-extension', { ...answer, reason: '情况属实' }));
});

test('what was found is held against the tip before it can be copied into an order', async () => {
  const story = await handIn(office, tip);
  await accept(office, story);
  await assign(office, story);
  const hazards = [{ item: 'h1', grade: 'general', clause: 'exits:2', description: leaking }];
  const visitedOn = shanghaiDate(office.now().toISOString());
  const finding = { verdict: 'substantiated', visitedOn, enterpriseId: enterprise, hazards };
  const refused = await office.as('inspector1').decide(story.number, 'tip-off/verification', finding);
  expect([refused.body.code, refused.body.facts.pointer]).toEqual([
    'words-of-the-tip',
    '/hazards/0/description',
  ]);
});

test('a publication repeats no tip about a firm that it goes to', async () => {
  await toTheOrder();
  const publication = {
    kind: 'policy',
    title: '焊接作业安全提示',
    text: '近期发现有企业车间里天天有人烧电焊,火花乱溅,请引以为戒。',
    about: [],
  };
  const audience = (id: string) => ({ trades: [], stages: [], zones: [], enterpriseIds: [id] });
  const refused = await office
    .as('policy1')
    .post('/api/publications', { ...publication, audience: audience(enterprise) });
  expect([refused.body.code, refused.body.facts.pointer]).toEqual(['words-of-the-tip', '/text']);
  const another = enterprise.replace(/1$/, '6');
  expectOk(
    await office.as('policy1').post('/api/publications', { ...publication, audience: audience(another) }),
  );
});
