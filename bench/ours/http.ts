import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** An answer that is no success. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    what: string,
  ) {
    super(what);
  }
}

/** Requests over connections that stay open. Lighter than fetch: the load must not take the machine for itself. */
export class Http {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(private readonly api: string) {}

  send<T>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
    localAddress?: string,
  ): Promise<T> {
    const text = body === null ? '' : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const sending = request(
        this.api + path,
        {
          method,
          ...(localAddress === undefined ? { agent: this.#agent } : { agent: false, localAddress }),
          headers: {
            ...(body === null ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
            ...headers,
            'content-length': Buffer.byteLength(text),
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.once('error', reject);
          response.once('end', () => {
            const answer = Buffer.concat(parts).toString('utf8');
            const status = response.statusCode ?? 500;
            if (status < 300) resolve(JSON.parse(answer) as T);
            else reject(new Refused(status, `${method} ${path}: ${status} ${answer.slice(0, 400)}`));
          });
        },
      );
      sending.once('error', reject);
      sending.end(text);
    });
  }
}
