import type { PlainDate } from '../../domain/time/calendar';
import type { Title } from '../../domain/role';
import type { Channel } from '../../domain/office/channels';
import { MailError, type Mailer, type MailErrorCode } from '../mail';
import type { ComposedMail } from '../mail-templates';

/** What is told of one case: fixed words, a number and a day. Nothing that anybody wrote, nothing about a person. */
export interface ToldCase {
  readonly caseNumber: string;
  readonly cause: Title;
  readonly step: Title | null;
  readonly dueOn: PlainDate | null;
  readonly link: string;
}

/** What goes out to one address. */
export interface Telling {
  /** The same whenever it is sent again, and telling nothing: whoever takes it knows by this that it is no second one. */
  readonly id: string;
  readonly urgent: boolean;
  readonly mail: ComposedMail;
  /** One case, or those of a digest. */
  readonly cases: readonly [ToldCase, ...ToldCase[]];
}

/** What became of an attempt. Errors of a network are values: each has its next step. */
export type Sent =
  /** Who takes it has it; `reports`: a gateway that will say later whether it arrived. */
  | { readonly outcome: 'taken'; readonly reports: boolean }
  /** Another try would get the same answer. */
  | { readonly outcome: 'refused'; readonly code: number | null }
  | {
      readonly outcome: 'deferred' | 'unreachable' | 'timeout';
      readonly code: number | null;
      /** How long the other side asks to be left alone. */
      readonly retryAfterMs: number | null;
    };

/** Who is told, and where. */
export interface Receiver {
  readonly accountId: string;
  readonly address: string;
}

/** A way to tell somebody something. */
export interface Sender {
  send(telling: Telling, to: Receiver): Promise<Sent>;
  /** Whether it has arrived; null: not known yet. Only for senders whose other side reports. */
  report?(id: string): Promise<'delivered' | 'not-delivered' | null>;
}

/** The channels that are set up. There is always mail. */
export type Senders = { readonly mail: Sender } & Partial<Readonly<Record<Channel, Sender>>>;

const mailOutcomes = {
  'mail-unreachable': 'unreachable',
  'mail-timeout': 'timeout',
  'mail-deferred': 'deferred',
  'mail-refused': 'refused',
  'mail-no-address': 'refused',
} as const satisfies Record<MailErrorCode, string>;

/** Mails, one to each address. */
export function mailSender(mailer: Mailer): Sender {
  return {
    async send({ id, mail }, { address }) {
      try {
        const { refused } = await mailer.send({ messageId: `<${id}@anjie>`, to: [address], ...mail });
        return refused.length > 0 ? { outcome: 'refused', code: null } : { outcome: 'taken', reports: false };
      } catch (error) {
        if (!(error instanceof MailError)) throw error;
        return mailFailure(error);
      }
    },
  };
}

/** What a failed mail means for who it was meant for. */
export function mailFailure({ code, responseCode }: MailError): Exclude<Sent, { outcome: 'taken' }> {
  const outcome = mailOutcomes[code];
  return outcome === 'refused'
    ? { outcome, code: responseCode }
    : { outcome, code: responseCode, retryAfterMs: null };
}
