import { deliverNotices, publish } from '../../../record/notices/notice-publishing';
import { Rulebooks } from '../../../record/store/rulebook';
import { zone } from '../cast';
import type { Office } from '../office';

export const publishedText = { title: '限时整治告知', text: '请于本月底前完成自查' } as const;

export interface Told {
  /** Of the publication. */
  readonly id: string;
  /** The notice to a firm, by its number. */
  to(enterpriseId: string): string;
}

/** Publishes to some firms by name, and lets the workflows of their notices catch up. */
export async function tell(office: Office, now: Date, enterpriseIds: readonly string[]): Promise<Told> {
  const { db, desk, cast } = office;
  const audience = { trades: [], stages: [], zones: [], enterpriseIds };
  const publication = { kind: 'policy', ...publishedText, about: [], audience } as const;
  const done = await publish(db, publication, cast.policyEditor, await publishingParts(office, now));
  if (!done.ok) throw new Error(JSON.stringify(done.refusal));
  const { id } = done.answer;
  await deliverNotices(db, desk, { publicationId: id, atMost: enterpriseIds.length });
  await office.settled();
  const targets = await db.publicationTarget.findMany({ where: { publicationId: id } });
  const files = await db.caseFile.findMany({
    where: { id: { in: targets.flatMap(({ caseId }) => caseId ?? []) } },
  });
  return {
    id,
    to: (firm) => {
      const file = files.find(({ enterpriseId }) => enterpriseId === firm);
      if (file === undefined) throw new Error(`no notice to ${firm}`);
      return file.number;
    },
  };
}

/** What publishing, and taking it back, is done with. */
export async function publishingParts(
  { db, vault, receipts }: Pick<Office, 'db' | 'vault' | 'receipts'>,
  now: Date,
) {
  return {
    policy: await new Rulebooks(db).lawIn(zone, now.toISOString()),
    vault,
    receipts,
    now,
    idempotency: null,
  };
}
