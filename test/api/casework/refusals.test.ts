import { actDefs } from '../../../api/contract/schemas/act-schemas';
import { problems } from '../../../api/contract/problem-codes';
import type { StaffAct } from '../../../domain/moves/acts/act';
import { zoneWide } from '../../../domain/moves/authorize';
import { steps } from '../../../domain/cases/catalogue';
import type { AnyStep } from '../../../domain/case/step';
import { openDatabase, type Database } from '../../../record/store/database';
import { changeOffice } from '../kit/changes';
import { decisionUrl, type Answer } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { firm, RefusedAttempts, type Attempt } from '../kit/refused-attempts';
import { sampleDecision, sampleOf } from '../contract/sample-form';
import { standingCase, type StandingCase } from '../kit/standing-case';

/*
 * Every route on which a case is decided or moved, against everybody and everything that it refuses: each has its
 * code, writes nothing, and is entered. Routes and forms come from the catalogue, so that a new step is in here.
 */

let office: Office;
let owner: Database;
let refused: RefusedAttempts;
beforeAll(async () => {
  office = await openOffice();
  owner = openDatabase(office.database.ownerUrl, { applicationName: 'test-owner', poolSize: 2 });
  refused = await RefusedAttempts.by(office, owner);
});
afterAll(async () => {
  await owner.$disconnect();
  await office.close();
});

const acceptance = steps.get('tip-off/acceptance') as AnyStep;
const decided = [...steps.values()].filter(({ role }) => role !== 'reporter');

it.each(decided.map((def) => [def.id, def] as const))(
  'a decision on %s is refused to whoever may not take it, and where something is not in order',
  async (_id, def) => {
    const decider = refused.holderOf(def.role);
    const standing = await standingCase(office, def, {
      unit: zoneWide.includes(def.role) || decider.enterpriseId !== null ? 'jxedz-safety' : decider.unit,
      enterpriseId: def.id.startsWith('payout/') ? null : firm,
      decider,
    });
    const route = { url: decisionUrl(standing.number, def.id), body: sampleDecision(def), seq: standing.seq };
    await assertRefused(standing, def.id, [
      ...(await refused.atTheDoor(decider, route)),
      {
        what: 'a verdict that the step does not know',
        told: 'verdict-not-possible',
        by: decider,
        send: () => refused.post(decider, route, { body: { verdict: 'forgotten' } }),
      },
      ...(await refused.atTheDesk(def, decider, standing, route)),
    ]);
  },
);

it.each(Object.keys(actDefs) as StaffAct[])(
  'the act %s is refused to strangers, and where something is not in order',
  async (act) => {
    const [chief, payer] = [refused.account('chief'), refused.account('payer1')];
    const standing = await someCase();
    const body = sampleOf(actDefs[act].form) as object;
    const route = { url: `/api/cases/${standing.number}/acts/${act}`, body, seq: standing.seq };
    await assertRefused(standing, `act/${act}`, [
      ...(await refused.atTheDoor(chief, route)),
      {
        what: 'somebody who must not know of the case',
        told: 'case-not-found',
        by: payer,
        send: () => refused.post(payer, route),
      },
    ]);
  },
);

describe('somebody whose session opens nothing any more', () => {
  const body = sampleDecision(acceptance);

  it('is known by it, whether it has expired, was ended, or belongs to a disabled account', async () => {
    const standing = await someCase();
    const route = { url: decisionUrl(standing.number, acceptance.id), body, seq: standing.seq };
    const clerk = refused.account('clerk2');
    const token = await refused.tokenOf(clerk);
    const asBefore = { authorization: `Bearer ${token}` };
    await changeOffice(office, 'disable-account', { login: 'clerk2' });
    expect((await refused.post(null, route, { headers: asBefore })).body.code).toBe('not-logged-in');
    await changeOffice(office, 'enable-account', { login: 'clerk2' });
    const again = { authorization: `Bearer ${await refused.tokenOf(clerk)}` };
    expect((await office.as(null).send('DELETE', '/api/session', undefined, again)).status).toBe(204);
    expect((await refused.post(null, route, { headers: again })).body.code).toBe('not-logged-in');
    const entry = [acceptance.id, 'not-logged-in', clerk.personId, clerk.accountId];
    expect(await enteredOn(standing.caseId)).toEqual([entry, entry]);
  });

  it('is told the same of a case that there is and of one that there is not', async () => {
    const { number, seq } = await someCase();
    const clerk = refused.account('clerk1');
    const expired = { authorization: `Bearer ${await refused.tokenOf(clerk, 13 * 3_600_000)}` };
    for (const headers of [{}, expired]) {
      const [there, nowhere] = await Promise.all(
        [number, 'TO-2026-AAAAAAAA'].map((each) =>
          refused.post(null, { url: decisionUrl(each, acceptance.id), body, seq }, { headers }),
        ),
      );
      const told = (answer?: Answer) => [
        answer?.status,
        answer?.text.replace(/"instance":"[^"]+"/, ''),
        { ...answer?.headers, date: '' },
      ];
      expect(told(there)).toEqual(told(nowhere));
    }
  });
});

