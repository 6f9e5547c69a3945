import { shanghaiDate } from '../../../domain/time/calendar';
import { sweepKeys } from '../../../record/store/idempotency';
import { openDatabase, type Database } from '../../../record/store/database';
import { openOffice, type Office } from '../kit/office';
import { accept, claim, expectOk, handIn, toClaim } from '../kit/story';

let office: Office;
let owner: Database;
beforeAll(async () => {
  office = await openOffice();
  owner = openDatabase(office.database.ownerUrl, { applicationName: 'test-owner', poolSize: 2 });
});
afterAll(async () => {
  await owner.$disconnect();
  await office.close();
});

const tip = { reporterKind: 'anonymous', channel: 'web', category: 'violation', text: '无证上岗' };
const keyed = (key: string) => ({ 'idempotency-key': key });

describe('what is kept of the key of a request', () => {
  it('is a keyed hash and the day: in no table does the key itself stand, nor when it came', async () => {
    const reportersKey = 'kept-on-the-phone-of-a-reporter';
    expectOk(await office.as(null).post('/api/public/tip-offs', tip, keyed(reportersKey)));
    const story = await handIn(office);
    const acceptance = { verdict: 'accepted', allegesDeath: false };
    expectOk(
      await office
        .as('clerk1')
        .decide(story.number, 'tip-off/acceptance', acceptance, keyed('key-of-a-clerk')),
    );
    const line = 'claimCode,result,bankReference,cause\nC-AAAAAAAAAA,paid,BANK-123456,\n';
    await office.as('confirmer1').post('/api/payouts/bank-returns', line, { 'content-type': 'text/csv' });
    const everything = await dump();
    for (const key of [reportersKey, 'key-of-a-clerk']) expect(everything).not.toContain(key);
    const columns = await owner.$queryRaw<{ type: string }[]>`
      SELECT data_type AS type FROM information_schema.columns WHERE table_name = 'idempotency_key'`;
    expect(columns.map(({ type }) => type).filter((type) => type.startsWith('time'))).toEqual([]);
    const days = await owner.$queryRaw<{ day: Date }[]>`SELECT DISTINCT day FROM anjie.idempotency_key`;
    expect(days.map(({ day }) => day.toISOString().slice(0, 10))).toEqual([
      shanghaiDate(new Date().toISOString()),
    ]);
  });

  it('is forgotten after its days, but never where money may have moved', async () => {
    const payout = await claim(office, await toClaim(office));
    expectOk(await office.as('deputy').decide(payout, 'payout/release', { verdict: 'released' }));
    await owner.$executeRaw`TRUNCATE anjie.idempotency_key`;
    const old = keyed('a-tip-of-last-month');
    const first = expectOk(await office.as(null).post('/api/public/tip-offs', tip, old));
    const listing = { cases: [payout] };
    const list = keyed('a-list-of-last-month');
    const batch = expectOk(await office.as('payer1').post('/api/payouts/bank-list', listing, list));
    await owner.$executeRaw`UPDATE anjie.idempotency_key SET day = day - 31`;
    await accept(office, await handIn(office));
    const held = await owner.idempotencyKey.count();
    await sweepKeys(office.db, 30);
    expect(await owner.idempotencyKey.count()).toBe(held - 1);
    // That of the list, and that of its one line.
    expect(await owner.idempotencyKey.count({ where: { lasting: true } })).toBe(2);
    const again = expectOk(await office.as(null).post('/api/public/tip-offs', tip, old));
    expect(again.body.number).not.toBe(first.body.number);
    expect(expectOk(await office.as('payer1').post('/api/payouts/bank-list', listing, list)).body.batch).toBe(
      batch.body.batch,
    );
    await expect(office.db.$executeRaw`DELETE FROM anjie.idempotency_key WHERE lasting`).rejects.toThrow();
    await expect(office.db.$executeRaw`UPDATE anjie.idempotency_key SET lasting = false`).rejects.toThrow();
  });
});

async function dump(): Promise<string> {
  const tables = await owner.$queryRaw<{ rows: string }[]>`
    SELECT query_to_xml(format('SELECT * FROM %I.%I', table_schema, table_name), false, false, '')::text AS rows
    FROM information_schema.tables WHERE table_schema IN ('anjie', 'vault')`;
  return tables.map(({ rows }) => rows).join('\n');
}
