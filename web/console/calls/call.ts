import type { Title } from '../../../domain/role';

/** A refusal of the API as it came (RFC 9457). */
export interface ProblemBody {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly FieldFault[];
  readonly facts?: Readonly<Record<string, unknown>>;
}

export interface FieldFault {
  /** JSON pointer into the form. */
  readonly pointer: string;
  readonly detail: string;
  readonly words?: Title;
}

/** A request that was refused, or that did not get through (`status` 0, `code` `offline`). */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(readonly body: ProblemBody) {
    super(body.code);
  }
  get code(): string {
    return this.body.code;
  }
}

const unattendedAfterMs = 5 * 60_000;
let lastActAt = Date.now();
for (const act of ['pointerdown', 'keydown', 'wheel', 'touchstart'])
  globalThis.addEventListener?.(act, () => (lastActAt = Date.now()), { capture: true, passive: true });

/** Says of a request that nobody has touched the page for a while: a session does not live on by pages that look by themselves. */
function attendance(): Record<string, string> {
  return Date.now() - lastActAt > unattendedAfterMs ? { 'x-unattended': '1' } : {};
}

type Language = 'zh' | 'en';
let language: Language = 'zh';
const expired = new Set<() => void>();

/** In which language refusals are told from now on. */
export function tellIn(chosen: Language): void {
  language = chosen;
}

/** Calls `listener` whenever an answer says that nobody is signed in any more. Returns how to stop that. */
export function onExpired(listener: () => void): () => void {
  expired.add(listener);
  return () => expired.delete(listener);
}

/** Fresh for every filled form; the same when the form is sent again. Not by `randomUUID`: that needs https. */
export function freshKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Reads an address of the API. */
export function read<T>(url: string): Promise<T> {
  return request<T>(url, { method: 'GET' });
}

interface SendOptions {
  readonly key?: string;
  readonly seenSeq?: number;
  /** A request that itself signs in: its refusal does not end a session. */
  readonly signsIn?: boolean;
}

/** Sends a form. */
export function send<T>(url: string, body: unknown, options: SendOptions = {}): Promise<T> {
  const { key, seenSeq, signsIn = false } = options;
  const headers = {
    'content-type': 'application/json',
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(seenSeq === undefined ? {} : { 'if-match': `"${seenSeq}"` }),
  };
  return request<T>(url, { method: 'POST', headers, body: JSON.stringify(body) }, signsIn);
}

/** Sends a file into a case. */
export function sendPaper<T>(number: string, file: File, key: string): Promise<T> {
  const body = new FormData();
  body.append('file', file);
  return request<T>(`/api/cases/${number}/papers`, {
    method: 'POST',
    headers: { 'idempotency-key': key },
    body,
  });
}

const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Sends a table as it lies in its file: a workbook, or otherwise CSV. */
export function sendTable<T>(url: string, file: File, key?: string): Promise<T> {
  const type = file.name.toLowerCase().endsWith('.xlsx') ? workbookType : 'text/csv';
  const headers = { 'content-type': type, ...(key === undefined ? {} : { 'idempotency-key': key }) };
  return request<T>(url, { method: 'POST', headers, body: file });
}

/** Sends a form that is answered with a workbook. */
export async function sendForWorkbook(url: string, body: unknown, key: string): Promise<Blob> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  const init = { method: 'POST', headers, body: JSON.stringify(body) };
  return (await answerTo(url, init, { accept: workbookType })).blob();
}

/** Reads a file of the API. @throws Problem */
export async function readFile(url: string): Promise<ArrayBuffer> {
  return (await answerTo(url, { method: 'GET' })).arrayBuffer();
}

/** Puts something in its place; also while the page is being left. */
export function keep<T>(url: string, body: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' };
  return request<T>(url, { method: 'PUT', headers, body: JSON.stringify(body), keepalive: true });
}

/** Takes something away. */
export function drop(url: string): Promise<void> {
  return request<void>(url, { method: 'DELETE' });
}

/** Ends the session. */
export function logOut(): Promise<void> {
  return drop('/api/session');
}

async function request<T>(url: string, init: RequestInit, signsIn = false): Promise<T> {
  const response = await answerTo(url, init, { signsIn });
  return response.status === 204 ? (undefined as T) : ((await response.json().catch(() => null)) as T);
}

interface Asked {
  /** What kind of answer is wanted. */
  readonly accept?: string;
  readonly signsIn?: boolean;
}

/** The answer to a request. @throws Problem where it was refused or did not get through */
async function answerTo(url: string, init: RequestInit, asked: Asked = {}): Promise<Response> {
  const { accept = 'application/json', signsIn = false } = asked;
  const headers = { accept, 'accept-language': language, ...attendance(), ...init.headers };
  const response = await fetch(url, { ...init, headers, credentials: 'same-origin' }).catch(() => {
    throw new Problem({ status: 0, code: 'offline', title: '', detail: '' });
  });
  if (response.ok) return response;
  const problem = new Problem(asProblem(await response.json().catch(() => null), response.status));
  if (problem.code === 'not-logged-in' && !signsIn) for (const tell of expired) tell();
  throw problem;
}

function asProblem(body: unknown, status: number): ProblemBody {
  const isOne = typeof body === 'object' && body !== null && 'code' in body;
  return isOne ? (body as ProblemBody) : { status, code: `http-${status}`, title: '', detail: '' };
}
