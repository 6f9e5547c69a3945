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

/** Who writes of a child in its parent's record. */
export const byChild: EventActor = { kind: 'system', part: 'child' };

/** What a parent's record says of the fate of a child case. */
type ChildLine = Extract<EventBody, { kind: 'child-closed' | 'child-reopened' }>;

/** What the parent's record may have to be told of this move, in order: a child case has begun again, or has ended. */
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
 * Whether a case waits to be told this of a child case. It may have ended itself, have ended the child, or have begun
 * again before the child was born and wait for another in its place.
 */
export function concerns(parent: CaseView, childId: string, line: ChildLine): boolean {
  const child = parent.children[line.key];
  if (child?.caseId !== childId) return false;
  return line.kind === 'child-reopened' ? child.closed !== null : !parent.closed && child.closed === null;
}

/** The enterprise that a finding of this move names; the last one named is the one that the case is about. */
export function enterpriseNamed(fresh: readonly CaseEvent[]): string | null {
  const named = fresh.flatMap(({ body }) => (body.kind === 'decided' ? [body.facts['enterpriseId']] : []));
  return (named.findLast((id) => id !== undefined) as string | undefined) ?? null;
}

/** The enterprise of a case born in a move; null where its type names none. */
export function enterpriseOfBirth(birth: CaseMove, parentsEnterprise: string | null): string | null {
  return caseTypeDef(birth.view.caseType).namesNoEnterprise
    ? null
    : ((birth.view.input['enterpriseId'] as string | undefined) ?? parentsEnterprise);
}

/** Somebody's part in one case of a family. */
export type Part = Participation & { readonly caseId: string };

/**
 * Whom their part in a family binds in one of its cases. Steps of its own type count only where they are its own:
 * who accepted one approval item of a project may decide another.
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
 * What a line counts as where persons are kept apart: the step that it decides, or an act that somebody else has to
 * follow up: `fact/early/fire-review#1` → `early/fire-review`, and likewise a text that was asked to pass.
 */
function stepTaken(body: EventBody): string | null {
  switch (body.kind) {
    case 'decided':
      return stepOfKey(body.key);
    case 'fact-recorded':
      return /^fact\/((?:early|wording)\/[^#]+)#/.exec(body.key)?.[1] ?? null;
    default:
      return null;
  }
}

/**
 * The persons whom a decision binds: who acted, for whom, and everybody else for whom they stood in on that day. Standing
 * in binds both ways: what was done by somebody who stands in for a person is not approved by that person.
 */
export function personsOf(body: EventBody, actor: EventActor): string[] {
  if (actor.kind !== 'staff' || (body.kind !== 'decided' && body.kind !== 'fact-recorded')) return [];
  const { binds = [] } = body;
  const standingInFor = body.kind === 'decided' ? body.standingInFor : undefined;
  return [actor.personId, ...(standingInFor === undefined ? [] : [standingInFor]), ...binds];
}
