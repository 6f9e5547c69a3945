import type { OfficeChangeKind } from '../../../domain/office/catalogue';
import type { CarriedOutKind } from '../carried-out';
import {
  createAccount,
  disableAccount,
  enableAccount,
  resetPassword,
  resetSecondFactor,
  setEmail,
  setOffices,
} from './account';
import {
  closeEnterprise,
  describeEnterprise,
  enterEnterprise,
  mergeEnterprises,
  renameEnterprise,
} from './enterprise';
import { describeProfile } from './enterprise-profile';
import { importEnterprises } from './enterprise-import';
import { endExpert, endExpertTie, enterExpert, enterExpertTie } from './expert';
import { endLeave, enterLeave, shortenLeave } from './leave';
import { enterName, liftName, liftOwnName } from './name-tie';
import { importPeople } from './people-import';
import { leaveOffice, renamePerson } from './person';
import { enterRecusal, liftRecusal } from './recusal';
import { publishCalendar, publishLaw } from './rules';
import { closeUnit, enterUnit, renameUnit } from './unit';
import { describeZone, enterZone } from './zone';

/** What each kind of change does to the tables. */
export const carriedOut: { readonly [K in OfficeChangeKind]: CarriedOutKind<K> } = {
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
};
