/**
 * Whether every step of every case type can be opened under a policy: it has its rows, its ladder fits its limit,
 * and what a project has to obtain exists. Asked before law is published, so that no filing meets what is missing.
 */
import type { JsonObject } from '../json';
import { endsByItself, limitKey, pauseLadder, policyKey, promiseLadder, type AnyStep } from '../case/step';
import { matterOf, projectList, renewalOf, type ListedItem } from '../law/matter';
import { creditTiers } from '../law/notice-values';
import { ladderOf, limitOf, rowOf, type Policy } from '../law/policy';
import type { Contradiction } from '../law/policy-change';
import type { LimitUnit } from '../time/limit';
import { steps } from './catalogue';
import { milestones } from './project/steps';

/** What in a policy would keep a step from opening, or a rung of it from its place. */
export function unfitLaw(policy: Policy): Contradiction[] {
  return [
    ...[...steps.values()].flatMap((def) => unfitStep(policy, def)),
    ...keysUnder(policy, 'pause').flatMap((pause) => unfitPause(policy, pause)),
    ...keysUnder(policy, 'matter').flatMap((matter) => unmetNeeds(policy, matter)),
    ...certified(policy).flatMap((matter) => unrenewable(policy, matter)),
    ...keysUnder(policy, 'matter').flatMap((matter) => unknownMaterials(policy, matter)),
    ...keysUnder(policy, 'project-type').flatMap((projectType) => {
      const unknown = unknownItems(policy, projectType);
      return unknown.length > 0 ? unknown : neverGranted(policy, projectType);
    }),
  ];
}

/**
 * What a zone has no row for, although a step of some case would need it; null: every step could open. A zone that was
 * entered a moment ago has nothing but what it builds on.
 */
export function missingLaw(policy: Policy): string | null {
  for (const def of steps.values())
    for (const subject of subjectsOf(policy, def)) {
      const [missing] = rowsMissing(policy, def, subject);
      if (missing !== undefined) return missing;
    }
  return null;
}

/** The rows without which a step does not open in a case about this subject. */
export function rowsMissing(policy: Policy, def: AnyStep, subject: JsonObject): string[] {
  const keys = [limitKey(policy, def, subject), policyKey(def.ladder, subject)];
  return keys.filter((key) => !(key in policy.rows));
}

// --- steps --------------------------------------------------------------------------------------

function unfitStep(policy: Policy, def: AnyStep): Contradiction[] {
  return subjectsOf(policy, def).flatMap((subject) => {
    const limit = limitKey(policy, def, subject);
    const promise = def.promise === undefined ? limit : policyKey(def.promise, subject);
    return [
      ...unfitPair(policy, def, limit, policyKey(def.ladder, subject)),
      ...enforcedWithoutLaw(policy, def, limit),
      ...(promise === limit || !(promise in policy.rows)
        ? []
        : unfitPair(policy, def, promise, promiseLadder)),
    ];
  });
}

function unfitPair(policy: Policy, def: AnyStep, limitKey: string, ladderKey: string): Contradiction[] {
  const missing = [limitKey, ladderKey].find((key) => !(key in policy.rows));
  if (missing !== undefined)
    return [
      { keys: [missing, ...namedBy(missing)], fault: `'${missing}' is missing: ${def.id} could not open` },
    ];
  const limit = limitOf(policy, limitKey);
  if (def.lengthIsSet) {
    const fault = `'${limitKey}' runs in months: ${def.id} has its length set in days`;
    return limit.unit === 'months' ? [{ keys: [limitKey], fault }] : [];
  }
  return laddersThatBeginTooSoon(policy, ladderKey, limit, limitKey);
}

function laddersThatBeginTooSoon(
  policy: Policy,
  ladderKey: string,
  limit: Stretch,
  limitKey: string,
): Contradiction[] {
  return ladderOf(policy, ladderKey).rungs.flatMap(({ id, at }) =>
    !('beforeDue' in at) || isShorter(at.beforeDue, limit)
      ? []
      : [
          {
            keys: [ladderKey, limitKey],
            fault: `'${ladderKey}' does not fit '${limitKey}': '${id}' would come before the limit begins`,
          },
        ],
  );
}

/** A pause is watched by a ladder of its own, which has to fit into the longest that may be granted. */
function unfitPause(policy: Policy, pause: string): Contradiction[] {
  const key = `pause.${pause}` as const;
  if (!(pauseLadder in policy.rows))
    return [{ keys: [pauseLadder, key], fault: `'${pauseLadder}' is missing: no pause could begin` }];
  const longest = { value: rowOf(policy, key).value.days, unit: 'calendar-days' } as const;
  return laddersThatBeginTooSoon(policy, pauseLadder, longest, key);
}

/** Nobody gains or loses anything by a limit that the office has set itself. */
function enforcedWithoutLaw(policy: Policy, def: AnyStep, key: string): Contradiction[] {
  if (!endsByItself(def) || def.expiryPassesOn || def.lengthIsSet || !(key in policy.rows)) return [];
  const fault = `'${key}' ends ${def.id} as '${def.onExpiry}': only law does, so it has to be statutory`;
  return limitOf(policy, key).effect === 'statutory' ? [] : [{ keys: [key], fault }];
}

