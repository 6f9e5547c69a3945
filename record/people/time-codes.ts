import { Secret, TOTP } from 'otpauth';

/** As every authenticator understands it: six digits, each for half a minute. */
const issuer = '安结 Anjie';
const digits = 6;
export const periodS = 30;

/** The address by which an authenticator takes a secret in, and the secret for typing. */
export function enrolmentOf(
  secret: Buffer,
  login: string,
): { readonly uri: string; readonly secret: string } {
  const totp = totpOf(secret, login);
  return { uri: totp.toString(), secret: totp.secret.base32 };
}

/** The time step of a code, one before and one after now included; null where it is no code of this secret. */
export function stepOfCode(secret: Buffer, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret, '').validate({ token: code, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / periodS) + delta;
}

function totpOf(secret: Buffer, label: string): TOTP {
  const bytes = Uint8Array.from(secret);
  return new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits,
    period: periodS,
    secret: new Secret({ buffer: bytes.buffer }),
  });
}
