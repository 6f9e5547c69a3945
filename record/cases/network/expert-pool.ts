import { viewOf } from '../../../domain/case/case-view';
import { askedIn, everInvited } from '../../../domain/cases/expert-service/engagement';
import {
  rankExperts,
  type Candidate,
  type Ranked,
  type Tie,
} from '../../../domain/cases/expert-service/matching';
import { isGuest, type StaffActor } from '../../../domain/role';
import { shanghaiDate, type PlainDate } from '../../../domain/time/calendar';
import { Prisma } from '../../../prisma/generated/client';
import type { Database } from '../../store/database';
import type { Rulebooks } from '../../store/rulebook';
import type { Statements } from '../../store/statements';
import { readRecord } from '../../store/stored-record';

/* The pool of experts, who of it fits a need, and how it goes in the zone. */

/** An expert of the pool as a firm's request meets them, with the class of their fees. */
export interface Pooled extends Omit<Candidate, 'askedBefore'> {
  readonly feeClass: string;
}

/** The pool as it stands for a firm: who has an account, is entered, and what ties them to it. */
export function poolFor(db: Statements, enterpriseId: string): Promise<Pooled[]> {
  return db.$queryRaw<(Pooled & { readonly ties: Tie[] })[]>`
    SELECT e.person_id::text AS "personId", e.fee_class AS "feeClass", e.from_on::text AS "from", e.until_on::text AS until,
      e.latitude_e6 AS "latitudeE6", e.longitude_e6 AS "longitudeE6",
      (SELECT count(*)::int FROM anjie.expert_engagement g
       WHERE g.person_id = e.person_id AND g.ended_at IS NULL) AS load,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('skill', s.skill, 'main', s.main) ORDER BY s.skill), '[]')
       FROM anjie.expert_skill s WHERE s.person_id = e.person_id) AS skills,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'endedOn', t.ended_on) ORDER BY t.kind), '[]')
       FROM anjie.expert_tie t JOIN anjie.enterprise n ON n.id = t.enterprise_id
       WHERE t.person_id = e.person_id AND coalesce(n.merged_into, n.id) = ${enterpriseId}::uuid) AS ties,
      EXISTS (SELECT FROM anjie.recusal r
              WHERE r.person_id = e.person_id AND r.enterprise_id = ${enterpriseId}::uuid) AS recused
    FROM anjie.expert e
    WHERE EXISTS (SELECT FROM anjie.account a
                  WHERE a.person_id = e.person_id AND a.active AND 'expert' = ANY(a.roles))
    ORDER BY e.person_id`;
}

/** The firm that a case is about, where two rows turned out to be one: the one that stays. */
export async function firmOf(db: Statements, caseId: string): Promise<string> {
  const [file] = await db.$queryRaw<{ enterpriseId: string }[]>`
    SELECT enterprise_id::text AS "enterpriseId" FROM anjie.case_file WHERE id = ${caseId}::uuid`;
  if (file === undefined) throw new Error('no such case');
  return file.enterpriseId;
}

interface ExpertLine {
  readonly personId: string;
  readonly name: string;
  readonly feeClass: string;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly skills: readonly { readonly skill: string; readonly main: boolean }[];
  readonly ties: readonly {
    readonly enterpriseId: string;
    readonly enterprise: string;
    readonly tie: string;
    readonly endedOn: PlainDate | null;
  }[];
}

/** The pool by name; of it, an expert reads what stands there about themself. */
export function expertLines(db: Database, actor: StaffActor): Promise<ExpertLine[]> {
  return db.$queryRaw<ExpertLine[]>`
    SELECT e.person_id::text AS "personId", p.name, e.fee_class AS "feeClass", e.from_on::text AS "from",
      e.until_on::text AS until,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('skill', s.skill, 'main', s.main) ORDER BY s.skill), '[]')
       FROM anjie.expert_skill s WHERE s.person_id = e.person_id) AS skills,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('enterpriseId', n.id, 'enterprise', n.name, 'tie', t.kind,
         'endedOn', t.ended_on) ORDER BY n.name, t.kind), '[]')
       FROM anjie.expert_tie t JOIN anjie.enterprise n ON n.id = t.enterprise_id
       WHERE t.person_id = e.person_id) AS ties
    FROM anjie.expert e JOIN anjie.person p ON p.id = e.person_id
    WHERE NOT ${isGuest(actor)} OR e.person_id = ${actor.personId}::uuid
    ORDER BY p.name, e.person_id`;
}

type CandidateLine = Ranked & { readonly name: string };

