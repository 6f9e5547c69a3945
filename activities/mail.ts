// Safe to run twice by the effect's key: case and key make the Message-ID, so a mail that is sent again,
// because the worker died between sending and recording it, is the same mail to every mail program.
import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';

export interface Mail {
  /** From {@link Mailer.messageIdOf}. */
  readonly messageId: string;
  /** Plain addresses (`name@host`), no display names. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

export interface Mailer {
  /**
   * Hands one mail to the mail server; done when the server has taken it, within {@link MAIL_DEADLINE_MS} or `withinMs`.
   * Recipients that are no plain address, or that the server refuses, do not stop the others: `refused` names them.
   * @throws MailError if nobody could be reached; whether trying again may help is in its code.
   */
  send(mail: Mail, withinMs?: number): Promise<{ readonly refused: readonly string[] }>;
  /** The Message-ID of an effect: always the same for the same case and key, and telling nothing of either. */
  messageIdOf(caseId: string, key: string): string;
}

export type MailErrorCode =
  /** No connection, or the connection broke. Try again. */
  | 'mail-unreachable'
  /** Not done within the deadline. Try again. */
  | 'mail-timeout'
  /** The server cannot take it now (4xx). Try again. */
  | 'mail-deferred'
  /** The server will not take it (5xx). Somebody has to look at it. */
  | 'mail-refused'
  /** There is no recipient with a usable address. Somebody has to look at it. */
  | 'mail-no-address';

/** Refusals that are final: another try gets the same answer. */
export const lastingRefusals: ReadonlySet<MailErrorCode> = new Set(['mail-refused', 'mail-no-address']);

/** A mail that reached nobody. Holds a fixed code and the server's number, never an address or the server's words. */
export class MailError extends Error {
  override readonly name = 'MailError';
  constructor(
    readonly code: MailErrorCode,
    readonly responseCode: number | null = null,
  ) {
    super(code);
  }
}

/** How long such a mail may take: a transaction waits for it. */
const patienceMs = 10_000;

/**
 * Sends a mail within a transaction that notes that it was sent. A lasting refusal counts as sent: another try would get
 * the same answer, for ever.
 * @throws MailError where another try may help
 */
export async function sendOrGiveUp(mailer: Mailer, mail: Mail): Promise<void> {
  try {
    await mailer.send(mail, patienceMs);
  } catch (error) {
    if (!(error instanceof MailError && lastingRefusals.has(error.code))) throw error;
  }
}

export interface MailerOptions {
  /** e.g. `smtp://user:password@host:587`, `smtps://host:465`. STARTTLS is used where the server offers it. */
  readonly smtpUrl: string;
  /** Sender of every mail: an address, perhaps with a name. From the configuration, never from a person's input. */
  readonly from: string;
  /** Milliseconds for one mail; less than {@link MAIL_DEADLINE_MS} in tests. */
  readonly deadlineMs?: number;
}

/** One slow mail server must not hold an activity for long: 30 s from connecting to the server's last word. */
export const MAIL_DEADLINE_MS = 30_000;

/** Mails through one SMTP server. Opens a connection per mail, so there is nothing to close. */
export function makeMailer({ smtpUrl, from, deadlineMs = MAIL_DEADLINE_MS }: MailerOptions): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    dnsTimeout: 10_000,
    socketTimeout: 20_000,
    // Nothing in a mail is ever fetched, whatever it looks like.
    disableFileAccess: true,
    disableUrlAccess: true,
  });

  return {
    messageIdOf: (caseId, key) => `<${createHash('sha256').update(`${caseId}\n${key}`).digest('hex')}@anjie>`,
    async send({ messageId, to, subject, text }, withinMs = deadlineMs) {
      const usable = to.filter((address) => plainAddress.test(address));
      if (usable.length === 0) throw new MailError('mail-no-address');
      try {
        const { rejected } = await transport.sendMail({
          messageId,
          from,
          // Objects, so that no library parses an address again and finds two.
          to: usable.map((address) => ({ name: '', address })),
          subject,
          text,
          xMailer: false,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
          // The timeouts above are per silence; a server that sends a byte a second would get past them.
          signal: AbortSignal.timeout(Math.min(withinMs, deadlineMs)),
        });
        return { refused: [...to.filter((address) => !usable.includes(address)), ...rejected] };
      } catch (error) {
        throw mailError(error);
      }
    },
  };
}

/** ASCII `name@host`, the host a name with a dot or `localhost`; no quotes, comments, routes or lists. */
const plainAddress =
  /^[A-Za-z0-9._%+-]{1,64}@(?:localhost|(?=.{4,255}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})$/;

function mailError(error: unknown): MailError {
  const { name, code, responseCode } = error as { name?: string; code?: string; responseCode?: number };
  if (name === 'AbortError' || name === 'TimeoutError' || code === 'ETIMEDOUT')
    return new MailError('mail-timeout');
  if (responseCode === undefined) return new MailError('mail-unreachable');
  return new MailError(responseCode >= 500 ? 'mail-refused' : 'mail-deferred', responseCode);
}
