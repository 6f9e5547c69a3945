import { randomBytes, randomUUID } from 'node:crypto';
import { openDatabase, openVaultDatabase, type Database } from '../../../record/store/database';
import { parseKeyRing } from '../../../record/vault/keys';
import { SealError } from '../../../record/vault/seal';
import { Vault, VaultError } from '../../../record/vault/vault';
import { freshDatabase, type FreshDatabase } from '../../harness/parts/database';

const first = `1:${randomBytes(32).toString('hex')}`;
const second = `2:${randomBytes(32).toString('hex')}`;
const firstKey = parseKeyRing(first, 'vault.key');
const payee = { holder: '王小明', bank: '嘉兴银行', account: '6222 0000 1111 2222' };
const identity = { name: '王小明', phone: '13900000000' };
const looker = { personId: randomUUID(), purpose: 'feedback' };

let fresh: FreshDatabase;
let database: Database;
let vault: Vault;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openVaultDatabase(fresh.vaultUrl, { applicationName: 'test-vault' });
}, 120_000);

beforeEach(() => {
  vault = new Vault({ database, masterKeys: firstKey });
});

afterAll(async () => {
  await database?.$disconnect();
  await fresh?.drop();
});

/** A vault in another process: the same rows, nothing in memory. */
const another = (keys = firstKey) => new Vault({ database, masterKeys: keys });

const newCase = async () => {
  const caseId = randomUUID();
  return { caseId, key: await vault.createCaseKey(caseId) };
};

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'fine',
    (error: unknown) =>
      error instanceof VaultError || error instanceof SealError ? error.code : Promise.reject(error),
  );

describe('the key of a case', () => {
  it('opens in every process what it sealed, at its own place only', async () => {
    const { caseId, key } = await newCase();
    const sealed = key.sealText(4, '/text', '举报内容');
    const elsewhere = await another().keyOf(caseId);
    expect(elsewhere.openText(4, '/text', sealed)).toBe('举报内容');
    expect(() => elsewhere.openText(5, '/text', sealed)).toThrow(SealError);
    expect(() => elsewhere.openText(4, '/place', sealed)).toThrow(SealError);
  });

  it('does not open what another case sealed', async () => {
    const [one, two] = [await newCase(), await newCase()];
    expect(() => two.key.openText(1, '/text', one.key.sealText(1, '/text', 'x'))).toThrow(SealError);
  });

  it('is made once, however often and by however many it is asked for', async () => {
    const caseId = randomUUID();
    const keys = await Promise.all(Array.from({ length: 8 }, () => another().createCaseKey(caseId)));
    const sealed = keys[0]?.sealText(1, 'f', 'x') ?? Buffer.alloc(0);
    for (const key of keys) expect(key.openText(1, 'f', sealed)).toBe('x');
  });

  it('is missing where none was made', async () => {
    const caseId = randomUUID();
    expect(await codeOf(vault.keyOf(caseId))).toBe('case-key-missing');
    await vault.createCaseKey(caseId);
    expect(await codeOf(vault.keyOf(caseId))).toBe('fine');
  });

  it('lies wrapped: moved to another case it does not open', async () => {
    const [one, two] = [await newCase(), await newCase()];
    const { wrapped } = await database.caseKey.findUniqueOrThrow({ where: { caseId: one.caseId } });
    await database.caseKey.update({ where: { caseId: two.caseId }, data: { wrapped } });
    expect(await codeOf(another().keyOf(two.caseId))).toBe('master-key-wrong');
    await database.caseKey.delete({ where: { caseId: two.caseId } });
  });

  it('is kept in memory within bounds', async () => {
    const counted = { caseKey: { findUnique: jest.fn(database.caseKey.findUnique) } } as unknown as Database;
    const small = new Vault({ database: counted, masterKeys: firstKey, cachedKeys: 2 });
    const cases = [await newCase(), await newCase(), await newCase()].map(({ caseId }) => caseId);
    const [a = '', b = '', c = ''] = cases;
    await Promise.all([small.keyOf(a), small.keyOf(a)]);
    await small.keyOf(b);
    await small.keyOf(a);
    expect(counted.caseKey.findUnique).toHaveBeenCalledTimes(2);
    await small.keyOf(c); // drops b, used longest ago
    await small.keyOf(a);
    expect(counted.caseKey.findUnique).toHaveBeenCalledTimes(3);
    await small.keyOf(b);
    expect(counted.caseKey.findUnique).toHaveBeenCalledTimes(4);
  });
});

describe('digests', () => {
  it('are the same for the same content, and of each case alone', async () => {
    const [one, two] = [await newCase(), await newCase()];
    const digest = one.key.digestOf({ '/b': '2', '/a': '1' });
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await another().keyOf(one.caseId)).digestOf({ '/a': '1', '/b': '2' })).toBe(digest);
    expect(one.key.digestOf({ '/a': '1' })).not.toBe(digest);
    expect(two.key.digestOf({ '/a': '1', '/b': '2' })).not.toBe(digest);
  });

  it('of a payee do not depend on how the account was typed', async () => {
    const { key } = await newCase();
    const digest = key.digestPayee(payee);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(key.digestPayee({ ...payee, account: '6222000011112222', holder: ' 王小明 ' })).toEqual(digest);
    expect(key.digestPayee({ ...payee, account: '6222000011112223' })).not.toEqual(digest);
  });
});

