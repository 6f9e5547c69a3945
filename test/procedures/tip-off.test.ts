import { morning, said, Story, type Instead } from './kit/story';
import {
  chief,
  clerk,
  deputy,
  director,
  firm,
  lin,
  liaison,
  manager,
  otherFirm,
  rewardOfficer,
  wei,
} from './kit/people';

const reason = '情况说明';

describe('acceptance', () => {
  test.each([
    ['declined', said.declined],
    ['transferred', said.transferred],
  ])('a tip-off that is %s is closed with that word and opens nothing more', async (outcome, body) => {
    const story = await Story.of();
    await story.does('tip-off/acceptance', { body });
    expect(story.outcome).toBe(outcome);
    expect(story.open).toEqual([]);
  });

  it('counts its five working days from the receipt, also where a letter is recorded later', async () => {
    const story = await Story.of({ on: '2026-08-05', input: { receivedAt: morning('2026-08-03') } });
    expect(story.state('tip-off/acceptance').clock.dueOn).toBe('2026-08-10');
  });

  it('lets a death be organised by the government before anybody of the bureau is assigned (golden 19)', async () => {
    const story = await Story.of();
    await story.does('tip-off/acceptance', { body: said.deathAlleged });
    expect(story.open).toEqual(['tip-off/government-lead']);
    expect(await story.refusalOf('tip-off/government-lead', { by: chief })).toBe('role-missing');
    await story.does('tip-off/government-lead', { by: liaison });
    expect(story.open).toEqual(['tip-off/assignment']);
  });

  it('does not ask the government where no death is alleged', async () => {
    const story = await Story.of();
    await story.does('tip-off/acceptance');
    expect(story.open).toEqual(['tip-off/assignment']);
  });
});

describe('verification', () => {
  it('is given to two inspectors, who are two natural persons and not the chief who names them', async () => {
    const story = await (await Story.of()).carry('tip-off/assignment');
    const naming = (lead: string, companion: string) =>
      story.refusalOf('tip-off/assignment', { body: { verdict: 'assigned', lead, companion } });
    expect(await naming(lin.personId, lin.personId)).toBe('assignee-unfit');
    expect(await naming(chief.personId, wei.personId)).toBe('assignee-unfit');
    expect(await naming(lin.personId, wei.personId)).toBeNull();
  });

  it('is decided by the lead inspector alone, and signed by the second', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    expect(await story.refusalOf('tip-off/verification', { by: wei })).toBe('not-assignee');
    await story.does('tip-off/verification', { by: lin });
    expect(await story.refusalOf('tip-off/co-signature', { by: lin })).toBe('not-assignee');
    await story.does('tip-off/co-signature', { by: wei });
    expect(story.open).toEqual(['tip-off/verification-review']);
  });

  it('goes into another round where the second inspector disagrees, and no review sees the first', async () => {
    const story = await (await Story.of()).carry('tip-off/co-signature');
    await story.does('tip-off/co-signature', { body: said.disagreed });
    expect(story.open).toEqual(['tip-off/verification']);
    expect(story.rounds('tip-off/verification')).toHaveLength(2);
    expect(story.rounds('tip-off/verification-review')).toHaveLength(0);
  });

  it('keeps its 60 days through a round that the review returned, and repeats no rung (golden 20)', async () => {
    const story = await (await Story.of({ on: '2026-08-03' })).carry('tip-off/verification');
    await story.on('2026-09-03'); // past the half
    await story.carry('tip-off/verification-review');
    await story.does('tip-off/verification-review', { body: said.returned });
    const [first, second] = story.rounds('tip-off/verification');
    expect(second!.clock).toEqual(first!.clock);
    expect(second!.clock.dueOn).toBe('2026-10-08');
    expect(second!.fired).toEqual(['remind-50']);

    await story.on('2026-10-30');
    expect(story.rungsOf('tip-off/verification')).toEqual([
      'remind-50',
      'remind-80',
      'overdue',
      'overdue-deputy',
      'escalate-deputy',
      'escalate-director',
    ]);
  });

  it('refuses two findings with one item number', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const [hazard] = said.substantiated.hazards;
    const body = { ...said.substantiated, hazards: [hazard, hazard] };
    expect(await story.refusalOf('tip-off/verification', { body })).toBe('form-invalid');
  });

  it('is refused to an inspector who is recused from the enterprise that the finding names', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const by = { ...lin, recusedFrom: [firm] };
    expect(await story.refusalOf('tip-off/verification', { by })).toBe('conflict-of-interest');
  });

  it('bars whoever is recused from the enterprise from everything that comes after', async () => {
    const story = await (await Story.of()).carry('tip-off/co-signature');
    expect(await story.refusalOf('tip-off/co-signature', { by: { ...wei, recusedFrom: [firm] } })).toBe(
      'conflict-of-interest',
    );
    expect(await story.actRefusal({ act: 'note', text: '…' }, { ...chief, recusedFrom: [firm] })).toBe(
      'conflict-of-interest',
    );
  });

  it('is about the enterprise that the last finding names, where a review returned the first', async () => {
    const story = await (await Story.of()).carry('tip-off/verification-review');
    const about = () => story.office.circumstances(story.rootId).enterpriseId;
    expect(about()).toBe(firm);
    await story.does('tip-off/verification-review', { body: said.returned });
    await story.does('tip-off/verification', { body: { ...said.substantiated, enterpriseId: otherFirm } });
    expect(about()).toBe(otherFirm);
    await story.carry('rectification/order');
    expect(story.office.circumstances(story.idOf('rectification')).enterpriseId).toBe(otherFirm);
  });

  it('ends unsubstantiated once the reporter was told, without order, penalty or reward', async () => {
    const story = await (
      await Story.of()
    ).carry('tip-off/feedback', {
      'tip-off/verification': [said.unsubstantiated],
    });
    expect(story.open).toEqual(['tip-off/feedback']);
    await story.does('tip-off/feedback');
    expect(story.outcome).toBe('unsubstantiated');
    expect(story.office.caseIds).toHaveLength(1);
  });
});

