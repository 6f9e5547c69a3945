import { partOfKey } from '../../../domain/case/step';
import { dueOf, qualificationOf } from '../../../domain/cases/training-file/due';
import { standingOf } from '../../../domain/cases/training-file/steps';
import { chief, contact, firm, firmHead, lin, person, trainer } from '../kit/people';
import { Story, type Said } from '../kit/story';

/* The training of a firm's people: their certificates by the days of the law, who works without one, and sessions. */

const change = 'training-file/change';
const look = 'training-file/look';
const renewal = 'training-file/renewal';
const siteCheck = 'training-file/site-check';

const file = (on = '2026-08-03') =>
  Story.of({ caseType: 'training-file', on, input: { enterpriseId: firm } });
const changes = (more: object): Said => ({
  ...{ verdict: 'changed', people: [], left: [], certificates: [], trained: [] },
  ...more,
});
const worker = (code: string, more: object = {}) => ({
  ...{ person: code, name: '张三', duty: 'worker', since: '2024-03-15' },
  ...more,
});
const welder = (code: string, more: object = {}) => worker(code, { job: 'welding', ...more });
const held = (code: string, issuedOn: string, more: object = {}) => ({
  ...{
    person: code,
    kind: 'welding',
    number: 'T330402199001011234',
    issuedOn,
    reviews: 0,
    longPractice: false,
  },
  ...more,
});
const open = (story: Story, step: string) =>
  story
    .rounds(step)
    .filter(({ decision }) => decision === null)
    .map(({ key }) => partOfKey(key));
const told = (story: Story) =>
  story.events('training-file', 'effect-asked').map(({ effect }) => effect.template);
const certificate = (story: Story, code: string) => standingOf(story.view()).certificates.get(code);

/** A welder whose certificate was issued on a day, in a file that was opened on another. */
async function welderSince(issuedOn: string, on = '2026-08-03', more: object = {}): Promise<Story> {
  const story = await file(on);
  const body = changes({ people: [welder('p1')], certificates: [held('p1', issuedOn, more)] });
  await story.does(change, { body });
  return story;
}

describe('the days of a certificate', () => {
  it('of special operations from 2024-03-15: reviewed by 2027-03-15, applied for by 2027-01-14 (golden 37)', async () => {
    const story = await welderSince('2024-03-15');
    expect(certificate(story, 'p1-welding')).toMatchObject({
      ...{ due: 'review', dueOn: '2027-03-15', applyBy: '2027-01-14', expiresOn: '2030-03-15' },
    });
  });

  it('once reviewed: renewed by 2030-03-15, applied for by 2030-01-14 (golden 37)', async () => {
    const story = await welderSince('2024-03-15', '2026-08-03', { reviews: 1 });
    expect(certificate(story, 'p1-welding')).toMatchObject({
      ...{ due: 'renewal', dueOn: '2030-03-15', applyBy: '2030-01-14' },
    });
  });

  it.each([
    ['welding', '2024-02-29', false, 'review', '2027-02-28', '2026-12-30', '2030-02-28'],
    ['welding', '2020-06-30', true, 'renewal', '2026-06-30', '2026-05-01', '2026-06-30'],
    ['firm-head', '2025-05-31', false, 'renewal', '2028-05-31', '2028-05-01', '2028-05-31'],
    ['construction-c', '2024-08-31', false, 'renewal', '2027-08-31', '2027-06-02', '2027-08-31'],
  ] as const)(
    'of %s from %s (ten years without a breach: %s): %s by %s, applied for by %s, ended %s',
    async (kind, issuedOn, longPractice, due, dueOn, applyBy, expiresOn) => {
      const law = qualificationOf((await file()).policy('training-file'), kind)!;
      const found = dueOf({ issuedOn, reviews: 0, longPractice }, law);
      expect(found).toEqual({ due, dueOn, applyBy, expiresOn });
    },
  );
});

