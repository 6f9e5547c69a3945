import type { PolicyLayer } from '../../../domain/law/policy';
import type { ZoneStanding } from '../../../domain/office/kinds/zone';
import { lawInForce } from '../../law/policy-change';
import { zonesOf } from '../../store/zones';
import type { CarriedOutKind } from '../carried-out';
import { publishRevision } from '../published-rules';
import { lawToBuildOn } from './rules';
import { createUnit, unitStanding } from './unit';

export const enterZone: CarriedOutKind<'enter-zone'> = {
  changes: 'rules',
  async facts(tx, { id, intakeUnit }, { signer }) {
    const { layers, asPublished } = await lawToBuildOn(tx, signer);
    return {
      asPublished,
      zoneKnown: (await tx.zone.count({ where: { id } })) > 0,
      layers: layers.map((layer) => layer.id),
      unitKnown: (await unitStanding(tx, intakeUnit.id)) !== null,
    };
  },
  async apply(tx, { form: { id, title, buildsOn, intakeUnit }, change: { after } }) {
    await createUnit(tx, { ...intakeUnit, zone: id });
    const titles = { titleZh: title.zh, titleEn: title.en };
    await tx.zone.create({ data: { id, ...titles, intakeUnit: intakeUnit.id } });
    const { revision, layers } = await lawInForce(tx);
    const own: PolicyLayer = { id, title, parent: buildsOn, rows: [] };
    const states = await publishRevision(tx, { revision: revision + 1, layers: [...layers, own] });
    return { answer: after ?? {}, states: [states] };
  },
};

export const describeZone: CarriedOutKind<'describe-zone'> = {
  async facts(tx, { id, intakeUnit }) {
    const unit = await unitStanding(tx, intakeUnit);
    const zone = (await zonesOf(tx)).find((each) => each.id === id);
    return {
      zone: zone === undefined ? null : { ...zone },
      unitFits: unit !== null && !unit.closed && unit.zone === id,
    };
  },
  async apply(tx, { change }) {
    const { id, title, intakeUnit } = change.after as ZoneStanding;
    await tx.zone.update({ where: { id }, data: { titleZh: title.zh, titleEn: title.en, intakeUnit } });
    return { answer: { id, title, intakeUnit } };
  },
};
