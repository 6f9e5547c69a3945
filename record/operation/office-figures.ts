import type { Statements } from '../store/statements';

/** How much there is to do, and how far the workflows are behind; of all units together. */
export interface OfficeFigures {
  readonly openCases: number;
  readonly overdueSteps: number;
  readonly pausedSteps: number;
  /** How long the case has waited that has waited the longest for its workflow to read what was written. */
  readonly oldestWakeUpSeconds: number;
  /** Messages that were passed on, because nobody had them or acknowledged them in time, and still wait. */
  readonly undeliveredMessages: number;
  /** How long the message has waited that has waited the longest to be acknowledged. */
  readonly oldestUnacknowledgedSeconds: number;
}

export async function officeFigures(db: Statements): Promise<OfficeFigures> {
  const [figures] = await db.$queryRaw<OfficeFigures[]>`
    SELECT
      (SELECT count(*)::int FROM anjie.case_file WHERE outcome IS NULL) AS "openCases",
      (SELECT count(*)::int FROM anjie.open_step WHERE pause_ground IS NULL AND due_at < now()) AS "overdueSteps",
      (SELECT count(*)::int FROM anjie.open_step WHERE pause_ground IS NOT NULL) AS "pausedSteps",
      (SELECT coalesce(extract(epoch FROM now() - min(moved_at)), 0)::float FROM anjie.case_file
       WHERE seen_seq < seq) AS "oldestWakeUpSeconds",
      (SELECT count(*)::int FROM anjie.message WHERE tier > 0 AND next_at IS NOT NULL) AS "undeliveredMessages",
      (SELECT coalesce(extract(epoch FROM now() - min(asked_at)), 0)::float FROM anjie.message
       WHERE acknowledge_by IS NOT NULL AND next_at IS NOT NULL) AS "oldestUnacknowledgedSeconds"`;
  return figures!;
}
