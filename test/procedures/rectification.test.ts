import {
  chief,
  confirmer,
  contact,
  deputy,
  director,
  lin,
  manager,
  otherContact,
  wei,
  zhao,
} from './kit/people';
import { said, Story } from './kit/story';

const reason = '情况说明';

/** A rectification by itself, as the tip-off would open it. */
const ordered = (hazards = ['h1', 'h2']) =>
  Story.of({
    caseType: 'rectification',
    input: {
      enterpriseId: contact.enterpriseId!,
      inspector: lin.personId,
      hazards: hazards.map((item) => ({ item, grade: 'major', clause: 'order10:art3' })),
    },
  });

const reopened = (...items: string[]) => ({
  verdict: 'reopened',
  companion: wei.personId,
  items,
  findings: '未整改到位',
});
/** Two officers find on the site that items are not remedied, and the firm is told. */
async function found(story: Story, ...items: string[]): Promise<void> {
  await story.does('rectification/site-recheck', { body: reopened(...items) });
  await story.carry('rectification/remedy');
}
const proof = (...items: string[]) => ({
  verdict: 'proved',
  items: items.map((item) => ({ item, papers: [], statement: '已整改' })),
});

describe('order', () => {
  it('is issued by the inspector who found the hazards, and the enterprise is written to', async () => {
    const story = await ordered();
    expect(await story.refusalOf('rectification/order', { by: wei })).toBe('not-assignee');
    await story.does('rectification/order', { by: lin });
    expect(story.open).toEqual(['rectification/acknowledgement']);
    expect(story.events('rectification', 'effect-asked').map(({ effect }) => effect)).toEqual([
      { kind: 'mail', template: 'order-issued', to: { kind: 'enterprise' } },
    ]);
  });

  it('names every hazard of the finding and no other', async () => {
    const story = await ordered(['h1', 'h2']);
    const only = async (...items: string[]) => {
      const other = await ordered(items);
      const body = { verdict: 'issued', remedyDays: 10, items: await orderItems(other) };
      return story.refusalOf('rectification/order', { body });
    };
    expect(await only('h1')).toBe('item-missing');
    expect(await only('h1', 'h2', 'h3')).toBe('item-unknown');
    expect(await only('h1', 'h2')).toBeNull();
  });

  it('gives at most the days that the policy allows', async () => {
    const story = await ordered();
    const days = async (remedyDays: number) =>
      story.refusalOf('rectification/order', {
        body: { verdict: 'issued', remedyDays, items: await orderItems(story) },
      });
    expect(await days(91)).toBe('remedy-term-too-long');
    expect(await days(90)).toBeNull();
  });
});

describe('remedy', () => {
  it('has the days that the order gave, in place of the policy’s own', async () => {
    const story = await (await ordered()).carry('rectification/remedy');
    expect(story.state('rectification/remedy').clock).toMatchObject({
      limit: { value: 10 },
      dueOn: '2026-08-13',
    });
  });

  it('is the ordered enterprise’s: another one is not of the case', async () => {
    const story = await (await ordered()).carry('rectification/acknowledgement');
    expect(await story.refusalOf('rectification/acknowledgement', { by: otherContact })).toBe(
      'not-your-unit',
    );
    expect(await story.refusalOf('rectification/acknowledgement', { by: lin })).toBe('role-missing');
    await story.does('rectification/acknowledgement', { by: contact });
    expect(await story.refusalOf('rectification/remedy', { by: otherContact })).toBe('not-your-unit');
  });

  it('proves every open item and no other', async () => {
    const story = await (await ordered(['h1', 'h2'])).carry('rectification/remedy');
    expect(await story.refusalOf('rectification/remedy', { body: proof('h1') })).toBe('item-missing');
    expect(await story.refusalOf('rectification/remedy', { body: proof('h1', 'h2', 'h9') })).toBe(
      'item-unknown',
    );
  });

  it('is extended once, on the enterprise’s request, by an approver of level 2', async () => {
    const story = await (await ordered()).carry('rectification/remedy');
    const request = { act: 'request-extension', step: 'rectification/remedy', byValue: 20, reason } as const;
    const grant = { act: 'answer-extension', step: 'rectification/remedy', grant: true, reason } as const;
    expect(await story.actRefusal(request, otherContact)).toBe('not-your-unit');
    await story.acts(request, contact);
    expect(await story.actRefusal(grant, contact)).toBe('role-missing');
    expect(await story.actRefusal(grant, manager)).toBe('level-too-low');
    await story.acts(grant, deputy);
    expect(story.state('rectification/remedy').clock.dueOn).toBe('2026-09-02');
    expect(await story.actRefusal(request, contact)).toBe('extension-used-up');
  });
});

