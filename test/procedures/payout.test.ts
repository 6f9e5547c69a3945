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
import { codeOf, requestWithdrawal, Story, type Instead } from './kit/story';

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

it('waits for the corrected account however long that takes, and calls it late: no law forfeits it', async () => {
  const story = await claimed();
  await story.carry('payout/payee-correction', { 'payout/bank-return': [refusedByBank] });
  expect(await story.refusalOf('payout/payee-correction', { body: { verdict: 'lapsed' } })).toBe(
    'verdict-not-possible',
  );
  await story.on('2026-12-31');
  expect(story.open).toEqual(['payout/payee-correction']);
  expect(story.rungsOf('payout/payee-correction')).toEqual(['remind-50', 'remind-80', 'overdue']);
  await story.does('payout/payee-correction', { by: reporter });
  await story.carry(null);
  expect(story.outcome).toBe('rewarded');
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

describe('money that the bank sends back after it was paid', () => {
  const sentBack = {
    verdict: 'returned',
    bankReference: 'BACK-000001',
    amountFen: 1_800_000,
    returnedOn: '2026-08-10',
    cause: 'account-closed',
  };
  const comesBack = { body: sentBack, by: confirmer };

  /** A reward that was paid on the day of the story; a week later its tip-off is long closed. */
  const paidAWeekAgo = async (instead: Instead = {}) => {
    const story = await (await claimed()).carry(null, instead);
    await story.on('2026-08-10');
    return story;
  };

  it('is a fact of its own: case and tip-off begin again at the correction, and the payment stays on the record', async () => {
    const story = await paidAWeekAgo();
    expect(story.outcome).toBe('rewarded');
    await story.does('payout/bank-return', comesBack);
    expect(story.open).toEqual(['payout/payee-correction']);
    expect(story.outcome).toBeNull();
    const verdicts = story.events('payout', 'decided').map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['released', 'listed', 'paid', 'returned']);
    const told = story.office.events(story.rootId).map(({ body }) => body.kind);
    expect(told.slice(-3)).toEqual(['child-closed', 'closed', 'child-reopened']);
  });

  it('is paid once more, after a fresh release and list by the separated persons', async () => {
    const story = await paidAWeekAgo();
    await story.does('payout/bank-return', comesBack);
    await story.does('payout/payee-correction', { by: reporter });
    expect(story.open).toEqual(['payout/release']);
    await story.does('payout/release');
    expect(await story.refusalOf('payout/listing', { by: { ...director, roles: ['payer'] } })).toBe(
      'same-person',
    );
    await story.carry(null);
    expect(story.outcome).toBe('rewarded');
    expect(story.view().closed?.facts).toEqual({ amountFen: 1_800_000 });
    expect(story.view('payout').closed?.outcome).toBe('paid');
    expect(story.office.caseIds.filter((id) => story.office.view(id).caseType === 'payout')).toHaveLength(1);
  });

  it('comes back once per payment: a second time only after a second payment', async () => {
    const story = await paidAWeekAgo();
    await story.does('payout/bank-return', comesBack);
    expect(await story.refusalOf('payout/bank-return', comesBack)).toBe('step-not-open');
    await story.carry(null);
    const again = { ...comesBack, body: { ...sentBack, bankReference: 'BACK-000002' } };
    await story.does('payout/bank-return', again);
    await story.carry(null);
    expect(story.outcome).toBe('rewarded');
    const verdicts = story.events('payout', 'decided').map(({ verdict }) => verdict);
    expect(verdicts.filter((verdict) => verdict === 'paid')).toHaveLength(3);
    expect(verdicts.filter((verdict) => verdict === 'returned')).toHaveLength(2);
  });

  it('also where reconciliation had found it paid', async () => {
    const story = await paidAWeekAgo({ 'payout/bank-return': [unknown] });
    await story.does('payout/bank-return', comesBack);
    expect(story.open).toEqual(['payout/payee-correction']);
    await story.carry(null);
    expect(story.outcome).toBe('rewarded');
  });

  it('waits for the correction however long that takes: what was claimed in time is not forfeited', async () => {
    const story = await paidAWeekAgo();
    await story.does('payout/bank-return', comesBack);
    await story.on('2026-12-30');
    expect([story.outcome, story.open]).toEqual([null, ['payout/payee-correction']]);
    await story.carry(null);
    expect(story.outcome).toBe('rewarded');
  });

  it('is refused before it was paid, and where it was not paid at all', async () => {
    const listed = await (await claimed()).carry('payout/bank-return');
    expect(await listed.refusalOf('payout/bank-return', comesBack)).toBe('verdict-not-possible');
    const unpaid = await (
      await claimed()
    ).carry('payout/payee-correction', {
      'payout/bank-return': [refusedByBank],
    });
    expect(await unpaid.refusalOf('payout/bank-return', comesBack)).toBe('step-not-open');
  });

  it.each([
    ['another amount than was paid', { amountFen: 1_799_999 }, 'return-not-whole'],
    ['a day before it was listed', { returnedOn: '2026-08-02' }, 'form-invalid'],
    ['a day that is still to come', { returnedOn: '2026-08-11' }, 'date-ahead'],
  ])('is refused with %s, and nothing begins again', async (_what, change, code) => {
    const story = await paidAWeekAgo();
    const before = story.office.caseIds.map((id) => story.office.events(id).length);
    const body = { ...sentBack, ...change };
    expect(await story.refusalOf('payout/bank-return', { ...comesBack, body })).toBe(code);
    expect(story.office.caseIds.map((id) => story.office.events(id).length)).toEqual(before);
    expect(story.outcome).toBe('rewarded');
  });

  it('is entered by a confirmer who had no other part in it, and who has seen the case as it stands', async () => {
    const story = await paidAWeekAgo();
    expect(await story.refusalOf('payout/bank-return', { ...comesBack, by: chief })).toBe('role-missing');
    const lister = { ...payer, roles: ['confirmer'] as const };
    expect(await story.refusalOf('payout/bank-return', { ...comesBack, by: lister })).toBe('same-person');
    const { seq } = story.view('payout');
    const stale = await story.decide('payout/bank-return', sentBack, confirmer, seq - 1);
    expect(codeOf(stale)).toBe('case-moved');
    expect((await story.decide('payout/bank-return', sentBack, confirmer, seq)).ok).toBe(true);
  });

  it('takes up no other verdict of a closed case', async () => {
    const story = await paidAWeekAgo();
    expect(await story.refusalOf('payout/bank-return', { body: refusedByBank })).toBe('case-closed');
    expect(await story.refusalOf('payout/release')).toBe('case-closed');
  });
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
