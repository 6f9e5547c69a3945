import { existsSync } from 'node:fs';
import { readRecordEnvironment, readSetupEnvironment } from './environment';
import { homeIn } from './folders';
import { readSecrets } from './parts/secrets';
import { databaseUrls } from './parts/system';
import { SetupError } from './progress';

/** The database of a record, and what the record is checked with. */
export interface RecordPlace {
  readonly databaseUrl: string;
  /** The same as the vault's role. */
  readonly vaultUrl: string;
  readonly keysFolder: string;
  readonly dataFolder: string;
}

/** The record of the installation whose settings are given, or else of `npm start` on this machine. */
export async function readRecordPlace(): Promise<RecordPlace> {
  const given = readRecordEnvironment();
  if (given !== null)
    return {
      databaseUrl: given.DATABASE_URL,
      vaultUrl: given.VAULT_DATABASE_URL,
      keysFolder: given.KEYS_DIR,
      dataFolder: given.DATA_DIR,
    };
  const settings = readSetupEnvironment();
  const home = homeIn(settings.ANJIE_HOME);
  if (!existsSync(home.secrets))
    throw new SetupError(
      'There is no record here.',
      'Start a system with npm start, or set DATABASE_URL, VAULT_DATABASE_URL, KEYS_DIR and DATA_DIR.',
    );
  const urls = databaseUrls(await readSecrets(home.secrets), settings.POSTGRES_PORT);
  return { databaseUrl: urls.app, vaultUrl: urls.vault, keysFolder: home.keys, dataFolder: home.evidence };
}
