import { hkdfSync } from 'node:crypto';
import { Prisma } from '../../prisma/generated/client';
import type { Statements } from '../store/statements';
import type { Keys } from './keys';
import type { SealingKey } from './seal';

export type KeyName = keyof Keys;

/** Key files that are not those of this office. The message is for the operator and names files only. */
export class KeysDoNotFit extends Error {
  override readonly name = 'KeysDoNotFit';
  constructor(names: readonly KeyName[]) {
    const files = names.map((name) => `${name}.key`).join(', ');
    super(`${files}: not the keys that this database was written with, or a line of them is missing`);
  }
}

interface Fingerprint {
  readonly name: KeyName;
  readonly generation: number;
  readonly hash: Buffer;
}

/**
 * Key files that hold another key than the office has worked with, or lack one that it has. Of the master keys of
 * the vault older ones may go, once all case keys are wrapped anew; the vault itself knows whether they are.
 */
export async function keysThatDoNotFit(db: Statements, keys: Keys): Promise<KeyName[]> {
  const known = await db.$queryRaw<Fingerprint[]>`
    SELECT key_name AS name, generation, fingerprint AS hash FROM anjie.key_fingerprint`;
  const misfits = known.filter(({ name, generation, hash }) => {
    const key = keys[name].of(generation);
    return key === null ? name !== 'vault' : !fingerprintOf(name, key).hash.equals(hash);
  });
  return [...new Set(misfits.map(({ name }) => name))].sort();
}

/**
 * Holds the keys against those that the office has worked with, and from now on knows those that are new.
 * @throws KeysDoNotFit before anything is kept of them
 */
export async function assertKeysFit(db: Statements, keys: Keys): Promise<void> {
  await refuseMisfits(db, keys);
  const rows = fingerprintsOf(keys).map(
    ({ name, generation, hash }) => Prisma.sql`(${name}, ${generation}::int, ${hash}::bytea)`,
  );
  await db.$executeRaw`
    INSERT INTO anjie.key_fingerprint (key_name, generation, fingerprint) VALUES ${Prisma.join(rows)}
    ON CONFLICT DO NOTHING`;
  // Another process may have been faster, with other keys.
  await refuseMisfits(db, keys);
}

async function refuseMisfits(db: Statements, keys: Keys): Promise<void> {
  const misfits = await keysThatDoNotFit(db, keys);
  if (misfits.length > 0) throw new KeysDoNotFit(misfits);
}

function fingerprintsOf(keys: Keys): Fingerprint[] {
  return (Object.keys(keys) as KeyName[]).flatMap((name) =>
    keys[name].all.map((key) => fingerprintOf(name, key)),
  );
}

function fingerprintOf(name: KeyName, { generation, bytes }: SealingKey): Fingerprint {
  const hash = Buffer.from(hkdfSync('sha256', bytes, '', `anjie/fingerprint/${name}`, 32));
  return { name, generation, hash };
}
