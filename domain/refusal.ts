import type { Json } from './json';

/**
 * Why a move on a case was refused. Codes are part of the public contract: they are
 * never renamed, and each has one meaning for the console, the API and the audit.
 */
export const refusalCodes = [
  'case-not-found',
  'case-closed',
  'case-not-closed',
  'step-not-open',
  'verdict-not-possible',
  'form-invalid',
  'role-missing',
  'level-too-low',
  'not-assignee',
  'not-your-unit',
  'same-person',
  'conflict-of-interest',
  'case-moved',
  'assignee-unfit',
  'clock-paused',
  'clock-not-paused',
  'clock-expired',
  'extension-not-allowed',
  'extension-too-long',
  'extension-used-up',
  'extension-not-positive',
  'extension-open',
  'extension-not-requested',
  'pause-too-long',
  'request-open',
  'not-requested',
  'start-fixed',
  'start-correction-open',
  'start-correction-not-requested',
  'child-case-open',
  'money-paid',
  'government-not-heard',
  'reopening-point-unknown',
  'reason-not-lawful',
  'item-unknown',
  'item-missing',
  'record-not-as-written',
  'payee-missing',
  'payee-changed',
  'not-collectable',
  'bank-file-mismatch',
  'batch-missing',
  'return-not-whole',
  'remedy-term-too-long',
  'gate-shut',
  'correction-used',
  'item-begun',
  'material-unknown',
  'enterprise-unknown',
  'project-type-unknown',
  'matter-unknown',
  'inspection-unpublished',
  'inspection-cap-reached',
  'notice-too-early',
  'contest-registration-over',
  'contest-full',
  'contest-team-too-large',
  'contest-event-unknown',
  'contest-not-held',
  'members-unfit',
  'points-given',
  'points-too-many',
  'points-missing',
  'repair-too-early',
  'date-ahead',
  'zone-without-law',
  'record-known',
  'nobody-targeted',
  'paper-unknown',
  'papers-missing',
  'paper-not-held',
  'paper-quarantined',
  'words-of-the-tip',
  'wording-not-asked',
  'officer-case-open',
  'officer-not-required',
  'officer-rank-too-low',
  'officer-not-dedicated',
  'officer-experience-too-short',
  'officer-certificate-ended',
  'officer-banned',
  'officer-elsewhere',
  'officer-not-in-office',
  'skill-unknown',
  'expert-unfit',
  'trade-unknown',
  'diagnosis-not-listed',
  'diagnosis-exists',
  'diagnoses-open',
  'situation-unknown',
  'checklist-incomplete',
  'checklist-contradicts',
  'network-exists',
  'place-unknown',
  'warden-unknown',
  'warden-serves',
  'wardens-missing',
  'replacement-open',
  'major-to-bureau',
  'fund-exists',
  'fund-owes',
  'fund-balance-short',
  'source-not-allowed',
  'schedule-too-early',
  'order-unknown',
  'order-closed',
  'reference-known',
  'awarded-by-firm',
  'training-file-exists',
  'employee-unknown',
  'duty-unknown',
  'qualification-unknown',
  'course-unknown',
  'renewal-open',
  'review-hours-short',
  'training-closed',
  'enrolled-already',
  'not-enrolled',
  'session-not-held',
  'attendance-missing',
  'training-money-short',
  'claim-code-wrong',
  'patrol-unknown',
  'patrol-reported',
  'fund-report-missing',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export interface Refusal<C extends RefusalCode = RefusalCode> {
  readonly code: C;
  /** A sentence for the log of attempts and for developers; the console shows its own wording by code. */
  readonly detail: string;
  readonly facts?: { readonly [key: string]: Json };
}

export interface Refused<C extends RefusalCode = RefusalCode> {
  readonly ok: false;
  readonly refusal: Refusal<C>;
}

/** What was asked for, or why not. `C` are the codes that it may be refused with. */
export type Result<T, C extends RefusalCode = RefusalCode> =
  { readonly ok: true; readonly value: T } | Refused<C>;

export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export const refuse = <C extends RefusalCode>(
  code: C,
  detail: string,
  facts?: Refusal['facts'],
): Refused<C> => ({
  ok: false,
  refusal: facts === undefined ? { code, detail } : { code, detail, facts },
});

/** Ends an exhaustive switch: a new member of the union makes the call a type error. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
