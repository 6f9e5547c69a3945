import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { freePort, loopback } from '../../../setup/parts/ports';

export interface CaughtMail {
  readonly to: readonly string[];
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
  /** As it came over the wire. */
  readonly raw: string;
}

/** A real SMTP server that keeps what it is given. */
export interface MailSink {
  readonly url: string;
  readonly mails: readonly CaughtMail[];
  /** From now on nothing listens, until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** From now on nobody is known here, and this is what the server says to it; null: mail is taken again. */
  refuse(saying: SmtpRefusal | null): void;
  /** From now on these addresses, and no others, are unknown here for ever. */
  unknown(addresses: readonly string[]): void;
  /** How many recipients were refused so far. */
  readonly refused: number;
}

export interface SmtpRefusal {
  /** 4xx: try again; 5xx: never. */
  readonly code: number;
  readonly words: string;
  /** The mail is taken all the same: only its sender does not get to know. */
  readonly afterTaking?: boolean;
}

export async function openMailSink(): Promise<MailSink> {
  const port = await freePort();
  const mails: CaughtMail[] = [];
  let server: SMTPServer | null = null;
  let refusal: SmtpRefusal | null = null;
  let refused = 0;
  let unknown: readonly string[] = [];
  const sink: MailSink = {
    url: `smtp://${loopback}:${port}`,
    mails,
    get refused() {
      return refused;
    },
    refuse(saying) {
      refusal = saying;
    },
    unknown(addresses) {
      unknown = addresses;
    },
    async up() {
      server = makeServer(
        (mail) => mails.push(mail),
        (taken, address) => {
          if (address !== null && unknown.includes(address)) {
            refused += 1;
            return Object.assign(new Error('no such user'), { responseCode: 550 });
          }
          if (refusal === null || taken !== (refusal.afterTaking ?? false)) return null;
          refused += 1;
          return Object.assign(new Error(refusal.words), { responseCode: refusal.code });
        },
      );
      await new Promise<void>((resolve, reject) => {
        server?.once('error', reject);
        server?.listen(port, loopback, resolve);
      });
    },
    async down() {
      const closing = server;
      server = null;
      if (closing) await new Promise<void>((resolve) => closing.close(() => resolve()));
    },
  };
  await sink.up();
  return sink;
}

/** @param refusal what is said to a recipient, or once a mail is taken; null: all is well */
function makeServer(
  keep: (mail: CaughtMail) => void,
  refusal: (taken: boolean, address: string | null) => Error | null,
): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    onRcptTo({ address }, _session, done) {
      done(refusal(false, address));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        simpleParser(raw).then((parsed) => {
          keep({
            to: session.envelope.rcptTo.map(({ address }) => address),
            messageId: parsed.messageId ?? '',
            subject: parsed.subject ?? '',
            text: parsed.text ?? '',
            raw,
          });
          done(refusal(true, null));
        }, done);
      });
    },
  });
}
