import { DAY_MS, instantOf, millisOf, shanghaiDay, startOfDayMs, type Instant } from '../time/calendar';
import type { Title } from '../role';

/** By which means a person of the office, or of a firm, can be told something. */
export const channels = {
  mail: { zh: '电子邮件', en: 'E-mail' },
  webhook: { zh: '消息推送(Webhook)', en: 'Signed webhook' },
  sms: { zh: '短信', en: 'Text message' },
} as const satisfies Record<string, Title>;
export type Channel = keyof typeof channels;
export const channelNames = Object.keys(channels) as readonly Channel[];

/** Under which address each channel reaches somebody; null where it does not. */
export type Addresses = Readonly<Record<Channel, string | null>>;

/** How somebody wants to be told what is not urgent. Minutes are those of the day in Shanghai. */
export interface Wishes {
  /** In which order the channels are tried; those that it leaves out come after. */
  readonly channels: readonly Channel[];
  /** All of a day in one message at this time; null: each at once. */
  readonly digestAt: number | null;
  /** Nothing comes between these two, which may lie on both sides of midnight. */
  readonly quiet: { readonly from: number; readonly to: number } | null;
}

export const noWishes: Wishes = { channels: [], digestAt: null, quiet: null };

/** The channels that reach somebody, in the order of their wishes. */
export function channelsOf(wishes: Wishes, addresses: Addresses): readonly Channel[] {
  return [...new Set([...wishes.channels, ...channelNames])].filter((channel) => addresses[channel] !== null);
}

/** The channel after one that has failed; the first one where there is none before; null: all have been tried. */
export function channelAfter(order: readonly Channel[], failed: Channel | null): Channel | null {
  return order[failed === null ? 0 : order.indexOf(failed) + 1] ?? null;
}

/** When a message goes out, and with which digest; a digest is known by the time at which it falls due. */
export function sendingTime(
  { digestAt, quiet }: Wishes,
  urgent: boolean,
  now: Instant,
): { readonly at: Instant; readonly batch: Instant | null } {
  if (urgent) return { at: now, batch: null };
  if (digestAt !== null) {
    const batch = next(digestAt, now);
    return { at: instantOf(millisOf(batch) + closingMs), batch };
  }
  const minute = minuteOf(now);
  return quiet !== null && isWithin(minute, quiet)
    ? { at: next(quiet.to, now), batch: null }
    : { at: now, batch: null };
}

const minuteMs = 60_000;
/** What is entered in the moment at which a digest falls due still goes out with it. */
const closingMs = 10_000;

function minuteOf(at: Instant): number {
  const ms = millisOf(at);
  return Math.floor((ms - startOfDayMs(shanghaiDay(ms))) / minuteMs);
}

function isWithin(minute: number, { from, to }: NonNullable<Wishes['quiet']>): boolean {
  return from <= to ? from <= minute && minute < to : from <= minute || minute < to;
}

/** The next time of that minute of the day, always ahead. */
function next(minute: number, now: Instant): Instant {
  const today = startOfDayMs(shanghaiDay(millisOf(now))) + minute * minuteMs;
  return instantOf(today > millisOf(now) ? today : today + DAY_MS);
}
