/** What a project has to obtain, as the policy in force lists it. */
import type { JsonObject } from '../json';
import { addDays, addMonths, type PlainDate } from '../time/calendar';
import type { beginnings, MatterValue, silences } from './matter-values';
import { limitOf, rowOf, type Policy } from './policy';
import type { Title } from '../role';

/** An item of a project's list, as the procedure needs it: codes only. */
export type ListedItem = {
  readonly matter: string;
  readonly unit: string;
  readonly needs: readonly string[];
  readonly begins: (typeof beginnings)[number];
  readonly silence: (typeof silences)[number];
  readonly validMonths: number | null;
  /** The gate that stays shut until it is granted. */
  readonly before: string;
};

export type ListedPaper = { readonly material: string; readonly before: string };

/** The row of a matter. Throws where the policy does not have it. */
export function matterOf(policy: Policy, matter: string): MatterValue {
  return rowOf(policy, `matter.${matter}`).value;
}

/** The title of a matter; null where the policy has no such matter. */
export function matterTitle(policy: Policy, matter: string): Title | null {
  return policy.rows[`matter.${matter}`] === undefined ? null : matterOf(policy, matter).title;
}

/** The title of a material; its code under an older policy, which has no titles of materials. */
export function materialTitle(policy: Policy, material: string): Title {
  return policy.rows[`material.${material}`] === undefined
    ? { zh: material, en: material }
    : rowOf(policy, `material.${material}`).value.title;
}

/** What a case is about in the words of the policy: the matter of an item or certificate, the type of a project. */
export function subjectOf({ matter, projectType }: JsonObject, policy: Policy): Title | null {
  if (typeof matter === 'string') return matterTitle(policy, matter);
  if (typeof projectType !== 'string' || !hasProjectType(policy, projectType)) return null;
  return rowOf(policy, `project-type.${projectType}`).value.title;
}

/** Whether the policy has a list for this type of project. */
export function hasProjectType(policy: Policy, projectType: string): boolean {
  return policy.rows[`project-type.${projectType}`] !== undefined;
}

/** An item for a matter, to be granted before a gate. Throws where the policy has no such matter. */
export function listedItem(policy: Policy, matter: string, before: string): ListedItem {
  const { department: unit, needs, begins, silence, validMonths } = matterOf(policy, matter);
  return { matter, unit, needs, begins, silence, validMonths, before };
}

/** Everything that a project of this type has to obtain and hand in, told once for all (行政许可法 arts 30, 32). */
export function projectList(
  policy: Policy,
  projectType: string,
): { items: ListedItem[]; papers: ListedPaper[] } {
  const { items, papers } = rowOf(policy, `project-type.${projectType}`).value;
  return { items: items.map(({ matter, before }) => listedItem(policy, matter, before)), papers };
}

/** The code of the matter by which a document of this matter is renewed. */
export function renewalOf(matter: string): string {
  return `${matter}-renewal`;
}

/** The last day on which the renewal of a document is applied for in time; null where the policy does not say. */
export function lastDayToApply(policy: Policy, matter: string, validUntil: PlainDate): PlainDate | null {
  const key = ([`renewal.${matter}`, 'renewal.general'] as const).find((each) => each in policy.rows);
  if (key === undefined) return null;
  const { value, unit } = rowOf(policy, key).value.applyBefore;
  return unit === 'months' ? addMonths(validUntil, -value) : addDays(validUntil, -value);
}

/** Whether some list of the policy asks for a material of this code. */
export function isMaterial(policy: Policy, code: string): boolean {
  return Object.keys(policy.rows).some((key) => {
    if (key.startsWith('matter.'))
      return rowOf(policy, key as `matter.${string}`).value.materials.includes(code);
    if (!key.startsWith('project-type.')) return false;
    const { papers } = rowOf(policy, key as `project-type.${string}`).value;
    return papers.some(({ material }) => material === code);
  });
}

/** The longest limit that may be promised: the legal one cut by the reduction, whole days, rounded down. */
export function longestPromise(limitDays: number, reductionBasisPoints: number): number {
  return Math.floor((limitDays * (10_000 - reductionBasisPoints)) / 10_000);
}

export interface BrokenPromiseRule {
  readonly matter: string;
  readonly limit: number;
  readonly promise: number;
  readonly longest: number;
}

/** Promises of the policy that are longer than the reduction allows. A policy that has any is not put in force. */
export function promisesTooLong(policy: Policy): BrokenPromiseRule[] {
  if (policy.rows['promise.reduction'] === undefined) return [];
  const { basisPoints } = rowOf(policy, 'promise.reduction').value;
  return Object.keys(policy.rows).flatMap((key) => {
    const matter = /^limit\.promise\.(.+)$/.exec(key)?.[1];
    if (matter === undefined) return [];
    const [limit, promise] = [limitOf(policy, `limit.matter.${matter}`), limitOf(policy, key)];
    const longest = longestPromise(limit.value, basisPoints);
    return promise.unit === limit.unit && promise.value <= longest
      ? []
      : [{ matter, limit: limit.value, promise: promise.value, longest }];
  });
}
