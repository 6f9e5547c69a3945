import { openDatabase, openVaultDatabase, type Database } from '../../record/store/database';
import { officeRecordId } from '../../record/store/chain';
import { HeadFiles, officePart, parts } from '../../record/trust/head-store';
import { holdsPaper, type PaperFiles } from '../../record/operation/paper-check';
import { isGenuine, type SignedHead } from '../../record/trust/signed-head';
import { Papers, papersFolder } from '../../record/papers/papers';
import type { Signer } from '../../record/vault/signer';
import { Vault } from '../../record/vault/vault';
import { readKeyTexts, ringsIn } from './key-files';
import type { OfficePlace } from './make';

/* What a backup lacks, or a restored office: papers that are gone, and lines that were recorded later. */

/** Lines of a record that the office has signed and the restored record does not have. */
export interface LostLines {
  /** Of the case; `office` for the record of the office itself. */
  readonly number: string;
  readonly from: number;
  readonly to: number;
  /** When the record had grown so far. */
  readonly at: string;
}

/**
 * What is lost, by signed heads that outlived the database. Heads are signed twice a minute, so of the last half minute
 * they know nothing.
 */
export async function lostTail(
  db: Database,
  headsFolder: string,
  { publicKeys }: Signer,
): Promise<LostLines[]> {
  const heads = new HeadFiles(headsFolder);
  const lost: LostLines[] = [];
  for (const part of [...parts, officePart]) {
    const signed = [...(await heads.latest(part)).values()].filter((head) => isGenuine(head, publicKeys));
    if (signed.length === 0) continue;
    const kept = await lengthsOf(db, signed);
    for (const { caseId, number, seq, at } of signed) {
      const length = kept.get(caseId) ?? 0;
      if (length < seq) lost.push({ number, from: length + 1, to: seq, at });
    }
  }
  return lost.sort((one, other) => one.at.localeCompare(other.at));
}

async function lengthsOf(db: Database, heads: readonly SignedHead[]): Promise<ReadonlyMap<string, number>> {
  const ids = heads.map(({ caseId }) => caseId).filter((id) => id !== officeRecordId);
  const rows = await db.$queryRaw<{ id: string; seq: number }[]>`
    SELECT id::text, seq FROM anjie.case_file WHERE id = ANY(${ids}::uuid[])
    UNION ALL SELECT ${officeRecordId}, coalesce(max(seq), 0) FROM anjie.office_event`;
  return new Map(rows.map(({ id, seq }) => [id, seq]));
}

/** The numbers of payouts that have begun and not ended: since the backup, the bank may have paid them. */
export async function payoutsUnderWay(db: Database): Promise<string[]> {
  const rows = await db.$queryRaw<{ number: string }[]>`
    SELECT f.number FROM anjie.payout_order o JOIN anjie.case_file f ON f.id = o.case_id
    WHERE f.outcome IS NULL ORDER BY f.number`;
  return rows.map(({ number }) => number);
}

interface PaperRow extends PaperFiles {
  readonly id: string;
  readonly number: string;
}

const atOnce = 500;

/** What lies beside the record: the database as its owner, the keys of cases, and the store of papers. */
export async function withStores<T>(
  { ownerUrl, keysFolder, dataFolder }: OfficePlace,
  work: (stores: { readonly db: Database; readonly vault: Vault; readonly papers: Papers }) => Promise<T>,
): Promise<T> {
  const connection = { applicationName: 'anjie-backup', poolSize: 2, statementTimeoutMs: 120_000 };
  const [db, database] = [openDatabase(ownerUrl, connection), openVaultDatabase(ownerUrl, connection)];
  try {
    const { vault: masterKeys } = ringsIn(await readKeyTexts(keysFolder));
    const vault = new Vault({ database, masterKeys });
    const papers = new Papers({ folder: papersFolder(dataFolder), vault, scanner: null });
    return await work({ db, vault, papers });
  } finally {
    await Promise.all([db.$disconnect(), database.$disconnect()]);
  }
}

/** The cases of papers that the record names and the store does not hold, a number for each paper. */
export function missingPapers(place: OfficePlace): Promise<string[]> {
  return withStores(place, async ({ db, papers }) => {
    const missing: string[] = [];
    for (let after: string | null = null; ;) {
      const rows: PaperRow[] = await db.$queryRaw<PaperRow[]>`
        SELECT p.id::text, p.case_id::text AS "caseId", p.digest, p.original, f.number
        FROM anjie.paper p JOIN anjie.case_file f ON f.id = p.case_id
        WHERE ${after}::uuid IS NULL OR p.id > ${after}::uuid ORDER BY p.id LIMIT ${atOnce}`;
      for (const row of rows) if (!(await holdsPaper(papers, row))) missing.push(row.number);
      after = rows.at(-1)?.id ?? null;
      if (rows.length < atOnce) return missing;
    }
  });
}
