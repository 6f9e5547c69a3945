import type { Act } from '../../domain/moves/acts/act';
import type { Effect } from '../../domain/case/case-event';
import { stillHolds } from '../../domain/case/case-queries';
import { codeOf } from './kit/story';
import { contact, desks, ProjectStory } from './kit/project-story';

/* 中止 where an applicant waits: told in writing for how long, and when the time runs again (行政许可法 art. 45). */

const { handler, chief } = desks['jxedz-planning'];
const pause = {
  act: 'pause',
  step: 'approval-item/decision',
  ground: 'expert-review',
  expectedDays: 15,
  reason: '送专家评审',
} as const satisfies Act;
const resume = { act: 'resume', step: 'approval-item/decision', reason: '评审结束' } as const satisfies Act;

let story: ProjectStory;
let item: string;
beforeEach(async () => {
  story = await ProjectStory.of('standard-plant', '2026-09-21');
  await story.does('project/lead');
  await story.does('project/notification');
  await story.obtain('project-filing');
  await story.does('approval-item/application land-use-permit');
  await story.does('approval-item/acceptance land-use-permit');
  item = story.item('land-use-permit') ?? '';
});

function notices(): Pick<Effect, 'template' | 'to'>[] {
  return story.office
    .events(item)
    .flatMap(({ body }) => (body.kind === 'effect-asked' ? [body.effect] : []))
    .map(({ template, to }) => ({ template, to }));
}

it('tells the enterprise of the pause and of its end, once each', async () => {
  expect((await story.act(pause, handler, item)).ok).toBe(true);
  expect(notices()).toEqual([{ template: 'time-paused', to: { kind: 'enterprise' } }]);
  await story.on('2026-10-12');
  expect((await story.act(resume, handler, item)).ok).toBe(true);
  expect(notices().map(({ template }) => template)).toEqual(['time-paused', 'time-resumed']);
});

it('keeps with the pause why and for how long, and lets neither clock run', async () => {
  await story.act(pause, handler, item);
  const { clock, promise } = story.itemView('land-use-permit').steps['approval-item/decision#1'] ?? {};
  expect(clock).toMatchObject({ dueAt: null, pauses: [{ reason: 'expert-review', expectedDays: 15 }] });
  expect(promise).toMatchObject({ dueAt: null, pauses: [{ reason: 'expert-review', expectedDays: 15 }] });
});

it('makes untrue what a rung said before: the mail that was not sent yet holds no more, and again after', async () => {
  const key = 'approval-item/decision#1';
  const { clock, promise } = story.itemView('land-use-permit').steps[key]!;
  const rung = promise!.rungs[0]!;
  await story.office.advanceTo(rung.fireAt);
  const about = { key, rung: rung.id };
  const holds = () => stillHolds(story.itemView('land-use-permit'), about, story.office.now);
  expect(clock.rungs.some(({ id }) => id === rung.id)).toBe(false);
  expect(holds()).toBe(true);
  await story.act(pause, handler, item);
  expect(holds()).toBe(false);
  await story.act(resume, handler, item);
  expect(holds()).toBe(true);
  await story.does('approval-item/decision land-use-permit');
  expect(holds()).toBe(false);
});

it('is refused where nobody is told for how long', async () => {
  const { expectedDays: _, ...silent } = pause;
  expect(await story.act(silent, handler, item)).toMatchObject({
    refusal: { code: 'form-invalid', facts: { pointer: '/expectedDays' } },
  });
  expect(notices()).toEqual([]);
});

it('is refused on a ground that the law does not know, with the field that names it', async () => {
  const unlawful = { ...pause, ground: 'backlog' as never };
  expect(await story.act(unlawful, handler, item)).toMatchObject({
    refusal: { code: 'reason-not-lawful', facts: { pointer: '/ground' } },
  });
});

it('is for whom the decision is assigned to, or their chief: not for the applicant, nor another department', async () => {
  expect(codeOf(await story.act(pause, contact, item))).toBe('role-missing');
  expect(codeOf(await story.act(pause, desks['jxedz-housing'].handler, item))).toBe('not-your-unit');
  expect((await story.act(pause, chief, item)).ok).toBe(true);
});

it('needs no word to anybody where nobody has applied', async () => {
  const gate = {
    act: 'pause',
    step: 'project/construction-gate',
    ground: 'criminal-inquiry',
    reason: '侦查',
  };
  expect((await story.act(gate as Act, desks['jxedz-investment'].chief)).ok).toBe(true);
  const asked = story.office.events(story.projectId).filter(({ body }) => body.kind === 'effect-asked');
  expect(asked).toEqual([]);
});
