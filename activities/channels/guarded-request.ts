import { lookup as resolve } from 'node:dns';
import { request as requestPlainly, type IncomingMessage } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Sent } from './channel';

/*
 * Requests to other machines. A redirect is an answer like any other and never followed; the address that a name
 * resolves to is judged at the moment of connecting, so a name that changes in between leads nowhere else.
 */

export interface Outgoing {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** From connecting to the last byte of the answer. */
  readonly withinMs: number;
  /** Whether the machine may be this one, or one of the own network. */
  readonly mayBePrivate: boolean;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number | null;
}

/** Nobody answered. Names no address, since that may hold a secret. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(readonly outcome: 'unreachable' | 'timeout' | 'refused') {
    super(outcome);
  }
}

const mostBytes = 65_536;

/** @throws NoAnswer */
export function askOther({
  url,
  method,
  headers,
  body,
  withinMs,
  mayBePrivate,
}: Outgoing): Promise<Answered> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // Node asks no resolver for an address in figures, so it is judged here.
  if (!mayBePrivate && isIP(host) !== 0 && isPrivate(host)) return Promise.reject(new NoAnswer('refused'));
  const send = url.protocol === 'https:' ? requestEncrypted : requestPlainly;
  return new Promise((taken, failed) => {
    const request = send(url, {
      method,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      // A connection of its own: nothing is left of one request when the next one goes elsewhere.
      agent: false,
      signal: AbortSignal.timeout(withinMs),
      ...(mayBePrivate ? {} : { lookup: publicOnly }),
    });
    request.on('error', (error) => failed(asNoAnswer(error)));
    request.on(
      'response',
      (response) => void read(response).then(taken, (error) => failed(asNoAnswer(error))),
    );
    request.end(body);
  });
}

async function read(response: IncomingMessage): Promise<Answered> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) break;
    chunks.push(chunk);
  }
  return {
    status: response.statusCode ?? 0,
    text: Buffer.concat(chunks).toString('utf8'),
    retryAfterMs: waitIn(response.headers['retry-after']),
  };
}

/** `Retry-After` in seconds or as a date. */
function waitIn(header: string | undefined): number | null {
  if (header === undefined) return null;
  const seconds = /^\d{1,9}$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.round(seconds * 1000)) : null;
}

function asNoAnswer(error: unknown): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const { name } = error as { name?: string };
  return new NoAnswer(name === 'AbortError' || name === 'TimeoutError' ? 'timeout' : 'unreachable');
}

/** What an attempt without a usable answer is. @throws what is no {@link NoAnswer} */
export function withoutAnswer(error: unknown): Exclude<Sent, { outcome: 'taken' }> {
  if (!(error instanceof NoAnswer)) throw error;
  return error.outcome === 'refused'
    ? { outcome: 'refused', code: null }
    : { outcome: error.outcome, code: null, retryAfterMs: null };
}

/** What an answer with this status is: 2xx is taken, and of the others these may be other in a while. */
export function byStatus({ status, retryAfterMs }: Answered): Sent {
  if (status >= 200 && status < 300) return { outcome: 'taken', reports: false };
  return status === 408 || status === 425 || status === 429 || status >= 500
    ? { outcome: 'deferred', code: status, retryAfterMs }
    : { outcome: 'refused', code: status };
}

const reserved = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  reserved.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  reserved.addSubnet(net, bits, 'ipv6');

/** Whether an address is of this machine, of an own network, or of none that can be reached. */
export function isPrivate(address: string): boolean {
  // BlockList holds addresses of version 4 that are written as version 6 against the list of version 4.
  return reserved.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

const publicOnly: LookupFunction = (host, options, done) => {
  resolve(host, { ...options, all: true }, (error, found) => {
    if (error !== null) return done(error, '', 4);
    const [first] = found;
    if (first === undefined || found.some(({ address }) => isPrivate(address)))
      return done(new NoAnswer('refused'), '', 4);
    if (options.all === true) return done(null, found);
    done(null, first.address, first.family);
  });
};
