import type { Title } from '../../domain/role';

/*
 * Figures of a view, one row each: what it is called, in what it is counted, what it is read from and where it leads.
 * What several figures are read from is asked for once.
 */

export const figureUnits = {
  firms: { zh: '家', en: 'firms' },
  fen: { zh: '分', en: 'fen' },
  people: { zh: '人', en: 'people' },
  certificates: { zh: '本', en: 'certificates' },
  courses: { zh: '门', en: 'courses' },
  teams: { zh: '支', en: 'teams' },
  cases: { zh: '件', en: 'cases' },
  hazards: { zh: '项', en: 'hazards' },
  duties: { zh: '项', en: 'duties' },
  'basis-points': { zh: '万分之一', en: 'basis points' },
  name: { zh: '姓名', en: 'name' },
} as const satisfies Record<string, Title>;
export type FigureUnit = keyof typeof figureUnits;

/** What is not a number is the name of somebody; null where nobody is there, or nothing to reckon with. */
type Value = number | string | null;

export interface Figure {
  readonly figure: string;
  readonly title: Title;
  readonly unit: FigureUnit;
  readonly value: Value;
  /** Address of the reading that shows what was counted. */
  readonly leadsTo: string;
}

/** What figures are read from; null where the reader may not see it, and then none of them is told. */
type Source<Look, Reading> = (look: Look) => Promise<Reading | null>;

export interface FigureRow<Look> {
  readonly name: string;
  readonly read: (look: Look, once: Once<Look>) => Promise<Figure | null>;
}

type Once<Look> = <Reading>(of: Source<Look, Reading>) => Promise<Reading | null>;

/** A figure of a view, as its row says it. */
export function figure<Look, Reading>(
  name: string,
  of: Source<Look, Reading>,
  row: {
    readonly title: Title;
    readonly unit: FigureUnit;
    readonly value: (reading: Reading) => Value;
    readonly leadsTo: (look: Look, reading: Reading) => string;
  },
): FigureRow<Look> {
  const { title, unit, value, leadsTo } = row;
  return {
    name,
    async read(look, once) {
      const reading = await once(of);
      if (reading === null) return null;
      return { figure: name, title, unit, value: value(reading), leadsTo: leadsTo(look, reading) };
    },
  };
}

/** The figures that the reader may see, in the order of their rows. */
export async function readFigures<Look>(look: Look, rows: readonly FigureRow<Look>[]): Promise<Figure[]> {
  const asked = new Map<unknown, Promise<unknown>>();
  const once: Once<Look> = <Reading>(of: Source<Look, Reading>) => {
    const found = (asked.get(of) as Promise<Reading | null> | undefined) ?? of(look);
    asked.set(of, found);
    return found;
  };
  const figures = await Promise.all(rows.map((row) => row.read(look, once)));
  return figures.filter((each) => each !== null);
}
