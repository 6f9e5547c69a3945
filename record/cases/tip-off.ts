import { rewardStand } from '../../domain/cases/tip-off/reward-stand';
import { claim } from '../../domain/cases/tip-off/steps';
import { ok } from '../../domain/refusal';
import { Prisma } from '../../prisma/generated/client';
import type { DerivedTable } from '../store/derived-table';
import type { CaseHooks, OfferedDecision } from './case-hooks';
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
  gather: (at, decision) => (claims(decision) ? payeeOffered(at, decision) : Promise.resolve(ok({}))),
  decided: (at, decision) => (claims(decision) ? keepPayee(at, decision) : Promise.resolve(ok(null))),
};

function claims({ step, body }: OfferedDecision): boolean {
  return step === claim.id && body.verdict === 'claimed';
}
