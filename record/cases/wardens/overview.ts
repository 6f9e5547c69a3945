import {
  coverageOf,
  type Coverage,
  type CoverageState,
  type Manned,
  type WardenFigures,
} from '../../../domain/cases/warden-network/coverage';
import type { Prisma } from '../../../prisma/generated/client';
import type { Database } from '../../store/database';

/* How the firms stand by their safety wardens, reckoned from what stands now. Codes and figures: no name of a person. */

export interface WardenOverview {
  readonly asOf: string;
  readonly figures: WardenFigures;
  readonly totals: {
    readonly firms: number;
    readonly frontLine: number;
    readonly wardens: number;
    readonly states: Readonly<Record<CoverageState, number>>;
    readonly replacementsOpen: number;
    readonly replacementsOverdue: number;
    readonly rounds: Rounds;
  };
  readonly firms: readonly FirmWardens[];
}

export interface FirmWardens {
  readonly enterpriseId: string;
  readonly name: string;
  /** Number of its network. */
  readonly network: string;
  /** Front-line staff by the profile of the firm, beside those of its places; null where it has none. */
  readonly profileFrontLine: number | null;
  readonly coverage: Coverage;
  /** Places, or the share of the whole firm, for which wardens are looked for. */
  readonly replacements: readonly {
    readonly part: string;
    readonly dueAt: string | null;
    readonly overdue: boolean;
  }[];
  readonly rounds: Rounds;
}

/** What became of the rounds: those that are not ended yet, and each way in which they end. */
export interface Rounds {
  readonly entered: number;
  readonly open: number;
  readonly clean: number;
  readonly remedied: number;
  readonly toFund: number;
  readonly notConfirmed: number;
  readonly ordered: number;
}

/** @param visible what the reader may see, as a condition on `case_file f` */
export async function wardenOverview(
  db: Database,
  visible: Prisma.Sql,
  figures: WardenFigures,
  now: Date,
): Promise<WardenOverview> {
  const networks = await networksIn(db, visible);
  const ids = networks.map(({ id }) => id);
  const [places, replacements, rounds] = await Promise.all([
    placesOf(db, ids),
    replacementsOf(db, ids, now),
    roundsIn(db, visible),
  ]);
  const [placesIn, soughtIn] = [byCase(places), byCase(replacements)];
  const firms = networks.map(({ id, ...firm }): FirmWardens => {
    const own = (placesIn.get(id) ?? []).map(({ caseId: _, ...place }) => place);
    const sought = soughtIn.get(id) ?? [];
    return {
      ...firm,
      coverage: coverageOf(own, figures),
      replacements: sought.map(({ caseId: _, dueAt, ...each }) => ({
        ...each,
        dueAt: dueAt?.toISOString() ?? null,
      })),
      rounds: rounds.get(firm.enterpriseId) ?? noRounds,
    };
  });
  return { asOf: now.toISOString(), figures, totals: totalsOf(firms), firms };
}

function byCase<Row extends { readonly caseId: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const own = found.get(row.caseId);
    if (own === undefined) found.set(row.caseId, [row]);
    else own.push(row);
  }
  return found;
}

function totalsOf(firms: readonly FirmWardens[]): WardenOverview['totals'] {
  const sum = (of: (firm: FirmWardens) => number) => firms.reduce((all, firm) => all + of(firm), 0);
  const states = { empty: 0, conflict: 0, short: 0, above: 0, met: 0 };
  for (const { coverage } of firms) states[coverage.state] += 1;
  return {
    firms: firms.length,
    frontLine: sum(({ coverage }) => coverage.frontLine),
    wardens: sum(({ coverage }) => coverage.wardens),
    states,
    replacementsOpen: sum(({ replacements }) => replacements.length),
    replacementsOverdue: sum(({ replacements }) => replacements.filter(({ overdue }) => overdue).length),
    rounds: Object.fromEntries(
      (Object.keys(noRounds) as (keyof Rounds)[]).map((way) => [way, sum(({ rounds }) => rounds[way])]),
    ) as unknown as Rounds,
  };
}

const noRounds: Rounds = {
  entered: 0,
  open: 0,
  clean: 0,
  remedied: 0,
  toFund: 0,
  notConfirmed: 0,
  ordered: 0,
};

type Network = Pick<FirmWardens, 'enterpriseId' | 'name' | 'network' | 'profileFrontLine'> & {
  readonly id: string;
};

function networksIn(db: Database, visible: Prisma.Sql): Promise<Network[]> {
  return db.$queryRaw<Network[]>`
    SELECT f.id::text, f.number AS network, e.id::text AS "enterpriseId", e.name,
      p.front_line_count AS "profileFrontLine"
    FROM anjie.case_file f JOIN anjie.enterprise e ON e.id = f.enterprise_id
    LEFT JOIN anjie.enterprise_profile p ON p.enterprise_id = e.id
    WHERE f.case_type = 'warden-network' AND f.closed_at IS NULL AND ${visible}
    ORDER BY e.name, f.number`;
}

function placesOf(db: Database, ids: readonly string[]) {
  return db.$queryRaw<(Manned & { readonly caseId: string })[]>`
    SELECT p.case_id::text AS "caseId", p.place, p.people, count(w.warden)::int AS wardens
    FROM anjie.warden_place p LEFT JOIN anjie.safety_warden w ON w.case_id = p.case_id AND w.place = p.place
    WHERE p.case_id = ANY(${[...ids]}::uuid[])
    GROUP BY p.case_id, p.place, p.people ORDER BY length(p.place), p.place`;
}

function replacementsOf(db: Database, ids: readonly string[], now: Date) {
  return db.$queryRaw<
    {
      readonly caseId: string;
      readonly part: string;
      readonly dueAt: Date | null;
      readonly overdue: boolean;
    }[]
  >`
    SELECT s.case_id::text AS "caseId", split_part(split_part(s.key, '#', 1), '/', 3) AS part, s.due_at AS "dueAt",
      coalesce(s.due_at <= ${now}, false) AS overdue
    FROM anjie.open_step s
    WHERE s.step = 'warden-network/replacement' AND s.case_id = ANY(${[...ids]}::uuid[])
    ORDER BY s.due_at, s.key`;
}

async function roundsIn(db: Database, visible: Prisma.Sql): Promise<ReadonlyMap<string, Rounds>> {
  const rows = await db.$queryRaw<(Rounds & { readonly enterpriseId: string })[]>`
    SELECT f.enterprise_id::text AS "enterpriseId", count(*)::int AS entered,
      (count(*) FILTER (WHERE f.closed_at IS NULL))::int AS open,
      (count(*) FILTER (WHERE f.outcome = 'clean'))::int AS clean,
      (count(*) FILTER (WHERE f.outcome = 'remedied'))::int AS remedied,
      (count(*) FILTER (WHERE f.outcome = 'to-fund'))::int AS "toFund",
      (count(*) FILTER (WHERE f.outcome = 'not-confirmed'))::int AS "notConfirmed",
      (count(*) FILTER (WHERE f.outcome = 'ordered'))::int AS ordered
    FROM anjie.case_file f
    WHERE f.case_type = 'warden-patrol' AND f.outcome IS DISTINCT FROM 'withdrawn' AND ${visible}
    GROUP BY f.enterprise_id`;
  return new Map(rows.map(({ enterpriseId, ...rounds }) => [enterpriseId, rounds]));
}
