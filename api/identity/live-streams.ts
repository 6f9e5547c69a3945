import { PassThrough, type Readable } from 'node:stream';
import type { MovedCase, MovedCases } from '../../record/messages/moved-cases';
import { signedInBy } from '../../record/people/people';
import { movedFor } from '../../record/reading/lists/moved-for';
import type { ApiDeps } from '../deps';

type Deps = Pick<ApiDeps, 'db' | 'clock'> & { readonly moves: MovedCases };

/** What moves is told in batches: not to the moment, and one question to the database for many moves. */
const tellEveryMs = 2_000;
/** A line now and then, by which proxies and browsers see that the stream lives; the session is looked at then too. */
const beatEveryMs = 25_000;
const mostStreams = 500;
const mostOfSession = 8;
/** A reader who does not keep up is let go, and asks anew. */
const mostUnreadBytes = 64 * 1024;

interface Stream {
  readonly token: string;
  readonly out: PassThrough;
  beatenAt: number;
}

/**
 * What readers are told while they look: the numbers of cases that have moved and that they may see, under the session
 * and the rights that they have at that moment. A stream is no use of a session: it ends with it.
 */
export class LiveStreams {
  readonly #streams = new Set<Stream>();
  #stop: (() => void) | null = null;
  #moved: MovedCase[] = [];
  #hasMissed = false;
  #round: NodeJS.Timeout | null = null;
  #isBusy = false;

  constructor(private readonly deps: Deps) {}

  /** A stream for the holder of a token; null where there are too many already. */
  open(token: string): Readable | null {
    const own = [...this.#streams].filter((each) => each.token === token).length;
    if (this.#streams.size >= mostStreams || own >= mostOfSession) return null;
    const stream = { token, out: new PassThrough(), beatenAt: Date.now() };
    this.#streams.add(stream);
    stream.out.on('close', () => this.#streams.delete(stream));
    stream.out.on('error', () => undefined);
    // What moved before the reader asked is in what they read first.
    stream.out.write('retry: 5000\n\n: \n\n');
    this.#stop ??= this.deps.moves.listen({
      moved: (each) => void (this.#streams.size > 0 && this.#moved.push(each)),
      missed: () => void (this.#hasMissed = true),
    });
    this.#round ??= setInterval(() => void this.#tell(), tellEveryMs).unref();
    return stream.out;
  }

  close(): void {
    this.#stop?.();
    if (this.#round !== null) clearInterval(this.#round);
    for (const { out } of this.#streams) out.end();
  }

  async #tell(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    const moved = [...new Map(this.#moved.map((each) => [JSON.stringify(each), each])).values()];
    const hasMissed = this.#hasMissed;
    this.#moved = [];
    this.#hasMissed = false;
    try {
      for (const stream of [...this.#streams]) await this.#tellOne(stream, moved, hasMissed);
    } catch {
      // With the database away nobody can be told what they may know: they ask anew when it is back.
      this.#hasMissed = true;
    } finally {
      this.#isBusy = false;
    }
  }

  async #tellOne(stream: Stream, moved: readonly MovedCase[], hasMissed: boolean): Promise<void> {
    const now = Date.now();
    const isDue = now - stream.beatenAt >= beatEveryMs;
    if (moved.length === 0 && !hasMissed && !isDue) return;
    const { db, clock } = this.deps;
    const signedIn = await signedInBy(db, stream.token, clock(), { isUse: false });
    if (signedIn === null || stream.out.writableLength > mostUnreadBytes) return void stream.out.end();
    const numbers = hasMissed ? [] : await movedFor(db, signedIn.actor, moved);
    if (hasMissed) write(stream, now, 'event: refetch\ndata: {}\n\n');
    else if (numbers.length > 0) write(stream, now, `event: moved\ndata: ${JSON.stringify({ numbers })}\n\n`);
    else if (isDue) write(stream, now, ': \n\n');
  }
}

function write(stream: Stream, now: number, text: string): void {
  stream.beatenAt = now;
  stream.out.write(text);
}
