import type { Actor, Level, Role, StaffActor } from '../../domain/role';
import type { Database } from '../../record/store/database';
import type { Seat as CourseSeat } from '../../setup/courses';

/** Departments that decide approval items, by the last word of their unit. */
const departments = ['investment', 'planning', 'ecology', 'housing', 'safety'] as const;
type Department = (typeof departments)[number];
const seats = {
  Counter: ['department-officer', 0],
  Handler: ['department-officer', 0],
  Chief: ['section-chief', 1],
} as const;
type Seat = keyof typeof seats;

/** Everybody that a tip-off or a project needs on its way, each a natural person of their own with a mailbox. */
export interface Cast extends Readonly<Record<`${Department}${Seat}`, StaffActor>> {
  readonly clerk: StaffActor;
  readonly chief: StaffActor;
  readonly lead: StaffActor;
  readonly companion: StaffActor;
  readonly liaison: StaffActor;
  readonly legal: StaffActor;
  readonly rewardOfficer: StaffActor;
  /** Approvers of level 1, 2 and 3. */
  readonly manager: StaffActor;
  readonly deputy: StaffActor;
  readonly director: StaffActor;
  readonly payer: StaffActor;
  readonly confirmer: StaffActor;
  readonly auditor: StaffActor;
  readonly operator: StaffActor;
  readonly administrator: StaffActor;
  /** Contacts of two enterprises. */
  readonly firm: StaffActor;
  readonly otherFirm: StaffActor;
  readonly firmHead: StaffActor;
  readonly firmSafety: StaffActor;
  readonly firmCashier: StaffActor;
  readonly firmTeam: StaffActor;
  readonly organiser: StaffActor;
  readonly trainer: StaffActor;
  readonly judge: StaffActor;
  readonly projectOfficer: StaffActor;
  readonly archivist: StaffActor;
  readonly policyEditor: StaffActor;
  readonly expertLiaison: StaffActor;
  readonly expert: StaffActor;
  readonly otherExpert: StaffActor;
  readonly institute: StaffActor;
}

export const zone = 'jxedz';
export const unit = 'safety-1';
export const firmId = id('e', 1);
export const otherFirmId = id('e', 2);
/** Nobody speaks for it in an account. */
export const quietFirmId = id('e', 3);

type Part = readonly [Role, Level, unit: string, enterpriseId?: string];

const desks = Object.fromEntries(
  departments.flatMap((department) =>
    Object.entries(seats).map(([seat, [role, level]]) => [
      `${department}${seat}`,
      [role, level, `jxedz-${department}`],
    ]),
  ),
) as unknown as Record<`${Department}${Seat}`, Part>;

/** New parts come last: the ids of the others stay as they are. */
const parts: Record<keyof Cast, Part> = {
  clerk: ['intake-clerk', 0, unit],
  chief: ['section-chief', 1, unit],
  lead: ['inspector', 0, unit],
  companion: ['inspector', 0, unit],
  liaison: ['government-liaison', 0, 'office'],
  legal: ['legal-officer', 0, 'office'],
  rewardOfficer: ['reward-officer', 0, 'office'],
  manager: ['approver', 1, 'leadership'],
  deputy: ['approver', 2, 'leadership'],
  director: ['approver', 3, 'leadership'],
  payer: ['payer', 0, 'finance'],
  confirmer: ['confirmer', 0, 'finance'],
  auditor: ['auditor', 0, 'audit'],
  operator: ['operator', 0, 'operations'],
  administrator: ['administrator', 0, 'operations'],
  firm: ['enterprise-contact', 0, 'enterprise', firmId],
  otherFirm: ['enterprise-contact', 0, 'enterprise', otherFirmId],
  projectOfficer: ['project-officer', 0, 'jxedz-investment'],
  archivist: ['archivist', 0, 'jxedz-archive'],
  ...desks,
  policyEditor: ['policy-editor', 0, unit],
  firmHead: ['enterprise-head', 0, 'enterprise', firmId],
  firmSafety: ['chief-safety-officer', 0, 'enterprise', firmId],
  firmCashier: ['enterprise-cashier', 0, 'enterprise', firmId],
  firmTeam: ['team-leader', 0, 'enterprise', firmId],
  expertLiaison: ['expert-liaison', 0, unit],
  expert: ['expert', 0, 'experts'],
  otherExpert: ['expert', 0, 'experts'],
  organiser: ['contest-organiser', 0, unit],
  judge: ['contest-judge', 0, unit],
  trainer: ['training-organiser', 0, unit],
  institute: ['institute', 0, 'institute'],
};

/** Who sits where on the usual way of a case of this unit. */
export function actorAt(cast: Cast, seat: CourseSeat, ofUnit: string): Actor {
  switch (seat) {
    case 'reporter':
      return { kind: 'reporter' };
    case 'counter':
      return seatIn(cast, ofUnit, 'Counter');
    case 'handler':
      return seatIn(cast, ofUnit, 'Handler');
    case 'departmentChief':
      return seatIn(cast, ofUnit, 'Chief');
    default:
      return cast[seat];
  }
}

function seatIn(cast: Cast, ofUnit: string, seat: Seat): StaffActor {
  const department = departments.find((each) => ofUnit === `jxedz-${each}`);
  if (department === undefined) throw new Error(`no department ${ofUnit}`);
  return cast[`${department}${seat}`];
}

/** Where somebody of the cast gets mail. */
export function mailboxOf(name: keyof Cast): string {
  return `${name.toLowerCase()}@office.test`;
}

/** Puts the cast into an empty database, with three enterprises. */
export async function hire(owner: Database): Promise<Cast> {
  await owner.enterprise.createMany({
    data: [
      { id: firmId, name: '甲厂', creditCode: '913304000000000001' },
      { id: otherFirmId, name: '乙厂', creditCode: '913304000000000002' },
      { id: quietFirmId, name: '丙厂', creditCode: '913304000000000003' },
    ],
  });
  const hired = Object.entries(parts).map(([name, [role, level, ofUnit, enterpriseId = null]], index) => {
    const actor: StaffActor = {
      kind: 'staff',
      personId: id('a', index),
      accountId: id('b', index),
      roles: [role],
      level,
      unit: ofUnit,
      enterpriseId,
      standsInFor: [],
      recusedFrom: [],
    };
    return [name as keyof Cast, actor] as const;
  });
  await owner.person.createMany({
    data: hired.map(([name, { personId }]) => ({ id: personId, staffNo: `S-${name}`, name })),
  });
  await owner.account.createMany({
    data: hired.map(([name, { personId, accountId, roles, level, unit: ofUnit, enterpriseId }]) => ({
      id: accountId,
      login: name,
      personId,
      passwordHash: 'nobody logs in here',
      roles: [...roles],
      level,
      unit: ofUnit,
      enterpriseId,
      email: mailboxOf(name),
    })),
  });
  return Object.fromEntries(hired) as unknown as Cast;
}

/** The same ids in every run, so that recorded histories differ only where a case does. */
function id(kind: string, index: number): string {
  return `${kind.repeat(8)}-0000-4000-8000-${String(index).padStart(12, '0')}`;
}
