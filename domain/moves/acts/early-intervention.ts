import type { ActOf } from './act';
import { shanghaiDate } from '../../time/calendar';
import type { EventBody } from '../../case/case-event';
import { ok, refuse, type Result } from '../../refusal';
import { caseTypeDef } from '../../cases/catalogue';
import type { Asked } from './asked';

/**
 * 提前介入: a department looks at the papers of a listed matter before it may be applied for.
 * Refusals: `matter-unknown`, also where a case has no list; `item-begun`.
 */
export function interveningEarly(
  { move: { view, context }, actor, textDigest }: Asked,
  { matter }: ActOf<'intervene-early'>,
): Result<EventBody> {
  const { listedMatters = () => [] } = caseTypeDef(view.caseType);
  const item = listedMatters(view).find((listed) => listed.matter === matter);
  if (item === undefined) return refuse('matter-unknown', `${matter} is not on a list of this case`);
  if (actor.kind !== 'staff' || !actor.roles.includes('department-officer'))
    return refuse('role-missing', 'needs the role department-officer', { role: 'department-officer' });
  if (actor.unit !== item.unit) return refuse('not-your-unit', `${matter} belongs to ${item.unit}`);
  const key = `fact/early/${matter}#1`;
  return item.begun || view.facts[key] !== undefined
    ? refuse('item-begun', `${matter} has begun already`)
    : ok({ kind: 'fact-recorded', key, facts: { matter, on: shanghaiDate(context.now) }, textDigest });
}
