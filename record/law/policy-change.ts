import type { Instant, WorkCalendar } from '../../domain/time/calendar';
import { CaseMove } from '../../domain/moves/case-move';
import { unfitLaw } from '../../domain/cases/law-fit';
import type { MatterValue } from '../../domain/law/matter-values';
import { resolvePolicy, type PolicyLayer } from '../../domain/law/policy';
import {
  changeLayers,
  pinAfter,
  type PolicyChange,
  type PolicyChangeRefusal,
} from '../../domain/law/policy-change';
import { recount } from '../../domain/moves/recount';
import type { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import type { ModelTransaction } from '../store/idempotency';
import { countingOnly, movedDeadlines, type MovedDeadline } from './recounting';

/** The layers of law at the newest revision. */
export interface LawInForce {
  readonly revision: number;
  readonly layers: PolicyLayer[];
}

/** Reads the layers of law at the newest revision. */
export async function lawInForce(db: Pick<ModelTransaction, 'policyRevision'>): Promise<LawInForce> {
  const { revision, layers } = await db.policyRevision.findFirstOrThrow({ orderBy: { revision: 'desc' } });
  return { revision, layers: layers as unknown as PolicyLayer[] };
}

/** The deadlines of open cases that a change of law would move on the day on which it takes effect. Writes nothing. */
export async function previewPolicy(
  db: Database,
  change: PolicyChange,
  { calendar, now }: { readonly calendar: WorkCalendar; readonly now: Instant },
): Promise<
  | { readonly ok: true; readonly value: readonly MovedDeadline[] }
  | { readonly ok: false; readonly refusal: PolicyChangeRefusal }
> {
  const law = await lawInForce(db);
  const changed = await changedLaw(db, law, change);
  if (!changed.ok) return changed;
  const { layers, zones, movesOn } = changed.value;
  if (movesOn === null) return { ok: true, value: [] };
  const policyMove = { revision: law.revision + 1, on: movesOn, zones };
  const moved = await movedDeadlines(db, { zone: { in: zones } }, (caseId, view) => {
    const move = new CaseMove(caseId, view, {
      ...countingOnly,
      now,
      calendar,
      policy: ({ zone, on, revision }) => {
        const policy = resolvePolicy(layers, zone, on, revision);
        if (!policy.ok) throw new Error(policy.refusal.detail);
        return policy.value;
      },
    });
    recount(move, pinAfter(view.policy, [policyMove], movesOn));
    return move;
  });
  return { ok: true, value: moved };
}

/** Puts a change of law in force. Open cases that are to move do so within the next sweep of its day, each once. */
export async function publishPolicy(
  tx: ModelTransaction,
  change: PolicyChange,
  refuse: (refusal: PolicyChangeRefusal) => never,
): Promise<{ readonly revision: number; readonly movesOn: string | null }> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('policy', 2))`;
  const law = await lawInForce(tx);
  const changed = await changedLaw(tx, law, change);
  if (!changed.ok) return refuse(changed.refusal);
  const { layers, zones, movesOn } = changed.value;
  const revision = law.revision + 1;
  await tx.policyRevision.create({
    data: {
      revision,
      layers: layers as unknown as Prisma.InputJsonArray,
      ...(movesOn === null ? {} : { movesOn: new Date(movesOn), zones }),
    },
  });
  return { revision, movesOn };
}

/** The law after a change; refused where the change cannot be carried out, also by the units that exist. */
async function changedLaw(
  db: Pick<ModelTransaction, 'unit'>,
  { layers }: LawInForce,
  change: PolicyChange,
): Promise<ReturnType<typeof changeLayers>> {
  const changed = changeLayers(layers, change, unfitLaw);
  return changed.ok ? ((await unknownDepartment(db, change)) ?? changed) : changed;
}

/** A matter whose department does not exist: nobody would read its cases. */
async function unknownDepartment(
  db: Pick<ModelTransaction, 'unit'>,
  { add }: PolicyChange,
): Promise<{ readonly ok: false; readonly refusal: PolicyChangeRefusal } | null> {
  const departments = add.map(({ key, value }) =>
    key.startsWith('matter.') ? (value as MatterValue).department : null,
  );
  if (departments.every((each) => each === null)) return null;
  const known = new Set((await db.unit.findMany({ select: { id: true } })).map(({ id }) => id));
  const at = departments.findIndex((each) => each !== null && !known.has(each));
  if (at < 0) return null;
  return {
    ok: false,
    refusal: {
      code: 'policy-row-unsound',
      pointer: `/add/${at}/value/department`,
      detail: `no unit '${departments[at]}'`,
    },
  };
}
