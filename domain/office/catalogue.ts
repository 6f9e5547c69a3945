import {
  createAccount,
  disableAccount,
  enableAccount,
  resetPassword,
  resetSecondFactor,
  setEmail,
  setOffices,
} from './kinds/account';
import { publishCalendar } from './kinds/calendar';
import {
  closeEnterprise,
  describeEnterprise,
  enterEnterprise,
  mergeEnterprises,
  renameEnterprise,
} from './kinds/enterprise';
import { describeProfile } from './kinds/enterprise-profile';
import { importEnterprises } from './kinds/enterprise-import';
import { endExpert, endExpertTie, enterExpert, enterExpertTie } from './kinds/expert';
import { publishLaw } from './kinds/law';
import { endLeave, enterLeave, shortenLeave } from './kinds/leave';
import { enterName, liftName, liftOwnName } from './kinds/name-tie';
import { importPeople } from './kinds/people-import';
import { leaveOffice, renamePerson } from './kinds/person';
import { enterRecusal, liftRecusal } from './kinds/recusal';
import { closeUnit, enterUnit, renameUnit } from './kinds/unit';
import { describeZone, enterZone } from './kinds/zone';
import type { OfficeChangeDef } from './office-change';
import type { OfficeRefusalCode } from './office-refusal';

/** Every kind of change of the office. Routes, descriptions and the record follow from it. */
export const officeChanges = {
  'create-account': createAccount,
  'set-offices': setOffices,
  'set-email': setEmail,
  'enable-account': enableAccount,
  'disable-account': disableAccount,
  'reset-password': resetPassword,
  'reset-second-factor': resetSecondFactor,
  'rename-person': renamePerson,
  'leave-office': leaveOffice,
  'enter-leave': enterLeave,
  'shorten-leave': shortenLeave,
  'end-leave': endLeave,
  'enter-recusal': enterRecusal,
  'lift-recusal': liftRecusal,
  'enter-name': enterName,
  'lift-name': liftName,
  'lift-own-name': liftOwnName,
  'enter-enterprise': enterEnterprise,
  'describe-enterprise': describeEnterprise,
  'rename-enterprise': renameEnterprise,
  'close-enterprise': closeEnterprise,
  'merge-enterprises': mergeEnterprises,
  'describe-profile': describeProfile,
  'import-enterprises': importEnterprises,
  'import-people': importPeople,
  'enter-expert': enterExpert,
  'end-expert': endExpert,
  'enter-expert-tie': enterExpertTie,
  'end-expert-tie': endExpertTie,
  'enter-zone': enterZone,
  'describe-zone': describeZone,
  'enter-unit': enterUnit,
  'rename-unit': renameUnit,
  'close-unit': closeUnit,
  'publish-policy': publishLaw,
  'publish-calendar': publishCalendar,
} as const satisfies Record<string, OfficeChangeDef>;

export type OfficeChangeKind = keyof typeof officeChanges;

/** What of the form of a kind is kept, and what is read for it. */
export type KeptOf<K extends OfficeChangeKind> =
  (typeof officeChanges)[K] extends OfficeChangeDef<infer _F, infer _Facts, infer Kept> ? Kept : never;
export type FactsOf<K extends OfficeChangeKind> =
  (typeof officeChanges)[K] extends OfficeChangeDef<infer _F, infer Facts, infer _Kept> ? Facts : never;

export const officeChangeKinds = Object.keys(officeChanges) as OfficeChangeKind[];

/** Every code that asking for a change of this kind may be refused with. */
export function refusalsOf(kind: OfficeChangeKind): readonly OfficeRefusalCode[] {
  const def: OfficeChangeDef = officeChanges[kind];
  return ['form-invalid', ...(def.second === null ? [] : (['same-person'] as const)), ...def.refusals];
}

/** Every code that putting a proposal in force may be refused with: it is judged again as it was asked for. */
export const approvalRefusals: readonly OfficeRefusalCode[] = [
  ...new Set<OfficeRefusalCode>([
    ...([
      'proposal-not-found',
      'proposal-decided',
      'proposal-lapsed',
      'role-missing',
      'same-person',
    ] as const),
    'record-not-as-written',
    ...officeChangeKinds.filter((kind) => officeChanges[kind].second !== null).flatMap(refusalsOf),
  ]),
];
