import type { CaseView } from '../../domain/case/case-view';
import { offeredActs, type OfferedAct } from '../../domain/moves/acts/offered';
import type { Circumstances } from '../../domain/moves/authorize';
import type { StaffActor } from '../../domain/role';
import type { Instant } from '../../domain/time/calendar';
import type { Rulebooks } from '../store/rulebook';

interface Reader {
  /** The part of the case that the reader is shown. */
  readonly view: CaseView;
  readonly actor: StaffActor;
  readonly circumstances: Circumstances;
  readonly now: Instant;
}

/** The acts that somebody may do on a case that they read, by the law and the calendar of now. */
export function actsOffered(
  rulebooks: Rulebooks,
  { view, actor, circumstances, now }: Reader,
): Promise<OfferedAct[]> {
  return rulebooks.reckon(async (rulebook) => {
    const context = {
      now,
      calendar: rulebook.calendar,
      policy: (pin: CaseView['policy']) => rulebook.policy(pin),
      pinFor: (zone: string) => rulebook.pinFor(zone, now),
    };
    const move = { view, policy: rulebook.policy(view.policy), context };
    return offeredActs({ move, actor, circumstances });
  });
}

/** The act as it is offered to somebody who is shown these papers; nothing where it is about none of them. */
export function amongShown(
  { act, among }: OfferedAct,
  papers: readonly { readonly id: string }[],
): OfferedAct[] {
  if (among?.field !== 'paper') return [{ act, among }];
  const values = among.values.filter((value) => papers.some(({ id }) => id === value));
  return values.length === 0 ? [] : [{ act, among: { ...among, values } }];
}