describe('an identity', () => {
  it('is opened only with an entry, which stands first', async () => {
    const { caseId } = await newCase();
    await vault.storeIdentity(caseId, identity);
    expect(await database.vaultOpening.count({ where: { caseId } })).toBe(0);
    expect(await another().openIdentity(caseId, looker)).toEqual(identity);
    await vault.openIdentity(caseId, { personId: null, purpose: 'export' });
    expect(
      await database.vaultOpening.findMany({
        where: { caseId },
        orderBy: { id: 'asc' },
        select: { personId: true, what: true, purpose: true },
      }),
    ).toEqual([
      { personId: looker.personId, what: 'identity', purpose: 'feedback' },
      { personId: null, what: 'identity', purpose: 'export' },
    ]);
  });

  it('that was never given is null, and the look is entered all the same', async () => {
    const { caseId } = await newCase();
    expect(await vault.openIdentity(caseId, looker)).toBeNull();
    expect(await database.vaultOpening.count({ where: { caseId } })).toBe(1);
  });

  it('is not opened where the look cannot be entered', async () => {
    const { caseId } = await newCase();
    await vault.storeIdentity(caseId, identity);
    const nowhere = { ...looker, personId: 'no uuid' };
    await expect(vault.openIdentity(caseId, nowhere)).rejects.toThrow();
  });

  it('lies sealed, and does not open under another case', async () => {
    const [one, two] = [await newCase(), await newCase()];
    await vault.storeIdentity(one.caseId, identity);
    const { ciphertext } = await database.reporterIdentity.findUniqueOrThrow({
      where: { caseId: one.caseId },
    });
    expect(Buffer.from(ciphertext).toString('utf8')).not.toContain('139');
    await database.reporterIdentity.create({ data: { caseId: two.caseId, ciphertext } });
    expect(await codeOf(vault.openIdentity(two.caseId, looker))).toBe('seal-broken');
  });
});

describe('a payee', () => {
  it('is known by its digest, and opened for the payment with an entry', async () => {
    const { caseId, key } = await newCase();
    const digest = key.digestPayee(payee);
    expect(await vault.keepsPayee(caseId, digest)).toBe(false);
    expect(await vault.openPayeeForPayment(caseId, digest, looker)).toBeNull();
    await vault.storePayee(caseId, payee, []);
    expect(await vault.keepsPayee(caseId, digest)).toBe(true);
    expect(await database.vaultOpening.count({ where: { caseId, what: 'payee' } })).toBe(1);
    expect(await vault.openPayeeForPayment(caseId, digest, looker)).toEqual({
      ...payee,
      account: '6222000011112222',
    });
  });

  it('stands beside the one before while the record names both, and goes where it is named by nothing', async () => {
    const { caseId, key } = await newCase();
    const accounts = ['111111', '222222', '333333'].map((account) => ({ ...payee, account }));
    const [unnamed, first, second] = accounts.map((each) => key.digestPayee(each)) as [
      string,
      string,
      string,
    ];
    await vault.storePayee(caseId, accounts[0]!, []);
    await vault.storePayee(caseId, accounts[1]!, []);
    await vault.storePayee(caseId, accounts[2]!, [first]);
    expect(await vault.keepsPayee(caseId, unnamed)).toBe(false);
    for (const digest of [first, second]) expect(await vault.keepsPayee(caseId, digest)).toBe(true);
  });

  it('is not paid where somebody has put another one under its digest', async () => {
    const { caseId, key } = await newCase();
    const [own, other] = [payee, { ...payee, account: '999999' }].map((each) => key.digestPayee(each)) as [
      string,
      string,
    ];
    await vault.storePayee(caseId, payee, []);
    await vault.storePayee(caseId, { ...payee, account: '999999' }, [own]);
    await database.$executeRaw`
      UPDATE vault.payee SET ciphertext = (SELECT ciphertext FROM vault.payee WHERE digest = decode(${other}, 'hex'))
      WHERE digest = decode(${own}, 'hex')`;
    expect(await vault.keepsPayee(caseId, own)).toBe(false);
  });
});

