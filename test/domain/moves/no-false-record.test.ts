import { marked } from '../../../domain/case/form';
import { datesFit } from '../../../domain/case/form-dates';
import { openings, steps } from '../../../domain/cases/catalogue';
import { creditRepairOpening } from '../../../domain/cases/credit-repair/opening';
import { usualProposal } from '../../../setup/courses/tip-off';
import { contact, firm, rewardOfficer } from '../../procedures/kit/people';
import { said, Story } from '../../procedures/kit/story';

/* What is entered can have been so: days lie where they can, papers lie in the file, and figures agree. */

const nobodysPaper = 'cccccccc-0000-4000-8000-00000000dead';

describe('every date of every form', () => {
  const forms = [
    ...[...steps.values()].flatMap(({ id, verdicts }) =>
      Object.entries(verdicts).map(([verdict, { form }]) => [`${id}: ${verdict}`, form] as const),
    ),
    ...openings.map(({ caseType, form }) => [`opening of ${caseType}`, form] as const),
  ].flatMap(([name, form]) => {
    const fields = Object.keys(form.properties).map((field) => [field, '2031-01-01']);
    const dates = marked(form, Object.fromEntries(fields), 'x-date');
    return dates.map(({ pointer }) => [name, pointer, form] as const);
  });

  it.each(forms)('of %s at %s is refused in 2031', (_name, pointer, form) => {
    const body = { [pointer.slice(1)]: '2031-01-01' };
    const days = { began: '2026-08-03', today: '2026-08-05' };
    expect(datesFit(form, body, days)).toMatchObject({ ok: false, refusal: { facts: { pointer } } });
  });
});

describe('a visit', () => {
  const finding = (visitedOn: string) => ({ body: { ...said.substantiated, visitedOn } });

  it('lies between the first day of the case and today', async () => {
    const story = await (await Story.of()).carry('tip-off/verification');
    await story.on('2026-08-05');
    expect(await story.refusalOf('tip-off/verification', finding('2020-08-04'))).toBe('form-invalid');
    expect(await story.refusalOf('tip-off/verification', finding('2026-08-02'))).toBe('form-invalid');
    expect(await story.refusalOf('tip-off/verification', finding('2026-08-06'))).toBe('date-ahead');
    expect(await story.refusalOf('tip-off/verification', finding('2026-08-04'))).toBeNull();
  });

  it('of a tip that was entered days after it came may lie before the entry', async () => {
    const input = { receivedAt: '2026-07-28T16:00:00.000Z' };
    const story = await (await Story.of({ input })).carry('tip-off/verification');
    expect(await story.refusalOf('tip-off/verification', finding('2026-07-28'))).toBe('form-invalid');
    expect(await story.refusalOf('tip-off/verification', finding('2026-07-29'))).toBeNull();
  });

  it('is planned within a year', async () => {
    const input = { enterpriseId: firm, ground: 'plan', items: ['exits'] };
    const story = await Story.of({ caseType: 'inspection', input });
    const planned = (visitOn: string) => ({
      body: { verdict: 'planned', visitOn, unannounced: false, scope: '查阅台账' },
    });
    expect(await story.refusalOf('inspection/plan', planned('9999-01-01'))).toBe('form-invalid');
    expect(await story.refusalOf('inspection/plan', planned('2027-08-03'))).toBeNull();
  });
});

test('a penalty was decided by today', async () => {
  const story = await (await Story.of()).carry('tip-off/penalty');
  const fined = { body: { ...said.fined, decidedOn: '2031-01-01' } };
  expect(await story.refusalOf('tip-off/penalty', fined)).toBe('date-ahead');
});

test('a bad record rests on a document of 1949 or later, and of no day to come', () => {
  const days = { began: '2026-08-03', today: '2026-08-03' };
  const on = (establishedOn: string) => datesFit(creditRepairOpening.form, { establishedOn }, days);
  expect(on('1949-09-30')).toMatchObject({ refusal: { code: 'form-invalid' } });
  expect(on('2026-08-04')).toMatchObject({
    refusal: { code: 'date-ahead', facts: { pointer: '/establishedOn' } },
  });
  expect(on('2026-01-31').ok).toBe(true);
});

test('a remedy is proved by papers that lie in the file of this case', async () => {
  const story = await (await Story.of()).carry('rectification/remedy');
  const items = ['h1', 'h2'].map((item) => ({ item, papers: [nobodysPaper], statement: '已整改' }));
  const tried = await story.decide('rectification/remedy', { verdict: 'proved', items }, contact);
  expect(tried).toMatchObject({
    refusal: { code: 'paper-unknown', facts: { pointer: '/items/0/papers/0' } },
  });
});

test('no more deaths were concealed than there were (B6)', async () => {
  const story = await (await Story.of()).carry('tip-off/reward-proposal');
  const accident = { deathsFinal: 1, seriousInjuries: 0, deathsConcealed: 2 };
  const tried = await story.decide('tip-off/reward-proposal', { ...usualProposal, accident }, rewardOfficer);
  expect(tried).toMatchObject({
    refusal: { code: 'form-invalid', facts: { pointer: '/accident/deathsConcealed' } },
  });
});
