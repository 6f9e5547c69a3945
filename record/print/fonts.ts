import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Content, ContentText, TDocumentDefinitions } from 'pdfmake/interfaces';
import { glyphsIn, type Glyphs } from './glyphs';

/** A font with its two weights, under the name by which documents call it. */
export interface Font {
  readonly name: string;
  readonly files: { readonly normal: string; readonly bold: string };
  readonly has: Glyphs;
}

/** Characters that no font of the office has. */
export class CharactersMissing extends Error {
  override readonly name = 'CharactersMissing';
  constructor(readonly characters: readonly string[]) {
    super('characters without a glyph');
  }
}

const shipped = { NotoSansSC: 'noto-sans-sc', NotoSansHK: 'noto-sans-hk' };

/**
 * The fonts that documents are printed with, in the order in which they are asked for a character: those that come with
 * the system (Noto for the mainland, then for Hong Kong, which has 1,689 characters of Extension B more), then those
 * that the office has put into its folder (`.ttf`, `.otf`), by name.
 * @throws NoFont where a file of the office is none
 */
export function fontsWith(folder: string | null): Font[] {
  const own = folder === null ? [] : readdirSync(folder).filter((file) => /\.(ttf|otf)$/i.test(file));
  return [
    ...Object.entries(shipped).map(([name, pack]) => {
      const file = (weight: string) =>
        require.resolve(`@expo-google-fonts/${pack}/${weight}/${name}_${weight}.ttf`);
      return font(name, file('400Regular'), file('700Bold'));
    }),
    ...own.sort().map((file, index) => font(`Own${index}`, join(folder ?? '', file))),
  ];
}

function font(name: string, normal: string, bold = normal): Font {
  return { name, files: { normal, bold }, has: glyphsIn(readFileSync(normal)) };
}

/**
 * A document whose texts are set in the fonts that have their characters.
 * @throws CharactersMissing where none has one
 */
export function setIn(fonts: readonly Font[], document: TDocumentDefinitions): TDocumentDefinitions {
  const setting = new Setting(fonts);
  const content = setting.of(document.content);
  const { footer } = document;
  // What stands below each page is known only then: its characters are looked for where it is made.
  if (typeof footer !== 'function') throw new Error('every document has its footer');
  const set = {
    ...document,
    content,
    footer: (...page: Parameters<typeof footer>) => below(footer(...page)),
  };
  setting.assertComplete();
  return set;

  function below(part: Content | null | undefined): Content {
    const made = setting.of(part ?? '');
    setting.assertComplete();
    return made;
  }
}

class Setting {
  readonly #missing = new Set<string>();

  constructor(private readonly fonts: readonly Font[]) {}

  assertComplete(): void {
    if (this.#missing.size > 0) throw new CharactersMissing([...this.#missing]);
  }

  /** Any part of a document with its texts in runs of one font each. */
  of(part: Content): Content {
    if (typeof part === 'number') return this.of(String(part));
    if (typeof part === 'string') return { text: this.#runs(part) };
    if (Array.isArray(part)) return part.map((each) => this.of(each));
    if ('text' in part) return { ...part, text: this.#textOf(part.text) } as Content;
    if ('columns' in part)
      return { ...part, columns: part.columns.map((each) => this.of(each as Content)) } as Content;
    if ('table' in part) {
      const body = part.table.body.map((row) => row.map((cell) => this.of(cell as Content)));
      return { ...part, table: { ...part.table, body } } as Content;
    }
    throw new Error('a part of a document that is set by no rule');
  }

  #textOf(text: ContentText['text']): ContentText['text'] {
    if (typeof text !== 'string') throw new Error('a text is one string until it is set');
    return this.#runs(text);
  }

  #runs(text: string): { text: string; font: string }[] {
    const runs: { text: string; font: string }[] = [];
    for (const character of text.replace(/(?!\n)[\p{Default_Ignorable_Code_Point}]/gu, '')) {
      const last = runs.at(-1);
      const name = this.#fontFor(character) ?? last?.font ?? this.fonts[0]?.name ?? '';
      if (last?.font === name) last.text += character;
      else runs.push({ text: character, font: name });
    }
    return runs;
  }

  /** The first font that has a character; null where it is drawn as nothing. */
  #fontFor(character: string): string | null {
    if (/\s/u.test(character)) return null;
    const found = this.fonts.find(({ has }) => has(character.codePointAt(0) ?? 0));
    if (found === undefined) this.#missing.add(character);
    return found?.name ?? null;
  }
}
