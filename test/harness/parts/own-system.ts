import { randomInt } from 'node:crypto';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { openDatabase } from '../../../record/store/database';
import { readKeys } from '../../../record/vault/keys';
import { Signer } from '../../../record/vault/signer';
import { freePort, loopback } from '../../../setup/parts/ports';
import type { RunningProcess } from '../../../setup/parts/processes';
import { startProgram, urlOf, type ProgramName, type Surroundings } from '../../../setup/programs/programs';
import { plainTemporal, type NamedTemporal } from '../../../setup/parts/temporal-settings';
import { ensureKeys } from '../../../setup/parts/secrets';
import { frontOver, jsonOf, type Answer, type Front, type Request } from '../../api/kit/front';
import { testServers } from '../environment';
import { openMailSink, type MailSink } from './mail-sink';
import { ownPostgres, type OwnPostgres } from './own-postgres';
import { ownTemporal, type OwnTemporal } from './own-temporal';

/** A whole system of real processes, of which any part may be taken away and brought back. */
export interface OwnSystem extends Front {
  readonly postgres: OwnPostgres;
  readonly temporal: OwnTemporal;
  readonly mail: MailSink;
  readonly programs: Readonly<Record<ProgramName, RunningProcess>>;
  /** What API and worker were started with. */
  readonly surroundings: Surroundings;
  stop(): Promise<void>;
}

/** @param reached how API and worker reach its Temporal, where they do not go straight to it */
export async function ownSystem(
  reached: (temporal: NamedTemporal) => NamedTemporal | Promise<NamedTemporal> = (temporal) => temporal,
): Promise<OwnSystem> {
  const folder = await mkdtemp(join(testServers().folder, 'system-'));
  const [keys, evidence] = [join(folder, 'keys'), join(folder, 'evidence')];
  await ensureKeys(keys);
  await mkdir(evidence);
  const signer = new Signer((await readKeys(keys)).sign);
  const [postgres, temporal, mail] = await Promise.all([
    ownPostgres(folder, signer),
    ownTemporal(),
    openMailSink(),
  ]);
  const surroundings: Surroundings = {
    databaseUrl: postgres.appUrl,
    vaultUrl: postgres.vaultUrl,
    temporal: {
      ...(await reached(plainTemporal(temporal.address, temporal.namespace))),
      uiUrl: `http://${loopback}`,
    },
    smtpUrl: mail.url,
    ports: { api: await freePort(), metrics: await freePort(), worker: await freePort() },
    keys,
    evidence,
    logs: folder,
    logLevel: 'info',
  };
  const [api, worker] = await Promise.all([
    startProgram('api', surroundings),
    startProgram('worker', surroundings),
  ]);
  const db = openDatabase(postgres.appUrl, { applicationName: 'test', poolSize: 2 });

  return {
    ...frontOver(db, (request) => overHttp(urlOf('api', surroundings), request)),
    postgres,
    temporal,
    mail,
    programs: { api, worker },
    surroundings,
    async stop() {
      await db.$disconnect();
      await worker.stop();
      await api.stop();
      await mail.down();
      await temporal.stop();
      await postgres.stop();
    },
  };
}

/** Each from an address of its own: tip-offs are counted by address, and here everybody sits at one machine. */
function overHttp(base: string, { method, url, headers, payload }: Request): Promise<Answer> {
  const json = typeof payload === 'object';
  const body = json ? JSON.stringify(payload) : (payload ?? '');
  const sent = {
    ...(json ? { 'content-type': 'application/json' } : {}),
    ...headers,
    'content-length': Buffer.byteLength(body),
  };
  return new Promise((resolve, reject) => {
    const options = { method, headers: sent, agent: false, localAddress: anAddress() };
    const sending = request(`${base}${url}`, options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: answer.statusCode ?? 0, text, body: jsonOf(text), headers: answer.headers });
      });
    });
    sending.once('error', reject).end(body);
  });
}

function anAddress(): string {
  const part = () => randomInt(1, 255);
  return `127.${part()}.${part()}.${part()}`;
}
