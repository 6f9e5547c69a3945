import { remedyOf, type Policy } from '../../law/policy';
import type { Title } from '../../role';

/** How a reporter may contest that the office has withdrawn their tip-off; null where the law of the case does not say. */
export function remediesAgainstWithdrawal(policy: Policy): Title | null {
  const remedy = remedyOf(policy);
  if (remedy === null) return null;
  const { reconsiderationDays: days, litigationMonths: months } = remedy;
  return {
    zh: `如不服撤回决定,可以自知道之日起${days}日内依法申请行政复议,或者自知道之日起${months}个月内依法提起行政诉讼;也可以补充材料后重新举报。`,
    en: `Whoever disagrees may ask for administrative reconsideration within ${days} days of learning of it, or bring an action within ${months} months; a tip-off may be handed in anew with further material.`,
  };
}
