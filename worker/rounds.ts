/** Work that is done at intervals, never twice at once, until it is stopped. */
export interface Rounds {
  stop(): Promise<void>;
}

/**
 * Does work at intervals. A failed round is reported and the next one comes as usual: PostgreSQL or Temporal may just
 * be away.
 */
export function everyMs(
  intervalMs: number,
  round: () => Promise<void>,
  onFailure: (error: unknown) => void,
): Rounds {
  let stopped = false;
  let wakeUp: () => void = () => undefined;
  const running = (async () => {
    while (!stopped) {
      try {
        await round();
      } catch (error) {
        onFailure(error);
      }
      if (stopped) return;
      await new Promise<void>((resolve) => {
        wakeUp = resolve;
        setTimeout(resolve, intervalMs);
      });
    }
  })();
  return {
    stop: () => {
      stopped = true;
      wakeUp();
      return running;
    },
  };
}
