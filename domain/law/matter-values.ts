/**
 * Approval matters 审批事项 and project types as policy data: what a project has to obtain, from whom,
 * after what, and what silence means. One more matter is one more set of rows.
 */
import { Type, type Static } from 'typebox';
import { bilingualLine } from './words';

const strict = { additionalProperties: false } as const;
const code = Type.String({ pattern: '^[a-z][a-z0-9-]*$' });
const title = bilingualLine;

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
    validMonths: Type.Union([Type.Integer({ minimum: 1, maximum: 1_200 }), Type.Null()]),
  },
  strict,
);
export type MatterValue = Static<typeof matterValueSchema>;

/**
 * Row `renewal.<matter>`, or `renewal.general`: how long before a document ends its renewal has to be applied for at
 * the latest. Silence renews only what was applied for by then (行政许可法 art. 50).
 */
export const renewalValueSchema = Type.Object(
  {
    applyBefore: Type.Object(
      {
        value: Type.Integer({ minimum: 1, maximum: 366 }),
        unit: Type.Enum(['calendar-days', 'months']),
      },
      strict,
    ),
  },
  strict,
);
export type RenewalValue = Static<typeof renewalValueSchema>;

/** Row `material.<code>`: what a paper that lists ask for is called. */
export const materialValueSchema = Type.Object({ title }, strict);
export type MaterialValue = Static<typeof materialValueSchema>;

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
export type ProjectTypeValue = Static<typeof projectTypeValueSchema>;
export type ReductionValue = Static<typeof reductionValueSchema>;
