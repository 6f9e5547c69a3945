import { setTimeout as pause } from 'node:timers/promises';

/** Often at first: most of what is waited for comes within milliseconds. */
const [firstLookMs, lastLookMs] = [5, 50];

/**
 * Waits until `look` answers something else than undefined or false, and answers that. What it throws
 * meanwhile counts as "not yet"; the last of it is thrown when the time is over.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T> | T,
  { withinMs = 30_000 }: { readonly withinMs?: number } = {},
): Promise<Exclude<T, undefined | false>> {
  const until = Date.now() + withinMs;
  for (let lookMs = firstLookMs; ; lookMs = Math.min(lastLookMs, lookMs * 2)) {
    let failure: unknown;
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found as Exclude<T, undefined | false>;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > until) throw new Error(`not within ${withinMs / 1000} s: ${what}`, { cause: failure });
    await pause(lookMs);
  }
}
