import type { Instant, WorkCalendar } from '../../domain/time/calendar';
import { CaseMove } from '../../domain/moves/case-move';
import { resolvePolicy, type PolicyLayer } from '../../domain/law/policy';
import { pinAfter, type PolicyChange, type PolicyChangeRefusal } from '../../domain/law/policy-change';
import { recount } from '../../domain/moves/recount';
import { changedLaw } from '../../domain/office/kinds/law';
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
  const changed = changedLaw(law.layers, await knownUnits(db), change);
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

/** The units that there are: a matter is decided by one of them. */
export async function knownUnits(db: Pick<ModelTransaction, 'unit'>): Promise<string[]> {
  return (await db.unit.findMany({ select: { id: true } })).map(({ id }) => id);
}
