import {
  accountsBeyondRecord,
  passwordsBeyondRecord,
  secondFactorsBeyondRecord,
  type AccountFault,
} from '../../domain/office/accounts-by-record';
import type { AccountStanding } from '../../domain/office/account-standing';
import type { OfficeEvent } from '../../domain/office/office-event';
import type { RuleRevision } from '../../domain/office/rule-revision';
import { rulesBeyondRecord } from '../../domain/office/rules-by-record';
import { genesisHash, officeRecordId } from '../store/chain';
import { calendarRevision, lawRevision } from '../store/rule-change';
import type { Statements } from '../store/statements';
import type { Signer } from '../vault/signer';
import { signedOfficeHead } from './head-store';
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

/** What the office record is compared with: its keys, and the heads that it has signed. */
export interface OfficeWitness extends Pick<Witness, 'heads'> {
  readonly signer: Witness['signer'] & Pick<Signer, 'hasMarkedPassword' | 'hasMarkedSecondFactor'>;
}

export interface OfficeVerification {
  readonly chain: StoredChain<OfficeEvent>;
  readonly signed: SignedHead | undefined;
  /** Of the chain itself: it is not signed on. */
  readonly broken: boolean;
  readonly faults: readonly RecordFault[];
}

/**
 * Holds the office's own record against its hashes, its seals and what was signed, and against the record what it speaks
 * of: accounts with their offices and passwords, law and calendar. What somebody has changed of them in the database
 * stands in no line.
 */
export async function verifyOffice(db: Statements, witness: OfficeWitness): Promise<OfficeVerification> {
  // What was signed is read first: a record only ever grows beyond it.
  const signed = await signedOfficeHead(witness.heads);
  const { chain, ...tables } = await readOffice(db);
  // An office from before there was such a record begins it when its API or worker starts next.
  if (chain.lines.length === 0 && signed === undefined) return { chain, signed, broken: false, faults: [] };
  const fault = faultOf(chain, signed, witness);
  return fault === null
    ? { chain, signed, broken: false, faults: beyondRecord(chain, tables, witness) }
    : { chain, signed, broken: true, faults: [fault] };
}

interface OfficeTables {
  readonly accounts: readonly (AccountStanding & {
    readonly passwordHash: string;
    /** As it is sealed, in hexadecimal digits; null where there is none. */
    readonly secondFactor: string | null;
  })[];
  readonly rules: readonly RuleRevision[];
}

function beyondRecord(
  { lines }: StoredChain<OfficeEvent>,
  { accounts, rules }: OfficeTables,
  { signer }: OfficeWitness,
): RecordFault[] {
  const events = lines.map(({ event }) => event);
  const standings = accounts.map(({ passwordHash: _, secondFactor: __, ...standing }) => standing);
  const passwords = accounts.map(({ accountId, login, passwordHash }) => ({
    ...{ accountId, login },
    hasMark: (mark: string) => signer.hasMarkedPassword(accountId, passwordHash, mark),
  }));
  const secondFactors = accounts.map(({ accountId, login, secondFactor }) => ({
    ...{ accountId, login },
    hasMark: (mark: string) =>
      secondFactor !== null &&
      signer.hasMarkedSecondFactor(accountId, Buffer.from(secondFactor, 'hex'), mark),
  }));
  const named = (fault: RecordFault['fault']) => (account: AccountFault) => ({
    number: officeRecordId,
    fault,
    ...account,
  });
  return [
    ...accountsBeyondRecord(events, standings).map(named('offices-differ')),
    ...passwordsBeyondRecord(events, passwords).map(named('password-differs')),
    ...secondFactorsBeyondRecord(events, secondFactors).map(named('second-factor-differs')),
    ...rulesBeyondRecord(events, rules).map(({ rules: which, revision, ...fault }) => ({
      number: officeRecordId,
      place: `${which}/${revision}`,
      ...fault,
    })),
  ];
}

interface OfficeRow {
  readonly lines: readonly LineRow<OfficeEvent>[] | null;
  readonly accounts: OfficeTables['accounts'] | null;
  readonly law:
    readonly { revision: number; layers: unknown; movesOn: string | null; zones: string[] }[] | null;
  readonly calendars: readonly { calendar: string; revision: number; content: unknown }[] | null;
}

/** The record and what it speaks of, as they stand at one moment. */
async function readOffice(db: Statements) {
  const [row] = await db.$queryRaw<OfficeRow[]>`
    SELECT (SELECT json_agg(${lineAsJson} ORDER BY e.seq) FROM anjie.office_event e) AS lines,
      (SELECT json_agg(json_build_object('accountId', a.id, 'login', a.login, 'personId', a.person_id,
         'email', a.email, 'active', a.active, 'roles', a.roles, 'level', a.level, 'unit', a.unit,
         'enterpriseId', a.enterprise_id, 'passwordHash', a.password_hash, 'secondFactor',
         (SELECT encode(s.secret, 'hex') FROM anjie.second_factor s WHERE s.account_id = a.id)))
       FROM anjie.account a) AS accounts,
      (SELECT json_agg(json_build_object('revision', p.revision, 'layers', p.layers, 'movesOn', p.moves_on,
         'zones', p.zones)) FROM anjie.policy_revision p) AS law,
      (SELECT json_agg(json_build_object('calendar', c.calendar, 'revision', c.revision, 'content', c.content))
       FROM anjie.calendar_revision c) AS calendars`;
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
  const law = (row?.law ?? []).map(({ movesOn, ...each }) =>
    lawRevision({ ...each, movesOn: movesOn === null ? null : new Date(movesOn) }),
  );
  const rules = [...law, ...(row?.calendars ?? []).map(calendarRevision)];
  return { chain, accounts: row?.accounts ?? [], rules };
}
