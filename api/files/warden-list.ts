import {
  placeCode,
  placeKind,
  placeKinds,
  placeName,
  people,
  since,
  wardenCode,
  wardenName,
  naming,
  namings,
} from '../../domain/cases/warden-network/forms';
import type { Naming, PlaceKind } from '../../domain/cases/warden-network/forms';
import type { Standing } from '../../domain/cases/warden-network/standing';
import type { RowFault, RowFaultCode } from '../../domain/office/kinds/office-list';
import type { Title } from '../../domain/role';
import type { ListDef } from './list-columns';

/** A line of the list of a firm's teams: one for each warden, or one for a team that has none. */
export interface ListedPlace {
  readonly place: string;
  readonly kind: PlaceKind;
  readonly name: string;
  readonly people: number;
  readonly warden: string;
  readonly wardenName: string;
  readonly by: Naming;
  readonly since: string;
}

export const wardenList: ListDef<ListedPlace> = {
  columns: {
    place: { zh: '班组代号', en: 'Place' },
    kind: { zh: '类别', en: 'Kind' },
    name: { zh: '班组名称', en: 'Name of the place' },
    people: { zh: '一线员工数', en: 'Front-line people' },
    warden: { zh: '纠察员代号', en: 'Warden' },
    wardenName: { zh: '纠察员姓名', en: 'Name of the warden' },
    by: { zh: '产生方式', en: 'Elected or appointed' },
    since: { zh: '任职日期', en: 'Since' },
  },
  needed: ['place', 'kind', 'name', 'people'],
  numbers: ['people'],
  shapes: {
    ...{ place: placeCode, kind: placeKind, name: placeName, people },
    ...{ warden: wardenCode, wardenName, by: naming, since },
  },
  rowOf: (text) => ({
    ...{ place: text('place').toLowerCase(), kind: wordOf(placeKinds, text('kind')), name: text('name') },
    ...{ people: Number(text('people')), warden: text('warden').toLowerCase() },
    ...{ wardenName: text('wardenName'), by: wordOf(namings, text('by')), since: text('since') },
  }),
  example: {
    ...{ place: 't1', kind: '班组', name: '(示例,请删除此行)冲压一班', people: '20' },
    ...{ warden: 'w1', wardenName: '张三', by: '推选', since: '2026-01-05' },
  },
};

/** A word by what it is called, in either language. */
function wordOf<Word extends string>(words: Readonly<Record<Word, Title>>, text: string): Word {
  const called = text.toLowerCase();
  const found = Object.entries<Title>(words).find(([, { zh, en }]) =>
    [zh, en.toLowerCase()].includes(called),
  );
  return (found?.[0] ?? called) as Word;
}

/** What a list changes, and what is wrong with it. */
export interface PlannedList {
  readonly change: {
    readonly places: readonly Pick<ListedPlace, 'place' | 'kind' | 'name' | 'people'>[];
    readonly ended: readonly string[];
    readonly left: readonly never[];
    readonly named: readonly (Pick<ListedPlace, 'warden' | 'place' | 'by' | 'since'> & {
      readonly name: string;
    })[];
  };
  readonly counted: { readonly entered: number; readonly changed: number; readonly unchanged: number };
  readonly faults: readonly RowFault[];
}

/** Reads a list as a change: places and wardens that are new or differ. It ends nothing, and nobody's service. */
export function planned(
  standing: Standing,
  rows: readonly { readonly line: number; readonly row: ListedPlace }[],
): PlannedList {
  const places = new Map<string, ListedPlace>();
  const wardens = new Map<string, ListedPlace>();
  const faults: RowFault[] = [];
  for (const { line, row } of rows) {
    const fault = (column: keyof ListedPlace, code: RowFaultCode) => faults.push({ row: line, column, code });
    const same = places.get(row.place);
    if (same && !isSamePlace(same, row)) fault('place', 'place-differs');
    else places.set(row.place, row);
    if (row.warden === '') continue;
    for (const column of ['wardenName', 'by', 'since'] as const)
      if (row[column] === '') fault(column, 'cell-missing');
    const serves = standing.wardens.get(row.warden)?.place;
    if (wardens.has(row.warden)) fault('warden', 'row-repeated');
    else if (serves !== undefined && serves !== row.place) fault('warden', 'warden-elsewhere');
    else wardens.set(row.warden, row);
  }
  const differs = ({ place, kind, people: count }: ListedPlace) => {
    const stands = standing.places.get(place);
    return stands?.kind !== kind || stands.people !== count;
  };
  const listed = [...places.values()];
  const changing = listed.filter(differs);
  const fresh = [...wardens.values()].filter(({ warden }) => !standing.wardens.has(warden));
  const entered = changing.filter(({ place }) => !standing.places.has(place)).length + fresh.length;
  const changed = changing.length + fresh.length - entered;
  return {
    change: {
      places: changing.map(({ place, kind, name, people: count }) => ({ place, kind, name, people: count })),
      ...{ ended: [], left: [] },
      named: fresh.map(({ warden, wardenName: name, place, by, since: from }) => ({
        ...{ warden, name, place, by, since: from },
      })),
    },
    counted: { entered, changed, unchanged: listed.length + wardens.size - entered - changed },
    faults,
  };
}

function isSamePlace(one: ListedPlace, other: ListedPlace): boolean {
  return one.kind === other.kind && one.name === other.name && one.people === other.people;
}
