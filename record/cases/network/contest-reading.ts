import { latestDecision } from '../../../domain/case/case-queries';
import { viewOf } from '../../../domain/case/case-view';
import { approval, plan, registration } from '../../../domain/cases/contest/steps';
import { rowOf } from '../../../domain/law/policy';
import type { Title } from '../../../domain/role';
import type { PlainDate } from '../../../domain/time/calendar';
import { rankingOf, type RankedTeam } from './contest';
import type { Database } from '../../store/database';
import type { Rulebooks } from '../../store/rulebook';
import { recordsOf } from '../../store/stored-record';

/** A contest that takes teams. */
export interface OpenContest {
  readonly number: string;
  readonly name: string | null;
  readonly registerBy: PlainDate;
  readonly heldOn: PlainDate;
  readonly teamsAtMost: number;
  readonly membersAtMost: number;
  readonly events: readonly { readonly event: string; readonly title: Title; readonly mostPoints: number }[];
  readonly teams: number;
}

/** The contests of a zone that were approved and still take teams: what a firm has to know before it registers one. */
export async function openContests(
  { db, rulebooks }: { readonly db: Database; readonly rulebooks: Rulebooks },
  zone: string,
): Promise<OpenContest[]> {
  const files = await db.$queryRaw<{ id: string; label: string | null; teams: number }[]>`
    SELECT f.id::text, f.label,
      (SELECT count(*)::int FROM anjie.contest_team t WHERE t.contest = f.number AND t.state <> 'out') AS teams
    FROM anjie.case_file f WHERE f.case_type = 'contest' AND f.outcome IS NULL AND f.zone = ${zone}
    ORDER BY f.opened_at`;
  const records = await recordsOf(
    db,
    files.map(({ id }) => id),
  );
  return rulebooks.reckon(async (rulebook) =>
    files.flatMap(({ id, label, teams }) => {
      const view = viewOf(records.get(id) ?? []);
      const planned = latestDecision(view, plan);
      const approved = latestDecision(view, approval)?.verdict === 'approved';
      if (!planned || !approved || latestDecision(view, registration) !== null) return [];
      const { events, ...facts } = planned.facts;
      const policy = rulebook.policy(view.policy);
      const titled = events.map((each) => ({
        ...each,
        title: rowOf(policy, `contest-event.${each.event}`).value.title,
      }));
      return [{ number: view.number, name: label, teams, ...facts, events: titled }];
    }),
  );
}

export interface Ranking {
  readonly contest: string;
  /** Whether it was confirmed; before that it is the one of this moment. */
  readonly final: boolean;
  readonly people: number;
  readonly teams: readonly RankedTeam[];
}

/** The ranking of a contest as it stands; null where there is no such contest in the zone. */
export async function readRanking(db: Database, zone: string, contest: string): Promise<Ranking | null> {
  const file = await db.caseFile.findFirst({ where: { number: contest, caseType: 'contest', zone } });
  if (file === null) return null;
  const teams = await rankingOf(db, contest);
  const people = teams.reduce((sum, { members }) => sum + members, 0);
  return { contest, final: file.outcome === 'ranked', people, teams };
}

/** A contest that began in a year, with those who take part in it. */
export interface HeldContest {
  readonly number: string;
  readonly name: string | null;
  readonly outcome: string | null;
  readonly teams: number;
  readonly people: number;
}

/** The contests of a zone that began in a year, the newest first. */
export function contestsOfYear(db: Database, zone: string, year: number): Promise<HeldContest[]> {
  return db.$queryRaw<HeldContest[]>`
    SELECT f.number, f.label AS name, f.outcome, count(t.case_id)::int AS teams, coalesce(sum(t.members), 0)::int AS people
    FROM anjie.case_file f
      LEFT JOIN anjie.contest_team t ON t.contest = f.number AND t.state IN ('taking-part', 'points-stand')
    WHERE f.case_type = 'contest' AND f.zone = ${zone} AND f.outcome IS DISTINCT FROM 'withdrawn'
      AND extract(year FROM f.opened_at AT TIME ZONE 'Asia/Shanghai') = ${year}::int
    GROUP BY f.id ORDER BY f.opened_at DESC, f.id`;
}
