import { plainOf, plainText } from './plain-text';
import {
  digitsIn,
  fewestDigits,
  folded,
  isSameMoment,
  momentsIn,
  namesIn,
  numbersIn,
  receiptCodesIn,
  type DetailKind,
} from './telling-details';

/*
 * Whether a text repeats what a reporter wrote. A firm that reads its own order may know by a turn of phrase, a name or
 * a number who reported it. Compared over sets of short pieces: linear in what was written, however long.
 */

/** How closely two texts may agree. */
export interface Likeness {
  /** From so many shared characters in a row on, the words count as somebody's own. */
  readonly sharedRun: number;
  /**
   * At least so many characters of a run must be other than what everybody writes, as the name of the firm or the words
   * of a clause.
   */
  readonly ownCharacters: number;
}

/** Part of a text that repeats a tip: characters from `start`, counted from 0. What it repeats is never quoted. */
export interface RepeatedPart {
  readonly kind: 'words' | DetailKind;
  readonly start: number;
  readonly length: number;
}

/** What reporters wrote, ready to be compared with. */
export interface ReportersWords {
  readonly runs: ReadonlySet<string>;
  readonly digits: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly moments: readonly string[];
}

/** Takes the texts of reporters apart. */
export function reportersWords(texts: readonly string[], { sharedRun }: Likeness): ReportersWords {
  const folds = texts.map(folded);
  const forms = (of: (text: string) => readonly { readonly form: string }[]) =>
    folds.flatMap((text) => of(text).map(({ form }) => form));
  return {
    runs: new Set(texts.flatMap((text) => piecesOf(plainOf(text), sharedRun))),
    digits: new Set(forms(digitsIn).flatMap((form) => piecesOf(form, fewestDigits))),
    numbers: new Set(forms(numbersIn)),
    names: new Set(forms(namesIn)),
    moments: forms(momentsIn),
  };
}

/**
 * The parts of a text that repeat what reporters wrote, in order.
 * @param passedOver what everybody writes: the firm's name, code and address, the words of the clauses
 */
export function repeatedParts(
  text: string,
  words: ReportersWords,
  passedOver: readonly string[],
  likeness: Likeness,
): RepeatedPart[] {
  const entered = plainText(text);
  const everybodys = passedOver.map(plainOf);
  const common = covered(entered.plain, everybodys);
  const place = (kind: RepeatedPart['kind'], from: number, to: number): RepeatedPart => {
    const start = entered.at[from] ?? 0;
    return { kind, start, length: (entered.at[to - 1] ?? start) - start + 1 };
  };
  const own = (from: number, to: number) => common.slice(from, to).filter((is) => !is).length;
  const runs = sharedRuns(entered.plain, words.runs, likeness.sharedRun)
    .filter(([from, to]) => own(from, to) >= likeness.ownCharacters)
    .map(([from, to]) => place('words', from, to));
  const named = [...words.names].flatMap((name) =>
    placesOf(entered.plain, name)
      .filter((from) => own(from, from + name.length) > 0)
      .map((from) => place('name', from, from + name.length)),
  );
  return [...runs, ...named, ...repeatedDetails(text, words, everybodys)].sort((a, b) => a.start - b.start);
}

/** Numbers and moments are looked for by their shape: the same number may be grouped in another way. */
function repeatedDetails(text: string, words: ReportersWords, everybodys: readonly string[]): RepeatedPart[] {
  const read = folded(text);
  const isOwn = (form: string) => !everybodys.some((each) => each.includes(form));
  const digits = digitsIn(read).filter(({ form }) =>
    piecesOf(form, fewestDigits).some((piece) => words.digits.has(piece) && isOwn(piece)),
  );
  const numbers = numbersIn(read).filter(({ form }) => words.numbers.has(form) && isOwn(form));
  const moments = momentsIn(read).filter(({ form }) =>
    words.moments.some((each) => isSameMoment(each, form)),
  );
  // A receipt code opens a case: none is ever told to a firm.
  const found = [...digits, ...numbers, ...moments, ...receiptCodesIn(read)];
  const parts = new Map(
    found.map(({ kind, index, length }) => [`${index}/${length}`, { kind, start: index, length }]),
  );
  return [...parts.values()];
}

/** Every piece of this length. */
function piecesOf(plain: string, length: number): string[] {
  return Array.from({ length: Math.max(0, plain.length - length + 1) }, (_, from) =>
    plain.slice(from, from + length),
  );
}

/** The longest stretches that are made of shared pieces, as `[from, to)`. */
function sharedRuns(plain: string, pieces: ReadonlySet<string>, length: number): [number, number][] {
  const runs: [number, number][] = [];
  for (let from = 0; from + length <= plain.length; from++) {
    if (!pieces.has(plain.slice(from, from + length))) continue;
    const last = runs.at(-1);
    if (last !== undefined && from < last[1]) last[1] = from + length;
    else runs.push([from, from + length]);
  }
  return runs;
}

/** For each character whether it belongs to one of these phrases. */
function covered(plain: string, phrases: readonly string[]): boolean[] {
  const common = Array.from({ length: plain.length }, () => false);
  for (const phrase of phrases)
    for (const from of placesOf(plain, phrase)) common.fill(true, from, from + phrase.length);
  return common;
}

function placesOf(plain: string, piece: string): number[] {
  const places: number[] = [];
  if (piece === '') return places;
  for (let at = plain.indexOf(piece); at >= 0; at = plain.indexOf(piece, at + 1)) places.push(at);
  return places;
}
