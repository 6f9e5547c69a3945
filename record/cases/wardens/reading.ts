import type { CaseView } from '../../../domain/case/case-view';
import { measured, type NameAt } from '../../../domain/cases/warden-network/standing';
import { standingOf } from '../../../domain/cases/warden-network/steps';
import { neededAt, type Coverage, type WardenFigures } from '../../../domain/cases/warden-network/coverage';
import type { Naming, PlaceKind } from '../../../domain/cases/warden-network/forms';

/** The teams of one firm with their wardens. Names are for those alone who read the texts of the case. */
export interface NetworkReading {
  readonly number: string;
  readonly seq: number;
  readonly coverage: Coverage;
  readonly places: readonly {
    readonly place: string;
    readonly kind: PlaceKind;
    readonly name: string | null;
    readonly people: number;
    readonly needed: number;
    readonly wardens: readonly {
      readonly warden: string;
      readonly name: string | null;
      readonly by: Naming;
      readonly since: string;
    }[];
  }[];
}

type Texts = ReadonlyMap<number, { readonly [field: string]: string }>;

/** @param texts those that the reader may see, by line */
export function networkReading(
  view: CaseView,
  figures: WardenFigures,
  texts: Texts,
): Omit<NetworkReading, 'seq'> {
  const standing = standingOf(view);
  const nameAt = ({ seq, field }: NameAt) => texts.get(seq)?.[field] ?? null;
  const wardens = [...standing.wardens].map(([warden, { name, ...each }]) => ({
    ...{ warden, name: nameAt(name) },
    ...each,
  }));
  return {
    number: view.number,
    coverage: measured(standing, figures),
    places: [...standing.places].map(([place, { kind, people, name }]) => ({
      ...{ place, kind, name: nameAt(name), people, needed: neededAt(people, figures) },
      wardens: wardens.filter((each) => each.place === place).map(({ place: _, ...warden }) => warden),
    })),
  };
}
