import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { acceptance } from '../../../domain/cases/tip-off/steps';
import type { CaseEvent } from '../../../domain/case/case-event';
import { rowCheck } from '../../../record/operation/row-check';
import { Rulebooks } from '../../../record/store/rulebook';
import { lineHash } from '../../../record/store/chain';
import { recordsOf } from '../../../record/store/stored-record';
import { HeadFiles } from '../../../record/trust/head-store';
import { HeadSigning } from '../../../record/trust/head-signing';
import { verifyAllRecords, type RecordFault } from '../../../record/trust/verify-record';
import { chief } from '../../procedures/kit/crowd';
import { unit, zone } from '../../procedures/kit/people';
import { DeskSide } from '../desk/twin-office';

/* What a thief of the database's password, or of its owner's, does to a record, and by what name it is found. */

let side: DeskSide;
let owner: Client;
let folder: string;
let heads: HeadFiles;
/** The case that is tampered with, and another that stays as it is. */
let caseId: string;
let number: string;

beforeEach(async () => {
  side = await DeskSide.open();
  owner = new Client({ connectionString: side.ownerUrl });
  await owner.connect();
  folder = await mkdtemp(join(tmpdir(), 'anjie-heads-'));
  heads = new HeadFiles(folder);
  await acceptedTipOff();
  caseId = await acceptedTipOff();
  number = (await side.db.caseFile.findUniqueOrThrow({ where: { id: caseId } })).number;
});
afterEach(async () => {
  await owner.end();
  await side.close();
  await rm(folder, { recursive: true });
});

async function acceptedTipOff(): Promise<string> {
  const input = { reporterKind: 'real-name', receivedAt: '2026-08-03T02:00:00.000Z' };
  const opened = await side.desk.openPending(() =>
    Promise.resolve({
      opening: { caseType: 'tip-off', zone, unit, input },
      by: { kind: 'reporter' },
      label: '',
      opened: () => Promise.resolve(),
    }),
  );
  const file = await side.db.caseFile.findUniqueOrThrow({ where: { id: opened! } });
  const decided = await side.desk.decide({
    number: file.number,
    step: acceptance.id,
    body: { verdict: 'accepted', allegesDeath: false },
    actor: chief,
    seenSeq: null,
    idempotency: null,
  });
  expect(decided.ok).toBe(true);
  return file.id;
}

const signing = () => new HeadSigning({ db: side.db, signer: side.signer, heads });

/** Signs what there is, as the worker does each minute. */
const signHeads = () => signing().round();

const verifyAll = async () =>
  verifyAllRecords(side.db, { heads, signer: side.signer }, rowCheck(new Rulebooks(side.db)));

async function faults(): Promise<readonly RecordFault[]> {
  return (await verifyAll()).faults;
}

/** As the owner of the database, whom no trigger stops. */
async function tamper(sql: string, values: unknown[] = []): Promise<void> {
  await owner.query('SET session_replication_role = replica');
  await owner.query(sql, values);
  await owner.query('SET session_replication_role = origin');
}

const eventsNow = async (): Promise<CaseEvent[]> => (await recordsOf(side.db, [caseId])).get(caseId) ?? [];

/** Writes every hash of the chain anew, as somebody can who knows how they are made. */
async function rehash(): Promise<void> {
  let hash: Uint8Array = Buffer.alloc(32);
  for (const event of await eventsNow()) {
    const next = lineHash(hash, caseId, event);
    await tamper('UPDATE anjie.record_event SET prev_hash = $1, hash = $2 WHERE case_id = $3 AND seq = $4', [
      hash,
      next,
      caseId,
      event.seq,
    ]);
    hash = next;
  }
  const { length } = await eventsNow();
  await tamper('UPDATE anjie.case_file SET head_hash = $1, seq = $2 WHERE id = $3', [hash, length, caseId]);
}

const declined = `UPDATE anjie.record_event SET body = jsonb_set(body, '{verdict}', '"declined"') WHERE case_id = $1 AND kind = 'decided'`;
const decidedSeq = async () => (await eventsNow()).find(({ body }) => body.kind === 'decided')!.seq;

it('finds nothing where nobody has touched anything', async () => {
  await signHeads();
  expect(await verifyAll()).toMatchObject({
    cases: 2,
    faults: [],
  });
});

it('names a changed line', async () => {
  const seq = await decidedSeq();
  await tamper(declined, [caseId]);
  expect(await faults()).toEqual([{ number, seq, fault: 'line-changed' }]);
});

it('names a chain whose every hash was made anew, signed before or not', async () => {
  const seq = await decidedSeq();
  await tamper(declined, [caseId]);
  await rehash();
  expect(await faults()).toEqual([{ number, seq, fault: 'line-forged' }]);
});

