import { SystemWord, Form } from '../../case/form';
import { TitleField, UnitId, ZoneId, type GivenTitle } from '../fields';
import { officeChange } from '../office-change';
import { notAsPublished, refuseChange } from '../office-refusal';

/*
 * A zone, its law and its intake: it begins with one unit, which takes what comes in, and a layer of law of its own,
 * which builds on another. Figures of its own are published into that layer as any law.
 */

export type ZoneStanding = {
  readonly id: string;
  readonly title: GivenTitle;
  readonly intakeUnit: string;
};

export interface NewZoneFacts {
  /** Whether the law in force is what its line in the record says. */
  readonly asPublished: boolean;
  readonly zoneKnown: boolean;
  /** The ids of all layers of law. */
  readonly layers: readonly string[];
  readonly unitKnown: boolean;
}

export interface ZoneFacts {
  /** Null where there is no such zone. */
  readonly zone: ZoneStanding | null;
  /** Whether the unit is open and belongs to the zone. */
  readonly unitFits: boolean;
}

const byAdministrators = ['administrator'] as const;

export const enterZone = officeChange<NewZoneFacts>()({
  title: {
    zh: '登记园区(含受理部门与其规定层级)',
    en: 'Enter a zone with its intake unit and a layer of law of its own, into which its figures are then published',
  },
  form: Form({
    id: ZoneId,
    title: TitleField,
    buildsOn: SystemWord(
      { zh: '上位规定层级', en: 'The layer of law that its own builds on' },
      '^[a-z][a-z0-9-]{0,39}$',
    ),
    intakeUnit: Form({ id: UnitId, title: TitleField }),
  }),
  by: byAdministrators,
  second: { roles: byAdministrators },
  refusals: ['record-not-as-written', 'zone-taken', 'unit-taken', 'policy-layer-unknown'],
  judge({ form, facts: { asPublished, zoneKnown, layers, unitKnown } }) {
    if (!asPublished) return notAsPublished();
    const { id, title, buildsOn, intakeUnit } = form;
    if (zoneKnown || layers.includes(id))
      return refuseChange('zone-taken', `there is a zone or a layer of law '${id}'`);
    if (!layers.includes(buildsOn)) return refuseChange('policy-layer-unknown', `no layer '${buildsOn}'`);
    if (unitKnown) return refuseChange('unit-taken', `there is a unit '${intakeUnit.id}'`);
    const after = { id, title, buildsOn, intakeUnit };
    return { ok: true, value: { subject: `zone/${id}`, person: null, before: null, after } };
  },
});

export const describeZone = officeChange<ZoneFacts>()({
  title: {
    zh: '变更园区名称或受理部门',
    en: 'Call a zone by another name, or let another of its units take what comes in',
  },
  form: Form({ id: ZoneId, title: TitleField, intakeUnit: UnitId }),
  by: byAdministrators,
  second: null,
  refusals: ['zone-unknown', 'unit-unknown', 'nothing-changes'],
  judge({ form: { id, title, intakeUnit }, facts: { zone, unitFits } }) {
    if (zone === null) return refuseChange('zone-unknown', `no zone '${id}'`);
    if (!unitFits) return refuseChange('unit-unknown', `no open unit '${intakeUnit}' in '${id}'`);
    const same = zone.title.zh === title.zh && zone.title.en === title.en && zone.intakeUnit === intakeUnit;
    if (same) return refuseChange('nothing-changes', 'it stands so already');
    const after: ZoneStanding = { id, title, intakeUnit };
    return { ok: true, value: { subject: `zone/${id}`, person: null, before: zone, after } };
  },
});
