import { latestDecision, roundsOf } from '../../../domain/case/case-queries';
import type { CaseView } from '../../../domain/case/case-view';
import type { SameOrder } from '../../../domain/cases/fund-report/award';
import * as steps from '../../../domain/cases/fund-report/steps';
import { order as rectificationOrder } from '../../../domain/cases/rectification/steps';
import type { JsonObject } from '../../../domain/json';
import { ok, refuse, type Result } from '../../../domain/refusal';
import { shanghaiDate } from '../../../domain/time/calendar';
import { Prisma } from '../../../prisma/generated/client';
import { takesOver } from './from-patrol';
import { isByReporter } from '../../../domain/case/opening';
import type { DerivedTable } from '../../store/derived-table';
import type { Transaction } from '../../store/statements';
import type { CaseHooks, HookPoint, OfferedDecision } from '../case-hooks';
import { firmIn, firmOf, fundEntries, isNewReference, lockFund, ofFirm } from './money';

/* Beside its record a report keeps its award in a table, and the movement of money that paid it. */

/** What was approved, and whether it is paid. Of each award there is one line, and nothing of who gets it. */
const fundAwards: DerivedTable = {
  table: 'fund_award',
  columns: {
    case_id: 'uuid',
    kind: 'text',
    grade: 'text',
    amount_fen: 'bigint',
    order_number: 'text',
    state: 'text',
    late: 'boolean',
    approved_at: 'timestamptz',
    paid_at: 'timestamptz',
    ...ofFirm,
  },
  check: { key: [] },
  upsert: {
    key: ['case_id'],
    set: ['grade', 'amount_fen', 'order_number', 'state', 'late', 'approved_at', 'paid_at'],
  },
  rows: ({ move: { caseId, view } }) => {
    const award = awardIn(view);
    return award === null ? [] : [{ case_id: caseId, ...award, ...firmIn(view) }];
  },
  changes: ({ move: { caseId, view, fresh } }) =>
    fresh.some(({ body }) => body.kind === 'reopened') && awardIn(view) === null
      ? Prisma.sql`DELETE FROM anjie.fund_award WHERE case_id = ${caseId}::uuid`
      : null,
};

function awardIn(view: CaseView) {
  const approval = latestDecision(view, steps.approval);
  const check = latestDecision(view, steps.check);
  const reckoned = latestDecision(view, steps.remedy);
  if (approval?.verdict !== 'approved' || check?.verdict !== 'confirmed' || reckoned === null) return null;
  const payment = latestDecision(view, steps.payment);
  const paidAt = payment?.verdict === 'paid' ? payment.at : null;
  const ended = view.closed === null ? 'approved' : 'withdrawn';
  return {
    kind: view.input['kind'],
    grade: check.facts.grade,
    amount_fen: reckoned.facts.amountFen,
    order_number: check.facts.order ?? null,
    state: paidAt === null ? ended : 'paid',
    late: roundsOf(view, steps.explanation).length > 0,
    approved_at: approval.at,
    paid_at: paidAt,
  };
}

export const fundReportHooks: CaseHooks = {
  derived: [fundEntries, fundAwards],
  async gather(at, decision) {
    const named = orderNamed(at, decision);
    const order = named === null ? ok(null) : await orderToFirm(at, named);
    if (!order.ok) return order;
    const beside: JsonObject = order.value === null ? {} : { order: order.value };
    switch (`${decision.step} ${decision.body.verdict}`) {
      case `${steps.statement.id} stated`: {
        const taken = await takesOver(at);
        return taken.ok ? ok({}) : taken;
      }
      case `${steps.approval.id} approved`: {
        const { balanceFen, needFen } = await lockFund(at);
        return ok({ ...beside, balanceFen, needFen });
      }
      case `${steps.payment.id} paid`:
        return mayPay(at, decision);
      default:
        return ok(beside);
    }
  },
};

/**
 * Money that the fund has, under a reference of its own, to whoever shows the claim code where a reporter is paid.
 * Refusals: `fund-balance-short`, `reference-known`, `claim-code-wrong`.
 */
async function mayPay(at: HookPoint, decision: OfferedDecision): Promise<Result<JsonObject>> {
  const { input, number } = at.move.view;
  const shown = decision.body['claimCode'] as string | undefined;
  const right = isByReporter(input)
    ? shown !== undefined && at.parts.receipts.awardCodes(number).includes(shown)
    : shown === undefined;
  if (!right) return refuse('claim-code-wrong', 'not the code of this award', { pointer: '/claimCode' });
  const { firm, balanceFen } = await lockFund(at);
  const amountFen = latestDecision(at.move.view, steps.remedy)?.facts.amountFen ?? 0;
  if (balanceFen < amountFen)
    return refuse('fund-balance-short', `the fund has ${balanceFen} fen`, { balanceFen, amountFen });
  const known = await isNewReference(at, firm, decision);
  return known.ok ? ok({}) : known;
}

/** The number of the order that the check names, where the award depends on it. */
function orderNamed({ move }: HookPoint, { step, body }: OfferedDecision): string | null {
  if (step === steps.check.id) return typeof body['order'] === 'string' ? body['order'] : null;
  if (step !== steps.remedy.id && step !== steps.approval.id) return null;
  const check = latestDecision(move.view, steps.check);
  return check?.verdict === 'confirmed' ? (check.facts.order ?? null) : null;
}

/**
 * An order that was issued to the firm. Until the award is kept, the order cannot be closed: whichever of the two comes
 * first is seen by the other. Refusal: `order-unknown`, also for what the firm was never told.
 */
async function orderToFirm({ tx, move }: HookPoint, number: string): Promise<Result<SameOrder>> {
  const firm = await firmOf(tx, move.caseId, move.view.input);
  const [found] = await tx.$queryRaw<{ closed: boolean; issuedAt: Date | null }[]>`
    SELECT f.outcome IS NOT NULL AS closed, (
      SELECT max(e.at) FROM anjie.record_event e WHERE e.case_id = f.id AND e.kind = 'decided'
        AND split_part(e.key, '#', 1) = ${rectificationOrder.id}) AS "issuedAt"
    FROM anjie.case_file f
    WHERE f.number = ${number} AND f.case_type = 'rectification' AND f.enterprise_id = ${firm}::uuid FOR SHARE OF f`;
  return found?.issuedAt == null
    ? refuse('order-unknown', 'no such order was issued to the firm', { pointer: '/order' })
    : ok({ issuedOn: shanghaiDate(found.issuedAt.toISOString()), closed: found.closed });
}

/** Whether a fund has awarded what one of the orders of a family names. */
export async function isAwardedByFirm(tx: Transaction, rootId: string): Promise<boolean> {
  const found = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM anjie.fund_award a JOIN anjie.case_file f ON f.number = a.order_number
    WHERE f.root_id = ${rootId}::uuid AND a.state IN ('approved', 'paid') LIMIT 1`;
  return found.length > 0;
}
