import type { StaffActor, Title } from '../../domain/role';
import type { Prisma } from '../../prisma/generated/client';

type Tables = Pick<Prisma.TransactionClient, 'zone' | 'unit'>;

/** Where the office works. Its law is the layer of the same id. */
export interface Zone {
  readonly id: string;
  readonly title: Title;
  /** The unit that takes what reporters hand in for the zone. */
  readonly intakeUnit: string;
}

/** Every zone. The first is the one that was entered first: it is meant where nobody names another. */
export async function zonesOf(db: Tables): Promise<Zone[]> {
  const zones = await db.zone.findMany({ orderBy: [{ enteredAt: 'asc' }, { id: 'asc' }] });
  return zones.map(({ id, titleZh, titleEn, intakeUnit }) => ({
    id,
    title: { zh: titleZh, en: titleEn },
    intakeUnit,
  }));
}

/** A zone by its id, or the first where none is named; null where there is none. */
export async function zoneNamed(db: Tables, id: string | undefined): Promise<Zone | null> {
  const zones = await zonesOf(db);
  return (id === undefined ? zones[0] : zones.find((zone) => zone.id === id)) ?? null;
}

/** The zone that a unit belongs to. */
export async function zoneOfUnit(db: Tables, unit: string): Promise<string> {
  return (await db.unit.findUniqueOrThrow({ where: { id: unit }, select: { zone: true } })).zone;
}

/** The zone in which a firm lies, `zone/park` as its row says; where it says nothing, the one that the office began with. */
export async function zoneOfFirm(db: Tables, lies: string | null): Promise<string> {
  const zone = (await zoneNamed(db, lies?.split('/')[0])) ?? (await zoneNamed(db, undefined));
  if (zone === null) throw new Error('an office has a zone');
  return zone.id;
}

/** Where a case is dealt with. */
export interface Place {
  readonly zone: string;
  readonly unit: string;
}

/** Where what somebody opens is dealt with: in their own unit; what a firm opens, in the unit that takes in for its zone. */
export async function placeOfCasesBy(
  db: Tables,
  { unit, enterpriseId }: Pick<StaffActor, 'unit' | 'enterpriseId'>,
): Promise<Place> {
  const zone = await zoneOfUnit(db, unit);
  if (enterpriseId === null) return { zone, unit };
  const { intakeUnit } = await db.zone.findUniqueOrThrow({ where: { id: zone } });
  return { zone, unit: intakeUnit };
}
