import type { PaymentState } from '../../../domain/cases/payout/payment-states';
import { stepTitle } from '../../../domain/cases/catalogue';
import type { StaffActor, Title } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import { Prisma } from '../../../prisma/generated/client';
import { finance } from '../../cases/payout-reading';
import { cursorOf, readCursor, type CursorValues } from '../../store/cursor';
import type { Database } from '../../store/database';
import { day, invalid, pageOf, uuid, type Page, type PageRequest } from '../../store/pages';
import { visibleTo } from '../reading-rights';
import { openedOn } from '../told-standing';
import { toTheDay } from '../to-the-day';

/* Payments as finance lists them: an amount and how it stands, never whom it goes to or what for. */

export interface PaymentLine {
  readonly number: string;
  /** For finance alone, as in the reading of a payment. */
  readonly claimCode: string | null;
  readonly amountFen: number;
  readonly state: PaymentState;
  readonly batch: string | null;
  readonly openedAt: string;
  /** Since when it stands so. */
  readonly movedAt: string;
  readonly dueAt: string | null;
  readonly waitsFor: readonly { readonly step: string; readonly title: Title }[];
}

export interface PaymentFilter {
  readonly state?: PaymentState;
  readonly batch?: string;
}

type Row = Omit<PaymentLine, 'openedAt' | 'movedAt' | 'dueAt' | 'waitsFor'> & {
  readonly caseId: string;
  readonly openedAt: Date;
  readonly movedAt: Date | null;
  readonly dueAt: Date | null;
  readonly steps: readonly string[];
};

const order = 'payments';

/**
 * The payments that somebody may see, newest first. When they moved is told to the day, and within a day the order says
 * nothing: a claim is a moment of the reporter.
 * @throws CursorInvalid
 */
export async function payments(
  db: Database,
  actor: StaffActor,
  { state, batch }: PaymentFilter,
  { limit, cursor }: PageRequest,
): Promise<Page<PaymentLine>> {
  const after = cursor === null ? null : (readCursor(cursor, order, 2) ?? invalid());
  const conditions = [
    visibleTo(actor),
    ...(state === undefined ? [] : [Prisma.sql`o.state = ${state}`]),
    ...(batch === undefined ? [] : [Prisma.sql`o.batch = ${batch}`]),
    behind(after),
  ];
  const rows = await db.$queryRaw<Row[]>`
    SELECT f.id::text AS "caseId", f.number, o.claim_code AS "claimCode", o.amount_fen AS "amountFen", o.state, o.batch,
      f.opened_at AS "openedAt", f.moved_at AS "movedAt", f.due_at AS "dueAt",
      ARRAY(SELECT s.step FROM anjie.open_step s WHERE s.case_id = f.id ORDER BY s.opened_seq) AS steps
    FROM anjie.payout_order o JOIN anjie.case_file f ON f.id = o.case_id
    WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY ${openedOn} DESC, f.id DESC LIMIT ${limit + 1}`;
  const isFinance = actor.roles.some((role) => finance.includes(role));
  return pageOf(
    rows,
    limit,
    ({ openedAt, caseId }) => cursorOf(order, [shanghaiDate(openedAt.toISOString()), caseId]),
    (row) => lineOf(row, isFinance),
  );
}

function lineOf(
  { caseId: _, openedAt, movedAt, dueAt, steps, ...row }: Row,
  isFinance: boolean,
): PaymentLine {
  return {
    ...row,
    claimCode: isFinance ? row.claimCode : null,
    openedAt: toTheDay(openedAt.toISOString()),
    movedAt: toTheDay((movedAt ?? openedAt).toISOString()),
    dueAt: dueAt?.toISOString() ?? null,
    waitsFor: steps.map((step) => ({ step, title: stepTitle(step) })),
  };
}

function behind(after: CursorValues | null): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  const [opened, caseId] = after;
  return Prisma.sql`(${openedOn}, f.id) < (${day(opened)}::date, ${uuid(caseId)}::uuid)`;
}
