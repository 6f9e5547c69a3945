import { createHmac, randomBytes } from 'node:crypto';
import { foldedAs } from '../../domain/text/formats';
import type { KeyRing } from './keys';
import type { SealingKey } from './seal';

/** By what a repeated intake is recognised: its sender, its key, the hash of its body, and the case that it opened. */
export interface RepeatableRequest {
  readonly scope: string;
  readonly key: string;
  readonly bodyHash: Uint8Array;
  /** Number of the case. A key that is used again after it was deleted opens another case, with another code. */
  readonly number: string;
}

/**
 * The codes with which a reporter comes back: 80 bits and a check character, shown as
 * `XXXX-XXXX-XXXX-XXXX-C`. Only keyed hashes of them are kept.
 */
export interface Receipts {
  /**
   * A new code. With an idempotency key it is worked out from the request, so that a repetition is
   * shown the same code although nothing but its hash was kept; else it is random.
   */
  codeFor(request: RepeatableRequest | null): string;
  /**
   * The code that an earlier, identical request was given, found by the hash that was kept, whichever
   * generation of the key was current then. Null if none of them gives it.
   */
  repeatedCodeFor(request: RepeatableRequest, kept: Uint8Array): string | null;
  /** What is kept of a code (32 bytes). @throws RangeError if it is no receipt code. */
  hashOf(code: string): Buffer<ArrayBuffer>;
  /**
   * Every hash under which a code may be kept, the current key's first, for the look-up.
   * Null if it cannot be a receipt code at all: too short, strange letters, wrong check character.
   */
  lookupHashes(typed: string): readonly Buffer<ArrayBuffer>[] | null;
  /** The hash (32 bytes) under which a firm or a name in a tip is kept: nobody may read what tips name. */
  tieTo(what: TiedTo): Buffer<ArrayBuffer>;
  /** Every hash under which it may be kept, the current key's first. */
  lookupTies(what: TiedTo): readonly Buffer<ArrayBuffer>[];
  /** The print (16 bytes) by which one content is found again among the papers of firms, and the key that made it. */
  printOf(content: Uint8Array): PaperPrint;
  /** The name under which finance knows a payment, such as `C-7K3M9QX2AB`: 50 random bits, nothing of the case in it. */
  newClaimCode(): string;
  /**
   * The claim codes of an award, the current key's first: what the holder of a receipt code shows to be paid. Worked out
   * from the number of the case, so that nothing of them is kept; from one, nobody comes to the receipt code.
   */
  awardCodes(number: string): readonly [string, ...string[]];
}

/** A firm by its id, or a person by a name in plain characters (see `domain/text/plain-text.ts`). */
export type TiedTo = { readonly firm: string } | { readonly name: string };

export interface PaperPrint {
  readonly generation: number;
  readonly print: Buffer<ArrayBuffer>;
}

/** Receipt codes under the keys of `receipt.key`. */
export function makeReceipts(keys: KeyRing): Receipts {
  const hash = (key: SealingKey, data: string) => keyedHash(key, `receipt-hash|${data}`);
  const tie = (key: SealingKey, what: TiedTo) => keyedHash(key, JSON.stringify(['tie', what]));
  const derived = (key: SealingKey, { scope, key: idempotencyKey, bodyHash, number }: RepeatableRequest) =>
    // As JSON, so that two different requests never give the same text.
    shown(
      keyedHash(
        key,
        JSON.stringify(['receipt', scope, idempotencyKey, Buffer.from(bodyHash).toString('hex'), number]),
      ),
    );

  return {
    codeFor: (request) => (request ? derived(keys.current, request) : shown(randomBytes(CODE_BYTES))),
    repeatedCodeFor: (request, kept) =>
      keys.all
        .map((key) => ({ key, code: derived(key, request) }))
        .find(({ key, code }) => hash(key, dataOf(code)).equals(kept))?.code ?? null,
    hashOf: (code) => hash(keys.current, dataOf(code)),
    lookupHashes: (typed) => {
      const data = parseReceiptCode(typed);
      return data === null ? null : keys.all.map((key) => hash(key, data));
    },
    tieTo: (what) => tie(keys.current, what),
    lookupTies: (what) => keys.all.map((key) => tie(key, what)),
    printOf: (content) => ({
      generation: keys.current.generation,
      print: createHmac('sha256', keys.current.bytes)
        .update('paper-print|')
        .update(content)
        .digest()
        .subarray(0, 16),
    }),
    newClaimCode: () => `C-${randomLetters(10)}`,
    awardCodes: (number) => {
      const code = (key: SealingKey) =>
        `C-${lettersOf(keyedHash(key, JSON.stringify(['award', number])), 10)}`;
      return [code(keys.current), ...keys.all.filter((key) => key !== keys.current).map(code)];
    },
  };
}

