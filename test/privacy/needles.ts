/** All spellings of all canaries, looked for in one pass over what is searched. */
export class Needles {
  readonly #loose: NeedleIndex;
  readonly #exact: NeedleIndex;

  /** @throws RangeError for a canary of less than 6 bytes: it would turn up by chance */
  constructor(canaries: readonly string[]) {
    const needles = canaries.flatMap(needlesOf);
    this.#loose = new NeedleIndex(needles.filter(({ exact }) => !exact));
    this.#exact = new NeedleIndex(needles.filter(({ exact }) => exact));
  }

  /** Those that stand somewhere in the bytes. */
  in(bytes: Buffer): Needle[] {
    return [...this.#loose.in(inLowerCase(bytes)), ...this.#exact.in(bytes)];
  }
}

/** Needles by their first four bytes. */
class NeedleIndex {
  readonly #byStart = new Map<number, Needle[]>();
  /** Which first two bytes occur at all: most places are passed over by this alone. */
  readonly #mayStart = new Uint8Array(65_536);

  constructor(needles: readonly Needle[]) {
    for (const needle of needles) {
      const start = needle.bytes.readUInt32LE(0);
      this.#byStart.set(start, [...(this.#byStart.get(start) ?? []), needle]);
      this.#mayStart[start & 0xffff] = 1;
    }
  }

  in(bytes: Buffer): Set<Needle> {
    const found = new Set<Needle>();
    for (let at = 0; at + 4 <= bytes.length; at += 1) {
      if (this.#mayStart[bytes.readUInt16LE(at)] === 0) continue;
      for (const needle of this.#byStart.get(bytes.readUInt32LE(at)) ?? []) {
        if (!found.has(needle) && bytes.subarray(at, at + needle.bytes.length).equals(needle.bytes))
          found.add(needle);
      }
    }
    return found;
  }
}

export interface Needle {
  readonly canary: string;
  readonly form: string;
  /** In lower case unless `exact`. */
  readonly bytes: Buffer;
  /** Base64: its case has a meaning. */
  readonly exact: boolean;
}

function needlesOf(canary: string): Needle[] {
  if (Buffer.byteLength(canary) < 6) throw new RangeError('a canary has at least 6 bytes');
  const spellings = [...new Set([canary.normalize('NFC'), canary.normalize('NFD')])];
  const needles = spellings.flatMap((spelling) => {
    const utf8 = Buffer.from(spelling, 'utf8');
    const utf16 = Buffer.from(spelling, 'utf16le');
    const utf16be = Buffer.from(utf16).swap16();
    const loose = (form: string, latin1: string): Needle => ({
      canary,
      form,
      bytes: inLowerCase(Buffer.from(latin1, 'latin1')),
      exact: false,
    });
    const exact = (form: string, ascii: string): Needle => ({
      canary,
      form,
      bytes: Buffer.from(ascii, 'latin1'),
      exact: true,
    });
    return [
      loose('plain', utf8.toString('latin1')),
      loose('utf-16le', utf16.toString('latin1')),
      loose('utf-16be', utf16be.toString('latin1')),
      loose('hex', utf8.toString('hex')),
      loose('hex of utf-16le', utf16.toString('hex')),
      loose('percent', encodeURIComponent(spelling)),
      loose('percent', encodeURIComponent(spelling).replaceAll('%20', '+')),
      loose(
        'percent',
        eachByte(utf8, (byte) => `%${hex(byte, 2)}`),
      ),
      loose(
        'json',
        eachUnit(
          spelling,
          (unit) => unit > 126,
          (unit) => `\\u${hex(unit, 4)}`,
        ),
      ),
      loose(
        'json',
        eachUnit(
          spelling,
          () => true,
          (unit) => `\\u${hex(unit, 4)}`,
        ),
      ),
      loose(
        'backslash-x',
        eachByte(utf8, (byte) => `\\x${hex(byte, 2)}`),
      ),
      loose(
        'octal',
        eachByte(utf8, (byte) => (byte > 126 ? `\\${byte.toString(8)}` : String.fromCharCode(byte))),
      ),
      loose('html', [...spelling].map((letter) => htmlEscape(letter, (code) => `&#${code};`)).join('')),
      loose(
        'html',
        [...spelling].map((letter) => htmlEscape(letter, (code) => `&#x${code.toString(16)};`)).join(''),
      ),
      loose(
        'quoted-printable',
        eachByte(utf8, (byte) =>
          byte > 126 || byte === 61 ? `=${hex(byte, 2)}` : String.fromCharCode(byte),
        ),
      ),
      ...[utf8, utf16].flatMap((bytes) =>
        [0, 1, 2].flatMap((offset) => {
          const core = base64Core(bytes, offset);
          const form = bytes === utf8 ? 'base64' : 'base64 of utf-16le';
          return [exact(form, core), exact(form, core.replaceAll('+', '-').replaceAll('/', '_'))];
        }),
      ),
    ];
  });
  // Many escapes leave plain letters as they are; each spelling is looked for once, under its first name.
  const byBytes = [...needles].reverse().map((needle) => [needle.bytes.toString('latin1'), needle] as const);
  return [...new Map(byBytes).values()].reverse();
}

/** The letters of base64 that depend on nothing but the canary, when `offset` bytes of a group stand before it. */
function base64Core(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const first = Math.ceil((offset * 8) / 6);
  const last = Math.floor(((offset + bytes.length) * 8) / 6);
  return encoded.slice(first, last);
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');
const eachByte = (bytes: Buffer, write: (byte: number) => string) => [...bytes].map(write).join('');
const eachUnit = (text: string, escapes: (unit: number) => boolean, write: (unit: number) => string) =>
  text
    .split('')
    .map((unit) => (escapes(unit.charCodeAt(0)) ? write(unit.charCodeAt(0)) : unit))
    .join('');
const htmlEscape = (letter: string, write: (code: number) => string) => {
  const code = letter.codePointAt(0) ?? 0;
  return code > 126 ? write(code) : letter;
};

function inLowerCase(bytes: Buffer): Buffer {
  const lower = Buffer.from(bytes);
  for (let at = 0; at < lower.length; at += 1) {
    const byte = lower[at] ?? 0;
    if (byte >= 0x41 && byte <= 0x5a) lower[at] = byte + 0x20;
  }
  return lower;
}
