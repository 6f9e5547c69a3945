import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { calendarSchema, type WorkCalendar } from '../domain/time/calendar';
import { canonicalJson } from '../domain/json';
import { promisesTooLong } from '../domain/law/matter';
import { demoLayer } from '../domain/law/demo-layer';
import { policyLayerSchema, resolvePolicy, type PolicyLayer, type PolicyRow } from '../domain/law/policy';
import { withFile } from '../domain/law/policy-change';
import { accountSubject } from '../domain/office/account-standing';
import type { EnterpriseProfile } from '../domain/office/kinds/enterprise-profile';
import type { RuleRevision } from '../domain/office/rule-revision';
import { marksOf, takeOver } from '../record/office/beginning';
import { standingIn } from '../record/office/changes/account';
import {
  appendLine,
  appendLines,
  lockOffice,
  type NewLine,
  type OfficeSigner,
} from '../record/office/office-record';
import { publishRevision, takeOverRules } from '../record/office/published-rules';
import { demoPassword } from '../record/people/demo-accounts';
import { openDatabase } from '../record/store/database';
import type { ModelTransaction } from '../record/store/idempotency';
import { calendarRevision, lawRevision } from '../record/store/rule-change';
import { databaseTime } from '../record/store/stored-record';
import { isAsPublished } from '../record/trust/office-lines';
import { demoCost, hashPassword } from '../record/vault/passwords';
import { calendarId } from '../record/store/rulebook';
import { referenceLayers } from './data/policy/layers';
import type { Prisma } from './generated/client';

/*
 * What a database holds before the first case. Both parts may be run again at any time: law gets
 * a new revision only where its content has changed (open cases keep the one that they pinned), what was
 * published through the API is never taken back, and what exists of the calendar and of the demonstration
 * is left as it is.
 */

/** The zone whose layers of law stand in `prisma/data/policy`. */
export const zone = 'jxedz';
/** Which unit takes what reporters hand in there. */
export const intakeUnit = 'jxedz-safety';
/** The same zone with days of about two seconds, for demonstrations. */
const demoZone = 'jxedz-demo';

export { demoPassword };

/** The desk whose cases fall under the fast policy: what its clerk records escalates before your eyes. */
const demoUnit: UnitData = {
  id: 'jxedz-demo-desk',
  zone: demoZone,
  titleZh: '演示受理台(一个工作日约两秒)',
  titleEn: 'Demonstration desk (a working day lasts about two seconds)',
};

const referenceZone: ZoneData = {
  id: zone,
  titleZh: '嘉兴经济技术开发区',
  titleEn: 'Jiaxing Economic and Technological Development Zone',
  intakeUnit,
};

const demoZoneData: ZoneData = {
  id: demoZone,
  titleZh: '演示片区(一个工作日约两秒)',
  titleEn: 'Demonstration zone (a working day lasts about two seconds)',
  intakeUnit: demoUnit.id,
};

export interface DemoAccount {
  readonly login: string;
  readonly password: string;
  readonly role: string;
  readonly name: string;
}

interface AccountData {
  readonly login: string;
  readonly staffNo: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly level: number;
  readonly unit: string;
  readonly enterpriseId: string | null;
}

interface ZoneData {
  readonly id: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly intakeUnit: string;
}

interface UnitData {
  readonly id: string;
  readonly zone: string;
  readonly titleZh: string;
  readonly titleEn: string;
}

interface EnterpriseData {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string;
  /** GB/T 4754. */
  readonly trade: string;
  readonly zone: string;
  readonly profile: Omit<EnterpriseProfile, 'enterpriseId'>;
}

/**
 * Zones, units, policy layers and calendar, from `prisma/data`.
 * @param ownerUrl PostgreSQL as the owner of the schemas
 * @param signer the office's own: each revision stands in the office record
 * @throws Error naming the file whose data is not what it must be; then nothing of it was written
 */
export async function seedReference(ownerUrl: string, signer: OfficeSigner): Promise<void> {
  await inOffice(ownerUrl, async (db) => {
    await takeOverRules(db, signer);
    await db.unit.createMany({ data: readData<UnitData[]>('units.json'), skipDuplicates: true });
    await db.zone.createMany({ data: [referenceZone], skipDuplicates: true });
    for (const layer of referenceLayers) assertLayer(layer);
    const standing = await latestLayers(db);
    const layers = referenceLayers.map((file) => {
      const kept = standing.find(({ id }) => id === file.id);
      return kept === undefined ? file : withFile(kept, file);
    });
    const resolved = resolvePolicy(layers, zone, new Date().toISOString().slice(0, 10), 1);
    if (!resolved.ok) throw new Error(`prisma/data/policy: ${resolved.refusal.detail}`);
    const [tooLong] = promisesTooLong(resolved.value);
    if (tooLong)
      throw new Error(`prisma/data/policy: ${tooLong.matter} promises more than ${tooLong.longest}`);
    const others = standing.filter(({ id }) => !layers.some((layer) => layer.id === id));
    const seed = { signer, part: 'reference' } as const;
    await reviseLayers(db, seed, [...layers, ...others]);
    await ensureCalendar(db, seed);
  });
}

