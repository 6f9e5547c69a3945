import type { EventBody } from '../../../domain/case/case-event';
import type { CaseView } from '../../../domain/case/case-view';
import { stepOfKey } from '../../../domain/case/step';
import { payment } from '../../../domain/cases/fund-report/steps';
import { keeping, receipt } from '../../../domain/cases/safety-fund/steps';
import type { Fen } from '../../../domain/money';
import { ok, refuse, type Result } from '../../../domain/refusal';
import type { DerivedTable } from '../../store/derived-table';
import type { Statements, Transaction } from '../../store/statements';
import type { HookPoint, OfferedDecision } from '../case-hooks';

/*
 * The ledger of a firm's fund in double entry: each movement has two lines that sum to nothing. It follows from the
 * records of the fund and of the awards that it pays; what the fund has is the sum of the lines of its cash.
 */

interface Movement {
  readonly kind: 'contribution' | 'award' | 'release';
  readonly amountFen: Fen;
  readonly reference: string | null;
  /** The account that stands against the cash, and which way the money goes. */
  readonly against: 'firm' | 'employee';
  readonly sign: 1 | -1;
}

/** What a line of a record has moved, if anything. */
function movementOf(body: EventBody): Movement | null {
  if (body.kind !== 'decided') return null;
  const { facts, verdict } = body;
  const reference = (facts['reference'] as string | undefined) ?? null;
  switch (`${stepOfKey(body.key)} ${verdict}`) {
    case `${receipt.id} received`:
      return {
        ...{ kind: 'contribution', against: 'firm', sign: 1, reference },
        amountFen: facts['amountFen'] as Fen,
      };
    case `${payment.id} paid`:
      return {
        ...{ kind: 'award', against: 'employee', sign: -1, reference },
        amountFen: facts['amountFen'] as Fen,
      };
    case `${keeping.id} ended`: {
      const amountFen = facts['releasedFen'] as Fen;
      return amountFen === 0 ? null : { kind: 'release', against: 'firm', sign: -1, reference, amountFen };
    }
    default:
      return null;
  }
}

/** Columns that say whose fund a row is of, as the record does. */
export const ofFirm = { zone: 'text', firm: 'uuid' } as const;

/** What stands in these columns. */
export function firmIn({ zone, input }: CaseView): { readonly zone: string; readonly firm: string } {
  return { zone, firm: input['enterpriseId'] as string };
}

/** Two lines for each movement, by the line of the record that says it. No line is ever changed. */
export const fundEntries: DerivedTable = {
  table: 'fund_entry',
  columns: {
    case_id: 'uuid',
    seq: 'int',
    account: 'text',
    kind: 'text',
    amount_fen: 'bigint',
    reference: 'text',
    entered_at: 'timestamptz',
    ...ofFirm,
  },
  check: { key: ['seq', 'account'] },
  rows: ({ move: { caseId, view, fresh } }) =>
    fresh.flatMap(({ seq, at, body }) => {
      const movement = movementOf(body);
      if (movement === null) return [];
      const { kind, amountFen, reference, against, sign } = movement;
      const line = { case_id: caseId, seq, kind, reference, entered_at: at, ...firmIn(view) };
      return [
        { ...line, account: 'cash', amount_fen: sign * amountFen },
        { ...line, account: against, amount_fen: -sign * amountFen },
      ];
    }),
};

/** What a fund has, and what approved awards still ask of it. */
export interface FundMoney {
  readonly balanceFen: Fen;
  readonly needFen: Fen;
}

/** The money of a firm's fund as it stands. */
export async function fundMoneyOf(db: Statements, enterpriseId: string): Promise<FundMoney> {
  const [found] = await db.$queryRaw<{ balance: bigint; need: bigint }[]>`
    SELECT
      (SELECT coalesce(sum(e.amount_fen), 0)::bigint FROM anjie.fund_entry e JOIN anjie.case_file f ON f.id = e.case_id
       WHERE f.enterprise_id = ${enterpriseId}::uuid AND e.account = 'cash') AS balance,
      (SELECT coalesce(sum(a.amount_fen), 0)::bigint FROM anjie.fund_award a JOIN anjie.case_file f ON f.id = a.case_id
       WHERE f.enterprise_id = ${enterpriseId}::uuid AND a.state = 'approved') AS need`;
  return { balanceFen: Number(found?.balance ?? 0), needFen: Number(found?.need ?? 0) };
}

/** The firm of a case of its fund. */
export async function firmOf(
  tx: Transaction,
  caseId: string,
  input: { readonly [field: string]: unknown },
): Promise<string> {
  const [file] = await tx.$queryRaw<{ firm: string }[]>`
    SELECT f.enterprise_id::text AS firm FROM anjie.case_file f WHERE f.id = ${caseId}::uuid`;
  return file?.firm ?? (input['enterpriseId'] as string);
}

/** The same, once every other movement of the fund has been kept or refused: what is decided on it still holds then. */
export async function lockFund({ tx, move }: HookPoint): Promise<FundMoney & { readonly firm: string }> {
  const firm = await firmOf(tx, move.caseId, move.view.input);
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`safety-fund/${firm}`}, 0))::text`;
  return { firm, ...(await fundMoneyOf(tx, firm)) };
}

/** Whether a reference is new in the fund, as it is locked. Refusal: `reference-known`. */
export async function isNewReference(
  { tx }: HookPoint,
  firm: string,
  { body }: OfferedDecision,
): Promise<Result<null>> {
  const known = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM anjie.fund_entry e JOIN anjie.case_file f ON f.id = e.case_id
    WHERE f.enterprise_id = ${firm}::uuid AND e.reference = ${body['reference']} LIMIT 1`;
  return known.length === 0
    ? ok(null)
    : refuse('reference-known', 'another movement of the fund has this reference', { pointer: '/reference' });
}
