import { morning, requestWithdrawal, said, Story } from './kit/story';
import {
  chief,
  clerk,
  confirmer,
  contact,
  deputy,
  director,
  firm,
  lin,
  manager,
  otherChief,
  person,
  reporter,
  wei,
  zhao,
} from './kit/people';

const reason = '情况说明';

describe('reopening', () => {
  const reopen = (fromStep: string) => ({ act: 'reopen', fromStep, reason }) as const;
  const unsubstantiated = async () =>
    (await Story.of()).carry(null, { 'tip-off/verification': [said.unsubstantiated] });

  it('begins again at a step, and what came before that step stands', async () => {
    const story = await unsubstantiated();
    await story.acts(reopen('tip-off/verification'), deputy);
    expect(story.outcome).toBeNull();
    expect(story.open).toEqual(['tip-off/verification']);
    expect(story.state('tip-off/assignment').decision?.verdict).toBe('assigned');
    await story.carry(null);
    expect(story.outcome).toBe('rewarded');
  });

  it('gives the step its whole limit from the reopening: while the case was closed nobody’s time ran', async () => {
    const story = await unsubstantiated();
    await story.on('2026-11-02');
    await story.acts(reopen('tip-off/verification'), deputy);
    expect(story.state('tip-off/verification').clock.dueOn).toBe('2027-01-04'); // 60 days end on New Year's Day: rolled
    expect(story.state('tip-off/verification').fired).toEqual([]);
  });

  it('does not give the limit anew to a second round after the reopening', async () => {
    const story = await unsubstantiated();
    await story.on('2026-11-02');
    await story.acts(reopen('tip-off/verification'), deputy);
    const { clock } = story.state('tip-off/verification');
    await story.on('2026-11-10');
    await story.carry('tip-off/verification-review');
    await story.does('tip-off/verification-review', { body: said.returned });
    expect(story.state('tip-off/verification').clock).toEqual(clock);
  });

  it('needs an approver of level 2', async () => {
    const story = await unsubstantiated();
    expect(await story.actRefusal(reopen('tip-off/verification'), chief)).toBe('role-missing');
    expect(await story.actRefusal(reopen('tip-off/verification'), manager)).toBe('level-too-low');
  });

  it('is refused for a case that is open, and at a step where the case never was', async () => {
    const open = await Story.of();
    expect(await open.actRefusal(reopen('tip-off/acceptance'), deputy)).toBe('case-not-closed');
    const closed = await unsubstantiated();
    expect(await closed.actRefusal(reopen('tip-off/penalty'), deputy)).toBe('reopening-point-unknown');
  });

  it.each(['tip-off/claim', 'tip-off/verification', 'tip-off/acceptance'])(
    'is refused at %s once the reward was paid',
    async (step) => {
      const story = await (await Story.of()).carry(null);
      expect(await story.actRefusal(reopen(step), director)).toBe('money-paid');
    },
  );

  it('brings a claim back after it was waived, and it is paid once', async () => {
    const story = await (await Story.of()).carry(null, { 'tip-off/claim': [{ verdict: 'waived' }] });
    await story.acts(reopen('tip-off/claim'), deputy);
    await story.carry(null);
    expect(story.outcome).toBe('rewarded');
    const payouts = story.office.caseIds.filter((id) => story.office.view(id).caseType === 'payout');
    expect(payouts).toHaveLength(1);
  });

  it('lets a reporter withdraw again where it begins at the acceptance', async () => {
    const story = await (await Story.of()).carry(null, { 'tip-off/acceptance': [said.declined] });
    await story.acts(reopen('tip-off/acceptance'), deputy);
    await story.acts({ act: 'withdraw', reason }, reporter);
    expect(story.outcome).toBe('withdrawn');
  });
});

