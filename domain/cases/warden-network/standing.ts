import { ok, refuse, type Result } from '../../refusal';
import type { PlainDate } from '../../time/calendar';
import { coverageOf, type Coverage, type Manned, type WardenFigures } from './coverage';
import { wholeFirm, type Naming, type PlaceKind } from './forms';

/* The teams of a firm and their wardens, as the changes so far have left them. */

/** Where a name stands among the sealed texts of the case. */
export interface NameAt {
  readonly seq: number;
  readonly field: string;
}

export interface Place {
  readonly kind: PlaceKind;
  readonly people: number;
  readonly name: NameAt;
}

export interface Warden {
  readonly place: string;
  readonly by: Naming;
  readonly since: PlainDate;
  readonly name: NameAt;
}

/** By their codes. */
export interface Standing {
  readonly places: ReadonlyMap<string, Place>;
  readonly wardens: ReadonlyMap<string, Warden>;
}

/** A change without its names. */
export interface Change {
  readonly places: readonly { readonly place: string; readonly kind: PlaceKind; readonly people: number }[];
  readonly ended: readonly string[];
  readonly left: readonly { readonly warden: string; readonly leftOn: PlainDate }[];
  readonly named: readonly {
    readonly warden: string;
    readonly place: string;
    readonly by: Naming;
    readonly since: PlainDate;
  }[];
}

export const noChange: Change = { places: [], ended: [], left: [], named: [] };
export const nothingStands: Standing = { places: new Map(), wardens: new Map() };

type ChangeRefusal = 'form-invalid' | 'place-unknown' | 'warden-unknown' | 'warden-serves';

/**
 * The standing after a change; `seq`: the line in which its names stand. Refusals: `form-invalid` (something twice,
 * or an end before its beginning), `place-unknown`, `warden-unknown` (nobody who serves), `warden-serves` (already,
 * here or elsewhere).
 */
export function changed(before: Standing, change: Change, seq: number): Result<Standing, ChangeRefusal> {
  const twice = repeatedIn(change);
  if (twice !== null) return refuse('form-invalid', 'each code stands once in a list', { pointer: twice });
  const gone = leave(before, change);
  if (!gone.ok) return gone;
  const { places, wardens } = gone.value;
  change.places.forEach(({ place, kind, people }, at) =>
    places.set(place, { kind, people, name: { seq, field: `/places/${at}/name` } }),
  );
  for (const [at, { warden, place, by, since }] of change.named.entries()) {
    if (!places.has(place)) return refuse('place-unknown', `no place ${place}`, { place });
    if (wardens.has(warden)) return refuse('warden-serves', `${warden} serves already`, { warden });
    wardens.set(warden, { place, by, since, name: { seq, field: `/named/${at}/name` } });
  }
  return ok({ places, wardens });
}

/** What is left once the wardens who go are gone, and with the places that end those who served there. */
function leave({ places, wardens }: Standing, { left, ended }: Change): Result<Mutable, ChangeRefusal> {
  const after: Mutable = { places: new Map(places), wardens: new Map(wardens) };
  for (const [at, { warden, leftOn }] of left.entries()) {
    const serving = after.wardens.get(warden);
    if (serving === undefined) return refuse('warden-unknown', `${warden} does not serve`, { warden });
    if (leftOn < serving.since)
      return refuse('form-invalid', `serves since ${serving.since}`, { pointer: `/left/${at}/leftOn` });
    after.wardens.delete(warden);
  }
  for (const place of ended) {
    if (!after.places.delete(place)) return refuse('place-unknown', `no place ${place}`, { place });
    for (const [code, warden] of after.wardens) if (warden.place === place) after.wardens.delete(code);
  }
  return ok(after);
}

interface Mutable {
  readonly places: Map<string, Place>;
  readonly wardens: Map<string, Warden>;
}

/** The list in which a code stands twice, or in which a place ends that the same change enters; null: none. */
function repeatedIn({ places, ended, left, named }: Change): string | null {
  const codes = {
    '/places': places.map(({ place }) => place),
    '/ended': [...ended, ...places.map(({ place }) => place)],
    '/left': left.map(({ warden }) => warden),
    '/named': named.map(({ warden }) => warden),
  };
  return Object.entries(codes).find(([, each]) => new Set(each).size < each.length)?.[0] ?? null;
}

/** Each place with how many people and wardens it has. */
export function mannedPlaces({ places, wardens }: Standing): Manned[] {
  const counts = new Map<string, number>();
  for (const { place } of wardens.values()) counts.set(place, (counts.get(place) ?? 0) + 1);
  return [...places].map(([place, { people }]) => ({ place, people, wardens: counts.get(place) ?? 0 }));
}

/** How a firm stands by both rules. */
export function measured(standing: Standing, figures: WardenFigures): Coverage {
  return coverageOf(mannedPlaces(standing), figures);
}

/**
 * For which places, or the whole firm, wardens are to be named now: those that lack some, those that a warden has left
 * without a successor, and the firm where filling all of them would not bring it to its least share.
 */
export function toBeFilled(standing: Standing, change: Change, before: Standing, figures: WardenFigures) {
  const { short, leastByShare, wardens } = measured(standing, figures);
  const vacated = change.left.flatMap(({ warden }) => before.wardens.get(warden)?.place ?? []);
  const succeeded = new Set(change.named.map(({ place }) => place));
  const unfilled = vacated.filter((place) => standing.places.has(place) && !succeeded.has(place));
  const missing = short.reduce((sum, { needed, wardens: there }) => sum + needed - there, 0);
  const firm = wardens + missing < leastByShare ? [wholeFirm] : [];
  return [...new Set([...short.map(({ place }) => place), ...unfilled, ...firm])];
}
