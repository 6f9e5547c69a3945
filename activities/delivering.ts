import type { Effect } from '../domain/case/case-event';
import { stillHolds } from '../domain/case/case-queries';
import { channelAfter, channelsOf, type Channel } from '../domain/office/channels';
import { instantOf, millisOf, type Instant } from '../domain/time/calendar';
import type { CaseDesk, StandingCase } from '../record/desk/case-desk';
import {
  enterAttempts,
  settleDelivery,
  takeDueDeliveries,
  type DueDelivery,
  type Settled,
} from '../record/messages/deliveries';
import { endMessage } from '../record/messages/messages';
import type { Database } from '../record/store/database';
import type { Senders, Sent, Telling, ToldCase } from './channels/channel';
import { causeOf, composeMail, type ComposedMail } from './mail-templates';
import { composeOwnDigest } from './own-digest';
import { mailFactsOf, type Addressee, type Recipients } from './recipients';
import type { CountAttempt } from './telling';
import { tellingIdOf } from './telling-id';

/*
 * What did not go out at once: other channels than mail, what was refused or failed, digests, what quiet hours held
 * back, and what was passed on. Any number of workers may do this: each takes up what nobody else has.
 */

export interface DeliveryParts {
  readonly db: Database;
  readonly desk: Pick<CaseDesk, 'viewOf'>;
  readonly recipients: Recipients;
  readonly senders: Senders;
  readonly publicUrl: string;
  readonly count?: CountAttempt;
}

/** So many a round at most; the next one goes on. */
const mostAtOnce = 200;
/** So many at the same time: a server that does not answer must not hold up what goes elsewhere. */
const lanes = 4;