/** Crockford's letters: no I, L, O or U, so that nothing is misread or reads as a word. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_BYTES = 10;
const CODE_LETTERS = 16;

/**
 * The 16 letters of a receipt code as somebody typed it: lower case, spaces, hyphens and what copying adds, O for 0
 * and I or L for 1 are taken. Null if it is not one, or if its check character shows a slip of the pen
 * (any one wrong letter, any two exchanged).
 */
export function parseReceiptCode(typed: string): string | null {
  const letters = foldedAs('receipt-code', typed);
  if (letters.length !== CODE_LETTERS + 1) return null;
  if ([...letters].some((letter) => !ALPHABET.includes(letter))) return null;

  const data = letters.slice(0, CODE_LETTERS);
  return checkLetter(data) === letters.slice(CODE_LETTERS) ? data : null;
}

/**
 * A case number such as `TO-2026-7K3M9QX2`. Random, not counted up: from a number nobody can tell how many
 * cases there are or which was filed first. 40 bits; the database refuses the rare repetition, then draw again.
 */
export function newCaseNumber(prefix: string, year: number): string {
  return `${prefix}-${year}-${randomLetters(8)}`;
}

function randomLetters(count: number): string {
  return lettersOf(randomBytes(count), count);
}

function lettersOf(bytes: Buffer, count: number): string {
  // 256 is a multiple of 32: every letter is as likely as any other.
  return Array.from(bytes.subarray(0, count), (byte) => ALPHABET.charAt(byte % 32)).join('');
}

/** The first 80 bits of `bytes` as letters in groups, with the check character. */
function shown(bytes: Buffer): string {
  const bits = BigInt(`0x${bytes.subarray(0, CODE_BYTES).toString('hex')}`);
  const data = Array.from({ length: CODE_LETTERS }, (_, index) =>
    ALPHABET.charAt(Number((bits >> BigInt(5 * (CODE_LETTERS - 1 - index))) & 31n)),
  ).join('');
  return [...(data.match(/.{4}/g) ?? []), checkLetter(data)].join('-');
}

function dataOf(code: string): string {
  const data = parseReceiptCode(code);
  if (data === null) throw new RangeError('no receipt code');
  return data;
}

/**
 * A sum over the field of 32 elements in which each place has a weight of its own (2, 4, 8 …).
 * Such a sum changes with any one letter and with any two exchanged ones.
 */
function checkLetter(data: string): string {
  // Horner's rule: the letter at place i ends up multiplied by 2^(16 - i).
  const sum = [...data].reduce((total, letter) => doubled(total ^ ALPHABET.indexOf(letter)), 0);
  return ALPHABET.charAt(sum);
}

/** Times 2 in GF(32), modulo x⁵ + x² + 1. */
function doubled(element: number): number {
  const shifted = element << 1;
  return shifted & 0b100000 ? shifted ^ 0b100101 : shifted;
}

function keyedHash(key: SealingKey, text: string): Buffer<ArrayBuffer> {
  return createHmac('sha256', key.bytes).update(text, 'utf8').digest();
}
