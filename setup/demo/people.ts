import { randomUUID } from 'node:crypto';
import { pause } from '../parts/processes';

/** A refusal by the API, with the code that the contract promises. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    what: string,
    pointers: readonly { readonly pointer: string; readonly detail: string }[] = [],
    /** Further facts of the refusal, such as what a gate still waits for. */
    readonly facts: { readonly [key: string]: unknown } = {},
  ) {
    super(
      [`${what}: ${status} ${code}`, ...pointers.map(({ pointer, detail }) => `${pointer} ${detail}`)].join(
        '; ',
      ),
    );
  }
}

export interface OpenStep {
  readonly step: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly dueAt: string | null;
  readonly promisedAt: string | null;
  readonly pause: object | null;
}

/** A case as every move answers it. */
export interface CaseAnswer {
  readonly number: string;
  readonly seq: number;
  readonly stage: string;
  readonly outcome: string | null;
  readonly open: readonly OpenStep[];
  readonly children: readonly {
    readonly number: string;
    readonly caseType: string;
    readonly outcome: string | null;
  }[];
  readonly detail: { readonly [key: string]: unknown } | null;
}

/** The public API as one person uses it: logged in through an account, or with nothing but a receipt code. */
export class Person {
  #token: string | null = null;

  constructor(
    private readonly api: string,
    readonly login: string | null,
    readonly name: string,
    private readonly password = '',
  ) {}

  get(path: string): Promise<{ readonly [key: string]: unknown }> {
    return this.#call('GET', path, null, {});
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.#call('POST', path, body, { 'idempotency-key': randomUUID(), ...headers });
  }

  /** A decision as a careful client sends it: on the case as this person has just seen it, safe to repeat. */
  async decide(number: string, path: string, body: object): Promise<CaseAnswer> {
    const { seq } = await this.get(`/api/cases/${number}`);
    return this.post(path, body, { 'if-match': `"${String(seq)}"` });
  }

  /** Hands in a file as one material of a list. */
  async upload(path: string, material: string, content: Buffer): Promise<void> {
    const form = new FormData();
    form.append('material', material);
    form.append('file', new Blob([new Uint8Array(content)]), 'paper');
    await this.#send('POST', path, form, { 'idempotency-key': randomUUID() });
  }

  #call(method: string, path: string, body: unknown, headers: Record<string, string>): Promise<never> {
    if (body === null) return this.#send(method, path, null, headers);
    return typeof body === 'string'
      ? this.#send(method, path, body, { ...headers, 'content-type': 'text/csv' })
      : this.#send(method, path, JSON.stringify(body), { ...headers, 'content-type': 'application/json' });
  }

  async #send(
    method: string,
    path: string,
    body: string | FormData | null,
    headers: Record<string, string>,
  ): Promise<never> {
    if (this.login !== null && this.#token === null) await this.#logIn();
    const response = await fetch(this.api + path, {
      method,
      headers: { ...headers, ...(this.#token === null ? {} : { authorization: `Bearer ${this.#token}` }) },
      ...(body === null ? {} : { body }),
    });
    if (response.status === 429) {
      await pause(Number(response.headers.get('retry-after') ?? 1) * 1_000);
      return this.#send(method, path, body, headers);
    }
    const answer = (await response.json()) as {
      code?: string;
      errors?: { pointer: string; detail: string }[];
      facts?: { readonly [key: string]: unknown };
    };
    if (!response.ok)
      throw new Refused(
        response.status,
        answer.code ?? 'unknown',
        `${this.name} ${method} ${path}`,
        answer.errors,
        answer.facts,
      );
    return answer as never;
  }

  async #logIn(): Promise<void> {
    const response = await fetch(`${this.api}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: this.login, password: this.password }),
    });
    const answer = (await response.json()) as { token?: string; code?: string };
    if (answer.token === undefined)
      throw new Refused(response.status, answer.code ?? 'unknown', `login ${this.login ?? ''}`);
    this.#token = answer.token;
  }
}
