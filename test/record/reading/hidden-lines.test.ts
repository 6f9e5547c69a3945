import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { buildApp } from '../../../api/app';
import type { App } from '../../../api/app-type';
import type { CaseEvent } from '../../../domain/case/case-event';
import type { CaseType } from '../../../domain/case/case-type';
import { caseTypeDef, caseTypeNames } from '../../../domain/cases/catalogue';
import { isIssuedLine } from '../../../domain/moves/enterprise-visibility';
import { printerWith } from '../../../record/print/print';
import { MovedCases } from '../../../record/messages/moved-cases';
import { Papers } from '../../../record/papers/papers';
import { openSession } from '../../../record/people/people';
import { Credentials } from '../../../record/vault/credentials';
import { newKeyFile, parseKeyRing } from '../../../record/vault/keys';
import { demoCost } from '../../../record/vault/passwords';
import { SealingCodec } from '../../../record/vault/payload-codec';
import { makeReceipts } from '../../../record/vault/receipts';
import { attempts, make } from '../../procedures/kit/attempts';
import { contactOf } from '../../procedures/kit/crowd';
import { firm, reporter } from '../../procedures/kit/people';
import { openingOf } from '../../procedures/kit/sequences';
import { DeskSide, TwinOffice } from '../desk/twin-office';

/*
 * What is not issued to a firm changes nothing that it reads, and nothing that it reads tells an instant: whatever
 * happens to a case of any type, asked through the API by the firm's contact.
 */

jest.setTimeout(400_000);

/** Everything is read at one moment, so that the time which goes by changes nothing. */
const readAt = new Date('2031-03-03T03:03:03.333Z');
/**
 * A danger to life gives the firm hours, whose end it has to keep to the minute. No reporter writes in these cases, nor
 * in what they follow from.
 */
const givesHours: readonly CaseType[] = ['danger-notice', 'diagnosis'];
const endOfHours = /"dueAt":"[^"]+"/g;
const anInstant = /\d{4}-\d{2}-\d{2}T(?!16:00:00\.000Z)[\d:.]*Z?/;

let side: DeskSide;
let app: App;
let folder: string;
let token: string;
const contact = contactOf(firm);

beforeAll(async () => {
  side = await DeskSide.open();
  folder = await mkdtemp(join(tmpdir(), 'anjie-hidden-'));
  const keys = parseKeyRing(newKeyFile(), 'test');
  app = await buildApp({
    ...side,
    desk: side.desk,
    receipts: makeReceipts(keys),
    credentials: new Credentials(keys),
    papers: new Papers({ folder, vault: side.vault, scanner: null }),
    moves: new MovedCases('postgres://127.0.0.1:1/nobody-listens'),
    print: printerWith(null),
    codec: new SealingCodec(keys),
    hashKey: Buffer.alloc(32, 7),
    clock: () => readAt,
    consoleFolder: null,
    standing: () => Promise.resolve({ faults: [], attributes: [], misfits: [] }),
    settings: {
      publicUrl: 'http://localhost:3000',
      temporalUiUrl: 'http://localhost:8233',
      temporalNamespace: 'default',
      trustProxy: [],
      demo: false,
      passwordCost: demoCost,
      secondFactor: 'offered',
      requestsPerMinute: 1_000_000,
      tipOffsAtOnce: 100_000,
      channels: ['mail'],
      webhooks: null,
      overloadedAfterMs: 0,
    },
  });
  if (contact.kind !== 'staff') throw new Error('a contact has an account');
  ({ token } = await openSession(side.db, contact.accountId, readAt));
});
afterAll(async () => {
  await app.close();
  await side.close();
  await rm(folder, { recursive: true, force: true });
});

/** All that the firm reads, with the tags: by the address. */
async function readByTheFirm(caseType: CaseType, numbers: readonly string[]): Promise<Map<string, string>> {
  const lists = [
    '/api/worklist',
    '/api/worklist?order=share&limit=1',
    '/api/counts',
    '/api/cases',
    '/api/cases?order=opened&limit=1',
    '/api/cases?limit=1',
    '/api/cases?overdue=true',
    '/api/cases?stage=waiting',
    `/api/enterprises/${firm}/file?limit=1`,
    '/api/enterprise/notices',
  ];
  const ofCases = numbers.flatMap((number) =>
    ['', '/file', '/file?limit=1', '/ledger', '/record'].map((part) => {
      const [path = '', query] = part.split('?');
      return `/api/cases/${number}${path}${query === undefined ? '' : `?${query}`}`;
    }),
  );
  const read = new Map<string, string>();
  for (const url of [...lists, ...ofCases]) {
    const answer = await app.inject({ method: 'GET', url, headers: { authorization: `Bearer ${token}` } });
    expect([url, answer.statusCode < 500]).toEqual([url, true]);
    const { instance: _instance, ...body } = answer.json<Record<string, unknown>>();
    const told = JSON.stringify({ status: answer.statusCode, etag: answer.headers.etag ?? null, body });
    const inDays = givesHours.includes(caseType) ? told.replaceAll(endOfHours, '') : told;
    expect(inDays).not.toMatch(anInstant);
    read.set(url, told);
  }
  return read;
}

function isForTheFirm({ body, actor }: CaseEvent): boolean {
  const own = actor.kind === 'staff' && contact.kind === 'staff' && actor.personId === contact.personId;
  return own || isIssuedLine(body);
}

const types = caseTypeNames.filter((name) => 'enterprise-contact' in caseTypeDef(name).readers);
/** Rectifications begin in a tip that named the firm. */
const beginnings: readonly CaseType[] = ['tip-off', ...types];

let hidden = 0;
let changed = 0;
test.each(beginnings)('%s: a firm reads nothing of what is not issued to it', async (caseType) => {
  await fc.assert(
    fc.asyncProperty(attempts, async (tried) => {
      const office = new TwinOffice(side);
      await office.open(openingOf(caseType, office), reporter);
      const numbers = () => office.caseIds.map((caseId) => office.view(caseId).number);
      let before = await readByTheFirm(caseType, numbers());
      for (const attempt of tried) {
        const known = office.caseIds.map((caseId) => [caseId, office.events(caseId).length] as const);
        await make(office, attempt);
        const lengths = new Map(known);
        const fresh = office.caseIds.flatMap((caseId) =>
          office.events(caseId).slice(lengths.get(caseId) ?? 0),
        );
        if (fresh.length === 0) continue;
        const after = await readByTheFirm(caseType, numbers());
        if (fresh.some(isForTheFirm)) changed += 1;
        else {
          hidden += fresh.length;
          for (const [url, told] of before) expect([url, after.get(url)]).toEqual([url, told]);
        }
        before = after;
      }
    }),
    { numRuns: caseType === 'tip-off' ? 4 : 2, seed: 20261130 },
  );
});

test('what was compared is worth comparing', () => {
  expect([hidden > 100, changed > 100]).toEqual([true, true]);
});
