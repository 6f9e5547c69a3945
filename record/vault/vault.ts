import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../../domain/json';
import { CaseKey } from './case-key';
import type { Database } from '../store/database';
import { KeyCache } from './key-cache';
import type { KeyRing } from './keys';
import { normalPayee, type Payee } from './payee';
import { generationOf, open, seal, SealError, type SealedPlace, type SealingKey } from './seal';

export type { CaseKey } from './case-key';

/** Who looks into the vault and what for. `personId` is null for the system itself. */
export interface Opening {
  readonly personId: string | null;
  /** A short fixed word or sentence without personal data; the reporter may be shown it. */
  readonly purpose: string;
}

/** One look into the vault, as it was entered. */
export interface VaultLook {
  readonly id: bigint;
  readonly at: Date;
  readonly caseId: string;
  readonly personId: string | null;
  readonly what: string;
  readonly purpose: string;
}

export interface OpeningsWanted {
  readonly caseId?: string;
  readonly personId?: string | undefined;
  readonly from?: Date | undefined;
  readonly before?: Date | undefined;
  /** Those that were entered before this one. */
  readonly beyond: bigint;
  readonly limit: number;
}

export type VaultErrorCode =
  /** The case has no key: it was never opened here. */
  | 'case-key-missing'
  /** The retention of the case has ended and its key was destroyed. Nothing of it can be read again. */
  | 'case-key-destroyed'
  /** The master key that wraps this is not in `vault.key`. */
  | 'master-key-missing'
  /** `vault.key` is not the key that this vault was written with. */
  | 'master-key-wrong';

/** Says what is wrong with the vault in a fixed code; its message is for the operator and names no one. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  constructor(
    readonly code: VaultErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * Whether an error says that something sealed is not what was sealed at its place: a row that was moved or changed by
 * hand. That the keys fit the vault was proved at the start, so a key of a case that does not open was moved too.
 */
export function isNotAsSealed(error: unknown): boolean {
  if (error instanceof SealError) return true;
  return (
    error instanceof VaultError && (error.code === 'master-key-wrong' || error.code === 'case-key-missing')
  );
}

export interface VaultOptions {
  /** A connection as `anjie_vault`. */
  readonly database: Database;
  /** The generations of `vault.key`. */
  readonly masterKeys: KeyRing;
  /** Case keys kept unwrapped in memory at most (about 1 kB each). */
  readonly cachedKeys?: number;
  /** Milliseconds after which a kept key is fetched anew: so long may another process still use a destroyed one. */
  readonly cachedForMs?: number;
}

/**
 * Identities, payees and the keys of cases. The only module that reads or writes the schema `vault` and
 * the only one that holds the master key. Each case has a data key of its own, wrapped by the master key;
 * everything sealed of a case is sealed under that key, so destroying it destroys all of it.
 */
export class Vault {
  private readonly database: Database;
  private readonly masterKeys: KeyRing;
  private readonly keys: KeyCache;

  constructor({ database, masterKeys, cachedKeys = 4_000, cachedForMs = 300_000 }: VaultOptions) {
    this.database = database;
    this.masterKeys = masterKeys;
    this.keys = new KeyCache({
      size: cachedKeys,
      forMs: cachedForMs,
      load: (caseId) => this.loadKey(caseId),
    });
  }

  /**
   * To be called before anything is served: proves that `vault.key` fits what lies in the vault, by opening
   * one case key of every master key in use.
   * @throws VaultError `master-key-missing` or `master-key-wrong`: then do not start; writing under a wrong
   *   key would make what is written unreadable for all others.
   */
  async assertKeyFits(): Promise<void> {
    // From one master key to the next by the index: there may be millions of case keys.
    const samples = await this.database.$queryRaw<{ caseId: string; wrapped: Uint8Array }[]>`
      WITH RECURSIVE in_use AS (
        SELECT min(master_key) AS master_key FROM vault.case_key WHERE destroyed_at IS NULL
        UNION ALL
        SELECT (SELECT min(k.master_key) FROM vault.case_key k
                WHERE k.destroyed_at IS NULL AND k.master_key > in_use.master_key)
        FROM in_use WHERE in_use.master_key IS NOT NULL)
      SELECT sample.case_id AS "caseId", sample.wrapped FROM in_use, LATERAL (
        SELECT k.case_id, k.wrapped FROM vault.case_key k
        WHERE k.destroyed_at IS NULL AND k.master_key = in_use.master_key LIMIT 1) sample`;
    for (const { caseId, wrapped } of samples) this.unwrap(caseId, wrapped);
  }

