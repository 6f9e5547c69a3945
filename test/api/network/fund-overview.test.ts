import { Prisma } from '../../../prisma/generated/client';
import { openDatabase, type Database } from '../../../record/store/database';
import { openOffice, type Office } from '../kit/office';
import { accountsByRole } from '../kit/accounts';
import { enterprise, expectOk } from '../kit/story';
import { newReference, today } from './fund-story';

/* What the zone sees of the funds of its firms, at the size that its newspaper tells: 17 funds, 10.6 million yuan. */

const firms = 17;
const paidInAllFen = 1_060_000_000;
const perFirmFen = 62_000_000;
const needle = '三号炉渣口的链条';

let office: Office;
let owner: Database;
const reports: string[] = [];

/** A firm with its people; who they are matters to nobody here. */
async function enterFirm(index: number): Promise<string> {
  const id = `e0000000-0000-4000-8000-0000000005${String(index).padStart(2, '0')}`;
  const creditCode = `91330402MADEM5${String(index).padStart(2, '0')}00`;
  await owner.enterprise.create({ data: { id, name: `试点企业${index}`, creditCode } });
  const sector = ['industry', 'hazardous-chemicals', 'construction', 'town-gas'][index % 4]!;
  await owner.enterpriseProfile.create({
    data: { enterpriseId: id, sector, aboveScale: true, staffCount: 100, frontLineCount: 60 },
  });
  for (const [place, login] of ['head1', 'safety1', 'cashier1', 'team1'].entries()) {
    const { id: _, ...account } = await owner.account.findUniqueOrThrow({ where: { login } });
    const suffix = `${String(place)}0000005${String(index).padStart(2, '0')}`.padStart(12, '0');
    const personId = `c0000000-0000-4000-8000-${suffix}`;
    await owner.person.create({ data: { id: personId, staffNo: `F${index}-${place}`, name: '某某' } });
    await owner.account.create({
      data: {
        ...account,
        ...{
          id: `d0000000-0000-4000-8000-${suffix}`,
          login: `${login}-${index}`,
          personId,
          enterpriseId: id,
          passwordTag: null,
        },
      },
    });
  }
  return id;
}

/** A fund, and one award that is paid. */
async function fundWith(index: number, amountFen: number): Promise<void> {
  const as = (login: string) => office.as(index === 0 ? login : `${login}-${index}`);
  const [head, cashier, safety, team] = ['head1', 'cashier1', 'safety1', 'team1'].map(as) as [
    ReturnType<typeof as>,
    ReturnType<typeof as>,
    ReturnType<typeof as>,
    ReturnType<typeof as>,
  ];
  const { number: fund } = expectOk(await head.post('/api/safety-funds', { rules: '办法' })).body as {
    number: string;
  };
  const awards = [{ kind: 'hazard', grade: 'major', amountFen }];
  expectOk(await head.decide(fund, 'safety-fund/keeping', { verdict: 'scheduled', from: today(), awards }));
  const allocated = { verdict: 'allocated', amountFen: amountFen + 100, source: 'own-funds' };
  expectOk(await head.decide(fund, 'safety-fund/keeping', allocated));
  const received = { verdict: 'received', reference: newReference() };
  expectOk(await cashier.decide(fund, 'safety-fund/receipt', received));
  const { number } = expectOk(await team.post('/api/fund-reports', { kind: 'hazard' })).body as {
    number: string;
  };
  expectOk(await team.decide(number, 'fund-report/statement', { verdict: 'stated', text: needle }));
  const checked = { verdict: 'confirmed', grade: 'major', findings: needle };
  expectOk(await safety.decide(number, 'fund-report/check', checked));
  expectOk(await safety.decide(number, 'fund-report/remedy', { verdict: 'done', measures: needle }));
  expectOk(await head.decide(number, 'fund-report/approval', { verdict: 'approved' }));
  const paid = { verdict: 'paid', means: 'cash', reference: newReference() };
  expectOk(await cashier.decide(number, 'fund-report/payment', paid));
  reports.push(number);
}

beforeAll(async () => {
  office = await openOffice();
  owner = openDatabase(office.database.ownerUrl, { applicationName: 'test' });
  for (let index = 1; index < firms; index++) await enterFirm(index);
  for (let index = 0; index < firms; index++)
    await fundWith(index, index === 0 ? paidInAllFen - perFirmFen * (firms - 1) : perFirmFen);
}, 300_000);
afterAll(async () => {
  await owner.$disconnect();
  await office.close();
});

const overview = async () =>
  expectOk(await office.as('chief').get('/api/network/funds')).body as {
    funds: number;
    whole: { paidFen: number };
    sectors: { sector: string; funds: number; paidFen: number; contributedFen: number }[];
    firms: { enterpriseId: string; paidFen: number; contributedFen: number; awards: number }[];
    without: { name: string; sector: string }[];
  };

it('adds up to 17 funds and 10.6 million yuan', async () => {
  const { funds, whole } = await overview();
  expect([funds, whole.paidFen]).toEqual([17, 1_060_000_000]);
});

