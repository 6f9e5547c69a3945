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
  const units: string[] = [];
  const at: number[] = [];
  for (const [index, character] of [...text].entries()) {
    for (const folded of character.normalize('NFKC').toLowerCase()) {
      if (!meaningful.test(folded)) continue;
      const kept = digits[folded] ?? folded;
      units.push(kept);
      for (let unit = 0; unit < kept.length; unit++) at.push(index);
    }
  }
  return { plain: units.join(''), at };
}

/** A text made plain, where nobody asks for places. */
export function plainOf(text: string): string {
  return plainText(text).plain;
}