describe('feedback', () => {
  it('runs its ten days beside everything that follows, and the case does not end before it is given', async () => {
    const story = await (await Story.of()).carry('rectification/order');
    expect(story.open).toContain('tip-off/feedback');
    await story.carry('tip-off/reward-approval');
    await story.does('tip-off/reward-approval', { by: deputy, body: said.refused });
    expect(story.open).toEqual(['tip-off/feedback']);
    await story.does('tip-off/feedback');
    expect(story.outcome).toBe('reward-refused');
  });
});

describe('reward', () => {
  const upTo = async (step: string, instead: Instead = {}, reporterKind = 'real-name') =>
    (await Story.of({ input: { reporterKind } })).carry(step, instead);

  it('waits for the order to be remedied', async () => {
    const story = await upTo('rectification/remedy');
    expect(story.rounds('tip-off/penalty')).toHaveLength(0);
    await story.carry('tip-off/penalty');
    expect(story.view('rectification').closed?.outcome).toBe('remedied');
  });

  it('is proposed as 15 % of the fine, explained, and approved at the level that the amount needs', async () => {
    const story = await upTo('tip-off/reward-proposal');
    const answer = await story.does('tip-off/reward-proposal');
    expect(answer.detail).toMatchObject({ reward: { amountFen: 1_800_000, eligible: true } });
    expect(story.state('tip-off/reward-approval').level).toBe(2);
    expect(await story.refusalOf('tip-off/reward-approval', { by: manager })).toBe('level-too-low');
    await story.does('tip-off/reward-approval', { by: deputy });
    await story.carry('tip-off/claim');
    expect(story.state('tip-off/claim').decision).toBeNull();
  });

  it('is the minimum for a major hazard without a penalty', async () => {
    const story = await upTo('tip-off/reward-approval', { 'tip-off/penalty': [said.noPenalty] });
    expect(story.state('tip-off/reward-proposal').decision?.facts).toMatchObject({
      amountFen: 300_000,
      level: 1,
    });
  });

  it('goes back for another proposal where the approver returns it', async () => {
    const story = await upTo('tip-off/reward-approval');
    await story.does('tip-off/reward-approval', { body: said.returned });
    expect(story.open).toContain('tip-off/reward-proposal');
    await story.carry(null);
    expect(story.rounds('tip-off/reward-proposal')).toHaveLength(2);
    expect(story.outcome).toBe('rewarded');
  });

  test.each<[string, string, object]>([
    ['an anonymous reporter (golden 18)', 'anonymous', {}],
    [
      'a matter that was being handled on time (golden 15)',
      'real-name',
      { novelty: 'known-handled-on-time' },
    ],
    ['a reporter who is excluded by relation (golden 17)', 'real-name', { excludedRelation: true }],
    ['a matter whose reward another reporter has (golden 12)', 'joint', { earlierRewardOfSameMatter: true }],
  ])('is nothing for %s: the case is settled without one', async (_who, reporterKind, change) => {
    const story = await upTo(
      'tip-off/reward-approval',
      { 'tip-off/reward-proposal': [{ ...said.proposed, ...change }] },
      reporterKind,
    );
    expect(story.state('tip-off/reward-proposal').decision?.facts).toMatchObject({ amountFen: 0 });
    await story.carry(null);
    expect(story.outcome).toBe('settled-without-reward');
    expect(story.view().children['child/payout#1']).toBeUndefined();
  });

  it('is more for an insider who has proved the employment (golden 6)', async () => {
    const story = await upTo(
      'tip-off/reward-approval',
      { 'tip-off/reward-proposal': [{ ...said.proposed, employmentProved: true }] },
      'insider',
    );
    expect(story.state('tip-off/reward-proposal').decision?.facts).toMatchObject({ amountFen: 2_160_000 });
  });

  it('is never approved by a person who proposed it, or who found', async () => {
    const both = { ...rewardOfficer, roles: ['reward-officer', 'approver'] as const, level: 3 as const };
    const story = await upTo('tip-off/reward-approval');
    expect(await story.refusalOf('tip-off/reward-approval', { by: both })).toBe('same-person');
    const finder = { ...lin, roles: ['approver'] as const, level: 3 as const };
    expect(await story.refusalOf('tip-off/reward-approval', { by: finder })).toBe('same-person');
  });

  it('is refused by the approver, and nothing is paid', async () => {
    const story = await upTo('tip-off/reward-approval');
    await story.does('tip-off/reward-approval', { by: director, body: said.refused });
    await story.carry(null);
    expect(story.outcome).toBe('reward-refused');
    expect(story.open).toEqual([]);
  });
});

