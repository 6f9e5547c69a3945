import { partOfKey } from '../../../domain/case/step';
import { standingOf } from '../../../domain/cases/warden-network/steps';
import { chief, firmHead, firmSafety, firmTeam, lin, person, firm } from '../kit/people';
import { codeOf, Story, type Said } from '../kit/story';

/* The safety wardens of a firm: who serves where, who is missing, and what their rounds find. */

const network = () => Story.of({ caseType: 'warden-network', input: { enterpriseId: firm } });
const change = 'warden-network/change';
const replacement = 'warden-network/replacement';

const since = '2026-08-01';
const team = (place: string, people: number) => ({ place, kind: 'team', name: '冲压班', people });
const named = (warden: string, place: string) => ({ warden, name: '张三', place, by: 'elected', since });
const changes = (more: object): Said => ({
  ...{ verdict: 'changed', places: [], ended: [], left: [], named: [] },
  ...more,
});
const filling = (warden: string, place: string) => ({ warden, name: '李四', place, since });
const fills = (part: string, ...wardens: readonly string[]): Said => ({
  verdict: 'elected',
  part,
  named: wardens.map((warden) => filling(warden, part === 'quota' ? 't1' : part)),
});
const left = (warden: string) => ({ warden, leftOn: '2026-08-03', cause: 'moved' });

/** Two teams of 20, each with its warden. */
async function standing(): Promise<Story> {
  const story = await network();
  const places = [team('t1', 20), team('t2', 20)];
  await story.does(change, { body: changes({ places, named: [named('w1', 't1'), named('w2', 't2')] }) });
  return story;
}
const missing = (story: Story) => {
  const decided = story.rounds(replacement).filter(({ decision }) => decision === null);
  return decided.map(({ key }) => partOfKey(key));
};
const serving = (story: Story) =>
  [...standingOf(story.view()).wardens].map(([warden, { place }]) => `${warden} ${place}`);

describe('a change of teams and wardens', () => {
  it('is entered by the chief safety officer alone, and kept with its author and its time', async () => {
    const story = await network();
    const body = changes({ places: [team('t1', 20)], named: [named('w1', 't1')] });
    for (const by of [firmHead, firmTeam, lin, chief])
      expect(await story.refusalOf(change, { by, body })).toBe('role-missing');
    await story.does(change, { body });
    const [first] = story.rounds(change);
    expect(first?.decision).toMatchObject({
      actor: { personId: firmSafety.personId },
      at: expect.any(String),
    });
    expect(serving(story)).toEqual(['w1 t1']);
  });

  it('keeps no name among its facts', async () => {
    const story = await standing();
    const facts = JSON.stringify(story.rounds(change).map(({ decision }) => decision));
    expect(facts).not.toMatch(/张三|冲压班/);
  });

  it.each([
    ['nothing', {}, 'form-invalid'],
    ['a team twice', { places: [team('t3', 5), team('t3', 6)] }, 'form-invalid'],
    ['a team that it ends', { places: [team('t1', 5)], ended: ['t1'] }, 'form-invalid'],
    ['an end of what is not there', { ended: ['t9'] }, 'place-unknown'],
    ['a warden of a team that is not there', { named: [named('w9', 't9')] }, 'place-unknown'],
    ['a warden who serves already', { named: [named('w1', 't2')] }, 'warden-serves'],
    ['the leaving of nobody', { left: [left('w9')] }, 'warden-unknown'],
    ['a leaving before the beginning', { left: [{ ...left('w1'), leftOn: '2026-07-31' }] }, 'form-invalid'],
  ])('with %s is refused, and changes nothing', async (_what, more, code) => {
    const story = await standing();
    expect(await story.refusalOf(change, { body: changes(more) })).toBe(code);
    expect(serving(story)).toEqual(['w1 t1', 'w2 t2']);
  });

  it('lets a warden move to another team, and looks for a successor where they were', async () => {
    const story = await standing();
    const moves = changes({ left: [left('w2')], named: [named('w2', 't1')] });
    await story.does(change, { body: moves });
    expect(serving(story)).toEqual(['w1 t1', 'w2 t1']);
    expect(missing(story)).toEqual(['t2']);
  });

  it('ends with a team the service of its wardens, and looks for nobody', async () => {
    const story = await standing();
    await story.does(change, { body: changes({ ended: ['t2'] }) });
    expect(serving(story)).toEqual(['w1 t1']);
    expect(missing(story)).toEqual([]);
  });
});

