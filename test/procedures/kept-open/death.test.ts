import fc from 'fast-check';
import type { CaseEvent } from '../../../domain/case/case-event';
import { personsOf } from '../../../domain/moves/family/family';
import type { StaffActor } from '../../../domain/role';
import { bodyFor, Draw } from '../kit/attempts';
import * as people from '../kit/people';
import { grantWithdrawal, requestWithdrawal, said, Story, type Said } from '../kit/story';

/*
 * 涉及人员死亡: a tip-off in which a death is alleged or found is organised by the county government or above
 * (安全生产法 art. 73). Until it has spoken the bureau neither declines, withdraws nor closes, whoever says it first.
 */

const { chief, clerk, deputy, director, liaison, lin, reporter, rewardOfficer } = people;
const lead = 'tip-off/government-lead';
const leftToBureau = { verdict: 'left-to-bureau', reason: '经查无人员死亡' };
const withDeath = (body: Said): Said => ({ ...body, allegesDeath: true });
const withdraw = { act: 'withdraw', reason: '举报人撤回' } as const;

const proposed = (deathsFinal: number, deathsConcealed: number): Said => ({
  ...said.proposed,
  accident: { deathsFinal, seriousInjuries: 0, deathsConcealed },
});

describe('wherever a death is first spoken of, the government is asked', () => {
  it.each([
    ['the reporter', { input: { allegesDeath: true } }, {}],
    ['the acceptance', {}, { 'tip-off/acceptance': [said.deathAlleged] }],
    ['who declines', {}, { 'tip-off/acceptance': [withDeath(said.declined)] }],
    ['who passes it on', {}, { 'tip-off/acceptance': [withDeath(said.transferred)] }],
    ['the check', {}, { 'tip-off/verification': [{ ...said.substantiated, deathFound: true }] }],
    [
      'a check that finds nothing else',
      {},
      { 'tip-off/verification': [{ ...said.unsubstantiated, deathFound: true }] },
    ],
    ['the proposal', {}, { 'tip-off/reward-proposal': [proposed(1, 1)] }],
    ['the proposal, of a death that was not concealed', {}, { 'tip-off/reward-proposal': [proposed(1, 0)] }],
  ])('by %s', async (_who, { input = {} }: { input?: object }, instead) => {
    const story = await (await Story.of({ input: input as never })).carry(lead, instead);
    expect(story.open).toContain(lead);
    expect(story.outcome).toBeNull();
  });

  it('once, and not again where it has spoken', async () => {
    const found = { ...said.substantiated, deathFound: true };
    const story = await (
      await Story.of()
    ).carry(null, {
      'tip-off/acceptance': [said.deathAlleged],
      'tip-off/verification': [found],
      'tip-off/reward-proposal': [proposed(2, 1)],
    });
    expect(story.rounds(lead)).toHaveLength(1);
    expect(story.outcome).toBe('rewarded');
  });

  it('and not where nobody speaks of one', async () => {
    const story = await (await Story.of()).carry(null);
    expect(story.rounds(lead)).toEqual([]);
  });
});

