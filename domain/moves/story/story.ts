import type { CaseEvent } from '../../case/case-event';
import { nextRungAt, nextRungOf } from '../../case/case-queries';
import { openSteps, type CaseView } from '../../case/case-view';
import { shanghaiMinute, type Instant } from '../../time/calendar';
import { wordsOfLine, wordsOfStep } from './line-title';

/** What has happened to a case, as people read it in the history of its workflow. Fixed words; it decides nothing. */
export interface Story {
  /** How many lines came before these and are not told: the changes beside it hold what was decided, and on which day. */
  readonly earlier?: number;
  /** Line by line: `7 · 2026-11-21 10:02 · 派件 assignment: assigned`. */
  readonly happened: readonly string[];
  /** What comes next by itself: `核查 verification: remind-50 2026-12-20 00:00`; null where nothing does. */
  readonly nextRung: string | null;
}

/** Up to so many lines are all told; of more only the last few, so that what a workflow reads stays small. */
const manyLines = 8;
const lastLines = 3;

/** What these lines of a record say, and what comes next in the case as it now is. */
export function storyOf(lines: readonly CaseEvent[], view: CaseView): Story {
  const told = lines.filter(isTold);
  const earlier = told.length > manyLines ? told.length - lastLines : 0;
  return {
    ...(earlier > 0 ? { earlier } : {}),
    happened: told
      .slice(earlier)
      .map(({ seq, at, body }) => `${seq} · ${shanghaiMinute(at)} · ${wordsOfLine(body)}`),
    nextRung: nextRungInWords(view),
  };
}

/**
 * The lines that others follow from, in words: what a person, a limit or another case did. A wake-up is named by them.
 */
export function newsIn(lines: readonly CaseEvent[]): string[] {
  return lines.filter((line) => isTold(line) && !isConsequence(line)).map(({ body }) => wordsOfLine(body));
}

/** A rung as the history of a workflow calls it. */
export function wordsOfRung(
  key: string,
  { id, fireAt }: { readonly id: string; readonly fireAt: Instant },
): string {
  return `${wordsOfStep(key)}: ${id} ${shanghaiMinute(fireAt)}`;
}

/** That a step opens shows in the next rung; letters have summaries of their own. */
function isTold({ seq, body }: CaseEvent): boolean {
  // What was written when the case was opened is noted in its second line: no news beside the opening.
  if (body.kind === 'noted') return seq > 2;
  return body.kind !== 'step-opened' && body.kind !== 'effect-asked' && body.kind !== 'effect-done';
}

function isConsequence({ actor, body }: CaseEvent): boolean {
  return body.kind !== 'opened' && actor.kind === 'system' && actor.part === 'procedure';
}

function nextRungInWords(view: CaseView): string | null {
  const at = nextRungAt(view);
  for (const state of openSteps(view)) {
    const rung = nextRungOf(state);
    if (rung !== null && rung.fireAt === at) return wordsOfRung(state.key, rung);
  }
  return null;
}
