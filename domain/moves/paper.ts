import { hasBusinessWith, type Circumstances } from './authorize';
import type { CaseMove } from './case-move';
import { isMaterial } from '../law/matter';
import { writtenBy, type WrittenLine } from './written-line';
import { ok, refuse, type Result } from '../refusal';
import type { Actor } from '../role';

export interface PaperEntry {
  readonly paperId: string;
  /** Keyed hash of the content. */
  readonly digest: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** What it is in a list of materials; null for a paper that no list asks for. */
  readonly material: string | null;
}

/**
 * Enters a paper into the file of a case, also of a closed one. Refusals: `conflict-of-interest`,
 * `not-your-unit`, `material-unknown`.
 */
export function enterPaper(
  move: CaseMove,
  { material, ...paper }: PaperEntry,
  actor: Actor,
  circumstances: Circumstances,
): Result<WrittenLine> {
  const business = hasBusinessWith(actor, move.view, circumstances);
  if (!business.ok) return business;
  if (material !== null && !isMaterial(move.policy, material))
    return refuse('material-unknown', `no list asks for ${material}`, { pointer: '/material' });
  const event = move.append(
    { kind: 'paper-added', ...paper, ...(material === null ? {} : { material }) },
    writtenBy(actor),
  );
  return ok({ seq: event.seq, texts: {} });
}
