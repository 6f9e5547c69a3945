import type { Before } from '../../case/case-event';
import { agreement, isOfChild, type CaseView } from '../../case/case-view';
import { startOfDay, type Instant } from '../../time/calendar';
import type { CaseMove } from '../case-move';

/*
 * 接收在办案件: a matter that ran before the office kept its cases here. The record begins on the day of the take-over
 * and is never dated back: what was decided before stands in it as `decided-before`, with its true day. The procedure
 * runs over that as over decisions of its own, and its first open question is where the case goes on.
 */

/** Whether a move lets a case go on from what was decided before: a second person has just agreed to it. */
export function isTakingOver({ view, fresh }: CaseMove): boolean {
  if (view.before === null) return false;
  return fresh.some(({ body }) =>
    view.takeOver === null ? body.kind === 'opened' : body.kind === 'fact-recorded' && body.key === agreement,
  );
}

/** The day on which the case came as far as it has, by what was decided before: its next step began then. */
export function reachedBefore({ before, steps, children }: CaseView): Instant {
  if (before === null) throw new Error('a case that began here has nothing before it');
  const own = Object.values(steps).flatMap(({ decision }) => decision?.at ?? []);
  const ofChildren = Object.values(children)
    .filter(({ closed }) => closed !== null)
    .flatMap(({ key }) =>
      before.decided.filter((each) => isOfChild(each, key)).map(({ on }) => startOfDay(on)),
    );
  const [first = before.began ?? before.since, ...others] = [...own, ...ofChildren];
  return others.reduce((latest, at) => (at > latest ? at : latest), first);
}

/** What a child case of this key is taken over with: the part of its parent's past that is its own. */
export function beforeOfChild(view: CaseView, key: string, began: Instant): Before {
  const { past, before } = view;
  return {
    since: before?.since ?? began,
    began,
    decided: past.filter((each) => isOfChild(each, key)).map(({ part: _, ...own }) => own),
    granted: (before?.granted ?? []).filter((each) => isOfChild(each, key)).map(({ part: _, ...own }) => own),
    vouchers: vouchersOf(view),
  };
}

/** Who answers for what was decided before by nobody whom the office knows: who entered it, and who agreed. */
export function vouchersOf({ before, takeOver, facts }: CaseView): readonly string[] {
  if (before?.vouchers !== undefined) return before.vouchers;
  if (takeOver === null) return [];
  return [takeOver.by, ...takeOver.binds, ...(facts[agreement]?.by ?? [])];
}
