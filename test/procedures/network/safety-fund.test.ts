import { scheduleOn } from '../../../domain/cases/safety-fund/awards';
import { schedulesOf } from '../../../domain/cases/safety-fund/steps';
import { firm, firmCashier, firmHead } from '../kit/people';
import { Story, type Said } from '../kit/story';

/* The fund of a firm: money that comes in, and the awards that it gives from which day on. */

const fund = () => Story.of({ caseType: 'safety-fund', input: { enterpriseId: firm } });
const allocated = (change: object = {}): Said => ({
  verdict: 'allocated',
  amountFen: 5_000_000,
  source: 'own-funds',
  ...change,
});
const scheduled = (from: string, amountFen = 20_000): Said => ({
  verdict: 'scheduled',
  from,
  awards: [{ kind: 'hazard', grade: 'general', amountFen }],
});
const keeps = (story: Story, body: Said) => story.does('safety-fund/keeping', { body });
const refused = (story: Story, body: Said) => story.refusalOf('safety-fund/keeping', { body });

it('has what the cashier has received, of what another person has allocated', async () => {
  const story = await fund();
  await keeps(story, allocated());
  expect(story.open).toEqual(['safety-fund/receipt']);
  const oneHand = { ...firmHead, roles: ['enterprise-head', 'enterprise-cashier'] } as const;
  expect(await story.refusalOf('safety-fund/receipt', { by: oneHand })).toBe('same-person');
  await story.does('safety-fund/receipt', { by: firmCashier });
  expect(story.state('safety-fund/receipt').decision?.facts['amountFen']).toBe(5_000_000);
  expect(story.open).toEqual(['safety-fund/keeping']);
});

it('takes no money that the law has earmarked as safety expenses', async () => {
  expect(await refused(await fund(), allocated({ source: 'statutory-expenses' }))).toBe('source-not-allowed');
});

it('changes its awards from the next day on at the earliest; only the first begin today', async () => {
  const story = await fund();
  await keeps(story, scheduled('2026-08-03'));
  expect(await refused(story, scheduled('2026-08-03', 30_000))).toBe('schedule-too-early');
  expect(await refused(story, scheduled('2026-08-02'))).toBe('schedule-too-early');
  await keeps(story, scheduled('2026-08-04', 30_000));
  const amountOn = (day: string) => scheduleOn(schedulesOf(story.view()), day)?.awards[0]?.amountFen ?? null;
  expect(['2026-08-02', '2026-08-03', '2026-08-04', '2027-01-01'].map(amountOn)).toEqual([
    null,
    20_000,
    30_000,
    30_000,
  ]);
});

it('names each kind and grade once in a schedule', async () => {
  const { awards, ...rest } = scheduled('2026-08-03') as Said & { awards: object[] };
  expect(await refused(await fund(), { ...rest, awards: [...awards, ...awards] })).toBe('form-invalid');
});

it('is looked at again within a year, and ends by the word of the head', async () => {
  const story = await fund();
  expect(story.state('safety-fund/keeping').clock.dueOn).toBe('2027-08-03');
  await keeps(story, { verdict: 'ended', reason: '搬迁' });
  expect(story.outcome).toBe('ended');
});