/** What a case of the step may be about, as the braces of its keys ask for it. */
function subjectsOf(policy: Policy, def: AnyStep): JsonObject[] {
  const asked = `${def.limit} ${def.ownLimit ?? ''} ${def.ladder}`;
  if (asked.includes('{tier}')) return creditTiers.map((tier) => ({ tier }));
  if (!asked.includes('{matter}')) return [{}];
  return mattersOf(policy, def).map((matter) => ({ matter }));
}

/** Certificates are of documents that end; silence decides only where a matter says so. */
function mattersOf(policy: Policy, def: AnyStep): string[] {
  if (def.ladder.startsWith('ladder.certificate.')) return certified(policy);
  const matters = keysUnder(policy, 'matter');
  return endsByItself(def) && def.ownLimit === undefined
    ? matters.filter((matter) => matterOf(policy, matter).silence === 'granted')
    : matters;
}

/** Matters that a project obtains and whose documents end: each of them is watched by a certificate. */
function certified(policy: Policy): string[] {
  const listed = keysUnder(policy, 'project-type').flatMap((projectType) =>
    rowOf(policy, `project-type.${projectType}`).value.items.map(({ matter }) => matter),
  );
  return [...new Set(listed)].filter(
    (matter) => `matter.${matter}` in policy.rows && matterOf(policy, matter).validMonths !== null,
  );
}

/** A document that ends is renewed as a matter of its own. */
function unrenewable(policy: Policy, matter: string): Contradiction[] {
  const renewal = `matter.${renewalOf(matter)}` as const;
  return renewal in policy.rows
    ? []
    : [
        {
          keys: [`matter.${matter}`, renewal],
          fault: `'matter.${matter}' ends, and nothing says how it is renewed`,
        },
      ];
}

/** The rows that make a missing row necessary: a matter its limit, a certificate its ladder. */
function namedBy(missing: string): string[] {
  const matter = /^(?:limit\.matter|ladder\.certificate)\.(.+)$/.exec(missing)?.[1];
  return matter === undefined ? [] : [`matter.${matter}`];
}

interface Stretch {
  readonly value: number;
  readonly unit: LimitUnit;
}

/** Whether a stretch before the end of a limit begins after the limit does, as far as units can be compared. */
function isShorter(stretch: Stretch, limit: Stretch): boolean {
  if (stretch.unit === limit.unit) return stretch.value < limit.value;
  return stretch.value * secondsOf[stretch.unit] < limit.value * secondsOf[limit.unit];
}

const day = 86_400;
const secondsOf = {
  // Five of seven days are worked.
  'working-days': (day * 7) / 5,
  'calendar-days': day,
  months: 30 * day,
  hours: 3_600,
  seconds: 1,
} satisfies Record<LimitUnit, number>;

// --- projects -----------------------------------------------------------------------------------

/** A matter whose needs nothing can meet: its project would wait for it for ever. */
function unmetNeeds(policy: Policy, matter: string): Contradiction[] {
  return matterOf(policy, matter)
    .needs.filter((need) => !(need in milestones) && !(`matter.${need}` in policy.rows))
    .map((need) => ({
      keys: [`matter.${matter}`, `matter.${need}`],
      fault: `'matter.${matter}' needs '${need}', which nothing brings`,
    }));
}

function unknownItems(policy: Policy, projectType: string): Contradiction[] {
  const key = `project-type.${projectType}`;
  return rowOf(policy, `project-type.${projectType}`)
    .value.items.filter(({ matter }) => !(`matter.${matter}` in policy.rows))
    .map(({ matter }) => ({
      keys: [key, `matter.${matter}`],
      fault: `'${key}' lists '${matter}', which is no matter`,
    }));
}

function unknownMaterials(policy: Policy, matter: string): Contradiction[] {
  return matterOf(policy, matter)
    .materials.filter((material) => !(`material.${material}` in policy.rows))
    .map((material) => ({
      keys: [`matter.${matter}`, `material.${material}`],
      fault: `'matter.${matter}' asks for '${material}', which is no material`,
    }));
}

/**
 * Items of a list that could never be applied for, since they wait for one another, for a matter that the list lacks,
 * or for a gate that waits for them. Walks through the project and grants everything that can be granted.
 */
function neverGranted(policy: Policy, projectType: string): Contradiction[] {
  const { items } = projectList(policy, projectType);
  const reached = new Set<string>();
  const isDue = ({ matter, needs }: ListedItem) =>
    !reached.has(matter) && needs.every((need) => reached.has(need));
  const isShut = (gate: string) =>
    items.some(({ matter, before }) => `gate.${before}` === gate && !reached.has(matter));
  const gates = Object.keys(milestones);
  for (let size = -1; size !== reached.size;) {
    size = reached.size;
    for (const { matter } of items.filter(isDue)) reached.add(matter);
    const next = gates.find((gate) => !reached.has(gate));
    if (next !== undefined && !isShut(next)) reached.add(next);
  }
  return items
    .filter(({ matter }) => !reached.has(matter))
    .map(({ matter, needs }) => {
      const missing = needs.filter((need) => !reached.has(need));
      return {
        keys: [`project-type.${projectType}`, ...[matter, ...missing].map((each) => `matter.${each}`)],
        fault: `'project-type.${projectType}': '${matter}' would wait for '${missing.join("', '")}' for ever`,
      };
    });
}

/** The codes that a policy has under a prefix. */
function keysUnder(policy: Policy, prefix: 'matter' | 'project-type' | 'pause'): string[] {
  return Object.keys(policy.rows).flatMap((key) =>
    key.startsWith(`${prefix}.`) ? [key.slice(prefix.length + 1)] : [],
  );
}
