import { createContext, useContext } from 'react';
import type { Title } from '../../../domain/role';
import { strings } from '../strings';

export type Language = 'zh' | 'en';
export type StringKey = keyof typeof strings;

/** How a page speaks to its reader. */
export interface Words {
  readonly language: Language;
  /** A word of the API in the reader's language. */
  readonly say: (title: Title) => string;
  /** A string of the console, with its places filled. */
  readonly t: (key: StringKey, places?: Readonly<Record<string, string | number>>) => string;
}

/** The words of a language. */
export function wordsIn(language: Language): Words {
  return {
    language,
    say: (title) => title[language],
    t: (key, places = {}) =>
      Object.entries(places).reduce<string>(
        (text, [place, value]) => text.replaceAll(`{${place}}`, String(value)),
        strings[key][language],
      ),
  };
}

export const WordsContext = createContext<Words>(wordsIn('zh'));

/** The words of the reader. */
export function useWords(): Words {
  return useContext(WordsContext);
}

const place = 'anjie.language';

/** The language that was chosen on this machine. */
export function keptLanguage(): Language {
  return localStorage.getItem(place) === 'en' ? 'en' : 'zh';
}

/** Keeps the language for the next time. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(place, language);
}