describe('assignment by the section chief', () => {
  const toZhao = { act: 'assign', step: 'tip-off/verification', to: zhao.personId, reason } as const;

  it('hands a step to another inspector, whose it is from then on', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    await story.acts(toZhao, chief);
    expect(await story.refusalOf('tip-off/verification', { by: lin })).toBe('not-assignee');
    await story.does('tip-off/verification', { by: zhao });
  });

  it('keeps the clock as it was', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const { clock } = story.state('tip-off/verification');
    await story.on('2026-08-20');
    await story.acts(toZhao, chief);
    expect(story.state('tip-off/verification').clock).toEqual(clock);
  });

  it('is refused to everybody else', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    for (const by of [lin, zhao, director]) expect(await story.actRefusal(toZhao, by)).toBe('role-missing');
    expect(await story.actRefusal(toZhao, otherChief)).toBe('not-your-unit');
  });

  it('does not evade separation: who verified cannot be given the second signature', async () => {
    const story = await (await Story.of()).carry('tip-off/co-signature');
    await story.acts({ act: 'assign', step: 'tip-off/co-signature', to: lin.personId, reason }, chief);
    expect(await story.refusalOf('tip-off/co-signature', { by: lin })).toBe('same-person');
    await story.acts({ act: 'assign', step: 'tip-off/co-signature', to: zhao.personId, reason }, chief);
    await story.does('tip-off/co-signature', { by: zhao });
  });
});

describe('substitutes', () => {
  it('decide what is assigned to the person on leave, and the record names both', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    await story.does('tip-off/verification', { by: { ...zhao, standsInFor: [lin.personId] } });
    expect(story.state('tip-off/verification').decision).toMatchObject({
      actor: { personId: zhao.personId },
      standingInFor: lin.personId,
    });
  });

  it('bind the person on leave: who was stood in for cannot do what must be done by another', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    await story.does('tip-off/verification', { by: { ...zhao, standsInFor: [lin.personId] } });
    await story.acts({ act: 'assign', step: 'tip-off/co-signature', to: lin.personId, reason }, chief);
    expect(await story.refusalOf('tip-off/co-signature', { by: lin })).toBe('same-person');
  });

  it('never evade separation: who stands in for the lead does not sign as the second', async () => {
    const story = await (await Story.of()).carry('tip-off/co-signature');
    const by = { ...wei, standsInFor: [lin.personId] };
    expect(await story.refusalOf('tip-off/co-signature', { by })).toBe('same-person');
  });

  it('never evade separation: who verified does not sign for the second inspector on leave', async () => {
    const story = await (await Story.of()).carry('tip-off/co-signature');
    const by = { ...lin, standsInFor: [wei.personId] };
    expect(await story.refusalOf('tip-off/co-signature', { by })).toBe('same-person');
  });

  it('lend no office: standing in for an inspector makes nobody an inspector', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    const by = { ...clerk, standsInFor: [lin.personId] };
    expect(await story.refusalOf('tip-off/verification', { by })).toBe('role-missing');
  });
});

