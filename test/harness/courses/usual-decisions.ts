import type { Actor } from '../../../domain/role';
import { firmId, type Cast } from '../cast';
import type { Office } from '../office';
import { noticeDecisions } from './notice-decisions';
import { projectDecisions } from './project-decisions';

export type Body = { readonly verdict: string; readonly [field: string]: unknown };

/** A step that waits to be decided, with its case. */
export interface Standing {
  readonly number: string;
  readonly caseId: string;
  readonly rootId: string;
  readonly unit: string;
  /** The matter of an approval item or a certificate. */
  readonly matter: string | null;
  readonly step: string;
  readonly key: string;
  readonly round: number;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
}

/** Who usually decides a step, and how. */
export interface Usual {
  readonly by: (cast: Cast, unit: string) => Actor;
  readonly body: (standing: Standing, cast: Cast) => Body;
  readonly before?: (office: Office, standing: Standing) => Promise<void>;
  /** Decided when nothing else waits, as a gate. */
  readonly last?: true;
}

export const says = (body: Body) => () => body;

export function usual(step: string): Usual {
  const found = tipOffDecisions[step] ?? projectDecisions[step] ?? noticeDecisions[step];
  if (found === undefined) throw new Error(`nobody knows how ${step} is usually decided`);
  return found;
}

const payee = { holder: '李四', bank: '工商银行', account: '6222020000000001' };
const day = '2026-11-23';
const reporter = (): Actor => ({ kind: 'reporter' });

const tipOffDecisions: Readonly<Record<string, Usual>> = {
  'tip-off/acceptance': {
    by: (cast) => cast.clerk,
    body: says({ verdict: 'accepted', allegesDeath: false }),
  },
  'tip-off/government-lead': { by: (cast) => cast.liaison, body: says({ verdict: 'organised' }) },
  'tip-off/assignment': {
    by: (cast) => cast.chief,
    body: (_, { lead, companion }) => ({
      verdict: 'assigned',
      lead: lead.personId,
      companion: companion.personId,
    }),
  },
  'tip-off/verification': {
    by: (cast) => cast.lead,
    body: says({
      verdict: 'substantiated',
      visitedOn: day,
      enterpriseId: firmId,
      hazards: [{ item: 'h1', grade: 'major', clause: 'safety-law-30', description: '无证焊接' }],
    }),
  },
  'tip-off/co-signature': { by: (cast) => cast.companion, body: says({ verdict: 'signed' }) },
  'tip-off/verification-review': { by: (cast) => cast.chief, body: says({ verdict: 'approved' }) },
  'tip-off/feedback': { by: (cast) => cast.clerk, body: says({ verdict: 'given', message: '已查实' }) },
  'tip-off/penalty': {
    by: (cast) => cast.legal,
    body: says({ verdict: 'fined', fineFen: 12_000_000, confiscatedFen: 0, decidedOn: day }),
  },
  'tip-off/reward-proposal': {
    by: (cast) => cast.rewardOfficer,
    body: says({
      verdict: 'proposed',
      novelty: 'unknown-before',
      excludedRelation: false,
      employmentProved: false,
      earlierRewardOfSameMatter: false,
      accident: null,
    }),
  },
  'tip-off/reward-approval': { by: (cast) => cast.deputy, body: says({ verdict: 'approved' }) },
  'tip-off/claim': {
    by: reporter,
    body: says({ verdict: 'claimed' }),
    before: ({ vault }, { rootId }) => vault.storePayee(rootId, payee),
  },
  'rectification/order': {
    by: (cast) => cast.lead,
    body: says({
      verdict: 'issued',
      remedyDays: 10,
      items: [
        {
          item: 'h1',
          description: '无证焊接',
          measure: '停工',
          responsible: '厂长',
          fundsFen: 100,
          plan: '无',
        },
      ],
    }),
  },
  'rectification/acknowledgement': { by: (cast) => cast.firm, body: says({ verdict: 'acknowledged' }) },
  'rectification/remedy': {
    by: (cast) => cast.firm,
    body: says({ verdict: 'proved', items: [{ item: 'h1', papers: [], statement: '已整改' }] }),
  },
  'rectification/recheck': {
    by: (cast) => cast.lead,
    body: (_, { companion }) => ({ verdict: 'passed', companion: companion.personId }),
  },
  'payout/release': { by: (cast) => cast.manager, body: says({ verdict: 'released' }) },
  'payout/listing': {
    by: (cast) => cast.payer,
    body: says({ verdict: 'listed', batch: 'B-20261123-AAAAAA' }),
  },
  'payout/bank-return': {
    by: (cast) => cast.confirmer,
    body: ({ number }) => ({ verdict: 'paid', bankReference: `BANK-${number}` }),
  },
  'payout/reconciliation': {
    by: (cast) => cast.confirmer,
    body: ({ number }) => ({ verdict: 'found-paid', bankReference: `BANK-${number}`, note: '回单' }),
  },
  'payout/payee-correction': {
    by: reporter,
    body: says({ verdict: 'corrected' }),
    before: ({ vault }, { rootId }) => vault.storePayee(rootId, payee),
  },
};