/** Sends what is due. What fails holds up nothing else. @throws AggregateError of what went wrong */
export async function deliverDue(parts: DeliveryParts, now: Date): Promise<void> {
  const failures: unknown[] = [];
  let taken = 0;
  const lane = async () => {
    while (taken < mostAtOnce) {
      taken += 1;
      const due = await takeDueDeliveries(parts.db, now.toISOString());
      if (due.length === 0) return;
      // It stays taken up for a while, so this round does not meet it again.
      await new DueSending(parts, now.toISOString()).carryOut(due).catch((error) => failures.push(error));
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  failures.push(...ended.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : [])));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} messages were not sent`);
}

/** A delivery with all that has to be known to send it. */
interface Prepared {
  readonly due: DueDelivery;
  readonly standing: StandingCase;
  readonly effect: Effect;
  readonly to: Addressee;
  readonly channel: Channel;
  readonly address: string;
}

/** What is sent at one time to one account: a message, or a digest. */
class DueSending {
  constructor(
    private readonly parts: DeliveryParts,
    private readonly now: Instant,
  ) {}

  async carryOut(due: readonly DueDelivery[]): Promise<void> {
    const prepared: Prepared[] = [];
    for (const each of due) {
      if (each.brokenOff)
        await this.#note(each, { channel: each.channel, outcome: 'broken-off', code: null });
      const ready = await this.#prepare(each);
      if (ready !== null) prepared.push(ready);
    }
    for (const each of prepared) if (each.due.state === 'pending') await this.#askForReport(each);
    const waiting = prepared.filter(({ due: { state } }) => state === 'waiting');
    // The channel of some of a digest may have failed before: they go out on the next one, by themselves.
    for (const channel of new Set(waiting.map((each) => each.channel)))
      await this.#send(waiting.filter((each) => each.channel === channel) as [Prepared, ...Prepared[]]);
  }

  /** Null where it is settled without being sent. */
  async #prepare(due: DueDelivery): Promise<Prepared | null> {
    const { db, desk, recipients } = this.parts;
    const standing = await desk.viewOf({ caseId: due.caseId });
    const effect = standing?.view.effects[due.key]?.effect;
    if (standing === null || effect === undefined || !this.#isTrue(standing, effect)) {
      await endMessage(db, due.messageId, 'superseded');
      await this.#settle(due, {
        channel: due.channel,
        state: 'dropped',
        tries: due.tries,
        nextAt: null,
        attempts: [],
      });
      return null;
    }
    const to = await recipients.account(due.caseId, due.accountId);
    if (to === null) {
      await this.#settle(due, {
        channel: due.channel,
        state: 'failed',
        tries: due.tries,
        nextAt: null,
        attempts: [],
      });
      return null;
    }
    const order = channelsOf(to.wishes, to.addresses);
    // An address may have been given up since.
    const channel = due.channel !== null && order.includes(due.channel) ? due.channel : (order[0] ?? null);
    const address = channel && to.addresses[channel];
    if (channel === null || address === null) {
      const attempt = { channel: due.channel, outcome: 'no-address' as const, code: null };
      await this.#settle(due, {
        channel: null,
        state: 'failed',
        tries: 0,
        nextAt: null,
        attempts: [attempt],
      });
      return null;
    }
    return { due, standing, effect, to, channel, address };
  }

  /** A reminder of a step that was decided, paused or extended meanwhile would only confuse. */
  #isTrue({ view }: StandingCase, { about }: Effect): boolean {
    return about?.rung === undefined || stillHolds(view, about, this.now);
  }

  async #send(prepared: readonly [Prepared, ...Prepared[]]): Promise<void> {
    const [{ channel, address, due }] = prepared;
    const sender = this.parts.senders[channel];
    if (sender === undefined) throw new Error(`nobody sends by ${channel}`);
    const telling = this.#composed(prepared);
    const sent: Sent =
      telling === null
        ? { outcome: 'refused', code: null }
        : await sender.send(telling, { accountId: due.accountId, address });
    for (const each of prepared) await this.#settle(each.due, afterSending(each, sent, this.now));
  }

  /** Null where it would betray that somebody gave a tip, or is no message: then nothing is sent. */
  #composed(prepared: readonly [Prepared, ...Prepared[]]): Telling | null {
    const [first] = prepared;
    const cases = prepared.map((each) => this.#told(each)) as [ToldCase, ...ToldCase[]];
    try {
      const mail = cases.length > 1 ? composeOwnDigest(cases, this.parts.publicUrl) : this.#mailOf(first);
      return { id: tellingIdOf(first.due), urgent: first.due.urgent, cases, mail };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return null;
    }
  }

  #mailOf({ standing, effect, due }: Prepared): ComposedMail {
    const facts = mailFactsOf(standing, effect, { offices: [] }, this.parts.publicUrl);
    return composeMail(effect.template, { ...facts, passedOn: due.tier > 0 });
  }

  #told({ standing, effect }: Prepared): ToldCase {
    const facts = mailFactsOf(standing, effect, { offices: [] }, this.parts.publicUrl);
    const { caseNumber, step, dueOn, link } = facts;
    return { caseNumber, cause: causeOf(effect.template, facts), step, dueOn, link };
  }

  async #askForReport({ due, channel, to }: Prepared): Promise<void> {
    const report = (await this.parts.senders[channel]?.report?.(tellingIdOf(due))) ?? null;
    const settled =
      report === 'delivered'
        ? ({ channel, state: 'taken', tries: due.tries, nextAt: null } as const)
        : report === null && due.tries < mostReports
          ? ({
              channel,
              state: 'pending',
              tries: due.tries + 1,
              nextAt: later(this.now, reportAgainMs),
            } as const)
          : onNextChannel(to, channel, this.now);
    const attempts = report === null ? [] : [{ channel, outcome: report, code: null }];
    await this.#settle(due, { ...settled, attempts });
  }

  async #note(due: DueDelivery, attempt: Settled['attempts'][number]): Promise<void> {
    await enterAttempts(this.parts.db, due, [attempt], this.now);
  }

  async #settle(due: DueDelivery, settled: Settled): Promise<void> {
    await settleDelivery(this.parts.db, due, settled, this.now);
    for (const attempt of settled.attempts) this.parts.count?.(attempt);
  }
}

/** A gateway that has taken a message is asked for its report so often, and so far apart. */
const mostReports = 10;
const reportAgainMs = 60_000;
const firstReportMs = 20_000;

/** What may pass is tried so often on a channel after which there is another one, and so often on the last one. */
const mostTries = { before: 3, last: 12 };
/** How long between two tries: longer each time, and what the other side asks for where that is more. */
const mostWaitMs = 300_000;
const firstWaitMs = 10_000;

function afterSending({ due, channel, to }: Prepared, sent: Sent, now: Instant): Settled {
  const tries = due.tries + 1;
  switch (sent.outcome) {
    case 'taken': {
      const attempts = [{ channel, outcome: sent.outcome, code: null }];
      return sent.reports
        ? { channel, state: 'pending', tries: 0, nextAt: later(now, firstReportMs), attempts }
        : { channel, state: 'taken', tries, nextAt: null, attempts };
    }
    case 'refused':
      return {
        ...onNextChannel(to, channel, now),
        attempts: [{ channel, outcome: sent.outcome, code: sent.code }],
      };
    case 'deferred':
    case 'unreachable':
    case 'timeout': {
      const { outcome, code, retryAfterMs } = sent;
      const attempts = [{ channel, outcome, code }];
      const others = channelAfter(channelsOf(to.wishes, to.addresses), channel) !== null;
      const waitMs = Math.max(retryAfterMs ?? 0, Math.min(firstWaitMs * 3 ** (tries - 1), mostWaitMs));
      // Whoever asks to be left alone for longer than somebody may wait is left alone, for another channel.
      const givesUp =
        tries >= (others ? mostTries.before : mostTries.last) || (others && waitMs > mostWaitMs);
      return givesUp
        ? { ...onNextChannel(to, channel, now), attempts }
        : { channel, state: 'waiting', tries, nextAt: later(now, waitMs), attempts };
    }
  }
}

function onNextChannel(to: Addressee, failed: Channel, now: Instant): Omit<Settled, 'attempts'> {
  const channel = channelAfter(channelsOf(to.wishes, to.addresses), failed);
  return channel === null
    ? { channel: failed, state: 'failed', tries: 0, nextAt: null }
    : { channel, state: 'waiting', tries: 0, nextAt: now };
}

function later(now: Instant, ms: number): Instant {
  return instantOf(millisOf(now) + ms);
}