describe('the end of retention', () => {
  it('destroys the key, so that nothing of the case opens again', async () => {
    const { caseId, key } = await newCase();
    await vault.storeIdentity(caseId, identity);
    await vault.storePayee(caseId, payee, []);
    key.sealText(1, 'f', 'x');
    await vault.destroyCaseKey(caseId);
    await vault.destroyCaseKey(caseId);
    for (const now of [vault, another()]) {
      expect(await codeOf(now.keyOf(caseId))).toBe('case-key-destroyed');
      expect(await codeOf(now.createCaseKey(caseId))).toBe('case-key-destroyed');
      expect(await now.openIdentity(caseId, looker)).toBeNull();
      expect(await now.keepsPayee(caseId, key.digestPayee(payee))).toBe(false);
    }
    const { wrapped } = await database.caseKey.findUniqueOrThrow({ where: { caseId } });
    expect(wrapped).toHaveLength(0);
  });

  it('reaches other processes when their kept key has aged', async () => {
    const { caseId } = await newCase();
    const other = new Vault({ database, masterKeys: firstKey, cachedForMs: 0 });
    await other.keyOf(caseId);
    await vault.destroyCaseKey(caseId);
    expect(await codeOf(other.keyOf(caseId))).toBe('case-key-destroyed');
  });
});

describe('the master key', () => {
  beforeEach(() => database.caseKey.deleteMany());

  it('fits an empty vault and its own', async () => {
    await vault.assertKeyFits();
    await newCase();
    await vault.assertKeyFits();
  });

  it('that is another is refused at the start, before anything is written under it', async () => {
    await newCase();
    const wrong = parseKeyRing(`1:${'e'.repeat(64)}`, 'vault.key');
    expect(await codeOf(another(wrong).assertKeyFits())).toBe('master-key-wrong');
    expect(await codeOf(another(parseKeyRing(second, 'vault.key')).assertKeyFits())).toBe(
      'master-key-missing',
    );
  });

  it('is tried on one case key of each master key, however many there are', async () => {
    for (let count = 0; count < 40; count += 1) await newCase();
    const both = parseKeyRing(`${second}\n${first}`, 'vault.key');
    const newer = new Vault({ database, masterKeys: both });
    for (let count = 0; count < 40; count += 1) await newer.createCaseKey(randomUUID());
    let fetched = 0;
    const counting = new Proxy(database, {
      get(of, name, receiver) {
        if (name !== '$queryRaw') return Reflect.get(of, name, receiver) as unknown;
        return async (...given: Parameters<Database['$queryRaw']>) => {
          const rows = await of.$queryRaw<object[]>(...given);
          fetched += rows.length;
          return rows;
        };
      },
    });
    await new Vault({ database: counting, masterKeys: both }).assertKeyFits();
    expect(fetched).toBe(2);
    const plan = await database.$queryRaw<{ 'QUERY PLAN': string }[]>`
      EXPLAIN SELECT min(master_key) FROM vault.case_key WHERE destroyed_at IS NULL`;
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('case_key_master');
  });

  it('is not held against a vault of destroyed keys', async () => {
    const { caseId } = await newCase();
    await vault.destroyCaseKey(caseId);
    await another(parseKeyRing(second, 'vault.key')).assertKeyFits();
  });

  it('rotates while the system reads and writes', async () => {
    const both = parseKeyRing(`${second}\n${first}`, 'vault.key');
    const cases = await Promise.all(Array.from({ length: 450 }, () => newCase()));
    const sealed = cases.map(({ key }) => key.sealText(1, 'f', 'x'));
    const destroyed = await newCase();
    await vault.destroyCaseKey(destroyed.caseId);

    let done = false;
    const reading = (async () => {
      for (let i = 0; !done; i = (i + 1) % cases.length) {
        const key = await another(both).keyOf(cases[i]?.caseId ?? '');
        expect(key.openText(1, 'f', sealed[i] ?? Buffer.alloc(0))).toBe('x');
      }
    })();
    const moved = await another(both).rewrapAll();
    done = true;
    await reading;

    expect(moved).toBe(450);
    expect(await another(both).rewrapAll()).toBe(0);
    const onlySecond = another(parseKeyRing(second, 'vault.key'));
    await onlySecond.assertKeyFits();
    expect(
      (await onlySecond.keyOf(cases[9]?.caseId ?? '')).openText(1, 'f', sealed[9] ?? Buffer.alloc(0)),
    ).toBe('x');
    expect(await codeOf(another().keyOf(cases[9]?.caseId ?? ''))).toBe('master-key-missing');
  });

  it('is not moved to before it stands in vault.key', async () => {
    const stranger = parseKeyRing(second, 'vault.key').current;
    expect(await codeOf(vault.rewrapAll(stranger))).toBe('master-key-missing');
  });
});

describe('the roles of the database', () => {
  it('keep the office out of the vault and the vault out of the office', async () => {
    const office = openDatabase(fresh.appUrl, { applicationName: 'test-office' });
    try {
      await expect(office.caseKey.findFirst()).rejects.toThrow();
      await expect(office.vaultOpening.findFirst()).rejects.toThrow();
      await expect(database.caseFile.findFirst()).rejects.toThrow();
    } finally {
      await office.$disconnect();
    }
  });

  it('let nobody change or remove an entry of the openings', async () => {
    const { caseId } = await newCase();
    await vault.openIdentity(caseId, looker);
    await expect(database.vaultOpening.updateMany({ data: { purpose: 'other' } })).rejects.toThrow();
    await expect(database.vaultOpening.deleteMany()).rejects.toThrow();
  });
});
