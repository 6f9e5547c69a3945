import type { CaseView, ChildState } from '../../domain/case/case-view';
import type { Policy } from '../../domain/law/policy';
import {
  projectStanding,
  type ItemStanding,
  type ProjectStanding,
} from '../../domain/cases/project/project-standing';
import { stepsIssuing } from '../../domain/moves/enterprise-visibility';
import type { Database } from '../store/database';
import { unitsOf, type UnitReading } from './matter-reading';

export interface ProjectReading extends Pick<ProjectStanding, 'materials' | 'gates'> {
  readonly list: readonly ListReading[];
}

export interface ListReading extends Pick<ItemStanding, 'matter' | 'title' | 'before' | 'needs' | 'early'> {
  readonly department: UnitReading;
  /** `waiting`: not open yet, for what of its needs is not met; `open`; or how its newest case ended. */
  readonly state: string;
  /** Its newest case. */
  readonly case: ItemCase | null;
  readonly earlier: readonly { readonly number: string; readonly outcome: string | null }[];
}

export interface ItemCase {
  readonly number: string;
  readonly stage: string;
  readonly dueAt: string | null;
  readonly promisedAt: string | null;
}

/** A project's list with what has become of each item, its materials and its gates; to an enterprise what is issued to it. */
export async function projectReading(
  db: Database,
  view: CaseView,
  policy: Policy,
  { issued }: { readonly issued: boolean },
): Promise<ProjectReading> {
  const { items, materials, gates } = projectStanding(view, policy);
  const newest = items.flatMap(({ cases }) => cases.at(-1) ?? []);
  const [departments, open] = await Promise.all([
    unitsOf(
      db,
      items.map(({ unit }) => unit),
    ),
    itemCases(db, newest, issued),
  ]);
  return {
    materials,
    gates,
    list: items.map(({ matter, title, before, needs, early, unit, cases }) => {
      const latest = cases.at(-1);
      return {
        matter,
        title,
        department: departments(unit),
        before,
        needs,
        early,
        state: latest === undefined ? 'waiting' : (latest.closed?.outcome ?? 'open'),
        case: latest === undefined ? null : (open.get(latest.caseId) ?? null),
        earlier: cases
          .slice(0, -1)
          .map(({ number, closed }) => ({ number, outcome: closed?.outcome ?? null })),
      };
    }),
  };
}

async function itemCases(
  db: Database,
  children: readonly ChildState[],
  issued: boolean,
): Promise<Map<string, ItemCase>> {
  const ids = children.map(({ caseId }) => caseId);
  const [files, steps] = await Promise.all([
    db.caseFile.findMany({
      where: { id: { in: ids } },
      select: { id: true, number: true, stage: true, dueAt: true, toldStage: true, toldDueAt: true },
    }),
    db.openStep.findMany({
      where: {
        caseId: { in: ids },
        promisedAt: { not: null },
        ...(issued ? { step: { in: [...stepsIssuing('step')] } } : {}),
      },
      select: { caseId: true, promisedAt: true },
      orderBy: { promisedAt: 'desc' },
    }),
  ]);
  const promised = new Map(steps.map(({ caseId, promisedAt }) => [caseId, promisedAt]));
  return new Map(
    files.map(({ id, number, ...file }) => [
      id,
      {
        number,
        stage: issued ? file.toldStage : file.stage,
        dueAt: (issued ? file.toldDueAt : file.dueAt)?.toISOString() ?? null,
        promisedAt: promised.get(id)?.toISOString() ?? null,
      },
    ]),
  );
}
