import type { CaseEvent } from '../../domain/case/case-event';
import { firstBrokenLine, type ChainLine as HashedLine, type RecordedEvent } from '../store/chain';
import { Prisma } from '../../prisma/generated/client';
import type { Statements } from '../store/statements';
import type { Signer } from '../vault/signer';
import { latestHeads, parts, type HeadStore } from './head-store';
import { isGenuine, type SignedHead } from './signed-head';

/** Something in a record that is not as it was written. */
export interface RecordFault {
  /** Of the case; `office` for the record of the office itself. */
  readonly number: string;
  /** The first line that shows it; where a whole case is gone, the last that was signed. */
  readonly seq: number;
  /** Whose offices or password are not what the record says. */
  readonly login?: string;
  /** What is not what the record says: a revision of rules, or a table with the key of a row. Never about a person. */
  readonly place?: string;
  readonly fault:
    | 'line-changed'
    | 'line-forged'
    | 'head-differs'
    | 'chain-rewritten'
    | 'tail-missing'
    | 'case-missing'
    | 'signature-false'
    | 'offices-differ'
    | 'password-differs'
    | 'second-factor-differs'
    | 'rules-differ'
    | 'rules-missing'
    | 'rules-unrecorded'
    | 'row-differs'
    | 'text-differs'
    | 'paper-gone';
}

interface SealedChainLine<Event extends RecordedEvent> extends HashedLine<Event> {
  readonly seal: Uint8Array;
}

/** A record as it lies in the database, with every line and its hashes. */
export interface StoredChain<Event extends RecordedEvent = CaseEvent> {
  readonly caseId: string;
  readonly number: string;
  readonly seq: number;
  readonly headHash: Uint8Array;
  /** When the record last grew, by the office's time. */
  readonly movedAt: Date;
  readonly lines: readonly SealedChainLine<Event>[];
}

/** What a record is compared with: the office's keys, and the heads that it has signed. */
export interface Witness {
  readonly heads: HeadStore;
  readonly signer: Pick<Signer, 'publicKeys' | 'hasSealedLine'>;
}

/**
 * The first fault of a record; null where it is as it was written: each line fits its hash and the line before, and
 * bears the office's seal; the signed heads are still in it; and its last line is the head in the table of cases.
 */
export function faultOf(
  chain: StoredChain<RecordedEvent>,
  signed: SignedHead | undefined,
  witness: Witness,
): RecordFault | null {
  const { caseId, number, lines, seq, headHash } = chain;
  const found = (fault: RecordFault['fault'], line: number) => ({ number, seq: line, fault });
  const broken = firstBrokenLine(caseId, lines);
  if (broken !== null) return found('line-changed', broken);
  const forged = lines.findIndex(({ hash, seal }) => !witness.signer.hasSealedLine(hash, seal));
  if (forged >= 0) return found('line-forged', forged + 1);
  if (signed !== undefined) {
    if (!isGenuine(signed, witness.signer.publicKeys)) return found('signature-false', signed.seq);
    const then = lines[signed.seq - 1];
    if (then === undefined) return found('tail-missing', lines.length + 1);
    if (Buffer.from(then.hash).toString('hex') !== signed.hash) return found('chain-rewritten', signed.seq);
  }
  const last = lines.at(-1);
  return last === undefined || seq !== lines.length || Buffer.compare(last.hash, headHash) !== 0
    ? found('head-differs', lines.length)
    : null;
}

/** A line as {@link lineAsJson} reads it. */
export interface LineRow<Event extends RecordedEvent = CaseEvent> {
  readonly seq: number;
  readonly at: string;
  readonly actor: Event['actor'];
  readonly body: Event['body'];
  readonly prev: string;
  readonly hash: string;
  readonly seal: string;
}

interface ChainRow {
  readonly caseId: string;
  readonly number: string;
  readonly seq: number;
  readonly headHash: Uint8Array;
  readonly movedAt: Date;
  readonly lines: readonly LineRow[] | null;
}

function chainIn({ lines, ...file }: ChainRow): StoredChain {
  return {
    ...file,
    lines: (lines ?? []).map(lineIn),
  };
}

export function lineIn<Event extends RecordedEvent>({ prev, hash, seal, ...event }: LineRow<Event>) {
  return {
    event: { ...event, at: new Date(event.at).toISOString() },
    prevHash: Buffer.from(prev, 'hex'),
    hash: Buffer.from(hash, 'hex'),
    seal: Buffer.from(seal, 'hex'),
  };
}

/** One line with its hashes, of a table that is called `e`. */
export const lineAsJson = Prisma.sql`json_build_object('seq', e.seq, 'at', e.at, 'actor', e.actor, 'body', e.body,
     'prev', encode(e.prev_hash, 'hex'), 'hash', encode(e.hash, 'hex'), 'seal', encode(e.seal, 'hex'))`;

const wholeCase = Prisma.sql`f.id::text AS "caseId", f.number, f.seq, f.head_hash AS "headHash", f.moved_at AS "movedAt",
  (SELECT json_agg(${lineAsJson} ORDER BY e.seq)
   FROM anjie.record_event e WHERE e.case_id = f.id) AS lines`;

