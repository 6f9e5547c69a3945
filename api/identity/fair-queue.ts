/** How a caller stands: known by their device, never failed before, or of a network that has failed. */
export type Standing = 'known' | 'fresh' | 'seen';

/** Whose turn it is: callers share the turns of their network, networks those of their standing. */
export interface Place {
  readonly standing: Standing;
  readonly network: string;
  readonly caller: string;
}

/** Too much waits already: come again in a moment. */
export class QueueFull extends Error {
  override readonly name = 'QueueFull';
}

interface Waiting {
  go(): void;
  turnAway(): void;
}

/** In which order the standings come; who is known comes twice as often. */
const order = ['known', 'fresh', 'known', 'seen'] as const;

/**
 * A few pieces of work at a time, and a queue in which nobody takes more than their share: networks come one after the
 * other, and within one its callers. Whoever floods waits behind their own flood. When too much waits, the newest of
 * the network that has most is turned away.
 */
export class FairQueue {
  readonly #lines: Record<Standing, Line> = { known: new Line(), fresh: new Line(), seen: new Line() };
  #running = 0;
  #at = 0;

  constructor(private readonly limits: { readonly atOnce: number; readonly waiting: number }) {}

  /** @throws QueueFull */
  async turn<T>(place: Place, work: () => Promise<T>): Promise<T> {
    if (this.#running >= this.limits.atOnce) await this.#wait(place);
    else this.#running += 1;
    try {
      return await work();
    } finally {
      // A turn that ends is handed on, so that nobody who comes just now slips in before those who wait.
      const next = this.#next();
      if (next === undefined) this.#running -= 1;
      else next.go();
    }
  }

  #wait({ standing, network, caller }: Place): Promise<void> {
    return new Promise((resolve, reject) => {
      const turnAway = () => reject(new QueueFull());
      this.#lines[standing].add(network, caller, { go: resolve, turnAway });
      if (this.#size() > this.limits.waiting) this.#shed();
    });
  }

  #size(): number {
    return Object.values(this.#lines).reduce((sum, { size }) => sum + size, 0);
  }

  #next(): Waiting | undefined {
    for (let tried = 0; tried < order.length; tried++) {
      const standing = order[this.#at % order.length] ?? 'known';
      this.#at = (this.#at + 1) % order.length;
      const next = this.#lines[standing].take();
      if (next !== undefined) return next;
    }
    return undefined;
  }

  #shed(): void {
    const line = (['seen', 'fresh', 'known'] as const)
      .map((standing) => this.#lines[standing])
      .reduce((most, each) => (each.most().waiting > most.most().waiting ? each : most));
    line.dropNewest();
  }
}

/** Those of one standing: by network, by caller, in the order in which their turns come. */
class Line {
  readonly #networks = new Map<string, Map<string, Waiting[]>>();
  size = 0;

  add(network: string, caller: string, waiting: Waiting): void {
    const callers = this.#networks.get(network) ?? new Map<string, Waiting[]>();
    this.#networks.set(network, callers);
    const queue = callers.get(caller) ?? [];
    callers.set(caller, queue);
    queue.push(waiting);
    this.size += 1;
  }

  /** The next, whose network and caller then stand last. */
  take(): Waiting | undefined {
    const [entry] = this.#networks;
    if (entry === undefined) return undefined;
    const [network, callers] = entry;
    const [first] = callers;
    if (first === undefined) throw new Error('a network without callers waits');
    const [caller, queue] = first;
    const waiting = queue.shift();
    this.#put(network, callers, caller, queue);
    return waiting;
  }

  /** The network of which most wait. */
  most(): { readonly network: string; readonly waiting: number } {
    let most = { network: '', waiting: 0 };
    for (const [network, callers] of this.#networks) {
      const waiting = sum([...callers.values()].map(({ length }) => length));
      if (waiting > most.waiting) most = { network, waiting };
    }
    return most;
  }

  dropNewest(): void {
    const { network } = this.most();
    const callers = this.#networks.get(network);
    if (callers === undefined) return;
    const [caller, queue] = [...callers].reduce((most, each) =>
      each[1].length > most[1].length ? each : most,
    );
    queue.pop()?.turnAway();
    this.#put(network, callers, caller, queue);
  }

  #put(network: string, callers: Map<string, Waiting[]>, caller: string, rest: Waiting[]): void {
    callers.delete(caller);
    if (rest.length > 0) callers.set(caller, rest);
    this.#networks.delete(network);
    if (callers.size > 0) this.#networks.set(network, callers);
    this.size -= 1;
  }
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, each) => total + each, 0);
}
