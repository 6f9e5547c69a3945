import { appointmentsOf } from '../../../domain/cases/chief-officer/appointments';
import { officerOpening } from '../../../domain/cases/chief-officer/opening';
import { mustHaveOfficer } from '../../../domain/cases/chief-officer/required';
import { resolvePolicy, rowOf } from '../../../domain/law/policy';
import { sectors } from '../../../domain/office/kinds/enterprise-profile';
import { startOfDay } from '../../../domain/time/calendar';
import { referenceLayers } from '../../../prisma/data/policy/layers';
import type { Said } from '../../../setup/courses';
import * as people from '../kit/people';
import { Story } from '../kit/story';

/* The post of a firm's chief safety officer over the years. Every date is counted by hand on the calendar of 2026. */

const began = '2026-08-03';
const resolved = resolvePolicy(referenceLayers, 'jxedz', began, 1);
if (!resolved.ok) throw new Error(resolved.refusal.detail);
const policy = resolved.value;

const opened = (on = began, nominateBy = '2026-09-02') =>
  Story.of({ caseType: 'chief-officer', on, input: { enterpriseId: people.firm, nominateBy } });

const qualities = {
  post: 'deputy-general-manager',
  dedicated: true,
  safetyYears: 3,
  certificateIssuedOn: '2024-03-15',
};
const nominated = (change: object = {}): Said => ({
  verdict: 'nominated',
  officer: people.firmSafety.personId,
  ...qualities,
  statement: '长期分管安全生产。',
  ...change,
});

/** Somebody in office since a day, with a certificate that ends on 2027-03-15. */
async function inOffice(on = began): Promise<Story> {
  const story = await opened(on);
  await story.does('chief-officer/nomination', { body: nominated() });
  await story.does('chief-officer/check', { body: { verdict: 'fit', ...qualities } });
  await story.does('chief-officer/filing');
  return story;
}

const left = (leftOn: string): Said => ({ verdict: 'left', leftOn, cause: 'resigned' });
const dueOn = (story: Story, step: string) => story.state(`chief-officer/${step}`).clock.dueOn;
const rungsAt = (story: Story, step: string) =>
  story.state(`chief-officer/${step}`).clock.rungs.map(({ id, at, to }) => [id, at, to]);
const officers = (story: Story) => appointmentsOf(story.view());

describe('the vacancy', () => {
  it('of a post that is opened on 2026-08-03 is to be filled by 2026-09-02', () => {
    const standing = {
      policy,
      now: startOfDay(began),
      earlier: [],
      profile: null,
      byFirm: true,
      beside: null,
    };
    expect(officerOpening.admit({ enterpriseId: people.firm }, standing)).toEqual({
      ok: true,
      value: { nominateBy: '2026-09-02' },
    });
  });

  it('opens its clock by itself when the officer leaves: 2026-09-01 and 30 days end in the holidays, on 2026-10-08', async () => {
    const story = await inOffice();
    await story.on('2026-09-03');
    await story.does('chief-officer/service', { body: left('2026-09-01') });
    expect(story.open).toContain('chief-officer/nomination');
    expect(dueOn(story, 'nomination')).toBe('2026-10-08');
  });

  it('escalates when nobody is nominated: on 2026-10-10, a Saturday that is worked, and on 2026-10-14', async () => {
    const story = await inOffice();
    await story.on('2026-09-03');
    await story.does('chief-officer/service', { body: left('2026-09-01') });
    expect(rungsAt(story, 'nomination').slice(2)).toEqual([
      ['overdue', startOfDay('2026-10-09'), 'section-chief'],
      ['overdue-deputy', startOfDay('2026-10-09'), 'deputy-director'],
      ['escalate-deputy', startOfDay('2026-10-11'), 'deputy-director'],
      ['escalate-director', startOfDay('2026-10-15'), 'director'],
    ]);
    await story.on('2026-10-16');
    expect(story.state('chief-officer/nomination').fired).toHaveLength(6);
  });

  it('goes on with its day through a nomination that is returned', async () => {
    const story = await opened();
    await story.does('chief-officer/nomination', { body: nominated() });
    await story.on('2026-08-06');
    await story.does('chief-officer/check', { body: { verdict: 'returned', reason: '缺少任职文件' } });
    expect(dueOn(story, 'nomination')).toBe('2026-09-02');
    expect(story.events('chief-officer', 'effect-asked').map(({ effect }) => effect.template)).toContain(
      'officer-returned',
    );
  });

  it('leaves the duties running: a round that nobody holds is overdue, and escalates', async () => {
    const story = await inOffice();
    await story.does('chief-officer/service', { body: left(began) });
    await story.on('2026-09-15');
    expect(story.rungsOf('chief-officer/rounds')).toContain('escalate-director');
  });
});

