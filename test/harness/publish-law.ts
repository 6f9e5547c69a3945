import type { PolicyChange } from '../../domain/law/policy-change';
import type { PolicyLayer } from '../../domain/law/policy';
import type { Database } from '../../record/store/database';
import type { ModelTransaction } from '../../record/store/idempotency';
import type { ChangeParts } from '../../record/office/carried-out';
import { carriedOut } from '../../record/office/changes';
import { appendLines, lockOffice, type NewLine, type OfficeSigner } from '../../record/office/office-record';
import { publishRevision } from '../../record/office/published-rules';

interface PublishParts {
  readonly db: Database;
  readonly signer: OfficeSigner;
}

/** Puts law in force past the office's door, as another process would have done it. */
export function publishLaw({ db, signer }: PublishParts, form: PolicyChange): Promise<unknown> {
  const { facts, apply } = carriedOut['publish-policy'];
  const parts = { signer } as unknown as ChangeParts;
  return inRecord({ db, signer }, async (tx) => {
    const known = await facts(tx, form, parts);
    if (!known.changed.ok) throw new Error(known.changed.refusal.detail);
    const change = { subject: 'law', person: null, before: null, after: null };
    const { states = [] } = await apply(tx, { form, facts: known, change }, parts);
    return [...states];
  });
}

/** Puts layers in force as they are, as no publication would leave them. */
export function putLayers(parts: PublishParts, layers: readonly PolicyLayer[]): Promise<unknown> {
  return inRecord(parts, async (tx) => {
    const { _max } = await tx.policyRevision.aggregate({ _max: { revision: true } });
    return [await publishRevision(tx, { revision: (_max.revision ?? 0) + 1, layers })];
  });
}

function inRecord(
  { db, signer }: PublishParts,
  work: (tx: ModelTransaction) => Promise<NewLine['body'][]>,
): Promise<unknown> {
  return db.$transaction(async (tx) => {
    await lockOffice(tx);
    const actor = { kind: 'system', part: 'reference' } as const;
    const said = (await work(tx)).map((body) => ({ at: new Date().toISOString(), actor, body }));
    return appendLines(tx, signer, said);
  });
}
