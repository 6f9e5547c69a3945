import { rowOf, type Policy } from './policy';
import type { Likeness } from '../text/repeated-words';

/** How closely a text that goes to a firm may agree with what a reporter wrote (19号 art. 15). */
export function likenessAllowed(policy: Policy): Likeness {
  return rowOf(policy, 'confidentiality.told-to-firm').value;
}

/** The level from which somebody may let a text pass that agrees more closely. */
export function wordingPassLevel(policy: Policy): 1 | 2 | 3 {
  return rowOf(policy, 'confidentiality.told-to-firm').value.passLevel;
}

/** Words that give nobody away: the titles and words of the published list of items, and the names of laws. Each once. */
export function publishedWords(policy: Policy): string[] {
  const words = Object.entries(policy.rows).flatMap(([key, { source }]) => {
    const law = source.title;
    // 《安全生产法》 and 《安全生产法》(2021) are one law.
    const laws = [law, law.replace(/[((〔].*$/, '')];
    const code = /^inspection-item\.(.+)$/.exec(key)?.[1];
    if (code === undefined) return laws;
    const { title, words = [] } = rowOf(policy, `inspection-item.${code}`).value;
    return [...laws, title.zh, title.en, ...words];
  });
  return [...new Set(words)];
}
