import { median, percentile, short } from '../figures';
import { Http } from '../ours/http';
import type { Line } from '../report';
import type { Site } from '../site';

const times = 40;
/** What an award of a fund comes to here, in fen. */
const awardFen = 50_000;

/** How many times the size that the zone tells of itself. */
interface Size {
  readonly by: number;
}

/**
 * The view of the zone at many times its size: 17 funds with 10.6 million yuan paid, 92 officers, 28 experts, 95 teams
 * of 1,200 people, wardens of thousands. Its tables are filled directly: cases without records, which nothing but the
 * view looks at, since the worker is stopped.
 */
export async function measureZoneView(
  site: Site,
  { by }: Size,
  say: (text: string) => void,
): Promise<Line[]> {
  await site.stopWorker();
  for (const fill of fillings(by)) await site.sql(fill);
  await site.sql('ANALYZE');
  const [size] = await site.sql<{ cases: number }>('SELECT count(*)::int AS cases FROM anjie.case_file');
  say(`the zone at ${by} times its size: ${size?.cases ?? 0} cases`);
  const http = new Http(site.system.api);
  const { login, password } = site.system.accounts.find((account) => account.login === 'chief') ?? nobody();
  const { token } = await http.send<{ token: string }>('POST', '/api/session', { login, password });
  const took: number[] = [];
  for (let time = 0; time < times; time++) {
    const from = performance.now();
    await http.send('GET', '/api/network/zone', null, { authorization: `Bearer ${token}` });
    took.push(performance.now() - from);
  }
  return [
    {
      what: `one view of the zone at ${by} times its size: ms, first / median / 95 %`,
      ours: `${short(took[0] ?? 0)} / ${short(median(took))} / ${short(percentile(took, 0.95))}`,
      wish: '≤ 300',
    },
  ];
}

function nobody(): never {
  throw new Error('nobody oversees the zone');
}

/** A case of a type for each row of a query that names its firm as `firm`. */
function cases(caseType: string, of: string, more: { readonly outcome?: string } = {}): string {
  const { outcome } = more;
  return `
    INSERT INTO anjie.case_file (id, number, case_type, zone, unit, root_id, enterprise_id, procedure_version, seq, seen_seq,
      head_hash, calendar_revision, policy_revision, policy_on, stage, outcome, opened_at, moved_at, closed_at)
    SELECT id, 'ZZ-' || id, '${caseType}', 'jxedz', 'jxedz-safety', id, firm, 1, 1, 1, '\\x00', 1, 1, current_date, 'x',
      ${outcome === undefined ? 'NULL' : `'${outcome}'`}, now(), now(), ${outcome === undefined ? 'NULL' : 'now()'}
    FROM (SELECT gen_random_uuid() AS id, firm FROM (${of}) firms) each`;
}

const ofType = (caseType: string) => `anjie.case_file f WHERE f.case_type = '${caseType}'`;
const firms = (many: number) => `
  SELECT id AS firm FROM anjie.enterprise WHERE credit_code LIKE 'ZONE%' ORDER BY credit_code LIMIT ${many}`;
const manyOf = (of: string, many: number) =>
  `SELECT firm FROM (${of}) chosen CROSS JOIN generate_series(1, ${many})`;

function fillings(by: number): string[] {
  return [...itsFirms(by), ...itsFunds(by), ...itsPeople(by), ...itsContests(by)];
}

function itsFirms(by: number): string[] {
  return [
    `INSERT INTO anjie.enterprise (id, name, credit_code)
     SELECT gen_random_uuid(), 'Z' || n, 'ZONE' || lpad(n::text, 14, '0') FROM generate_series(1, ${100 * by}) n`,
    `INSERT INTO anjie.enterprise_profile (enterprise_id, sector, above_scale, staff_count, front_line_count)
     SELECT id, 'industry', true, 400, 300 FROM anjie.enterprise WHERE credit_code LIKE 'ZONE%'`,
  ];
}

