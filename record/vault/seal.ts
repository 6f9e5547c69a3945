import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/**
 * A 256-bit key with its generation (1-255), which stands in clear in everything it seals,
 * so that a key can be followed by the next one while old values are still read.
 */
export interface SealingKey {
  readonly generation: number;
  readonly bytes: Buffer;
}

/** Where a sealed value lies. It is bound into the seal: moved elsewhere, the value does not open. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

export type SealErrorCode =
  /** Shorter than any sealed value. */
  | 'seal-malformed'
  /** Written by a version of the layout that is not known here. */
  | 'seal-version'
  /** Sealed under another generation than that of the key given. */
  | 'seal-generation'
  /** Wrong key, wrong place, or a changed byte: which of them cannot be told, by design. */
  | 'seal-broken';

/** A value that does not open. Says why in a fixed word and never holds a part of the value. */
export class SealError extends Error {
  override readonly name = 'SealError';
  constructor(readonly code: SealErrorCode) {
    super(code);
  }
}

// version (1) · generation (1) · nonce (12) · tag (16) · ciphertext
const VERSION = 1;
const NONCE_AT = 2;
const TAG_AT = 14;
const TEXT_AT = 30;
const ALGORITHM = 'aes-256-gcm';

/**
 * Seals bytes or UTF-8 text under a key for one place: AES-256-GCM with a random 96-bit nonce.
 * The result is 30 bytes longer than the input. Random nonces are safe up to 2³² values per key;
 * a case has a key of its own, so none comes near.
 * @throws RangeError if the key is not 32 bytes or its generation not 1-255.
 */
export function seal(key: SealingKey, plaintext: Buffer | string, place: SealedPlace): Buffer<ArrayBuffer> {
  assertSealingKey(key);
  const nonce = randomBytes(TAG_AT - NONCE_AT);
  const cipher = createCipheriv(ALGORITHM, key.bytes, nonce);
  cipher.setAAD(boundTo(key.generation, place));
  const body = typeof plaintext === 'string' ? cipher.update(plaintext, 'utf8') : cipher.update(plaintext);
  const rest = cipher.final();
  return Buffer.concat([Buffer.of(VERSION, key.generation), nonce, cipher.getAuthTag(), body, rest]);
}

/**
 * Opens what {@link seal} made for the same place.
 * @throws SealError for any other key, table, column or row, for a truncated or changed value, and for
 *   another version of the layout. It gives back the very bytes that were sealed, or nothing.
 */
export function open(key: SealingKey, sealed: Uint8Array, place: SealedPlace): Buffer<ArrayBuffer> {
  assertSealingKey(key);
  if (generationOf(sealed) !== key.generation) throw new SealError('seal-generation');
  const decipher = createDecipheriv(ALGORITHM, key.bytes, sealed.subarray(NONCE_AT, TAG_AT), {
    authTagLength: TEXT_AT - TAG_AT,
  });
  decipher.setAAD(boundTo(key.generation, place));
  decipher.setAuthTag(sealed.subarray(TAG_AT, TEXT_AT));
  const body = decipher.update(sealed.subarray(TEXT_AT));
  try {
    return Buffer.concat([body, decipher.final()]);
  } catch {
    throw new SealError('seal-broken');
  }
}

/**
 * The generation of the key that a value was sealed under.
 * @throws SealError `seal-malformed` or `seal-version`.
 */
export function generationOf(sealed: Uint8Array): number {
  if (sealed.length > 0 && sealed[0] !== VERSION) throw new SealError('seal-version');
  if (sealed.length < TEXT_AT) throw new SealError('seal-malformed');
  return sealed[1] ?? 0;
}

/** JSON keeps the parts apart: `a` + `bc` and `ab` + `c` bind differently. */
function boundTo(generation: number, { table, column, row }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, generation, table, column, row]), 'utf8');
}

function assertSealingKey({ generation, bytes }: SealingKey): void {
  if (bytes.length !== 32) throw new RangeError('a sealing key has 32 bytes');
  if (!Number.isInteger(generation) || generation < 1 || generation > 255) {
    throw new RangeError('the generation of a key is a number from 1 to 255');
  }
}
