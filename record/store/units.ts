import type { Title } from '../../domain/role';
import type { Database } from './database';

/** The titles of all units, by id. */
export async function unitTitles(db: Database): Promise<(unit: string) => Title | null> {
  const units = await db.unit.findMany();
  const titles = new Map(units.map(({ id, titleZh, titleEn }) => [id, { zh: titleZh, en: titleEn }]));
  return (unit) => titles.get(unit) ?? null;
}
