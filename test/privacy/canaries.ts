import { createHash } from 'node:crypto';
import type { TObject, TSchema } from 'typebox';
import { formatFault } from '../../domain/text/formats';

/** Letters that no fixed word of the system holds; the third lies outside of the basic plane. */
const rare = ['㐂靁', '龘燚', '𠮷㵘', '犇猋'];

/** Texts that are planted and must then be found nowhere in clear. What is planted twice as the same is the same text. */
export class Canaries {
  readonly #planted = new Map<string, string>();
  readonly #files: Buffer[] = [];
  readonly #random = new Set<string>();

  /** What was planted, by what it was planted as. */
  get planted(): ReadonlyMap<string, string> {
    return this.#planted;
  }

  get texts(): string[] {
    return [...new Set([...this.#planted.values(), ...this.#random])];
  }

  /**
   * The plain SHA-256 of each, as hex and as base64 write it: whoever has a list of telephone numbers, or a
   * picture from somebody's phone, could find the one that fits. A hash under a key tells nothing.
   */
  get hashes(): string[] {
    return [...this.#planted.values(), ...this.#files].flatMap((content) => {
      const hash = createHash('sha256').update(content).digest();
      return [hash.toString('hex'), hash.toString('base64'), hash.toString('base64url')];
    });
  }

  /** What a text was planted as; a hash, or something else, is called by itself. */
  nameOf(text: string): string {
    return [...this.#planted].find(([, planted]) => planted === text)?.[0] ?? text;
  }

  /** A token that is too long for anybody to guess: what is kept of it may be its hash. */
  keepRandom(token: string): void {
    this.#random.add(token);
  }

  /** A file that nobody is to know again by its hash. */
  keepFile(file: Buffer): void {
    this.#files.push(file);
  }

  /** A few rare Chinese letters with a number, as it may stand within a sentence or for a name. */
  words(as: string): string {
    const hash = hashOf(as);
    return this.keep(as, `${rare[hash.readUInt8(0) % rare.length] ?? ''}${hash.toString('hex', 1, 6)}`);
  }

  /** Letters and digits only, for places that take no others. */
  ascii(as: string): string {
    return this.keep(as, `zq${hashOf(as).toString('hex', 0, 8)}`);
  }

  /** So many digits, the first ones given. */
  digits(as: string, count: number, first = ''): string {
    const drawn = BigInt(`0x${hashOf(as).toString('hex')}`).toString();
    return this.keep(as, (first + drawn).slice(0, count));
  }

  /** The number of a resident identity card: seventeen digits, the first ones given, and what checks them. */
  identityNumber(as: string, first: string): string {
    const drawn = BigInt(`0x${hashOf(as).toString('hex')}`).toString();
    const digits = (first + drawn).slice(0, 17);
    const check = [...'0123456789X'].find((last) => formatFault('identity-number', digits + last) === null);
    return this.keep(as, digits + (check ?? ''));
  }

  /** Something that came about by itself, as a receipt code, and is to be looked for as well. */
  keep(as: string, text: string): string {
    this.#planted.set(as, text);
    return text;
  }

  /** A valid form with a canary in every free text of it; everything else as it is given. */
  filled(form: TObject, as: string, facts: object = {}): Record<string, unknown> {
    return this.#fill(form, as, facts) as Record<string, unknown>;
  }

  #fill(schema: TSchema, as: string, given: unknown): unknown {
    const { properties, items, 'x-sealed': sealed } = schema as Shape;
    if (sealed === true) return `据反映${this.words(as)}确有其事`;
    if (items && Array.isArray(given)) return given.map((item: unknown) => this.#fill(items, as, item));
    if (!properties) return given;
    const fields = (given ?? {}) as Record<string, unknown>;
    const entries = Object.entries(properties).map(([field, inner]) => [
      field,
      this.#fill(inner, `${as}/${field}`, fields[field]),
    ]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }
}

/** Every free text that a form asks for, named as {@link Canaries.filled} names it. */
export function textsOf(schema: TSchema, as: string): string[] {
  const { properties, items, 'x-sealed': sealed } = schema as Shape;
  if (sealed === true) return [as];
  if (items) return textsOf(items, as);
  return Object.entries(properties ?? {}).flatMap(([field, inner]) => textsOf(inner, `${as}/${field}`));
}

interface Shape {
  readonly 'x-sealed'?: boolean;
  readonly properties?: Record<string, TSchema>;
  readonly items?: TSchema;
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
