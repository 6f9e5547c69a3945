/** Which inspections of a firm the law lets happen (国办发〔2024〕54号). */
import { shanghaiDate } from '../../time/calendar';
import type { JsonObject } from '../../json';
import type { InspectionGround } from '../../law/notice-values';
import type { EarlierCase, Standing } from '../../case/opening';
import { rowOf, type Policy } from '../../law/policy';
import { ok, refuse, type Result } from '../../refusal';

/**
 * Whether a firm may be inspected on these items now. Refusals: `inspection-unpublished` (items that are not on the
 * published list), `inspection-cap-reached` (the firm has had as many this year as the policy allows, and the ground is
 * not exempt).
 */
export function mayInspect(
  facts: JsonObject,
  { policy, now, earlier }: Standing,
): Result<JsonObject, 'inspection-unpublished' | 'inspection-cap-reached'> {
  const { items, ground } = facts as { items: string[]; ground: InspectionGround };
  const unpublished = items.filter((code) => !isPublished(policy, code));
  if (unpublished.length > 0)
    return refuse('inspection-unpublished', `not on the published list: ${unpublished.join(', ')}`, {
      items: unpublished,
      pointer: '/items',
    });
  const { perYear, beyond } = rowOf(policy, 'inspection.frequency-cap').value;
  const year = shanghaiDate(now).slice(0, 4);
  const inspected = earlier.filter((each) => counts(each) && shanghaiDate(each.openedAt).startsWith(year));
  return beyond.includes(ground) || inspected.length < perYear
    ? ok({})
    : refuse('inspection-cap-reached', `${inspected.length} of ${perYear} inspections in ${year}`, {
        year,
        inspected: inspected.length,
        perYear,
      });
}

/** An inspection that was withdrawn or not approved has burdened nobody. */
function counts({ outcome }: EarlierCase): boolean {
  return outcome !== 'withdrawn' && outcome !== 'not-approved';
}

/** Whether an item stands on the published list. */
export function isPublished(policy: Policy, code: string): boolean {
  return policy.rows[`inspection-item.${code}`] !== undefined;
}

/** A tip or an accident is never announced: a firm that is warned has time to tidy up. */
export function isNeverAnnounced(ground: InspectionGround): boolean {
  return ground === 'tip-off' || ground === 'accident';
}