describe('a change of the file', () => {
  it('is entered by the contact of the firm alone, and keeps no name or number among its facts', async () => {
    const story = await file();
    const body = changes({ people: [welder('p1')], certificates: [held('p1', '2024-03-15')] });
    for (const by of [firmHead, lin, chief, trainer])
      expect(await story.refusalOf(change, { by, body })).toBe('role-missing');
    await story.does(change, { body });
    expect(story.rounds(change)[0]?.decision?.actor).toMatchObject({ personId: contact.personId });
    expect(JSON.stringify(story.view())).not.toMatch(/张三|T330402/);
  });

  it.each([
    ['nothing', {}, 'form-invalid'],
    ['somebody twice', { people: [worker('p2'), worker('p2')] }, 'form-invalid'],
    ['a duty that nobody knows', { people: [worker('p2', { duty: 'astronaut' })] }, 'duty-unknown'],
    ['work that is not special', { people: [worker('p2', { job: 'firm-head' })] }, 'qualification-unknown'],
    ['the leaving of nobody', { left: ['p9'] }, 'employee-unknown'],
    ['a certificate of nobody', { certificates: [held('p9', '2024-03-15')] }, 'employee-unknown'],
    [
      'an unknown kind',
      { certificates: [held('p1', '2024-03-15', { kind: 'juggling' })] },
      'qualification-unknown',
    ],
    [
      'an unknown course',
      { trained: [{ person: 'p1', course: 'juggling', heldOn: '2026-08-01', hours: 4, signed: true }] },
      'course-unknown',
    ],
    ['a return before the absence', { people: [worker('p1', { awaySince: '2025-01-01' })] }, 'form-invalid'],
  ])('with %s is refused, and changes nothing', async (_what, more, code) => {
    const story = await welderSince('2024-03-15');
    expect(await story.refusalOf(change, { body: changes(more) })).toBe(code);
    expect([...standingOf(story.view()).people.keys()]).toEqual(['p1']);
  });

  it.each([
    ['the same work after five months away', { since: '2026-07-31', awaySince: '2026-02-28' }, '2024-03-15'],
    ['the same work after six months away', { since: '2026-08-01', awaySince: '2026-02-01' }, '2026-08-01'],
    ['other work', { duty: 'worker-high-risk', since: '2026-07-01' }, '2026-07-01'],
  ])('teaches who does %s anew or not (six months, or another post)', async (_what, more, from) => {
    const story = await welderSince('2024-03-15');
    await story.does(change, { body: changes({ people: [welder('p1', more)] }) });
    expect(standingOf(story.view()).people.get('p1')?.taughtFrom).toBe(from);
  });
});

