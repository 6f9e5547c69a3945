import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { databaseOwner, databaseUrl } from '../../../setup/parts/postgres';
import { testServers } from '../environment';

export interface FreshDatabase {
  /** May do everything; tests that ask what the application may do use the other two. */
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly vaultUrl: string;
  drop(): Promise<void>;
}

/** A migrated, empty database of the suite's own. A copy of a template: some tens of milliseconds. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const servers = testServers();
  const name = `suite_${randomBytes(6).toString('hex')}`;
  await asOwner((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${servers.templateDatabase}`));
  const urlAs = (role: string, password: string) => databaseUrl(role, password, servers.postgresPort, name);
  return {
    ownerUrl: urlAs(databaseOwner, servers.ownerPassword),
    appUrl: urlAs('anjie_app', servers.appPassword),
    vaultUrl: urlAs('anjie_vault', servers.vaultPassword),
    drop: () => asOwner((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

async function asOwner(work: (client: Client) => Promise<unknown>): Promise<void> {
  const servers = testServers();
  const client = new Client({
    connectionString: databaseUrl(databaseOwner, servers.ownerPassword, servers.postgresPort, 'postgres'),
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
