import { demoPassword } from '../../../prisma/seed';
import { eventually } from '../../harness/eventually';
import { openOffice, type Office } from '../kit/office';
import { expectOk, handIn } from '../kit/story';

/*
 * Somebody tries passwords and codes by the thousand, from one address or from many. Nothing is timed: what counts is
 * how many argon2 runs that costs, and for how long a request asks to be held back.
 */

/** What the right holder may wait at most, of the ten seconds that are promised. */
const heldAtMostMs = 2_000;
const wellFormed = 'AAAA-AAAA-AAAA-AAAA-A';

let office: Office;
let heldMs: number[] = [];
beforeAll(async () => {
  const pause = (ms: number) => Promise.resolve(heldMs.push(ms));
  // Few requests of an address: the coarse net must not keep a holder out whose address is attacked.
  office = await openOffice({ parts: { pause }, settings: { requestsPerMinute: 20 }, conforms: false });
});
afterAll(() => office.close());

interface From {
  readonly address?: string;
  readonly cookie?: string;
}

const logIn = (login: string, password: string, { address = '10.0.0.1', cookie }: From = {}) =>
  office.app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { login, password },
    remoteAddress: address,
    headers: cookie === undefined ? {} : { cookie },
  });

async function runs(): Promise<number> {
  const { values } = (await office.parts.metrics!.getSingleMetric('anjie_password_runs_total')!.get()) as {
    values: { value: number }[];
  };
  return values.reduce((sum, { value }) => sum + value, 0);
}

/** Tries wrong passwords, each another one. How many argon2 runs they cost. */
async function attack(login: string, tries: number, addressOf: (index: number) => string): Promise<number> {
  const before = await runs();
  for (let from = 0; from < tries; from += 200) {
    const some = Array.from({ length: Math.min(200, tries - from) }, (_, index) => from + index);
    const answers = await Promise.all(
      some.map((index) => logIn(login, `guess number ${index}`, { address: addressOf(index) })),
    );
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([401]));
  }
  return (await runs()) - before;
}

/** For how long the login of the right holder was held back, in all. */
async function heldBack(login: string, from: From = {}): Promise<number> {
  heldMs = [];
  const answer = await logIn(login, demoPassword, from);
  expect(answer.statusCode).toBe(201);
  return heldMs.reduce((sum, ms) => sum + ms, 0);
}

const anAddress = '203.0.113.7';
const attacks: readonly (readonly [string, string, (index: number) => string])[] = [
  ['one address', 'director', () => anAddress],
  ['many addresses of one network', 'deputy', (index) => `203.0.113.${index % 250}`],
  ['thousands of networks', 'payer1', (index) => `${60 + (index % 100)}.${Math.floor(index / 100)}.3.4`],
];

describe.each(attacks)('an attack from %s', (_, login, addressOf) => {
  const tries = 1_200;
  let cost: number;
  let cookie: string;
  beforeAll(async () => {
    const known = await logIn(login, demoPassword, { address: '192.0.2.1' });
    cookie = known.cookies
      .filter(({ name }) => name.startsWith('anjie-device'))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    cost = await attack(login, tries, addressOf);
  });

  it('costs an argon2 run for one wrong password in a thousand', () => {
    // One is to be expected; ten come less often than once in a million attacks.
    expect(cost).toBeLessThan(10);
  });

  it('keeps the right holder out from nowhere: not elsewhere, not in the same network, not at the same address', async () => {
    for (const address of ['198.51.100.9', '203.0.113.99', anAddress, addressOf(1)])
      expect(await heldBack(login, { address })).toBeLessThanOrEqual(heldAtMostMs);
  });

  it('holds back nobody on a device that is known', async () => {
    expect(await heldBack(login, { address: addressOf(0), cookie })).toBe(0);
  });

  it('holds back nobody of another login in another network', async () => {
    expect(await heldBack('legal', { address: '198.51.100.77' })).toBe(0);
  });
});

it('holds back further tries at a login from a network that has failed there, each before it is made', async () => {
  const address = '198.18.0.1';
  const waits: number[] = [];
  for (let index = 0; index < 12; index++) {
    heldMs = [];
    await logIn('clerk2', `slip ${index}`, { address });
    // The last pause comes before the answer, and is the same for all.
    waits.push(heldMs.slice(0, -1).reduce((sum, ms) => sum + ms, 0));
  }
  expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
  expect(waits.slice(5)).toEqual([100, 200, 400, 800, 1_600, 2_000, 2_000]);
  office.sleep(16 * 60_000);
  expect(await heldBack('clerk2', { address })).toBe(0);
});

