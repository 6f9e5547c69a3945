import { roles } from '../../../domain/role';
import { seedDemo, seedReference } from '../../../prisma/seed';
import type { PolicyChange } from '../../../domain/law/policy-change';
import { openDatabase, type Database } from '../../../record/store/database';
import { FailedTries } from '../../../record/people/failed-tries';
import { lawInForce } from '../../../record/law/policy-change';
import { newKeyFile, parseKeyRing } from '../../../record/vault/keys';
import { Signer } from '../../../record/vault/signer';
import { openSession, signedInBy } from '../../../record/people/people';
import { freshDatabase, type FreshDatabase } from '../../harness/parts/database';
import { publishLaw } from '../../harness/publish-law';

const signer = new Signer(parseKeyRing(newKeyFile(), 'test'));
let database: FreshDatabase;
let db: Database;
beforeAll(async () => {
  database = await freshDatabase();
  await seedReference(database.ownerUrl, signer);
  await seedDemo(database.ownerUrl, signer);
  db = openDatabase(database.appUrl, { applicationName: 'test', poolSize: 4 });
});
afterAll(async () => {
  await db.$disconnect();
  await database.drop();
});

describe('the seed', () => {
  it('can be sown again and changes nothing', async () => {
    const counts = async () => [
      await db.account.count(),
      await db.person.count(),
      await db.enterprise.count(),
      await db.policyRevision.count(),
      await db.calendarRevision.count(),
    ];
    const before = await counts();
    await seedReference(database.ownerUrl, signer);
    const { accounts } = await seedDemo(database.ownerUrl, signer);
    expect(await counts()).toEqual(before);
    expect(accounts.length).toBe(before[0]);
    expect(before[1]).toBe(accounts.length - 1); // one person has two accounts
  });

  it('never takes back a change of law that was published', async () => {
    const before = await lawInForce(db);
    const row = before.layers
      .flatMap(({ rows }) => rows)
      .find(({ key }) => key === 'limit.tip-off.acceptance')!;
    const fresh = { ...row, value: { ...(row.value as object), value: 8 }, validFrom: '2027-01-01' };
    const change: PolicyChange = {
      layer: 'jxedz',
      end: [{ key: row.key, validFrom: row.validFrom, validTo: '2026-12-31' }],
      add: [fresh],
      openCases: 'keep',
    };
    await publishLaw({ db, signer }, change);
    await seedReference(database.ownerUrl, signer);
    await seedDemo(database.ownerUrl, signer);
    const { layers } = await lawInForce(db);
    const zone = layers.find(({ id }) => id === 'jxedz');
    expect(zone?.rows).toEqual(expect.arrayContaining([{ ...row, validTo: '2026-12-31' }, fresh]));
    expect(layers).toHaveLength(before.layers.length);
  });

  it('has somebody for every role of the office', async () => {
    const held = new Set((await db.account.findMany()).flatMap(({ roles }) => roles));
    // A reporter has no account.
    expect([...held].sort()).toEqual(roles.filter((role) => role !== 'reporter').sort());
  });
});

describe('who is signed in', () => {
  const at = new Date('2026-11-23T08:00:00Z');
  const signIn = async (login: string, now = at) => {
    const { id } = await db.account.findUniqueOrThrow({ where: { login } });
    return (await openSession(db, id, now)).token;
  };

  it('stands in for somebody on the Shanghai dates of the leave, both included', async () => {
    const [away, substitute] = await db.account.findMany({
      where: { login: { in: ['inspector1', 'inspector2'] } },
      orderBy: { login: 'asc' },
    });
    await db.substitution.create({
      data: {
        id: '11111111-1111-4111-8111-111111111111',
        personId: away?.personId ?? '',
        substituteId: substitute?.personId ?? '',
        fromDate: new Date('2026-11-24'),
        toDate: new Date('2026-11-25'),
      },
    });
    const standsIn = async (instant: string) => {
      const now = new Date(instant);
      return (await signedInBy(db, await signIn('inspector2', now), now))?.actor.standsInFor.length;
    };
    expect(await standsIn('2026-11-23T15:59:59Z')).toBe(0);
    expect(await standsIn('2026-11-23T16:00:00Z')).toBe(1);
    expect(await standsIn('2026-11-25T15:59:59Z')).toBe(1);
    expect(await standsIn('2026-11-25T16:00:00Z')).toBe(0);
  });

  it('is one person through both accounts', async () => {
    const one = await signedInBy(db, await signIn('reward'), at);
    const other = await signedInBy(db, await signIn('reward-approver'), at);
    expect(one?.actor.personId).toBe(other?.actor.personId);
    expect(one?.actor.accountId).not.toBe(other?.actor.accountId);
  });

  it('loses the oldest session beyond twenty', async () => {
    const first = await signIn('clerk1');
    for (let i = 1; i <= 20; i++) await signIn('clerk1', new Date(at.getTime() + i * 1000));
    expect(await signedInBy(db, first, at)).toBeNull();
    expect(await db.session.count({ where: { account: { login: 'clerk1' } } })).toBe(20);
  });
});

describe('failed tries', () => {
  it('are counted for all processes together, and a burst does not slip through', async () => {
    const other = openDatabase(database.appUrl, { applicationName: 'another process', poolSize: 4 });
    const counters = [new FailedTries(db), new FailedTries(other)];
    const limit = [{ bucket: 'burst', atMost: 5, windowMs: 60_000 }];
    const now = new Date();
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, index) => counters[index % 2]?.begin(limit, now)),
    );
    expect(tries.filter((each) => each?.allowed).length).toBe(5);
    await tries.find((each) => each?.allowed)?.undo();
    expect((await db.failedTry.findMany({ where: { bucket: 'burst' } })).map(({ count }) => count)).toEqual([
      19,
    ]);
    await other.$disconnect();
  });
});
