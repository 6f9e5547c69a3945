import { chineseOf, comparedText, type PlainText } from './plain-text';
import {
  digitsIn,
  fewestDigits,
  folded,
  isSameMoment,
  momentsIn,
  namesIn,
  numbersIn,
  receiptCodesIn,
  type Detail,
  type DetailKind,
} from './telling-details';

/*
 * Whether texts repeat what a reporter wrote. A firm that reads its own order may know by a turn of phrase, a name or
 * a number who reported it. Compared over sets of short pieces: linear in what was written, however long. Script, width
 * and what is strewn between Chinese characters make no difference, nor in which fields of one form the words stand.
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
  /** Which of the texts, counted from 0. */
  readonly text: number;
  readonly start: number;
  readonly length: number;
}

/** What reporters wrote, ready to be compared with. */
export interface ReportersWords {
  readonly runs: ReadonlySet<string>;
  /** The same of the Chinese characters alone. */
  readonly chineseRuns: ReadonlySet<string>;
  readonly digits: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  readonly moments: readonly string[];
}

/** Takes the texts of reporters apart. */
export function reportersWords(texts: readonly string[], { sharedRun }: Likeness): ReportersWords {
  const folds = texts.map(folded);
  const plains = texts.map(comparedText);
  const forms = (of: (text: string) => readonly { readonly form: string }[]) =>
    folds.flatMap((text) => of(text).map(({ form }) => form));
  const runsOf = (of: readonly PlainText[]) => new Set(of.flatMap(({ plain }) => piecesOf(plain, sharedRun)));
  return {
    runs: runsOf(plains),
    chineseRuns: runsOf(plains.map(chineseOf)),
    digits: new Set(forms(digitsIn).flatMap((form) => piecesOf(form, fewestDigits))),
    numbers: new Set(forms(numbersIn)),
    names: new Set(forms(namesIn)),
    moments: forms(momentsIn),
  };
}

/** Phrases that everybody writes, plain, and by their Chinese characters alone. */
export type Everybodys = readonly { readonly plain: string; readonly chinese: string }[];

/** What everybody writes, ready to be passed over: the firm's name, code and address, the words of the clauses. */
export function everybodysWords(texts: readonly string[]): Everybodys {
  return texts.map((text) => {
    const plain = comparedText(text);
    return { plain: plain.plain, chinese: chineseOf(plain).plain };
  });
}

/** The parts of texts of one form that repeat what reporters wrote, in order. */
export function repeatedParts(
  texts: readonly string[],
  words: ReportersWords,
  everybodys: Everybodys,
  likeness: Likeness,
): RepeatedPart[] {
  const plains = texts.map(comparedText);
  const names = [...words.names];
  const asEntered = { runs: words.runs, names, passedOver: everybodys.map(({ plain }) => plain) };
  const chineseAlone = {
    runs: words.chineseRuns,
    names: names.map(chineseIn).filter((name) => name.length > 1),
    passedOver: everybodys.map(({ chinese }) => chinese),
  };
  const found = [
    ...repeatedWords(plains, asEntered, likeness),
    ...repeatedWords(plains.map(chineseOf), chineseAlone, likeness),
    ...texts.flatMap((text, at) => repeatedDetails([text], words, asEntered.passedOver, at)),
    ...(texts.length > 1 ? repeatedDetails(texts, words, asEntered.passedOver, 0) : []),
  ];
  return joined(found);
}

/** Where it is found twice, as by its words and by its Chinese characters alone, it is one part. */
function joined(parts: readonly RepeatedPart[]): RepeatedPart[] {
  const sorted = [...parts].sort((a, b) => a.text - b.text || a.start - b.start || b.length - a.length);
  return sorted.reduce<RepeatedPart[]>((found, part) => {
    const covers = ({ kind, text, start, length }: RepeatedPart) =>
      kind === part.kind && text === part.text && part.start < start + length;
    const at = found.findIndex(covers);
    const known = found[at];
    if (known === undefined) return [...found, part];
    const length = Math.max(known.start + known.length, part.start + part.length) - known.start;
    return found.with(at, { ...known, length });
  }, []);
}

// --- words and names ------------------------------------------------------------------------------

/** What plain texts are searched for, and what is passed over in them. */
interface Sought {
  readonly runs: ReadonlySet<string>;
  readonly names: readonly string[];
  readonly passedOver: readonly string[];
}

/** Plain texts one behind the other, with the text and the place that each of their characters comes from. */
interface Row {
  readonly plain: string;
  readonly common: readonly boolean[];
  readonly from: readonly { readonly text: number; readonly at: number }[];
}

