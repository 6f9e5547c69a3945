/** After so many rounds without progress, the workflow of a case is started anew. */
const patienceRounds = 3;
/** If that does not help, the next attempt comes twice as late, up to this: an hour of rounds. */
const mostRounds = 180;

interface Standstill {
  readonly seenSeq: number;
  readonly rounds: number;
  readonly restarts: number;
}

/**
 * Counts the rounds in which cases have made no progress. Only progress ends a count: that a workflow runs proves
 * nothing.
 */
export class Standstills {
  readonly #known = new Map<string, Standstill>();

  /** Forgets all other cases: they have made progress. */
  keepOnly(caseIds: ReadonlySet<string>): void {
    for (const caseId of this.#known.keys()) if (!caseIds.has(caseId)) this.#known.delete(caseId);
  }

  /** Counts one round without progress; true once there were too many. */
  hasLasted(caseId: string, seenSeq: number): boolean {
    const known = this.#known.get(caseId);
    const before = known?.seenSeq === seenSeq ? known : { rounds: 0, restarts: 0 };
    const rounds = before.rounds + 1;
    this.#known.set(caseId, { ...before, seenSeq, rounds });
    return rounds >= Math.min(mostRounds, patienceRounds * 2 ** before.restarts);
  }

  /** Notes that a case only waits for its turn, which is no fault of its workflow: the count begins anew. */
  waits(caseId: string): void {
    const known = this.#known.get(caseId);
    if (known !== undefined) this.#known.set(caseId, { ...known, rounds: 0 });
  }

  restarted(caseId: string): void {
    const known = this.#known.get(caseId);
    if (known !== undefined) this.#known.set(caseId, { ...known, rounds: 0, restarts: known.restarts + 1 });
  }
}