describe('a warden who leaves', () => {
  it('opens the clock of five working days at once, and the firm is told', async () => {
    const story = await standing();
    await story.does(change, { body: changes({ left: [left('w1')] }) });
    const { clock } = story.state(replacement);
    expect(clock.limit).toMatchObject({ value: 5, unit: 'working-days' });
    // Monday 2026-08-03, the first day not counted.
    expect(clock.dueOn).toBe('2026-08-10');
    expect(story.events('warden-network', 'effect-asked').map(({ effect }) => effect)).toEqual([
      { kind: 'mail', template: 'wardens-missing', to: { kind: 'enterprise' } },
    ]);
  });

  it('is escalated to the firm first and then to the bureau, where nobody is named', async () => {
    const story = await standing();
    await story.does(change, { body: changes({ left: [left('w1')] }) });
    await story.on('2026-08-25');
    const rung = (id: string) => story.state(replacement).clock.rungs.find((each) => each.id === id);
    expect(story.state(replacement).fired).toEqual([
      'remind-50',
      'overdue',
      'escalate-chief',
      'escalate-deputy',
    ]);
    expect([rung('overdue')?.to, rung('escalate-chief')?.to]).toEqual(['assignee', 'section-chief']);
  });

  it('is replaced by whoever fills the place, and by nobody else', async () => {
    const story = await standing();
    await story.does(change, { body: changes({ left: [left('w1'), left('w2')] }) });
    expect(missing(story)).toEqual(['t1', 't2']);
    const refused = (body: Said) => story.refusalOf(replacement, { body });
    expect(await refused({ verdict: 'unneeded', part: 't1' })).toBe('wardens-missing');
    expect(await refused(fills('t9', 'w3'))).toBe('step-not-open');
    const elsewhere = { verdict: 'elected', part: 't1', named: [filling('w5', 't2')] };
    expect(await refused(elsewhere)).toBe('form-invalid');
    expect(await story.refusalOf(change, { body: changes({ named: [named('w3', 't1')] }) })).toBe(
      'replacement-open',
    );
    await story.does(replacement, { body: fills('t2', 'w4') });
    expect(missing(story)).toEqual(['t1']);
    await story.does(replacement, { body: fills('t1', 'w3') });
    expect(serving(story)).toEqual(['w4 t2', 'w3 t1']);
    expect(missing(story)).toEqual([]);
  });

  it('need not be replaced once the team has ended', async () => {
    const story = await standing();
    await story.does(change, { body: changes({ left: [left('w1')] }) });
    await story.does(change, { body: changes({ ended: ['t1'] }) });
    await story.does(replacement, { body: { verdict: 'unneeded', part: 't1' } });
    expect(missing(story)).toEqual([]);
  });

  it('from a large team is replaced by as many as it needs (one for each 30 people begun)', async () => {
    const story = await network();
    await story.does(change, { body: changes({ places: [team('t1', 61)] }) });
    expect(await story.refusalOf(replacement, { body: fills('t1', 'w1', 'w2') })).toBe('wardens-missing');
    // 61 people: three for the place, four for the share of 5 %.
    await story.does(replacement, { body: fills('t1', 'w1', 'w2', 'w3', 'w4') });
    expect(missing(story)).toEqual(['quota']);
    await story.does(replacement, { body: { verdict: 'unneeded', part: 'quota' } });
    expect(missing(story)).toEqual([]);
  });
});

it('looks for wardens of the whole firm where one in each team is less than its least share', async () => {
  const story = await network();
  const teams = Array.from({ length: 8 }, (_, at) => `t${at + 1}`);
  const places = teams.map((place) => team(place, 25));
  const wardens = teams.map((place, at) => named(`w${at + 1}`, place));
  await story.does(change, { body: changes({ places, named: wardens }) });
  expect(missing(story)).toEqual(['quota']);
  expect(await story.refusalOf(replacement, { body: fills('quota', 'w9') })).toBe('wardens-missing');
  await story.does(replacement, { body: fills('quota', 'w9', 'w10') });
  expect(missing(story)).toEqual([]);
});

