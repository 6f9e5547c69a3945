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
