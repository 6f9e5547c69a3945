import { Secret, TOTP } from 'otpauth';
import { demoPassword } from '../../../prisma/seed';
import type { Office } from '../kit/office';
import { expectOk } from '../kit/story';

const address = '/api/session/second-factor';

/** The second factor of somebody, as their authenticator has it. */
export interface Authenticator {
  readonly uri: string;
  readonly recoveryCodes: readonly string[];
  /** The code of this moment, by the office's clock. */
  code(): string;
  /** Shows a code that was not used yet, in the session of `office.as(login)`. */
  show(): Promise<void>;
}

/** Codes of a secret, as any authenticator reckons them. */
export function codesOf(office: Pick<Office, 'now'>, secret: string): () => string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return () => totp.generate({ timestamp: office.now().getTime() });
}

/** Enrols somebody, and shows no code besides the one that confirms it. */
export async function enrol(office: Office, login: string): Promise<Authenticator> {
  const session = office.as(login);
  const { uri, secret } = expectOk(await session.post(address, { password: demoPassword })).body;
  const code = codesOf(office, secret);
  const { recoveryCodes } = expectOk(await session.post(`${address}/confirmation`, { code: code() })).body;
  return {
    uri,
    recoveryCodes,
    code,
    async show() {
      // A code is good once: the next comes half a minute later.
      office.sleep(30_000);
      expectOk(await office.as(login).post(`${address}/code`, { code: code() }));
    },
  };
}
