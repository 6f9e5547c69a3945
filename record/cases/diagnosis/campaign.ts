import {
  inGroups,
  list,
  listedIn,
  running,
  type ListedFirm,
} from '../../../domain/cases/diagnosis-campaign/steps';
import type { CaseView } from '../../../domain/case/case-view';
import type { JsonObject } from '../../../domain/json';
import { ok, refuse, type Result } from '../../../domain/refusal';
import type { PlainDate } from '../../../domain/time/calendar';
import type { Statements } from '../../store/statements';
import type { CaseHooks, HookPoint, OfferedDecision } from '../case-hooks';

/* How a campaign of diagnoses goes: its firms one by one, and in figures. */

/** A firm of the list with its diagnosis. Two rows of the list that turned out to be one firm are one line. */
interface CampaignFirm extends ListedFirm {
  readonly name: string;
  /** Whether the firm has ended: it is diagnosed no more. */
  readonly ended: boolean;
  /** Number of its diagnosis; null: not opened yet. */
  readonly diagnosis: string | null;
  readonly outcome: string | null;
  readonly overdue: boolean;
  readonly visitedOn: PlainDate | null;
  readonly general: number;
  readonly generalClosed: number;
  readonly major: number;
  readonly majorClosed: number;
}

/** The firms of a campaign in the order of its list, as they stand. */
export async function campaignFirms(db: Statements, view: CaseView, now: Date): Promise<CampaignFirm[]> {
  const listed = listedIn(view);
  const rows = await db.$queryRaw<Omit<CampaignFirm, 'trade' | 'institute'>[]>`
    WITH listed AS (
      SELECT n.id AS first, coalesce(n.merged_into, n.id) AS firm FROM anjie.enterprise n
      WHERE n.id = ANY(${listed.map(({ enterpriseId }) => enterpriseId)}::uuid[]))
    SELECT DISTINCT ON (l.firm) l.first::text AS "enterpriseId", n.name, n.closed_at IS NOT NULL AS ended,
      d.number AS diagnosis, d.outcome, coalesce(d.outcome IS NULL AND d.due_at <= ${now.toISOString()}::timestamptz, false) AS overdue,
      d.visited_on::text AS "visitedOn",
      c.general, c."generalClosed", c.major, c."majorClosed"
    FROM listed l JOIN anjie.enterprise n ON n.id = l.firm
      LEFT JOIN LATERAL (
        SELECT f.id, f.number, f.outcome, f.due_at, g.visited_on FROM anjie.diagnosis g JOIN anjie.case_file f ON f.id = g.case_id
        WHERE g.campaign = ${view.number} AND f.enterprise_id = l.firm
        ORDER BY f.outcome = 'withdrawn' NULLS FIRST, f.opened_at DESC LIMIT 1) d ON true
      CROSS JOIN LATERAL (
        SELECT (count(*) FILTER (WHERE x.grade = 'general'))::int AS general,
          (count(*) FILTER (WHERE x.grade = 'general' AND x.closed_on IS NOT NULL))::int AS "generalClosed",
          (count(*) FILTER (WHERE x.grade = 'major'))::int AS major,
          (count(*) FILTER (WHERE x.grade = 'major' AND x.closed_on IS NOT NULL))::int AS "majorClosed"
        FROM anjie.diagnosis_finding x WHERE x.case_id = d.id) c
    ORDER BY l.firm, l.first`;
  const known = new Map(rows.map((row) => [row.enterpriseId, row]));
  return listed.flatMap(({ enterpriseId, trade, institute }) => {
    const row = known.get(enterpriseId);
    return row === undefined ? [] : [{ ...row, trade, institute }];
  });
}

/** A campaign in figures: how far it is, what was found and what of it is put right. Nothing of a single firm. */
interface CampaignFigures {
  readonly listed: number;
  readonly opened: number;
  readonly visited: number;
  readonly open: number;
  readonly overdue: number;
  readonly outcomes: {
    readonly nothingFound: number;
    readonly fixed: number;
    readonly leftOpen: number;
    readonly notVisited: number;
  };
  readonly general: { readonly found: number; readonly closed: number };
  readonly major: { readonly found: number; readonly closed: number };
}

export function figuresOf(firms: readonly CampaignFirm[]): CampaignFigures {
  const count = (which: (firm: CampaignFirm) => boolean) => firms.filter(which).length;
  const ended = (outcome: string) => count((firm) => firm.outcome === outcome);
  const sum = (of: 'general' | 'generalClosed' | 'major' | 'majorClosed') =>
    firms.reduce((all, firm) => all + firm[of], 0);
  return {
    listed: firms.length,
    opened: count(({ diagnosis }) => diagnosis !== null),
    visited: count((firm) => firm.visitedOn !== null),
    open: count(({ diagnosis, outcome }) => diagnosis !== null && outcome === null),
    overdue: count(({ overdue }) => overdue),
    outcomes: {
      nothingFound: ended('nothing-found'),
      fixed: ended('fixed'),
      leftOpen: ended('left-open'),
      notVisited: ended('not-visited'),
    },
    general: { found: sum('general'), closed: sum('generalClosed') },
    major: { found: sum('major'), closed: sum('majorClosed') },
  };
}

/** A firm that is still to be diagnosed, or is under way. */
const isUnderWay = ({ ended, diagnosis, outcome }: CampaignFirm) =>
  diagnosis === null ? !ended : outcome === null;

/** A list names firms that are entered; a campaign ends when its diagnoses have, and its figures go with the decision. */
export const campaignHooks: CaseHooks = { gather };

async function gather(
  { tx, move: { view, context } }: HookPoint,
  { step, body }: OfferedDecision,
): Promise<Result<JsonObject>> {
  if (step === list.id) return areEntered(tx, inGroups(body['groups'] as Parameters<typeof inGroups>[0]));
  if (step !== running.id) return ok({});
  const firms = await campaignFirms(tx, view, new Date(context.now));
  const underWay = firms.filter(isUnderWay).length;
  return underWay > 0
    ? refuse('diagnoses-open', `${underWay} firms are not through`, { firms: underWay })
    : ok({ figures: figuresOf(firms) as unknown as JsonObject });
}

async function areEntered(tx: Statements, firms: readonly ListedFirm[]): Promise<Result<JsonObject>> {
  const ids = firms.map(({ enterpriseId }) => enterpriseId);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT row.id::text FROM anjie.enterprise row
      JOIN anjie.enterprise firm ON firm.id = coalesce(row.merged_into, row.id)
    WHERE row.id = ANY(${ids}::uuid[]) AND firm.closed_at IS NULL`;
  const unknown = ids.filter((id) => !rows.some((row) => row.id === id));
  return unknown.length === 0
    ? ok({})
    : refuse('enterprise-unknown', 'no such enterprise, or it has ended', { enterprises: unknown });
}
