import type { Schedule } from '../../../domain/cases/safety-fund/awards';
import { firm, firmCashier, firmHead, firmSafety, firmTeam, otherFirm, person } from '../kit/people';
import { Story, type Said } from '../kit/story';

/* What an employee of a firm reports or suggests, from the check to the money. */

const schedule: Schedule = {
  from: '2026-08-01',
  awards: [
    { kind: 'hazard', grade: 'general', amountFen: 20_000 },
    { kind: 'hazard', grade: 'notable', amountFen: 80_000 },
    { kind: 'hazard', grade: 'major', amountFen: 500_000 },
    { kind: 'suggestion', grade: 'general', amountFen: 10_000 },
  ],
};
const reported = (input: object = { schedule }) =>
  Story.of({ caseType: 'fund-report', input: { enterpriseId: firm, kind: 'hazard', ...input } });
const graded = (grade: string): { 'fund-report/check': Said[] } => ({
  'fund-report/check': [{ verdict: 'confirmed', grade, findings: '属实' }],
});
const reckoned = (story: Story) => story.state('fund-report/remedy').decision?.facts;
const atPayment = async () => (await reported()).carry('fund-report/payment');

describe('the award', () => {
  it.each([
    ['hazard', 'general', 20_000, '2026-08-01 ≤ 2026-08-03: 200.00'],
    ['hazard', 'notable', 80_000, '2026-08-01 ≤ 2026-08-03: 800.00'],
    ['hazard', 'major', 500_000, '2026-08-01 ≤ 2026-08-03: 5,000.00'],
    ['suggestion', 'general', 10_000, '2026-08-01 ≤ 2026-08-03: 100.00'],
  ])(
    'of a %s of the grade %s is %i fen by the schedule of the day (golden)',
    async (kind, grade, fen, line) => {
      const story = await (await reported({ kind, schedule })).carry('fund-report/approval', graded(grade));
      expect(reckoned(story)).toMatchObject({ amountFen: fen, lines: [{ formula: line, resultFen: fen }] });
      await story.carry(null);
      expect([story.outcome, story.state('fund-report/payment').decision?.facts['amountFen']]).toEqual([
        'awarded',
        fen,
      ]);
    },
  );

  it('is none for what the schedule does not name, or where the firm had none on the day (golden)', async () => {
    const unnamed = await (await reported({ kind: 'suggestion', schedule })).carry(null, graded('major'));
    const without = await (await reported({})).carry(null);
    expect([reckoned(unnamed)?.['amountFen'], reckoned(without)?.['amountFen']]).toEqual([0, 0]);
    expect([unnamed.outcome, without.outcome]).toEqual(['settled-without-award', 'settled-without-award']);
  });

  it('is not given for what is declined, or where the head refuses', async () => {
    const declined = await (
      await reported()
    ).carry(null, { 'fund-report/check': [{ verdict: 'declined', reason: '不属实' }] });
    const refused = await (
      await reported()
    ).carry(null, { 'fund-report/approval': [{ verdict: 'refused', reason: '重复' }] });
    expect([declined.outcome, refused.outcome]).toEqual(['declined', 'award-refused']);
  });

  it('that the head returns is checked and reckoned anew', async () => {
    const story = await (
      await reported()
    ).carry('fund-report/payment', {
      'fund-report/check': [
        { verdict: 'confirmed', grade: 'major', findings: '属实' },
        { verdict: 'confirmed', grade: 'notable', findings: '等级更正' },
      ],
      'fund-report/approval': [{ verdict: 'returned', reason: '等级过高' }],
    });
    expect(reckoned(story)?.['amountFen']).toBe(80_000);
  });
});

