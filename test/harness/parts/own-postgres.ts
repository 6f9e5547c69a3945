import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { seedDemo, seedReference } from '../../../prisma/seed';
import type { OfficeSigner } from '../../../record/office/office-record';
import { migrate } from '../../../setup/parts/migrate';
import { freePort } from '../../../setup/parts/ports';
import { databaseUrl, ensureDatabase, startPostgres, type Postgres } from '../../../setup/parts/postgres';

/** A PostgreSQL of one suite's own, with law and demonstration in it, that it may stop and start again. */
export interface OwnPostgres {
  readonly appUrl: string;
  readonly vaultUrl: string;
  /** May do everything. */
  readonly ownerUrl: string;
  /** As on a shutdown of its machine: whoever is connected is cut off. */
  stop(): Promise<void>;
  /** Again at the same port, with everything that was committed. */
  start(): Promise<void>;
}

export async function ownPostgres(folder: string, signer: OfficeSigner): Promise<OwnPostgres> {
  const [port, database] = [await freePort(), 'anjie'];
  const password = randomBytes(12).toString('hex');
  const start = () =>
    startPostgres({
      folder: join(folder, 'postgres'),
      port,
      ownerPassword: password,
      logFile: join(folder, 'postgres.log'),
      durable: true,
    });
  let server: Postgres = await start();
  const [appUrl, vaultUrl] = ['anjie_app', 'anjie_vault'].map((role) =>
    databaseUrl(role, password, port, database),
  ) as [string, string];
  await ensureDatabase(server.ownerUrl('postgres'), database);
  const ownerUrl = server.ownerUrl(database);
  await migrate(ownerUrl, [appUrl, vaultUrl]);
  await seedReference(ownerUrl, signer);
  await seedDemo(ownerUrl, signer);
  return {
    appUrl,
    vaultUrl,
    ownerUrl,
    stop: () => server.stop(),
    async start() {
      server = await start();
    },
  };
}
