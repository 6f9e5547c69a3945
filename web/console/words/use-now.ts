import { useEffect, useState } from 'react';

const everyMs = 30_000;
let aheadMs = 0;

/** Goes by the clock of the office from now on, which has just told its time. */
export function goBy(now: string): void {
  aheadMs = Date.parse(now) - Date.now();
}

/** The time of the office, anew twice a minute: what is left of a limit goes on while a page is open. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now() + aheadMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now() + aheadMs), everyMs);
    return () => clearInterval(timer);
  }, []);
  return now;
}
