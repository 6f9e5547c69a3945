import type { Actor, Role, StaffActor } from '../../domain/role';
import { firm, otherFirm, person, reporter } from './people';

/**
 * A small office in which persons hold several roles, are recused, stand in for one another or belong
 * elsewhere: whoever tries at random meets every rule about persons.
 */
export const bo = person(['inspector', 'approver'], 2);
const cy = person(['inspector', 'reward-officer'], 1);
const di = person(['approver', 'payer', 'confirmer'], 3);

export const chief = person(['intake-clerk', 'section-chief'], 1);

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
  person('enterprise-contact', 0, { unit: 'enterprise', enterpriseId: firm }),
  person('enterprise-contact', 0, { unit: 'enterprise', enterpriseId: otherFirm }),
  reporter,
];

/** Fresh persons whom nothing bars, one for each role: whatever a case has come to, they can end it. */
export const reserve = {
  'intake-clerk': person('intake-clerk', 0),
  'section-chief': person('section-chief', 1),
  inspector: person('inspector', 0),
  'government-liaison': person('government-liaison', 0),
  'legal-officer': person('legal-officer', 0),
  'reward-officer': person('reward-officer', 0),
  approver: person('approver', 3),
  payer: person('payer', 0),
  confirmer: person('confirmer', 0),
  'policy-editor': person('policy-editor', 0),
} as const satisfies Partial<Record<Role, StaffActor>>;

/** A second inspector of the reserve: two have to sign. */
export const secondInspector = person('inspector', 0);

/** The contact of an enterprise. */
export function contactOf(enterpriseId: string): Actor {
  const contact = crowd.find((actor) => actor.kind === 'staff' && actor.enterpriseId === enterpriseId);
  if (contact === undefined) throw new Error(`nobody speaks for ${enterpriseId}`);
  return contact;
}

export function holdersOf(role: Role): readonly Actor[] {
  return crowd.filter((actor) =>
    actor.kind === 'reporter' ? role === 'reporter' : actor.roles.includes(role),
  );
}
