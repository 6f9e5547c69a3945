import type { MatterValue } from '../../../domain/law/matter-values';
import type { UnitStanding } from '../../../domain/office/kinds/unit';
import type { Title } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import { lawInForce } from '../../law/policy-change';
import type { ModelTransaction } from '../../store/idempotency';
import type { CarriedOutKind, ChangeParts } from '../carried-out';

export const enterUnit: CarriedOutKind<'enter-unit'> = {
  async facts(tx, { id, zone }) {
    return {
      unit: await unitStanding(tx, id),
      zoneKnown: (await tx.zone.count({ where: { id: zone } })) > 0,
    };
  },
  async apply(tx, { form }) {
    await createUnit(tx, form);
    return { answer: form };
  },
};

export const renameUnit: CarriedOutKind<'rename-unit'> = {
  facts: async (tx, { id }) => ({ unit: await unitStanding(tx, id) }),
  async apply(tx, { form: { id, title } }) {
    await tx.unit.update({ where: { id }, data: { titleZh: title.zh, titleEn: title.en } });
    return { answer: { id, title } };
  },
};

export const closeUnit: CarriedOutKind<'close-unit'> = {
  async facts(tx, { id }, parts) {
    return {
      unit: await unitStanding(tx, id),
      activeAccounts: await tx.account.count({ where: { unit: id, active: true } }),
      openCases: await tx.caseFile.count({ where: { unit: id, outcome: null } }),
      takesInFor: (await tx.zone.findMany({ where: { intakeUnit: id } })).map((zone) => zone.id),
      matters: await mattersOf(tx, id, parts),
    };
  },
  async apply(tx, { form: { id } }, { now }) {
    await tx.unit.update({ where: { id }, data: { closedAt: now } });
    return { answer: { id } };
  },
};

/** The matters that rows of today and of later days leave to a unit. */
async function mattersOf(tx: ModelTransaction, unit: string, { now }: ChangeParts): Promise<string[]> {
  const today = shanghaiDate(now.toISOString());
  const { layers } = await lawInForce(tx);
  const rows = layers.flatMap((layer) => layer.rows);
  const keys = rows
    .filter(({ key, validTo }) => key.startsWith('matter.') && (validTo === null || validTo >= today))
    .filter(({ value }) => (value as MatterValue).department === unit)
    .map(({ key }) => key);
  return [...new Set(keys)];
}

export async function unitStanding(tx: ModelTransaction, id: string): Promise<UnitStanding | null> {
  const unit = await tx.unit.findUnique({ where: { id } });
  if (unit === null) return null;
  const title = { zh: unit.titleZh, en: unit.titleEn };
  return { id, zone: unit.zone, title, closed: unit.closedAt !== null };
}

export async function createUnit(
  tx: ModelTransaction,
  { id, zone, title }: { readonly id: string; readonly zone: string; readonly title: Title },
): Promise<void> {
  await tx.unit.create({ data: { id, zone, titleZh: title.zh, titleEn: title.en } });
}
