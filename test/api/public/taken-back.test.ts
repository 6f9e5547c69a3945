import { openOffice, type Office } from '../kit/office';
import { accept, assign, childOf, expectOk, handIn, rectify, verify, withdraw } from '../kit/story';

/* What the reporter reads of a case that is taken back, and what cannot be taken back. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const receipt = async (code: string) =>
  (await office.as(null).post('/api/public/receipt', { code })).body as Record<string, never>;
const lineOf = async (login: string, number: string) => {
  const { items } = (await office.as(login).get('/api/cases')).body as { items: { number: string }[] };
  return items.find((each) => each.number === number);
};

describe('a tip-off that the office takes back', () => {
  it('is open until a second person has granted it, and says so to those who work on it', async () => {
    const story = await handIn(office);
    await accept(office, story);
    const request = { reason: '绝密内部理由', told: '与另一件举报合并办理。' };
    expect((await office.as('chief').act(story.number, 'withdraw', request)).status).toBe(404);
    expectOk(await office.as('chief').act(story.number, 'request-withdrawal', request));
    expect(await receipt(story.code)).toMatchObject({ stage: 'verification', withdrawal: null });
    const alone = await office
      .as('chief')
      .act(story.number, 'answer-withdrawal', { grant: true, reason: '同意' });
    expect(alone.body.code).toBe('role-missing');
    const { record } = (await office.as('deputy').get(`/api/cases/${story.number}`)).body;
    expect(record.at(-2)).toMatchObject({
      kind: 'withdrawal-requested',
      texts: { '/reason': request.reason, '/told': request.told },
    });
  });

  it('tells its reporter why, in the words meant for them, and how to contest it, and nothing of the office’s own', async () => {
    const story = await handIn(office);
    await accept(office, story);
    expect((await withdraw(office, story.number)).body).toMatchObject({ outcome: 'withdrawn' });
    const reading = await receipt(story.code);
    expect(reading).toMatchObject({
      stage: 'closed',
      words: { zh: '已撤回' },
      withdrawal: {
        on: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        reason: '与另一件举报为同一事项,已合并办理。',
        remedies: { zh: expect.stringContaining('60日内依法申请行政复议') },
      },
    });
    expect(JSON.stringify(reading)).not.toContain('重复登记');
  });

  it('leaves no letter waiting for ever where the case begins again before it has gone out', async () => {
    const story = await handIn(office);
    await accept(office, story);
    await withdraw(office, story.number);
    const waiting = () =>
      office.db.$queryRaw`SELECT o.key FROM anjie.effect_order o JOIN anjie.case_file f ON f.id = o.case_id
        WHERE f.number = ${story.number} AND o.done_at IS NULL`;
    expect(await waiting()).toHaveLength(1);
    const reopen = { fromStep: 'tip-off/acceptance', reason: '并非重复' };
    expectOk(await office.as('deputy').act(story.number, 'reopen', reopen));
    expect(await waiting()).toEqual([]);
  });

  it('by its own reporter needs no second person, and no reason is given back', async () => {
    const story = await handIn(office);
    expectOk(await office.as(null).post('/api/public/receipt/withdraw', { code: story.code }));
    expect(await receipt(story.code)).toMatchObject({ stage: 'closed', withdrawal: null });
  });
});

describe('a tip-off that says that somebody died', () => {
  it.each([
    ['as it says', { allegesDeath: true }],
    ['as its text says', { text: '冲压车间上个月压死了一个人,没有上报。' }],
  ])('is not ended by anybody before the government has spoken, %s', async (_how, tip) => {
    const story = await handIn(office, tip);
    expect((await receipt(story.code))['youMay']).toEqual(['papers']);
    const taken = await office.as(null).post('/api/public/receipt/withdraw', { code: story.code });
    expect([taken.status, taken.body.code]).toEqual([409, 'government-not-heard']);
    const body = {
      verdict: 'declined',
      allegesDeath: false,
      clause: 'same-matter-accepted',
      reason: '已受理',
    };
    const declined = expectOk(await office.as('clerk1').decide(story.number, 'tip-off/acceptance', body));
    expect(declined.body).toMatchObject({ outcome: null, open: [{ step: 'tip-off/government-lead' }] });
    expect(await receipt(story.code)).toMatchObject({
      words: { zh: '涉及人员死亡,已报请政府组织核查' },
      messages: [],
    });
    const request = { reason: '重复', told: '重复' };
    const asked = await office.as('chief').act(story.number, 'request-withdrawal', request);
    expect([asked.status, asked.body.code]).toEqual([409, 'government-not-heard']);
    const left = { verdict: 'left-to-bureau', reason: '经查无人员死亡' };
    const ended = await office.as('liaison').decide(story.number, 'tip-off/government-lead', left);
    expect(ended.body).toMatchObject({ outcome: 'declined' });
    expect((await receipt(story.code))['messages']).toMatchObject([{ text: '已受理' }]);
  });
});

it('a case that waits for another says for which, in the list as in the answer', async () => {
  const story = await handIn(office);
  await accept(office, story);
  await assign(office, story);
  await verify(office, story);
  const order = await childOf(office, story, 'rectification');
  expect(await lineOf('chief', story.number)).toMatchObject({
    waitsForCases: [{ number: order, caseType: 'rectification' }],
  });
  const note = await office.as('chief').act(story.number, 'note', { text: '等待整改' });
  expect(note.body.children).toEqual([{ number: order, caseType: 'rectification', outcome: null }]);
  await rectify(office, story);
  expect(await lineOf('chief', story.number)).toMatchObject({ waitsForCases: [] });
});
