import { randomUUID } from 'node:crypto';
import { caseTypeOf } from '../../../domain/case/step';
import { caseTypeDef } from '../../../domain/cases/catalogue';
import { demoPassword } from '../../../prisma/seed';
import type { Database } from '../../../record/store/database';

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  // Answers are read field by field; their shape is held against the description elsewhere.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
  readonly text: string;
  readonly headers: Record<string, string | string[] | number | undefined>;
}

type Headers = Record<string, string>;
/** Null: without this header, although it is usually there. */
export type Changes = Readonly<Record<string, string | null>>;

export interface Caller {
  get(url: string, headers?: Changes): Promise<Answer>;
  /** A write, with a fresh key unless told otherwise. */
  send(method: 'POST' | 'PUT' | 'DELETE', url: string, payload?: unknown, headers?: Changes): Promise<Answer>;
  post(url: string, payload?: unknown, headers?: Changes): Promise<Answer>;
  /** A decision with the seq at which the case stands now. */
  decide(number: string, step: string, body: object, headers?: Changes): Promise<Answer>;
  /** What a decision would bring. */
  foresee(number: string, step: string, body: object): Promise<Answer>;
  act(number: string, act: string, body: object): Promise<Answer>;
}

/** The door of an office, from outside: all that the steps of a story need. */
export interface Front {
  readonly db: Database;
  /** A request as somebody, by login; null: nobody. */
  as(login: string | null): Caller;
  /** Everybody logs in again when they next call: a session does not last over days. */
  logOut(): void;
}

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers: Headers;
  /** An object is sent as JSON; text and bytes as they are. */
  readonly payload?: object | string;
}

/** Where a decision on a step is posted. */
export function decisionUrl(number: string, step: string): string {
  const { address } = caseTypeDef(caseTypeOf(step));
  return `/api/${address}/${number}/${step.split('/')[1] ?? ''}`;
}

/** The demonstration's people at the door of an office: each logs in once, when they first call. */
export function frontOver(db: Database, send: (request: Request) => Promise<Answer>): Front {
  // Kept from the asking on: who calls twice at once logs in once.
  const tokens = new Map<string, Promise<string>>();

  function tokenFor(login: string): Promise<string> {
    const known = tokens.get(login) ?? logIn(login);
    tokens.set(login, known);
    return known;
  }

  async function logIn(login: string): Promise<string> {
    const payload = { login, password: demoPassword };
    const answer = await send({ method: 'POST', url: '/api/session', headers: {}, payload });
    if (answer.status !== 201) {
      tokens.delete(login);
      throw new Error(`${login} could not log in: ${answer.text}`);
    }
    return (answer.body as { token: string }).token;
  }

  /** How far somebody knows a case: an enterprise by the lines that are issued to it. */
  async function seqOf(number: string, login: string | null): Promise<Headers> {
    const [known] = await db.$queryRaw<{ seq: number }[]>`
      SELECT CASE WHEN a.enterprise_id IS NULL THEN f.seq ELSE f.issued_lines END AS seq
      FROM anjie.case_file f LEFT JOIN anjie.account a ON a.login = ${login} WHERE f.number = ${number}`;
    return { 'if-match': `"${known?.seq ?? 1}"` };
  }

  function as(login: string | null): Caller {
    const call = async ({ headers, ...request }: Omit<Request, 'headers'> & { headers: Changes }) => {
      const authorization: Headers =
        login === null ? {} : { authorization: `Bearer ${await tokenFor(login)}` };
      return send({ ...request, headers: present({ ...authorization, ...headers }) });
    };
    const write: Caller['send'] = (method, url, payload, headers = {}) =>
      call({
        method,
        url,
        ...(payload === undefined ? {} : { payload: payload as object }),
        headers: { 'idempotency-key': randomUUID(), ...headers },
      });
    return {
      get: (url, headers = {}) => call({ method: 'GET', url, headers }),
      send: write,
      post: (url, payload, headers) => write('POST', url, payload, headers),
      decide: async (number, step, body, headers = {}) =>
        write('POST', decisionUrl(number, step), body, { ...(await seqOf(number, login)), ...headers }),
      foresee: async (number, step, body) =>
        write('POST', `${decisionUrl(number, step)}?preview=true`, body, await seqOf(number, login)),
      act: async (number, act, body) =>
        write('POST', `/api/cases/${number}/acts/${act}`, body, await seqOf(number, login)),
    };
  }

  return { db, as, logOut: () => tokens.clear() };
}

function present(headers: Changes): Headers {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

/** What a text holds as JSON; null where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The demonstration's people by login. */
export async function personOf({ db }: Pick<Front, 'db'>, login: string): Promise<string> {
  const account = await db.account.findUniqueOrThrow({ where: { login }, select: { personId: true } });
  return account.personId;
}

/** One file as a form sends it, after the fields that go with it. */
export function multipart(
  fields: Readonly<Record<string, string>>,
  file: Buffer,
  { name, type }: { readonly name: string; readonly type: string },
): { readonly payload: Buffer; readonly headers: Headers } {
  const line = '----anjie';
  const named = Object.entries(fields).map(
    ([field, value]) => `--${line}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${line}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: ${type}\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(named.join('') + head), file, Buffer.from(`\r\n--${line}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${line}` },
  };
}
