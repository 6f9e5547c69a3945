import { cleaned } from '../harness/cleaned';
import { isTold } from '../../domain/moves/enterprise-visibility';
import { chief, contact, lin, otherChief, wei, zhao } from './kit/people';
import { requestWithdrawal, said, type Said, Story } from './kit/story';

/* An inspection from its plan to the result in the firm's hands, over every path of its procedure. */

const inspected = (ground = 'plan') =>
  Story.of({
    caseType: 'inspection',
    input: { enterpriseId: contact.enterpriseId!, ground, items: ['exits', 'hazardous-goods'] },
  });

const planned = (change: object = {}): Said => ({
  verdict: 'planned',
  visitOn: '2026-08-10',
  unannounced: false,
  scope: '查阅台账,查看现场',
  ...change,
});
/** A week ahead, whatever the usual plan says. */
const ahead = { 'inspection/plan': [planned()] };
const clean: Said = { verdict: 'no-problem', visitedOn: '2026-08-10', findings: '未见异常' };

const mailsOf = (story: Story) =>
  story.events('inspection', 'effect-asked').map(({ effect }) => [effect.template, effect.to.kind]);

describe('the plan', () => {
  it('is approved by another person, the chief of the unit, who names two officers', async () => {
    const story = await inspected();
    await story.does('inspection/plan');
    expect(await story.refusalOf('inspection/approval', { by: zhao })).toBe('role-missing');
    expect(await story.refusalOf('inspection/approval', { by: otherChief })).toBe('not-your-unit');
    const one = { verdict: 'approved', lead: lin.personId, companion: lin.personId };
    expect(await story.refusalOf('inspection/approval', { body: one })).toBe('assignee-unfit');
    await story.does('inspection/approval');
    expect(story.state('inspection/notice').assignee).toBe(lin.personId);
  });

  it('is not approved by whoever made it, through whatever office', async () => {
    const both = { ...zhao, roles: ['inspector', 'section-chief'], level: 1 } as const;
    const story = await inspected();
    await story.does('inspection/plan', { by: both });
    expect(await story.refusalOf('inspection/approval', { by: both })).toBe('same-person');
  });

  it('may be returned, and comes again', async () => {
    const story = await inspected();
    await story.carry('inspection/notice', { 'inspection/approval': [said.returned] });
    expect(story.rounds('inspection/plan')).toHaveLength(2);
  });

  it('that is refused ends the case, and the firm never hears of it', async () => {
    const story = await inspected();
    await story.carry(null, { 'inspection/approval': [said.refused] });
    expect(story.outcome).toBe('not-approved');
    expect(mailsOf(story)).toEqual([]);
    expect(isTold(story.view())).toBe(false);
  });

  it('is for a day to come', async () => {
    const story = await inspected();
    const past = { body: planned({ visitOn: '2026-08-02' }) };
    expect(await story.refusalOf('inspection/plan', past)).toBe('form-invalid');
    expect(await story.refusalOf('inspection/plan', { body: planned({ visitOn: '2026-08-03' }) })).toBeNull();
  });
});

describe('the notice', () => {
  it('goes to the firm before the visit, with the day and the items', async () => {
    const story = await (await inspected()).carry('inspection/notice', ahead);
    expect(isTold(story.view())).toBe(false);
    await story.does('inspection/notice');
    expect(isTold(story.view())).toBe(true);
    expect(story.state('inspection/notice').decision?.facts).toEqual({
      visitOn: '2026-08-10',
      items: ['exits', 'hazardous-goods'],
    });
    expect(mailsOf(story)).toEqual([['inspection-notice', 'enterprise']]);
  });

  it.each(['tip-off', 'accident'])('on the ground %s is given at the door only', async (ground) => {
    const story = await (await inspected(ground)).carry('inspection/notice', ahead);
    expect(await story.refusalOf('inspection/notice')).toBe('notice-too-early');
    await story.on('2026-08-10');
    await story.does('inspection/notice');
    expect(story.open).toEqual(['inspection/visit']);
  });

  it('may be kept for the door on any ground, so that this betrays none', async () => {
    const story = await inspected('plan');
    await story.carry('inspection/notice', { 'inspection/plan': [planned({ unannounced: true })] });
    expect(await story.refusalOf('inspection/notice')).toBe('notice-too-early');
  });

  it('names no ground', async () => {
    const story = await (await inspected('tip-off')).carry('inspection/notice');
    await story.on('2026-08-10');
    await story.does('inspection/notice');
    const { decision } = story.state('inspection/notice');
    expect(Object.keys(decision!.facts).sort()).toEqual(['items', 'visitOn']);
  });
});

