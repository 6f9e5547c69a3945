import {
  chief,
  clerk,
  confirmer,
  deputy,
  director,
  manager,
  payer,
  person,
  reporter,
  rewardOfficer,
} from './kit/people';
import { morning, requestWithdrawal, Story } from './kit/story';

const reason = '情况说明';
const refusedByBank = { verdict: 'refused', cause: 'account-closed' };
const unknown = { verdict: 'unknown' };
const foundUnpaid = { verdict: 'found-unpaid', note: '银行函' };

/** A tip-off whose reward is claimed: the payout stands at its release. */
const claimed = async () => (await Story.of()).carry('payout/release');

it('is released, listed and paid, and the tip-off is rewarded', async () => {
  const story = await claimed();
  await story.does('payout/release');
  await story.does('payout/listing');
  await story.does('payout/bank-return');
  expect(story.view('payout').closed?.outcome).toBe('paid');
  expect(story.outcome).toBe('rewarded');
});

it('knows the amount and nothing of the tip-off, and is about no enterprise', async () => {
  const story = await claimed();
  expect(story.view('payout').input).toEqual({ amountFen: 1_800_000 });
  expect(story.office.circumstances(story.idOf('payout')).enterpriseId).toBeNull();
});

it('comes back to the reporter where the bank refuses the account, and is released afresh once corrected', async () => {
  const story = await claimed();
  await story.carry('payout/payee-correction', { 'payout/bank-return': [refusedByBank] });
  expect(await story.refusalOf('payout/payee-correction', { by: clerk })).toBe('role-missing');
  await story.does('payout/payee-correction', { by: reporter });
  expect(story.open).toEqual(['payout/release']);
  await story.carry(null);
  expect(story.outcome).toBe('rewarded');
  for (const step of ['payout/release', 'payout/listing', 'payout/bank-return']) {
    expect(story.rounds(step)).toHaveLength(2);
  }
});

it('lapses where the reporter does not correct the account in time, and nobody can say so before', async () => {
  const story = await claimed();
  await story.carry('payout/payee-correction', { 'payout/bank-return': [refusedByBank] });
  expect(await story.refusalOf('payout/payee-correction', { body: { verdict: 'lapsed' } })).toBe(
    'verdict-not-possible',
  );
  await story.on('2026-09-02'); // the last of the 30 days
  expect(story.open).toEqual(['payout/payee-correction']);
  await story.on('2026-09-03');
  expect(story.view('payout').closed?.outcome).toBe('lapsed');
  expect(story.outcome).toBe('reward-lapsed');
});

it('is too late to correct once the term is over, also while the engine is away', async () => {
  const story = await claimed();
  await story.carry('payout/payee-correction', { 'payout/bank-return': [refusedByBank] });
  story.office.leapTo(morning('2026-09-03'));
  expect(await story.refusalOf('payout/payee-correction')).toBe('clock-expired');
});

it('is never sent again blindly: an unknown outcome goes to reconciliation first', async () => {
  const story = await claimed();
  await story.carry('payout/reconciliation', { 'payout/bank-return': [unknown] });
  expect(story.open).toEqual(['payout/reconciliation']);
});

it('is paid where reconciliation finds the money arrived', async () => {
  const story = await (await claimed()).carry(null, { 'payout/bank-return': [unknown] });
  expect(story.view('payout').closed?.outcome).toBe('paid');
  expect(story.rounds('payout/listing')).toHaveLength(1);
  expect(story.outcome).toBe('rewarded');
});

it('is released afresh, not only listed again, where reconciliation finds nothing paid', async () => {
  const story = await claimed();
  await story.carry('payout/reconciliation', { 'payout/bank-return': [unknown] });
  await story.does('payout/reconciliation', { body: foundUnpaid });
  expect(story.open).toEqual(['payout/release']);
  await story.carry(null);
  expect(story.outcome).toBe('rewarded');
});

it('gives every round its own time', async () => {
  const story = await claimed();
  await story.carry('payout/reconciliation', { 'payout/bank-return': [unknown] });
  await story.on('2026-08-20');
  await story.does('payout/reconciliation', { body: foundUnpaid });
  expect(story.state('payout/release')).toMatchObject({ fired: [], clock: { dueOn: '2026-08-24' } });
});

describe('separation', () => {
  it.each([
    [
      'payout/release',
      'who proposed the reward',
      { ...rewardOfficer, roles: ['approver'] as const, level: 3 as const },
    ],
    ['payout/listing', 'who approved the reward', { ...deputy, roles: ['payer'] as const }],
    ['payout/listing', 'who released it', { ...director, roles: ['payer'] as const }],
    ['payout/bank-return', 'who released it', { ...director, roles: ['confirmer'] as const }],
    ['payout/bank-return', 'who paid it', { ...payer, roles: ['confirmer'] as const }],
  ])('%s is refused to %s', async (step, _who, by) => {
    const story = await (await claimed()).carry(step);
    expect(await story.refusalOf(step, { by })).toBe('same-person');
  });

  it('lets who approved the reward release it too: that is one office, before any money moves', async () => {
    const story = await claimed();
    await story.does('payout/release', { by: deputy });
    expect(story.open).toEqual(['payout/listing']);
  });

  it('holds over all rounds: who released the first one does not pay the second', async () => {
    const story = await claimed();
    await story.carry('payout/reconciliation', { 'payout/bank-return': [unknown] });
    await story.does('payout/reconciliation', { body: foundUnpaid });
    await story.does('payout/release', { by: deputy });
    const by = { ...director, roles: ['payer'] as const };
    expect(await story.refusalOf('payout/listing', { by })).toBe('same-person');
  });

  it('is not evaded by standing in for somebody on leave', async () => {
    const story = await (await claimed()).carry('payout/bank-return');
    const by = { ...person('confirmer', 0), standsInFor: [payer.personId] };
    expect(await story.refusalOf('payout/bank-return', { by })).toBe('same-person');
  });
});

describe('withdrawal and reopening', () => {
  it('ends the payout before the bank has it, and the reward lapses', async () => {
    const story = await claimed();
    await story.withdraws('payout');
    expect(story.outcome).toBe('reward-lapsed');
  });

  it.each([
    ['payout/bank-return', {}],
    ['payout/reconciliation', { 'payout/bank-return': [unknown] }],
  ])('is refused at %s: the money may have moved', async (step, instead) => {
    const story = await (await claimed()).carry(step, instead);
    expect(await story.actRefusal(requestWithdrawal, chief, 'payout')).toBe('money-paid');
  });

  it('is never the reporter’s', async () => {
    const story = await claimed();
    expect(await story.actRefusal({ act: 'withdraw', reason }, reporter, 'payout')).toBe('step-not-open');
  });

  it('never begins again once it is paid', async () => {
    const story = await (await claimed()).carry(null);
    const reopen = { act: 'reopen', fromStep: 'payout/release', reason } as const;
    expect(await story.actRefusal(reopen, director)).toBe('money-paid');
  });

  it('does not begin again apart from its tip-off, which has gone on from its end', async () => {
    const story = await claimed();
    await story.withdraws('payout');
    const reopen = { act: 'reopen', fromStep: 'payout/release', reason } as const;
    expect(await story.actRefusal(reopen, director)).toBe('reopening-point-unknown');
  });
});

it('waits for the confirmer of the bank’s answer, whoever else presses', async () => {
  const story = await (await claimed()).carry('payout/bank-return');
  for (const by of [payer, manager, chief, clerk]) {
    expect(await story.refusalOf('payout/bank-return', { by })).toBe('role-missing');
  }
  await story.does('payout/bank-return', { by: confirmer });
});
