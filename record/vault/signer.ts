import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  timingSafeEqual,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { KeyRing } from './keys';
import type { SealingKey } from './seal';

/** A signature with the key that made it, both hex. */
export interface Signature {
  /** Names a public key: the first 16 bytes of the SHA-256 over its SPKI form. */
  readonly keyId: string;
  readonly value: string;
}

export interface PublicKey {
  readonly keyId: string;
  /** PEM (SPKI). */
  readonly pem: string;
}

/**
 * Signs for the office with Ed25519. The current generation of `sign.key` signs; the public keys of all its
 * generations are told, so that what an older one signed can still be checked.
 */
export class Signer {
  readonly #current: KeyObject;
  readonly #keyId: string;
  /** Of every generation, the current one first. */
  readonly #lineKeys: readonly Buffer[];
  /** Of every generation, the current one first. */
  readonly #passwordKeys: readonly Buffer[];
  /** Of every generation, the current one first. */
  readonly publicKeys: readonly PublicKey[];

  constructor(ring: KeyRing) {
    this.#current = privateKeyOf(ring.current);
    this.publicKeys = ring.all.map((key) => {
      const publicKey = createPublicKey(privateKeyOf(key));
      return { keyId: keyIdOf(publicKey), pem: publicKey.export({ type: 'spki', format: 'pem' }).toString() };
    });
    this.#keyId = keyIdOf(createPublicKey(this.#current));
    const drawn = (name: string) =>
      ring.all.map(({ bytes }) => Buffer.from(hkdfSync('sha256', bytes, '', name, 32)));
    this.#lineKeys = drawn('anjie/record-line');
    this.#passwordKeys = drawn('anjie/password-mark');
  }

  /** Seals the hash of a line as written by the office. Cheap, and checked by the office alone: 16 bytes of an HMAC. */
  sealLine(hash: Uint8Array): Buffer {
    return lineSeal(this.#lineKeys[0]!, hash);
  }

  /** Whether the office has sealed the line with this hash. */
  hasSealedLine(hash: Uint8Array, seal: Uint8Array): boolean {
    return (
      seal.length === lineSealBytes &&
      this.#lineKeys.some((key) => timingSafeEqual(lineSeal(key, hash), seal))
    );
  }

  /** By what the office record knows the password of an account: nobody who holds the database alone can make it. */
  markPassword(accountId: string, passwordHash: string): string {
    return passwordMark(this.#passwordKeys[0]!, accountId, passwordHash).toString('hex');
  }

  /** Whether the office has marked this password of the account. */
  hasMarkedPassword(accountId: string, passwordHash: string, mark: string): boolean {
    return this.#isMark(mark, (key) => passwordMark(key, accountId, passwordHash));
  }

  /** By what the office record knows the second factor of an account. */
  markSecondFactor(accountId: string, secret: Uint8Array): string {
    return secondFactorMark(this.#passwordKeys[0]!, accountId, secret).toString('hex');
  }

  /** Whether the office has marked this second factor of the account. */
  hasMarkedSecondFactor(accountId: string, secret: Uint8Array, mark: string): boolean {
    return this.#isMark(mark, (key) => secondFactorMark(key, accountId, secret));
  }

  #isMark(mark: string, made: (key: Buffer) => Buffer): boolean {
    return (
      /^[0-9a-f]{64}$/.test(mark) &&
      this.#passwordKeys.some((key) => timingSafeEqual(made(key), Buffer.from(mark, 'hex')))
    );
  }

  /** The same text gives the same signature: Ed25519 draws nothing. */
  sign(text: string): Signature {
    return {
      keyId: this.#keyId,
      value: sign(null, Buffer.from(text, 'utf8'), this.#current).toString('hex'),
    };
  }
}

const lineSealBytes = 16;

function lineSeal(key: Buffer, hash: Uint8Array): Buffer {
  return createHmac('sha256', key).update(hash).digest().subarray(0, lineSealBytes);
}

function passwordMark(key: Buffer, accountId: string, passwordHash: string): Buffer {
  return createHmac('sha256', key).update(`${accountId}\n${passwordHash}`).digest();
}

/** Of the secret as it is sealed: whoever takes it out or puts another one in cannot make the mark of it. */
function secondFactorMark(key: Buffer, accountId: string, secret: Uint8Array): Buffer {
  return createHmac('sha256', key).update(`second-factor\n${accountId}\n`).update(secret).digest();
}

/** Whether a signature over a text was made with this key. Only the one spelling of a signature is one. */
export function isSignedBy({ keyId, pem }: PublicKey, text: string, signature: Signature): boolean {
  if (signature.keyId !== keyId || !/^[0-9a-f]{128}$/.test(signature.value)) return false;
  return verify(null, Buffer.from(text, 'utf8'), createPublicKey(pem), Buffer.from(signature.value, 'hex'));
}

/**
 * The Ed25519 public keys in a PEM file, under ids of our own reckoning, whatever it calls them.
 * @throws Error where there is none, or one of another kind
 */
export function readPublicKeys(pem: string): PublicKey[] {
  const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
  if (blocks.length === 0) throw new Error('no public key in PEM form');
  return blocks.map((block) => {
    const key = createPublicKey(block);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('a public key that is not Ed25519');
    return { keyId: keyIdOf(key), pem: key.export({ type: 'spki', format: 'pem' }).toString() };
  });
}

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

function privateKeyOf({ bytes }: SealingKey): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8Head, bytes]), format: 'der', type: 'pkcs8' });
}

function keyIdOf(key: KeyObject): string {
  const spki = key.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex').slice(0, 32);
}