it('names a chain that was made anew with the seals of the office as well, by what was signed elsewhere', async () => {
  await signHeads();
  await tamper(declined, [caseId]);
  await rehash();
  for (const { seq, hash } of await side.db.recordEvent.findMany({ where: { caseId } }))
    await tamper('UPDATE anjie.record_event SET seal = $1 WHERE case_id = $2 AND seq = $3', [
      side.signer.sealLine(hash),
      caseId,
      seq,
    ]);
  expect(await faults()).toMatchObject([{ number, fault: 'chain-rewritten' }]);
  // What is not what was signed is not signed again.
  expect(await signing().round()).toMatchObject({ faults: [{ number, fault: 'chain-rewritten' }] });
});

it('names a line that somebody has added who has the database alone', async () => {
  const events = await eventsNow();
  const last = await side.db.recordEvent.findFirstOrThrow({ where: { caseId }, orderBy: { seq: 'desc' } });
  const forged: CaseEvent = {
    seq: events.length + 1,
    at: last.at.toISOString(),
    actor: { kind: 'staff', personId: chief.personId, accountId: chief.accountId },
    body: { kind: 'noted', textDigest: '00' },
  };
  const hash = lineHash(last.hash, caseId, forged);
  const thief = new Client({ connectionString: side.appUrl });
  await thief.connect();
  await thief.query(
    `INSERT INTO anjie.record_event (case_id, seq, at, kind, actor, body, prev_hash, hash)
     VALUES ($1, $2, $3, 'noted', $4, $5, $6, $7)`,
    [caseId, forged.seq, forged.at, forged.actor, forged.body, last.hash, hash],
  );
  await thief.query('UPDATE anjie.case_file SET seq = $1, head_hash = $2 WHERE id = $3', [
    forged.seq,
    hash,
    caseId,
  ]);
  await thief.end();
  expect(await faults()).toEqual([{ number, seq: forged.seq, fault: 'line-forged' }]);
});

it('names a tail that was cut', async () => {
  await signHeads();
  const { length } = await eventsNow();
  await tamper('DELETE FROM anjie.record_event WHERE case_id = $1 AND seq = $2', [caseId, length]);
  expect(await faults()).toEqual([{ number, seq: length, fault: 'tail-missing' }]);
  await rehash();
  expect(await faults()).toEqual([{ number, seq: length, fault: 'tail-missing' }]);
});

it('names a line taken out of the middle', async () => {
  await tamper('DELETE FROM anjie.record_event WHERE case_id = $1 AND seq = 2', [caseId]);
  expect(await faults()).toEqual([{ number, seq: 2, fault: 'line-changed' }]);
});

it('names a case that was deleted with all that belongs to it', async () => {
  await signHeads();
  const { length } = await eventsNow();
  await tamper('DELETE FROM anjie.record_event WHERE case_id = $1', [caseId]);
  await tamper('DELETE FROM anjie.case_file WHERE id = $1', [caseId]);
  expect(await faults()).toEqual([{ number, seq: length, fault: 'case-missing' }]);
});

it('names a table of heads that was rewritten', async () => {
  const { length } = await eventsNow();
  await tamper('UPDATE anjie.case_file SET head_hash = $1 WHERE id = $2', [Buffer.alloc(32, 7), caseId]);
  expect(await faults()).toEqual([{ number, seq: length, fault: 'head-differs' }]);
});

it('names a signature that the office has not made', async () => {
  const [head] = [...(await heads.latest(caseId.slice(0, 2))).values()];
  expect(head).toBeUndefined();
  await signHeads();
  const signed = (await heads.latest(caseId.slice(0, 2))).get(caseId)!;
  await heads.append([{ ...signed, hash: '00'.repeat(32) }]);
  expect(await faults()).toEqual([{ number, seq: signed.seq, fault: 'signature-false' }]);
});

it('signs each record once for each length that it had, also after a start anew', async () => {
  // Two cases, and the office.
  expect(await signHeads()).toEqual({ signed: 3, faults: [] });
  expect(await signHeads()).toEqual({ signed: 0, faults: [] });
  await side.desk.act({
    number,
    act: { act: 'note', text: '来电' },
    actor: chief,
    seenSeq: null,
    idempotency: null,
  });
  expect(await signHeads()).toEqual({ signed: 1, faults: [] });
});

it('lets the application neither shorten a record nor change what is paid or whose a case is', async () => {
  const thief = new Client({ connectionString: side.appUrl });
  await thief.connect();
  const attempts = [
    'UPDATE anjie.payout_order SET amount_fen = amount_fen * 10',
    `UPDATE anjie.case_file SET root_id = gen_random_uuid()`,
    `UPDATE anjie.case_file SET seq = seq - 1`,
    `UPDATE anjie.case_file SET head_hash = '\\x00'`,
    `UPDATE anjie.receipt SET case_id = gen_random_uuid()`,
    `UPDATE anjie.participation SET person_id = gen_random_uuid()`,
    `DELETE FROM anjie.record_event`,
  ];
  for (const sql of attempts) await expect(thief.query(sql)).rejects.toThrow(/permission denied|only grows/);
  await thief.end();
});
