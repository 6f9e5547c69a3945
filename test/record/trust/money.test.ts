import { Client } from 'pg';
import { lineHash } from '../../../record/store/chain';
import { recordsOf } from '../../../record/store/stored-record';
import type { Actor, Role } from '../../../domain/role';
import { usual, type Seat } from '../../../setup/courses';
import { actorAt, unit } from '../../harness/cast';
import { carryTipOff, decide, decideAsUsual, openStepsOf } from '../../harness/courses/usual-course';
import { CaseDesk } from '../../../record/desk/case-desk';
import { Office } from '../../harness/office';

/*
 * A thief who holds the database as its owner wants a reward to be paid otherwise than it was decided. Whatever they
 * write: at the release, on the list and at the bank's answer the payment is refused, and nothing is written.
 */

let office: Office;
let thief: Client;
beforeAll(async () => {
  office = await Office.open();
  thief = new Client({ connectionString: office.database.ownerUrl });
  await thief.connect();
});
afterAll(async () => {
  await thief.end();
  await office.close();
});

const stages = ['payout/release', 'payout/listing', 'payout/bank-return'] as const;
type Stage = (typeof stages)[number];

interface Reward {
  readonly tipOff: string;
  readonly payout: string;
  /** The ids of the two cases. */
  readonly ids: readonly [tipOff: string, payout: string];
  readonly stage: Stage;
}

async function rewardAt(stage: Stage): Promise<Reward> {
  const tipOff = await carryTipOff(office, { until: stage });
  const { caseId } = await office.file(tipOff);
  const child = await office.db.caseFile.findFirstOrThrow({
    where: { parentId: caseId, caseType: 'payout' },
  });
  return { tipOff, payout: child.number, ids: [caseId, child.id], stage };
}

/** As the owner of the database, whom no trigger stops. */
async function tamper(sql: string, ...values: unknown[]): Promise<void> {
  await thief.query('SET session_replication_role = replica');
  const { rowCount } = await thief.query(sql, values);
  expect(rowCount).toBeGreaterThan(0);
}

/** Changes what a decided line says; every hash stays as it was. */
const changeLine = (caseId: string, key: string, path: string, value: unknown) =>
  tamper(
    `UPDATE anjie.record_event SET body = jsonb_set(body, '${path}', '${JSON.stringify(value)}')
     WHERE case_id = $1::uuid AND (kind = 'opened' AND $2 = 'opened' OR body->>'key' = $2 AND kind = 'decided')`,
    caseId,
    key,
  );

/** Makes every hash of a record anew, as somebody can who knows how they are made. */
async function rehash(caseId: string): Promise<void> {
  let hash: Uint8Array = Buffer.alloc(32);
  for (const event of (await recordsOf(office.db, [caseId])).get(caseId) ?? []) {
    const next = lineHash(hash, caseId, event);
    const sql = `UPDATE anjie.record_event SET prev_hash = $1, hash = $2 WHERE case_id = $3::uuid AND seq = $4`;
    await tamper(sql, hash, next, caseId, event.seq);
    hash = next;
  }
  await tamper('UPDATE anjie.case_file SET head_hash = $1 WHERE id = $2::uuid', hash, caseId);
}

/** Somebody of the office in another account of theirs. */
function otherAccountOf(seat: Seat, role: Role): Actor {
  return { ...actorAt(office.cast, seat, unit), roles: [role], level: 3 } as Actor;
}

async function refusal({ payout, stage }: Reward, by?: Actor): Promise<string> {
  const [waiting] = await openStepsOf(office, payout);
  if (waiting?.step !== stage) throw new Error(`${stage} does not wait`);
  const says = usual(stage).says;
  const body = typeof says === 'function' ? await says({ number: payout } as never) : says;
  const before = await linesOf(payout);
  const outcome = await (by === undefined
    ? decide(office, payout, stage, body)
    : decide(office, payout, stage, body, by));
  expect(await linesOf(payout)).toBe(before);
  return outcome.ok ? 'paid' : outcome.refusal.code;
}

const linesOf = (number: string) => office.db.recordEvent.count({ where: { case: { number } } });

const tenTimesTheAmount = ({ ids: [, payout] }: Reward) =>
  tamper('UPDATE anjie.payout_order SET amount_fen = amount_fen * 10 WHERE case_id = $1::uuid', payout);

it.each(stages)('is refused at %s where the order is over ten times the amount', async (stage) => {
  const reward = await rewardAt(stage);
  await tenTimesTheAmount(reward);
  expect(await refusal(reward)).toBe('record-not-as-written');
});

