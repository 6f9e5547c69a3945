import { Client } from 'pg';
import { enterRepair } from '../../../record/engine/repairs';
import { rowCheck } from '../../../record/operation/row-check';
import { casesToRebuild, rebuildRows } from '../../../record/operation/row-rebuild';
import { Rulebooks } from '../../../record/store/rulebook';
import { nothingSigned } from '../../../record/trust/head-store';
import { verifyAllRecords } from '../../../record/trust/verify-record';
import { carryTipOff } from '../../harness/courses/usual-course';
import { Office } from '../../harness/office';

/*
 * A release that changes what follows from a record, as the word of a stage, leaves rows of the old kind. They are made
 * anew from the verified record, and nothing else is touched.
 */

let office: Office;
let owner: Client;
let waiting: { number: string; id: string };
let payout: { number: string; id: string };
let paid: { number: string; id: string };
beforeAll(async () => {
  office = await Office.open();
  owner = new Client({ connectionString: office.database.ownerUrl });
  await owner.connect();
  await owner.query('SET session_replication_role = replica');
  waiting = await rootOf(await carryTipOff(office, { until: 'payout/release' }));
  payout = await office.db.caseFile.findFirstOrThrow({ where: { parentId: waiting.id, caseType: 'payout' } });
  paid = await rootOf(await carryTipOff(office));
});
afterAll(async () => {
  await owner.end();
  await office.close();
});

const rootOf = (number: string) => office.db.caseFile.findUniqueOrThrow({ where: { number } });
const witness = () => ({ heads: nothingSigned, signer: office.signer });
const rebuild = (number: string, apply: boolean) =>
  rebuildRows(
    office.owner,
    number,
    witness(),
    apply ? (tx) => enterRepair(tx, { caseNumber: number, ...entered }) : null,
  );
const entered = { cause: 'rows-differ', action: 'rebuilt' } as const;
const faults = async () =>
  (await verifyAllRecords(office.db, witness(), rowCheck(new Rulebooks(office.db)))).faults;
const repairs = () =>
  office.db.engineRepair.findMany({ select: { caseNumber: true, cause: true, action: true } });

it('rows that are older, missing or too many are first told, then made anew in one transaction, and entered', async () => {
  await owner.query(`UPDATE anjie.case_file SET stage = 'old-word' WHERE id = $1`, [payout.id]);
  await owner.query(`UPDATE anjie.open_step SET role = 'payer', level = 9 WHERE case_id = $1`, [payout.id]);
  await owner.query('DELETE FROM anjie.participation WHERE case_id = $1 AND seq = 6', [waiting.id]);
  await owner.query(
    `INSERT INTO anjie.open_step SELECT $1::uuid, 'tip-off/old#1', step, opened_seq, role, unit, assignee, level, opened_at
     FROM anjie.open_step LIMIT 1`,
    [waiting.id],
  );
  const before = await office.db.caseFile.findUniqueOrThrow({ where: { id: payout.id } });
  expect(casesToRebuild(await faults()).sort()).toEqual([payout.number, waiting.number].sort());

  const told = await rebuild(payout.number, false);
  expect(told).toMatchObject({ refused: null, left: [] });
  expect([...told.changed].sort()).toEqual(['case_file', 'open_step/payout/release#1']);
  expect(casesToRebuild(await faults())).toHaveLength(2);
  expect(await repairs()).toEqual([]);

  expect(await rebuild(payout.number, true)).toEqual(told);
  expect((await rebuild(waiting.number, true)).changed).toEqual(
    expect.arrayContaining(['participation/6', 'open_step/tip-off/old#1']),
  );
  expect(await faults()).toEqual([]);
  const after = await office.db.caseFile.findUniqueOrThrow({ where: { id: payout.id } });
  expect(after).toEqual({ ...before, stage: 'payout' });
  expect(await repairs()).toEqual([
    { caseNumber: payout.number, ...entered },
    { caseNumber: waiting.number, ...entered },
  ]);
  // A second time there is nothing to do, and nothing is entered.
  expect(await rebuild(payout.number, true)).toEqual({
    number: payout.number,
    refused: null,
    changed: [],
    left: [],
  });
  expect(await repairs()).toHaveLength(2);
});

it('a case whose record is not as it was written is refused', async () => {
  await owner.query(`UPDATE anjie.reward SET amount_fen = 1 WHERE case_id = $1`, [paid.id]);
  await owner.query(
    `UPDATE anjie.record_event SET body = jsonb_set(body, '{kind}', '"noted"') WHERE case_id = $1 AND seq = 3`,
    [paid.id],
  );
  expect(await rebuild(paid.number, true)).toEqual({
    ...{ number: paid.number, refused: 'line-changed' },
    ...{ changed: [], left: [] },
  });
  expect(await office.db.reward.findUniqueOrThrow({ where: { caseId: paid.id } })).toMatchObject({
    amountFen: 1,
  });
});

it('what the record does not say is named and left: when a letter went out is not made up', async () => {
  const order = await office.db.caseFile.findFirstOrThrow({
    where: { parentId: waiting.id, caseType: 'rectification' },
  });
  const { rowCount } = await owner.query(
    `UPDATE anjie.effect_order SET done_at = CASE WHEN done_at IS NULL THEN now() END WHERE case_id = $1`,
    [order.id],
  );
  expect(rowCount).toBeGreaterThan(0);
  const { changed, left } = await rebuild(order.number, true);
  expect(changed).toEqual([]);
  expect(left).toHaveLength(rowCount!);
  expect((await faults()).filter(({ number }) => number === order.number)).toHaveLength(rowCount!);
});
