import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import type { DestinationStream } from 'pino';
import { buildApp } from '../../api/app';
import type { App } from '../../api/app-type';
import type { ApiDeps, ApiSettings } from '../../api/deps';
import { demoPassword, seedDemo, seedReference } from '../../prisma/seed';
import { CaseDesk } from '../../record/case-desk';
import { openDatabase, openVaultDatabase, type Database } from '../../record/database';
import { newKeyFile, parseKeyRing } from '../../record/keys';
import { openLog } from '../../record/log';
import { Papers } from '../../record/papers';
import { demoCost } from '../../record/passwords';
import { SealingCodec } from '../../record/payload-codec';
import { makeReceipts } from '../../record/receipts';
import { Vault } from '../../record/vault';
import { freshDatabase } from '../harness/database';
import { conformanceOf } from './conformance';

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  // Answers are read field by field; their shape is held against the description elsewhere.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly text: string;
  readonly headers: Record<string, string | string[] | number | undefined>;
}

export interface Office {
  readonly app: App;
  readonly parts: ApiDeps;
  readonly db: Database;
  readonly vault: Vault;
  readonly vaultDatabase: Database;
  /** The office's time; move it on with `sleep`. */
  now(): Date;
  sleep(ms: number): void;
  /** A request as somebody, by login; null: nobody. */
  as(login: string | null): Caller;
  close(): Promise<void>;
}

export interface Caller {
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  /** A write, with a fresh key unless told otherwise. */
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    url: string,
    payload?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  post(url: string, payload?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A decision with the seq at which the case stands now. */
  decide(number: string, step: string, body: object, headers?: Record<string, string>): Promise<Answer>;
  act(number: string, act: string, body: object): Promise<Answer>;
}

/** The API over a database of its own, with the demonstration's accounts. Temporal is away. */
export async function openOffice(
  options: {
    settings?: Partial<ApiSettings>;
    log?: DestinationStream;
    parts?: Partial<ApiDeps>;
    /** Another way to the same database, e.g. through a wire that can be cut. */
    wire?: (url: string) => string;
  } = {},
): Promise<Office> {
  const database = await freshDatabase();
  await seedReference(database.ownerUrl);
  await seedDemo(database.ownerUrl);
  const folder = await mkdtemp(join(tmpdir(), 'anjie-api-'));
  const { wire = (url: string) => url } = options;
  const db = openDatabase(wire(database.appUrl), { applicationName: 'test', poolSize: 4 });
  const vaultDatabase = openVaultDatabase(database.vaultUrl, { applicationName: 'test' });
  const keys = parseKeyRing(newKeyFile(), 'test');
  const vault = new Vault({ database: vaultDatabase, masterKeys: keys });
  const receipts = makeReceipts(keys);
  let shiftMs = 0;
  const now = () => new Date(Date.now() + shiftMs);
  const parts: ApiDeps = {
    desk: new CaseDesk({ db, vault, receipts, now }),
    db,
    vault,
    receipts,
    papers: new Papers({ folder, vault }),
    codec: new SealingCodec(keys),
    hashKey: randomBytes(32),
    clock: now,
    ...(options.log === undefined
      ? {}
      : { logger: openLog({ level: 'info', program: 'api', destination: options.log }) }),
    settings: {
      publicUrl: 'http://localhost:3000',
      temporalUiUrl: 'http://localhost:8233',
      trustProxy: [],
      demo: false,
      intake: { zone: 'jxedz', unit: 'jxedz-safety' },
      passwordCost: demoCost,
      requestsPerMinute: 100_000,
      // Two suites share a busy machine: shedding load has no place here.
      overloadedAfterMs: 60_000,
      ...options.settings,
    },
    ...options.parts,
  };
  const app = await buildApp(parts);
  await app.ready();
  const assertConforms = conformanceOf(app);
  const tokens = new Map<string, string>();

  async function tokenFor(login: string): Promise<string> {
    const known = tokens.get(login);
    if (known !== undefined) return known;
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { login, password: demoPassword },
    });
    if (answer.statusCode !== 201) throw new Error(`${login} could not log in: ${answer.body}`);
    const { token } = answer.json<{ token: string }>();
    tokens.set(login, token);
    return token;
  }

  function as(login: string | null): Caller {
    const call = async (request: InjectOptions): Promise<Answer> => {
      const authorization = login === null ? {} : { authorization: `Bearer ${await tokenFor(login)}` };
      const answer = await app.inject({ ...request, headers: { ...authorization, ...request.headers } });
      assertConforms(String(request.method), String(request.url), answer);
      return {
        status: answer.statusCode,
        text: answer.body,
        body: jsonOf(answer.body),
        headers: answer.headers,
      };
    };
    const send: Caller['send'] = (method, url, payload, headers = {}) =>
      call({
        method,
        url,
        ...(payload === undefined ? {} : { payload: payload as object }),
        headers: { 'idempotency-key': randomUUID(), ...headers },
      });
    const seqOf = async (number: string) => {
      const file = await db.caseFile.findUnique({ where: { number }, select: { seq: true } });
      return { 'if-match': `"${file?.seq ?? 1}"` };
    };
    return {
      get: (url, headers = {}) => call({ method: 'GET', url, headers }),
      send,
      post: (url, payload, headers) => send('POST', url, payload, headers),
      decide: async (number, step, body, headers = {}) => {
        const [caseType = '', name = ''] = step.split('/');
        return send('POST', `/api/${caseType}s/${number}/${name}`, body, {
          ...(await seqOf(number)),
          ...headers,
        });
      },
      act: async (number, act, body) =>
        send('POST', `/api/cases/${number}/acts/${act}`, body, await seqOf(number)),
    };
  }

  return {
    app,
    parts,
    db,
    vault,
    vaultDatabase,
    now,
    sleep: (ms) => {
      shiftMs += ms;
    },
    as,
    close: async () => {
      await app.close();
      await db.$disconnect();
      await vaultDatabase.$disconnect();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The demonstration's people by login. */
export async function personOf(office: Office, login: string): Promise<string> {
  const account = await office.db.account.findUniqueOrThrow({ where: { login }, select: { personId: true } });
  return account.personId;
}
