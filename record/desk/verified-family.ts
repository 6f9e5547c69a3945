import { participationsIn, bindingIn } from '../../domain/moves/family/family';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { Transaction } from '../store/statements';
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