  /**
   * Makes and keeps the data key of a new case. Called twice for one case it gives the first key again.
   * The vault commits on its own: a key whose case was rolled back is an orphan that harms nobody.
   */
  async createCaseKey(caseId: string): Promise<CaseKey> {
    const dataKey = randomBytes(32);
    const { wrapped, masterKey } = this.wrap(caseId, dataKey, this.masterKeys.current);
    const made = await this.database.$executeRaw`
      INSERT INTO vault.case_key (case_id, wrapped, master_key) VALUES (${caseId}::uuid, ${wrapped}, ${masterKey})
      ON CONFLICT DO NOTHING`;
    return made === 0 ? this.keyOf(caseId) : this.keys.put(caseId, new CaseKey(caseId, dataKey));
  }

  /**
   * The key of a case, from memory if it was used lately.
   * @throws VaultError `case-key-missing`, `case-key-destroyed`, `master-key-missing` or `master-key-wrong`.
   */
  keyOf(caseId: string): Promise<CaseKey> {
    return this.keys.get(caseId);
  }

  /** Keeps who the reporter of a case is; a later call replaces it. */
  async storeIdentity(caseId: string, identity: JsonObject): Promise<void> {
    const key = await this.keyOf(caseId);
    const ciphertext = key.seal(JSON.stringify(identity), identityPlace(caseId));
    await this.database.$executeRaw`
      INSERT INTO vault.reporter_identity (case_id, ciphertext) VALUES (${caseId}::uuid, ${ciphertext})
      ON CONFLICT (case_id) DO UPDATE SET ciphertext = EXCLUDED.ciphertext`;
  }

  /**
   * Who the reporter of a case is; null for an anonymous one. Each call is an entry in the list of
   * openings, written and committed first: a look that cannot be entered does not happen.
   */
  async openIdentity(caseId: string, opening: Opening): Promise<JsonObject | null> {
    await this.enter(caseId, 'identity', opening);
    const row = await this.database.reporterIdentity.findUnique({ where: { caseId } });
    if (!row) return null;
    const key = await this.keyOf(caseId);
    return JSON.parse(key.open(row.ciphertext, identityPlace(caseId)).toString('utf8')) as JsonObject;
  }

  /**
   * Keeps where the reward of a case goes, in one spelling ({@link normalPayee}) under its digest
   * ({@link CaseKey.digestPayee}), which the record names.
   * @param named digests that the record names already; a payee that is kept under none of them goes
   */
  async storePayee(caseId: string, payee: Payee, named: readonly string[]): Promise<void> {
    const key = await this.keyOf(caseId);
    const digest = key.digestPayee(payee);
    const ciphertext = key.seal(JSON.stringify(normalPayee(payee)), payeePlace(caseId));
    const kept = [...named, digest, noDigest];
    await this.database.$executeRaw`
      WITH unnamed AS (
        DELETE FROM vault.payee WHERE case_id = ${caseId}::uuid AND encode(digest, 'hex') <> ALL(${kept}::text[]))
      INSERT INTO vault.payee (case_id, digest, ciphertext) VALUES (${caseId}::uuid, decode(${digest}, 'hex'), ${ciphertext})
      ON CONFLICT DO NOTHING`;
  }

  /**
   * Whether the payee of this digest is kept, and is the one that the digest was made of.
   * Nobody gets to see the payee by this, so it is no entry in the list of openings.
   */
  async keepsPayee(caseId: string, digest: string): Promise<boolean> {
    return (await this.readPayee(caseId, digest)) !== null;
  }

  /** The payee of this digest in clear, for the payment step only; null if there is none. An entry as {@link openIdentity}. */
  async openPayeeForPayment(caseId: string, digest: string, opening: Opening): Promise<Payee | null> {
    await this.enter(caseId, 'payee', opening);
    return this.readPayee(caseId, digest);
  }