it.each<[what: string, write: (reward: Reward) => Promise<void>]>([
  [
    'the proposal of the tip-off says another amount',
    ({ ids: [tipOff] }) => changeLine(tipOff, 'tip-off/reward-proposal#1', '{facts,amountFen}', 99_000_000),
  ],
  [
    'the order and the first line of the payout say another amount',
    async (reward) => {
      await tenTimesTheAmount(reward);
      await changeLine(reward.ids[1], 'opened', '{input,amountFen}', 18_000_000);
    },
  ],
  [
    'every hash of a changed record was made anew',
    async (reward) => {
      await tenTimesTheAmount(reward);
      await changeLine(reward.ids[1], 'opened', '{input,amountFen}', 18_000_000);
      await rehash(reward.ids[1]);
    },
  ],
  [
    'the claim names another payee',
    ({ ids: [tipOff] }) => changeLine(tipOff, 'tip-off/claim#1', '{detail,payee}', 'ab'.repeat(32)),
  ],
  [
    'somebody else is said to have approved the reward',
    ({ ids: [tipOff] }) =>
      tamper(
        `UPDATE anjie.record_event SET actor = jsonb_set(actor, '{personId}', to_jsonb(gen_random_uuid()::text))
         WHERE case_id = $1::uuid AND body->>'key' = 'tip-off/reward-approval#1' AND kind = 'decided'`,
        tipOff,
      ),
  ],
  [
    'the approval was taken out of the record',
    ({ ids: [tipOff] }) =>
      tamper(
        `DELETE FROM anjie.record_event
         WHERE case_id = $1::uuid AND body->>'key' = 'tip-off/reward-approval#1' AND kind = 'decided'`,
        tipOff,
      ),
  ],
  ['an approval was appended that nobody has given', forgeApproval],
])('is refused where %s, at each stage', async (_what, write) => {
  for (const stage of stages) {
    const reward = await rewardAt(stage);
    await write(reward);
    expect([stage, await refusal(reward)]).toEqual([stage, 'record-not-as-written']);
  }
});

it('is refused under law that was changed by hand, by the next process that reads it', async () => {
  const reward = await rewardAt('payout/release');
  const { vault, receipts, signer } = office;
  const started = () => new CaseDesk({ db: office.db, vault, receipts, signer });
  await tamper(`CREATE TEMP TABLE law_before AS TABLE anjie.policy_revision`);
  await tamper(
    `UPDATE anjie.policy_revision SET layers = jsonb_set(layers, '{0,rows,0,source,article}', '"none"')`,
  );
  const release = (desk: CaseDesk) =>
    desk.decide({
      ...{ number: reward.payout, step: 'payout/release', body: { verdict: 'released' } },
      ...{ actor: actorAt(office.cast, 'director', unit), seenSeq: null, idempotency: null },
    });
  expect(await release(started())).toMatchObject({ refusal: { code: 'record-not-as-written' } });
  await tamper(
    `UPDATE anjie.policy_revision p SET layers = b.layers FROM law_before b WHERE b.revision = p.revision`,
  );
  expect(await release(started())).toMatchObject({ ok: true });
});

it('is refused to the second account of who proposed it, whatever the table of who took part says', async () => {
  const reward = await rewardAt('payout/release');
  await tamper('DELETE FROM anjie.participation WHERE case_id = $1::uuid', reward.ids[0]);
  expect(await refusal(reward, otherAccountOf('rewardOfficer', 'approver'))).toBe('same-person');
});

it.each([
  ['payout/listing', 'payer'],
  ['payout/bank-return', 'confirmer'],
] as const)(
  'is refused at %s to who released it, although the table names somebody else',
  async (stage, role) => {
    const reward = await rewardAt(stage);
    await tamper(
      'UPDATE anjie.participation SET person_id = gen_random_uuid() WHERE case_id = $1::uuid',
      reward.ids[1],
    );
    expect(await refusal(reward, otherAccountOf('director', role))).toBe('same-person');
  },
);

it('is paid where nobody has touched anything', async () => {
  const reward = await rewardAt('payout/bank-return');
  const [waiting] = await openStepsOf(office, reward.payout);
  await decideAsUsual(office, waiting!);
  expect((await office.view(reward.tipOff)).closed?.outcome).toBe('rewarded');
});

/** A line that only whoever holds the database has written: hashed as it should be, and without the office's seal. */
async function forgeApproval({ ids: [tipOff] }: Reward): Promise<void> {
  const events = (await recordsOf(office.db, [tipOff])).get(tipOff) ?? [];
  const approval = events.find(
    ({ body }) => body.kind === 'decided' && body.key === 'tip-off/reward-approval#1',
  )!;
  const last = await office.db.recordEvent.findFirstOrThrow({
    where: { caseId: tipOff },
    orderBy: { seq: 'desc' },
  });
  const forged = { ...approval, seq: last.seq + 1, at: last.at.toISOString() };
  const hash = lineHash(last.hash, tipOff, forged);
  await tamper(
    `INSERT INTO anjie.record_event (case_id, seq, at, kind, actor, body, prev_hash, hash)
     VALUES ($1::uuid, $2, $3::timestamptz, 'decided', $4::jsonb, $5::jsonb, $6, $7)`,
    ...[
      tipOff,
      forged.seq,
      forged.at,
      JSON.stringify(forged.actor),
      JSON.stringify(forged.body),
      last.hash,
      hash,
    ],
  );
  await tamper(
    'UPDATE anjie.case_file SET seq = $1, head_hash = $2 WHERE id = $3::uuid',
    forged.seq,
    hash,
    tipOff,
  );
}
