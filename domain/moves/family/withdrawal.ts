import type { EventActor } from '../../case/case-event';
import { caseTypeDef } from '../../cases/catalogue';
import type { CaseView, ChildState } from '../../case/case-view';
import type { CaseMove } from '../case-move';
import type { JsonObject } from '../../json';

/*
 * 撤回: the withdrawal of a case cascades to its open child cases, where its type says so. Both records tell of
 * it: the parent's, so that it knows how each ended should it ever be reopened, and the child's own.
 */

/** Who ends a case because its parent was withdrawn. */
const byParent: EventActor = { kind: 'system', part: 'parent' };

/** Whether open child cases stand in the way of withdrawing a case. */
export function isHeldByChildren({ caseType, children }: CaseView): boolean {
  return !caseTypeDef(caseType).cascades && Object.values(children).some(({ closed }) => closed === null);
}

/** Facts that are carried over from child cases that a withdrawal ends, by their keys. */
export type CarriedOver = Readonly<Record<string, JsonObject>>;

/** Ends the open child cases of a case that is about to be withdrawn, in its own record. */
export function closeChildren(move: CaseMove, outlasting: CarriedOver = {}): void {
  for (const { key, closed } of Object.values(move.view.children)) {
    if (closed === null)
      move.append(
        { kind: 'child-closed', key, outcome: 'withdrawn', facts: outlasting[key] ?? {} },
        byParent,
      );
  }
}

/** The open child cases from which facts are carried over if they are withdrawn with this case. */
export function childrenToCarryOver({ children }: CaseView): ChildState[] {
  return Object.values(children).filter(
    ({ caseType, closed }) => closed === null && caseTypeDef(caseType).carriesOver !== undefined,
  );
}

/** The facts that are carried over from a case that is withdrawn with its parent. */
export function carriedOverFrom(view: CaseView): JsonObject {
  return caseTypeDef(view.caseType).carriesOver?.(view) ?? {};
}

/**
 * The child cases that this move has ended in the record of their parent, and that are still to be withdrawn
 * themselves.
 */
export function cascadedChildren({ view, fresh }: CaseMove): string[] {
  return fresh.flatMap(({ body, actor }) =>
    body.kind === 'child-closed' && actor.kind === 'system' && actor.part === 'parent'
      ? (view.children[body.key]?.caseId ?? [])
      : [],
  );
}

/** Withdraws a child case with its parent, and its own children with it. */
export function withdrawWithParent(move: CaseMove): void {
  withdrawAlong(move, byParent);
}

/** Withdraws a case because the case or publication that it rests on was withdrawn. */
export function withdrawAlong(move: CaseMove, by: EventActor): void {
  closeChildren(move);
  move.append({ kind: 'closed', outcome: 'withdrawn', facts: {} }, by);
}