/**
 * Demonstration: the zone in which a working day lasts about two seconds, invented enterprises, and accounts
 * for every role. One natural person (孙悦) holds two accounts, to show that a person stays one person.
 * @param ownerUrl PostgreSQL as the owner of the schemas, with the reference data
 * @param signer the office's own: the accounts stand in the office record
 * @returns the accounts, with the one password that they all have
 */
export async function seedDemo(ownerUrl: string, signer: OfficeSigner): Promise<{ accounts: DemoAccount[] }> {
  const accounts = readData<AccountData[]>('accounts.json');
  const enterprises = readData<EnterpriseData[]>('enterprises.json');
  await inOffice(ownerUrl, async (db) => {
    const standing = await latestLayers(db);
    const real = standing.filter(({ id }) => id !== demoZone);
    const seed = { signer, part: 'demonstration' } as const;
    await reviseLayers(db, seed, [...real, demoLayer(real, zone, demoZone)]);
    await db.unit.createMany({ data: [demoUnit], skipDuplicates: true });
    await db.zone.createMany({ data: [demoZoneData], skipDuplicates: true });
    await db.enterprise.createMany({
      data: enterprises.map(({ profile: _, ...row }) => row),
      skipDuplicates: true,
    });
    await db.enterpriseProfile.createMany({
      data: enterprises.map(({ id: enterpriseId, profile }) => ({ enterpriseId, ...profile })),
      skipDuplicates: true,
    });
    await describeFirms(db, enterprises);
    await seedAccounts(db, accounts, signer);
  });
  return {
    accounts: accounts.map(({ login, roles, name }) => ({
      login,
      password: demoPassword,
      role: roles.join(', '),
      name,
    })),
  };
}

/** Firms from before trade and zone were kept are given them; what the office has entered stays. */
async function describeFirms(db: ModelTransaction, enterprises: readonly EnterpriseData[]): Promise<void> {
  for (const { id, trade, zone: lies } of enterprises)
    await db.enterprise.updateMany({ where: { id, trade: null, zone: null }, data: { trade, zone: lies } });
}

async function seedAccounts(
  tx: ModelTransaction,
  accounts: readonly AccountData[],
  signer: OfficeSigner,
): Promise<void> {
  const passwordHash = await hashPassword(demoPassword, demoCost);
  await takeOver(tx, signer, null);
  const known = new Set((await tx.account.findMany({ select: { login: true } })).map(({ login }) => login));
  const fresh = accounts.filter(({ login }) => !known.has(login));
  if (fresh.length === 0) return;
  await tx.person.createMany({
    data: fresh.map(({ staffNo, name }) => ({ id: demoId(`person/${staffNo}`), staffNo, name })),
    skipDuplicates: true,
  });
  const rows = fresh.map((account) => ({ ...rowOf(account), passwordHash }));
  await tx.account.createMany({ data: rows });
  const at = await databaseTime(tx);
  await appendLines(tx, signer, [
    ...rows.map((row) => hired(row, at)),
    { at, actor: demonstration, body: { kind: 'password-set', person: null, marks: marksOf(signer, rows) } },
  ]);
}

const demonstration = { kind: 'system', part: 'demonstration' } as const;

function rowOf({ login, staffNo, name: _, roles, ...offices }: AccountData) {
  return {
    id: demoId(`account/${login}`),
    login,
    personId: demoId(`person/${staffNo}`),
    roles: [...roles],
    email: `${login}@anjie.example`,
    active: true,
    ...offices,
  };
}

/** The line of an account in the office record. */
function hired(row: ReturnType<typeof rowOf>, at: string): NewLine {
  const [subject, person, after] = [accountSubject(row.id), row.personId, standingIn(row)];
  return {
    at,
    actor: demonstration,
    body: { kind: 'changed', change: 'create-account', subject, person, before: null, after },
  };
}

