import { stepDef } from '../../../domain/cases/catalogue';
import type { Channel } from '../../../domain/office/channels';
import type { StaffActor, Title } from '../../../domain/role';
import { Prisma } from '../../../prisma/generated/client';
import { isOwed, type HowAcknowledged } from '../../messages/acknowledging';
import type { AttemptOutcome, DeliveryState } from '../../messages/messages';
import { cursorOf, readCursor } from '../../store/cursor';
import type { Database } from '../../store/database';
import { instant, invalid, pageOf, uuid, type Page, type PageRequest } from '../../store/pages';
import { visibleTo } from '../reading-rights';
import { labelAndMatter, titling, type CaseRead, type ListedCase, type ListParts, type Titled } from './line';

/* Messages that did not reach whom they were meant for, and those that somebody has to acknowledge. */

export const messageScopes = ['undelivered', 'mine', 'answered'] as const;
export type MessageScope = (typeof messageScopes)[number];

export interface MessageLine extends Omit<ListedCase, 'seq'> {
  readonly template: string;
  readonly step: string | null;
  readonly title: Title | null;
  readonly urgent: boolean;
  readonly askedAt: string;
  /** By when somebody of those whom it went to last has to acknowledge it. */
  readonly acknowledgeBy: string | null;
  readonly told: readonly {
    readonly personId: string;
    readonly name: string;
    /** 0: whom it was meant for; more: whom it was passed on to. */
    readonly tier: number;
    readonly state: DeliveryState;
    readonly attempts: readonly {
      readonly channel: Channel | null;
      readonly outcome: AttemptOutcome;
      readonly at: string;
    }[];
  }[];
  readonly acknowledged: {
    readonly personId: string;
    readonly name: string;
    readonly how: HowAcknowledged;
    readonly at: string;
  } | null;
}

type Row = CaseRead &
  Omit<MessageLine, keyof ListedCase | 'title' | 'askedAt' | 'acknowledgeBy'> & {
    readonly id: string;
    readonly askedAt: Date;
    readonly acknowledgeBy: Date | null;
  };

/**
 * Messages about cases that somebody of the office may see, the oldest first. `undelivered`: those that did not reach
 * whom they were meant for, or were not acknowledged in time; `mine`: those that wait for the reader's acknowledgement;
 * `answered`: those that were passed on or failed, and have been acknowledged.
 * @throws CursorInvalid
 */
export async function messageList(
  parts: ListParts,
  actor: StaffActor,
  scope: MessageScope,
  { limit, cursor }: PageRequest,
): Promise<Page<MessageLine>> {
  const after = cursor === null ? null : (readCursor(cursor, `messages-${scope}`, 2) ?? invalid());
  const behind =
    after === null
      ? Prisma.sql`true`
      : Prisma.sql`(m.asked_at, m.id) > (${instant(after[0])}::timestamptz, ${uuid(after[1])}::uuid)`;
  const rows = await parts.db.$queryRaw<Row[]>`
    SELECT m.id::text, f.number, f.case_type AS "caseType", ${labelAndMatter}, f.unit, o.body->>'template' AS template,
      s.step, m.urgent, m.asked_at AS "askedAt", m.acknowledge_by AS "acknowledgeBy", ${told}, ${acknowledged}
    FROM ${listed} WHERE ${conditionOf(scope, actor)} AND ${withinReach(actor)} AND ${behind}
    ORDER BY m.asked_at, m.id LIMIT ${limit + 1}`;
  const titled = await titling(parts, rows);
  return pageOf(
    rows,
    limit,
    (row) => cursorOf(`messages-${scope}`, [row.askedAt.toISOString(), row.id]),
    (row) => messageLine(titled(row)),
  );
}

function messageLine({ id: _, askedAt, acknowledgeBy, ...row }: Titled<Row>): MessageLine {
  return {
    ...row,
    title: row.step === null ? null : stepDef(row.step).title,
    askedAt: askedAt.toISOString(),
    acknowledgeBy: acknowledgeBy?.toISOString() ?? null,
  };
}

/** How many messages wait for somebody's acknowledgement. */
export async function countMessages(db: Database, actor: StaffActor): Promise<number> {
  const [counted] = await db.$queryRaw<{ messages: number }[]>`
    SELECT count(*)::int AS messages FROM ${listed} WHERE ${conditionOf('mine', actor)} AND ${withinReach(actor)}`;
  return counted?.messages ?? 0;
}

const listed = Prisma.sql`anjie.message m JOIN anjie.case_file f ON f.id = m.case_id
  JOIN anjie.effect_order o ON o.case_id = m.case_id AND o.key = m.key
  LEFT JOIN anjie.open_step s ON s.case_id = m.case_id AND s.key = o.body->'about'->>'key'`;

const inUtc = (column: Prisma.Sql) =>
  Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const told = Prisma.sql`(
  SELECT coalesce(jsonb_agg(jsonb_build_object('personId', d.person_id, 'name', p.name, 'tier', d.tier, 'state', d.state,
    'attempts', (
      SELECT coalesce(jsonb_agg(jsonb_build_object('channel', t.channel, 'outcome', t.outcome, 'at', ${inUtc(Prisma.sql`t.at`)})
        ORDER BY t.id), '[]')
      FROM anjie.delivery_attempt t WHERE t.message_id = m.id AND t.account_id = d.account_id))
    ORDER BY d.tier, p.name, d.account_id), '[]')
  FROM anjie.message_delivery d JOIN anjie.person p ON p.id = d.person_id WHERE d.message_id = m.id) AS told`;

const acknowledged = Prisma.sql`(
  SELECT jsonb_build_object('personId', k.person_id, 'name', p.name, 'how', k.how, 'at', ${inUtc(Prisma.sql`k.at`)})
  FROM anjie.message_acknowledgement k JOIN anjie.person p ON p.id = k.person_id
  WHERE k.message_id = m.id) AS acknowledged`;

const wentWrong = Prisma.sql`(m.tier > 0 OR EXISTS (
  SELECT FROM anjie.message_delivery d WHERE d.message_id = m.id AND d.state = 'failed'))`;
/** A reminder of a step that does not wait any more is owed to nobody. */
const stillWaits = Prisma.sql`(o.body->'about'->>'rung' IS NULL OR s.key IS NOT NULL)`;

function conditionOf(scope: MessageScope, { personId }: StaffActor): Prisma.Sql {
  switch (scope) {
    case 'undelivered':
      return Prisma.sql`${isOwed} AND ${wentWrong} AND ${stillWaits}`;
    case 'mine':
      return Prisma.sql`m.ended IS NULL AND m.acknowledge_by IS NOT NULL AND ${stillWaits} AND EXISTS (
        SELECT FROM anjie.message_delivery d WHERE d.message_id = m.id AND d.person_id = ${personId}::uuid)`;
    case 'answered':
      return Prisma.sql`m.ended = 'acknowledged' AND ${wentWrong}`;
  }
}

/** What went to them; to a chief all of the unit's, to whoever approves or audits all of the zone's. */
function withinReach(actor: StaffActor): Prisma.Sql {
  const { personId, roles, unit, enterpriseId } = actor;
  if (enterpriseId !== null) return Prisma.sql`false`;
  const all = roles.includes('auditor') || roles.includes('approver');
  return Prisma.sql`${visibleTo(actor)} AND (${all} OR (${roles.includes('section-chief')} AND f.unit = ${unit}) OR EXISTS (
    SELECT FROM anjie.message_delivery d WHERE d.message_id = m.id AND d.person_id = ${personId}::uuid))`;
}
