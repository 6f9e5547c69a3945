import { check, membersOf } from '../../../domain/cases/contest-team/steps';
import {
  pointsOf,
  ranked,
  teamState,
  totalOf,
  type TeamState,
} from '../../../domain/cases/contest-team/points';
import { result } from '../../../domain/cases/contest/steps';
import { ok, refuse } from '../../../domain/refusal';
import type { DerivedTable } from '../../store/derived-table';
import type { Statements } from '../../store/statements';
import type { CaseHooks } from '../case-hooks';

/* Teams with their points as they stand: the ranking is read from them while judges still give points. */

const teams: DerivedTable = {
  table: 'contest_team',
  columns: {
    case_id: 'uuid',
    contest: 'text',
    state: 'text',
    members: 'int',
    points: 'jsonb',
    total: 'int',
  },
  upsert: { key: ['case_id'], set: ['state', 'members', 'points', 'total'] },
  check: { key: [] },
  rows: ({ move: { caseId, view } }) => {
    const points = pointsOf(view);
    return [
      {
        case_id: caseId,
        contest: view.input['contest'],
        state: teamState(view),
        members: membersOf(view).length,
        points,
        total: totalOf(points),
      },
    ];
  },
};

/** No more teams take part than the plan has places for; two that are accepted at once wait for each other. */
export const contestTeamHooks: CaseHooks = {
  derived: [teams],
  async gather({ tx, move: { view } }, { step, body }) {
    if (step !== check.id || body.verdict !== 'accepted') return ok({});
    const { contest, teamsAtMost } = view.input;
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`contest/${contest as string}`}, 0))::text`;
    const [taken] = await tx.$queryRaw<{ teams: number }[]>`
      SELECT count(*)::int AS teams FROM anjie.contest_team
      WHERE contest = ${contest} AND state IN ('taking-part', 'points-stand')`;
    return (taken?.teams ?? 0) < (teamsAtMost as number)
      ? ok({})
      : refuse('contest-full', `all ${teamsAtMost as number} places are taken`);
  },
};

/** A team in the ranking of its contest. */
export interface RankedTeam {
  readonly team: string;
  readonly name: string | null;
  readonly enterprise: string;
  readonly state: TeamState;
  readonly members: number;
  readonly points: { readonly [event: string]: number | null };
  readonly total: number;
  readonly rank: number;
}

/** The teams that take part in a contest, by their points as they stand. */
export async function rankingOf(db: Statements, contest: string): Promise<RankedTeam[]> {
  const rows = await db.$queryRaw<Omit<RankedTeam, 'rank'>[]>`
    SELECT f.number AS team, f.label AS name, e.name AS enterprise, t.state, t.members, t.points, t.total
    FROM anjie.contest_team t JOIN anjie.case_file f ON f.id = t.case_id
      JOIN anjie.enterprise e ON e.id = f.enterprise_id
    WHERE t.contest = ${contest} AND t.state IN ('taking-part', 'points-stand')
    ORDER BY t.total DESC, f.number`;
  return ranked(rows);
}

/** A result is counted once the points of every team stand, and goes with the decision. */
export const contestHooks: CaseHooks = {
  async gather({ tx, move }, { step, body }) {
    if (step !== result.id || body.verdict !== 'counted') return ok({});
    const { number } = move.view;
    const [open] = await tx.$queryRaw<{ teams: number }[]>`
      SELECT count(*)::int AS teams FROM anjie.contest_team
      WHERE contest = ${number} AND state IN ('registered', 'taking-part')`;
    const unsettled = open?.teams ?? 0;
    if (unsettled > 0)
      return refuse('points-missing', `the points of ${unsettled} teams do not stand`, { teams: unsettled });
    const placed = await rankingOf(tx, number);
    return ok({ ranking: placed.map(({ team, total, rank }) => ({ team, total, rank })) });
  },
};