/** The same id in every demonstration, so that examples in the documentation fit. */
function demoId(name: string): string {
  const hex = createHash('sha256').update(`anjie-demo/${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

// --- law and calendar ---------------------------------------------------------------------------

/** Who publishes what the seed brings. */
interface Seeding {
  readonly signer: OfficeSigner;
  readonly part: 'reference' | 'demonstration';
}

async function latestLayers(db: ModelTransaction): Promise<PolicyLayer[]> {
  const latest = await db.policyRevision.findFirst({ orderBy: { revision: 'desc' } });
  return (latest?.layers ?? []) as unknown as PolicyLayer[];
}

/** @throws Error where the next revision would take over what somebody has changed by hand */
async function reviseLayers(
  db: ModelTransaction,
  seeding: Seeding,
  next: readonly PolicyLayer[],
): Promise<void> {
  const latest = await db.policyRevision.findFirst({ orderBy: { revision: 'desc' } });
  const standing = (latest?.layers ?? []) as unknown as PolicyLayer[];
  if (standing.length > 0 && canonicalJson(inOrder(standing)) === canonicalJson(inOrder(next))) return;
  if (latest !== null) await assertAsPublished(db, seeding, lawRevision(latest));
  const states = await publishRevision(db, { revision: (latest?.revision ?? 0) + 1, layers: next });
  await state(db, seeding, states);
}

async function assertAsPublished(db: ModelTransaction, { signer }: Seeding, revision: RuleRevision) {
  if (await isAsPublished(db, signer, revision)) return;
  const which = `${revision.rules} revision ${revision.revision}`;
  throw new Error(`${which} is not what was published: npm run verify -- --record names what was changed`);
}

async function state(db: ModelTransaction, { signer, part }: Seeding, body: NewLine['body']): Promise<void> {
  await appendLine(db, signer, { at: await databaseTime(db), actor: { kind: 'system', part }, body });
}

/** In what order layers and rows are written makes no difference. */
function inOrder(layers: readonly PolicyLayer[]): PolicyLayer[] {
  const name = ({ key, validFrom }: PolicyRow) => `${key} ${validFrom}`;
  return layers
    .map((layer) => ({ ...layer, rows: [...layer.rows].sort((a, b) => (name(a) < name(b) ? -1 : 1)) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * The first calendar. Later ones are published through the API, where their effect is seen first; a start never
 * takes them back. An office from before the moving holidays were tabled gets them, beside all that it has.
 */
async function ensureCalendar(db: ModelTransaction, seeding: Seeding): Promise<void> {
  const file = readData<WorkCalendar>('calendar-cn.json');
  if (!Value.Check(calendarSchema, file)) throw new Error('prisma/data/calendar-cn.json is no calendar');
  if (file.id !== calendarId) throw new Error(`prisma/data/calendar-cn.json is the calendar ${file.id}`);
  const newest = await db.calendarRevision.findFirst({
    where: { calendar: calendarId },
    orderBy: { revision: 'desc' },
  });
  const standing = newest?.content as unknown as WorkCalendar | undefined;
  if (standing?.movingDaysOff !== undefined) return;
  const { movingDaysOff } = file;
  const revision = (newest?.revision ?? 0) + 1;
  if (newest !== null) await assertAsPublished(db, seeding, calendarRevision(newest));
  const content = { ...(standing ?? file), ...(movingDaysOff && { movingDaysOff }), revision };
  const row = { calendar: calendarId, revision, content: content as unknown as Prisma.InputJsonObject };
  await db.calendarRevision.create({ data: row });
  await state(db, seeding, { kind: 'rules-published', ...calendarRevision(row) });
}

function assertLayer(layer: PolicyLayer): void {
  const { id } = layer;
  // To tell what is wrong takes several times as long as to see that nothing is.
  if (Value.Check(policyLayerSchema, layer)) return;
  const [error] = Value.Errors(policyLayerSchema, layer);
  throw new Error(`prisma/data/policy, ${id}: ${error?.instancePath} ${error?.message}`);
}

function readData<T>(file: string): T {
  return JSON.parse(readFileSync(join(__dirname, 'data', file), 'utf8')) as T;
}

/** Does a piece of work in one transaction that holds the office record: several may seed at once. */
async function inOffice(url: string, work: (tx: ModelTransaction) => Promise<void>): Promise<void> {
  const db = openDatabase(url, { applicationName: 'anjie-seed', poolSize: 2 });
  try {
    await db.$transaction(
      async (tx) => {
        await lockOffice(tx);
        await work(tx);
      },
      // Whoever seeds beside it waits for the lock that long.
      { timeout: 120_000 },
    );
  } finally {
    await db.$disconnect();
  }
}