it('enters one line a minute of strangers, however often they try', async () => {
  const { number, caseId, seq } = await someCase();
  const knock = (step: AnyStep) => refused.post(null, { url: decisionUrl(number, step.id), body: {}, seq });
  const review = steps.get('tip-off/verification-review') as AnyStep;
  for (let i = 0; i < 5; i++) await knock(acceptance);
  await knock(review);
  await owner.$executeRaw`
    INSERT INTO anjie.refused_attempt (at, case_id, act, code)
    VALUES (now() - interval '61 seconds', ${caseId}::uuid, 'tip-off/feedback', 'not-logged-in')`;
  await knock(steps.get('tip-off/feedback') as AnyStep);
  expect(await enteredOn(caseId)).toEqual(
    [acceptance.id, review.id, 'tip-off/feedback', 'tip-off/feedback'].map((act) => [
      act,
      'not-logged-in',
      null,
      null,
    ]),
  );
});

it('enters who looks for cases and papers that are not for them', async () => {
  const { number, caseId } = await someCase();
  const [payer, clerk] = [refused.account('payer1'), refused.account('clerk1')];
  const file = `/api/cases/${number}`;
  await office.as(null).get(file);
  await office.as('payer1').get(file);
  await office.as('payer1').get(`${file}/record`);
  await office.as('clerk1').get(`${file}/papers/0198c000-0000-4000-8000-000000000000`);
  expect(await enteredOn(caseId)).toEqual([
    ['read', 'not-logged-in', null, null],
    ['read', 'case-not-found', payer.personId, payer.accountId],
    ['read/record', 'case-not-found', payer.personId, payer.accountId],
    ['read/paper', 'paper-not-found', clerk.personId, clerk.accountId],
  ]);
});

it('enters without a case what names none, and nothing of what reporters mistype', async () => {
  const latest = () => office.db.refusedAttempt.findFirst({ orderBy: { id: 'desc' } });
  await office.as('clerk1').post('/api/payouts/bank-list', { cases: ['PO-2026-AAAAAAAA'] });
  expect(await latest()).toMatchObject({ caseId: null, act: 'payout/listing', code: 'role-missing' });
  const before = await office.db.refusedAttempt.count();
  await office.as(null).post('/api/public/receipt/claim', { code: 5 });
  await office.as(null).post('/api/public/tip-offs', { text: 5 });
  expect(await office.db.refusedAttempt.count()).toBe(before);
});

/** Sends each, and holds answers, record and the list of attempts against what has to come of it. */
async function assertRefused(
  { caseId }: StandingCase,
  act: string,
  attempts: readonly Attempt[],
): Promise<void> {
  let before = await everythingWritten();
  const answers: unknown[] = [];
  for (const { what, prepare, send } of attempts) {
    if (prepare !== undefined) {
      expect(await everythingWritten()).toEqual(before);
      await prepare();
      before = await everythingWritten();
    }
    const { status, body } = await send();
    answers.push([what, status, body.code]);
  }
  expect(answers).toEqual(attempts.map(({ what, told }) => [what, problems[told].status, told]));
  expect(await enteredOn(caseId)).toEqual(
    attempts.map(({ told, entered = told, by }) => [
      act,
      entered,
      by?.personId ?? null,
      by?.accountId ?? null,
    ]),
  );
  expect(await everythingWritten()).toEqual(before);
}

async function enteredOn(caseId: string): Promise<unknown[]> {
  const lines = await office.db.refusedAttempt.findMany({ where: { caseId }, orderBy: { id: 'asc' } });
  return lines.map(({ act, code, personId, accountId }) => [act, code, personId, accountId]);
}

/** Every case as it stands, and how many rows each table holds, but for those that count tries and sessions. */
async function everythingWritten() {
  const cases = await owner.$queryRaw`SELECT to_jsonb(f) FROM anjie.case_file f ORDER BY f.number`;
  const rows = await owner.$queryRaw<{ table: string; rows: string }[]>`
    SELECT table_schema || '.' || table_name AS "table",
      query_to_xml(format('SELECT count(*) FROM %I.%I', table_schema, table_name), false, true, '')::text AS rows
    FROM information_schema.tables
    WHERE table_schema IN ('anjie', 'vault')
      AND table_name NOT IN ('refused_attempt', 'session', 'failed_try', 'participation', 'recusal')
    ORDER BY 1`;
  return { cases, rows };
}

/** A tip-off that waits to be accepted. */
function someCase(): Promise<StandingCase> {
  return standingCase(office, acceptance, { unit: 'jxedz-safety', enterpriseId: firm });
}
