/**
 * Names that one part of a procedure reaches and others wait for. It holds nothing that a further run of the procedure
 * would not reach again.
 */
export class Milestones {
  readonly #reached = new Map<string, Milestone>();

  when(name: string): Promise<void> {
    return this.#of(name).when;
  }

  reach(name: string): void {
    const milestone = this.#of(name);
    milestone.isReached = true;
    milestone.tell();
  }

  /**
   * Whether a milestone was reached. Ask only where it can no longer come: the answer has to be the same in every run
   * of the procedure.
   */
  has(name: string): boolean {
    return this.#of(name).isReached;
  }

  #of(name: string): Milestone {
    const known = this.#reached.get(name);
    if (known) return known;
    let tell: () => void = () => undefined;
    const when = new Promise<void>((resolve) => (tell = resolve));
    const fresh = { when, tell, isReached: false };
    this.#reached.set(name, fresh);
    return fresh;
  }
}

interface Milestone {
  readonly when: Promise<void>;
  readonly tell: () => void;
  isReached: boolean;
}

/** Ends when `course` ends, even if parts beside it are still under way. A part that fails makes the whole fail. */
export function beside(parts: readonly Promise<unknown>[], course: Promise<void>): Promise<void> {
  return Promise.race([course, Promise.all(parts).then(() => course)]);
}
