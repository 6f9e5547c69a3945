import { randomUUID } from 'node:crypto';
import { caseTypeOf, type AnyStep } from '../../domain/case/step';
import { caseTypeBehind } from '../../domain/cases/catalogue';
import { constructionGate, operationGate } from '../../domain/cases/project/steps';
import { mayTouch } from '../../domain/moves/authorize';
import type { EventActor } from '../../domain/case/case-event';
import type { Policy } from '../../domain/law/policy';
import {
  linesOf,
  targeted,
  type Audience,
  type Firm,
  type PublicationKind,
} from '../../domain/cases/notice/publication';
import type { Refusal, Result } from '../../domain/refusal';
import type { StaffActor } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import type { Desk, PendingCase } from '../desk/desk';
import { tellNothing } from '../desk/told-words';
import type { Receipts } from '../vault/receipts';
import type { Vault } from '../vault/vault';
import { type Idempotency, idempotent, overModels, type Done } from '../store/idempotency';
import type { Statements, Transaction } from '../store/statements';

/*
 * What is published to firms. One short transaction keeps the publication and the firms that it is meant for. The
 * notices are opened after it, each in a transaction of its own: the first of them by the API, the rest by the rounds
 * of the worker. The line of its target makes sure that each is opened once.
 */

export interface NewPublication {
  readonly kind: PublicationKind;
  readonly title: string;
  readonly text: string;
  /** What it lists, by code. */
  readonly about: readonly string[];
  readonly audience: Audience;
  /** Whether firms that come into the audience later are told too. */
  readonly standing?: boolean;
}

export interface NamedFirm extends Firm {
  readonly name: string;
  /** Whether somebody of the firm has an account to read it in. */
  readonly reachable: boolean;
}

interface PublishingParts {
  readonly policy: Policy;
  readonly vault: Vault;
  readonly receipts: Receipts;
  readonly now: Date;
  readonly idempotency: Idempotency | null;
}

/** Whom an audience would reach now. Refusals: see {@link targeted}. */
export async function preview(db: Statements, audience: Audience): Promise<Result<NamedFirm[]>> {
  return targeted(audience, await firms(db));
}

/**
 * Keeps a publication with the firms that it is meant for. Refusals: see {@link targeted} and {@link linesOf};
 * `conflict-of-interest` where a firm is named from which the publisher is recused; `words-of-the-tip` where it repeats
 * what was reported about one of the firms in the publisher's unit.
 */
export function publish(
  db: Database,
  { about, audience, standing = false, ...publication }: NewPublication,
  actor: StaffActor,
  { policy, now, idempotency, ...parts }: PublishingParts,
): Promise<Done<{ readonly id: string; readonly targeted: number }, Refusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    if (standing && audience.enterpriseIds.length > 0)
      return refuse({
        code: 'form-invalid',
        detail: 'who is named is told now; nobody comes later',
        facts: { pointer: '/standing' },
      });
    const lines = linesOf(policy, publication.kind, about);
    if (!lines.ok) return refuse(lines.refusal);
    const meant = await preview(tx, audience);
    if (!meant.ok) return refuse(meant.refusal);
    for (const enterpriseId of audience.enterpriseIds) {
      const touch = mayTouch(actor, { enterpriseId });
      if (!touch.ok) return refuse(touch.refusal);
    }
    const { personId, accountId, unit } = actor;
    const told = [
      { pointer: '/title', text: publication.title },
      { pointer: '/text', text: publication.text },
    ];
    const concerned = { rootId: null, enterpriseIds: meant.value.map((firm) => firm.id), unit };
    const kept = await tellNothing(tx, parts, told, concerned, policy);
    if (!kept.ok) return refuse(kept.refusal);
    const id = randomUUID();
    await tx.publication.create({
      data: {
        ...{ id, unit, personId, accountId, zone: policy.zone, publishedAt: now },
        ...publication,
        standing,
        lines: lines.value as unknown as Prisma.InputJsonArray,
        audience: audience as unknown as Prisma.InputJsonObject,
      },
    });
    await tx.publicationTarget.createMany({
      data: meant.value.map((firm) => ({ publicationId: id, enterpriseId: firm.id })),
    });
    return { id, targeted: meant.value.length };
  });
}

