import type { OfficeChangeKind } from '../../../domain/office/catalogue';
import type { CarriedOutKind } from '../carried-out';
import { createAccount, disableAccount, enableAccount, resetPassword, setOffices } from './account';
import { describeEnterprise } from './enterprise';
import { endLeave, enterLeave, shortenLeave } from './leave';
import { enterName, liftName, liftOwnName } from './name-tie';
import { enterRecusal, liftRecusal } from './recusal';
import { publishCalendar, publishLaw } from './rules';

/** What each kind of change does to the tables. */
export const carriedOut: { readonly [K in OfficeChangeKind]: CarriedOutKind<K> } = {
  'create-account': createAccount,
  'set-offices': setOffices,
  'enable-account': enableAccount,
  'disable-account': disableAccount,
  'reset-password': resetPassword,
  'enter-leave': enterLeave,
  'shorten-leave': shortenLeave,
  'end-leave': endLeave,
  'enter-recusal': enterRecusal,
  'lift-recusal': liftRecusal,
  'enter-name': enterName,
  'lift-name': liftName,
  'lift-own-name': liftOwnName,
  'describe-enterprise': describeEnterprise,
  'publish-policy': publishLaw,
  'publish-calendar': publishCalendar,
};
