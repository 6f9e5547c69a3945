import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Client } from 'pg';
import { rowCheck } from '../../../record/operation/row-check';
import { Papers } from '../../../record/papers/papers';
import { openLog } from '../../../record/store/log';
import { Rulebooks } from '../../../record/store/rulebook';
import { HeadFiles, nothingSigned } from '../../../record/trust/head-store';
import { verifyAllRecords } from '../../../record/trust/verify-record';
import { RecordWatch } from '../../../worker/record-watch';
import { act, carryTipOff, handIn } from '../../harness/courses/usual-course';
import { Office } from '../../harness/office';

/*
 * Lists, figures of money and the separation of persons go by tables that follow from the records. Whoever changes a
 * row of them in the database is found, by case, table and key.
 */

let office: Office;
let thief: Client;
let folder: string;
/** A tip-off whose reward was paid, and its payout; and a payout that waits for its release. */
let paid: { number: string; id: string };
let payout: { number: string; id: string };
let waiting: { number: string; id: string };
/** A tip-off that the chief asks to be withdrawn. */
let asked: { number: string; id: string };
beforeAll(async () => {
  office = await Office.open();
  folder = await mkdtemp(join(tmpdir(), 'anjie-heads-'));
  thief = new Client({ connectionString: office.database.ownerUrl });
  await thief.connect();
  await thief.query('SET session_replication_role = replica');
  paid = await rootOf(await carryTipOff(office));
  payout = await payoutOf(paid);
  waiting = await payoutOf(await rootOf(await carryTipOff(office, { until: 'payout/release' })));
  asked = await rootOf(await handIn(office));
  await act(
    office,
    asked.number,
    { act: 'request-withdrawal', reason: '重复登记', told: '已合并办理' },
    office.cast.chief,
  );
});
afterAll(async () => {
  await thief.end();
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

const payoutOf = ({ id }: { readonly id: string }) =>
  office.db.caseFile.findFirstOrThrow({ where: { parentId: id, caseType: 'payout' } });
const rootOf = (number: string) => office.db.caseFile.findUniqueOrThrow({ where: { number } });

async function named(): Promise<string[]> {
  const tables = rowCheck(new Rulebooks(office.db));
  const witness = { heads: nothingSigned, signer: office.signer };
  const { faults } = await verifyAllRecords(office.db, witness, tables);
  return faults.map(({ number, fault, place = '' }) => `${fault} ${number} ${place}`).sort();
}

/** Does something to a table, looks, and puts the table back as it was. */
async function tampered(table: string, sql: string, id: string, look: () => Promise<void>): Promise<void> {
  await thief.query(`CREATE TEMP TABLE before AS TABLE anjie.${table}`);
  try {
    expect((await thief.query(sql, [id])).rowCount).toBeGreaterThan(0);
    await look();
  } finally {
    await thief.query(`DELETE FROM anjie.${table}`);
    await thief.query(`INSERT INTO anjie.${table} SELECT * FROM before`);
    await thief.query('DROP TABLE before');
  }
}

it('finds nothing where nobody has touched anything', async () => {
  expect(await named()).toEqual([]);
});

type Whose = 'paid' | 'payout' | 'waiting' | 'asked';

describe.each<[table: string, whose: Whose, sql: string, key: RegExp]>([
  ['bank_entry', 'payout', 'DELETE FROM anjie.bank_entry WHERE case_id = $1', /^\/\d+$/],
  ['bank_entry', 'payout', 'UPDATE anjie.bank_entry SET amount_fen = 1 WHERE case_id = $1', /^\/\d+$/],
  ['reward', 'paid', 'DELETE FROM anjie.reward WHERE case_id = $1', /^$/],
  ['reward', 'paid', `UPDATE anjie.reward SET amount_fen = amount_fen * 10 WHERE case_id = $1`, /^$/],
  ['payout_order', 'payout', `UPDATE anjie.payout_order SET state = 'refused' WHERE case_id = $1`, /^$/],
  ['payout_order', 'payout', `UPDATE anjie.payout_order SET batch = 'B-1' WHERE case_id = $1`, /^$/],
  ['open_step', 'waiting', 'DELETE FROM anjie.open_step WHERE case_id = $1', /^\/payout\/release#1$/],
  [
    'open_step',
    'waiting',
    `UPDATE anjie.open_step SET due_at = due_at + interval '1 year' WHERE case_id = $1`,
    /^\/payout\/release#1$/,
  ],
  [
    'open_step',
    'paid',
    `INSERT INTO anjie.open_step SELECT $1::uuid, key, step, opened_seq, role, unit, assignee, level, opened_at
     FROM anjie.open_step LIMIT 1`,
    /^\//,
  ],
  ['participation', 'paid', 'DELETE FROM anjie.participation WHERE case_id = $1 AND seq = 6', /^\/6$/],
  [
    'participation',
    'paid',
    'UPDATE anjie.participation SET person_id = gen_random_uuid() WHERE case_id = $1 AND seq = 6',
    /^\/6$/,
  ],
  ['case_file', 'waiting', `UPDATE anjie.case_file SET stage = 'closed' WHERE id = $1`, /^$/],
  ['case_file', 'paid', `UPDATE anjie.case_file SET outcome = 'declined' WHERE id = $1`, /^$/],
  [
    'case_file',
    'waiting',
    'UPDATE anjie.case_file SET next_rung_at = NULL, due_at = now() WHERE id = $1',
    /^$/,
  ],
  ['effect_order', 'asked', 'DELETE FROM anjie.effect_order WHERE case_id = $1', /^\/./],
  ['effect_order', 'asked', 'UPDATE anjie.effect_order SET done_at = now() WHERE case_id = $1', /^\/./],
  ['open_request', 'asked', 'DELETE FROM anjie.open_request WHERE case_id = $1', /^\/\d+\/approver$/],
  [
    'open_request',
    'asked',
    `UPDATE anjie.open_request SET barred = '{}' WHERE case_id = $1`,
    /^\/\d+\/approver$/,
  ],
  [
    'paper',
    'paid',
    `INSERT INTO anjie.paper (id, case_id, seq, digest, media_type, bytes, origin, added_at)
     VALUES (gen_random_uuid(), $1, 1, 'x', 'image/png', 1, 'staff', now())`,
    /^\/1$/,
  ],
  [
    'approval_outcome',
    'paid',
    `INSERT INTO anjie.approval_outcome (case_id, matter, department, verdict, limit_unit, limit_days, actual_days,
       promise_broken, decided_at) VALUES ($1, 'm', 'd', 'granted', 'working-days', 1, 1, false, now())`,
    /^$/,
  ],
])('a row of %s that was changed by hand (%s)', (table, whose, sql, key) => {
  it('is named by case, table and key', async () => {
    const { number, id } = { paid, payout, waiting, asked }[whose];
    await tampered(table, sql, id, async () => {
      const found = await named();
      expect(found.length).toBeGreaterThan(0);
      const place = `row-differs ${number} ${table}`;
      for (const each of found)
        expect([each.slice(0, place.length), each.slice(place.length)]).toEqual([
          place,
          expect.stringMatching(key),
        ]);
    });
  });
});

it('is named where it belongs to no case at all', async () => {
  const sql = `INSERT INTO anjie.participation (case_id, seq, root_id, step, person_id)
    VALUES (gen_random_uuid(), 1, $1, 'tip-off/reward-approval', gen_random_uuid())`;
  await tampered('participation', sql, paid.id, async () => {
    expect(await named()).toEqual([expect.stringMatching(/^row-differs [0-9a-f-]{36} participation$/)]);
  });
});

it('is named by the watch in its log, without a word about a person, and counted', async () => {
  let logged = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  const log = openLog({ program: 'test', level: 'error', destination });
  const heads = new HeadFiles(folder);
  // The cast of this office has no lines in the office record, which is told too.
  const { db, vault, signer } = office;
  const papers = new Papers({ folder: join(folder, 'papers'), vault, scanner: null });
  const watch = new RecordWatch({ db, vault, papers, signer, heads, log });
  for (let round = 0; round < 2; round++) await watch.round();
  const before = watch.faults;
  const sql = 'UPDATE anjie.participation SET person_id = gen_random_uuid() WHERE case_id = $1 AND seq = 6';
  await tampered('participation', sql, paid.id, async () => {
    logged = '';
    for (let round = 0; round < 2; round++) await watch.round();
    expect(watch.faults).toBe(before + 1);
    expect(JSON.parse(logged)).toMatchObject({
      ...{ event: 'record-not-as-written', caseNumber: paid.number, code: 'row-differs' },
      place: 'participation/6',
    });
    expect(logged).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });
});
