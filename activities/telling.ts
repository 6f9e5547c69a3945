import type { Effect, EffectResult } from '../domain/case/case-event';
import type { CaseView } from '../domain/case/case-view';
import { stepDef } from '../domain/cases/catalogue';
import { acknowledgeBy, urgencyOf } from '../domain/law/acknowledgement';
import type { Urgency } from '../domain/law/policy-values';
import { channelAfter, channelsOf, sendingTime, type Channel } from '../domain/office/channels';
import { instantOf, millisOf, type Instant } from '../domain/time/calendar';
import type { StandingCase } from '../record/desk/case-desk';
import {
  deliveriesOf,
  enterMessage,
  type Attempt,
  type Delivery,
  type DeliveryState,
} from '../record/messages/messages';
import type { Database } from '../record/store/database';
import { Rulebooks } from '../record/store/rulebook';
import { mailFailure } from './channels/channel';
import { MailError, type Mailer } from './mail';
import { composeMail } from './mail-templates';
import { isOutside, mailFactsOf, type Addressee, type Recipients } from './recipients';

/** What is told at once, from within the workflow; the rest is carried by `delivering.ts`. */
export interface Telling {
  readonly standing: StandingCase;
  readonly key: string;
  readonly effect: Effect;
  /** The office's time. */
  readonly at: Instant;
  readonly withinMs: number | undefined;
}

export interface TellerParts {
  readonly db: Database;
  readonly mailer: Mailer;
  readonly recipients: Recipients;
  readonly publicUrl: string;
  /** Told of each attempt. */
  readonly count?: CountAttempt;
  /** The office's time; without it this machine's. */
  readonly now?: () => Date;
}

export type TriedOnce = Pick<Attempt, 'channel' | 'outcome'>;
export type CountAttempt = (attempt: TriedOnce) => void;

/** After a failure that may pass, the first other try comes so soon. */
const soonMs = 10_000;

/**
 * Sends the mail of an effect to all who take mails now, and enters for everybody else how and when they will be told.
 * Safe to run twice: whoever was entered is not written to again, and a mail that is sent again because the worker died
 * before it was entered has the same Message-ID.
 */
export class Teller {
  readonly #rulebooks: Rulebooks;

  constructor(private readonly parts: TellerParts) {
    this.#rulebooks = new Rulebooks(parts.db);
  }

  /** @throws MailError where somebody who has no other channel has to be tried again by mail */
  async tell(telling: Telling): Promise<EffectResult> {
    const { db, recipients } = this.parts;
    const { standing, key, effect } = telling;
    const { caseId, view } = standing;
    const to = await recipients.of(caseId, view, effect.to);
    const urgency = urgencyIn(view, effect);
    const outside = isOutside(view, effect.to);
    // A vacant office is a fault where something is urgent; that a firm has no account is none.
    if (to.accounts.length === 0 && (urgency === null || outside)) return 'nobody-to-tell';
    const known = await deliveriesOf(db, caseId, key);
    const ids = new Set(known.map(({ accountId }) => accountId));
    const fresh = to.accounts.filter(({ accountId }) => !ids.has(accountId));
    const now = laterOf(telling.at, this.parts.now?.() ?? new Date());
    const plans = fresh.map((each) => planned(each, urgency !== null, now));
    const { entered, untold } = await this.#mail(telling, to, plans, now);
    // Of those who have to be tried again nothing is known yet.
    if (entered.length > 0 || to.accounts.length === 0)
      await enterMessage(db, {
        ...{ caseId, key, at: now, urgent: urgency !== null },
        acknowledgeBy: outside ? null : await this.#acknowledgeBy(standing, urgency, now),
        deliveries: entered.map(({ delivery }) => delivery),
        attempts: entered.flatMap(({ attempts }) => attempts),
      });
    for (const { attempts } of entered) for (const attempt of attempts) this.parts.count?.(attempt);
    if (untold !== null) throw untold;
    return resultOf([...known, ...entered.map(({ delivery }) => delivery)].map(({ state }) => state));
  }

