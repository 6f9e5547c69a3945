import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { freePort, loopback } from '../../../setup/parts/ports';

export interface CaughtRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server does with a request: a status with a body, or something worse. */
export type Behaviour =
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  /** Takes the request and never answers. */
  | 'hangs'
  /** Ends the connection without an answer, or in the middle of it. */
  | 'cuts'
  | 'cuts-in-the-middle';

/** A real HTTP server that keeps what it is given. */
export interface HttpSink {
  readonly url: string;
  readonly caught: readonly CaughtRequest[];
  /** From now on; the default takes everything with an empty 200. */
  behave(how: Behaviour | ((request: CaughtRequest) => Behaviour)): void;
  close(): Promise<void>;
}

export async function openHttpSink(): Promise<HttpSink> {
  const port = await freePort();
  const caught: CaughtRequest[] = [];
  let how: (request: CaughtRequest) => Behaviour = () => ({ status: 200 });
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const whole = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
      caught.push(whole);
      answer(response, how(whole));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, loopback, resolve);
  });
  return {
    url: `http://${loopback}:${port}`,
    caught,
    behave(next) {
      how = typeof next === 'function' ? next : () => next;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function answer(response: ServerResponse, how: Behaviour): void {
  if (how === 'hangs') return;
  if (how === 'cuts') return void response.destroy();
  if (how === 'cuts-in-the-middle') {
    response.writeHead(200, { 'content-length': '1000' }).write('{"code":');
    setTimeout(() => response.destroy(), 20);
    return;
  }
  response.writeHead(how.status, how.headers).end(how.body ?? '');
}
