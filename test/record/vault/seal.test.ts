import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  generationOf,
  open,
  seal,
  SealError,
  type SealedPlace,
  type SealingKey,
} from '../../../record/vault/seal';

const key: SealingKey = { generation: 3, bytes: randomBytes(32) };
const place: SealedPlace = { table: 'sealed_text', column: 'ciphertext', row: 'case/1//text' };

const refusalOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof SealError) return error.code;
    throw error;
  }
  return 'opened';
};

describe('a sealed value', () => {
  it('opens to the very bytes that were sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
        expect(open(key, seal(key, Buffer.from(bytes), place), place)).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('holds text of every script, and the empty text', () => {
    for (const text of ['', '举报内容', '𠮷野家 👩‍👩‍👧', 'a\u0000b\u202e']) {
      expect(open(key, seal(key, text, place), place).toString('utf8')).toBe(text);
    }
  });

  it('is 30 bytes longer than its content and never twice the same', () => {
    const once = seal(key, 'same', place);
    expect(once).toHaveLength(34);
    expect(seal(key, 'same', place)).not.toEqual(once);
  });

  it('does not show its content', () => {
    expect(seal(key, 'a very plain text', place).toString('latin1')).not.toContain('plain');
  });

  it('stands where it was put: another table, column or row does not open it', () => {
    const sealed = seal(key, 'text', place);
    for (const elsewhere of [
      { ...place, table: 'sealed_texts' },
      { ...place, column: 'plain' },
      { ...place, row: 'case/2//text' },
      { ...place, row: '' },
      // the same letters, parted otherwise
      { table: 'sealed_textc', column: 'iphertext', row: place.row },
    ]) {
      expect(refusalOf(() => open(key, sealed, elsewhere))).toBe('seal-broken');
    }
  });

  it('does not open with another key, whatever its generation', () => {
    const sealed = seal(key, 'text', place);
    const other = randomBytes(32);
    expect(refusalOf(() => open({ generation: 3, bytes: other }, sealed, place))).toBe('seal-broken');
    expect(refusalOf(() => open({ generation: 4, bytes: key.bytes }, sealed, place))).toBe('seal-generation');
  });

  it('does not pass for another generation of the same key', () => {
    const sealed = Buffer.from(seal(key, 'text', place));
    sealed[1] = 4;
    expect(refusalOf(() => open({ generation: 4, bytes: key.bytes }, sealed, place))).toBe('seal-broken');
  });

  it('does not open with any one bit changed', () => {
    const sealed = seal(key, 'text', place);
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(refusalOf(() => open(key, changed, place))).toMatch(/^seal-/);
    }
  });

  it('does not open cut short or made longer', () => {
    const sealed = seal(key, 'text', place);
    for (let length = 0; length < sealed.length; length++) {
      expect(refusalOf(() => open(key, sealed.subarray(0, length), place))).toMatch(
        /^seal-(malformed|broken)$/,
      );
    }
    expect(refusalOf(() => open(key, Buffer.concat([sealed, Buffer.of(0)]), place))).toBe('seal-broken');
  });

  it('refuses other versions of the layout', () => {
    const sealed = Buffer.from(seal(key, 'text', place));
    for (const version of [0, 2, 255]) {
      sealed[0] = version;
      expect(refusalOf(() => open(key, sealed, place))).toBe('seal-version');
    }
  });

  it('tells the generation of its key without the key', () => {
    expect(generationOf(seal(key, 'text', place))).toBe(3);
  });

  it('opens what the first release sealed', () => {
    const first = { generation: 1, bytes: Buffer.alloc(32, 7) };
    const sealed = Buffer.from(KNOWN_ANSWER, 'hex');
    expect(open(first, sealed, { table: 't', column: 'c', row: 'r' }).toString()).toBe('案结事了');
  });
});

describe('a key', () => {
  it.each([16, 31, 33, 0])('of %i bytes is none', (length) => {
    expect(() => seal({ generation: 1, bytes: Buffer.alloc(length) }, 'x', place)).toThrow(RangeError);
  });
  it.each([0, 256, 1.5, -1, NaN])('has no generation %d', (generation) => {
    expect(() => seal({ generation, bytes: key.bytes }, 'x', place)).toThrow(RangeError);
  });
});

/** Key 07…07, generation 1, place t/c/r. Its layout must stay readable for as long as a backup is kept. */
const KNOWN_ANSWER = '010111e6c9a0009a57c962a429c4af8f3e4e2b81491132941c399431b5dc202409ede7d4ca933dd95ad2';
