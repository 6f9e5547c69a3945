import type { Actor, Level, Role, StaffActor } from '../../../domain/role';

export const zone = 'jxedz';
export const unit = 'safety-1';
export const firm = 'eeeeeeee-0000-4000-8000-000000000001';
export const otherFirm = 'eeeeeeee-0000-4000-8000-000000000002';

let hired = 0;

/** One natural person with one account, of the unit that the cases belong to unless told otherwise. */
export function person(
  roles: Role | readonly Role[],
  level: Level,
  change: Partial<StaffActor> = {},
): StaffActor {
  hired += 1;
  const count = String(hired).padStart(12, '0');
  return {
    kind: 'staff',
    personId: `aaaaaaaa-0000-4000-8000-${count}`,
    accountId: `bbbbbbbb-0000-4000-8000-${count}`,
    roles: typeof roles === 'string' ? [roles] : roles,
    level,
    unit,
    enterpriseId: null,
    standsInFor: [],
    recusedFrom: [],
    ...change,
  };
}

export const reporter: Actor = { kind: 'reporter' };

export const clerk = person('intake-clerk', 0);
export const chief = person('section-chief', 1);
export const lin = person('inspector', 0);
export const wei = person('inspector', 0);
export const zhao = person('inspector', 0);
export const liaison = person('government-liaison', 0, { unit: 'office' });
export const legal = person('legal-officer', 0, { unit: 'office' });
export const rewardOfficer = person('reward-officer', 0, { unit: 'office' });
export const manager = person('approver', 1, { unit: 'leadership' });
export const deputy = person('approver', 2, { unit: 'leadership' });
export const director = person('approver', 3, { unit: 'leadership' });
export const payer = person('payer', 0, { unit: 'finance' });
export const confirmer = person('confirmer', 0, { unit: 'finance' });
export const contact = person('enterprise-contact', 0, { unit: 'enterprise', enterpriseId: firm });
export const otherContact = person('enterprise-contact', 0, { unit: 'enterprise', enterpriseId: otherFirm });
export const editor = person('policy-editor', 0);
export const otherEditor = person('policy-editor', 0, { unit: 'safety-2' });
export const otherChief = person('section-chief', 1, { unit: 'safety-2' });
export const officer = person('project-officer', 0, { unit: 'jxedz-investment' });
export const archivist = person('archivist', 0, { unit: 'jxedz-archive' });
export const firmHead = person('enterprise-head', 0, { unit: 'enterprise', enterpriseId: firm });
export const firmSafety = person('chief-safety-officer', 0, { unit: 'enterprise', enterpriseId: firm });
export const firmCashier = person('enterprise-cashier', 0, { unit: 'enterprise', enterpriseId: firm });
export const firmTeam = person('team-leader', 0, { unit: 'enterprise', enterpriseId: firm });
export const expertLiaison = person('expert-liaison', 0);
export const expert = person('expert', 0, { unit: 'experts' });
export const otherExpert = person('expert', 0, { unit: 'experts' });
export const institute = person('institute', 0, { unit: 'institute' });
export const otherInstitute = person('institute', 0, { unit: 'institute' });
export const organiser = person('contest-organiser', 0);
export const judge = person('contest-judge', 0);
export const trainer = person('training-organiser', 0);

interface Desk {
  readonly counter: StaffActor;
  readonly handler: StaffActor;
  readonly chief: StaffActor;
}

/** Of each department: who accepts, who handles, and their chief. */
export const desks = {
  'jxedz-investment': deskIn('jxedz-investment'),
  'jxedz-planning': deskIn('jxedz-planning'),
  'jxedz-ecology': deskIn('jxedz-ecology'),
  'jxedz-housing': deskIn('jxedz-housing'),
  'jxedz-safety': deskIn('jxedz-safety'),
} as const;

function deskIn(ofUnit: string): Desk {
  return {
    counter: person('department-officer', 0, { unit: ofUnit }),
    handler: person('department-officer', 0, { unit: ofUnit }),
    chief: person('section-chief', 1, { unit: ofUnit }),
  };
}

export function deskOf(ofUnit: string): Desk {
  const desk = (desks as Readonly<Record<string, Desk>>)[ofUnit];
  if (desk === undefined) throw new Error(`no department ${ofUnit}`);
  return desk;
}