describe('re-check', () => {
  it('closes the order where every item is remedied', async () => {
    const story = await (await ordered()).carry(null);
    expect(story.outcome).toBe('remedied');
    expect(story.open).toEqual([]);
  });

  it('is made by two inspectors: the second one is named, and is another person', async () => {
    const story = await (await ordered()).carry('rectification/site-recheck');
    const body = { verdict: 'passed', companion: lin.personId, findings: '已整改' };
    expect(await story.refusalOf('rectification/site-recheck', { body })).toBe('assignee-unfit');
  });

  it('reopens items one by one: only those are proved again, and the enterprise is written to', async () => {
    const story = await (await ordered(['h1', 'h2', 'h3'])).carry('rectification/site-recheck');
    await found(story, 'h2', 'h3');
    expect(await story.refusalOf('rectification/remedy', { body: proof('h1', 'h2', 'h3') })).toBe(
      'item-unknown',
    );
    await story.does('rectification/remedy', { body: proof('h2', 'h3') });
    await found(story, 'h3');
    await story.does('rectification/remedy', { body: proof('h3') });
    await story.carry(null);
    expect(story.outcome).toBe('remedied');
    expect(story.rounds('rectification/remedy')).toHaveLength(3);
    const mails = story.events('rectification', 'effect-asked').map(({ effect }) => effect.template);
    expect(mails).toEqual(['order-issued', 'proof-returned', 'proof-returned']);
  });

  it('does not reopen an item that is not open', async () => {
    const story = await (await ordered(['h1', 'h2'])).carry('rectification/site-recheck');
    await found(story, 'h2');
    await story.carry('rectification/site-recheck');
    expect(await story.refusalOf('rectification/site-recheck', { body: reopened('h1') })).toBe(
      'item-unknown',
    );
  });

  it('gives a new round its whole time from the re-check', async () => {
    const story = await (await ordered(['h1'])).carry('rectification/site-recheck');
    await story.on('2026-08-18');
    await found(story, 'h1');
    expect(story.state('rectification/remedy')).toMatchObject({ fired: [], clock: { dueOn: '2026-08-28' } });
  });

  it('stays the inspector’s who ordered, until the chief gives it to another', async () => {
    const story = await (await ordered()).carry('rectification/site-recheck');
    expect(await story.refusalOf('rectification/site-recheck', { by: zhao })).toBe('not-assignee');
    await story.acts({ act: 'assign', step: 'rectification/site-recheck', to: zhao.personId, reason }, chief);
    await story.does('rectification/site-recheck', { by: zhao });
    await story.carry(null);
    expect(story.outcome).toBe('remedied');
  });
});

describe('as the child of a tip-off', () => {
  it('is opened for what the finding names, and its end lets the tip-off go on', async () => {
    const story = await Story.of();
    await story.carry('rectification/order', { 'tip-off/verification': [said.substantiated] });
    const child = story.view('rectification');
    expect(child.input).toMatchObject({ inspector: lin.personId, enterpriseId: contact.enterpriseId });
    expect(child.input['hazards']).toEqual([
      { item: 'h1', grade: 'major', clause: 'order10:art3' },
      { item: 'h2', grade: 'general', clause: 'order10:art4' },
    ]);
    expect(child.parent).toEqual({ caseId: story.rootId, key: 'child/rectification#1' });
    await story.carry('tip-off/penalty');
    expect(story.view('tip-off').children['child/rectification#1']?.closed?.outcome).toBe('remedied');
  });

  it('does not hold the tip-off up when the chief withdraws it, and does not begin again by itself', async () => {
    const story = await (await Story.of()).carry('rectification/remedy');
    await story.withdraws('rectification');
    expect(story.open).toContain('tip-off/penalty');
    const reopen = { act: 'reopen', fromStep: 'rectification/remedy', reason } as const;
    expect(await story.actRefusal(reopen, director)).toBe('reopening-point-unknown');
  });

  it('counts who took part in the tip-off: the family is one', async () => {
    const story = await (await Story.of()).carry(null);
    const { participations } = story.office.circumstances(story.idOf('rectification'));
    expect(participations).toContainEqual(
      expect.objectContaining({ step: 'payout/bank-return', personId: confirmer.personId }),
    );
  });
});

async function orderItems(story: Story): Promise<unknown> {
  const hazards = story.view('rectification').input['hazards'] as unknown as { item: string }[];
  return hazards.map(({ item }) => ({
    item,
    description: '无证焊接',
    measure: '停工',
    responsible: '厂长',
    fundsFen: 100,
    plan: '无',
  }));
}
