import type { Channel, Wishes } from '../../domain/office/channels';
import type { Database } from '../store/database';

/** How the holder of an account wants to be told, beside the e-mail address, which the office keeps. */
export interface OwnChannels {
  readonly webhookUrl: string | null;
  readonly phone: string | null;
  readonly wishes: Wishes;
}

interface Row {
  readonly accountId: string;
  readonly webhookUrl: string | null;
  readonly phone: string | null;
  readonly channels: readonly string[];
  readonly digestAt: number | null;
  readonly quietFrom: number | null;
  readonly quietTo: number | null;
}

/** What the holders of these accounts have chosen, by account; those who have not are left out. */
export async function channelsChosen(
  db: Database,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, OwnChannels>> {
  if (accountIds.length === 0) return new Map();
  const rows = await db.accountChannels.findMany({ where: { accountId: { in: [...accountIds] } } });
  return new Map(rows.map((row) => [row.accountId, chosenIn(row)]));
}

function chosenIn({ webhookUrl, phone, channels, digestAt, quietFrom, quietTo }: Row): OwnChannels {
  const quiet = quietFrom === null || quietTo === null ? null : { from: quietFrom, to: quietTo };
  return { webhookUrl, phone, wishes: { channels: channels as Channel[], digestAt, quiet } };
}

/** Replaces what the holder of an account has chosen. */
export async function chooseChannels(
  db: Database,
  accountId: string,
  { webhookUrl, phone, wishes }: OwnChannels,
): Promise<void> {
  const data = {
    ...{ webhookUrl, phone, channels: [...wishes.channels], digestAt: wishes.digestAt },
    ...{ quietFrom: wishes.quiet?.from ?? null, quietTo: wishes.quiet?.to ?? null },
  };
  await db.accountChannels.upsert({ where: { accountId }, create: { accountId, ...data }, update: data });
}
