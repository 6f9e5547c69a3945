import { sendersOf } from '../../activities/channels/senders';
import type { DeliveryParts } from '../../activities/delivering';
import { makeMailer } from '../../activities/mail';
import { recipientsFrom } from '../../activities/recipients';
import { Teller, type Telling } from '../../activities/telling';
import { noWishes, type Channel, type Wishes } from '../../domain/office/channels';
import { chooseChannels } from '../../record/messages/own-channels';
import { carryMessages } from '../../activities/carrying';
import { activitiesOf } from '../../worker/office';
import { mailboxOf, type Cast } from '../harness/cast';
import { decide, handIn } from '../harness/courses/usual-course';
import { Office } from '../harness/office';
import { openHttpSink, type HttpSink } from '../harness/parts/http-sink';

type Seat = keyof Cast;

/** One attempt as a test reads it: to whom, by which channel, and what became of it. */
export type Tried = readonly [who: Seat, channel: Channel | null, outcome: string];

/**
 * An office whose time the test moves on, with a real mail server, a real receiver of webhooks and a real gateway for
 * text messages. What a workflow and the rounds of a worker would do is done when the test says so.
 */
export class MessageOffice {
  private constructor(
    readonly office: Office,
    readonly hooks: HttpSink,
    readonly gateway: HttpSink,
    private readonly time: { now: Date },
    readonly messages: DeliveryParts,
    private readonly activities: ReturnType<typeof activitiesOf>,
    readonly teller: Teller,
  ) {}

  static async open(): Promise<MessageOffice> {
    // A Wednesday morning in Shanghai, with working days before and after it.
    const time = { now: new Date('2026-12-02T02:00:00.000Z') };
    const office = await Office.open({ now: () => time.now });
    const [hooks, gateway] = [await openHttpSink(), await openHttpSink()];
    gateway.behave(({ method }) => ({
      status: 200,
      body: JSON.stringify(method === 'POST' ? { code: 'OK' } : { state: 'delivered' }),
    }));
    const mailer = makeMailer({ smtpUrl: office.mail.url, from: 'anjie@office.test', deadlineMs: 2_000 });
    const senders = sendersOf(mailer, {
      webhooks: { secret: webhookSecret, hosts: ['127.0.0.1'], mayBePrivate: true, withinMs: 1_000 },
      sms: { url: gateway.url, ...gatewayAccess, withinMs: 1_000 },
    });
    const setUp = Object.keys(senders) as Channel[];
    const { db, desk } = office;
    const publicUrl = 'https://anjie.example';
    const messages = { db, desk, recipients: recipientsFrom(db, setUp), senders, publicUrl };
    const activities = activitiesOf({ db, desk, mailer, publicUrl, setUp, now: () => time.now });
    const teller = new Teller({ ...messages, mailer, now: () => time.now });
    return new MessageOffice(office, hooks, gateway, time, messages, activities, teller);
  }

  get now(): Date {
    return this.time.now;
  }

  pass(ms: number): void {
    this.time.now = new Date(this.time.now.getTime() + ms);
  }

  /** A tip-off that waits for its acceptance. */
  async tip(): Promise<string> {
    return handIn(this.office);
  }

  /** Lets its acceptance come to a rung, and carries out what the rung asks for, as the workflow does. */
  async ring(number: string, rung: string): Promise<void> {
    const { view } = await this.office.file(number);
    const [state] = Object.values(view.steps).filter(({ decision }) => decision === null);
    const due = state?.clock.rungs.find(({ id }) => id === rung);
    if (due === undefined) throw new Error(`no rung ${rung}`);
    this.time.now = new Date(Math.max(Date.parse(due.fireAt), this.time.now.getTime()));
    await this.carryOut(number);
  }

  /** Fires what is due, and carries out what the record asks for. */
  async carryOut(number: string): Promise<void> {
    const { caseId, view } = await this.office.file(number);
    const at = this.time.now.toISOString();
    await this.office.desk.advance({ caseId, knownSeq: view.seq, at, wants: [] });
    await this.activities.carryOut({ caseId, knownSeq: view.seq, at });
  }

  /** The clerk accepts a tip-off. */
  async accept(number: string): Promise<void> {
    const done = await decide(this.office, number, 'tip-off/acceptance', {
      verdict: 'accepted',
      allegesDeath: false,
    });
    if (!done.ok) throw new Error(done.refusal.code);
  }

  /** The last mail that the record of a case asks for. */
  async effectOf(number: string): Promise<Pick<Telling, 'standing' | 'key' | 'effect'>> {
    const standing = await this.office.desk.viewOf({ number });
    const asked = Object.values(standing?.view.effects ?? {}).at(-1);
    if (standing === null || asked === undefined) throw new Error('no mail was asked for');
    return { standing, key: asked.key, effect: asked.effect };
  }

  /** A round of a worker, or of two at once. */
  async round(workers = 1): Promise<void> {
    await Promise.all(Array.from({ length: workers }, () => carryMessages(this.messages, this.time.now)));
  }

  /** Somebody chooses how to be told. */
  async choose(
    who: Seat,
    {
      webhook = null,
      phone = null,
      ...wishes
    }: Partial<Wishes> & { webhook?: string | null; phone?: string | null },
  ): Promise<void> {
    await chooseChannels(this.office.db, this.office.cast[who].accountId, {
      ...{ webhookUrl: webhook, phone },
      wishes: { ...noWishes, ...wishes },
    });
  }

  /** Every attempt for a case, in order. */
  async attempts(number: string): Promise<Tried[]> {
    const rows = await this.office.db.$queryRaw<{ who: Seat; channel: Channel | null; outcome: string }[]>`
      SELECT a.login AS who, t.channel, t.outcome FROM anjie.delivery_attempt t
      JOIN anjie.message m ON m.id = t.message_id JOIN anjie.case_file f ON f.id = m.case_id
      JOIN anjie.account a ON a.id = t.account_id
      WHERE f.number = ${number} ORDER BY t.id`;
    return rows.map(({ who, channel, outcome }) => [who, channel, outcome]);
  }

  /** How the messages of a case have ended; null: not yet. */
  async endings(number: string): Promise<(string | null)[]> {
    const rows = await this.office.db.$queryRaw<{ ended: string | null }[]>`
      SELECT m.ended FROM anjie.message m JOIN anjie.case_file f ON f.id = m.case_id
      WHERE f.number = ${number} ORDER BY m.asked_at, m.key`;
    return rows.map(({ ended }) => ended);
  }

  /** What the record says of the mails that it asked for. */
  async results(number: string): Promise<string[]> {
    return (await this.office.record(number, 'effect-done')).map(({ result }) => result);
  }

  mailsTo(
    who: Seat,
  ): readonly { readonly subject: string; readonly text: string; readonly messageId: string }[] {
    return this.office.mail.mails.filter(({ to }) => to.includes(mailboxOf(who)));
  }

  /** The mail server knows nobody of these, and everybody else. */
  nobodyKnows(...names: readonly Seat[]): void {
    this.office.mail.unknown(names.map(mailboxOf));
  }

  async close(): Promise<void> {
    await this.office.close();
    await Promise.all([this.hooks.close(), this.gateway.close()]);
  }
}

export const webhookSecret = 'a secret of this test alone, long enough';
export const gatewayAccess = {
  keyId: 'bureau',
  secret: 'another secret of this test',
  templates: { message: 'T-ONE', digest: 'T-MANY' },
} as const;
