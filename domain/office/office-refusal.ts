import { policyChangeCodes } from '../law/policy-change';

/**
 * Why a change of the office was refused. Codes are part of the public contract, as those of cases are
 * (`domain/refusal.ts`): never renamed, and each has one meaning.
 */
export const officeRefusalCodes = [
  'form-invalid',
  'role-missing',
  'same-person',
  'not-for-others',
  'nothing-changes',
  'record-not-as-written',
  'proposal-not-found',
  'proposal-decided',
  'proposal-lapsed',
  'login-taken',
  'account-unknown',
  'person-unknown',
  'zone-taken',
  'zone-unknown',
  'unit-taken',
  'unit-in-use',
  'unit-unknown',
  'enterprise-known',
  'import-faulty',
  'enterprise-unknown',
  'recusal-unknown',
  'leave-unknown',
  'roles-incompatible',
  'administrators-too-few',
  'substitute-unfit',
  'leaves-overlap',
  'calendar-unsound',
  'expert-unknown',
  'skill-unknown',
  'tie-unknown',
  'fee-class-unknown',
  'term-unfit',
  ...policyChangeCodes,
] as const;
export type OfficeRefusalCode = (typeof officeRefusalCodes)[number];

/** What is wrong with one field, by JSON pointer. */
export interface FieldFault {
  readonly pointer: string;
  readonly detail: string;
}

export interface OfficeRefusal {
  readonly code: OfficeRefusalCode;
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
}

export interface OfficeRefused {
  readonly ok: false;
  readonly refusal: OfficeRefusal;
}

export type OfficeResult<T> = { readonly ok: true; readonly value: T } | OfficeRefused;

/** @param errors the fields that are wrong, where the form itself is */
export function refuseChange(
  code: OfficeRefusalCode,
  detail: string,
  errors?: readonly FieldFault[],
): OfficeRefused {
  return { ok: false, refusal: { code, detail, ...(errors === undefined ? {} : { errors }) } };
}

export const permitted: OfficeResult<null> = { ok: true, value: null };

/** Where the rules on which a change would build are not those that were published. */
export function notAsPublished(): OfficeRefused {
  return refuseChange('record-not-as-written', 'what is in force is not what was published');
}
