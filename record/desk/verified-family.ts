import type { EventBody } from '../../domain/case/case-event';
import type { PolicyPin } from '../../domain/law/policy-pin';
import { participationsIn, bindingIn } from '../../domain/moves/family/family';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { Rulebook } from '../store/rulebook';
import type { Transaction } from '../store/statements';
import { isAsPublished, type SealReader } from '../trust/office-lines';
import { chainsOfFamily, faultsInFamily, type Witness } from '../trust/verify-record';
import type { LoadedCase } from './families';

/**
 * A case by the verified records of its whole family. The parts of persons are read off these records too, not off the
 * derived table. The family has to be locked. Refusal: `record-not-as-written`.
 */
export async function onVerifiedRecord(
  tx: Transaction,
  loaded: LoadedCase,
  witness: Witness,
): Promise<Result<LoadedCase>> {
  const chains = await chainsOfFamily(tx, loaded.family.rootId);
  const faults = await faultsInFamily(chains, witness);
  if (faults.length > 0) {
    const places = faults.map(({ number, seq, fault }) => ({ number, seq, fault }));
    return refuse('record-not-as-written', 'a record of the family is not what was written', { places });
  }
  const verified = new Map(chains.map(({ caseId, lines }) => [caseId, lines.map(({ event }) => event)]));
  const parts = [...verified].flatMap(([caseId, events]) =>
    participationsIn(events).map((part) => ({ ...part, caseId })),
  );
  const { move, circumstances } = loaded;
  const participations = bindingIn(move.caseId, move.view.caseType, parts);
  return ok({ ...loaded, verified, circumstances: { ...circumstances, participations } });
}

interface LawParts {
  readonly signer: SealReader;
  readonly rulebook: Rulebook;
  /** Revisions that were found to be as published: neither the lines nor what a process has read of them changes. */
  readonly published: Set<number>;
}

/**
 * Whether the law that the cases of a family have pinned, as this process reckons with it, is what was published. Refusal:
 * `record-not-as-written`.
 */
export async function underPublishedLaw(
  tx: Transaction,
  { verified = new Map() }: LoadedCase,
  { signer, rulebook, published }: LawParts,
): Promise<Result<null>> {
  const pinned = new Set([...verified.values()].flat().flatMap(({ body }) => pinIn(body)?.revision ?? []));
  for (const revision of pinned) {
    if (published.has(revision)) continue;
    if (!(await isAsPublished(tx, signer, rulebook.revision(revision))))
      return refuse('record-not-as-written', `revision ${revision} of the law is not what was published`);
    published.add(revision);
  }
  return ok(null);
}

function pinIn(body: EventBody): PolicyPin | null {
  return body.kind === 'opened' || body.kind === 'policy-pinned' ? body.policy : null;
}
