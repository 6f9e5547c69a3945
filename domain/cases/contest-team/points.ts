import { latestDecision, roundsOf } from '../../case/case-queries';
import type { CaseView } from '../../case/case-view';
import { check, correction, review, score } from './steps';

/** Points by event; null: absent. An event that is not there has no points yet. */
export type Points = { readonly [event: string]: number | null };

/** The points of a team as they stand: those of the judges, with the corrections that a second person has agreed to. */
export function pointsOf(view: CaseView): Points {
  const given = roundsOf(view, score).flatMap(({ decision }): [string, number | null][] => {
    if (decision === null) return [];
    const { event, points = null } = decision.facts;
    return [[event as string, points as number | null]];
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

/** All points together; absence gives none. */
export function totalOf(points: Points): number {
  return Object.values(points).reduce<number>((sum, each) => sum + (each ?? 0), 0);
}

/** How a team stands in its contest. */
export type TeamState = 'registered' | 'taking-part' | 'points-stand' | 'out';

export function teamState(view: CaseView): TeamState {
  if (view.closed !== null) return view.closed.outcome === 'ranked' ? 'points-stand' : 'out';
  return latestDecision(view, check)?.verdict === 'accepted' ? 'taking-part' : 'registered';
}

/**
 * Teams by their totals, most first. Teams with as many points share a rank, and the ranks behind them stay empty; the
 * order of those that share one is that in which they come.
 */
export function ranked<Team extends { readonly total: number }>(
  teams: readonly Team[],
): (Team & { readonly rank: number })[] {
  const sorted = [...teams].sort((a, b) => b.total - a.total);
  return sorted.map((team) => ({
    ...team,
    rank: 1 + sorted.findIndex(({ total }) => total === team.total),
  }));
}