  /** Writes to those whose mail goes out now. `untold`: why some, who have no other channel, have to be tried again. */
  async #mail(
    { standing, key, effect, withinMs }: Telling,
    to: Awaited<ReturnType<Recipients['of']>>,
    plans: readonly Plan[],
    now: Instant,
  ): Promise<{ readonly entered: readonly Entry[]; readonly untold: MailError | null }> {
    const { mailer, publicUrl } = this.parts;
    const [byMail, others] = [plans.filter(isMailedNow), plans.filter((plan) => !isMailedNow(plan))];
    const entered = others.map(asPlanned);
    if (byMail.length === 0) return { entered, untold: null };
    const mail = composeMail(effect.template, mailFactsOf(standing, effect, to, publicUrl));
    const addresses = [...new Set(byMail.map(({ to: { addresses } }) => addresses.mail ?? ''))].sort();
    const messageId = mailer.messageIdOf(standing.caseId, key);
    try {
      const { refused } = await mailer.send({ messageId, to: addresses, ...mail }, withinMs);
      const turnedAway = new Set(refused);
      for (const plan of byMail)
        entered.push(
          turnedAway.has(plan.to.addresses.mail ?? '') ? afterRefusal(plan, now, null) : afterTaking(plan),
        );
      return { entered, untold: null };
    } catch (error) {
      if (!(error instanceof MailError)) throw error;
      const failure = mailFailure(error);
      if (failure.outcome === 'refused')
        return {
          entered: [...entered, ...byMail.map((plan) => afterRefusal(plan, now, failure.code))],
          untold: null,
        };
      const goOn = byMail.filter(({ order }) => order.length > 1);
      const attempt = { channel: 'mail' as const, outcome: failure.outcome, code: failure.code };
      const nextAt = instantOf(millisOf(now) + soonMs);
      return {
        entered: [
          ...entered,
          ...goOn.map((plan) =>
            entryOf(plan, { channel: 'mail', state: 'waiting', tries: 1, nextAt }, [attempt]),
          ),
        ],
        untold: goOn.length < byMail.length ? error : null,
      };
    }
  }

  async #acknowledgeBy({ policy }: StandingCase, urgency: Urgency | null, now: Instant) {
    if (urgency === null) return null;
    const calendar = await this.#rulebooks.calendar();
    return acknowledgeBy(policy, urgency, now, calendar);
  }
}

/** How urgent a message is: by its rung, or by the step that it is about. */
export function urgencyIn(view: CaseView, { template, about }: Effect): Urgency | null {
  const state = about && view.steps[about.key];
  if (template !== 'rung' || state === undefined) return null;
  const rungs = [...state.clock.rungs, ...(state.promise?.rungs ?? [])];
  const rung = rungs.find(({ id }) => id === about?.rung);
  return rung === undefined ? null : urgencyOf(rung.kind, stepDef(state.step).ladder);
}

interface Plan {
  readonly to: Addressee;
  readonly order: readonly Channel[];
  readonly now: Instant;
  readonly at: Instant;
  readonly batch: Instant | null;
}

interface Entry {
  readonly delivery: Delivery;
  readonly attempts: readonly Attempt[];
}

function planned(to: Addressee, urgent: boolean, now: Instant): Plan {
  return { to, now, order: channelsOf(to.wishes, to.addresses), ...sendingTime(to.wishes, urgent, now) };
}

/** How an account is entered that nothing was sent to yet: its first channel, and when. */
export function entryFor(to: Addressee, urgent: boolean, now: Instant): Entry {
  return asPlanned(planned(to, urgent, now));
}

function isMailedNow({ order, at, now }: Plan): boolean {
  return order[0] === 'mail' && at <= now;
}

function asPlanned(plan: Plan): Entry {
  const [channel = null] = plan.order;
  return channel === null
    ? entryOf(plan, { channel, state: 'failed', tries: 0, nextAt: null }, [
        { channel, outcome: 'no-address', code: null },
      ])
    : entryOf(plan, { channel, state: 'waiting', tries: 0, nextAt: plan.at }, []);
}

function afterTaking(plan: Plan): Entry {
  return entryOf(plan, { channel: 'mail', state: 'taken', tries: 1, nextAt: null }, [
    { channel: 'mail', outcome: 'taken', code: null },
  ]);
}

function afterRefusal(plan: Plan, now: Instant, code: number | null): Entry {
  const channel = channelAfter(plan.order, 'mail');
  const attempt = { channel: 'mail' as const, outcome: 'refused' as const, code };
  return channel === null
    ? entryOf(plan, { channel: 'mail', state: 'failed', tries: 1, nextAt: null }, [attempt])
    : entryOf(plan, { channel, state: 'waiting', tries: 0, nextAt: now }, [attempt]);
}

function entryOf(
  { to: { accountId, personId }, batch }: Plan,
  standing: Pick<Delivery, 'channel' | 'state' | 'tries' | 'nextAt'>,
  attempts: readonly Omit<Attempt, 'accountId'>[],
): Entry {
  return {
    delivery: { accountId, personId, batch, ...standing },
    attempts: attempts.map((attempt) => ({ accountId, ...attempt })),
  };
}

function resultOf(states: readonly DeliveryState[]): EffectResult {
  if (states.includes('taken')) return 'sent';
  if (states.some((state) => state === 'waiting' || state === 'pending')) return 'handed-on';
  return states.length === 0 ? 'nobody-to-tell' : 'undeliverable';
}

/** The workflow's time may lie behind where a server was away, and before where tests skip it. */
function laterOf(at: Instant, date: Date): Instant {
  const now = date.toISOString();
  return at > now ? at : now;
}
