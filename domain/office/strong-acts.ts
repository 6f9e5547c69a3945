import { steps } from '../cases/catalogue';
import type { AnyStep } from '../case/step';
import type { StaffAct } from '../moves/acts/act';
import type { Role } from '../role';
import { officeChangeKinds, officeChanges } from './catalogue';
import type { OfficeChangeDef } from './office-change';

/*
 * What demands the second factor: to approve, to pay, to open who is paid, and both hands of every change of the
 * office that nobody makes alone. It follows from steps, acts and kinds of change, so that a new one is not forgotten.
 */

/** Whose decisions approve something, or move money. */
const decidesStrongly = {
  'intake-clerk': false,
  'section-chief': false,
  inspector: false,
  'government-liaison': false,
  'legal-officer': false,
  'reward-officer': false,
  approver: true,
  payer: true,
  confirmer: true,
  'project-officer': false,
  'department-officer': false,
  archivist: false,
  'policy-editor': false,
  'expert-liaison': false,
  expert: false,
  institute: false,
  'contest-organiser': false,
  'contest-judge': false,
  'training-organiser': false,
  'enterprise-contact': false,
  'enterprise-head': true,
  'chief-safety-officer': false,
  'enterprise-cashier': true,
  'team-leader': false,
  reporter: false,
  auditor: false,
  operator: false,
  administrator: false,
} satisfies Record<Role, boolean>;

/** Acts by which a second person agrees to what another has asked for. */
const agreesToOthers = {
  assign: false,
  'request-pause': false,
  'answer-pause': true,
  resume: false,
  'request-extension': false,
  'answer-extension': true,
  'request-start-correction': false,
  'answer-start-correction': true,
  'intervene-early': false,
  note: false,
  'ask-wording': false,
  'pass-wording': true,
  'request-withdrawal': false,
  'answer-withdrawal': true,
  'request-original': false,
  'answer-original': true,
  'answer-take-over': true,
  reopen: true,
} satisfies Record<StaffAct, boolean>;

/** Where a proposal is put in force. */
export const approvalAct = 'office/approval';

function isStrongStep({ role, onVerifiedRecord }: AnyStep): boolean {
  // A reporter has no account, and comes with a code of another kind.
  return role !== 'reporter' && (decidesStrongly[role] || onVerifiedRecord === true);
}

function isStrongChange({ second }: OfficeChangeDef): boolean {
  return second !== null;
}

/** Every act that demands the second factor, under the name by which routes know it. */
export const strongActs: ReadonlySet<string> = new Set([
  ...[...steps.values()].filter(isStrongStep).map(({ id }) => id),
  ...Object.entries(agreesToOthers).flatMap(([act, strong]) => (strong ? [`act/${act}`] : [])),
  ...officeChangeKinds.filter((kind) => isStrongChange(officeChanges[kind])).map((kind) => `office/${kind}`),
  approvalAct,
]);