/** The pool against the need of a case as both stand now: whom it would invite, in what order, and why not the others. */
export async function candidatesFor(
  { db, rulebooks }: { readonly db: Database; readonly rulebooks: Rulebooks },
  caseId: string,
  now: Date,
): Promise<CandidateLine[]> {
  const stored = await readRecord(db, caseId);
  if (stored === null) throw new Error('no such case');
  const view = viewOf(stored.events);
  const policy = await rulebooks.policyOf(view.policy);
  const before = everInvited(view);
  const pool = await poolFor(db, await firmOf(db, caseId));
  const ranking = rankExperts(
    askedIn(view),
    pool.map((each) => ({ ...each, askedBefore: before.includes(each.personId) })),
    { policy, today: shanghaiDate(now.toISOString()) },
  );
  const people = await db.person.findMany({ where: { id: { in: ranking.map(({ personId }) => personId) } } });
  const names = new Map(people.map(({ id, name }) => [id, name]));
  return ranking.map((each) => ({ ...each, name: names.get(each.personId) ?? '' }));
}

/** What experts have done, by skill and by person. */
interface Tally {
  /** Invitations that wait and services under way. */
  readonly load: number;
  readonly declined: number;
  readonly silent: number;
  readonly served: number;
  readonly rated: number;
  /** The sum of the ratings, each from 1 to 5: by `rated`, their mean. */
  readonly ratingSum: number;
  /** What the zone owes for what was served. */
  readonly feeFen: number;
}

interface ExpertOverview {
  readonly asOf: string;
  readonly requests: {
    readonly all: number;
    readonly open: number;
    readonly late: number;
    readonly served: number;
    readonly noExpert: number;
  };
  readonly skills: readonly (Tally & { readonly skill: string; readonly experts: number })[];
  readonly experts: readonly (Tally & { readonly personId: string; readonly name: string })[];
}

/** How expert service goes in the zone: requests, and the experts by skill and one by one. */
export async function expertOverview(db: Database, now: Date): Promise<ExpertOverview> {
  const asOf = now.toISOString();
  const today = shanghaiDate(asOf);
  const [requests, skills, experts] = await Promise.all([
    db.$queryRaw<ExpertOverview['requests'][]>`
      SELECT count(*)::int AS all, (count(*) FILTER (WHERE f.outcome IS NULL))::int AS open,
        (count(*) FILTER (WHERE f.outcome IS NULL AND f.due_at <= ${asOf}::timestamptz))::int AS late,
        (count(*) FILTER (WHERE f.outcome = 'served'))::int AS served,
        (count(*) FILTER (WHERE f.outcome = 'no-expert'))::int AS "noExpert"
      FROM anjie.case_file f WHERE f.case_type = 'expert-service'`,
    db.$queryRaw<ExpertOverview['skills'][number][]>`
      WITH able AS (
        SELECT s.skill, count(*)::int AS experts FROM anjie.expert_skill s JOIN anjie.expert e USING (person_id)
        WHERE ${today}::date BETWEEN e.from_on AND e.until_on GROUP BY s.skill),
      tally AS (${tallyBy('skill')})
      SELECT skill, coalesce(a.experts, 0) AS experts, coalesce(t.load, 0) AS load, coalesce(t.declined, 0) AS declined,
        coalesce(t.silent, 0) AS silent, coalesce(t.served, 0) AS served, coalesce(t.rated, 0) AS rated,
        coalesce(t."ratingSum", 0) AS "ratingSum", coalesce(t."feeFen", 0) AS "feeFen"
      FROM able a FULL JOIN tally t USING (skill) ORDER BY skill`,
    db.$queryRaw<ExpertOverview['experts'][number][]>`
      WITH tally AS (${tallyBy('person_id')})
      SELECT e.person_id::text AS "personId", p.name, coalesce(t.load, 0) AS load, coalesce(t.declined, 0) AS declined,
        coalesce(t.silent, 0) AS silent, coalesce(t.served, 0) AS served, coalesce(t.rated, 0) AS rated,
        coalesce(t."ratingSum", 0) AS "ratingSum", coalesce(t."feeFen", 0) AS "feeFen"
      FROM anjie.expert e JOIN anjie.person p ON p.id = e.person_id LEFT JOIN tally t ON t.person_id = e.person_id
      ORDER BY p.name, e.person_id`,
  ]);
  const [all] = requests;
  if (all === undefined) throw new Error('a count is a row');
  return { asOf, requests: all, skills: skills.map(inNumbers), experts: experts.map(inNumbers) };
}

function tallyBy(column: 'skill' | 'person_id'): Prisma.Sql {
  const by = Prisma.raw(`g.${column}`);
  return Prisma.sql`
    SELECT ${by}, (count(*) FILTER (WHERE g.ended_at IS NULL))::int AS load,
      (count(*) FILTER (WHERE g.reply = 'declined'))::int AS declined,
      (count(*) FILTER (WHERE g.reply = 'silent'))::int AS silent,
      (count(*) FILTER (WHERE g.served))::int AS served, count(g.rating)::int AS rated,
      coalesce(sum(g.rating), 0)::int AS "ratingSum", coalesce(sum(g.fee_fen), 0)::bigint AS "feeFen"
    FROM anjie.expert_engagement g GROUP BY ${by}`;
}

/** PostgreSQL gives sums of money as big integers; the amounts of a zone are far below what a number holds. */
function inNumbers<T extends Tally>(row: T): T {
  return { ...row, feeFen: Number(row.feeFen) };
}
