import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import { buildApp } from '../../../api/app';
import type { App } from '../../../api/app-type';
import type { ApiDeps, ApiSettings } from '../../../api/deps';
import { openMetrics } from '../../../api/frame/request-metrics';
import { seedDemo, seedReference } from '../../../prisma/seed';
import { CaseDesk } from '../../../record/desk/case-desk';
import type { CommittedChange } from '../../../record/desk/committed-change';
import { CaseMisfits } from '../../../record/operation/case-misfits';
import { standingOf } from '../../../record/operation/readiness';
import { openDatabase, openVaultDatabase, type Database } from '../../../record/store/database';
import { MovedCases } from '../../../record/messages/moved-cases';
import { newKeyFile, parseKeyRing, type KeyRing } from '../../../record/vault/keys';
import { pino } from 'pino';
import { openLog } from '../../../record/store/log';
import { nothingSigned } from '../../../record/trust/head-store';
import { Papers } from '../../../record/papers/papers';
import { Credentials } from '../../../record/vault/credentials';
import { printerWith } from '../../../record/print/print';
import type { Scanner } from '../../../record/papers/scanner';
import { demoCost } from '../../../record/vault/passwords';
import { SealingCodec } from '../../../record/vault/payload-codec';
import { makeReceipts } from '../../../record/vault/receipts';
import { Signer } from '../../../record/vault/signer';
import { Vault } from '../../../record/vault/vault';
import { freshDatabase, type FreshDatabase } from '../../harness/parts/database';
import { conformanceOf } from '../contract/conformance';
import { frontOver, jsonOf, type Answer, type Front } from './front';

export interface Office extends Front {
  readonly app: App;
  readonly parts: ApiDeps;
  readonly desk: CaseDesk;
  readonly database: FreshDatabase;
  readonly vault: Vault;
  readonly vaultDatabase: Database;
  /** All of its keys in one. */
  readonly keys: KeyRing;
  /** Its folder of data: papers, and signed heads where a test signs some. */
  readonly folder: string;
  /** The office's time; move it on with `sleep`. */
  now(): Date;
  sleep(ms: number): void;
  close(): Promise<void>;
}

export interface OfficeOptions {
  readonly settings?: Partial<ApiSettings>;
  readonly log?: DestinationStream;
  readonly parts?: Partial<ApiDeps>;
  /** Another way to the same database, e.g. through a wire that can be cut. */
  readonly wire?: (url: string) => string;
  /** What scans files; without it nothing does. */
  readonly scanner?: Scanner;
  /** The time that the office keeps; without it the real one. */
  readonly now?: () => Date;
  /** Told of every case whose record has grown. */
  readonly onCommitted?: (moved: CommittedChange) => void;
  /** False: answers are not held against the API's description, where a test asks for thousands. */
  readonly conforms?: boolean;
  /** False: nobody is there yet, as after the installation of a real office. */
  readonly staffed?: boolean;
  /** An office that is there already; closing leaves it. */
  readonly over?: Pick<Office, 'database' | 'keys' | 'folder'>;
  /** Told of every answer. */
  readonly overhear?: (answer: Answer) => void;
}

/** Prints what became a 500, whole: the answer names no cause, and the log of the product keeps no message. */
const unforeseen = pino(
  { level: 'error', serializers: { error: pino.stdSerializers.err } },
  { write: (line) => void (line.includes('"code":"internal"') && process.stderr.write(line)) },
);

/** The API over a database of its own, with the demonstration's accounts. Temporal is away. */
export async function openOffice(options: OfficeOptions = {}): Promise<Office> {
  const { over } = options;
  const database = over?.database ?? (await freshDatabase());
  const folder = over?.folder ?? (await mkdtemp(join(tmpdir(), 'anjie-api-')));
  const { wire = (url: string) => url, onCommitted, conforms = true, overhear = () => undefined } = options;
  const db = openDatabase(wire(database.appUrl), { applicationName: 'test', poolSize: 4 });
  const vaultDatabase = openVaultDatabase(database.vaultUrl, { applicationName: 'test' });
  const keys = over?.keys ?? parseKeyRing(newKeyFile(), 'test');
  const vault = new Vault({ database: vaultDatabase, masterKeys: keys });
  const receipts = makeReceipts(keys);
  let shiftMs = 0;
  const now = () => new Date((options.now?.() ?? new Date()).getTime() + shiftMs);
  const signer = new Signer(keys);
  if (over === undefined) {
    await seedReference(database.ownerUrl, signer);
    if (options.staffed ?? true) await seedDemo(database.ownerUrl, signer);
  }
  const desk = new CaseDesk({ db, vault, receipts, signer, now, ...(onCommitted ? { onCommitted } : {}) });
  const parts: ApiDeps = {
    desk,
    db,
    vault,
    receipts,
    credentials: new Credentials(keys),
    signer,
    papers: new Papers({ folder: join(folder, 'papers'), vault, scanner: options.scanner ?? null }),
    moves: new MovedCases(wire(database.appUrl)),
    print: printerWith(null),
    codec: new SealingCodec(keys),
    hashKey: randomBytes(32),
    clock: now,
    metrics: openMetrics(),
    consoleFolder: null,
    standing: standingOf({
      db: options.parts?.db ?? db,
      keys: { vault: keys, codec: keys, receipt: keys, sign: keys },
      heads: nothingSigned,
      engine: null,
      cases: new CaseMisfits(options.parts?.db ?? db),
    }),
    logger:
      options.log === undefined
        ? unforeseen
        : openLog({ level: 'info', program: 'api', destination: options.log }),
    settings: {
      publicUrl: 'http://localhost:3000',
      temporalUiUrl: 'http://localhost:8233',
      temporalNamespace: 'default',
      trustProxy: [],
      demo: false,
      channels: ['mail'],
      webhooks: null,
      passwordCost: demoCost,
      secondFactor: 'offered',
      requestsPerMinute: 100_000,
      tipOffsAtOnce: 100_000,
      // Two suites share a busy machine: shedding load has no place here.
      overloadedAfterMs: 0,
      ...options.settings,
    },
    ...options.parts,
  };
  const app = await buildApp(parts);
  await app.ready();
  const assertConforms = conformanceOf(app);
  const { as, logOut } = frontOver(db, async (request) => {
    const injected = await app.inject(request);
    if (conforms) assertConforms(request.method, request.url, injected);
    const { statusCode: status, body: text, headers } = injected;
    const answer = { status, text, body: jsonOf(text), headers };
    overhear(answer);
    return answer;
  });

  return {
    app,
    parts,
    desk,
    database,
    db,
    vault,
    vaultDatabase,
    keys,
    folder,
    now,
    sleep: (ms) => {
      shiftMs += ms;
    },
    as,
    logOut,
    close: async () => {
      await app.close();
      await db.$disconnect();
      await vaultDatabase.$disconnect();
      if (over !== undefined) return;
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