describe('a certificate that comes near its end', () => {
  it('is told of 90, 60 and 30 days before, and on its last day to the bureau, each once', async () => {
    const story = await welderSince('2024-03-15');
    await story.on('2026-12-14');
    expect(open(story, renewal)).toEqual([]);
    // Ninety days before 2027-03-15.
    await story.on('2026-12-16');
    expect(open(story, renewal)).toEqual(['p1-welding']);
    expect(story.state(renewal).clock.dueOn).toBe('2027-03-15');
    expect(told(story)).toEqual(['certificate-lapses']);
    await story.on('2027-01-15');
    await story.on('2027-02-14');
    expect(story.state(renewal).fired).toEqual(['remind-60', 'remind-30']);
    await story.on('2027-03-18');
    expect(told(story).filter((each) => each === 'certificate-lapses')).toHaveLength(1);
    expect(story.state(renewal).fired).toEqual([...['remind-60', 'remind-30', 'overdue', 'escalate-chief']]);
  });

  it('is looked at by one timer of the firm, however many there are', async () => {
    const story = await file();
    const people = Array.from({ length: 40 }, (_, at) => welder(`p${at + 1}`));
    const certificates = people.map(({ person: code }, at) => held(code, `2025-01-${10 + (at % 20)}`));
    await story.does(change, { body: changes({ people, certificates }) });
    expect(open(story, look)).toHaveLength(1);
    expect(open(story, renewal)).toEqual([]);
    await story.on('2027-10-20');
    // Ninety days before the first ten days of the middle of January 2028: two of each day.
    expect(open(story, renewal)).toHaveLength(2 * 9);
    expect(open(story, look)).toHaveLength(1);
  });

  it('lapses by the limit itself on the day after its last, and an officer looks at who still works with it', async () => {
    const story = await welderSince('2024-03-15');
    await story.on('2027-03-15');
    expect(open(story, siteCheck)).toEqual([]);
    await story.on('2027-03-16');
    expect(open(story, siteCheck)).toEqual(['p1']);
    expect(story.events('training-file', 'effect-asked').map(({ effect }) => effect)).toContainEqual({
      ...{ kind: 'mail', template: 'works-uncertified', to: { kind: 'office', office: 'section-chief' } },
    });
  });

  it('is reviewed with eight hours, and then holds for its second half', async () => {
    const story = await welderSince('2024-03-15');
    await story.on('2027-01-04');
    const reviewed = (hours: number): Said => ({ verdict: 'reviewed', certificate: 'p1-welding', hours });
    expect(await story.refusalOf(renewal, { body: reviewed(7) })).toBe('review-hours-short');
    expect(
      await story.refusalOf(change, { body: changes({ certificates: [held('p1', '2026-12-20')] }) }),
    ).toBe('renewal-open');
    await story.does(renewal, { body: reviewed(8) });
    expect(certificate(story, 'p1-welding')).toMatchObject({
      due: 'renewal',
      dueOn: '2030-03-15',
      reviews: 1,
    });
    await story.on('2027-03-20');
    expect(open(story, siteCheck)).toEqual([]);
  });

  it('is renewed by a newer one, from whose day it counts anew', async () => {
    const story = await welderSince('2024-03-15');
    await story.on('2027-01-04');
    const renewed = (issuedOn: string): Said => ({
      ...{ verdict: 'renewed', certificate: 'p1-welding', number: 'T1', issuedOn },
    });
    expect(await story.refusalOf(renewal, { body: renewed('2024-03-15') })).toBe('form-invalid');
    await story.does(renewal, { body: renewed('2027-01-02') });
    expect(certificate(story, 'p1-welding')).toMatchObject({
      due: 'review',
      dueOn: '2030-01-02',
      reviews: 0,
    });
  });

  it('is no longer asked for once its holder has left', async () => {
    const story = await welderSince('2024-03-15');
    await story.on('2027-01-04');
    await story.does(change, { body: changes({ left: ['p1'] }) });
    await story.does(renewal, { body: { verdict: 'ended', certificate: 'p1-welding' } });
    await story.on('2027-04-01');
    expect([open(story, renewal), open(story, siteCheck)]).toEqual([[], []]);
  });
});

describe('special work without a certificate', () => {
  const hazards = (grade: string) => [
    { item: 'h1', grade, clause: 'order10:art3', description: '无证焊接作业。' },
  ];
  const confirmed = (grade = 'major'): Said => ({
    ...{ verdict: 'confirmed', person: 'p1', checkedOn: '2026-08-03', hazards: hazards(grade) },
  });

  async function uncertified(): Promise<Story> {
    const story = await file();
    await story.does(change, { body: changes({ people: [welder('p1')] }) });
    return story;
  }

  it('is a major hazard once an officer has seen it, and leads to an order (Order 10 art. 3)', async () => {
    const story = await uncertified();
    expect(await story.refusalOf(siteCheck, { by: chief, body: confirmed() })).toBe('role-missing');
    expect(await story.refusalOf(siteCheck, { body: confirmed('general') })).toBe('form-invalid');
    await story.does(siteCheck, { body: confirmed() });
    expect(story.view('rectification').input).toMatchObject({
      hazards: [{ item: 'h1', grade: 'major', clause: 'order10:art3' }],
    });
  });

  it('is not ended by the firm ending its file', async () => {
    const story = await uncertified();
    const ended: Said = { verdict: 'ended', reason: '停产' };
    expect(await story.refusalOf(change, { body: ended })).toBe('child-case-open');
    await story.does(siteCheck, { body: confirmed() });
    expect(await story.refusalOf(change, { body: ended })).toBe('child-case-open');
  });

  it('that was seen to is looked at again only where something has changed since', async () => {
    const story = await uncertified();
    await story.does(siteCheck);
    await story.does(change, { body: { verdict: 'confirmed' } });
    await story.does(change, { body: changes({ people: [worker('p2')] }) });
    expect(open(story, siteCheck)).toEqual([]);
    await story.does(change, { body: changes({ people: [welder('p1', { since: '2026-08-02' })] }) });
    expect(open(story, siteCheck)).toEqual(['p1']);
  });
});

