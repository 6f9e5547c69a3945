import type { CaseView } from '../../case/case-view';
import type { EventBody } from '../../case/case-event';
import type { Level } from '../../law/policy';
import { wordingPassLevel } from '../../law/told-to-firm';
import { ok, refuse, type Result } from '../../refusal';
import { actsAs } from '../authorize';
import type { StandingUnderRules } from '../case-move';
import type { Digest } from '../written-line';
import type { ActOf } from './act';
import { asOffice, type Asked } from './asked';

/*
 * 放行: a text to a firm that repeats words of a tip goes out all the same, where its author says why and another natural
 * person agrees. Only this very text passes, by its digest.
 */

/** Asks another person to let a text pass. */
export function askingWording({ actor, textDigest }: Asked, wording: string): Result<EventBody> {
  if (actor.kind !== 'staff' || actor.enterpriseId !== null)
    return refuse('role-missing', 'texts to a firm are written in the office');
  const { standsInFor } = actor;
  return ok({
    kind: 'fact-recorded',
    key: `${asked}${wording}#1`,
    facts: {},
    textDigest,
    ...(standsInFor.length === 0 ? {} : { binds: standsInFor }),
  });
}

/** Lets a text pass. Refusals: `wording-not-asked`, and `same-person` also where one stood in for the other. */
export function passingWording(asking: Asked, { line }: ActOf<'pass-wording'>): Result<EventBody> {
  const { move, actor, circumstances, textDigest } = asking;
  const { view } = move;
  const above = asOffice(asking, 'approver', wordingPassedFrom(move));
  if (!above.ok) return above;
  const fact = Object.values(view.facts).find(
    ({ key, openedSeq }) => wordingAskedBy(key) !== null && openedSeq === line,
  );
  const wording = fact === undefined ? null : wordingAskedBy(fact.key);
  if (wording === null) return refuse('wording-not-asked', `line ${line} asks for no text to pass`);
  const persons = actor.kind === 'staff' ? actsAs(actor) : [];
  const own = circumstances.participations.some(
    ({ step, personId }) => step === `wording/${wording}` && persons.includes(personId),
  );
  return own
    ? refuse('same-person', 'who asks for a text to pass does not let it pass', { step: 'ask-wording' })
    : ok({ kind: 'fact-recorded', key: `${passed}${wording}#1`, facts: { line }, textDigest });
}

/** The name of a text in the record: part of its keyed digest. */
export function wordingOf(text: string, digest: Digest): string {
  return digest({ '/wording': text }).slice(0, 32);
}

/** The level from which a text is let pass, by the law of today: what goes out goes out now. */
export function wordingPassedFrom({ view, context }: StandingUnderRules): Level {
  return wordingPassLevel(context.policy(context.pinFor(view.zone)));
}

/** The name of the text that a fact asks to let pass; null for any other fact. */
export function wordingAskedBy(key: string): string | null {
  return key.startsWith(asked) ? key.slice(asked.length, -'#1'.length) : null;
}

/** Whether a text was let pass. */
export function isPassed({ facts }: CaseView, wording: string): boolean {
  return facts[`${passed}${wording}#1`] !== undefined;
}

const asked = 'fact/wording/';
const passed = 'fact/wording-passed/';
