import { actsAs } from '../moves/authorize';
import type { Role, StaffActor } from '../role';
import { permitted, refuseChange, type OfficeResult } from './office-refusal';
import type { AccountStanding } from './account-standing';
import type { Change, OfficeChangeDef } from './office-change';

/*
 * Nobody changes the office alone: what weighs is asked for by one natural person and put in force by another. It is
 * never one's own matter for either of them, and standing in binds both ways, as in cases.
 */

/** A proposal, as far as it decides who may answer it. */
export interface Proposed {
  readonly proposer: string;
  /** For whom the proposer acted on that day. */
  readonly binds: readonly string[];
  readonly person: string | null;
  readonly seconds: readonly Role[];
}

/** Whether somebody may ask for a change that waits for a second person. Refusal: `same-person`. */
export function mayPropose(actor: StaffActor, { person }: Pick<Change, 'person'>): OfficeResult<null> {
  return person !== null && person === actor.personId
    ? refuseChange('same-person', 'nobody asks for this in their own matter')
    : permitted;
}

/** Whether somebody may put a proposal in force or refuse it. Refusals: `role-missing`, `same-person`. */
export function mayAnswer(actor: StaffActor, proposed: Proposed): OfficeResult<null> {
  if (!proposed.seconds.some((role) => actor.roles.includes(role)))
    return refuseChange('role-missing', `needs one of: ${proposed.seconds.join(', ')}`);
  return isBarred(actor, proposed)
    ? refuseChange('same-person', 'who asks for it, or whom it is about, does not answer it')
    : permitted;
}

/** Whether somebody is, or acts for, one of those whose matter it is. */
export function isBarred(
  actor: Pick<StaffActor, 'personId' | 'standsInFor'>,
  { proposer, binds, person }: Omit<Proposed, 'seconds'>,
): boolean {
  const concerned = [proposer, ...binds, person];
  return actsAs(actor).some((each) => concerned.includes(each));
}

/** Whether the account through which a change was asked for, as it stands now, may ask for such a change at all. */
export function stillAsks(
  { by }: Pick<OfficeChangeDef, 'by'>,
  account: Pick<AccountStanding, 'active' | 'roles'> | null,
): boolean {
  if (account?.active !== true) return false;
  return by === 'staff' || by.some((role) => account.roles.includes(role));
}
