import type { Circumstances } from '../../../domain/moves/authorize';
import type { CaseMove } from '../../../domain/moves/case-move';
import { judge, take, type Decision } from '../../../domain/moves/decision';
import type { Digest, WrittenLine } from '../../../domain/moves/written-line';
import type { JsonObject } from '../../../domain/json';
import type { Result } from '../../../domain/refusal';

/** A decision judged and taken at once, with nothing to gather but the seal. */
export function decide(
  move: CaseMove,
  decision: Decision,
  circumstances: Circumstances,
  digest: Digest,
  seal: JsonObject | null = null,
): Result<WrittenLine> {
  const judged = judge(move, decision, circumstances);
  return judged.ok ? take(move, judged.value, { seal, beside: {}, filed: [] }, digest) : judged;
}
