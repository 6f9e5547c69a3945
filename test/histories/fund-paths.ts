import { shanghaiDate } from '../../domain/time/calendar';
import { openingOf, reporterOpenings } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import type { StaffActor } from '../../domain/role';
import { firmId, unit, zone } from '../harness/cast';
import { carry, decide, withdraw, type Course } from '../harness/courses/usual-course';
import type { Office } from '../harness/office';
import type { LongPath, Path } from './paths';

const reason = '情况说明';
const unhurried = true;
const keeping = 'safety-fund/keeping';

/** Opened by somebody of a firm, and dealt with where the zone takes in. */
async function opened(office: Office, caseType: CaseType, body: object, actor: StaffActor): Promise<string> {
  const outcome = await office.desk.openCase({
    opening: openingOf(caseType)!,
    ...{ body: body as never, actor, place: { zone, unit }, idempotency: null },
  });
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  await office.settled();
  return outcome.answer.number;
}

async function decided(office: Office, number: string, step: string, body: { verdict: string }): Promise<void> {
  const outcome = await decide(office, number, step, body);
  if (!outcome.ok) throw new Error(`${step}: ${outcome.refusal.code}`);
  await office.settled();
}

/** A fund of the firm while something goes on, with money and a schedule of today; it ends afterwards. */
async function whileThereIsAFund(office: Office, now: Date, goesOn: () => Promise<string>): Promise<string> {
  const fund = await opened(office, 'safety-fund', { rules: reason }, office.cast.firmHead);
  const awards = [{ kind: 'hazard', grade: 'general', amountFen: 20_000 }];
  const set = { verdict: 'scheduled', from: shanghaiDate(now.toISOString()), awards };
  await decided(office, fund, keeping, set);
  await decided(office, fund, keeping, { ...{ amountFen: 20_000, source: 'own-funds' }, verdict: 'allocated' });
  await decided(office, fund, 'safety-fund/receipt', {
    ...{ reference: `IN-${fund}` },
    verdict: 'received',
  });
  const number = await goesOn();
  await decided(office, fund, keeping, { ...{ reason }, verdict: 'ended' });
  return number;
}

async function reported(office: Office, course: Course): Promise<string> {
  const number = await opened(office, 'fund-report', { kind: 'hazard' }, office.cast.firmTeam);
  await carry(office, number, { unhurried, ...course });
  return number;
}

/** Handed in without an account, asked about, and answered. */
async function byCode(office: Office, course: Course): Promise<string> {
  const opening = reporterOpenings.find(({ caseType }) => caseType === 'fund-report')!;
  const outcome = await office.desk.openByReporter({
    opening,
    ...{ body: { kind: 'hazard', text: reason }, enterpriseId: firmId, place: { zone, unit }, idempotency: null },
  });
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  await office.settled();
  const { number } = outcome.answer;
  const asked = { verdict: 'asked', question: reason };
  await carry(office, number, { unhurried, instead: { 'fund-report/check': [asked] }, ...course });
  return number;
}

const withFund =
  (course: Course): Path =>
  (office) =>
    whileThereIsAFund(office, new Date(), () => reported(office, course));

export const fundPaths: Readonly<Record<string, Path>> = {
  'fund-ended': async (office) => {
    const number = await opened(office, 'safety-fund', { rules: reason }, office.cast.firmHead);
    await decided(office, number, keeping, { ...{ amountFen: 500, source: 'own-funds' }, verdict: 'allocated' });
    await decided(office, number, 'safety-fund/receipt', { ...{ reason }, verdict: 'not-received' });
    await carry(office, number, { unhurried });
    return number;
  },
  'fund-withdrawn': async (office) => {
    const number = await opened(office, 'safety-fund', { rules: reason }, office.cast.firmHead);
    await withdraw(office, number, office.cast.chief);
    return number;
  },
  'fund-awarded': withFund({
    instead: {
      'fund-report/approval': [{ verdict: 'returned', reason }],
    },
  }),
  'fund-award-refused': withFund({ instead: { 'fund-report/approval': [{ verdict: 'refused', reason }] } }),
  'fund-report-declined': (office) =>
    reported(office, { instead: { 'fund-report/check': [{ verdict: 'declined', reason }] } }),
  'fund-report-without-award': (office) => reported(office, {}),
  'fund-report-by-code': (office) => byCode(office, {}),
  'fund-report-withdrawn': async (office) => {
    const number = await reported(office, { until: 'fund-report/check' });
    await withdraw(office, number, office.cast.chief);
    return number;
  },
};

export const longFundPaths: Readonly<Record<string, LongPath>> = {
  'fund-report-unanswered': async (office, server) => {
    const number = await byCode(office, { until: 'fund-report/answer' });
    await server.sleep('20 days');
    await carry(office, number, { unhurried });
    return number;
  },
  'fund-award-paid-late': (office, server) =>
    whileThereIsAFund(office, server.now(), async () => {
      const number = await reported(office, { until: 'fund-report/payment' });
      await server.sleep('40 days');
      await carry(office, number, { unhurried });
      return number;
    }),
};
