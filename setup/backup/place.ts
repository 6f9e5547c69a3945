import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readOfficeEnvironment, readSetupEnvironment } from '../environment';
import { homeIn, type Home } from '../folders';
import { livingHolder, takeLock } from '../parts/lock';
import { ensureDatabase, startPostgres } from '../parts/postgres';
import { ensurePasswords, readSecrets, type Secrets } from '../parts/secrets';
import { database, databaseUrls } from '../parts/system';
import { SetupError } from '../progress';
import type { RoleUrls } from './load';
import type { OfficePlace } from './make';

/** An office that can be backed up or restored, and how to reach its database. */
export interface Premises {
  readonly keysFolder: string;
  /** Does work on it; where its database is not running, it runs meanwhile. */
  open<T>(work: (place: OfficePlace, roles: RoleUrls) => Promise<T>): Promise<T>;
}

/** The installation whose settings are given, or else that of `npm start` on this machine, running or not. */
export function premisesToBackUp(): Premises {
  return givenPremises() ?? backedUpHome();
}

/** The same, where there need be nothing yet. That of `npm start` must not run. */
export function premisesToRestore(): Premises {
  const given = givenPremises();
  if (given !== null) return given;
  const [home, port] = homeOfSettings();
  return {
    keysFolder: home.keys,
    open: (work) => whileStarted(home, port, () => ensurePasswords(home), work),
  };
}

function givenPremises(): Premises | null {
  const given = readOfficeEnvironment();
  if (given === null) return null;
  const place = {
    ownerUrl: given.OWNER_DATABASE_URL,
    keysFolder: given.KEYS_DIR,
    dataFolder: given.DATA_DIR,
  };
  return {
    keysFolder: place.keysFolder,
    open: (work) => work(place, [given.DATABASE_URL, given.VAULT_DATABASE_URL]),
  };
}

function backedUpHome(): Premises {
  const [home, port] = homeOfSettings();
  if (!existsSync(home.secrets))
    throw new SetupError(
      'There is no office here.',
      'Start a system with npm start, or set OWNER_DATABASE_URL, DATABASE_URL, VAULT_DATABASE_URL, KEYS_DIR and DATA_DIR.',
    );
  const runs = livingHolder(home.lock) !== null;
  return {
    keysFolder: home.keys,
    open: async (work) =>
      runs
        ? work(...addressesOf(home, await readSecrets(home.secrets), port))
        : whileStarted(home, port, () => readSecrets(home.secrets), work),
  };
}

function homeOfSettings(): [Home, number] {
  const settings = readSetupEnvironment();
  return [homeIn(settings.ANJIE_HOME), settings.POSTGRES_PORT];
}

function addressesOf(home: Home, secrets: Secrets, port: number): [OfficePlace, RoleUrls] {
  const urls = databaseUrls(secrets, port);
  return [{ ownerUrl: urls.owner, keysFolder: home.keys, dataFolder: home.evidence }, [urls.app, urls.vault]];
}

async function whileStarted<T>(
  home: Home,
  port: number,
  secretsOf: () => Promise<Secrets>,
  work: (place: OfficePlace, roles: RoleUrls) => Promise<T>,
): Promise<T> {
  const release = takeLock(home.lock);
  try {
    const secrets = await secretsOf();
    const postgres = await startPostgres({
      folder: home.postgres,
      port,
      ownerPassword: secrets.owner,
      logFile: join(home.logs, 'postgres.log'),
      durable: true,
    });
    try {
      await ensureDatabase(postgres.ownerUrl('postgres'), database);
      return await work(...addressesOf(home, secrets, port));
    } finally {
      await postgres.stop();
    }
  } finally {
    release();
  }
}
