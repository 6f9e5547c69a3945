import type { Title } from '../../domain/role';

/** The languages that titles are written in. */
export type Language = keyof Title;

/** As `Content-Language` names them. */
export const languageTags = { zh: 'zh-CN', en: 'en' } as const satisfies Record<Language, string>;

/** In which language a caller reads, by `Accept-Language`: Chinese, unless English is asked for before it. */
export function languageAskedFor(accepted: string | undefined): Language {
  const ranges = (accepted ?? '').split(',').map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { tag, weight: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const weightOf = (language: Language) =>
    (
      ranges.find(({ tag }) => tag === language || tag.startsWith(`${language}-`)) ??
      ranges.find(({ tag }) => tag === '*')
    )?.weight ?? 0;
  return weightOf('en') > weightOf('zh') ? 'en' : 'zh';
}
