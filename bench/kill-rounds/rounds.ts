import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../../setup/parts/processes';
import { freePorts, startSystem, type PartName, type RunningSystem } from '../../setup/parts/system';
import type { Progress } from '../../setup/progress';
import { findingsOf, type Findings } from './checks';
import { Ledger, workPersistently } from './clients';

export interface RoundsPlan {
  readonly home: string;
  readonly rounds: number;
  readonly seed: number;
  /** How many people work at once. */
  readonly lanes: number;
}

export interface RoundsReport extends Findings {
  readonly kills: number;
  readonly acknowledged: number;
  readonly paid: number;
  /** Decisions that were refused although they were due. */
  readonly refusals: readonly string[];
}

const parts = ['api', 'worker', 'postgres', 'temporal'] as const satisfies readonly PartName[];
/** Between two kills; parts may still be coming up. */
const [shortestMs, longestMs] = [300, 4_000];
const restAfterMs = 120_000;

/**
 * Kills parts of a whole system at random moments while people work with it, and looks afterwards whether anything was
 * lost or done twice. The seed decides which parts are killed and after how long; what happens in between is chance.
 */
export async function killRounds(plan: RoundsPlan, progress: Progress): Promise<RoundsReport> {
  progress.say(`${plan.rounds} rounds with the seed ${plan.seed}`);
  const system = await startSystem(
    {
      home: plan.home,
      ports: await freePorts(),
      temporal: null,
      logLevel: 'warn',
      // What is committed has to outlive a killed PostgreSQL.
      durable: true,
      reload: false,
      patience: { atMost: 1_000, windowMs: 1_000, firstDelayMs: 100 },
    },
    { ...progress, say: () => undefined },
  );
  const [noMoreCases, over] = [new AbortController(), new AbortController()];
  const ledger = new Ledger();
  try {
    const stop = { opening: noMoreCases.signal, all: over.signal };
    const working = workPersistently(system, plan.lanes, ledger, stop);
    // It is awaited below; a failure must not end the process before.
    working.catch(() => undefined);
    const kills = await progress.step('kills under load', (note) => killAll(system, plan, ledger, note));
    noMoreCases.abort();
    const timer = setTimeout(() => over.abort(), restAfterMs);
    await progress.step('what was begun is ended', () => working);
    clearTimeout(timer);
    const findings = await progress.step('what was acknowledged, paid, written, running', () =>
      findingsOf(system, ledger),
    );
    const { writes: acknowledged, paid, refusals } = ledger;
    return { ...findings, kills, acknowledged, paid: paid.size, refusals };
  } finally {
    over.abort();
    noMoreCases.abort();
    await system.stop();
  }
}

async function killAll(
  system: RunningSystem,
  { rounds, seed }: RoundsPlan,
  ledger: Ledger,
  note: (text: string) => void,
): Promise<number> {
  const draw = drawing(seed);
  let kills = 0;
  for (let round = 1; round <= rounds; round++) {
    await pause(shortestMs + draw() * (longestMs - shortestMs));
    const drawn = Math.floor(draw() * (parts.length + 1));
    // One draw more than there are parts: all of them at once, as in a power cut.
    const doomed = drawn === parts.length ? parts : parts.slice(drawn, drawn + 1);
    for (const name of doomed) if (kill(system, name)) kills += 1;
    note(`round ${round}: ${doomed.join(', ')}; ${ledger.writes} writes acknowledged`);
    // Work has to go on before the next: else a part could be killed all the time while it starts.
    const before = ledger.writes;
    const until = Date.now() + restAfterMs;
    while (ledger.writes === before && Date.now() < until) await pause(50);
  }
  return kills;
}

/** False where it is not running just now. */
function kill({ processes }: RunningSystem, name: PartName): boolean {
  const identity = processes[name]?.current.identity;
  if (identity === undefined || !isAlive(identity)) return false;
  process.kill(identity.pid, 'SIGKILL');
  return true;
}

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
function drawing(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