it('runs argon2 for a login that nobody has as seldom as for one that there is, and answers alike', async () => {
  expect(await attack('nobody.at.all', 1_200, () => '198.18.1.1')).toBeLessThan(10);
  const bodies = await Promise.all(
    ['nobody.at.all', 'director'].map(async (login) => (await logIn(login, 'wrong again')).json<object>()),
  );
  const [unknown, wrong] = bodies.map((body) => ({ ...body, instance: '' }));
  expect(unknown).toEqual(wrong);
});

it('runs argon2 once for the same wrong password, however often it is tried', async () => {
  // Without a tag every password is worth a run: as for an account from before there were tags.
  await office.db.account.update({ where: { login: 'archivist1' }, data: { passwordTag: null } });
  const before = await runs();
  for (let index = 0; index < 20; index++) await logIn('archivist1', 'the same again and again');
  expect((await runs()) - before).toBe(1);
  expect((await logIn('archivist1', demoPassword)).statusCode).toBe(201);
  const { passwordTag } = await office.db.account.findUniqueOrThrow({ where: { login: 'archivist1' } });
  expect(passwordTag).not.toBeNull();
});

it('knows a device no longer that fails again and again, and takes no other’s word for one', async () => {
  const { cookies } = await logIn('inspector1', demoPassword, { address: '192.0.2.30' });
  const { name = '', value = '' } = cookies.find((each) => each.name.startsWith('anjie-device')) ?? {};
  const waits = async (cookie: string) => {
    heldMs = [];
    await logIn('inspector1', 'wrong', { address: '192.0.2.31', cookie });
    return heldMs.slice(0, -1).length;
  };
  for (let index = 0; index < 10; index++) expect(await waits(`${name}=${value}`)).toBe(0);
  for (let index = 0; index < 5; index++) await waits(`${name}=${value}`);
  expect(await waits(`${name}=${value}`)).toBe(1);
  expect(office.parts.credentials.deviceIn('inspector2', value)).toBeNull();
  expect(office.parts.credentials.deviceIn('inspector1', `A${value.slice(1)}`)).toBeNull();
});

describe('an attack on receipt codes', () => {
  const look = (code: string, remoteAddress: string) =>
    office.app.inject({ method: 'POST', url: '/api/public/receipt', payload: { code }, remoteAddress });

  it('keeps no reporter out, at the attacker’s own address either, and nothing of who came is kept', async () => {
    const { code } = await handIn(office);
    for (let round = 0; round < 5; round++) {
      const wrong = await Promise.all(Array.from({ length: 200 }, () => look(wellFormed, anAddress)));
      expect(new Set(wrong.map(({ statusCode }) => statusCode))).toEqual(new Set([404]));
    }
    const flood = Array.from({ length: 300 }, () => look(wellFormed, anAddress));
    for (const address of [anAddress, '198.51.100.9'])
      expect((await look(code, address)).statusCode).toBe(200);
    await Promise.all(flood);
    await office.sleep(61_000);
    await look(wellFormed, anAddress);
    await eventually('the attack is entered', async () => (await office.db.doorAttack.count()) > 0);
    const kept = await office.db.doorAttack.findMany();
    expect(JSON.stringify(kept.map((each) => ({ ...each, id: '' })))).not.toContain('203.0.113');
  });
});

it('an attack is a few lines for the auditor, with how many tried from how many networks', async () => {
  await attack('chief', 150, (index) => `${70 + index}.1.1.1`);
  office.sleep(61_000);
  await logIn('chief', 'one more', { address: '70.1.1.1' });
  const { personId } = await office.db.account.findUniqueOrThrow({ where: { login: 'chief' } });
  const lines = await eventually('the attack is entered', async () => {
    const { body } = expectOk(await office.as('auditor').get('/api/audit/attacks'));
    const own = (body.items as { login: string | null; tries: number }[]).filter(
      ({ login }) => login === 'chief',
    );
    return own.reduce((sum, { tries }) => sum + tries, 0) >= 150 ? own : false;
  });
  expect(lines.length).toBeLessThanOrEqual(2);
  expect(lines[0]).toMatchObject({ door: 'log-in', login: 'chief', personId });
  expect(JSON.stringify(lines)).not.toMatch(/\d+\.1\.1\.1/);
});

it('the attacks are counted where the office is watched', async () => {
  const text = await office.parts.metrics!.metrics();
  expect(text).toMatch(/anjie_failed_tries_total\{door="log-in"\} \d{4,}/);
  expect(text).toMatch(/anjie_failed_tries_total\{door="receipt"\} \d{4,}/);
});
