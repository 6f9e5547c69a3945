import type { StaffActor } from '../../../domain/role';
import * as people from '../kit/people';
import { desks, ProjectStory } from '../kit/project-story';
import { grantWithdrawal, requestWithdrawal, Story } from '../kit/story';

/* 撤回 by the office takes two persons; a reporter takes a tip back alone while nobody has acted on it. */

const { chief, clerk, deputy, director, legal, lin, manager, otherChief, reporter } = people;
const takeBack = { act: 'withdraw', reason: '举报人撤回' } as const;
const underWay = async () => (await Story.of()).carry('tip-off/verification');

describe('by the reporter', () => {
  it('is one act until the tip-off is accepted', async () => {
    const story = await Story.of();
    await story.acts(takeBack, reporter);
    expect(story.outcome).toBe('withdrawn');
    expect(story.open).toEqual([]);
  });

  it('is over once it is accepted: the duty to check stands', async () => {
    const story = await (await Story.of()).carry('tip-off/assignment');
    expect(await story.actRefusal(takeBack, reporter)).toBe('step-not-open');
  });

  it('is the reporter’s alone: nobody of the office takes a tip back in their name', async () => {
    const story = await Story.of();
    for (const by of [chief, clerk, director])
      expect(await story.actRefusal(takeBack, by)).toBe('role-missing');
  });
});

describe('by the office', () => {
  it('is asked for by the section chief of the unit, and by nobody else', async () => {
    const story = await underWay();
    for (const by of [lin, clerk, legal, director])
      expect(await story.actRefusal(requestWithdrawal, by)).toBe('role-missing');
    expect(await story.actRefusal(requestWithdrawal, otherChief)).toBe('not-your-unit');
    await story.acts(requestWithdrawal, chief);
    expect(await story.actRefusal(requestWithdrawal, chief)).toBe('request-open');
    expect(story.outcome).toBeNull();
    expect(story.open).toEqual(['tip-off/verification']);
  });

  it('is granted from the level that the policy names', async () => {
    const story = await underWay();
    expect(await story.actRefusal(grantWithdrawal, deputy)).toBe('not-requested');
    await story.acts(requestWithdrawal, chief);
    expect(await story.actRefusal(grantWithdrawal, chief)).toBe('role-missing');
    expect(await story.actRefusal(grantWithdrawal, manager)).toBe('level-too-low');
    await story.acts(grantWithdrawal, deputy);
    expect(story.outcome).toBe('withdrawn');
    expect(story.open).toEqual([]);
  });

  it('is never granted by who asks for it, nor by anybody who stands in for them, either way', async () => {
    const both = (who: StaffActor): StaffActor => ({ ...who, roles: [...who.roles, 'approver'], level: 3 });
    const story = await underWay();
    await story.acts(requestWithdrawal, { ...chief, standsInFor: [otherChief.personId] });
    for (const hand of [chief, otherChief])
      expect(await story.actRefusal(grantWithdrawal, both(hand))).toBe('same-person');
    const substitute = { ...director, standsInFor: [chief.personId] };
    expect(await story.actRefusal(grantWithdrawal, substitute)).toBe('same-person');
    await story.acts(grantWithdrawal, director);
  });

  it('that is refused leaves the case as it was, and may be asked for again', async () => {
    const story = await underWay();
    await story.acts(requestWithdrawal, chief);
    await story.acts({ ...grantWithdrawal, grant: false }, deputy);
    expect(story.outcome).toBeNull();
    expect(story.view().withdrawal?.state).toBe('refused');
    await story.withdraws();
    expect(story.outcome).toBe('withdrawn');
  });

  it('is told to whom it is to be answered by', async () => {
    const story = await underWay();
    await story.acts(requestWithdrawal, chief);
    const mails = story.events('tip-off', 'effect-asked').map(({ effect }) => [effect.template, effect.to]);
    expect(mails.at(-1)).toEqual(['request-waits', { kind: 'office', office: 'deputy-director' }]);
  });

  it('is refused while a child case is open, also where that was opened after it was asked for', async () => {
    const story = await (await Story.of()).carry('rectification/order');
    expect(await story.actRefusal(requestWithdrawal, chief, 'tip-off')).toBe('child-case-open');
    const later = await (await Story.of()).carry('tip-off/verification-review');
    await later.acts(requestWithdrawal, chief);
    await later.carry('rectification/order');
    expect(await later.actRefusal(grantWithdrawal, deputy, 'tip-off')).toBe('child-case-open');
  });

  it('stops every clock: no rung fires afterwards', async () => {
    const story = await underWay();
    await story.withdraws();
    const { seq } = story.view();
    await story.on('2026-12-01');
    expect(story.view().seq).toBe(seq);
  });

  it('that is asked for before a case begins again is not granted after', async () => {
    const story = await underWay();
    await story.withdraws();
    await story.acts({ act: 'reopen', fromStep: 'tip-off/acceptance', reason: '并非重复' }, director);
    expect(story.view().withdrawal).toBeNull();
    expect(await story.actRefusal(grantWithdrawal, deputy)).toBe('not-requested');
  });
});

it('an enterprise that knows of a case is told that it was withdrawn, and of no other', async () => {
  const toldOf = (story: { office: ProjectStory['office'] }, caseId: string) =>
    story.office
      .events(caseId)
      .flatMap(({ body }) =>
        body.kind === 'effect-asked' && body.effect.template === 'case-withdrawn' ? [body.effect.to] : [],
      );
  const project = await ProjectStory.of();
  await project.does('project/lead');
  await project.does('project/notification');
  await project.withdraws(desks['jxedz-investment'].chief);
  expect(toldOf(project, project.projectId)).toEqual([{ kind: 'enterprise' }]);

  const story = await (await Story.of()).carry('rectification/remedy');
  await story.withdraws('rectification');
  expect(toldOf(story, story.idOf('rectification'))).toEqual([{ kind: 'enterprise' }]);
  await story.withdraws();
  expect(toldOf(story, story.rootId)).toEqual([]);
});