describe('whom a firm may nominate', () => {
  const refusalOf = async (change: object, on = began) =>
    (await opened(on)).refusalOf('chief-officer/nomination', { body: nominated(change) });

  it.each([
    ['somebody below a deputy general manager', { post: 'department-manager' }, 'officer-rank-too-low'],
    ['somebody with other work beside it', { dedicated: false }, 'officer-not-dedicated'],
    ['somebody with two years of it', { safetyYears: 2 }, 'officer-experience-too-short'],
    // Three years from 2023-08-02 are over on 2026-08-02.
    [
      'a certificate that ended yesterday',
      { certificateIssuedOn: '2023-08-02' },
      'officer-certificate-ended',
    ],
    // Five years from 2021-08-04 are over on 2026-08-04.
    ['who is barred until tomorrow', { penalisedOn: '2021-08-04' }, 'officer-banned'],
  ])('not %s', async (_who, change, code) => {
    expect(await refusalOf(change)).toBe(code);
  });

  it.each([
    ['a general manager', { post: 'general-manager' }],
    ['a certificate on its last day', { certificateIssuedOn: '2023-08-03' }],
    ['somebody on the day on which the bar ends', { penalisedOn: '2021-08-03' }],
  ])('%s', async (_who, change) => {
    expect(await refusalOf(change)).toBeNull();
  });

  it('is judged again by what the bureau has found', async () => {
    const story = await opened();
    await story.does('chief-officer/nomination', { body: nominated() });
    const body = { verdict: 'fit', ...qualities, post: 'safety-staff' };
    expect(await story.refusalOf('chief-officer/check', { body })).toBe('officer-rank-too-low');
  });

  it('is not filed with a certificate that has ended since the check', async () => {
    const story = await opened('2026-08-03');
    const issued = { certificateIssuedOn: '2023-08-04' };
    await story.does('chief-officer/nomination', { body: nominated(issued) });
    await story.does('chief-officer/check', { body: { verdict: 'fit', ...qualities, ...issued } });
    await story.on('2026-08-05');
    expect(await story.refusalOf('chief-officer/filing')).toBe('officer-certificate-ended');
  });
});

describe('the filing', () => {
  it('is another person’s than the check', async () => {
    const both = people.person(['inspector', 'section-chief'], 1);
    const story = await opened();
    await story.does('chief-officer/nomination', { body: nominated() });
    await story.does('chief-officer/check', { by: both, body: { verdict: 'fit', ...qualities } });
    expect(await story.refusalOf('chief-officer/filing', { by: both })).toBe('same-person');
  });

  it('is no business of the firm’s own people', async () => {
    const story = await opened();
    await story.does('chief-officer/nomination', { body: nominated() });
    await story.does('chief-officer/check', { body: { verdict: 'fit', ...qualities } });
    expect(await story.refusalOf('chief-officer/filing', { by: people.firmHead })).toBe('role-missing');
  });

  it('on 2026-08-03 begins the duties: plan in 30 days, a round in a month, a drill in six, training and review in twelve', async () => {
    const story = await inOffice();
    expect(['plan', 'rounds', 'drill', 'training', 'review'].map((step) => dueOn(story, step))).toEqual([
      '2026-09-02',
      '2026-09-03',
      '2027-02-03',
      '2027-08-03',
      '2027-08-03',
    ]);
  });
});

