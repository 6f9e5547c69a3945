import { rowOf, type Policy } from '../../law/policy';
import { addDays, type PlainDate } from '../../time/calendar';

/** By which day somebody has to be nominated for a post that is vacant since a day. */
export function nominateBy(policy: Policy, vacantSince: PlainDate): PlainDate {
  return addDays(vacantSince, rowOf(policy, 'limit.chief-officer.nomination').value.value);
}
