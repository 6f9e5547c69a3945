import type { Client, Connection, Submittable } from 'pg';

/*
 * PostgreSQL's COPY over the driver, in the text format that psql reads and writes too. The driver hands whatever the
 * server sends to the query that is under way; what it calls there is declared below.
 */

type CopyConnection = Connection & {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
};

/** What the driver calls of a query that is under way, by the message that the server has sent. */
interface CopyQuery extends Submittable {
  handleError(error: Error): void;
  handleCopyData?(message: { readonly chunk: Buffer }): void;
  handleCopyInResponse?(): void;
  handleCommandComplete(): void;
  handleReadyForQuery(): void;
}

/** A query that copies. */
abstract class Copying implements CopyQuery {
  protected connection: CopyConnection | null = null;

  constructor(private readonly text: string) {}

  submit(connection: Connection): void {
    this.connection = connection as CopyConnection;
    connection.query(this.text);
  }

  abstract end(error: Error | null): void;

  handleError(error: Error): void {
    this.end(error);
  }

  handleReadyForQuery(): void {
    this.end(null);
  }

  handleCommandComplete(): void {
    // Whether all is well is told by the message after it.
  }
}

/** So much may wait for its reader, before the server has to wait. */
const mostWaiting = 4 * 1024 * 1024;

class CopyOut extends Copying implements CopyQuery {
  #waiting: Buffer[] = [];
  #bytes = 0;
  #ended: { readonly error: Error | null } | null = null;
  #wake: () => void = () => undefined;

  handleCopyData({ chunk }: { readonly chunk: Buffer }): void {
    // The driver writes what comes next over it.
    this.#waiting.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    if (this.#bytes > mostWaiting) this.connection?.stream.pause();
    this.#wake();
  }

  end(error: Error | null): void {
    this.#ended ??= { error };
    this.#wake();
  }

  async *lines(): AsyncGenerator<readonly Buffer[]> {
    for (;;) {
      const lines = this.#waiting;
      [this.#waiting, this.#bytes] = [[], 0];
      this.connection?.stream.resume();
      if (lines.length > 0) yield lines;
      else if (this.#ended?.error) throw this.#ended.error;
      else if (this.#ended) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}

/** Reads what `COPY … TO STDOUT` sends, some lines at a time. It has to be read to its end. */
export function copyOut(client: Client, text: string): AsyncGenerator<readonly Buffer[]> {
  return client.query(new CopyOut(text)).lines();
}

class CopyIn extends Copying implements CopyQuery {
  readonly done: Promise<void>;
  #settle: (error: Error | null) => void = () => undefined;

  constructor(
    text: string,
    private readonly content: Buffer,
  ) {
    super(text);
    this.done = new Promise((resolve, reject) => {
      this.#settle = (error) => (error === null ? resolve() : reject(error));
    });
  }

  handleCopyInResponse(): void {
    this.connection?.sendCopyFromChunk(this.content);
    this.connection?.endCopyFrom();
  }

  end(error: Error | null): void {
    this.#settle(error);
  }
}

/** Sends whole lines to `COPY … FROM STDIN`. */
export function copyIn(client: Client, text: string, content: Buffer): Promise<void> {
  return client.query(new CopyIn(text, content)).done;
}
