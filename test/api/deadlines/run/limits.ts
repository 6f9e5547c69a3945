import { referenceLayers } from '../../../../prisma/data/policy/layers';
import { steps } from '../../../../domain/cases/catalogue';
import { policyKey, type AnyStep } from '../../../../domain/case/step';
import type { LimitRow, RungRow } from './counted';
import type { Day } from './wall-calendar';

/* Every limit that a step names, by generation: a new step, matter or tier is in this list by itself. */

/** What a case is about where its limit asks for that: the matter of an item, the tier of a bad record. */
export type Subject = { readonly [field: string]: string };

export interface NamedLimit {
  /** `approval-item/decision land-use-permit`, or the step alone where its limit is the same for all. */
  readonly name: string;
  readonly def: AnyStep;
  readonly subject: Subject;
}

/** The row of a key in force on a day: the zone's before the province's before the national one. */
export function rowOn<Value>(key: string, on: Day): Value | undefined {
  for (const layer of [...referenceLayers].reverse()) {
    const row = layer.rows.find(
      (each) => each.key === key && each.validFrom <= on && (each.validTo === null || on <= each.validTo),
    );
    if (row !== undefined) return row.value as Value;
  }
  return undefined;
}

export function limitRow(key: string, subject: Subject, on: Day): LimitRow {
  const row = rowOn<LimitRow>(policyKey(key, subject), on);
  if (row === undefined) throw new Error(`no row ${policyKey(key, subject)} on ${on}`);
  return row;
}

export function ladderRows(key: string, subject: Subject, on: Day): readonly RungRow[] {
  const row = rowOn<{ rungs: readonly RungRow[] }>(policyKey(key, subject), on);
  if (row === undefined) throw new Error(`no row ${policyKey(key, subject)} on ${on}`);
  return row.rungs;
}

interface Matter {
  readonly silence: string;
  readonly needs: readonly string[];
  readonly validMonths: number | null;
}

/** Which matters come to a step whose limit asks for one. A new such step says it here. */
const matterComesTo: { readonly [step: string]: (matter: Matter) => boolean } = {
  'approval-item/decision': ({ silence }) => silence === 'waits',
  'approval-item/deemed-decision': ({ silence }) => silence === 'granted',
  'certificate/renewal': ({ validMonths }) => validMonths !== null,
};

export function matterOn(matter: string, on: Day): Matter {
  const row = rowOn<Matter>(`matter.${matter}`, on);
  if (row === undefined) throw new Error(`no matter ${matter} on ${on}`);
  return row;
}

export function limitsOn(on: Day): NamedLimit[] {
  return [...steps.values()].flatMap((def) =>
    subjectsOf(def, on).map((subject) => ({
      name: [def.id, ...Object.values(subject)].join(' '),
      def,
      subject,
    })),
  );
}

function subjectsOf(def: AnyStep, on: Day): Subject[] {
  const asked = [...new Set(`${def.limit} ${def.ladder}`.match(/(?<=\{)\w+(?=\})/g))];
  if (asked.length === 0) return [{}];
  const [field = '', ...more] = asked;
  if (more.length > 0) throw new Error(`${def.id} asks for ${asked.join(' and ')}`);
  if (field === 'tier') return codesUnder('credit', on).map((tier) => ({ tier }));
  const comes = matterComesTo[def.id];
  if (field !== 'matter' || comes === undefined) throw new Error(`${def.id}: which ${field} comes to it?`);
  return codesUnder('matter', on)
    .filter((matter) => comes(matterOn(matter, on)))
    .map((matter) => ({ matter }));
}

/** The codes of rows like `matter.<code>`, in force on a day. */
export function codesUnder(prefix: string, on: Day): string[] {
  const keys = referenceLayers.flatMap(({ rows }) => rows.map(({ key }) => key));
  const codes = keys.flatMap((key) => (key.startsWith(`${prefix}.`) ? [key.slice(prefix.length + 1)] : []));
  return [...new Set(codes)].filter((code) => rowOn(`${prefix}.${code}`, on) !== undefined).sort();
}

/** Whether the limit itself decides its step when it ends. */
export function decidesByItself({ onExpiry }: AnyStep): boolean {
  return onExpiry !== undefined;
}

/** Whether what is promised runs beside the limit. */
export function isPromised({ def, subject }: NamedLimit, on: Day): boolean {
  return def.promise !== undefined && rowOn(policyKey(def.promise, subject), on) !== undefined;
}

export interface ExtensionRow {
  readonly maxValue: number;
  readonly maxEach?: number;
  readonly times: number;
}

/** How far the limit may be extended; undefined: not at all. */
export function extensionRow({ def, subject }: Pick<NamedLimit, 'def' | 'subject'>, on: Day) {
  return def.extension === undefined ? undefined : rowOn<ExtensionRow>(policyKey(def.extension, subject), on);
}
