import { setTimeout as pause } from 'node:timers/promises';

export interface Move {
  /** What has to be looked up before; not measured. */
  readonly prepare?: () => Promise<void>;
  readonly make: () => Promise<void>;
}

/** A case as the moves that are made on it, one after the other. */
export type Moves = readonly Move[];

export interface Load {
  readonly cases: number;
  /** How many cases are on their way at once. */
  readonly lanes: number;
  /** Milliseconds from one move of a case to its next; 0: as soon as the one before is done. */
  readonly gapMs: number;
}

export interface LoadResult {
  /** Milliseconds of each first move, which opens a case. */
  readonly openings: number[];
  /** Milliseconds of each further move; with a gap counted from the moment at which it was due. */
  readonly decisions: number[];
}

/**
 * Carries cases from their first move to their last. With a gap the moves come at fixed times, whether or not the
 * system keeps up: what waits is counted as late, not left out. The lanes begin one after the other within a whole
 * lifecycle, so that at any moment some cases open, some close and the others stand somewhere between.
 */
export async function carry({ cases, lanes, gapMs }: Load, open: () => Moves): Promise<LoadResult> {
  const openings: number[] = [];
  const decisions: number[] = [];
  const began = performance.now();
  let opened = 0;

  async function lane(number: number): Promise<void> {
    let due = began + (number * gapMs * open().length) / lanes;
    while (opened < cases) {
      opened += 1;
      for (const [position, written] of open().entries()) {
        await written.prepare?.();
        const wait = due - performance.now();
        if (gapMs > 0 && wait > 0) await pause(wait);
        const from = gapMs > 0 ? due : performance.now();
        await written.make();
        (position === 0 ? openings : decisions).push(performance.now() - from);
        due += gapMs;
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(lanes, cases) }, (_, number) => lane(number)));
  return { openings, decisions };
}
