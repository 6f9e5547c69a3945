import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { openDatabase, openVaultDatabase, type Database } from '../../../record/store/database';
import { readOwnerEnvironment } from '../../../setup/environment';
import { migrate } from '../../../setup/parts/migrate';
import { freePort, loopback } from '../../../setup/parts/ports';
import { databaseOwner, ensureDatabase, startPostgres, type Postgres } from '../../../setup/parts/postgres';
import { testServers } from '../../harness/environment';

/* A real PostgreSQL whose passwords have every character that cuts an address. */

const awkward = `a#b/c?d@e:f%41 g&h'i"j\\k[l]密码`;

let postgres: Postgres;
let port: number;
beforeAll(async () => {
  port = await freePort();
  const folder = await mkdtemp(join(testServers().folder, 'passwords-'));
  postgres = await startPostgres({
    folder,
    port,
    ownerPassword: `owner ${awkward}`,
    logFile: join(folder, 'postgres.log'),
    durable: false,
  });
});
afterAll(() => postgres.stop());

it('an office whose passwords have # / ? @ : % in them is migrated, and all three roles work in it', async () => {
  const settings = readOwnerEnvironment({
    DATABASE_HOST: loopback,
    DATABASE_PORT: String(port),
    DATABASE_NAME: 'office',
    OWNER_USER: databaseOwner,
    OWNER_PASSWORD: `owner ${awkward}`,
    APP_PASSWORD: `app ${awkward}`,
    VAULT_PASSWORD: `vault ${awkward}`,
  });
  await ensureDatabase(postgres.ownerUrl('postgres'), 'office');
  const { DATABASE_URL, VAULT_DATABASE_URL, OWNER_DATABASE_URL } = settings;
  await migrate(OWNER_DATABASE_URL, [DATABASE_URL, VAULT_DATABASE_URL]);

  const [app, vault] = [
    openDatabase(DATABASE_URL, { applicationName: 'test' }),
    openVaultDatabase(VAULT_DATABASE_URL, { applicationName: 'test' }),
  ];
  try {
    const whoIsAt = (database: Database) =>
      database.$queryRaw`SELECT current_user::text AS who, current_database()::text AS at`;
    expect(await whoIsAt(app)).toEqual([{ who: 'anjie_app', at: 'office' }]);
    expect(await app.caseFile.count()).toBe(0);
    expect(await whoIsAt(vault)).toEqual([{ who: 'anjie_vault', at: 'office' }]);
    expect(await vault.caseKey.count()).toBe(0);
  } finally {
    await Promise.all([app.$disconnect(), vault.$disconnect()]);
  }
});
