import type { Connection } from '@temporalio/client';
import type { Statements } from '../store/statements';
import type { HeadStore } from '../trust/head-store';
import { verifyOffice } from '../trust/verify-office';
import type { RecordFault } from '../trust/verify-record';
import { keysThatDoNotFit } from '../vault/key-fingerprints';
import type { Keys } from '../vault/keys';
import { Signer } from '../vault/signer';
import { missingMigrations } from './migrations';
import type { CaseMisfits, Misfit } from './case-misfits';
import { attributeFaults, type AttributeFault } from './search-attributes';

/** What can keep an office from working, as API and worker tell it at `/readyz`. */
export const standingFaults = [
  'database-away',
  'migrations-missing',
  'keys-do-not-fit',
  'engine-away',
  'search-attributes-missing',
  'cases-unfit',
  'office-record-not-as-written',
] as const;

/**
 * What is told and keeps nobody from working: cases that do not fit are refused one by one, and a changed office record
 * stops no case, which has a record of its own.
 */
export const warningFaults: readonly StandingFault[] = ['cases-unfit', 'office-record-not-as-written'];

export type StandingFault = (typeof standingFaults)[number];

/** How things stand with all that the office works on. */
export interface Standing {
  readonly faults: readonly StandingFault[];
  /** What the engine's namespace lacks. */
  readonly attributes: readonly AttributeFault[];
  /** Which open cases do not fit the code and the law that run. */
  readonly misfits: readonly Misfit[];
}

export interface ReadinessParts {
  readonly db: Statements;
  readonly keys: Keys;
  /** The signed heads, which are kept outside the database. */
  readonly heads: HeadStore;
  /** Temporal; null where there is none. */
  readonly engine: { connection(): Promise<Connection>; readonly namespace: string } | null;
  readonly cases: Pick<CaseMisfits, 'misfits'>;
}

const answersWithinMs = 2_000;
/** Everybody may ask, as often as they like: one look serves all who ask meanwhile. */
const sharedForMs = 500;
/** The office record is read whole, with law and accounts. */
const recordSharedForMs = 20_000;

/** How things stand, looked at anew each time that somebody asks, but not more often than twice a second. */
export function standingOf(parts: ReadinessParts): () => Promise<Standing> {
  const witness = { heads: parts.heads, signer: new Signer(parts.keys.sign) };
  const officeFaults = shared(recordSharedForMs, async () => (await verifyOffice(parts.db, witness)).faults);
  return shared(sharedForMs, () => look(parts, officeFaults));
}

/** One look serves all who ask within this time; one that fails serves nobody after that. */
function shared<T>(forMs: number, look: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly seen: Promise<T> } | null = null;
  return () => {
    const now = performance.now();
    if (last === null || now - last.at > forMs) {
      const fresh = { at: now, seen: look() };
      last = fresh;
      fresh.seen.catch(() => (last = last === fresh ? null : last));
    }
    return last.seen;
  };
}

async function look(
  { db, keys, engine, cases }: ReadinessParts,
  officeFaults: () => Promise<readonly RecordFault[]>,
): Promise<Standing> {
  const [record, attributes, misfits] = await Promise.all([
    withinMs(answersWithinMs, recordFaults(db, keys)),
    withinMs(answersWithinMs, lackingAttributes(engine)),
    withinMs(answersWithinMs, cases.misfits()),
  ]);
  const faults: StandingFault[] = [...(record ?? (['database-away'] as const))];
  // By other keys, or with tables missing, it could not be read.
  const office = faults.length > 0 ? null : await withinMs(answersWithinMs, officeFaults());
  if (office !== null && office.length > 0) faults.push('office-record-not-as-written');
  if (attributes === null) faults.push('engine-away');
  else if (attributes.length > 0) faults.push('search-attributes-missing');
  if (misfits !== null && misfits.length > 0) faults.push('cases-unfit');
  return { faults, attributes: attributes ?? [], misfits: misfits ?? [] };
}

async function recordFaults(db: Statements, keys: Keys): Promise<StandingFault[]> {
  // Where migrations are missing, what is asked next may not be there.
  if ((await missingMigrations(db)).length > 0) return ['migrations-missing'];
  return (await keysThatDoNotFit(db, keys)).length > 0 ? ['keys-do-not-fit'] : [];
}

async function lackingAttributes(engine: ReadinessParts['engine']): Promise<AttributeFault[] | null> {
  return engine === null ? null : attributeFaults(await engine.connection(), engine.namespace);
}

/** Null where the answer fails or is late. */
async function withinMs<T>(ms: number, answer: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([answer.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