describe('claim', () => {
  const approvedOn = async (date: string) => {
    const story = await (await Story.of({ on: date })).carry('tip-off/reward-approval');
    await story.carry('tip-off/claim');
    return story;
  };

  it('is taken by the reporter with the receipt code, and the whole amount goes to a payout', async () => {
    const story = await approvedOn('2026-08-05');
    expect(await story.refusalOf('tip-off/claim', { by: clerk })).toBe('role-missing');
    await story.does('tip-off/claim');
    expect(story.view('payout').input).toEqual({ amountFen: 1_800_000 });
    await story.carry(null);
    expect(story.outcome).toBe('rewarded');
    expect(story.view().closed?.facts).toEqual({ amountFen: 1_800_000 });
  });

  it('is waived by the reporter', async () => {
    const story = await approvedOn('2026-08-05');
    await story.carry(null, { 'tip-off/claim': [{ verdict: 'waived' }] });
    expect(story.outcome).toBe('reward-waived');
  });

  it('ends 60 days after the notice, rolled behind the holiday: 2026-10-08 is in time (golden 24)', async () => {
    const story = await approvedOn('2026-08-05');
    expect(story.state('tip-off/claim').clock.dueOn).toBe('2026-10-08');
    await story.office.advanceTo('2026-10-08T15:59:59.000Z'); // the last second of that day in Shanghai
    await story.does('tip-off/claim');
    expect(story.open).toContain('payout/release');
  });

  it('is forfeited by the limit itself on 2026-10-09, and nobody can give that word (golden 24)', async () => {
    const story = await approvedOn('2026-08-05');
    expect(await story.refusalOf('tip-off/claim', { body: { verdict: 'forfeited' } })).toBe(
      'verdict-not-possible',
    );
    await story.on('2026-10-09');
    expect(story.state('tip-off/claim').decision).toMatchObject({
      verdict: 'forfeited',
      actor: { kind: 'system', part: 'limit' },
    });
    expect(story.outcome).toBe('reward-forfeited');
    expect(story.rungsOf('tip-off/claim')).toEqual(['remind-50', 'remind-80', 'expire']);
  });

  it('is too late on 2026-10-09 also while the engine is away and the limit has not been written yet', async () => {
    const story = await approvedOn('2026-08-05');
    story.office.leapTo(morning('2026-10-09'));
    expect(await story.refusalOf('tip-off/claim')).toBe('clock-expired');
    await story.on('2026-10-09');
    expect(story.outcome).toBe('reward-forfeited');
    expect(story.events('tip-off', 'rung-fired').at(-1)).toMatchObject({ rung: 'expire', late: true });
  });

  it('is never mailed about: a reporter reads the dates with the receipt code', async () => {
    const story = await approvedOn('2026-08-05');
    await story.on('2026-10-09');
    const asked = story.events('tip-off', 'effect-asked').filter(({ key }) => key.includes('tip-off/claim'));
    expect(asked).toEqual([]);
  });

  it('cannot be assigned to anybody, which would lock the reporter out', async () => {
    const story = await approvedOn('2026-08-05');
    const act = { act: 'assign', step: 'tip-off/claim', to: clerk.personId, reason } as const;
    expect(await story.actRefusal(act, chief)).toBe('assignee-unfit');
  });
});
