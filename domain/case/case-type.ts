import type { Party } from '../party';
import type { Role, Title } from '../role';

export interface CaseTypeDef {
  readonly title: Title;
  /** What its numbers begin with. */
  readonly prefix: string;
  /** Its workflow's name in Temporal. */
  readonly workflow: string;
  /** Its collection in addresses of the API. */
  readonly address: string;
  /** Whose work such a case mostly is while its parent waits for it; its own ledger tells exactly. */
  readonly party: Party;
  /** Whether withdrawing it ends its open child cases too; without that they stand in the way. */
  readonly cascades: boolean;
  /** Whether the enterprise of the case has applied for something, and is told in writing when its time stands still. */
  readonly hasApplicant: boolean;
  /** Roles whose every unit works on the one file, beside those that serve the whole zone. */
  readonly sharedBy: readonly Role[];
  /** Fields of its input that an enterprise is never told. */
  readonly keptInside: readonly string[];
}

/** Every type of case, and all that it is called. A new type begins here. */
export const caseTypes = {
  'tip-off': {
    title: { zh: '举报', en: 'Tip-off' },
    prefix: 'TO',
    workflow: 'tipOff',
    address: 'tip-offs',
    party: 'bureau',
    cascades: false,
    hasApplicant: false,
    sharedBy: [],
    keptInside: [],
  },
  rectification: {
    title: { zh: '整改', en: 'Rectification' },
    prefix: 'RE',
    workflow: 'rectification',
    address: 'rectifications',
    party: 'enterprise',
    cascades: false,
    hasApplicant: false,
    sharedBy: [],
    keptInside: ['inspector'],
  },
  payout: {
    title: { zh: '发放', en: 'Payout' },
    prefix: 'PO',
    workflow: 'payout',
    address: 'payouts',
    party: 'bureau',
    cascades: false,
    hasApplicant: false,
    sharedBy: [],
    keptInside: [],
  },
  project: {
    title: { zh: '项目', en: 'Project' },
    prefix: 'PJ',
    workflow: 'project',
    address: 'projects',
    party: 'bureau',
    cascades: true,
    hasApplicant: false,
    sharedBy: ['department-officer'],
    keptInside: [],
  },
  'approval-item': {
    title: { zh: '审批事项', en: 'Approval item' },
    prefix: 'AI',
    workflow: 'approvalItem',
    address: 'approval-items',
    party: 'bureau',
    cascades: false,
    hasApplicant: true,
    sharedBy: [],
    keptInside: [],
  },
  certificate: {
    title: { zh: '证照', en: 'Certificate' },
    prefix: 'CE',
    workflow: 'certificate',
    address: 'certificates',
    party: 'enterprise',
    cascades: true,
    hasApplicant: false,
    sharedBy: [],
    keptInside: [],
  },
  inspection: {
    title: { zh: '执法检查', en: 'Inspection' },
    prefix: 'IN',
    workflow: 'inspection',
    address: 'inspections',
    party: 'bureau',
    cascades: false,
    hasApplicant: false,
    sharedBy: [],
    // Why a firm is looked at may be a tip.
    keptInside: ['ground'],
  },
  'credit-repair': {
    title: { zh: '信用修复', en: 'Credit repair' },
    prefix: 'CR',
    workflow: 'creditRepair',
    address: 'credit-repairs',
    party: 'enterprise',
    cascades: false,
    hasApplicant: true,
    sharedBy: [],
    keptInside: [],
  },
  notice: {
    title: { zh: '告知', en: 'Notice' },
    prefix: 'NO',
    workflow: 'notice',
    address: 'notices',
    party: 'enterprise',
    cascades: false,
    hasApplicant: false,
    sharedBy: [],
    keptInside: [],
  },
} as const satisfies Record<string, CaseTypeDef>;

export type CaseType = keyof typeof caseTypes;
