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

/** Every waiting check holds a request; beyond so many, further ones are refused for a moment. */
const waitingAtMost = 64;

/** Too many passwords are being checked at once; try again in a moment. */
export class PasswordsBusy extends Error {
  override readonly name = 'PasswordsBusy';
}

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

/**
 * Checks passwords, a few at a time: each check takes a core and tens of megabytes, so that unbounded
 * logins would be a lever to bring the machine down.
 */
export class PasswordCheck {
  #running = 0;
  readonly #waiting: (() => void)[] = [];
  readonly #nobody: Promise<string>;

  constructor(
    cost: PasswordCost,
    private readonly atOnce = 2,
  ) {
    this.#nobody = hashPassword('nobody has this password', cost);
    // Awaited only at the first check of an unknown login; until then a failure must not end the process.
    this.#nobody.catch(() => undefined);
  }

  /**
   * Whether the password fits. With `passwordHash` null (no such login) the same work is done in vain,
   * so that nobody can tell from the time whether a login exists.
   * @throws PasswordsBusy
   */
  async fits(password: string, passwordHash: string | null): Promise<boolean> {
    await this.#turn();
    try {
      const fits = await verify(passwordHash ?? (await this.#nobody), password);
      return fits && passwordHash !== null;
    } finally {
      this.#running -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running >= this.atOnce) {
      if (this.#waiting.length >= waitingAtMost) throw new PasswordsBusy('too many logins at once');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running += 1;
  }
}
