/*
 * What a free text is, said once for every form. A text is taken as it was written or refused by name; it is never
 * changed: what people read later is what somebody wrote.
 */

/** The same in both languages. (A part on this floor knows no other; it fits `Title`.) */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** A `line` has no line breaks: a name, a title. A `paragraph` has as many as its writer likes. */
export type TextKind = 'line' | 'paragraph';

interface NotTaken {
  readonly is: RegExp;
  readonly what: Words;
}

/** Characters that no person writes on purpose, or that make a text read otherwise than it is. */
const inNoText: readonly NotTaken[] = [
  {
    is: /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/u,
    what: { zh: '控制字符', en: 'a control character' },
  },
  // PostgreSQL keeps no half of a character.
  { is: /[\uD800-\uDFFF]/u, what: { zh: '不完整的字符', en: 'half of a character' } },
  { is: /\p{Noncharacter_Code_Point}/u, what: { zh: '非字符编码', en: 'no character' } },
  // It stands where some program has lost what was written.
  { is: /\uFFFD/u, what: { zh: '已损坏的字符', en: 'what is left of a character that was lost' } },
  {
    is: /[\u202A-\u202E\u2066-\u2069]/u,
    what: { zh: '改变文字方向的字符', en: 'a character that turns the direction of what follows' },
  },
  { is: /[\uFFF9-\uFFFB]/u, what: { zh: '注释标记字符', en: 'a mark of an annotation' } },
];
const inNoLine: NotTaken = {
  is: /[\t\n\r\u2028\u2029]/u,
  what: { zh: '换行或制表符', en: 'a line break or a tab' },
};
/** What is seen: no space, and nothing that is drawn as nothing. */
const visible = /[^\s\p{Default_Ignorable_Code_Point}\p{C}\u2800]|\p{Co}/u;

/** Why a text is not taken, with the character and its place, counted from 1; null where it is. */
export function textFault(text: string, kind: TextKind): Words | null {
  const notTaken = kind === 'line' ? [...inNoText, inNoLine] : inNoText;
  for (const [index, character] of [...text].entries()) {
    const found = notTaken.find(({ is }) => is.test(character));
    if (found === undefined) continue;
    const name = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    return {
      zh: `第${index + 1}个字符 ${name} 不被接受:${found.what.zh}`,
      en: `character ${index + 1} is ${name}, ${found.what.en}, which is not taken`,
    };
  }
  if (visible.test(text)) return null;
  return { zh: '没有可读的内容', en: 'holds nothing that can be read' };
}
