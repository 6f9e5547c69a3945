import { rewardStand } from '../../domain/cases/tip-off/reward-stand';
import { claim, rewardProposal } from '../../domain/cases/tip-off/steps';
import { ok, refuse } from '../../domain/refusal';
import { Prisma } from '../../prisma/generated/client';
import type { DerivedTable } from '../store/derived-table';
import type { CaseHooks, OfferedDecision } from './case-hooks';
import { isAwardedByFirm } from './safety-fund/report';
import { keepPayee, payeeOffered } from './payees';

/*
 * Beside its record a tip-off keeps the state of its reward in a table, and the payee in the vault under the digest
 * that the claim names.
 */

/** The rewards that were approved, for the figures of money. */
const rewards: DerivedTable = {
  table: 'reward',
  check: { key: [] },
  columns: { case_id: 'uuid', amount_fen: 'int', state: 'text', approved_at: 'timestamptz' },
  upsert: { key: ['case_id'], set: ['amount_fen', 'state', 'approved_at'] },
  rows: ({ move: { caseId, view } }) => {
    const stand = rewardStand(view);
    if (stand === null) return [];
    const { amountFen, state, approvedAt } = stand;
    return [{ case_id: caseId, amount_fen: amountFen, state, approved_at: approvedAt }];
  },
  // A case that begins again before the approval has no reward until it is approved anew.
  changes: ({ move: { caseId, view, fresh } }) =>
    fresh.some(({ body }) => body.kind === 'reopened') && rewardStand(view) === null
      ? Prisma.sql`DELETE FROM anjie.reward WHERE case_id = ${caseId}::uuid`
      : null,
};

export const tipOffHooks: CaseHooks = {
  derived: [rewards],
  gather: async (at, decision) => {
    if (claims(decision)) return payeeOffered(at, decision);
    const twice = proposesAnew(decision) && (await isAwardedByFirm(at.tx, at.rootId));
    return twice
      ? refuse('awarded-by-firm', 'the firm has given an award for what its order names', {
          pointer: '/earlierRewardOfSameMatter',
        })
      : ok({});
  },
  decided: (at, decision) => (claims(decision) ? keepPayee(at, decision) : Promise.resolve(ok(null))),
};

function claims({ step, body }: OfferedDecision): boolean {
  return step === claim.id && body.verdict === 'claimed';
}

/** A proposal that says the matter was rewarded before says what there is to say. */
function proposesAnew({ step, body }: OfferedDecision): boolean {
  return step === rewardProposal.id && body['earlierRewardOfSameMatter'] !== true;
}
