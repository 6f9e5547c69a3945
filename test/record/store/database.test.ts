import { openDatabase, type Database } from '../../../record/store/database';
import { freshDatabase, type FreshDatabase } from '../../harness/parts/database';

let fresh: FreshDatabase;
let db: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.appUrl, { applicationName: 'test-database', poolSize: 2 });
});
afterAll(async () => {
  await db.$disconnect();
  await fresh.drop();
});

type Begin = (work: (tx: Pick<Database, '$queryRaw' | '$executeRaw'>) => Promise<void>) => Promise<void>;
const ways: readonly (readonly [string, Begin])[] = [
  ['of models', (work) => db.$transaction(work)],
  ['of our own SQL', (work) => db.inTransaction(work)],
];

describe.each(ways)('a transaction %s', (way, begin) => {
  const count = () => db.idempotencyKey.count({ where: { scope: way } });
  const take = (tx: Pick<Database, '$executeRaw'>, key: string) => tx.$executeRaw`
    INSERT INTO anjie.idempotency_key (scope, key, body_hash, answer) VALUES (${way}, ${key}, ${Buffer.alloc(32)}, 'null')`;

  it('keeps what was written in it', async () => {
    await begin(async (tx) => void (await take(tx, 'kept')));
    expect(await count()).toBe(1);
  });

  it('is undone whole, and others see nothing of it before its end', async () => {
    const undone = begin(async (tx) => {
      await take(tx, 'undone');
      expect(await count()).toBe(1);
      throw new Error('on second thoughts');
    });
    await expect(undone).rejects.toThrow('on second thoughts');
    expect(await count()).toBe(1);
  });

  it('fails when its connection is cut, and the next one works', async () => {
    const cut = begin(async (tx) => {
      const [row] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      const owner = openDatabase(fresh.ownerUrl, { applicationName: 'test-cutter', poolSize: 1 });
      await owner.$queryRaw`SELECT pg_terminate_backend(${row?.pid ?? 0})`;
      await owner.$disconnect();
      await take(tx, 'cut');
    });
    await expect(cut).rejects.toThrow();
    await begin(async (tx) => void (await take(tx, 'after')));
    expect(await count()).toBe(2);
  });
});

describe('a row', () => {
  it('holds days, long integers, instants and bytes as they are, whatever the zone of the machine', async () => {
    const [row] = await db.$queryRaw<Record<string, unknown>[]>`
      SELECT '2026-11-25'::date AS day, 9007199254740993::bigint AS long, 7::int AS short,
        '2026-11-25T18:00:00.123+08:00'::timestamptz AS instant, decode('00ff', 'hex') AS bytes, NULL::text AS nothing,
        ARRAY['甲', 'b']::text[] AS words, '{"a": [1]}'::jsonb AS json`;
    expect(row).toEqual({
      day: new Date('2026-11-25T00:00:00.000Z'),
      long: 9_007_199_254_740_993n,
      short: 7,
      instant: new Date('2026-11-25T10:00:00.123Z'),
      bytes: Buffer.from([0, 255]),
      nothing: null,
      words: ['甲', 'b'],
      json: { a: [1] },
    });
  });
});