it('asks for a yearly look at the figures, and ends when the firm says so', async () => {
  const story = await standing();
  expect(story.state(change).clock.limit).toMatchObject({ value: 12, unit: 'months' });
  await story.does(change, { body: { verdict: 'confirmed' } });
  expect(story.rounds(change)).toHaveLength(3);
  await story.does(change, { body: { verdict: 'ended', reason: '停产' } });
  expect(story.outcome).toBe('ended');
});

describe('a round', () => {
  const patrol = () =>
    Story.of({ caseType: 'warden-patrol', input: { enterpriseId: firm, patrolledOn: '2026-08-03' } });
  const found = (grade: string): Said => ({
    ...{ verdict: 'found', place: 't1', warden: 'w1', grade, description: '通道堵塞', papers: [] },
  });
  const handedOver: Said = { verdict: 'to-bureau', message: '请现场核查' };
  const handling = 'warden-patrol/handling';

  it('that finds nothing ends with its record', async () => {
    const story = await patrol();
    const clean = { verdict: 'clean', place: 't1', warden: 'w1', papers: [] };
    await story.does('warden-patrol/report', { body: clean });
    expect(story.outcome).toBe('clean');
  });

  it('leads to a remedy within the days that the firm sets, and a re-check by another person of the firm', async () => {
    const story = await (await patrol()).carry('warden-patrol/remedy');
    expect(story.state('warden-patrol/remedy').clock.dueOn).toBe('2026-08-13');
    const both = person(['team-leader', 'chief-safety-officer'], 0, {
      unit: 'enterprise',
      enterpriseId: firm,
    });
    await story.does('warden-patrol/remedy', { by: both });
    expect(await story.refusalOf('warden-patrol/recheck', { by: both })).toBe('same-person');
    await story.does('warden-patrol/recheck', { body: { verdict: 'reopened', reason: '仍有堆放' } });
    await story.does('warden-patrol/remedy');
    await story.does('warden-patrol/recheck');
    expect(story.outcome).toBe('remedied');
  });

  it('that finds a major hazard is handed over to the bureau, whatever the firm prefers', async () => {
    const story = await patrol();
    await story.does('warden-patrol/report', { body: found('major') });
    for (const body of [{ verdict: 'own-remedy', remedyDays: 5, measure: '停用' }, { verdict: 'to-fund' }])
      expect(await story.refusalOf(handling, { body })).toBe('major-to-bureau');
    expect(await story.refusalOf(handling, { body: handedOver })).toBeNull();
  });

  it('gives the firm no more days than an order may', async () => {
    const story = await (await patrol()).carry(handling);
    const body = { verdict: 'own-remedy', remedyDays: 365, measure: '改造' };
    expect(await story.refusalOf(handling, { body })).toBe('remedy-term-too-long');
  });

  it('becomes an order only by what an officer has seen on the site', async () => {
    const story = await (await patrol()).carry('warden-patrol/site-check', { [handling]: [handedOver] });
    expect(story.events('warden-patrol', 'child-opened')).toEqual([]);
    for (const by of [firmSafety, firmTeam, firmHead])
      expect(codeOf(await story.decide('warden-patrol/site-check', found('general'), by))).toBe(
        'role-missing',
      );
    await story.does('warden-patrol/site-check');
    expect(story.open).toEqual(['rectification/order']);
    expect(story.view('rectification').input).toMatchObject({ source: 'warden', hazards: [{ item: 'h1' }] });
    await story.carry(null);
    expect(story.outcome).toBe('ordered');
  });

  it('that an officer does not find so ends without an order, and one for the fund with the seam to it', async () => {
    const not = { verdict: 'not-confirmed', checkedOn: '2026-08-03', message: '已消除' };
    const story = await (
      await patrol()
    ).carry(null, { [handling]: [handedOver], 'warden-patrol/site-check': [not] });
    expect(story.outcome).toBe('not-confirmed');
    const funded = await (await patrol()).carry(null, { [handling]: [{ verdict: 'to-fund' }] });
    expect(funded.outcome).toBe('to-fund');
  });
});
