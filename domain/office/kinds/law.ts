import { Type } from 'typebox';
import { OneOf, titled } from '../../case/form';
import { unfitLaw } from '../../cases/law-fit';
import type { JsonObject } from '../../json';
import type { MatterValue } from '../../law/matter-values';
import { policyRowSchema, type PolicyLayer } from '../../law/policy';
import {
  changeLayers,
  policyChangeCodes,
  type PolicyChange,
  type PolicyChangeRefusal,
} from '../../law/policy-change';
import { officeChange } from '../office-change';
import { notAsPublished, refuseChange } from '../office-refusal';

/* A change of law as data: cases opened from its day on take it, and open cases where it says so. */

/** A new zone begins with all of its rows at once. */
const mostRows = 500;

const RowEnd = Type.Object(
  {
    key: Type.String({ pattern: '^[a-z][a-z0-9.-]*$' }),
    validFrom: Type.String({ format: 'date' }),
    // Bounded where the change is judged: law may end in many years.
    validTo: Type.String({
      ...titled({ zh: '最后有效日', en: 'The last day on which it is in force' }),
      format: 'date',
    }),
  },
  { additionalProperties: false, description: 'a row, named by its key and its first day' },
);

export const policyChangeForm = Type.Object(
  {
    layer: Type.String({
      pattern: '^[a-z][a-z0-9-]*$',
      ...titled({ zh: '层级', en: 'Layer' }),
      description: 'the authority whose layer changes, e.g. `zhejiang`',
    }),
    add: Type.Array(policyRowSchema, { maxItems: mostRows }),
    end: Type.Array(RowEnd, { maxItems: mostRows }),
    openCases: OneOf(
      { zh: '在办案件', en: 'Open cases' },
      {
        keep: { zh: '适用立案时的规定', en: 'They keep the law that they were opened under' },
        move: {
          zh: '自生效之日起适用新规定',
          en: 'They go over on the day on which the change takes effect',
        },
      },
    ),
  },
  { additionalProperties: false },
);

export interface LawFacts {
  /** Whether the law in force is what its line in the record says. */
  readonly asPublished: boolean;
  /** The next revision. */
  readonly revision: number;
  readonly standing: readonly PolicyLayer[];
  readonly changed: ReturnType<typeof changedLaw>;
}

/** Who answers for figures of law. */
const editors = ['policy-editor', 'administrator'] as const;

export const publishLaw = officeChange<LawFacts>()<typeof policyChangeForm, PolicyChange>({
  title: {
    zh: '发布规定',
    en: 'Put a change of law in force: cases opened from its day on take it, and open cases that are to move follow within a minute of that day, each with its cause on the record',
  },
  form: policyChangeForm,
  by: editors,
  second: { roles: editors },
  refusals: ['record-not-as-written', ...policyChangeCodes],
  judge({ form, facts: { asPublished, revision, standing, changed } }) {
    if (!asPublished) return notAsPublished();
    if (!changed.ok) {
      const { code, pointer, detail } = changed.refusal;
      return refuseChange(code, detail, [{ pointer, detail }]);
    }
    const { layer, add, end, openCases } = form;
    const ended = standing
      .filter(({ id }) => id === layer)
      .flatMap(({ rows }) => rows)
      .filter((row) => end.some(({ key, validFrom }) => key === row.key && validFrom === row.validFrom));
    const after = { revision, movesOn: changed.value.movesOn, add, end, openCases };
    return {
      ok: true,
      value: {
        subject: `law/${layer}`,
        person: null,
        before: { rows: ended } as unknown as JsonObject,
        after: after as unknown as JsonObject,
      },
    };
  },
});

/** The law after a change that can be carried out, also by the units that there are. */
export function changedLaw(
  layers: PolicyLayer[],
  units: readonly string[],
  change: PolicyChange,
): ReturnType<typeof changeLayers> {
  const changed = changeLayers(layers, change, unfitLaw);
  if (!changed.ok) return changed;
  const refusal = unknownDepartment(units, change);
  return refusal === null ? changed : { ok: false, refusal };
}

/** A matter of a department that does not exist would open cases that nobody reads. */
function unknownDepartment(units: readonly string[], { add }: PolicyChange): PolicyChangeRefusal | null {
  const departments = add.map(({ key, value }) =>
    key.startsWith('matter.') ? (value as MatterValue).department : null,
  );
  const at = departments.findIndex((each) => each !== null && !units.includes(each));
  if (at < 0) return null;
  return {
    code: 'policy-row-unsound',
    pointer: `/add/${at}/value/department`,
    detail: `no unit '${departments[at]}'`,
  };
}
