/**
 * Approval matters 审批事项 and project types as policy data: what a project has to obtain, from whom,
 * after what, and what silence means. One more matter is one more set of rows.
 */
import { Type, type Static } from 'typebox';
import { limitOf, rowOf, type Policy } from './policy';

const strict = { additionalProperties: false } as const;
const code = Type.String({ pattern: '^[a-z][a-z0-9-]*$' });
const title = Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, strict);

/**
 * What it means when the limit ends without a decision: nothing (the application still waits), granted
 * (默示许可, where the law says so), or no decision is needed at all: complete information is enough (备案).
 */
export const silences = ['waits', 'granted', 'instant'] as const;

/** Where the legal limit begins: 受理之日, or the day on which the complete application was received. */
export const beginnings = ['acceptance', 'receipt'] as const;

/** Row `matter.<code>`; its limits stand in `limit.matter.<code>`, `limit.promise.<code>`, `extension.matter.<code>`. */
export const matterValueSchema = Type.Object(
  {
    title,
    /** The unit that decides it. */
    department: code,
    /** What must be there before it may be applied for: matters granted, or gates passed (`gate.<name>`). */
    needs: Type.Array(Type.String({ pattern: '^(gate\\.)?[a-z][a-z0-9-]*$' })),
    /** Papers that an application rests on. What lies in the project's file already is not asked for again. */
    materials: Type.Array(code),
    begins: Type.Enum([...beginnings]),
    silence: Type.Enum([...silences]),
    /** How long what is issued is valid; null: for good. */
    validMonths: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  },
  strict,
);
export type MatterValue = Static<typeof matterValueSchema>;

/** Row `project-type.<code>`: the once-for-all list 一次性告知 of a type of project. */
export const projectTypeValueSchema = Type.Object(
  {
    title,
    items: Type.Array(Type.Object({ matter: code, before: code }, strict)),
    papers: Type.Array(Type.Object({ material: code, before: code }, strict)),
  },
  strict,
);

/** Row `promise.reduction`: by how much a committed limit undercuts the legal one at least. */
export const reductionValueSchema = Type.Object(
  { basisPoints: Type.Integer({ minimum: 0, maximum: 10_000 }) },
  strict,
);

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

export function matterOf(policy: Policy, matter: string): MatterValue {
  return rowOf(policy, `matter.${matter}`).value as MatterValue;
}

export function hasMatter(policy: Policy, matter: string): boolean {
  return policy.rows[`matter.${matter}`] !== undefined;
}

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
  const { items, papers } = rowOf(policy, `project-type.${projectType}`).value as Static<
    typeof projectTypeValueSchema
  >;
  return { items: items.map(({ matter, before }) => listedItem(policy, matter, before)), papers };
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

/** Promises of the policy that are longer than the reduction allows: such a policy is not put in force. */
export function promisesTooLong(policy: Policy): BrokenPromiseRule[] {
  const reduction = policy.rows['promise.reduction'];
  if (reduction === undefined) return [];
  const { basisPoints } = reduction.value as Static<typeof reductionValueSchema>;
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
