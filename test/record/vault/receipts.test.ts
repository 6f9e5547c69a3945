import { randomBytes } from 'node:crypto';
import { parseKeyRing } from '../../../record/vault/keys';
import { makeReceipts, newCaseNumber, parseReceiptCode } from '../../../record/vault/receipts';

const old = `1:${randomBytes(32).toString('hex')}`;
const ring = parseKeyRing(old, 'receipt.key');
const rotated = parseKeyRing(`2:${randomBytes(32).toString('hex')}\n${old}`, 'receipt.key');
const receipts = makeReceipts(ring);
const request = { scope: 'public', key: 'key-1', bodyHash: Buffer.alloc(32, 1), number: 'TO-2026-AAAAAAAA' };

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const compact = (code: string) => code.replaceAll('-', '');

describe('a receipt code', () => {
  it('has four groups of four letters and a check character', () => {
    for (let i = 0; i < 200; i++) {
      expect(receipts.codeFor(null)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]$/);
    }
  });

  it('is random in all of its 80 bits', () => {
    const codes = Array.from({ length: 4_000 }, () => compact(receipts.codeFor(null)));
    expect(new Set(codes).size).toBe(codes.length);
    for (let place = 0; place < 16; place++) {
      expect(new Set(codes.map((code) => code[place])).size).toBe(32);
    }
  });

  it('is the same for a repeated request and another for any other, and for another case', () => {
    const code = receipts.codeFor(request);
    expect(receipts.codeFor({ ...request, bodyHash: new Uint8Array(32).fill(1) })).toBe(code);
    const others = [
      { ...request, key: 'key-2' },
      { ...request, scope: 'clerk' },
      { ...request, bodyHash: Buffer.alloc(32, 2) },
      { ...request, number: 'TO-2026-BBBBBBBB' },
      // the same letters, parted otherwise
      { ...request, scope: 'publick', key: 'ey-1' },
    ];
    expect(new Set([code, ...others.map((other) => receipts.codeFor(other))]).size).toBe(6);
    expect(makeReceipts(rotated).codeFor(request)).not.toBe(code);
  });

  it('is read as people type it', () => {
    const code = receipts.codeFor(null);
    const data = compact(code).slice(0, 16);
    const typings = [
      code,
      code.toLowerCase(),
      compact(code),
      ` ${code.replaceAll('-', ' ')} `,
      code.replaceAll('0', 'o').replaceAll('1', 'l'),
      code.replaceAll('0', 'O').replaceAll('1', 'I'),
      code.replaceAll('-', '—'),
      code.replaceAll('-', '-'),
      [...code]
        .map((letter) =>
          /[0-9A-Z]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter,
        )
        .join(''),
    ];
    for (const typed of typings) expect(parseReceiptCode(typed)).toBe(data);
  });

  it('shows every single wrong letter', () => {
    const code = compact(receipts.codeFor(null));
    for (let place = 0; place < 17; place++) {
      for (const letter of ALPHABET) {
        if (letter === code[place]) continue;
        expect(parseReceiptCode(code.slice(0, place) + letter + code.slice(place + 1))).toBeNull();
      }
    }
  });

  it('shows every two exchanged letters', () => {
    for (let round = 0; round < 50; round++) {
      const code = compact(receipts.codeFor(null));
      for (let a = 0; a < 17; a++) {
        for (let b = a + 1; b < 17; b++) {
          if (code[a] === code[b]) continue;
          const letters = [...code];
          [letters[a], letters[b]] = [letters[b] ?? '', letters[a] ?? ''];
          expect(parseReceiptCode(letters.join(''))).toBeNull();
        }
      }
    }
  });

  it.each([
    '',
    '-',
    'A',
    'U'.repeat(17),
    '0'.repeat(16),
    '0'.repeat(18),
    '举报'.repeat(9),
    '𠮷'.repeat(17),
    '\u0000'.repeat(17),
  ])('is not %j', (typed) => {
    expect(parseReceiptCode(typed)).toBeNull();
    expect(receipts.lookupHashes(typed)).toBeNull();
  });
});

describe('what is kept of a receipt code', () => {
  it('is a keyed hash that the code leads to', () => {
    const code = receipts.codeFor(null);
    expect(receipts.hashOf(code)).toHaveLength(32);
    expect(receipts.lookupHashes(code.toLowerCase())).toEqual([receipts.hashOf(code)]);
    expect(makeReceipts(parseKeyRing('f'.repeat(64), 'receipt.key')).hashOf(code)).not.toEqual(
      receipts.hashOf(code),
    );
  });

  it('is still found after the key was followed by another', () => {
    const code = receipts.codeFor(request);
    const kept = receipts.hashOf(code);
    const later = makeReceipts(rotated);
    expect(later.lookupHashes(code)).toContainEqual(kept);
    expect(later.repeatedCodeFor(request, kept)).toBe(code);
    expect(later.repeatedCodeFor({ ...request, key: 'other' }, kept)).toBeNull();
  });

  it('is not made of what is no code', () => {
    expect(() => receipts.hashOf('0000-0000-0000-0000-1')).toThrow(RangeError);
  });
});

describe('numbers that people read', () => {
  it('are random and short', () => {
    const numbers = Array.from({ length: 2_000 }, () => newCaseNumber('TO', 2026));
    for (const number of numbers) expect(number).toMatch(/^TO-2026-[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(receipts.newClaimCode()).toMatch(/^C-[0-9A-HJKMNP-TV-Z]{10}$/);
  });
});
