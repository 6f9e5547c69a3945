import { randomUUID } from 'node:crypto';
import { shanghaiDate } from '../../../domain/time/calendar';
import { openOffice, type Office } from '../kit/office';

/* Who hands in too much at once is slowed down; nothing is lost, and nobody elsewhere waits. */

const standing = () => new Date('2026-11-25T02:00:00Z');

let office: Office;
beforeEach(async () => {
  office = await openOffice({ now: standing, settings: { tipOffsAtOnce: 3 } });
});
afterEach(() => office.close());

const tip = { reporterKind: 'anonymous', channel: 'web', category: 'violation', text: '无证上岗' };

interface Sent {
  readonly key: string;
  readonly status: number;
  readonly code: string | undefined;
  readonly number: string | undefined;
  readonly afterS: number;
}

async function handIn(remoteAddress: string, key: string = randomUUID()): Promise<Sent> {
  const answer = await office.app.inject({
    method: 'POST',
    url: '/api/public/tip-offs',
    payload: tip,
    headers: { 'idempotency-key': key, 'intake-token': key },
    remoteAddress,
  });
  const { code, number } = answer.json<{ code?: string; number?: string }>();
  return { key, status: answer.statusCode, code, number, afterS: Number(answer.headers['retry-after'] ?? 0) };
}

/** Many at once, as far as the connections of one small office reach. */
async function flood(count: number, address: (index: number) => string): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let from = 0; from < count; from += 20) {
    const length = Math.min(20, count - from);
    sent.push(...(await Promise.all(Array.from({ length }, (_, index) => handIn(address(from + index))))));
  }
  return sent;
}
const statuses = (sent: readonly Sent[]) => sent.map(({ status }) => status).sort();

it('a flood from one address is slowed down, each is told when to come again, and is taken then: none is lost', async () => {
  const flooded = await flood(60, () => '10.2.0.1');
  expect(statuses(flooded)).toEqual([...Array<number>(3).fill(201), ...Array<number>(57).fill(429)]);
  const waiting = flooded.filter(({ status }) => status === 429).sort((a, b) => a.afterS - b.afterS);
  let passedS = 0;
  for (const { code, afterS, key } of waiting) {
    expect(code).toBe('too-many-tip-offs');
    expect(afterS).toBeGreaterThan(0);
    office.sleep((afterS - passedS) * 1000);
    passedS = afterS;
    expect(await handIn('10.2.0.1', key)).toMatchObject({ status: 201 });
  }
  expect(passedS).toBeLessThanOrEqual(3600);
  expect(await office.db.caseFile.count()).toBe(60);
}, 60_000);

it('who comes when every turn of an hour is given away is told so, and finds one later', async () => {
  const flooded = await flood(200, () => '10.2.0.1');
  const [last] = flooded.filter(({ afterS }) => afterS === 3600);
  office.sleep(3600_000);
  const again = await handIn('10.2.0.1', last!.key);
  office.sleep(again.afterS * 1000);
  expect(await handIn('10.2.0.1', last!.key)).toMatchObject({ status: 201 });
}, 60_000);

it('a turn that was given is kept, however many others come in between', async () => {
  await flood(15, () => '10.2.0.2');
  const mine = await handIn('10.2.0.2');
  office.sleep(mine.afterS * 1000);
  await flood(20, () => '10.2.0.2');
  expect(await handIn('10.2.0.2', mine.key)).toMatchObject({ status: 201 });
});

it('a reporter elsewhere is taken at once while one address, a network or the whole world floods', async () => {
  await flood(20, () => '10.2.0.3');
  expect(await handIn('10.2.0.4')).toMatchObject({ status: 201 });
  await flood(40, (index) => `10.3.0.${index % 10}`);
  expect(await handIn('10.3.0.99')).toMatchObject({ status: 201 });
  const world = await flood(150, (index) => `10.${4 + (index % 40)}.0.1`);
  expect(world.some(({ status }) => status === 429)).toBe(true);
  expect(await handIn('10.200.0.1')).toMatchObject({ status: 201 });
  expect(await handIn('2001:db8:1::1')).toMatchObject({ status: 201 });
}, 60_000);

it('a host with IPv6 is one caller, whichever of its addresses it calls from', async () => {
  const sent = await flood(10, (index) => `2001:db8:0:7::${(index + 1).toString(16)}`);
  expect(statuses(sent)).toEqual([...Array<number>(3).fill(201), ...Array<number>(7).fill(429)]);
});

it('what was taken is answered again at any time, and counts once', async () => {
  const first = await handIn('10.2.0.5');
  await flood(10, () => '10.2.0.5');
  const again = await handIn('10.2.0.5', first.key);
  expect(again).toMatchObject({ status: 201, number: first.number });
});

it('a clerk who records a bagful of letters is not slowed down', async () => {
  const letter = { ...tip, channel: 'letter', receivedOn: shanghaiDate(standing().toISOString()) };
  for (let count = 0; count < 15; count++)
    expect((await office.as('clerk1').post('/api/tip-offs', letter)).status).toBe(201);
});

it('nothing that is kept tells who came, and nothing outlives a day at rest', async () => {
  const [{ key }] = (await flood(10, () => '10.2.0.6')) as [Sent];
  const kept = JSON.stringify(await office.db.intakePace.findMany());
  expect(kept).not.toContain('10.2.0');
  expect(kept).not.toContain(key);
  office.sleep(26 * 3_600_000);
  await handIn('10.2.0.7');
  const left = await office.db.intakePace.findMany();
  expect(left.every(({ at }) => at.getTime() > office.now().getTime() - 24 * 3_600_000)).toBe(true);
});
