import type { CaseType } from '../../domain/case/case-type';
import type { CaseMove } from '../../domain/moves/case-move';
import { newsIn } from '../../domain/moves/story/story';
import { subjectOf } from '../../domain/law/matter';
import { nextRungAt } from '../../domain/case/case-queries';
import type { Title } from '../../domain/role';

/** A case whose record has grown. */
export interface CommittedChange {
  readonly caseId: string;
  readonly number: string;
  readonly caseType: CaseType;
  readonly unit: string;
  /** What the case is about, in words of the policy. */
  readonly subject: Title | null;
  readonly parentId: string | null;
  readonly seq: number;
  /** What has happened, in fixed words, oldest first, without what followed from it by itself. */
  readonly happened: readonly string[];
  /**
   * The workflow has to know at once: a rung comes in a moment, before the one that it waits for; or nothing more will
   * come.
   */
  readonly urgent: boolean;
  /** The case has ended and still has letters to send, so that no parent starts its workflow any more. */
  readonly pendingEffects: boolean;
}

/** The change that a move has made to a case. */
export function committedChange(move: CaseMove): CommittedChange {
  const { caseId, view, before, context, policy, fresh } = move;
  const { number, caseType, unit, parent, seq } = view;
  // The workflow waits for the rung that was next before this move.
  const rungBefore = nextRungAt(before);
  const rung = nextRungAt(view);
  const sooner = rung !== null && (rungBefore === null || rung < rungBefore);
  const soon = sooner && Date.parse(rung) - Date.parse(context.now) < soonMs;
  const subject = subjectOf(view.input, policy);
  const ended = view.closed !== null;
  const owing = ended && Object.values(view.effects).some(({ result }) => result === null);
  const urgent = soon || owing || (ended && parent === null);
  return {
    caseId,
    number,
    caseType,
    unit,
    subject,
    parentId: parent?.caseId ?? null,
    seq,
    happened: newsIn(fresh),
    urgent,
    pendingEffects: owing,
  };
}

/** A rung within this time cannot wait until wake-ups are gathered. */
const soonMs = 15_000;
