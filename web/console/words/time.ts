import type { Words } from './language';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const zone = { timeZone: 'Asia/Shanghai' } as const;

/** A day as it is written in Shanghai. */
export function dayOf({ language }: Words, at: string): string {
  return new Date(at).toLocaleDateString(language === 'zh' ? 'zh-CN' : 'en-GB', {
    ...zone,
    year: 'numeric',
    month: language === 'zh' ? 'numeric' : 'short',
    day: 'numeric',
  });
}

const midnight = '00:00';

/** A point in time as it is written in Shanghai: the day alone where the reader is told no more. */
export function momentOf(words: Words, at: string): string {
  const time = timeOf(at);
  return time === midnight ? dayOf(words, at) : `${dayOf(words, at)} ${time}`;
}

/** The end of a limit: a day that is over at midnight is the day before, to its end. */
export function endOf(words: Words, at: string): string {
  if (timeOf(at) !== midnight) return momentOf(words, at);
  return `${dayOf(words, new Date(Date.parse(at) - 1).toISOString())} 24:00`;
}

function timeOf(at: string): string {
  return new Date(at).toLocaleTimeString('en-GB', { ...zone, hour: '2-digit', minute: '2-digit' });
}

/** How long something lasts, in its two largest units. */
export function spanOf({ t }: Words, ms: number): string {
  const days = Math.floor(ms / dayMs);
  const hours = Math.floor((ms % dayMs) / hourMs);
  const minutes = Math.floor((ms % hourMs) / minuteMs);
  if (days >= 10) return t('days', { days });
  if (days > 0) return hours === 0 ? t('days', { days }) : t('daysHours', { days, hours });
  if (hours > 0) return minutes === 0 ? t('hours', { hours }) : t('hoursMinutes', { hours, minutes });
  return t('minutes', { minutes: Math.max(1, minutes) });
}

/** How it stands with a limit. */
export type Standing = 'overdue' | 'soon' | 'calm' | 'still' | 'none';

export interface DueWords {
  readonly standing: Standing;
  readonly words: string;
}

/** A limit in words: how much is left, how long it is over, or why its time stands still. */
export function dueOf(
  words: Words,
  due: { readonly dueAt: string | null; readonly overdue: boolean; readonly stands: boolean },
  now: number,
): DueWords {
  if (due.stands) return { standing: 'still', words: words.t('standsStill') };
  if (due.dueAt === null) return { standing: 'none', words: words.t('noLimit') };
  const left = Date.parse(due.dueAt) - now;
  const span = spanOf(words, Math.abs(left));
  if (due.overdue || left < 0) return { standing: 'overdue', words: words.t('overdueBy', { span }) };
  return { standing: left < dayMs ? 'soon' : 'calm', words: words.t('timeLeft', { span }) };
}