/** Funds, and as many awards as it takes to come to what was paid. */
function itsFunds(by: number): string[] {
  const funds = 17 * by;
  const awards = Math.ceil((1_060_000_000 * by) / (funds * awardFen));
  const lines = (caseType: string, kind: string, [first, second]: readonly [string, string], fen: string) => `
    INSERT INTO anjie.fund_entry (case_id, seq, account, kind, amount_fen, reference, entered_at, zone, firm)
    SELECT f.id, 2, a.account, '${kind}', a.sign * ${fen}, 'R' || f.number, now(), f.zone, f.enterprise_id
    FROM (VALUES ('${first}', 1), ('${second}', -1)) a (account, sign), ${ofType(caseType)}`;
  return [
    cases('safety-fund', firms(funds)),
    cases('fund-report', manyOf(firms(funds), awards), { outcome: 'awarded' }),
    lines('safety-fund', 'contribution', ['cash', 'firm'], '100000000'),
    lines('fund-report', 'award', ['employee', 'cash'], String(awardFen)),
    `INSERT INTO anjie.fund_award (case_id, kind, grade, amount_fen, state, late, approved_at, paid_at, zone, firm)
     SELECT f.id, 'hazard', 'general', ${awardFen}, 'paid', false, now(), now(), f.zone, f.enterprise_id FROM ${ofType('fund-report')}`,
  ];
}

/** Officers, wardens in their teams, experts with what they were asked for. */
function itsPeople(by: number): string[] {
  return [
    `INSERT INTO anjie.person (id, staff_no, name)
     SELECT gen_random_uuid(), 'ZONE' || n, 'Z' FROM generate_series(1, ${92 * by}) n`,
    cases('chief-officer', firms(92 * by)),
    `INSERT INTO anjie.chief_officer (case_id, filing, person_id, post, filed_on, certificate_until)
     SELECT c.id, 'f', p.id, 'deputy-general-manager', current_date, current_date + 500
     FROM (SELECT f.id, row_number() OVER () AS n FROM ${ofType('chief-officer')}) c
       JOIN (SELECT id, row_number() OVER () AS n FROM anjie.person WHERE staff_no LIKE 'ZONE%') p USING (n)`,
    cases('warden-network', firms(60 * by)),
    `INSERT INTO anjie.warden_place (case_id, place, kind, people)
     SELECT f.id, 't' || n, 'team', 15 FROM generate_series(1, 8) n, ${ofType('warden-network')}`,
    `INSERT INTO anjie.safety_warden (case_id, warden, place, naming, since)
     SELECT f.id, 'w' || n, 't' || n, 'elected', current_date FROM generate_series(1, 8) n, ${ofType('warden-network')}`,
    cases('warden-patrol', manyOf(firms(60 * by), 40), { outcome: 'clean' }),
    `INSERT INTO anjie.expert (person_id, fee_class, from_on, until_on, latitude_e6, longitude_e6)
     SELECT id, 'senior', current_date - 1, current_date + 900, 30750000, 120750000
     FROM anjie.person WHERE staff_no LIKE 'ZONE%' ORDER BY staff_no LIMIT ${28 * by}`,
    `INSERT INTO anjie.expert_skill (person_id, skill, main) SELECT person_id, 'fire', true FROM anjie.expert`,
    cases('expert-service', manyOf(firms(64 * by), 5), { outcome: 'served' }),
    `INSERT INTO anjie.expert_engagement (case_id, round, person_id, skill, kind, invited_at, ended_at, served, rating, fee_fen)
     SELECT s.id, 1, e.person_id, 'fire', 'visit', now(), now(), true, 4, 150000
     FROM (SELECT f.id, row_number() OVER () % ${28 * by} AS n FROM ${ofType('expert-service')}) s
       JOIN (SELECT person_id, row_number() OVER () - 1 AS n FROM anjie.expert) e USING (n)`,
  ];
}

function itsContests(by: number): string[] {
  return [
    cases('contest', firms(by)),
    cases('contest-team', firms(95 * by)),
    `INSERT INTO anjie.contest_team (case_id, contest, state, members, points, total)
     SELECT t.id, c.number, 'taking-part', 13, '{}', 0
     FROM (SELECT f.id, row_number() OVER () % ${by} AS n FROM ${ofType('contest-team')}) t
       JOIN (SELECT f.number, row_number() OVER () - 1 AS n FROM ${ofType('contest')}) c USING (n)`,
  ];
}
