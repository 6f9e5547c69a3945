import type { CaseView } from '../../domain/case/case-view';
import { gapsOf, lastDayOf, type Gap } from '../../domain/cases/certificate/renewals';
import { materialTitle, matterOf, matterTitle } from '../../domain/law/matter';
import type { Policy } from '../../domain/law/policy';
import type { Title } from '../../domain/role';
import type { PlainDate } from '../../domain/time/calendar';
import type { Database } from '../store/database';

/* What an approval item and a certificate are about, as their readers are shown it beside the case itself. */

/** A unit by its id, and what it is called. */
export interface UnitReading {
  readonly id: string;
  readonly title: Title;
}

export interface MatterReading {
  readonly matter: string;
  readonly title: Title;
  readonly department: UnitReading;
  /** The papers on which its application rests. A paper that is in the project's file is not asked for again. */
  readonly materials: readonly {
    readonly material: string;
    readonly title: Title;
    readonly liesIn: 'project' | 'item' | null;
  }[];
  /** Of a certificate: its last day with all renewals, and the days on which it was not valid. */
  readonly validity: { readonly until: PlainDate; readonly gaps: readonly Gap[] } | null;
}

/** What a case is about; null where the policy does not know its matter. Of a certificate, as of `today`. */
export async function matterReading(
  db: Database,
  file: { readonly id: string; readonly rootId: string },
  view: CaseView,
  policy: Policy,
  applying: { readonly applying: true } | { readonly applying: false; readonly today: PlainDate },
): Promise<MatterReading | null> {
  const { input, unit } = view;
  const matter = input['matter'];
  const title = typeof matter === 'string' ? matterTitle(policy, matter) : null;
  if (typeof matter !== 'string' || title === null) return null;
  const asked = applying.applying ? matterOf(policy, matter).materials : [];
  const [departments, papers] = await Promise.all([
    unitsOf(db, [unit]),
    db.paper.findMany({
      where: { caseId: { in: [file.id, file.rootId] }, material: { in: asked } },
      select: { caseId: true, material: true },
    }),
  ]);
  const liesIn = (material: string) => {
    const places = papers.flatMap((paper) => (paper.material === material ? [paper.caseId] : []));
    if (places.includes(file.rootId)) return 'project';
    return places.length > 0 ? 'item' : null;
  };
  return {
    matter,
    title,
    department: departments(unit),
    materials: asked.map((material) => ({
      material,
      title: materialTitle(policy, material),
      liesIn: liesIn(material),
    })),
    validity: applying.applying ? null : { until: lastDayOf(view), gaps: gapsOf(view, applying.today) },
  };
}

/** A look-up of units by id. A unit that is not known is called by its id. */
export async function unitsOf(db: Database, ids: readonly string[]): Promise<(id: string) => UnitReading> {
  const units = await db.unit.findMany({ where: { id: { in: [...ids] } } });
  const titles = new Map(units.map(({ id, titleZh: zh, titleEn: en }) => [id, { zh, en }]));
  return (id) => ({ id, title: titles.get(id) ?? { zh: id, en: id } });
}