/**
 * Withdraws a publication: notices that are not opened yet never are, and open ones are withdrawn after it, one by one.
 * Refusals: `publication-not-found` (the actor's unit has none of this id), `publication-withdrawn`, `words-of-the-tip`
 * in the reason, which the firms read.
 */
export function withdrawPublication(
  db: Database,
  { id, reason }: { readonly id: string; readonly reason: string },
  { personId, accountId, unit }: StaffActor,
  { policy, now, idempotency, ...parts }: PublishingParts,
): Promise<Done<{ readonly id: string }, Refusal | 'publication-not-found' | 'publication-withdrawn'>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    const known = await tx.publication.count({ where: { id, unit } });
    if (known === 0) return refuse('publication-not-found');
    const targets = await tx.publicationTarget.findMany({ where: { publicationId: id } });
    const concerned = { rootId: null, enterpriseIds: targets.map((firm) => firm.enterpriseId), unit };
    const kept = await tellNothing(tx, parts, [{ pointer: '/reason', text: reason }], concerned, policy);
    if (!kept.ok) return refuse(kept.refusal);
    const { count } = await tx.publication.updateMany({
      where: { id, withdrawnAt: null },
      data: {
        withdrawnAt: now,
        withdrawnReason: reason,
        withdrawnByPerson: personId,
        withdrawnByAccount: accountId,
      },
    });
    return count === 0 ? refuse('publication-withdrawn') : { id };
  });
}

/**
 * Adds the firms that have come into the audience of a standing publication since it was published, as a firm whose
 * project has begun. The line of its target makes sure that each is added once.
 * @returns how many firms came
 */
export async function targetNewcomers(db: Database): Promise<number> {
  const standing = await db.publication.findMany({ where: { standing: true, withdrawnAt: null } });
  if (standing.length === 0) return 0;
  const all = await firms(db);
  let came = 0;
  for (const { id: publicationId, audience } of standing) {
    const meant = targeted(audience as unknown as Audience, all);
    if (!meant.ok) continue;
    const data = meant.value.map(({ id: enterpriseId }) => ({ publicationId, enterpriseId }));
    came += (await db.publicationTarget.createMany({ data, skipDuplicates: true })).count;
  }
  return came;
}

type DeliveringDesk = Pick<Desk, 'openPending' | 'withdrawPending'>;

/** So long a notice that could not be opened is left alone. */
const triedAgainAfterSeconds = 60;

/**
 * Opens the notices that firms are still owed, and withdraws those of withdrawn publications: of one publication or of
 * all, at most `atMost`. It continues where an earlier call stopped; two calls at once share the work. One that cannot
 * be opened or withdrawn does not delay the others.
 * @returns how many were opened and withdrawn
 * @throws what the first of those has thrown that could not be, once the others are done
 */
export async function deliverNotices(
  db: Database,
  desk: DeliveringDesk,
  { publicationId = null, atMost }: { readonly publicationId?: string | null; readonly atMost: number },
): Promise<number> {
  const failures: unknown[] = [];
  let done = await openOwed(db, desk, { publicationId, atMost, failures });
  const takenBack = done === atMost ? [] : await openThoughWithdrawn(db, publicationId, atMost - done);
  for (const { caseId, personId, accountId } of takenBack) {
    const by: EventActor = { kind: 'staff', personId, accountId };
    await desk.withdrawPending(caseId, by).then(
      () => (done += 1),
      (error: unknown) => failures.push(error),
    );
  }
  if (failures.length > 0) throw failures[0];
  return done;
}

interface Opening {
  readonly publicationId: string | null;
  readonly atMost: number;
  readonly failures: unknown[];
}

/** How many were opened. One that fails is marked, so that it comes after all others and not before its time. */
async function openOwed(
  db: Database,
  desk: DeliveringDesk,
  { publicationId, atMost, failures }: Opening,
): Promise<number> {
  let opened = 0;
  while (opened < atMost) {
    const tried: OwedRow[] = [];
    try {
      const pending = async (tx: Transaction) => {
        const owed = await nextOwed(tx, publicationId);
        if (owed !== null) tried.push(owed);
        return owed === null ? null : noticeOf(tx, owed);
      };
      if ((await desk.openPending(pending)) === null) break;
      opened += 1;
    } catch (error) {
      const [at] = tried.slice(-1);
      // No notice is at fault, for instance where the database is away.
      if (at === undefined) throw error;
      failures.push(error);
      await db.$executeRaw`
        UPDATE anjie.publication_target SET failed_at = now()
        WHERE publication_id = ${at.publicationId}::uuid AND enterprise_id = ${at.enterpriseId}::uuid`;
    }
  }
  return opened;
}

