import { referenceLayers } from '../../../../prisma/data/policy/layers';
import { steps } from '../../../../domain/cases/catalogue';
import { policyKey, type AnyStep } from '../../../../domain/case/step';
import type { Day } from './wall-calendar';

/* Every limit that a step names, by generation: a new step, matter or tier is in this list by itself. */

/** What a case is about where its limit asks for that: the matter of an item, the tier of a bad record. */
export type Subject = { readonly [field: string]: string };

export interface NamedLimit {
  readonly name: string;
  readonly def: AnyStep;
  readonly subject: Subject;
}

export function limitsOn(on: Day): NamedLimit[] {
  const all = [...steps.values()].flatMap((def) =>
    subjectsOf(def, on).map((subject) => ({ name: nameOf(def, subject, on), def, subject })),
  );
  return [...new Map(all.map((limit) => [limit.name, limit])).values()];
}

/** `approval-item/decision land-use-permit`, or the step alone where its limit is the same for all. */
export function nameOf(def: AnyStep, subject: Subject, on: Day): string {
  const fields = fieldsIn(def.limit, def.ladder, ownLimitKey(def, subject, on) && def.ownLimit);
  return [def.id, ...fields.map((field) => subject[field])].join(' ');
}

/** The row of the limit of a step. */
export function limitKeyOf(def: AnyStep, subject: Subject, on: Day): string {
  return ownLimitKey(def, subject, on) ?? policyKey(def.limit, subject);
}

/** The row of a matter that has the limit of this step for itself. */
function ownLimitKey({ ownLimit }: AnyStep, subject: Subject, on: Day): string | undefined {
  const key = ownLimit && policyKey(ownLimit, subject);
  return key !== undefined && rowIfAny(key, on) !== undefined ? key : undefined;
}

function fieldsIn(...templates: readonly (string | undefined)[]): string[] {
  return [...new Set(templates.join(' ').match(/(?<=\{)\w+(?=\})/g))];
}

interface Matter {
  readonly silence: string;
  readonly needs: readonly string[];
  readonly validMonths: number | null;
}

export function matterOn(matter: string, on: Day): Matter {
  return rowOn<Matter>(`matter.${matter}`, on);
}

/** Whether a matter, or the limit of one, is about renewing a document. */
export const isRenewal = (name: string): boolean => name.endsWith('-renewal');

/** Which matters come to a step whose limit asks for one. A new such step says it here. */
const comesTo: { readonly [step: string]: (matter: Matter, name: string) => boolean } = {
  'approval-item/acceptance': ({ silence }) => silence !== 'instant',
  // A renewal that was applied for too late is decided as anything else.
  'approval-item/decision': ({ silence }, name) => silence === 'waits' || isRenewal(name),
  'approval-item/deemed-decision': ({ silence }) => silence === 'granted',
  'certificate/renewal': ({ validMonths }) => validMonths !== null,
};

/** Everything that comes to a step and may have a limit of its own there. */
function subjectsOf(def: AnyStep, on: Day): Subject[] {
  const [field, ...more] = fieldsIn(def.limit, def.ladder, def.ownLimit);
  if (field === undefined) return [{}];
  const comes = comesTo[def.id];
  if (field === 'tier') return codesUnder('credit', on).map((tier) => ({ tier }));
  if (field !== 'matter' || more.length > 0 || comes === undefined)
    throw new Error(`${def.id}: which ${[field, ...more].join(', ')} comes to it?`);
  return codesUnder('matter', on)
    .filter((matter) => comes(matterOn(matter, on), matter))
    .map((matter) => ({ matter }));
}

/** Whether what is promised runs beside the limit. */
export function isPromised({ def, subject }: NamedLimit, on: Day): boolean {
  return def.promise !== undefined && rowIfAny(policyKey(def.promise, subject), on) !== undefined;
}

interface ExtensionRow {
  readonly maxValue: number;
  readonly maxEach?: number;
}

/** How far the limit may be extended at once, in its own unit; 0: not at all. */
export function longestExtension({ def, subject }: Omit<NamedLimit, 'name'>, on: Day): number {
  const row = def.extension && rowIfAny<ExtensionRow>(policyKey(def.extension, subject), on);
  return row ? (row.maxEach ?? row.maxValue) : 0;
}

/** The codes of rows like `matter.<code>`, in force on a day. */
export function codesUnder(prefix: string, on: Day): string[] {
  const keys = referenceLayers.flatMap(({ rows }) => rows.map(({ key }) => key));
  const codes = keys.flatMap((key) => (key.startsWith(`${prefix}.`) ? [key.slice(prefix.length + 1)] : []));
  return [...new Set(codes)].filter((code) => rowIfAny(`${prefix}.${code}`, on) !== undefined).sort();
}

export function rowOn<Value>(key: string, on: Day): Value {
  const row = rowIfAny<Value>(key, on);
  if (row === undefined) throw new Error(`no row ${key} on ${on}`);
  return row;
}

/** The value of the row in force on a day: the zone's before the province's before the national one. */
export function rowIfAny<Value>(key: string, on: Day): Value | undefined {
  for (const { rows } of [...referenceLayers].reverse()) {
    const row = rows.find(
      (each) => each.key === key && each.validFrom <= on && (each.validTo === null || on <= each.validTo),
    );
    if (row !== undefined) return row.value as Value;
  }
  return undefined;
}