function repeatedWords(plains: readonly PlainText[], sought: Sought, likeness: Likeness): RepeatedPart[] {
  const rows = plains.map((each, text) => rowOf(each, text, sought.passedOver));
  const whole = behindEachOther(rows);
  const names = sought.names.flatMap((name) =>
    placesOf(whole.plain, name)
      .filter((from) => own(whole, from, from + name.length) > 0)
      .flatMap((from) => partsOf('name', whole, from, from + name.length)),
  );
  const seams = rows.length > mostTexts ? [] : seamsOf(rows, sought.runs, likeness.sharedRun);
  return [...names, ...[whole, ...seams].flatMap((row) => repeatedRuns(row, sought.runs, likeness))];
}

/** Of more texts than this, only those that follow each other are compared joined. */
const mostTexts = 60;

function repeatedRuns(row: Row, runs: ReadonlySet<string>, likeness: Likeness): RepeatedPart[] {
  return sharedRuns(row.plain, runs, likeness.sharedRun)
    .filter(([from, to]) => own(row, from, to) >= likeness.ownCharacters)
    .flatMap(([from, to]) => partsOf('words', row, from, to));
}

function rowOf({ plain, at }: PlainText, text: number, passedOver: readonly string[]): Row {
  return { plain, common: covered(plain, passedOver), from: at.map((each) => ({ text, at: each })) };
}

function behindEachOther(rows: readonly Row[]): Row {
  return {
    plain: rows.map(({ plain }) => plain).join(''),
    common: rows.flatMap(({ common }) => common),
    from: rows.flatMap(({ from }) => from),
  };
}

/**
 * The end of a text with the beginning of another, wherever they share something with the tip: words that were split
 * over two fields meet there.
 */
function seamsOf(rows: readonly Row[], runs: ReadonlySet<string>, length: number): Row[] {
  const ends = rows.map((row) => cut(row, Math.max(0, row.plain.length - length + 1), row.plain.length));
  const beginnings = rows.map((row) => cut(row, 0, length - 1));
  return ends.flatMap((end, at) =>
    beginnings
      .filter((each, other) => other !== at && sharedRuns(end.plain + each.plain, runs, length).length > 0)
      .map((each) => behindEachOther([end, each])),
  );
}

function cut({ plain, common, from }: Row, start: number, end: number): Row {
  return { plain: plain.slice(start, end), common: common.slice(start, end), from: from.slice(start, end) };
}

/** How many characters of a stretch are other than what everybody writes. */
function own({ common }: Row, from: number, to: number): number {
  return common.slice(from, to).filter((is) => !is).length;
}

/** A stretch of a row as parts of the texts that it runs through. */
function partsOf(
  kind: RepeatedPart['kind'],
  { from: places }: Row,
  from: number,
  to: number,
): RepeatedPart[] {
  const ends = new Map<number, { first: number; last: number }>();
  for (const { text, at } of places.slice(from, to)) {
    const known = ends.get(text);
    ends.set(text, { first: Math.min(known?.first ?? at, at), last: Math.max(known?.last ?? at, at) });
  }
  return [...ends].map(([text, { first, last }]) => ({ kind, text, start: first, length: last - first + 1 }));
}

function chineseIn(form: string): string {
  return chineseOf({ plain: form, at: [] }).plain;
}

// --- numbers and moments --------------------------------------------------------------------------

/**
 * Numbers and moments are looked for by their shape: the same number may be grouped in another way, or go on in the
 * next text.
 * @param first which of the texts of the form the first of these is
 */
function repeatedDetails(
  texts: readonly string[],
  words: ReportersWords,
  everybodys: readonly string[],
  first: number,
): RepeatedPart[] {
  const folds = texts.map(folded);
  const read = folds.join(' ');
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
  const parts = new Map(found.map((detail) => [`${detail.index}/${detail.length}`, detail]));
  return [...parts.values()].flatMap((detail) => placesIn(folds, detail, first));
}

/** A detail of texts that were joined by a space each, as parts of these texts. */
function placesIn(folds: readonly string[], { kind, index, length }: Detail, first: number): RepeatedPart[] {
  let begins = 0;
  return folds.flatMap((fold, at) => {
    const [start, end] = [Math.max(index, begins), Math.min(index + length, begins + fold.length)];
    const part = { kind, text: first + at, start: start - begins, length: end - start };
    begins += fold.length + 1;
    return part.length > 0 ? [part] : [];
  });
}

// --- pieces ---------------------------------------------------------------------------------------

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
