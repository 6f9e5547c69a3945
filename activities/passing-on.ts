import { stillHolds } from '../domain/case/case-queries';
import { acknowledgeBy } from '../domain/law/acknowledgement';
import { shanghaiDate, type Instant } from '../domain/time/calendar';
import type { StandingCase } from '../record/desk/case-desk';
import { acknowledgedByActing } from '../record/messages/acknowledging';
import {
  endMessage,
  keepForLater,
  passMessageOn,
  settleMessage,
  takeDueMessage,
  type DueMessage,
} from '../record/messages/messages';
import { Rulebooks } from '../record/store/rulebook';
import type { DeliveryParts } from './delivering';
import type { Addressee } from './recipients';
import { entryFor, urgencyIn } from './telling';

/** So many a round at most; the next one goes on. */
const mostAtOnce = 200;

/**
 * Sends messages on that nobody of those whom they went to has received, or acknowledged in time: to who stands in for
 * them, then to the next office. Safe to run twice, and by many at once; what fails holds up nothing else.
 * @throws AggregateError of what went wrong
 */
export async function passMessagesOn(parts: DeliveryParts, now: Date): Promise<void> {
  const rulebooks = new Rulebooks(parts.db);
  const failures: unknown[] = [];
  for (let looked = 0; looked < mostAtOnce; looked += 1) {
    const due = await takeDueMessage(parts.db, now.toISOString());
    if (due === null) break;
    await lookAt(parts, rulebooks, due, now.toISOString()).catch((error) => failures.push(error));
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} messages were not passed on`);
}

async function lookAt(
  parts: DeliveryParts,
  rulebooks: Rulebooks,
  due: DueMessage,
  now: Instant,
): Promise<void> {
  const { db, desk } = parts;
  const standing = await desk.viewOf({ caseId: due.caseId });
  const effect = standing?.view.effects[due.key]?.effect;
  if (standing === null || effect === undefined) return endMessage(db, due.id, 'superseded');
  if (await acknowledgedByActing(db, due)) return endMessage(db, due.id, 'acknowledged');
  if (effect.about?.rung !== undefined && !stillHolds(standing.view, effect.about, now))
    return endMessage(db, due.id, 'superseded');
  if (!due.goesOn) return settleMessage(db, due.id, now);
  const next = await nextOf(parts, standing, due, now);
  if (next === null) return keepForLater(db, due.id, now);
  const calendar = await rulebooks.calendar();
  const urgency = urgencyIn(standing.view, effect);
  const entries = next.accounts.map((to) => entryFor(to, due.urgent, now));
  await passMessageOn(
    db,
    due,
    {
      tier: next.tier,
      acknowledgeBy: urgency && acknowledgeBy(standing.policy, urgency, now, calendar),
      deliveries: entries.map(({ delivery }) => delivery),
      attempts: entries.flatMap(({ attempts }) => attempts),
    },
    now,
  );
}

/** The next who can be told; null where there is nobody more. */
async function nextOf(
  { recipients }: DeliveryParts,
  { caseId, view }: StandingCase,
  { key, tier: before, persons }: DueMessage,
  now: Instant,
): Promise<{ readonly tier: number; readonly accounts: readonly Addressee[] } | null> {
  const audience = view.effects[key]!.effect.to;
  const today = shanghaiDate(now);
  for (let tier = before + 1; ; tier += 1) {
    const accounts = await recipients.after(caseId, view, audience, { tier, persons, today });
    if (accounts === null) return null;
    if (accounts.length > 0) return { tier, accounts };
  }
}