describe('the certificate', () => {
  it('of 2024-03-15 ends on 2027-03-15, is called to mind 90, 60 and 30 days before, and 7 days before by the deputy director', async () => {
    const story = await inOffice();
    expect(rungsAt(story, 'service')).toEqual([
      ['remind-90', startOfDay('2026-12-15'), 'assignee'],
      ['remind-60', startOfDay('2027-01-14'), 'enterprise'],
      ['remind-30', startOfDay('2027-02-13'), 'section-chief'],
      ['remind-7', startOfDay('2027-03-08'), 'deputy-director'],
      ['expire', startOfDay('2027-03-16'), 'assignee'],
    ]);
  });

  it('that ends takes the officer out of office, tells the chief and the deputy director, and the vacancy runs from its last day to 2027-04-14', async () => {
    const story = await inOffice();
    await story.on('2027-03-16');
    expect(officers(story)).toMatchObject([{ endedOn: '2027-03-15', end: 'expired' }]);
    expect(dueOn(story, 'nomination')).toBe('2027-04-14');
    const mails = story
      .events('chief-officer', 'effect-asked')
      .map(({ effect }) => [effect.template, effect.to]);
    expect(mails).toContainEqual(['officer-expired', { kind: 'office', office: 'section-chief' }]);
    expect(mails).toContainEqual(['officer-expired', { kind: 'office', office: 'deputy-director' }]);
    expect(mails).toContainEqual(['officer-vacant', { kind: 'enterprise' }]);
  });

  it('that is newer counts once the bureau has seen it', async () => {
    const story = await inOffice();
    await story.does('chief-officer/service', {
      body: { verdict: 'renewed', certificateIssuedOn: '2026-08-01' },
    });
    expect(officers(story)).toMatchObject([{ certificateUntil: '2027-03-15' }]);
    const body = { verdict: 'confirmed', certificateIssuedOn: '2026-07-31' };
    await story.does('chief-officer/renewal-check', { body });
    expect(officers(story)).toMatchObject([{ certificateUntil: '2029-07-31', end: null }]);
    expect(dueOn(story, 'service')).toBe('2029-07-31');
  });

  it('that is no newer is refused, and one that the bureau does not confirm leaves the old last day', async () => {
    const story = await inOffice();
    const again = { verdict: 'renewed', certificateIssuedOn: '2024-03-15' };
    expect(await story.refusalOf('chief-officer/service', { body: again })).toBe('form-invalid');
    await story.does('chief-officer/service', {
      body: { verdict: 'renewed', certificateIssuedOn: '2026-08-01' },
    });
    // It ends while the newer one is looked at: the officer cannot stay.
    await story.on('2027-03-20');
    await story.does('chief-officer/renewal-check', { body: { verdict: 'refused', reason: '证书查无记录' } });
    await story.on('2027-03-21');
    expect(officers(story)).toMatchObject([{ endedOn: '2027-03-15', end: 'expired' }]);
  });
});

