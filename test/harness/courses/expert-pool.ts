import type { Office } from '../office';

/** Enters the experts of the cast in the pool, as the liaison and the chief would. */
export async function enlistExperts({ db, cast }: Pick<Office, 'db' | 'cast'>): Promise<void> {
  for (const { personId } of [cast.expert, cast.otherExpert]) {
    const row = {
      feeClass: 'senior',
      fromOn: new Date('2024-01-01'),
      untilOn: new Date('2099-12-31'),
      latitudeE6: 30_750_000,
      longitudeE6: 120_750_000,
    };
    await db.expert.upsert({ where: { personId }, create: { personId, ...row }, update: row });
    const skill = { personId, skill: 'fire' };
    await db.expertSkill.upsert({
      where: { personId_skill: skill },
      create: { ...skill, main: true },
      update: { main: true },
    });
  }
}