describe('the persons', () => {
  const both = (
    base: typeof firmHead,
    ...roles: ('enterprise-head' | 'chief-safety-officer' | 'enterprise-cashier')[]
  ) => ({ ...base, roles }) as const;

  it('who state, check, approve and pay are different natural persons', async () => {
    const stated = await (await reported()).carry('fund-report/check');
    const author = both(firmTeam, 'chief-safety-officer');
    expect(await stated.refusalOf('fund-report/check', { by: author })).toBe('same-person');

    const checked = await (await reported()).carry('fund-report/approval');
    const checker = both(firmSafety, 'chief-safety-officer', 'enterprise-head');
    expect(await checked.refusalOf('fund-report/approval', { by: checker })).toBe('same-person');

    const approved = await atPayment();
    for (const one of [firmTeam, firmSafety, firmHead])
      expect(await approved.refusalOf('fund-report/payment', { by: both(one, 'enterprise-cashier') })).toBe(
        'same-person',
      );
    expect(await approved.refusalOf('fund-report/payment', { by: firmCashier })).toBeNull();
  });

  it('of another firm, or of the bureau, decide nothing in it', async () => {
    const story = await (await reported()).carry('fund-report/approval');
    const stranger = person('enterprise-head', 0, { unit: 'enterprise', enterpriseId: otherFirm });
    expect(await story.refusalOf('fund-report/approval', { by: stranger })).toBe('not-your-unit');
    expect(await story.refusalOf('fund-report/approval', { by: person('approver', 3) })).toBe('role-missing');
  });
});

describe('an award that is not paid', () => {
  it('for thirty days is put before the head by the limit itself, and is still owed (golden)', async () => {
    const story = await atPayment();
    // Approved on 2026-08-03; the thirtieth day after it is 2026-09-02, a Wednesday.
    expect(story.state('fund-report/payment').clock.dueOn).toBe('2026-09-02');
    await story.on('2026-09-02');
    expect(story.open).toEqual(['fund-report/payment']);
    await story.on('2026-09-03');
    expect([...story.open].sort()).toEqual(['fund-report/explanation', 'fund-report/payment']);
    expect(
      story.events('fund-report', 'effect-asked').map(({ effect }) => [effect.template, effect.to]),
    ).toContainEqual(['award-unpaid', { kind: 'step', key: 'fund-report/explanation#1' }]);
    await story.does('fund-report/payment');
    expect(story.outcome).toBeNull();
    await story.does('fund-report/explanation');
    expect(story.outcome).toBe('awarded');
  });

  it('for sixty days is put before the head again, who has to explain it once', async () => {
    const story = await atPayment();
    await story.on('2026-10-20');
    expect(story.rounds('fund-report/explanation')).toHaveLength(1);
    expect(
      story.events('fund-report', 'effect-asked').filter(({ effect }) => effect.template === 'award-unpaid'),
    ).toHaveLength(2);
  });
});

describe('a report without an account', () => {
  const byCode = () => reported({ schedule, byReporter: true });
  const asked: Said = { verdict: 'asked', question: '哪一侧?' };

  it('waits for the check at once, since it came with its words', async () => {
    expect((await byCode()).open).toEqual(['fund-report/check']);
  });

  it('is answered by whoever reported alone, and goes on with the check', async () => {
    const story = await byCode();
    await story.does('fund-report/check', { body: asked });
    for (const by of [firmTeam, firmSafety, firmHead])
      expect(await story.refusalOf('fund-report/answer', { by })).toBe('role-missing');
    await story.does('fund-report/answer');
    expect(story.open).toEqual(['fund-report/check']);
    await story.carry(null);
    expect(story.outcome).toBe('awarded');
  });

  it('that is not answered for ten working days goes back to the check by the limit itself (golden)', async () => {
    const story = await byCode();
    await story.does('fund-report/check', { body: asked });
    // Asked on Monday 2026-08-03; the tenth working day after it is Monday 2026-08-17.
    expect(story.state('fund-report/answer').clock.dueOn).toBe('2026-08-17');
    await story.on('2026-08-17');
    expect(story.open).toEqual(['fund-report/answer']);
    await story.on('2026-08-18');
    expect(story.open).toEqual(['fund-report/check']);
    expect(story.state('fund-report/answer').decision?.verdict).toBe('unanswered');
  });

  it('with an account is asked for a further statement', async () => {
    const story = await (await reported()).carry('fund-report/check');
    await story.does('fund-report/check', { body: asked });
    expect(story.open).toEqual(['fund-report/statement']);
  });
});
