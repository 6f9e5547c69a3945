import type { Actor, FirmRole, Role, StaffActor } from '../../../domain/role';
import { firm, otherFirm, person, reporter } from './people';

/**
 * A small office in which persons hold several roles, are recused, stand in for one another or belong
 * elsewhere: whoever tries at random meets every rule about persons.
 */
export const bo = person(['inspector', 'approver'], 2);
const cy = person(['inspector', 'reward-officer'], 1);
const di = person(['approver', 'payer', 'confirmer'], 3);

export const anInstitute = person('institute', 0, { unit: 'institute' });

export const chief = person(['intake-clerk', 'section-chief'], 1);

/** Departments whose matters a plant needs, each with two officers and a chief who is one too. */
const departments = ['investment', 'planning', 'ecology', 'housing', 'safety'].map((name) => `jxedz-${name}`);
const departmentStaff = departments.flatMap((ofUnit) => [
  person('department-officer', 0, { unit: ofUnit }),
  person('department-officer', 0, { unit: ofUnit }),
  person(['section-chief', 'department-officer'], 1, { unit: ofUnit }),
]);

export const crowd: readonly Actor[] = [
  bo,
  cy,
  di,
  chief,
  person(['intake-clerk', 'legal-officer', 'government-liaison', 'policy-editor'], 0),
  person(['inspector', 'payer'], 0, { standsInFor: [bo.personId] }),
  person(['reward-officer', 'confirmer'], 0, { standsInFor: [di.personId] }),
  person(['section-chief', 'approver'], 3, { recusedFrom: [firm] }),
  person('section-chief', 1),
  person(['section-chief', 'inspector', 'approver'], 3, { unit: 'safety-2' }),
  person('approver', 1, { unit: 'leadership' }),
  person('confirmer', 0, { unit: 'finance' }),
  person('payer', 0, { unit: 'finance' }),
  person(['contest-organiser', 'contest-judge'], 0),
  person('contest-organiser', 0),
  person('training-organiser', 0),
  ...departmentStaff,
  person(['project-officer', 'approver'], 2, { unit: 'jxedz-investment' }),
  person(['project-officer', 'archivist'], 0, { unit: 'jxedz-investment' }),
  person('enterprise-contact', 0, { unit: 'enterprise', enterpriseId: firm }),
  person('enterprise-contact', 0, { unit: 'enterprise', enterpriseId: otherFirm }),
  ...[firm, otherFirm].flatMap((enterpriseId) => [
    person(['enterprise-head', 'enterprise-cashier'], 0, { unit: 'enterprise', enterpriseId }),
    person(['chief-safety-officer', 'team-leader'], 0, { unit: 'enterprise', enterpriseId }),
    person(['chief-safety-officer', 'enterprise-head'], 0, { unit: 'enterprise', enterpriseId }),
  ]),
  person(['expert-liaison', 'intake-clerk'], 0),
  person('expert', 0, { unit: 'experts' }),
  person('expert', 0, { unit: 'experts' }),
  anInstitute,
  person('institute', 0, { unit: 'institute' }),
  reporter,
];

const reserve = new Map<string, StaffActor>();

/** A fresh person whom nothing bars: whatever a case of the unit has come to, they can end it. `nth`: where two have to act. */
export function freshPerson(role: Role, ofUnit: string, nth: 1 | 2 = 1): StaffActor {
  const key = `${role} ${ofUnit} ${nth}`;
  const level = role === 'approver' ? 3 : role === 'section-chief' ? 1 : 0;
  const fresh = reserve.get(key) ?? person(role, level, { unit: ofUnit });
  reserve.set(key, fresh);
  return fresh;
}

/** Who holds an office of a firm, and no other: a fresh person too. */
export function ofFirm(role: FirmRole, enterpriseId: string): Actor {
  const key = `${role} ${enterpriseId}`;
  const fresh = reserve.get(key) ?? person(role, 0, { unit: 'enterprise', enterpriseId });
  reserve.set(key, fresh);
  return fresh;
}

/** The contact of an enterprise, who is one of the crowd. */
export function contactOf(enterpriseId: string): Actor {
  const contact = holdersOf('enterprise-contact').find(
    (actor) => actor.kind === 'staff' && actor.enterpriseId === enterpriseId,
  );
  if (contact === undefined) throw new Error(`nobody speaks for ${enterpriseId}`);
  return contact;
}

export function holdersOf(role: Role): readonly Actor[] {
  return crowd.filter((actor) =>
    actor.kind === 'reporter' ? role === 'reporter' : actor.roles.includes(role),
  );
}

/** Those of a role whose office reaches the cases of a unit, where there are any: of the others nobody may act. */
export function holdersNear(role: Role, ofUnit: string): readonly Actor[] {
  const holders = holdersOf(role);
  const near = holders.filter((actor) => actor.kind === 'reporter' || actor.unit === ofUnit);
  return near.length > 0 ? near : holders;
}
