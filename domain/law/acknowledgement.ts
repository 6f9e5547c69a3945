/** By when somebody has to acknowledge a message, before it goes to the next person. */
import type { Instant, WorkCalendar } from '../time/calendar';
import { armClock } from '../time/clock';
import type { RungKind } from '../time/limit';
import { rowOf, type Policy } from './policy';
import type { Urgency } from './policy-values';

/** The ladder of steps on which lives may depend: each of its rungs is urgent. */
const urgentLadder = 'ladder.urgent';

/** How urgent the message of a rung is, by its kind and the ladder of its step; null: not urgent. */
export function urgencyOf(kind: RungKind, ladder: string): Urgency | null {
  if (ladder === urgentLadder) return 'urgent';
  return kind === 'overdue' || kind === 'escalate' ? kind : null;
}

/** By when it has to be acknowledged, counted from `at`; null where the law that the case has pinned does not ask for it. */
export function acknowledgeBy(
  policy: Policy,
  urgency: Urgency,
  at: Instant,
  calendar: WorkCalendar,
): Instant | null {
  const key = `acknowledgement.${urgency}` as const;
  if (policy.rows[key] === undefined) return null;
  const { value: term, source } = rowOf(policy, key);
  const limit = { key, ...term, effect: 'none' as const, rollsForward: false, source };
  return armClock({ limit, ladder: { key, rungs: [] }, anchor: at, calendar, spreadMs: 0 }).dueAt;
}