describe('the visit', () => {
  it('is due on its day, and both officers answer for what they found', async () => {
    const story = await (await inspected()).carry('inspection/visit', ahead);
    expect(story.state('inspection/visit').clock.dueOn).toBe('2026-08-10');
    expect(await story.refusalOf('inspection/visit', { by: wei })).toBe('not-assignee');
    await story.does('inspection/visit');
    expect(await story.refusalOf('inspection/co-signature', { by: lin })).toBe('not-assignee');
    await story.does('inspection/co-signature', { by: wei });
    expect(story.open).toEqual(['inspection/result']);
  });

  it('is made again where the second officer disagrees', async () => {
    const story = await inspected();
    await story.carry('inspection/result', { 'inspection/co-signature': [said.disagreed] });
    expect(story.rounds('inspection/visit')).toHaveLength(2);
  });

  it('numbers its hazards apart', async () => {
    const story = await (await inspected()).carry('inspection/visit', ahead);
    await story.on('2026-08-10');
    const hazards = said.substantiated.hazards.map((hazard) => ({ ...hazard, item: 'h1' }));
    const body = { verdict: 'problems', visitedOn: '2026-08-10', hazards };
    expect(await story.refusalOf('inspection/visit', { body })).toBe('form-invalid');
  });
});

describe('the result', () => {
  it('without a problem is told to the firm and ends the case', async () => {
    const story = await (await inspected()).carry('inspection/visit', ahead);
    await story.on('2026-08-10');
    await story.carry(null, { 'inspection/visit': [clean] });
    expect(story.outcome).toBe('no-problem');
    expect(story.state('inspection/result').decision?.facts).toEqual({
      visitedOn: '2026-08-10',
      problems: false,
    });
    expect(mailsOf(story).at(-1)).toEqual(['inspection-result', 'enterprise']);
  });

  it('with problems is told, and an order to rectify follows; the case ends with its remedy', async () => {
    const found = { verdict: 'problems', visitedOn: '2026-08-03', hazards: said.substantiated.hazards };
    const story = await inspected();
    await story.carry('rectification/order', { 'inspection/visit': [found] });
    expect(story.view('rectification').input).toMatchObject({
      enterpriseId: contact.enterpriseId,
      inspector: lin.personId,
      hazards: [{ item: 'h1' }, { item: 'h2' }],
    });
    await story.carry(null);
    expect(story.view('inspection').closed).toMatchObject({
      outcome: 'problems-found',
      facts: { remedy: 'remedied' },
    });
  });
});

test('an open order stands in the way of taking an inspection back', async () => {
  const story = await (await inspected()).carry('rectification/order');
  expect(await story.actRefusal(requestWithdrawal, chief, 'inspection')).toBe('child-case-open');
  await story.withdraws('rectification');
  expect(story.view('inspection').closed).toMatchObject({
    outcome: 'problems-found',
    facts: { remedy: 'withdrawn' },
  });
});

test('the enterprise has no business with an inspection before it is told', async () => {
  const story = await (await inspected()).carry('inspection/notice');
  const paper = { paperId: 'cccccccc-0000-4000-8000-000000000001', digest: 'ab'.repeat(32), bytes: 1 };
  const handIn = () =>
    story.office.addPaper(
      story.idOf('inspection'),
      { ...paper, mediaType: 'application/pdf', material: null, condition: cleaned },
      contact,
    );
  expect(await handIn()).toMatchObject({ ok: false, refusal: { code: 'not-your-unit' } });
  await story.does('inspection/notice');
  expect(await handIn()).toMatchObject({ ok: true, value: { open: [] } });
});