describe('until the government has spoken', () => {
  it('a tip-off that was declined stays open; it ends where the government leaves it to the bureau', async () => {
    for (const [verdict, body] of Object.entries({
      declined: said.declined,
      transferred: said.transferred,
    })) {
      const story = await Story.of();
      await story.does('tip-off/acceptance', { body: withDeath(body) });
      expect(story.open).toEqual([lead]);
      await story.does(lead, { body: leftToBureau });
      expect(story.outcome).toBe(verdict);
    }
  });

  it('is checked where the government has organised it, though the bureau had declined', async () => {
    const story = await Story.of();
    await story.does('tip-off/acceptance', { body: withDeath(said.declined) });
    await story.does(lead);
    expect(story.open).toEqual(['tip-off/assignment']);
  });

  it('what the reporter has said is not undone by a clerk who says otherwise', async () => {
    const story = await Story.of({ input: { allegesDeath: true } });
    await story.does('tip-off/acceptance', { body: said.declined });
    expect(story.open).toEqual([lead]);
  });

  it('the office takes it back by no number of persons, nor what it had asked for before', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    await story.acts(requestWithdrawal, chief);
    await story.does('tip-off/verification', { body: { ...said.unsubstantiated, deathFound: true } });
    expect(await story.actRefusal(grantWithdrawal, director)).toBe('government-not-heard');
    await story.acts({ ...grantWithdrawal, grant: false }, director);
    expect(await story.actRefusal(requestWithdrawal, chief)).toBe('government-not-heard');
    await story.does(lead);
    await story.withdraws();
    expect(story.outcome).toBe('withdrawn');
  });

  it('nor does the reporter: the duty to have it checked is not theirs to waive', async () => {
    const story = await Story.of({ input: { allegesDeath: true } });
    expect(await story.actRefusal(withdraw, reporter)).toBe('government-not-heard');
  });

  it('who accepted, checked or proposed does not speak for the government, with whatever offices', async () => {
    const also = (who: StaffActor): StaffActor => ({ ...who, roles: [...who.roles, 'government-liaison'] });
    const found = { 'tip-off/verification': [{ ...said.substantiated, deathFound: true }] };
    const stories: [StaffActor, Story][] = [
      [clerk, await (await Story.of()).carry(lead, { 'tip-off/acceptance': [said.deathAlleged] })],
      [lin, await (await Story.of()).carry(lead, found)],
      [rewardOfficer, await (await Story.of()).carry(lead, { 'tip-off/reward-proposal': [proposed(1, 0)] })],
    ];
    for (const [who, story] of stories) {
      expect(await story.refusalOf(lead, { by: also(who) })).toBe('same-person');
      await story.does(lead, { by: liaison });
    }
  });

  it('a case that begins again remembers the death that was spoken of before', async () => {
    const story = await Story.of();
    await story.does('tip-off/acceptance', { body: withDeath(said.declined) });
    await story.does(lead, { body: leftToBureau });
    await story.acts({ act: 'reopen', fromStep: 'tip-off/acceptance', reason: '补充材料' }, deputy);
    await story.does('tip-off/acceptance', { body: said.declined });
    expect(story.open).toEqual([lead]);
  });
});

test('no one natural person ends a case in which a death is alleged, with whatever offices, by whatever acts', async () => {
  const everything: StaffActor = people.person(
    [
      ...(['intake-clerk', 'section-chief', 'inspector', 'government-liaison', 'approver'] as const),
      ...(['legal-officer', 'reward-officer'] as const),
    ],
    3,
  );
  const verdicts = [
    ['tip-off/acceptance', 'declined'],
    ['tip-off/acceptance', 'transferred'],
    ['tip-off/acceptance', 'accepted'],
    [lead, 'organised'],
    [lead, 'left-to-bureau'],
    ['tip-off/assignment', 'assigned'],
    ['tip-off/verification', 'unsubstantiated'],
    ['tip-off/co-signature', 'signed'],
    ['tip-off/verification-review', 'approved'],
    ['tip-off/feedback', 'given'],
  ] as const;
  const acts = [requestWithdrawal, grantWithdrawal] as const;
  const tries = fc.array(
    fc.record({
      what: fc.nat({ max: verdicts.length + acts.length - 1 }),
      numbers: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
    }),
    { minLength: 5, maxLength: 40, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(tries, fc.boolean(), async (tried, byReporter) => {
      const story = await Story.of({ input: byReporter ? { allegesDeath: true } : {} });
      if (!byReporter) await story.does('tip-off/acceptance', { by: everything, body: said.deathAlleged });
      for (const { what, numbers } of tried) {
        const [step, verdict] = verdicts[what] ?? [];
        const act = acts[what - verdicts.length];
        if (act !== undefined)
          await story.office.act(story.rootId, { act, actor: everything, seenSeq: null });
        if (step === undefined || verdict === undefined) continue;
        const draw = new Draw(numbers, story.office.now);
        await story.decide(step, bodyFor(story.view(), step, verdict, draw), everything);
      }
      expect(story.outcome).toBeNull();
    }),
    { numRuns: 60 },
  );
});

test('every case that ended with a death in it was heard by the government, by another person than who ended it', async () => {
  const instead = { 'tip-off/acceptance': [withDeath(said.declined)] };
  const story = await Story.of();
  await story.carry(lead, instead);
  await story.does(lead, { body: leftToBureau });
  const hands = story.office
    .events(story.rootId)
    .flatMap((event: CaseEvent) => personsOf(event.body, event.actor));
  expect(new Set(hands).size).toBe(2);
});
