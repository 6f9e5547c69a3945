/** What a procedure has reached by name, for those of its parts that wait for it. Holds nothing that its calls do not say again. */
export class Milestones {
  readonly #reached = new Map<string, { readonly when: Promise<void>; readonly reach: () => void }>();

  when(name: string): Promise<void> {
    return this.#of(name).when;
  }

  reach(name: string): void {
    this.#of(name).reach();
  }

  #of(name: string) {
    const known = this.#reached.get(name);
    if (known) return known;
    let reach: () => void = () => undefined;
    const when = new Promise<void>((resolve) => (reach = resolve));
    const fresh = { when, reach };
    this.#reached.set(name, fresh);
    return fresh;
  }
}