describe('extension of the verification', () => {
  const step = 'tip-off/verification';
  const request = (byValue: number) => ({ act: 'request-extension', step, byValue, reason }) as const;
  const mailsOf = (story: Story) => story.events('tip-off', 'effect-asked').map(({ effect }) => effect);
  const told = '案情复杂,需延长核查期限';
  const answer = (grant: boolean) => ({ act: 'answer-extension', step, grant, reason, told }) as const;
  const underWay = async () => (await Story.of({ on: '2026-08-03' })).carry(step);

  it('of 30 days counts from day 60 unrolled and ends on 2026-11-02 (golden 21)', async () => {
    const story = await underWay();
    await story.acts(request(30), lin);
    await story.acts(answer(true), director);
    expect(story.state(step)).toMatchObject({
      clock: { dueOn: '2026-11-02' },
      extension: { state: 'granted', byValue: 30, by: lin.personId },
    });
  });

  it.each([true, false])('answered (%s) asks for a mail to whoever has to decide the step', async (grant) => {
    const story = await underWay();
    await story.acts(request(10), lin);
    expect(mailsOf(story)).not.toContainEqual(expect.objectContaining({ template: 'extension-answered' }));
    await story.acts(answer(grant), director);
    expect(mailsOf(story).filter(({ template }) => template === 'extension-answered')).toEqual([
      expect.objectContaining({ to: { kind: 'step', key: `${step}#1` }, about: { key: `${step}#1` } }),
    ]);
  });

  it('is not granted without a reason that is meant for the reporter; a refusal needs none', async () => {
    const story = await underWay();
    await story.acts(request(10), lin);
    const silent = { act: 'answer-extension', step, grant: true, reason } as const;
    expect(await story.actRefusal(silent, director)).toBe('form-invalid');
    await story.acts({ ...silent, grant: false }, director);
  });

  it('is not granted by a person for whom somebody else stood in who asked', async () => {
    const story = await underWay();
    await story.acts(request(10), { ...chief, standsInFor: [director.personId] });
    expect(await story.actRefusal(answer(true), director)).toBe('same-person');
  });

  it('of 31 days is refused (golden 22)', async () => {
    const story = await underWay();
    expect(await story.actRefusal(request(31), lin)).toBe('extension-too-long');
  });

  it('is granted once only (golden 22)', async () => {
    const story = await underWay();
    await story.acts(request(10), lin);
    await story.acts(answer(true), director);
    expect(await story.actRefusal(request(10), lin)).toBe('extension-used-up');
  });

  it('is granted once only, also where another round has come in between', async () => {
    const story = await underWay();
    await story.acts(request(10), lin);
    await story.acts(answer(true), director);
    await story.carry('tip-off/co-signature');
    await story.does('tip-off/co-signature', { body: said.disagreed });
    expect(await story.actRefusal(request(10), lin)).toBe('extension-used-up');
  });

  it('is granted one level up, by another person than who asked', async () => {
    const story = await underWay();
    const twoHats = { ...lin, roles: ['inspector', 'approver'] as const, level: 3 as const };
    await story.acts(request(10), twoHats);
    expect(await story.actRefusal(answer(true), chief)).toBe('role-missing');
    expect(await story.actRefusal(answer(true), manager)).toBe('level-too-low');
    expect(await story.actRefusal(answer(true), deputy)).toBe('level-too-low');
    expect(await story.actRefusal(answer(true), twoHats)).toBe('same-person');
    expect(await story.actRefusal(answer(true), { ...director, standsInFor: [lin.personId] })).toBe(
      'same-person',
    );
    await story.acts(answer(true), director);
  });

  it('is not granted by whose work it is, though the chief had asked for it', async () => {
    const story = await underWay();
    await story.acts(request(10), chief);
    const twoHats = { ...lin, roles: ['inspector', 'approver'] as const, level: 3 as const };
    expect(await story.actRefusal(answer(true), twoHats)).toBe('same-person');
  });

  it('is refused after the limit has ended', async () => {
    const story = await underWay();
    await story.on('2026-10-09');
    expect(await story.actRefusal(request(10), lin)).toBe('clock-expired');
  });

  it('that was asked for in time is not granted after the limit has ended', async () => {
    const story = await underWay();
    await story.acts(request(10), lin);
    await story.on('2026-10-09');
    expect(await story.actRefusal(answer(true), director)).toBe('clock-expired');
  });

  it('is answered once, and asked for once at a time', async () => {
    const story = await underWay();
    expect(await story.actRefusal(answer(true), director)).toBe('extension-not-requested');
    await story.acts(request(10), lin);
    expect(await story.actRefusal(request(5), lin)).toBe('extension-open');
    await story.acts(answer(false), director);
    expect(story.state(step).extension?.state).toBe('refused');
    expect(await story.actRefusal(answer(true), director)).toBe('extension-not-requested');
  });

  it('that is refused leaves the limit as it was', async () => {
    const story = await underWay();
    const { clock } = story.state(step);
    await story.acts(request(10), lin);
    await story.acts(answer(false), director);
    expect(story.state(step).clock).toEqual(clock);
  });

  it('is not there for a step whose limit the law does not extend', async () => {
    const story = await (await Story.of()).carry('tip-off/assignment');
    const act = { ...request(10), step: 'tip-off/assignment' };
    expect(await story.actRefusal(act, chief)).toBe('extension-not-allowed');
  });
});

