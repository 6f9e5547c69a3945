import { creditTerms } from '../../domain/cases/credit-repair/repair-rules';
import type { CreditTier } from '../../domain/law/notice-values';
import { contact, deputy, legal, manager, otherContact, person } from './kit/people';
import { officeOn, said, Story } from './kit/story';

/* A bad record of a firm from its entry to its repair or its end, over every path of its procedure. */

async function recorded(tier: CreditTier = 'general', establishedOn = '2026-11-30'): Promise<Story> {
  const office = officeOn(establishedOn);
  const { policy, pinFor } = office.context();
  const terms = creditTerms(policy(pinFor('jxedz')), tier, establishedOn);
  const input = { enterpriseId: contact.enterpriseId!, tier, documentNo: 'JX-2026-0007', establishedOn };
  return Story.of({ caseType: 'credit-repair', on: establishedOn, input: { ...input, ...terms } });
}

const rungs = (story: Story) => story.rungsOf('credit-repair/application');
const refusal = { verdict: 'refused', reason: '罚款未缴清' };

it('tells the firm at once how the record can be repaired, and has the notice served with the penalty', async () => {
  const story = await recorded();
  expect(story.events('credit-repair', 'effect-asked').map(({ effect }) => effect)).toEqual([
    { kind: 'mail', template: 'repair-notice', to: { kind: 'enterprise' } },
  ]);
  const served = (servedOn: string) => ({ verdict: 'served', way: 'in-person', servedOn });
  const refused = (servedOn: string) => story.refusalOf('credit-repair/notice', { body: served(servedOn) });
  expect(await refused('2026-11-29')).toBe('form-invalid');
  expect(await refused('2026-12-01')).toBe('date-ahead');
  expect(await refused('2026-11-30')).toBeNull();
  expect(story.state('credit-repair/notice').clock.limit).toMatchObject({ value: 7, unit: 'working-days' });
});

describe('an application', () => {
  it('is refused until the shortest time is over, with the day (golden case 36)', async () => {
    const story = await recorded();
    await story.on('2027-02-27');
    const tried = await story.decide(
      'credit-repair/application',
      { verdict: 'applied', commitment: '依法经营', performance: '已缴清' },
      contact,
    );
    expect(tried).toMatchObject({
      refusal: { code: 'repair-too-early', facts: { from: '2027-02-28' } },
    });
    await story.on('2027-02-28');
    await story.does('credit-repair/application');
    expect(story.open).toContain('credit-repair/check');
  });

  it('is called to mind on the day from which it is possible', async () => {
    const story = await recorded();
    await story.on('2027-02-27');
    expect(rungs(story)).toEqual([]);
    await story.on('2027-02-28');
    expect(rungs(story)).toEqual(['may-apply']);
    expect(story.events('credit-repair', 'effect-asked').at(-1)?.effect).toMatchObject({
      to: { kind: 'enterprise' },
      about: { rung: 'may-apply' },
    });
  });

  it('is possible at once for a minor record', async () => {
    const story = await recorded('minor');
    expect(await story.refusalOf('credit-repair/application')).toBeNull();
  });

  it('takes a year for a serious one', async () => {
    const story = await recorded('serious');
    await story.on('2027-11-29');
    expect(await story.refusalOf('credit-repair/application')).toBe('repair-too-early');
    await story.on('2027-11-30');
    expect(await story.refusalOf('credit-repair/application')).toBeNull();
  });

  it('is the firm’s own', async () => {
    const story = await recorded('minor');
    expect(await story.refusalOf('credit-repair/application', { by: otherContact })).toBe('not-your-unit');
    expect(await story.refusalOf('credit-repair/application', { by: legal })).toBe('role-missing');
  });
});

describe('the decision', () => {
  it('ends the record where the conditions are met, and the firm is told', async () => {
    const story = await recorded('minor');
    await story.does('credit-repair/application');
    await story.does('credit-repair/check');
    await story.does('credit-repair/decision');
    expect(story.outcome).toBe('repaired');
    expect(story.open).toEqual([]);
    expect(story.events('credit-repair', 'effect-asked').at(-1)?.effect.template).toBe('decision-taken');
  });

  it('is taken by another person than who checked', async () => {
    const both = person(['legal-officer', 'approver'], 3, { unit: 'office' });
    const story = await recorded('minor');
    await story.does('credit-repair/application');
    await story.does('credit-repair/check', { by: both });
    expect(await story.refusalOf('credit-repair/decision', { by: both })).toBe('same-person');
  });

  it('that refuses, with its reasons, leaves the way open for another application', async () => {
    const story = await recorded('minor');
    await story.does('credit-repair/application');
    await story.does('credit-repair/check', { body: { verdict: 'unmet', findings: '罚款未缴清' } });
    await story.does('credit-repair/decision', { body: refusal });
    expect(story.outcome).toBeNull();
    await story.does('credit-repair/application');
    await story.does('credit-repair/check');
    await story.does('credit-repair/decision');
    expect(story.outcome).toBe('repaired');
  });
});

describe('the longest time', () => {
  it('ends the record by itself, after its last day', async () => {
    const story = await recorded();
    await story.on('2027-11-30');
    expect(story.outcome).toBeNull();
    await story.on('2027-12-01');
    expect(story.outcome).toBe('ended-by-time');
    expect(story.rungsOf('credit-repair/showing')).toEqual(['expire']);
  });

  it('runs on while an application is checked', async () => {
    const story = await recorded('minor');
    await story.does('credit-repair/application');
    await story.on('2027-03-01');
    expect(story.outcome).toBe('ended-by-time');
    expect(await story.refusalOf('credit-repair/check')).toBe('case-closed');
  });
});

describe('a record whose document was revoked', () => {
  const revoked = { verdict: 'revoked', reason: '行政复议撤销处罚决定' };

  it('is withdrawn by an approver of the second level', async () => {
    const story = await recorded();
    const by = (actor: typeof deputy) => story.decide('credit-repair/showing', revoked, actor);
    expect(await by(manager)).toMatchObject({ refusal: { code: 'level-too-low' } });
    expect(await by(legal)).toMatchObject({ refusal: { code: 'role-missing' } });
    expect(await by(deputy)).toMatchObject({ ok: true });
    expect(story.outcome).toBe('withdrawn');
  });

  it('stays withdrawn, and asks for nothing more, where it begins again behind that', async () => {
    const story = await recorded('minor');
    for (const step of ['credit-repair/application', 'credit-repair/check'] as const) await story.does(step);
    await story.does('credit-repair/decision', { body: refusal });
    await story.decide('credit-repair/showing', revoked, deputy);
    await story.acts({ act: 'reopen', fromStep: 'credit-repair/application', reason: '再次申请' }, deputy);
    expect(story.outcome).toBe('withdrawn');
    expect(story.office.events(story.office.caseIds[0]!).at(-1)?.body.kind).toBe('closed');
  });

  it('does not end by hand as if its time were over', async () => {
    const story = await recorded();
    expect(await story.decide('credit-repair/showing', { verdict: 'ended' }, deputy)).toMatchObject({
      refusal: { code: 'verdict-not-possible' },
    });
  });
});

it('keeps the bureau’s check to itself', async () => {
  const story = await recorded('minor');
  const answer = await story.does('credit-repair/application');
  expect(answer.open.map(({ step }) => step)).not.toContain('credit-repair/check');
  await story.does('credit-repair/check', { body: { verdict: 'unmet', findings: said.noPenalty.reason } });
});
