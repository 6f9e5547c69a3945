/** What a procedure has reached by name, for those of its parts that wait for it. Holds nothing that its calls do not say again. */
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

  /** Ask it only of what can no longer come: the answer has to be the same whenever the procedure runs again. */
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

/** Ends with the course, whatever of the parts beside it is still under way; a part that fails fails the whole. */
export function beside(parts: readonly Promise<unknown>[], course: Promise<void>): Promise<void> {
  return Promise.race([course, Promise.all(parts).then(() => course)]);
}
