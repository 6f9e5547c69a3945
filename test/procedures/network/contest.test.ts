import { ranked, totalOf } from '../../../domain/cases/contest-team/points';
import { chief, contact, judge, organiser } from '../kit/people';
import { Story } from '../kit/story';

/* A contest of the zone's firms: its plan, its teams, their points, the ranking. */

const day = '2026-07-10';
const rescue = { event: 'concentric-rescue', mostPoints: 100 };
const wall = { event: 'flood-wall', mostPoints: 60 };
const fit = { insured: true, examined: true };

const contestOf = () => Story.of({ caseType: 'contest', on: '2026-06-01' });
const plan = (change: object = {}) => ({
  ...{ verdict: 'planned', registerBy: '2026-07-01', heldOn: day, teamsAtMost: 100, membersAtMost: 20 },
  events: [rescue, wall],
  ...change,
});
const teamOf = (members: readonly object[] = [fit, fit], on = '2026-06-20') =>
  Story.of({
    caseType: 'contest-team',
    on,
    input: {
      ...{ enterpriseId: contact.enterpriseId!, contest: 'CT-2026-7K3M9QX2', heldOn: day, membersAtMost: 20 },
      events: [rescue, wall] as never,
      members: members as never,
    },
  });

describe('a plan', () => {
  it('names events of the law, each once, and a last day to register that is not behind the contest', async () => {
    const story = await contestOf();
    const refused = (change: object) => story.refusalOf('contest/plan', { body: plan(change) });
    expect(await refused({ events: [rescue, { event: 'chess', mostPoints: 10 }] })).toBe(
      'contest-event-unknown',
    );
    expect(await refused({ events: [rescue, rescue] })).toBe('form-invalid');
    expect(await refused({ registerBy: '2026-07-11' })).toBe('form-invalid');
    expect(await refused({})).toBeNull();
  });

  it('is approved by somebody else, however many offices the planner holds', async () => {
    const story = await contestOf();
    await story.does('contest/plan', { body: plan() });
    const both = { ...organiser, roles: ['contest-organiser', 'section-chief'] as const, level: 1 as const };
    expect(await story.refusalOf('contest/approval', { by: both })).toBe('same-person');
    await story.does('contest/approval', { by: chief, body: { verdict: 'returned', reason: '项目太少' } });
    expect(story.open).toEqual(['contest/plan']);
  });
});

const given = (event: string, points: number) => ({ verdict: 'scored', event, points });

describe('a team', () => {
  it('takes part once every member is insured and examined', async () => {
    const story = await teamOf([fit, { insured: true, examined: false }]);
    expect(await story.refusalOf('contest-team/check')).toBe('members-unfit');
    await story.does('contest-team/check', { body: { verdict: 'returned', missing: '体检证明' } });
    const more = Array.from({ length: 21 }, () => ({ ...fit, name: '某' }));
    expect(
      await story.refusalOf('contest-team/amendment', { body: { verdict: 'amended', members: more } }),
    ).toBe('contest-team-too-large');
    const body = { verdict: 'amended', members: [{ ...fit, name: '甲' }] };
    await story.does('contest-team/amendment', { body });
    await story.does('contest-team/check');
    expect(story.open).toEqual(['contest-team/score']);
  });

  it('gets no points before the day, and none beyond the most', async () => {
    const story = await teamOf();
    await story.does('contest-team/check');
    expect(await story.refusalOf('contest-team/score')).toBe('contest-not-held');
    await story.on(day);
    expect(
      await story.refusalOf('contest-team/score', {
        body: { verdict: 'scored', event: 'concentric-rescue', points: 101 },
      }),
    ).toBe('points-too-many');
    expect(
      await story.refusalOf('contest-team/score', {
        body: { verdict: 'scored', event: 'concentric-rescue', points: 60 },
        by: organiser,
      }),
    ).toBe('role-missing');
  });

  it('has points corrected by two persons, with the reason, and by no one alone', async () => {
    const story = await teamOf();
    await story.does('contest-team/check');
    await story.on(day);
    await story.does('contest-team/score', { body: given('flood-wall', 50) });
    expect(await story.refusalOf('contest-team/score', { body: given('flood-wall', 51) })).toBe(
      'points-given',
    );
    expect(await story.refusalOf('contest-team/score', { body: given('chess', 1) })).toBe(
      'contest-event-unknown',
    );
    await story.does('contest-team/score', { body: given('concentric-rescue', 40) });
    const asked = { verdict: 'correction-asked', event: 'flood-wall', points: 45, reason: '计时误记' };
    const tooMany = { ...asked, points: 61 };
    expect(await story.refusalOf('contest-team/review', { body: tooMany })).toBe('points-too-many');
    const both = { ...judge, roles: ['contest-judge', 'contest-organiser'] as const };
    await story.does('contest-team/review', { body: asked, by: both });
    expect(await story.refusalOf('contest-team/correction', { by: both })).toBe('same-person');
    await story.does('contest-team/correction', { by: organiser });
    expect(story.open).toEqual(['contest-team/review']);
    await story.does('contest-team/review');
    expect(story.outcome).toBe('ranked');
  });
});

/* Ranks computed by hand. */
it.each([
  ['apart', [90, 80, 70], [1, 2, 3]],
  ['two first', [90, 90, 70], [1, 1, 3]],
  ['three second', [95, 80, 80, 80, 10], [1, 2, 2, 2, 5]],
  ['all alike', [0, 0, 0], [1, 1, 1]],
  ['as they come', [10, 30, 20], [1, 2, 3]],
])('places teams whose totals are %s', (_, totals, ranks) => {
  const placed = ranked(totals.map((total) => ({ total })));
  expect(placed.map(({ rank }) => rank)).toEqual(ranks);
  expect(placed.map(({ total }) => total)).toEqual([...totals].sort((a, b) => b - a));
});

it('counts an absence as nothing', () => {
  expect(totalOf({ 'flood-wall': null, 'concentric-rescue': 88 })).toBe(88);
  expect(totalOf({})).toBe(0);
});