describe('in office', () => {
  it('an officer is followed by another, and stays readable', async () => {
    const story = await inOffice();
    const next = people.person('chief-safety-officer', 0, { unit: 'enterprise', enterpriseId: people.firm });
    await story.on('2026-09-03');
    await story.does('chief-officer/service', { body: left('2026-09-01') });
    await story.does('chief-officer/nomination', { body: nominated({ officer: next.personId }) });
    await story.does('chief-officer/check', { body: { verdict: 'fit', ...qualities } });
    await story.does('chief-officer/filing');
    expect(officers(story)).toMatchObject([
      { personId: people.firmSafety.personId, filedOn: began, endedOn: '2026-09-01', end: 'left' },
      { personId: next.personId, filedOn: '2026-09-03', endedOn: null, end: null },
    ]);
  });

  it('nobody has left before they came, or will leave tomorrow', async () => {
    const story = await inOffice();
    await story.on('2026-08-10');
    expect(await story.refusalOf('chief-officer/service', { body: left('2026-08-02') })).toBe('form-invalid');
    expect(await story.refusalOf('chief-officer/service', { body: left('2026-08-11') })).toBe('date-ahead');
  });

  it('a round of 2026-08-20 is followed by one by 2026-09-20, a Sunday that is worked', async () => {
    const story = await inOffice();
    await story.on('2026-08-20');
    await story.does('chief-officer/rounds');
    expect(dueOn(story, 'rounds')).toBe('2026-09-20');
  });

  it('a plan of 2026-08-20 is followed by one by 2027-08-20', async () => {
    const story = await inOffice();
    await story.on('2026-08-20');
    await story.does('chief-officer/plan');
    expect(dueOn(story, 'plan')).toBe('2027-08-20');
  });

  it('the review counts what was done since the one before', async () => {
    const story = await inOffice();
    for (const step of ['plan', 'rounds', 'rounds', 'drill']) await story.does(`chief-officer/${step}`);
    const fulfilled = { verdict: 'fulfilled', assessment: '履职到位' };
    await story.does('chief-officer/review', { body: fulfilled });
    await story.does('chief-officer/rounds');
    await story.does('chief-officer/review', { body: { ...fulfilled, verdict: 'deficient' } });
    expect(story.rounds('chief-officer/review').map(({ decision }) => decision?.facts)).toEqual([
      { plan: 1, training: 0, rounds: 2, drill: 1 },
      { plan: 0, training: 0, rounds: 1, drill: 0 },
      undefined,
    ]);
  });

  it('a firm is released by two persons, which ends the appointment with the case', async () => {
    const story = await inOffice();
    await story.does('chief-officer/review');
    await story.does('chief-officer/release', { body: { verdict: 'kept', reason: '仍在生产' } });
    expect(story.outcome).toBeNull();
    await story.does('chief-officer/review');
    await story.does('chief-officer/release');
    expect(story.outcome).toBe('released');
    expect(officers(story)).toMatchObject([{ endedOn: began, end: 'closed' }]);
  });
});

describe('a firm must have one', () => {
  it.each([
    ['industry', true, 420, true],
    ['industry', false, 420, false],
    ['hazardous-chemicals', false, 12, true],
    ['construction', false, 300, false],
    ['town-gas', false, 5, true],
    ['other', true, 900, false],
  ])('in %s, above scale %s, staff %i: %s', (sector, aboveScale, staffCount, must) => {
    expect(mustHaveOfficer(policy, { sector, aboveScale, staffCount })).toBe(must);
  });

  it('only where somebody has said what it is', () => {
    expect(mustHaveOfficer(policy, null)).toBe(false);
  });

  it('by sectors that firms are entered under', () => {
    const { groups } = rowOf(policy, 'chief-officer.required').value;
    expect(groups.map(({ sector }) => sector).filter((sector) => !(sector in sectors))).toEqual([]);
  });

  it('before the bureau opens the post for it, and only once', () => {
    const standing = {
      policy,
      now: startOfDay(began),
      earlier: [],
      profile: null,
      byFirm: false,
      beside: null,
    };
    const about = { enterpriseId: people.firm };
    expect(officerOpening.admit(about, standing)).toMatchObject({
      refusal: { code: 'officer-not-required' },
    });
    const earlier = [{ openedAt: startOfDay(began), outcome: null, input: {} }];
    expect(officerOpening.admit(about, { ...standing, earlier, byFirm: true })).toMatchObject({
      refusal: { code: 'officer-case-open' },
    });
    expect(officerOpening.admit({}, standing)).toMatchObject({ refusal: { code: 'form-invalid' } });
  });
});
