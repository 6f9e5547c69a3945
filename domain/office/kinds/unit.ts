import { Form } from '../../case/form';
import { TitleField, UnitId, ZoneId, type GivenTitle } from '../fields';
import { officeChange, type Change } from '../office-change';
import { refuseChange, type OfficeResult } from '../office-refusal';

/* Units of a zone: entered, called otherwise, closed. One that is closed keeps its cases and its name. */

export type UnitStanding = {
  readonly id: string;
  readonly zone: string;
  readonly title: GivenTitle;
  readonly closed: boolean;
};

export interface UnitFacts {
  /** Null where there is no such unit. */
  readonly unit: UnitStanding | null;
}

export interface NewUnitFacts extends UnitFacts {
  readonly zoneKnown: boolean;
}

export interface ClosingFacts extends UnitFacts {
  /** What still hangs on it. */
  readonly activeAccounts: number;
  readonly openCases: number;
  /** Zones for which it takes what comes in. */
  readonly takesInFor: readonly string[];
  /** Matters that the law leaves to it, today or from a later day. */
  readonly matters: readonly string[];
}

const byAdministrators = ['administrator'] as const;

export const enterUnit = officeChange<NewUnitFacts>()({
  title: { zh: '登记部门', en: 'Enter a unit' },
  form: Form({ id: UnitId, zone: ZoneId, title: TitleField }),
  by: byAdministrators,
  second: null,
  refusals: ['zone-unknown', 'unit-taken'],
  judge({ form: { id, zone, title }, facts: { unit, zoneKnown } }) {
    if (!zoneKnown) return refuseChange('zone-unknown', `no zone '${zone}'`);
    if (unit !== null) return refuseChange('unit-taken', `there is a unit '${id}'`);
    return changed(null, { id, zone, title, closed: false });
  },
});

export const renameUnit = officeChange<UnitFacts>()({
  title: { zh: '部门更名', en: 'Call a unit by another name' },
  form: Form({ id: UnitId, title: TitleField }),
  by: byAdministrators,
  second: null,
  refusals: ['unit-unknown', 'nothing-changes'],
  judge({ form: { title }, facts: { unit } }) {
    if (unit === null) return refuseChange('unit-unknown', 'no such unit');
    if (unit.title.zh === title.zh && unit.title.en === title.en)
      return refuseChange('nothing-changes', 'it is called so already');
    return changed(unit, { ...unit, title });
  },
});

export const closeUnit = officeChange<ClosingFacts>()({
  title: {
    zh: '撤销部门(须已无在用账号、在办案件与职责)',
    en: 'Close a unit, once nobody works in it and nothing waits for it',
  },
  form: Form({ id: UnitId }),
  by: byAdministrators,
  second: null,
  refusals: ['unit-unknown', 'nothing-changes', 'unit-in-use'],
  judge({ facts: { unit, ...hanging } }) {
    if (unit === null) return refuseChange('unit-unknown', 'no such unit');
    if (unit.closed) return refuseChange('nothing-changes', 'the unit is closed');
    const [first] = hangsOn(hanging);
    return first === undefined
      ? changed(unit, { ...unit, closed: true })
      : refuseChange('unit-in-use', hangsOn(hanging).join('; '));
  },
});

function hangsOn({ activeAccounts, openCases, takesInFor, matters }: Omit<ClosingFacts, 'unit'>): string[] {
  return [
    ...(activeAccounts > 0 ? [`${activeAccounts} active accounts belong to it`] : []),
    ...(openCases > 0 ? [`${openCases} open cases are its own`] : []),
    ...takesInFor.map((zone) => `it takes what comes in for '${zone}'`),
    ...matters.map((matter) => `'${matter}' is decided by it`),
  ];
}

function changed(before: UnitStanding | null, after: UnitStanding): OfficeResult<Change> {
  return { ok: true, value: { subject: `unit/${after.id}`, person: null, before, after } };
}