it('tells figures that plain SQL over the records comes to', async () => {
  const { firms: told, sectors } = await overview();
  const figures = await office.db.$queryRaw<
    { enterpriseId: string; sector: string; contributed: bigint; paid: bigint }[]
  >`
    SELECT f.enterprise_id::text AS "enterpriseId", p.sector,
      sum((e.body #>> '{facts,amountFen}')::bigint) FILTER (WHERE e.body ->> 'verdict' = 'received')::bigint AS contributed,
      sum((e.body #>> '{facts,amountFen}')::bigint) FILTER (WHERE e.body ->> 'verdict' = 'paid')::bigint AS paid
    FROM anjie.record_event e JOIN anjie.case_file f ON f.id = e.case_id
      JOIN anjie.enterprise_profile p ON p.enterprise_id = f.enterprise_id
    WHERE e.kind = 'decided' AND f.case_type IN ('safety-fund', 'fund-report') GROUP BY 1, 2 ORDER BY 1`;
  const sorted = told
    .map(({ enterpriseId, contributedFen, paidFen }) => ({ enterpriseId, contributedFen, paidFen }))
    .sort((one, other) => one.enterpriseId.localeCompare(other.enterpriseId));
  expect(sorted).toEqual(
    figures.map(({ enterpriseId, contributed, paid }) => ({
      enterpriseId,
      contributedFen: Number(contributed),
      paidFen: Number(paid),
    })),
  );
  for (const { sector, paidFen, contributedFen } of sectors) {
    const own = figures.filter((each) => each.sector === sector);
    const sum = (of: (row: (typeof own)[number]) => bigint) =>
      own.reduce((all, row) => all + Number(of(row)), 0);
    expect([paidFen, contributedFen]).toEqual([sum((row) => row.paid), sum((row) => row.contributed)]);
  }
});

it('names the firms of the sectors that are meant to have a fund and have none, and no others', async () => {
  const expected = await office.db.$queryRaw<{ name: string }[]>`
    SELECT n.name FROM anjie.enterprise n JOIN anjie.enterprise_profile p ON p.enterprise_id = n.id
    WHERE (p.sector IN ('hazardous-chemicals', 'construction', 'town-gas') OR (p.sector = 'industry' AND p.above_scale))
      AND NOT EXISTS (SELECT FROM anjie.case_file f WHERE f.enterprise_id = n.id AND f.case_type = 'safety-fund'
        AND f.outcome IS NULL)
    ORDER BY n.name`;
  expect(expected.length).toBeGreaterThan(0);
  expect((await overview()).without.map(({ name }) => name).sort()).toEqual(
    expected.map(({ name }) => name).sort(),
  );
});

describe('beyond figures', () => {
  const own = ['head1', 'safety1', 'cashier1', 'team1'];

  it('nobody outside the offices of the firm finds a report, its texts or its people, by whatever list', async () => {
    const [number] = reports as [string];
    const accounts = (await accountsByRole(office)).filter(
      (login) => !own.includes(login) && !/-\d+$/.test(login),
    );
    expect(accounts.length).toBeGreaterThan(10);
    for (const login of [...accounts, 'contact1', 'team1-1']) {
      const as = office.as(login);
      for (const url of [
        `/api/cases/${number}`,
        `/api/cases/${number}/record`,
        `/api/cases/${number}/ledger`,
        `/api/cases/${number}/file`,
      ])
        expect([login, url, [403, 404].includes((await as.get(url)).status)]).toEqual([login, url, true]);
      for (const url of [
        '/api/cases',
        '/api/worklist',
        `/api/enterprises/${enterprise}/file`,
        '/api/network/funds',
        '/api/worklist/messages',
      ]) {
        const { text } = await as.get(url);
        expect([login, url, reports.some((each) => text.includes(each)), text.includes(needle)]).toEqual([
          ...[login, url],
          login === 'team1-1' && reports.slice(1, 2).some((each) => text.includes(each)),
          false,
        ]);
      }
    }
  });

  it('no text of a report stands in clear in any table', async () => {
    const tables = await owner.$queryRaw<{ name: string }[]>`
      SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
      WHERE table_schema IN ('anjie', 'vault') AND table_type = 'BASE TABLE'`;
    const [plain, hex] = [`%${needle}%`, `%${Buffer.from(needle).toString('hex')}%`];
    const found = await Promise.all(
      tables.map(async ({ name }) => {
        const [row] = await owner.$queryRaw<[{ count: bigint }]>`
          SELECT count(*) FROM ${Prisma.raw(name)} t WHERE t::text LIKE ${plain} OR t::text LIKE ${hex}`;
        const { count } = row;
        return [name, Number(count)] as const;
      }),
    );
    expect(found.length).toBeGreaterThan(30);
    expect(found.filter(([, count]) => count > 0)).toEqual([]);
  });

  it('nobody of the bureau takes a report back, reopens it or writes into it', async () => {
    const [number] = reports as [string];
    const reason = '重复登记';
    for (const login of ['chief', 'deputy', 'director'])
      for (const [act, body] of [
        ['request-withdrawal', { reason, told: '已合并办理。' }],
        ['reopen', { fromStep: 'fund-report/check', reason }],
        ['note', { text: reason }],
      ] as const) {
        const { status, text } = await office.as(login).act(number, act, body);
        expect([login, act, status]).toEqual([login, act, 404]);
        expect(text).not.toContain(needle);
      }
  });

  it('an office of a firm reads the figures of no other firm', async () => {
    for (const login of [...own, 'contact1'])
      expect((await office.as(login).get('/api/network/funds')).body.code).toBe('role-missing');
    const { paidFen } = (await office.as('team1-1').get('/api/network/fund')).body as { paidFen: number };
    expect(paidFen).toBe(perFirmFen);
  });
});