describe('a session', () => {
  const session = () => Story.of({ caseType: 'training-session' });
  const plan = 'training-session/plan';
  const approval = 'training-session/approval';
  const result = 'training-session/result';
  const confirmation = 'training-session/confirmation';

  it('goes from its plan to its confirmed costs by three hands', async () => {
    const story = await session();
    await story.carry(null);
    expect(story.outcome).toBe('held');
  });

  it('is approved and confirmed by others than those who planned and entered it', async () => {
    const both = person(['training-organiser', 'section-chief'], 1);
    const story = await session();
    await story.does(plan, { by: both });
    expect(await story.refusalOf(approval, { by: both })).toBe('same-person');
    await story.does(result, { by: both });
    expect(await story.refusalOf(confirmation, { by: both })).toBe('same-person');
  });

  it.each([
    ['an unknown course', { course: 'juggling' }, 'course-unknown'],
    ['an end of enrolment after the day', { enrolBy: '2026-08-05', heldOn: '2026-08-04' }, 'form-invalid'],
  ])('with %s is not planned', async (_what, more, code) => {
    const story = await session();
    const body = { ...planned, ...more };
    expect(await story.refusalOf(plan, { body })).toBe(code);
  });

  const planned: Said = {
    ...{ verdict: 'planned', course: 'fire-safety', teacher: firm, enrolBy: '2026-08-10' },
    ...{ heldOn: '2026-08-20', capacity: 2, hours: 8, plannedFen: 500_000 },
  };

  it('takes no result before its day, no more hours than it has, and no cost above what was approved', async () => {
    const story = await session();
    await story.does(plan, { body: planned });
    await story.carry(result);
    const entered = (hours: number, amountFen: number): Said => ({
      verdict: 'held',
      attended: [{ file: 'TF-2026-AAAAAAAA', person: 'p1', hours, passed: true, signed: true }],
      costs: [{ purpose: 'teacher', amountFen }],
    });
    expect(await story.refusalOf(result, { body: entered(8, 1) })).toBe('session-not-held');
    await story.on('2026-08-20');
    expect(await story.refusalOf(result, { body: entered(9, 1) })).toBe('form-invalid');
    expect(await story.refusalOf(result, { body: entered(8, 500_001) })).toBe('training-money-short');
    await story.does(result, { body: entered(8, 500_000) });
    await story.does(confirmation, { body: { verdict: 'returned', reason: '复核' } });
    await story.carry(null);
    expect(story.outcome).toBe('held');
  });

  it.each([
    ['not-approved', approval, { verdict: 'refused', reason: '重复' }],
    ['called-off', 'training-session/enrolment', { verdict: 'called-off', reason: '台风' }],
    ['called-off', result, { verdict: 'called-off', reason: '台风' }],
  ])('ends as %s at %s', async (outcome, step, said) => {
    const story = await session();
    await story.carry(null, { [step]: [said] });
    expect(story.outcome).toBe(outcome);
  });
});
