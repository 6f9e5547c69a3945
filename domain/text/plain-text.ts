import { simplified } from './simplified-characters';

/*
 * Texts as they are compared: letters and digits alone. Width, case, spaces, punctuation, marks and characters without
 * a width make no difference, and digits may be written as 一 or 1.
 */

/** A text made plain, with the place of each of its characters in what was entered. */
export interface PlainText {
  readonly plain: string;
  /** For each UTF-16 unit of `plain`, the character of the text as entered that it came from, counted from 0. */
  readonly at: readonly number[];
}

const digits: Readonly<Record<string, string>> = {
  ...{ 〇: '0', 零: '0', 一: '1', 二: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' },
};
const meaningful = /[\p{L}\p{N}]/u;

/** Makes a text plain. Characters are Unicode code points, as in the length that a form allows. */
export function plainText(text: string): PlainText {
  return madePlain(text, plainCharacter);
}

/**
 * Makes a text plain for a comparison that nobody shall slip through: besides, a traditional character, a variant or a
 * radical counts as the simplified character.
 */
export function comparedText(text: string): PlainText {
  return madePlain(text, comparedCharacter);
}

/** The Chinese characters of a text alone, in their order: what is strewn in between makes no difference. */
export function chineseOf({ plain, at }: PlainText): PlainText {
  const units = plain.split('');
  const kept = units.flatMap((unit, index) => (chinese.test(unit) ? [index] : []));
  return {
    plain: kept.map((index) => units[index]).join(''),
    at: kept.map((index) => at[index] ?? 0),
  };
}

const chinese = /[\u3400-\u9FFF\uDC00-\uDFFF\uD840-\uDBFF]/;

function madePlain(text: string, plainOfCharacter: (character: string) => string): PlainText {
  const units: string[] = [];
  const at: number[] = [];
  for (const [index, character] of [...text].entries()) {
    const kept = plainOfCharacter(character);
    units.push(kept);
    for (let unit = 0; unit < kept.length; unit++) at.push(index);
  }
  return { plain: units.join(''), at };
}

/** What is left of one character; empty for one that carries no meaning. */
function plainCharacter(character: string): string {
  return [...character.normalize('NFKC').toLowerCase()]
    .map((folded) => (meaningful.test(folded) ? (digits[folded] ?? folded) : ''))
    .join('');
}

/** Folding by Unicode costs more than all else: what a character comes to is worked out once. */
const comparedCharacters = new Map<string, string>();

function comparedCharacter(character: string): string {
  const known = comparedCharacters.get(character);
  if (known !== undefined) return known;
  const compared = plainCharacter(simplifiedCharacter(character));
  comparedCharacters.set(character, compared);
  return compared;
}

/** A character in simplified script, with its compatibility form folded. */
export function simplifiedCharacter(character: string): string {
  const folded = character.normalize('NFKC');
  return simplified.get(folded) ?? folded;
}

/** A text made plain, where nobody asks for places. */
export function plainOf(text: string): string {
  return plainText(text).plain;
}
