import type { Act } from '../../../domain/moves/acts/act';
import { startOfDay } from '../../../domain/time/calendar';
import { chief, deputy, lin, wei } from '../../procedures/kit/people';
import { Story } from '../../procedures/kit/story';

/* 更正起算日: a limit that counts from a day that was entered wrongly is counted anew, by two persons, and nothing is wiped out. */

const step = 'tip-off/verification';
const reason = '受理日期录入有误';
const request = (on: string, at = step): Act => ({ act: 'request-start-correction', step: at, on, reason });
const answer = (grant = true, at = step): Act => ({
  act: 'answer-start-correction',
  step: at,
  grant,
  reason,
});

/** Accepted on 3 August 2026: sixty days end on 8 October. */
const underWay = async () => (await Story.of({ on: '2026-08-03' })).carry(step);

it('moves the limit with its rungs, and keeps the wrong clock and the right one on the record', async () => {
  const story = await underWay();
  expect(story.state(step).clock.dueOn).toBe('2026-10-08');
  await story.acts(request('2026-07-27'), lin);
  expect(story.state(step).clock.dueOn).toBe('2026-10-08');
  await story.acts(answer(), chief);
  expect(story.state(step)).toMatchObject({
    clock: { version: 2, anchor: startOfDay('2026-07-27'), dueOn: '2026-09-28', breachedAt: null },
    startCorrection: { on: '2026-07-27', state: 'granted' },
  });
  const [superseded] = story.events('tip-off', 'clock-superseded');
  expect(superseded?.cause).toBe('start-corrected');
  const opened = story.events('tip-off', 'step-opened').find(({ key }) => key === `${step}#1`);
  expect(opened?.clock.dueOn).toBe('2026-10-08');
});

it('lets rungs that have fired stay fired: none comes twice', async () => {
  const story = await underWay();
  await story.on('2026-09-03');
  expect(story.rungsOf(step)).toEqual(['remind-50']);
  await story.acts(request('2026-08-10'), lin);
  await story.acts(answer(), chief);
  await story.on('2026-10-08');
  expect(story.rungsOf(step)).toEqual(['remind-50', 'remind-80']);
  expect(story.state(step).clock.dueOn).toBe('2026-10-09');
});

it('frees a step that only the wrong day had made late', async () => {
  const story = await underWay();
  await story.on('2026-10-09');
  await story.acts(request('2026-09-01'), lin);
  await story.acts(answer(), chief);
  expect(story.state(step).clock).toMatchObject({ dueOn: '2026-11-02', breachedAt: null });
  expect(story.rungsOf(step)).toContain('overdue');
});

it('tells whose step has moved', async () => {
  const story = await underWay();
  await story.acts(request('2026-07-27'), lin);
  await story.acts(answer(), chief);
  expect(story.events('tip-off', 'effect-asked').map(({ effect }) => effect)).toContainEqual({
    ...{ kind: 'mail', template: 'start-corrected' },
    ...{ to: { kind: 'step', key: `${step}#1` }, about: { key: `${step}#1` } },
  });
});

it('takes two persons, also where one stands in for the other', async () => {
  const story = await underWay();
  expect(await story.actRefusal(answer(), chief)).toBe('start-correction-not-requested');
  expect(await story.actRefusal(request('2026-07-27'), wei)).toBe('not-assignee');
  await story.acts(request('2026-07-27'), { ...chief, standsInFor: [deputy.personId] });
  expect(await story.actRefusal(request('2026-07-28'), lin)).toBe('start-correction-open');
  expect(await story.actRefusal(answer(), chief)).toBe('same-person');
  expect(await story.actRefusal(answer(), deputy)).toBe('same-person');
  expect(await story.actRefusal(answer(), lin)).toBe('role-missing');
});

it('that is refused leaves the limit as it was', async () => {
  const story = await underWay();
  const { clock } = story.state(step);
  await story.acts(request('2026-07-27'), lin);
  await story.acts(answer(false), chief);
  expect(story.state(step)).toMatchObject({ clock, startCorrection: { state: 'refused' } });
});

it.each([
  ['2026-08-04', 'date-ahead'],
  ['2024-08-03', 'form-invalid'],
])('is never to %s: %s', async (on, code) => {
  expect(await (await underWay()).actRefusal(request(on), lin)).toBe(code);
});

it('takes no days from a limit that ends a right, and may give it some', async () => {
  const claim = 'tip-off/claim';
  const story = await (await Story.of({ on: '2026-08-03' })).carry(claim);
  expect(await story.actRefusal(request('2026-08-01', claim), chief)).toBe('start-fixed');
  await story.on('2026-08-20');
  await story.acts(request('2026-08-10', claim), chief);
  await story.acts(answer(true, claim), deputy);
  expect(story.state(claim).clock.dueOn).toBe('2026-10-09');
});
