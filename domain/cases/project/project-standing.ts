import type { CaseView, ChildState } from '../../case/case-view';
import { materialTitle, matterOf, matterTitle } from '../../law/matter';
import type { Policy } from '../../law/policy';
import { roundsOf } from '../../case/case-queries';
import type { Title } from '../../role';
import { casesOf, missingBefore, toldList, type Missing } from './gate';
import { milestones } from './steps';

/*
 * How a project stands against its list, read off its record alone: what runs, what waits and for what,
 * which papers are in the file, and what each gate still lacks. All empty before the list is told.
 */

export interface ItemStanding {
  readonly matter: string;
  readonly title: Title;
  /** The unit that decides it. */
  readonly unit: string;
  /** The gate that stays shut until it is granted. */
  readonly before: string;
  readonly needs: readonly Need[];
  /** The department has looked at the papers before the application (提前介入). */
  readonly early: boolean;
  /** Its cases, oldest first; none while something that it needs is not there. */
  readonly cases: readonly ChildState[];
}

/** A matter that must have been granted, or a gate that must have been passed. */
export interface Need {
  readonly name: string;
  readonly title: Title;
  readonly met: boolean;
}

export interface MaterialStanding {
  readonly material: string;
  readonly title: Title;
  readonly inFile: boolean;
  /** The gate that stays shut without it; null where only applications rest on it. */
  readonly before: string | null;
  /** Matters whose application rests on it. */
  readonly askedBy: readonly string[];
}

export interface GateStanding {
  readonly gate: string;
  readonly title: Title;
  readonly step: string;
  readonly passed: boolean;
  readonly missing: Missing;
}

export interface ProjectStanding {
  readonly items: readonly ItemStanding[];
  readonly materials: readonly MaterialStanding[];
  readonly gates: readonly GateStanding[];
}

/** How a project stands against its list. `policy` gives the titles. */
export function projectStanding(view: CaseView, policy: Policy): ProjectStanding {
  const { items } = toldList(view);
  return {
    items: items.map(({ matter, unit, before, needs }) => ({
      matter,
      title: titleOf(policy, matter),
      unit,
      before,
      needs: needs.map((name) => ({ name, title: titleOf(policy, name), met: isMet(view, name) })),
      early: view.facts[`fact/early/${matter}#1`] !== undefined,
      cases: casesOf(view, matter),
    })),
    materials: materialsOf(view, policy),
    gates: gatesOf(view),
  };
}

/** The papers of the list: first those that gates ask for themselves, then those that only applications rest on. */
function materialsOf(view: CaseView, policy: Policy): MaterialStanding[] {
  const { items, papers } = toldList(view);
  const asked = items.map(({ matter }) => ({ matter, materials: matterOf(policy, matter).materials }));
  const codes = [...papers.map(({ material }) => material), ...asked.flatMap(({ materials }) => materials)];
  return [...new Set(codes)].map((material) => ({
    material,
    title: materialTitle(policy, material),
    inFile: view.materials[material] !== undefined,
    before: papers.find((paper) => paper.material === material)?.before ?? null,
    askedBy: asked.flatMap(({ matter, materials }) => (materials.includes(material) ? [matter] : [])),
  }));
}

function gatesOf(view: CaseView): GateStanding[] {
  const { items, papers } = toldList(view);
  const asked = new Set([...items, ...papers].map(({ before }) => before));
  return Object.entries(milestones).flatMap(([name, { title, step }]) => {
    const gate = name.slice('gate.'.length);
    return asked.has(gate)
      ? [{ gate, title, step, passed: isMet(view, name), missing: missingBefore(view, gate) }]
      : [];
  });
}

/** What was granted or passed once is not waited for again, whatever becomes of it. */
function isMet(view: CaseView, name: string): boolean {
  const milestone = milestoneOf(name);
  return milestone === null
    ? casesOf(view, name).some(({ closed }) => closed?.outcome === 'granted')
    : roundsOf(view, { id: milestone.step }).some(({ decision }) => decision?.verdict === milestone.verdict);
}

function titleOf(policy: Policy, name: string): Title {
  const title = milestoneOf(name)?.title ?? matterTitle(policy, name);
  if (title === null) throw new Error(`the policy has no matter ${name}`);
  return title;
}

function milestoneOf(name: string) {
  return Object.hasOwn(milestones, name) ? milestones[name as keyof typeof milestones] : null;
}
