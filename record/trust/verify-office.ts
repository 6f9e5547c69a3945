import { accountsBeyondRecord } from '../../domain/office/accounts-by-record';
import type { AccountStanding } from '../../domain/office/account-standing';
import type { OfficeEvent } from '../../domain/office/office-event';
import { genesisHash, officeRecordId } from '../store/chain';
import type { Statements } from '../store/statements';
import { officePart } from './head-store';
import type { SignedHead } from './signed-head';
import {
  faultOf,
  lineAsJson,
  lineIn,
  type LineRow,
  type RecordFault,
  type StoredChain,
  type Witness,
} from './verify-record';

export interface OfficeVerification {
  readonly chain: StoredChain<OfficeEvent>;
  readonly signed: SignedHead | undefined;
  readonly faults: readonly RecordFault[];
}

/**
 * Holds the office's own record against its hashes, its seals and what was signed, and the accounts against the record:
 * an office that somebody has given themself in the database stands in no line.
 */
export async function verifyOffice(
  db: Statements,
  witness: Pick<Witness, 'heads' | 'signer'>,
): Promise<OfficeVerification> {
  // What was signed is read first: a record only ever grows beyond it.
  const signed = (await witness.heads.latest(officePart)).get(officeRecordId);
  const { chain, accounts } = await readOffice(db);
  return { chain, signed, faults: faultsOf(chain, accounts, signed, witness) };
}

function faultsOf(
  chain: StoredChain<OfficeEvent>,
  accounts: readonly AccountStanding[],
  signed: SignedHead | undefined,
  witness: Witness,
): RecordFault[] {
  // An office from before there was such a record begins it when its API or worker starts next.
  if (chain.lines.length === 0 && signed === undefined) return [];
  const fault = faultOf(chain, signed, witness);
  if (fault !== null) return [fault];
  const events = chain.lines.map(({ event }) => event);
  return accountsBeyondRecord(events, accounts).map((account) => ({
    number: officeRecordId,
    fault: 'offices-differ',
    ...account,
  }));
}

interface OfficeRow {
  readonly lines: readonly LineRow<OfficeEvent>[] | null;
  readonly accounts: readonly AccountStanding[] | null;
}

/** The record and the accounts as they stand at one moment. */
async function readOffice(db: Statements) {
  const [row] = await db.$queryRaw<OfficeRow[]>`
    SELECT (SELECT json_agg(${lineAsJson} ORDER BY e.seq) FROM anjie.office_event e) AS lines,
      (SELECT json_agg(json_build_object('accountId', a.id, 'login', a.login, 'personId', a.person_id,
         'email', a.email, 'active', a.active, 'roles', a.roles, 'level', a.level, 'unit', a.unit,
         'enterpriseId', a.enterprise_id)) FROM anjie.account a) AS accounts`;
  const lines = (row?.lines ?? []).map(lineIn);
  const last = lines.at(-1);
  const chain: StoredChain<OfficeEvent> = {
    caseId: officeRecordId,
    number: officeRecordId,
    seq: lines.length,
    headHash: last?.hash ?? genesisHash,
    movedAt: new Date(last?.event.at ?? 0),
    lines,
  };
  return { chain, accounts: row?.accounts ?? [] };
}
