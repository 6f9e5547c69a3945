import type { Fen } from '../../money';
import { compare, rowOf, type Policy } from '../../law/policy';
import { addMonths, type PlainDate } from '../../time/calendar';
import type { Asked } from './engagement';

/*
 * 匹配: which experts of the pool fit a need, in what order, and why not the others. Pure over ids and figures; what it
 * answers is kept in the record as it was when the liaison decided.
 */

export interface Tie {
  readonly kind: string;
  /** Null while it lasts. */
  readonly endedOn: PlainDate | null;
}

export interface Candidate {
  readonly personId: string;
  readonly skills: readonly { readonly skill: string; readonly main: boolean }[];
  readonly from: PlainDate;
  /** The last day of the term. */
  readonly until: PlainDate;
  readonly latitudeE6: number;
  readonly longitudeE6: number;
  /** Invitations that wait and services under way. */
  readonly load: number;
  /** To the firm that asks. */
  readonly ties: readonly Tie[];
  /** Has declared an interest in the firm (回避). */
  readonly recused: boolean;
  readonly askedBefore: boolean;
}

/** Why a candidate cannot be invited. A tie is named by its kind. */
export type RuledOut =
  | 'skill-missing'
  | 'term-not-begun'
  | 'term-over'
  | 'recused'
  | 'fully-loaded'
  | 'asked-before'
  | `tie-${string}`;

export type Ranked = {
  readonly personId: string;
  /** From 1; null for those who are ruled out. */
  readonly rank: number | null;
  readonly points: number;
  readonly load: number;
  /** Straight distance, rounded down; null where the firm has not said where. */
  readonly kilometres: number | null;
  readonly mainSkill: boolean;
  readonly ruledOut: readonly RuledOut[];
};

/** The pool against a need: who fits first, the fewest points in front, then the others with their reasons. */
export function rankExperts(
  asked: Asked,
  pool: readonly Candidate[],
  { policy, today }: { readonly policy: Policy; readonly today: PlainDate },
): Ranked[] {
  const judged = pool
    .map((candidate) => judge(asked, candidate, policy, today))
    .sort(
      (a, b) =>
        a.ruledOut.length - b.ruledOut.length ||
        a.points - b.points ||
        a.load - b.load ||
        compare(a.personId, b.personId),
    );
  return judged.map((each, index) => ({ ...each, rank: each.ruledOut.length === 0 ? index + 1 : null }));
}

function judge(asked: Asked, candidate: Candidate, policy: Policy, today: PlainDate): Omit<Ranked, 'rank'> {
  const { perOpenCase, perKilometre, sideSkill } = rowOf(policy, 'expert.matching').value;
  const held = candidate.skills.filter(({ skill }) => skill === asked.skill);
  const mainSkill = held.some(({ main }) => main);
  const kilometres = asked.site === null ? null : kilometresBetween(asked.site, candidate);
  const way = asked.kind === 'visit' ? (kilometres ?? 0) * perKilometre : 0;
  return {
    personId: candidate.personId,
    points: candidate.load * perOpenCase + way + (mainSkill ? 0 : sideSkill),
    load: candidate.load,
    kilometres,
    mainSkill,
    ruledOut: [
      ...(held.length === 0 ? (['skill-missing'] as const) : []),
      ...barsOf(candidate, policy, today),
    ],
  };
}

/** What keeps a candidate out whatever is asked. */
function barsOf(candidate: Candidate, policy: Policy, today: PlainDate): RuledOut[] {
  const { mostOpenCases } = rowOf(policy, 'expert.matching').value;
  return [
    ...(candidate.from > today ? (['term-not-begun'] as const) : []),
    ...(candidate.until < today ? (['term-over'] as const) : []),
    ...conflictsOf(candidate, policy, today),
    ...(candidate.load >= mostOpenCases ? (['fully-loaded'] as const) : []),
    ...(candidate.askedBefore ? (['asked-before'] as const) : []),
  ];
}

/** Interests of a candidate in the firm: declared ones, and ties for as long as their row says after they have ended. */
export function conflictsOf(
  { ties, recused }: Pick<Candidate, 'ties' | 'recused'>,
  policy: Policy,
  today: PlainDate,
): RuledOut[] {
  const barring = ties.filter(({ kind, endedOn }) => {
    if (endedOn === null) return true;
    const { years } = rowOf(policy, `expert-tie.${kind}`).value;
    return addMonths(endedOn, years * 12) >= today;
  });
  return [...(recused ? (['recused'] as const) : []), ...barring.map(({ kind }) => `tie-${kind}` as const)];
}

const metresPerDegree = 111_320;

/** The straight way on a sphere small enough to be flat: exact to a few metres within a zone. */
function kilometresBetween(
  one: { readonly latitudeE6: number; readonly longitudeE6: number },
  other: { readonly latitudeE6: number; readonly longitudeE6: number },
): number {
  const middle = ((one.latitudeE6 + other.latitudeE6) / 2 / 1e6) * (Math.PI / 180);
  const north = ((one.latitudeE6 - other.latitudeE6) / 1e6) * metresPerDegree;
  const east = ((one.longitudeE6 - other.longitudeE6) / 1e6) * metresPerDegree * Math.cos(middle);
  return Math.floor(Math.hypot(north, east) / 1000);
}

/** What the zone owes for a service: the days of the visits, or the answer. */
export function feeFor(
  policy: Policy,
  feeClass: string,
  { kind, days }: { readonly kind: Asked['kind']; readonly days: number },
): Fen {
  const { visitDayFen, answerFen } = rowOf(policy, `expert-fee.${feeClass}`).value;
  return kind === 'visit' ? days * visitDayFen : answerFen;
}
