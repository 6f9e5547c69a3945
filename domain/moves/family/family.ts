import type { Participation } from '../authorize';
import type { CaseView } from '../../case/case-view';
import type { CaseEvent, EventActor, EventBody } from '../../case/case-event';
import { caseTypeDef } from '../../cases/catalogue';
import type { CaseMove } from '../case-move';
import { caseTypeOf, stepOfKey } from '../../case/step';
import type { CaseType } from '../../case/case-type';

/**
 * What the cases of one family (a tip-off and its children) know of one another. Pure, so that the desk
 * over PostgreSQL and the office in memory cannot come to differ.
 */

/** The actor of lines about a child case in the record of its parent. */
export const byChild: EventActor = { kind: 'system', part: 'child' };

/** A line about the fate of a child case in the record of its parent. */
type ChildLine = Extract<EventBody, { kind: 'child-closed' | 'child-reopened' }>;

/** The lines that this move may add to the parent's record, in order: the case has begun again, or has ended. */
export function toldToParent({ view, fresh }: CaseMove): readonly ChildLine[] {
  const { closed, parent } = view;
  if (!parent) return [];
  const { key } = parent;
  const begun = fresh.some(({ body }) => body.kind === 'reopened' || body.kind === 'child-reopened');
  const ended = fresh.some(({ body }) => body.kind === 'closed');
  return [
    ...(begun ? [{ kind: 'child-reopened', key } as const] : []),
    ...(ended && closed
      ? [{ kind: 'child-closed', key, outcome: closed.outcome, facts: closed.facts } as const]
      : []),
  ];
}

/**
 * Whether a parent waits for this line about a child case. It may have ended itself, have ended the child, or have
 * begun again before the child was born and wait for another in its place.
 */
export function concerns(parent: CaseView, childId: string, line: ChildLine): boolean {
  const child = parent.children[line.key];
  if (child?.caseId !== childId) return false;
  return line.kind === 'child-reopened' ? child.closed !== null : !parent.closed && child.closed === null;
}

/** The enterprise that a finding of this move names: if several do, the last. */
export function enterpriseNamed(fresh: readonly CaseEvent[]): string | null {
  const named = fresh.flatMap(({ body }) =>
    body.kind === 'decided' || body.kind === 'decided-before' ? [body.facts['enterpriseId']] : [],
  );
  return (named.findLast((id) => id !== undefined) as string | undefined) ?? null;
}

/** The enterprise of a case born in a move; null where its type names none. */
export function enterpriseOfBirth(birth: CaseMove, parentsEnterprise: string | null): string | null {
  return caseTypeDef(birth.view.caseType).namesNoEnterprise
    ? null
    : ((birth.view.input['enterpriseId'] as string | undefined) ?? parentsEnterprise);
}

/** What one person has decided in one case of a family. */
export type Part = Participation & { readonly caseId: string };

/**
 * The parts in a family that bind in one of its cases. A part in a case of the same type counts only in that case
 * itself: who accepted one approval item of a project may decide another.
 */
export function bindingIn(caseId: string, caseType: CaseType, family: readonly Part[]): Participation[] {
  return family
    .filter((part) => part.caseId === caseId || caseTypeOf(part.step) !== caseType)
    .map(({ step, personId }) => ({ step, personId }));
}

/** Everybody who took part in what these lines decided, or in a matter before its application, and for whom they stood in. */
export function participationsIn(events: readonly CaseEvent[]): (Participation & { readonly seq: number })[] {
  return events.flatMap(({ seq, body, actor }) => {
    const step = stepTaken(body);
    return step === null ? [] : personsOf(body, actor).map((personId) => ({ seq, step, personId }));
  });
}

/**
 * What a line counts as for the separation of persons: the step that it decides, or an act that another person has to
 * follow up, such as `fact/early/fire-review#1` → `early/fire-review`, or a text that was asked to pass.
 */
function stepTaken(body: EventBody): string | null {
  switch (body.kind) {
    case 'decided':
    case 'decided-before':
      return stepOfKey(body.key);
    case 'fact-recorded':
      return /^fact\/((?:early|wording)\/[^#]+)#/.exec(body.key)?.[1] ?? null;
    default:
      return null;
  }
}

/**
 * The persons whom a decision binds: who acted, for whom, and everybody else for whom they stood in on that day.
 * Standing in binds both ways: a person may not approve what their substitute has done.
 */
export function personsOf(body: EventBody, actor: EventActor): string[] {
  if (body.kind === 'decided-before') return [...body.by];
  if (actor.kind !== 'staff' || (body.kind !== 'decided' && body.kind !== 'fact-recorded')) return [];
  const { binds = [] } = body;
  const standingInFor = body.kind === 'decided' ? body.standingInFor : undefined;
  return [actor.personId, ...(standingInFor === undefined ? [] : [standingInFor]), ...binds];
}
