import { mayTouch } from '../domain/authorize';
import type { JsonObject } from '../domain/json';
import type { OpeningDef } from '../domain/opening';
import type { Policy } from '../domain/policy';
import { ok, refuse, type Result } from '../domain/refusal';
import type { StaffActor } from '../domain/role';
import type { Transaction } from './persist';

/**
 * Whether somebody may open a case with these facts. Refusals: `role-missing`, `enterprise-unknown`,
 * `conflict-of-interest`, and the opening's own.
 */
export async function mayOpen(
  tx: Transaction,
  { role, check }: OpeningDef,
  facts: JsonObject,
  actor: StaffActor,
  policy: Policy,
): Promise<Result<null>> {
  if (!actor.roles.includes(role)) return refuse('role-missing', `opened by a ${role}`, { role });
  const enterpriseId = facts['enterpriseId'] as string | undefined;
  if (enterpriseId !== undefined) {
    const known = await tx.enterprise.findUnique({ where: { id: enterpriseId }, select: { id: true } });
    if (known === null)
      return refuse('enterprise-unknown', 'no such enterprise', { pointer: '/enterpriseId' });
    const touch = mayTouch(actor, { enterpriseId });
    if (!touch.ok) return touch;
  }
  return check?.(facts, policy) ?? ok(null);
}
