import { randomInt } from 'node:crypto';
import { caseTypes } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import type { Http } from './http';
import { payee, tip, type Cast, type Hands, type Held, type Sight } from './lifecycle';

export interface Login {
  readonly login: string;
  readonly password: string;
}

interface Session {
  readonly token: string;
  readonly who: { readonly personId: string; readonly enterpriseId: string | null };
}

/** The moves made through the public API by people who are logged in, with a key and an If-Match each. */
export async function handsOverHttp(http: Pick<Http, 'send'>, logins: readonly Login[]): Promise<Hands> {
  const sessions = new Map<string, Session>();
  for (const { login, password } of logins)
    sessions.set(login, await http.send<Session>('POST', '/api/session', { login, password }));
  const tokenOf = (login: string) => ({ authorization: `Bearer ${sessionOf(login).token}` });
  const sessionOf = (login: string): Session => {
    const session = sessions.get(login);
    if (session === undefined) throw new Error(`no account ${login}`);
    return session;
  };
  const cast: Cast = {
    lead: sessionOf('inspector1').who.personId,
    companion: sessionOf('inspector2').who.personId,
    enterpriseId: sessionOf('contact1').who.enterpriseId ?? '',
  };
  return {
    cast,
    handIn: () => http.send<Held>('POST', '/api/public/tip-offs', tip, {}, anAddress()),
    decide: (login, { number, seq }, step, body) => {
      const [type, name] = step.split('/') as [CaseType, string];
      const headers = { ...tokenOf(login), 'if-match': `"${seq}"` };
      return http.send<Sight>('POST', `/api/${caseTypes[type].address}/${number}/${name}`, body, headers);
    },
    claim: async ({ receiptCode }) =>
      void (await http.send(
        'POST',
        '/api/public/receipt/claim',
        { code: receiptCode, payee },
        {},
        anAddress(),
      )),
    look: (number, login) => {
      const isFirm = sessionOf(login).who.enterpriseId !== null;
      const reader = tokenOf(isFirm ? login : readerOf(number));
      return http.send<Sight>('GET', `/api/cases/${number}`, null, reader);
    },
  };
}

/** Somebody who may see a case of this kind. */
function readerOf(number: string): string {
  return number.startsWith('PO') ? 'director' : 'chief';
}

/** Reporters come from everywhere: tries are counted by address. */
function anAddress(): string {
  const part = () => randomInt(1, 255);
  return `127.${part()}.${part()}.${part()}`;
}
