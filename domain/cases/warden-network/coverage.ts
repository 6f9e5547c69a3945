/** How many safety wardens 安全纠察员 a firm needs, by two rules that may contradict each other. */
import { rowOf, type Policy } from '../../law/policy';

/** The figures of law by which a firm is measured. */
export interface WardenFigures {
  /** The share of front-line staff, from least to most. */
  readonly leastBasisPoints: number;
  readonly mostBasisPoints: number;
  /** A place has a warden for each so many people begun, and one at least. */
  readonly peoplePerWarden: number;
}

/** A team, work point or process, with those who work there and the wardens among them. */
export interface Manned {
  readonly place: string;
  readonly people: number;
  readonly wardens: number;
}

/**
 * `empty`: no place is entered. `conflict`: the places need more wardens than the share allows. `short`: the share or a
 * place lacks wardens. `above`: there are more than the share allows. `met`: both rules are kept.
 */
export type CoverageState = 'empty' | 'conflict' | 'short' | 'above' | 'met';

export interface Coverage {
  readonly state: CoverageState;
  /** All people of all places: each is counted where they mostly work. */
  readonly frontLine: number;
  readonly wardens: number;
  /** What the share of front-line staff asks for at least, and allows at most. */
  readonly leastByShare: number;
  readonly mostByShare: number;
  readonly share: 'below' | 'within' | 'above';
  /** What one per place, and more where a place is large, come to. */
  readonly leastByPlaces: number;
  /** Places that have fewer wardens than they need. */
  readonly short: readonly { readonly place: string; readonly needed: number; readonly wardens: number }[];
}

const whole = 10_000;

/** How a firm stands by both rules. Where they contradict each other both figures are there, and neither is passed over. */
export function coverageOf(places: readonly Manned[], figures: WardenFigures): Coverage {
  const frontLine = sum(places.map(({ people }) => people));
  const wardens = sum(places.map((each) => each.wardens));
  const leastByShare = Math.ceil((frontLine * figures.leastBasisPoints) / whole);
  // Of a handful of people the larger share is less than one.
  const mostByShare = Math.max(leastByShare, Math.floor((frontLine * figures.mostBasisPoints) / whole));
  const leastByPlaces = sum(places.map(({ people }) => neededAt(people, figures)));
  const short = places
    .map(({ place, people, wardens: there }) => ({
      place,
      needed: neededAt(people, figures),
      wardens: there,
    }))
    .filter(({ needed, wardens: there }) => there < needed);
  const share = wardens < leastByShare ? 'below' : wardens > mostByShare ? 'above' : 'within';
  const measured = { frontLine, wardens, leastByShare, mostByShare, share, leastByPlaces, short } as const;
  return { state: stateOf(measured), ...measured };
}

function stateOf(measured: Omit<Coverage, 'state'>): CoverageState {
  const { frontLine, mostByShare, share, leastByPlaces, short } = measured;
  if (frontLine === 0) return 'empty';
  if (leastByPlaces > mostByShare) return 'conflict';
  if (share === 'below' || short.length > 0) return 'short';
  return share === 'above' ? 'above' : 'met';
}

/** How many wardens a place with so many people needs. */
export function neededAt(people: number, { peoplePerWarden }: WardenFigures): number {
  return Math.max(1, Math.ceil(people / peoplePerWarden));
}

/** The figures under a policy. */
export function wardenFigures(policy: Policy): WardenFigures {
  const { leastBasisPoints, mostBasisPoints } = rowOf(policy, 'warden.share').value;
  const { peoplePerWarden } = rowOf(policy, 'warden.large-place').value;
  return { leastBasisPoints, mostBasisPoints, peoplePerWarden };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((all, each) => all + each, 0);
}