/** Every record of a family with its hashes, the root's first. */
export async function chainsOfFamily(db: Statements, rootId: string): Promise<StoredChain[]> {
  const rows = await db.$queryRaw<ChainRow[]>`
    SELECT ${wholeCase} FROM anjie.case_file f WHERE f.root_id = ${rootId}::uuid
    ORDER BY f.parent_id IS NOT NULL, f.number`;
  return rows.map(chainIn);
}

/** The records of some cases with their hashes. */
export async function chainsOfCases(db: Statements, caseIds: readonly string[]): Promise<StoredChain[]> {
  const rows = await db.$queryRaw<ChainRow[]>`
    SELECT ${wholeCase} FROM anjie.case_file f WHERE f.id = ANY(${[...caseIds]}::uuid[])`;
  return rows.map(chainIn);
}

/** One case with what is checked beside its record. @throws where there is no such case */
export async function caseWith(
  db: Statements,
  number: string,
  { read }: Pick<TableCheck, 'read'>,
): Promise<{ readonly chain: StoredChain; readonly tables: unknown }> {
  const [row] = await db.$queryRaw<(ChainRow & { tables: unknown })[]>`
    SELECT ${wholeCase}, ${read} AS tables FROM anjie.case_file f WHERE f.number = ${number}`;
  if (row === undefined) throw new Error('no such case');
  const { tables, ...file } = row;
  return { chain: chainIn(file), tables };
}

/** The faults in the records of a family, which has to be locked; empty where there are none. */
export async function faultsInFamily(
  chains: readonly StoredChain[],
  witness: Witness,
): Promise<RecordFault[]> {
  const ids = chains.map(({ caseId }) => caseId);
  const signed = await latestHeads(witness.heads, ids);
  return chains.flatMap((chain) => faultOf(chain, signed.get(chain.caseId), witness) ?? []);
}

/** What else is read of a case, and held against its record. */
export interface TableCheck {
  /** SQL that reads the rows of a case `f` as one value. */
  readonly read: Prisma.Sql;
  /** What of these rows is not what the record says; asked only where the record itself is as it was written. */
  readonly faultsOf: (chain: StoredChain, tables: unknown) => Promise<readonly RecordFault[]>;
  /** Rows of cases that there are not, with ids from one to another. */
  readonly orphans: (db: Statements, first: string, last: string) => Promise<readonly RecordFault[]>;
}

export interface VerificationReport {
  readonly cases: number;
  readonly lines: number;
  readonly faults: readonly RecordFault[];
}

/**
 * Compares every record with its hashes and with the signed heads, the signed heads with the records that exist, and
 * the derived tables with the records.
 * Reads a part of the cases at a time, each as it is at that moment.
 * @param onProgress told after each part how many cases and lines were looked at
 */
export async function verifyAllRecords(
  db: Statements,
  witness: Witness,
  tables: TableCheck,
  onProgress: (done: VerificationReport & { readonly share: number }) => void = () => undefined,
): Promise<VerificationReport> {
  const faults: RecordFault[] = [];
  const sum = { cases: 0, lines: 0 };
  for (const [index, part] of parts.entries()) {
    const seen = await verifyPart(db, part, witness, tables);
    sum.cases += seen.cases;
    sum.lines += seen.lines;
    faults.push(...seen.faults);
    onProgress({ ...sum, faults, share: (index + 1) / parts.length });
  }
  return { ...sum, faults };
}

const casesAtOnce = 200;

/**
 * Verifies the cases whose ids begin with two digits. The signed heads are read first: a record can only have grown
 * beyond them since.
 */
export async function verifyPart(
  db: Statements,
  part: string,
  witness: Witness,
  tables: TableCheck,
): Promise<VerificationReport> {
  const signed = await witness.heads.latest(part);
  const missing = new Map(signed);
  const faults: RecordFault[] = [];
  const sum = { cases: 0, lines: 0 };
  const [first, last] = [
    `${part}000000-0000-0000-0000-000000000000`,
    `${part}ffffff-ffff-ffff-ffff-ffffffffffff`,
  ];
  for (let after: string | null = null; ;) {
    const rows: (ChainRow & { tables: unknown })[] = await db.$queryRaw`
      SELECT ${wholeCase}, ${tables.read} AS tables FROM anjie.case_file f
      WHERE f.id BETWEEN ${first}::uuid AND ${last}::uuid AND (${after}::uuid IS NULL OR f.id > ${after}::uuid)
      ORDER BY f.id LIMIT ${casesAtOnce}`;
    for (const { tables: read, ...row } of rows) {
      const chain = chainIn(row);
      const fault = faultOf(chain, signed.get(chain.caseId), witness);
      if (fault !== null) faults.push(fault);
      else faults.push(...(await tables.faultsOf(chain, read)));
      missing.delete(chain.caseId);
      sum.cases += 1;
      sum.lines += chain.lines.length;
    }
    after = rows.at(-1)?.caseId ?? null;
    if (rows.length < casesAtOnce) break;
  }
  // What is left of a case that is gone as a whole is named with it.
  const orphans = await tables.orphans(db, first, last);
  faults.push(...orphans.filter(({ number: caseId }) => !missing.has(caseId)));
  for (const { number, seq } of missing.values()) faults.push({ number, seq, fault: 'case-missing' });
  return { ...sum, faults };
}
