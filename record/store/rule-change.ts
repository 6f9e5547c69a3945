import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/json';
import type { RuleRevision } from '../../domain/office/rule-revision';
import type { PlainDate } from '../../domain/time/calendar';

/** A publication that open clocks have followed: a calendar, or law on the day on which cases went over to it. */
export type RuleChange =
  | { readonly rules: 'calendar'; readonly revision: number }
  | { readonly rules: 'policy'; readonly revision: number; readonly on: PlainDate };

/** The name of a change in the database, such as `calendar:4` or `policy:3:2026-12-01`. */
export function nameOfChange(change: RuleChange): string {
  const { rules, revision } = change;
  return change.rules === 'calendar' ? `${rules}:${revision}` : `${rules}:${revision}:${change.on}`;
}

/** The change of this name. @throws Error for a name that no change has */
export function changeNamed(name: string): RuleChange {
  const [rules, revision = '', on = ''] = name.split(':');
  if (rules === 'calendar') return { rules, revision: Number(revision) };
  if (rules === 'policy') return { rules, revision: Number(revision), on };
  throw new Error(`no change of rules is called ${name}`);
}

/** A revision of law, as its row has it, with the digest of all that it says: its line in the office record names it. */
export function lawRevision(row: {
  readonly revision: number;
  readonly layers: unknown;
  readonly movesOn: Date | null;
  readonly zones: readonly string[];
}): RuleRevision {
  const { revision, layers, movesOn, zones } = row;
  const on = movesOn?.toISOString().slice(0, 10) ?? null;
  return { rules: 'policy', revision, digest: digestOf({ is: 'anjie-law/1', revision, layers, on, zones }) };
}

/** A revision of a calendar, as {@link lawRevision}. */
export function calendarRevision(row: {
  readonly calendar: string;
  readonly revision: number;
  readonly content: unknown;
}): RuleRevision {
  const { calendar, revision, content } = row;
  const digest = digestOf({ is: 'anjie-calendar/1', calendar, revision, content });
  return { rules: 'calendar', revision, digest };
}

function digestOf(value: object): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
