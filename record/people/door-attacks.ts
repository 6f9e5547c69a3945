import type { Statements } from '../store/statements';

/** Failed tries at one door within a window, as an auditor reads of them. */
export interface DoorAttack {
  readonly door: string;
  /** Id of the account that was tried; empty where there is none. */
  readonly against: string;
  readonly window: Date;
  /** Since they were last entered. */
  readonly tries: number;
  /** From how many networks in the window, as far as this process has seen. */
  readonly networks: number;
}

/** Enters failed tries: one line for a door, an account and a window, however many they are. */
export async function enterAttacks(db: Statements, attacks: readonly DoorAttack[]): Promise<void> {
  if (attacks.length === 0) return;
  // In one order, or two processes could wait for each other.
  const lines = JSON.stringify(attacks.map((each) => ({ ...each, window: each.window.toISOString() })));
  await db.$executeRaw`
    INSERT INTO anjie.door_attack AS a (door, against, "window", tries, networks)
    SELECT door, against, "window", tries, networks
    FROM jsonb_to_recordset(${lines}::jsonb) AS l(door text, against text, "window" timestamptz, tries int, networks int)
    ORDER BY door, against, "window"
    ON CONFLICT (door, against, "window")
    DO UPDATE SET tries = a.tries + excluded.tries, networks = greatest(a.networks, excluded.networks)`;
}
