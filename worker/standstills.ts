/** So many rounds a case may get nowhere before its workflow is started anew. */
const patienceRounds = 3;
/** Where starting anew does not help, the next attempt comes twice as late, up to this: an hour of rounds. */
const mostRounds = 180;

interface Standstill {
  readonly seenSeq: number;
  readonly rounds: number;
  readonly restarts: number;
}

/** Counts for how many rounds cases have got nowhere. Only progress ends a count: that a workflow runs says nothing. */
export class Standstills {
  readonly #known = new Map<string, Standstill>();

  /** Forgets every case that is not among these: it has gone on. */
  keepOnly(caseIds: ReadonlySet<string>): void {
    for (const caseId of this.#known.keys()) if (!caseIds.has(caseId)) this.#known.delete(caseId);
  }

  /** Counts one round in which a case got nowhere; true once it has lasted too long. */
  hasLasted(caseId: string, seenSeq: number): boolean {
    const known = this.#known.get(caseId);
    const before = known?.seenSeq === seenSeq ? known : { rounds: 0, restarts: 0 };
    const rounds = before.rounds + 1;
    this.#known.set(caseId, { ...before, seenSeq, rounds });
    return rounds >= Math.min(mostRounds, patienceRounds * 2 ** before.restarts);
  }

  /** It only waits for its turn: no fault of its workflow, and counted from the beginning afterwards. */
  waits(caseId: string): void {
    const known = this.#known.get(caseId);
    if (known !== undefined) this.#known.set(caseId, { ...known, rounds: 0 });
  }

  restarted(caseId: string): void {
    const known = this.#known.get(caseId);
    if (known !== undefined) this.#known.set(caseId, { ...known, rounds: 0, restarts: known.restarts + 1 });
  }
}
