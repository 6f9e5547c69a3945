import type { Title } from '../../domain/role';
import type { Database } from './database';

/** The titles of all units, by id. */
export async function unitTitles(db: Database): Promise<(unit: string) => Title | null> {
  const units = await db.unit.findMany();
  const titles = new Map(units.map((unit) => [unit.id, titleOf(unit)]));
  return (unit) => titles.get(unit) ?? null;
}

/** What a unit and its zone are called; by their ids where they are not known. */
export async function placeTitles(db: Database, unit: string): Promise<{ unit: Title; zone: Title }> {
  const row = await db.unit.findUnique({ where: { id: unit } });
  const zone = row && (await db.zone.findUnique({ where: { id: row.zone } }));
  return { unit: titleOf(row) ?? bare(unit), zone: titleOf(zone) ?? bare(row?.zone ?? unit) };
}

function titleOf(row: { readonly titleZh: string; readonly titleEn: string } | null): Title | null {
  return row && { zh: row.titleZh, en: row.titleEn };
}

function bare(id: string): Title {
  return { zh: id, en: id };
}
