import { randomInt } from 'node:crypto';
import { hash, verify, type Algorithm } from '@node-rs/argon2';

/** What one argon2id hash costs: KiB of memory and passes over it. */
export interface PasswordCost {
  readonly memoryKiB: number;
  readonly passes: number;
}

/** About 100 ms on one core. */
export const staffCost: PasswordCost = { memoryKiB: 65_536, passes: 2 };
/** For demonstrations and tests only: their password is printed on the screen anyway. */
export const demoCost: PasswordCost = { memoryKiB: 4_096, passes: 1 };

// The package declares its algorithms as a const enum, which single files cannot read.
const argon2id = 2 as Algorithm;

/** An argon2id hash in PHC form, with its own random salt. */
export function hashPassword(password: string, { memoryKiB, passes }: PasswordCost): Promise<string> {
  return hash(password, {
    algorithm: argon2id,
    memoryCost: memoryKiB,
    timeCost: passes,
    parallelism: 1,
  });
}

/** No letters that are misread on paper: 0 and o, 1, l and i. */
const oneTimeLetters = '23456789abcdefghjkmnpqrstuvwxyz';

/** A password that somebody is handed and must change, such as `k3mq-9x2a-b7hw-tz4n`: 79 random bits. */
export function newOneTimePassword(): string {
  const group = () =>
    Array.from({ length: 4 }, () => oneTimeLetters[randomInt(oneTimeLetters.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}

/** Whether a password is the one that was hashed. */
export function isPassword(password: string, passwordHash: string): Promise<boolean> {
  return verify(passwordHash, password);
}
