import type { Actor } from '../../../domain/role';
import { chief, contact, deputy, director, lin, manager, person, reporter } from '../kit/people';
import { codeOf, Story } from '../kit/story';

/* A text that repeats a tip passes by two natural persons, each of whom says why. */

const reason = '别无说法';
const ask = (wording: string) => ({ act: 'ask-wording', wording, reason }) as const;

async function atTheOrder(): Promise<Story> {
  return (await Story.of()).carry('rectification/order');
}

async function asked(story: Story, by: Actor, wording = '火花乱溅'): Promise<number> {
  const caseId = story.idOf('rectification');
  const answer = await story.office.act(caseId, { act: ask(wording), actor: by, seenSeq: null });
  if (!answer.ok) throw new Error(answer.refusal.detail);
  return answer.value.seq;
}

async function pass(story: Story, line: number, actor: Actor) {
  const act = { act: 'pass-wording', line, reason } as const;
  return codeOf(await story.office.act(story.idOf('rectification'), { act, actor, seenSeq: null }));
}

it('is passed by an approver of the level that the policy names, and by nobody below', async () => {
  const story = await atTheOrder();
  const line = await asked(story, lin);
  expect(await pass(story, line, chief)).toBe('role-missing');
  expect(await pass(story, line, manager)).toBe('level-too-low');
  expect(await pass(story, line, deputy)).toBeNull();
});

it('is not passed by who asked, through whatever account', async () => {
  const story = await atTheOrder();
  const both = person(['inspector', 'approver'], 3);
  const line = await asked(story, both);
  expect(await pass(story, line, both)).toBe('same-person');
  expect(await pass(story, line, { ...both, accountId: 'another account' })).toBe('same-person');
});

it('is not passed by somebody for whom who asked stood in, nor by who stands in for them', async () => {
  const story = await atTheOrder();
  const substitute = person('inspector', 0, { standsInFor: [deputy.personId] });
  const line = await asked(story, substitute);
  expect(await pass(story, line, deputy)).toBe('same-person');
  expect(await pass(story, line, { ...director, standsInFor: [substitute.personId] })).toBe('same-person');
  expect(await pass(story, line, director)).toBeNull();
});

it('is asked for in the office alone, and passed only where it was asked for', async () => {
  const story = await atTheOrder();
  for (const stranger of [contact, reporter]) {
    const caseId = story.idOf('rectification');
    const answer = await story.office.act(caseId, { act: ask('x'), actor: stranger, seenSeq: null });
    expect(answer.ok).toBe(false);
  }
  expect(await pass(story, 1, deputy)).toBe('wording-not-asked');
});
