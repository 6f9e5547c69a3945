import type { PolicyChange } from '../../domain/law/policy-change';
import type { Database } from '../../record/store/database';
import type { ChangeParts } from '../../record/office/carried-out';
import { carriedOut } from '../../record/office/changes';

/** Puts law in force past the office's door, as another process would have done it. */
export function publishLaw(db: Database, form: PolicyChange): Promise<unknown> {
  const { facts, apply } = carriedOut['publish-policy'];
  const parts = {} as ChangeParts;
  return db.$transaction(async (tx) => {
    const known = await facts(tx, form, parts);
    if (!known.changed.ok) throw new Error(known.changed.refusal.detail);
    const change = { subject: 'law', person: null, before: null, after: null };
    return apply(tx, { form, facts: known, change }, parts);
  });
}
