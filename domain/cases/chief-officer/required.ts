import type { FirmProfile } from '../../case/opening';
import { rowOf, type Policy } from '../../law/policy';

/** Whether a firm must have a chief safety officer. Of a firm without a profile nothing is known, so nothing is asked. */
export function mustHaveOfficer(
  policy: Policy,
  profile: Pick<FirmProfile, 'sector' | 'aboveScale' | 'staffCount'> | null,
): boolean {
  if (profile === null) return false;
  const { groups } = rowOf(policy, 'chief-officer.required').value;
  return groups.some(
    ({ sector, aboveScaleOnly, staffAtLeast }) =>
      sector === profile.sector &&
      (profile.aboveScale || !aboveScaleOnly) &&
      profile.staffCount >= staffAtLeast,
  );
}
