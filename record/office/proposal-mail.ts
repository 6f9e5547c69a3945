import type { OfficeChangeKind } from '../../domain/office/catalogue';
import { isBarred } from '../../domain/office/second-hand';
import type { StaffActor } from '../../domain/role';
import { shanghaiDate } from '../../domain/time/calendar';
import type { Database } from '../store/database';
import type { Transaction } from '../store/statements';
import { databaseTime } from '../store/stored-record';

/** A proposal that waits for one of some people: of what kind it is, and nothing that anybody wrote. */
export interface WaitingProposal {
  readonly proposal: string;
  readonly change: OfficeChangeKind;
  readonly addresses: readonly string[];
}

/** Sends the mail about a proposal. If it throws, nobody counts as told. */
export type TellOfProposal = (waiting: WaitingProposal) => Promise<void>;

/**
 * Tells those who may answer an open proposal that it waits for them, each proposal in a transaction of its own that
 * notes it: however often this runs and wherever it breaks off, a proposal that was told is not told again.
 * @returns how many proposals were told
 * @throws AggregateError of what went wrong, after all have been tried
 */
export async function tellOfProposals(db: Database, tell: TellOfProposal): Promise<number> {
  const untold = await db.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM anjie.office_proposal WHERE state = 'open' AND told_at IS NULL ORDER BY seq`;
  const failures: unknown[] = [];
  let told = 0;
  for (const { id } of untold) {
    const one = db.inTransaction((tx) => tellOfOne(tx, id, tell));
    await one.then((did) => (told += did ? 1 : 0)).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} proposals were not told`);
  return told;
}

interface ProposalRow {
  readonly change: OfficeChangeKind;
  readonly proposer: string;
  readonly binds: string[];
  readonly person: string | null;
  readonly seconds: string[];
}

async function tellOfOne(tx: Transaction, id: string, tell: TellOfProposal): Promise<boolean> {
  // Another worker that has it now tells of it.
  const [asked] = await tx.$queryRaw<ProposalRow[]>`
    SELECT change, proposer::text, binds::text[], person::text, seconds FROM anjie.office_proposal
    WHERE id = ${id}::uuid AND state = 'open' AND told_at IS NULL FOR UPDATE SKIP LOCKED`;
  if (asked === undefined) return false;
  const today = shanghaiDate(await databaseTime(tx));
  const holders = await tx.$queryRaw<(Pick<StaffActor, 'personId' | 'standsInFor'> & { email: string })[]>`
    SELECT a.email, a.person_id::text AS "personId", ARRAY(
      SELECT s.person_id::text FROM anjie.substitution s
      WHERE s.substitute_id = a.person_id AND ${today}::date BETWEEN s.from_date AND s.to_date) AS "standsInFor"
    FROM anjie.account a WHERE a.active AND a.email IS NOT NULL AND a.roles && ${asked.seconds}::text[]`;
  const free = holders.filter((holder) => !isBarred(holder, asked));
  const addresses = [...new Set(free.map(({ email }) => email))].sort();
  // Where nobody who may answer has an address, the list of proposals is all there is.
  if (addresses.length > 0) await tell({ proposal: id, change: asked.change, addresses });
  await tx.$executeRaw`UPDATE anjie.office_proposal SET told_at = clock_timestamp() WHERE id = ${id}::uuid`;
  return addresses.length > 0;
}
