import { useCallback, useEffect, useRef, useState } from 'react';
import { drop, keep, read } from '../calls/call';
import type { Raw, RawGroup } from './raw';

const restAfterMs = 1_500;

interface Kept {
  readonly form: unknown;
  readonly savedAt: string | null;
}

export interface DraftOf {
  /** When the last draft was kept; null where none is. */
  readonly savedAt: string | null;
  /** Whether what stands in the form comes from a draft. */
  readonly isRestored: boolean;
  readonly changed: (raw: RawGroup) => void;
  /** The form was sent. */
  readonly done: () => void;
  /** Empties the form too. */
  readonly throwAway: () => void;
}

/**
 * Keeps on the server what is being typed, each time that the typing rests and as the page is left. Where nothing can be
 * kept nothing is lost: what was typed stands in the form.
 * @param url where the draft lies; null: none is kept
 */
export function useDraft(url: string | null, onRestored: (raw: RawGroup) => void): DraftOf {
  const [savedAt, setSavedAt] = useState<string | null>(null);
  const [isRestored, setIsRestored] = useState(false);
  const waiting = useRef<{ readonly raw: RawGroup; readonly timer: number } | null>(null);
  const hasChanged = useRef(false);

  const flush = useCallback(async () => {
    const { raw } = waiting.current ?? {};
    if (raw === undefined || url === null) return;
    window.clearTimeout(waiting.current?.timer);
    waiting.current = null;
    const kept = await keep<{ savedAt: string }>(url, { form: raw }).catch(() => null);
    if (kept !== null) setSavedAt(kept.savedAt);
  }, [url]);

  useEffect(() => {
    if (url === null) return;
    let isGone = false;
    read<Kept>(url).then(
      ({ form, savedAt: at }) => {
        if (isGone || form === null || hasChanged.current) return;
        onRestored(asTyped(form) as RawGroup);
        setSavedAt(at);
        setIsRestored(true);
      },
      () => undefined,
    );
    const leave = () => void flush();
    window.addEventListener('pagehide', leave);
    return () => {
      isGone = true;
      window.removeEventListener('pagehide', leave);
      leave();
    };
    // The form is restored once, as it opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [url, flush]);

  const changed = (raw: RawGroup) => {
    hasChanged.current = true;
    if (url === null) return;
    window.clearTimeout(waiting.current?.timer);
    waiting.current = { raw, timer: window.setTimeout(() => void flush(), restAfterMs) };
  };
  const done = () => {
    window.clearTimeout(waiting.current?.timer);
    waiting.current = null;
    setSavedAt(null);
    setIsRestored(false);
    if (url !== null) void drop(url).catch(() => undefined);
  };
  const throwAway = () => {
    onRestored({});
    done();
  };
  return { savedAt, isRestored, changed, done, throwAway };
}

/** JSON has no word for what was not typed yet. */
function asTyped(value: unknown): Raw {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(asTyped);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, asTyped(inner)]));
  return typeof value === 'string' || typeof value === 'boolean' ? value : undefined;
}
