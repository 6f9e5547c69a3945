import { roundsOf } from '../../case/case-queries';
import type { CaseView } from '../../case/case-view';
import { correction, eventOf, review, score } from './steps';

/** Points by event; null: absent. An event that is not there has no points yet. */
export type Points = { readonly [event: string]: number | null };

/** The points of a team as they stand: those of the judges, with the corrections that a second person has agreed to. */
export function pointsOf(view: CaseView): Points {
  const given = roundsOf(view, score).flatMap((state): [string, number | null][] => {
    const { decision } = state;
    if (decision === null) return [];
    return [[eventOf(state), decision.verdict === 'scored' ? (decision.facts['points'] as number) : null]];
  });
  const asked = roundsOf(view, review).filter(({ decision }) => decision?.verdict === 'correction-asked');
  const corrected = roundsOf(view, correction).flatMap(({ decision }, at): [string, number][] => {
    const wanted = asked[at]?.decision?.facts;
    return decision?.verdict === 'agreed' && wanted
      ? [[wanted['event'] as string, wanted['points'] as number]]
      : [];
  });
  return Object.fromEntries([...given, ...corrected]);
}

export interface Placed<Team> {
  readonly team: Team;
  readonly total: number;
  /** Teams with as many points share a rank, and the ranks behind them stay empty. */
  readonly rank: number;
}

/** Teams by their points, most first. The order of those that share a rank is that in which they come. */
export function ranking<Team extends { readonly points: readonly (number | null)[] }>(
  teams: readonly Team[],
): Placed<Team>[] {
  const totals = teams.map((team) => ({
    team,
    total: team.points.reduce<number>((sum, points) => sum + (points ?? 0), 0),
  }));
  return totals
    .sort((a, b) => b.total - a.total)
    .map((each) => ({ ...each, rank: 1 + totals.filter(({ total }) => total > each.total).length }));
}
