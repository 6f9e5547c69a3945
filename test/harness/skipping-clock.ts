import type { TestWorkflowEnvironment } from '@temporalio/testing';

/** The time of a time-skipping server, for everybody beside it who has to know what time it is. */
export interface SkippingClock {
  now(): Date;
  /** Lets time pass on the server, e.g. `61 days`; what falls due meanwhile happens. */
  sleep(duration: string | number): Promise<void>;
  /** Lets time pass until this instant. */
  sleepUntil(instant: string | Date): Promise<void>;
}

export async function skippingClock(env: TestWorkflowEnvironment): Promise<SkippingClock> {
  // Between two sleeps the server's clock runs beside the real one.
  let aheadMs = (await env.currentTimeMs()) - Date.now();
  const clock: SkippingClock = {
    now: () => new Date(Date.now() + aheadMs),
    async sleep(duration) {
      await env.sleep(duration as number);
      aheadMs = (await env.currentTimeMs()) - Date.now();
    },
    sleepUntil: (instant) => clock.sleep(Math.max(0, new Date(instant).getTime() - clock.now().getTime())),
  };
  return clock;
}
