import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { readEnvironment } from '../../../setup/environment';
import { eventually } from '../../harness/eventually';
import { encryptedFront, type EncryptedFront } from '../../harness/parts/encrypted-front';
import { ownSystem, type OwnSystem } from '../../harness/parts/own-system';
import { handIn } from '../kit/story';

/* Temporal as an office has it that does not run it itself: encrypted, and closed to strangers. */

let folder: string;
let front: EncryptedFront;
let system: OwnSystem;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anjie-tls-'));
  system = await ownSystem(async (temporal) => {
    front = await encryptedFront(temporal, folder);
    return front.temporal;
  });
});
afterAll(async () => {
  await system.stop();
  await front.close();
  await rm(folder, { recursive: true });
});

it('API and worker carry a case over a connection with certificates on both sides', async () => {
  const { number } = await handIn(system);
  await eventually('the workflow has read the record', async () => {
    const [file] = await system.db.caseFile.findMany({ where: { number, seenSeq: { gt: 0 } } });
    return file !== undefined;
  });
  expect((await system.as(null).get('/readyz')).body).toMatchObject({ engine: true });
});

it('whoever shows no certificate, or speaks in clear, is not let in', async () => {
  const connectTimeout = 3_000;
  const ca = front.temporal.variables['TEMPORAL_TLS_SERVER_CA_CERT_PATH']!;
  const name = front.temporal.variables['TEMPORAL_TLS_SERVER_NAME']!;
  const { temporal } = readEnvironment({
    ...required,
    TEMPORAL_ADDRESS: front.address,
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca,
    TEMPORAL_TLS_SERVER_NAME: name,
  });
  await expect(Connection.connect({ ...temporal.connection, connectTimeout })).rejects.toThrow();
  await expect(Connection.connect({ address: front.address, connectTimeout })).rejects.toThrow();
});

it('a key goes with every call, over an encrypted connection alone', async () => {
  const { temporal } = readEnvironment({
    ...required,
    TEMPORAL_ADDRESS: 'example.invalid:7233',
    TEMPORAL_API_KEY: 'key-1',
  });
  expect(temporal.connection).toMatchObject({ apiKey: 'key-1', tls: true });
});

const required = {
  DATABASE_URL: 'postgresql://anjie_app:x@127.0.0.1:5432/anjie',
  VAULT_DATABASE_URL: 'postgresql://anjie_vault:x@127.0.0.1:5432/anjie',
  TEMPORAL_UI_URL: 'http://127.0.0.1:8233',
  SMTP_URL: 'smtp://127.0.0.1:1025',
  MAIL_FROM: 'anjie@anjie.example',
  PUBLIC_URL: 'http://127.0.0.1:3000',
  KEYS_DIR: '/keys',
  DATA_DIR: '/data',
};
