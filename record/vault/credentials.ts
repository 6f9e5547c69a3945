import { createHmac, hkdfSync, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from './keys';
import { generationOf, open, seal, type SealingKey } from './seal';

/*
 * What is kept of logins beside argon2 hashes, under keys that are not in the database. They are drawn from
 * `receipt.key`, whose older lines stay.
 */

/**
 * Bits of a password's tag: one wrong password in 1024 passes it. Whoever has stolen the database and the key files
 * guesses a thousand times faster by it; with the database alone it says nothing.
 */
const tagBits = 10;
const tagMask = (1 << tagBits) - 1;
/** The key's generation, the bits in two bytes, and of which hash they are. */
const [bitsEnd, tagBytes] = [3, 11];

/** Of whom a password is the password: an account, or a login that nobody has. */
export type Whose = { readonly account: string } | { readonly login: string };

/** What is kept of the password of an account. */
interface TaggedPassword {
  readonly passwordHash: string;
  readonly passwordTag: Uint8Array | null;
}

/** A device from which its holder has logged in; `proved` once a code of the second factor was right there. */
export interface Device {
  readonly id: string;
  readonly proved: boolean;
}

const secretBytes = 20;
const recoveryLetters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const recoveryPattern = /^[0-9A-HJKMNP-TV-Z]{16}$/;

/** Tags of passwords, secrets of the second factor, recovery codes and the tokens of devices. */
export class Credentials {
  readonly #current: SealingKey;
  readonly #all: readonly SealingKey[];

  constructor(keys: Pick<KeyRing, 'all'>) {
    this.#all = keys.all.map(({ generation, bytes }) => ({
      generation,
      bytes: Buffer.from(hkdfSync('sha256', bytes, '', 'anjie/credentials', 32)),
    }));
    const [current] = this.#all;
    if (current === undefined) throw new Error('a key ring without a key');
    this.#current = current;
  }

  /**
   * What is kept of a password so that wrong ones are known cheaply: the key's generation, a few bits, and of which
   * argon2 hash they are, so that they count for no password that was set in another way.
   */
  passwordTag(whose: Whose, password: string, passwordHash: string): Buffer<ArrayBuffer> {
    return tagUnder(this.#current, whose, password, passwordHash);
  }

  /** Whether the password of an account can be the right one. Without a tag of this hash, it can. */
  mayFit(accountId: string, password: string, { passwordHash, passwordTag }: TaggedPassword): boolean {
    const key = passwordTag && this.#all.find(({ generation }) => generation === passwordTag[0]);
    if (!passwordTag || !key) return true;
    const tag = tagUnder(key, { account: accountId }, password, passwordHash);
    const isOfThisHash = tag.subarray(bitsEnd).equals(passwordTag.subarray(bitsEnd));
    return !isOfThisHash || timingSafeEqual(tag, passwordTag);
  }

  /** Whether a password is taken on for a login that nobody has: as seldom as a wrong one elsewhere. */
  mayFitNobody(login: string, password: string): boolean {
    const [one, other] = [this.passwordTag({ login }, password, ''), this.passwordTag({ login }, '', '')];
    return timingSafeEqual(one, other);
  }

  /** A fresh secret for an authenticator, and as it is kept. */
  newSecret(accountId: string): { readonly secret: Buffer; readonly sealed: Buffer<ArrayBuffer> } {
    const secret = randomBytes(secretBytes);
    return { secret, sealed: seal(this.#current, secret, placeOf(accountId)) };
  }

  /** @throws SealError where it is not this account's, or was changed */
  openSecret(accountId: string, sealed: Uint8Array): Buffer {
    const generation = generationOf(sealed);
    const key = this.#all.find((each) => each.generation === generation) ?? this.#current;
    return open(key, sealed, placeOf(accountId));
  }

  /** A code for who has lost the second factor, such as `7K3M-9QX2-ABCD-EFGH` (80 bits), and what is kept of it. */
  newRecoveryCode(accountId: string): { readonly code: string; readonly hash: Buffer<ArrayBuffer> } {
    const letters = Array.from({ length: 16 }, () => recoveryLetters.charAt(randomInt(32))).join('');
    const code = (letters.match(/.{4}/g) ?? []).join('-');
    return { code, hash: recoveryHash(this.#current, accountId, letters) };
  }

  /** Every hash under which a recovery code may be kept; null where it can be none. */
  recoveryHashes(accountId: string, typed: string): readonly Buffer<ArrayBuffer>[] | null {
    const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
    return recoveryPattern.test(letters)
      ? this.#all.map((key) => recoveryHash(key, accountId, letters))
      : null;
  }

  /** The token by which a device is known again. It opens nothing. */
  deviceToken(login: string, { id, proved }: Device): string {
    const text = `${id}.${proved ? 'p' : 'k'}`;
    return `${text}.${deviceMac(this.#current, login, text)}`;
  }

  newDeviceId(): string {
    return randomBytes(12).toString('base64url');
  }

  /** The device of a token that this office gave for this login; null for any other. */
  deviceIn(login: string, token: string): Device | null {
    const [, text, id, kind, mac] = /^(([\w-]{16})\.([kp]))\.([\w-]{43})$/.exec(token) ?? [];
    if (text === undefined || id === undefined || mac === undefined) return null;
    const given = Buffer.from(mac);
    const genuine = this.#all.some((key) => timingSafeEqual(Buffer.from(deviceMac(key, login, text)), given));
    return genuine ? { id, proved: kind === 'p' } : null;
  }

  /** Part of the name of a device's cookie: several people may use one browser. */
  deviceName(login: string): string {
    return hashed(this.#current, ['device-name', login]).toString('hex').slice(0, 12);
  }
}

function tagUnder(
  key: SealingKey,
  whose: Whose,
  password: string,
  passwordHash: string,
): Buffer<ArrayBuffer> {
  const tag = Buffer.alloc(tagBytes);
  tag[0] = key.generation;
  tag.writeUInt16BE(hashed(key, ['password-tag', whose, password]).readUInt16BE(0) & tagMask, 1);
  hashed(key, ['tagged-hash', passwordHash]).copy(tag, bitsEnd);
  return tag;
}

function placeOf(accountId: string) {
  return { table: 'second_factor', column: 'secret', row: accountId };
}

function recoveryHash(key: SealingKey, accountId: string, letters: string): Buffer<ArrayBuffer> {
  return hashed(key, ['recovery-code', accountId, letters]);
}

function deviceMac(key: SealingKey, login: string, text: string): string {
  return hashed(key, ['device', login, text]).toString('base64url');
}

/** As JSON, so that two different things never give the same text. */
function hashed(key: SealingKey, what: unknown): Buffer<ArrayBuffer> {
  return createHmac('sha256', key.bytes).update(JSON.stringify(what), 'utf8').digest();
}