describe('everybody’s place', () => {
  it('an enterprise’s contact does nothing on a tip-off about it, not even a note', async () => {
    const story = await (await Story.of()).carry('rectification/order');
    expect(story.office.circumstances(story.rootId).enterpriseId).toBe(firm);
    for (const act of [{ act: 'note', text: '…' } as const, requestWithdrawal]) {
      expect(await story.actRefusal(act, contact, 'tip-off')).not.toBeNull();
    }
  });

  it('a case belongs to its unit: a clerk of another one cannot accept it', async () => {
    const story = await Story.of();
    const elsewhere = person('intake-clerk', 0, { unit: 'safety-2' });
    expect(await story.refusalOf('tip-off/acceptance', { by: elsewhere })).toBe('not-your-unit');
  });

  it('notes come to a closed case too, and move nothing', async () => {
    const story = await (await Story.of()).carry(null, { 'tip-off/acceptance': [said.declined] });
    await story.acts({ act: 'note', text: '来电询问' }, clerk);
    expect(story.outcome).toBe('declined');
    expect(await story.actRefusal(requestWithdrawal, chief)).toBe('case-closed');
  });

  it('proposer, approver, payer and confirmer are four persons: one with every role cannot go on alone', async () => {
    const story = await (await Story.of()).carry('tip-off/reward-proposal');
    const all = person(['reward-officer', 'approver', 'payer', 'confirmer'], 3);
    await story.does('tip-off/reward-proposal', { by: all });
    expect(await story.refusalOf('tip-off/reward-approval', { by: all })).toBe('same-person');
    await story.carry('payout/release');
    for (const step of ['payout/release', 'payout/listing', 'payout/bank-return']) {
      expect(await story.refusalOf(step, { by: all })).toBe('same-person');
      if (step !== 'payout/bank-return') await story.does(step);
    }
    await story.does('payout/bank-return', { by: confirmer });
    expect(story.outcome).toBe('rewarded');
  });
});

describe('escalation', () => {
  it('fires reminder, overdue and escalation at their own instants and tells each its own audience', async () => {
    const story = await Story.of({ on: '2026-08-03' });
    await story.on('2026-08-24');
    const { clock } = story.state('tip-off/acceptance');
    const fired = story.office
      .events(story.rootId)
      .flatMap(({ at, body }) =>
        body.kind === 'rung-fired' ? [{ id: body.rung, at, late: body.late }] : [],
      );
    expect(fired).toEqual(clock.rungs.map(({ id, fireAt }) => ({ id, at: fireAt, late: false })));
    const told = story.events('tip-off', 'effect-asked').map(({ effect }) => effect.to);
    expect(told).toEqual([
      { kind: 'step', key: 'tip-off/acceptance#1' },
      { kind: 'office', office: 'section-chief' },
      { kind: 'office', office: 'section-chief' },
      { kind: 'office', office: 'deputy-director' },
      { kind: 'office', office: 'deputy-director' },
      { kind: 'office', office: 'director' },
    ]);
  });

  it('fires once each and in order after an outage over several rungs, and marks them late', async () => {
    const story = await Story.of({ on: '2026-08-03' });
    story.office.leapTo(morning('2026-08-24'));
    await story.on('2026-08-24');
    await story.on('2026-08-25');
    expect(story.events('tip-off', 'rung-fired').map(({ rung, late }) => [rung, late])).toEqual([
      ['remind-50', true],
      ['remind-80', true],
      ['overdue', true],
      ['overdue-deputy', true],
      ['escalate-deputy', true],
      ['escalate-director', true],
    ]);
  });

  it('stops with the decision: completing the work cancels what was still to fire', async () => {
    const story = await Story.of({ on: '2026-08-03' });
    await story.does('tip-off/acceptance', { body: said.declined });
    await story.on('2026-12-01');
    expect(story.rungsOf('tip-off/acceptance')).toEqual([]);
  });
});