  /** Who has looked into the vault, newest first. Auditors read it; it opens nothing. */
  openings({ caseId, personId, from, before, beyond, limit }: OpeningsWanted): Promise<VaultLook[]> {
    return this.database.vaultOpening.findMany({
      where: {
        id: { lt: beyond },
        at: { ...(from && { gte: from }), ...(before && { lt: before }) },
        ...(caseId === undefined ? {} : { caseId }),
        ...(personId === undefined ? {} : { personId }),
      },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  /**
   * Ends the retention of a case: its key, identity and payee are gone, and what was sealed under the key,
   * in whatever backup, cannot be read again. Doing it twice changes nothing.
   */
  async destroyCaseKey(caseId: string): Promise<void> {
    await this.database.$transaction([
      this.database.caseKey.updateMany({
        where: { caseId, destroyedAt: null },
        data: { wrapped: new Uint8Array(), destroyedAt: new Date() },
      }),
      this.database.reporterIdentity.deleteMany({ where: { caseId } }),
      this.database.payee.deleteMany({ where: { caseId } }),
    ]);
    this.keys.forget(caseId);
  }

  /**
   * Wraps every case key anew under a master key of `vault.key` (the current one unless told otherwise),
   * while the system goes on working. What is sealed under the case keys stays as it is. Once it returns,
   * the older lines of `vault.key` may go. Answers how many keys were moved; can be run again at any time.
   */
  async rewrapAll(master: SealingKey = this.masterKeys.current): Promise<number> {
    if (this.masterKeys.of(master.generation)?.bytes.equals(master.bytes) !== true) {
      throw new VaultError('master-key-missing', 'put the new master key into vault.key before moving to it');
    }
    let moved = 0;
    for (;;) {
      const batch = await this.database.caseKey.findMany({
        where: { destroyedAt: null, masterKey: { not: String(master.generation) } },
        take: 200,
      });
      if (batch.length === 0) return moved;
      const counts = await Promise.all(
        batch.map(async ({ caseId, wrapped, masterKey }) => {
          const data = this.wrap(caseId, this.unwrap(caseId, wrapped), master);
          // Destroyed or moved by somebody else meanwhile: leave it alone.
          const { count } = await this.database.caseKey.updateMany({
            where: { caseId, masterKey, destroyedAt: null },
            data,
          });
          return count;
        }),
      );
      moved += counts.reduce((sum, count) => sum + count, 0);
    }
  }

  private async loadKey(caseId: string): Promise<CaseKey> {
    const row = await this.database.caseKey.findUnique({ where: { caseId } });
    if (!row) throw new VaultError('case-key-missing', 'this case has no key in the vault');
    if (row.destroyedAt)
      throw new VaultError(
        'case-key-destroyed',
        'the key of this case was destroyed when its retention ended',
      );
    return new CaseKey(caseId, this.unwrap(caseId, row.wrapped));
  }

  private async readPayee(caseId: string, digest: string): Promise<Payee | null> {
    const [row] = await this.database.$queryRaw<{ ciphertext: Uint8Array }[]>`
      SELECT ciphertext FROM vault.payee WHERE case_id = ${caseId}::uuid AND digest = decode(${digest}, 'hex')`;
    if (row === undefined) return null;
    const key = await this.keyOf(caseId);
    const payee = JSON.parse(key.open(row.ciphertext, payeePlace(caseId)).toString('utf8')) as Payee;
    return digest === noDigest || key.digestPayee(payee) === digest ? payee : null;
  }

  private async enter(
    caseId: string,
    what: 'identity' | 'payee',
    { personId, purpose }: Opening,
  ): Promise<void> {
    await this.database.vaultOpening.create({ data: { caseId, personId, what, purpose } });
  }

  private wrap(caseId: string, dataKey: Buffer, master: SealingKey) {
    return {
      wrapped: seal(master, dataKey, wrappedPlace(caseId)),
      masterKey: String(master.generation),
    };
  }

  private unwrap(caseId: string, wrapped: Uint8Array): Buffer {
    const generation = generationOf(wrapped);
    const master = this.masterKeys.of(generation);
    if (!master) {
      throw new VaultError(
        'master-key-missing',
        `vault.key lacks generation ${generation}, under which case keys are wrapped`,
      );
    }
    try {
      return open(master, wrapped, wrappedPlace(caseId));
    } catch {
      throw new VaultError('master-key-wrong', 'vault.key is not the key that this vault was written with');
    }
  }
}

/** Under it lies what was accepted before the record named a payee by its digest. */
const noDigest = '';

const wrappedPlace = (caseId: string): SealedPlace => ({ table: 'case_key', column: 'wrapped', row: caseId });
const identityPlace = (caseId: string): SealedPlace => ({
  table: 'reporter_identity',
  column: 'ciphertext',
  row: caseId,
});
const payeePlace = (caseId: string): SealedPlace => ({ table: 'payee', column: 'ciphertext', row: caseId });