/** The next firm that has no notice yet. Lines that somebody else is opening are passed over. */
async function nextOwed(tx: Transaction, publicationId: string | null): Promise<OwedRow | null> {
  const [owed] = await tx.$queryRaw<OwedRow[]>`
    SELECT t.publication_id AS "publicationId", t.enterprise_id AS "enterpriseId", p.kind, p.zone, p.unit, p.title,
      p.person_id AS "personId", p.account_id AS "accountId",
      EXISTS (SELECT FROM anjie.account a
        WHERE a.enterprise_id = t.enterprise_id AND a.active AND 'enterprise-contact' = ANY(a.roles)) AS reachable
    FROM anjie.publication_target t JOIN anjie.publication p ON p.id = t.publication_id
    WHERE t.case_id IS NULL AND p.withdrawn_at IS NULL
      AND (${publicationId}::uuid IS NULL OR t.publication_id = ${publicationId}::uuid)
      AND (t.failed_at IS NULL OR t.failed_at < now() - make_interval(secs => ${triedAgainAfterSeconds}))
    ORDER BY t.failed_at NULLS FIRST, p.published_at, t.enterprise_id LIMIT 1 FOR UPDATE OF t SKIP LOCKED`;
  return owed ?? null;
}

function noticeOf(tx: Transaction, owed: OwedRow): PendingCase {
  const { zone, unit, title, personId, accountId, ...input } = owed;
  return {
    opening: { caseType: caseTypeBehind('publication'), zone, unit, input: { ...input } },
    by: { kind: 'staff', personId, accountId },
    label: title,
    opened: async (caseId) => {
      await tx.$executeRaw`
        UPDATE anjie.publication_target SET case_id = ${caseId}::uuid
        WHERE publication_id = ${input.publicationId}::uuid AND enterprise_id = ${input.enterpriseId}::uuid`;
    },
  };
}

interface OwedRow {
  readonly publicationId: string;
  readonly enterpriseId: string;
  readonly kind: string;
  readonly zone: string;
  readonly unit: string;
  readonly title: string;
  readonly personId: string;
  readonly accountId: string;
  readonly reachable: boolean;
}

function openThoughWithdrawn(db: Database, publicationId: string | null, atMost: number) {
  return db.$queryRaw<{ caseId: string; personId: string; accountId: string }[]>`
    SELECT t.case_id::text AS "caseId", p.withdrawn_by_person::text AS "personId", p.withdrawn_by_account::text AS "accountId"
    FROM anjie.publication p JOIN anjie.publication_target t ON t.publication_id = p.id
      JOIN anjie.case_file f ON f.id = t.case_id
    WHERE p.withdrawn_at IS NOT NULL AND f.outcome IS NULL
      AND (${publicationId}::uuid IS NULL OR p.id = ${publicationId}::uuid)
    ORDER BY t.case_id LIMIT ${atMost}`;
}

/** Every firm with its trade, where it lies, and the stages of its open projects; without one it stands in `none`. */
function firms(db: Statements): Promise<NamedFirm[]> {
  return db.$queryRaw<NamedFirm[]>`
    SELECT e.id::text, e.name, e.trade, e.zone, coalesce(p.stages, ARRAY['none']) AS stages,
      EXISTS (SELECT 1 FROM anjie.account a
        WHERE a.enterprise_id = e.id AND a.active AND 'enterprise-contact' = ANY(a.roles)) AS reachable
    FROM anjie.enterprise e LEFT JOIN (
      SELECT f.enterprise_id, array_agg(DISTINCT CASE
          WHEN ${isPassed(operationGate)} THEN 'operation'
          WHEN ${isPassed(constructionGate)} THEN 'construction'
          ELSE 'intake' END) AS stages
      FROM anjie.case_file f WHERE f.case_type = ${caseTypeOf(operationGate.id)} AND f.outcome IS NULL GROUP BY f.enterprise_id
    ) p ON p.enterprise_id = e.id
    ORDER BY e.name, e.id`;
}

function isPassed({ id }: AnyStep): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT 1 FROM anjie.record_event d
    WHERE d.case_id = f.id AND d.kind = 'decided' AND d.key LIKE ${`${id}#%`})`;
}
