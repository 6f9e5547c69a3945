import { setTimeout as pause } from 'node:timers/promises';

/** A case as a list of moves that are made one after the other. */
export type Moves = readonly (() => Promise<void>)[];

export interface Load {
  readonly cases: number;
  /** How many cases are on their way at once. */
  readonly lanes: number;
  /** Milliseconds from one move of a case to its next; 0: as soon as the one before is done. */
  readonly gapMs: number;
}

export interface LoadResult {
  readonly wallMs: number;
  /** Milliseconds of each first move, which opens a case. */
  readonly openings: number[];
  /** Milliseconds of each further move; with a gap counted from the moment at which it was due. */
  readonly decisions: number[];
}

/**
 * Carries cases from their first move to their last. With a gap the moves come at fixed times, evenly spread over
 * the lanes, whether or not the system keeps up: what waits is counted as late, not left out.
 */
export async function carry(load: Load, open: (index: number) => Moves): Promise<LoadResult> {
  const { cases, lanes, gapMs } = load;
  const openings: number[] = [];
  const decisions: number[] = [];
  const began = performance.now();
  let next = 0;

  async function lane(number: number): Promise<void> {
    let due = began + (number * gapMs) / lanes;
    while (next < cases) {
      const moves = open(next++);
      for (const [position, move] of moves.entries()) {
        const wait = due - performance.now();
        if (gapMs > 0 && wait > 0) await pause(wait);
        const from = gapMs > 0 ? due : performance.now();
        await move();
        (position === 0 ? openings : decisions).push(performance.now() - from);
        due += gapMs;
      }
    }
  }

  await Promise.all(Array.from({ length: Math.min(lanes, cases) }, (_, number) => lane(number)));
  return { wallMs: performance.now() - began, openings, decisions };
}
