import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { Title } from '../../domain/role';
import { strings } from './strings';
import { style } from './style';

export type Language = keyof Title;

/** How the other language is reached from where one is: by an address, or by sending the page's form once more. */
export type Switch =
  | { readonly by: 'link'; readonly path: string }
  | { readonly by: 'form'; readonly form: string; readonly path: string };

export interface PageContent {
  readonly language: Language;
  readonly title: Title;
  readonly switchBy: Switch;
  readonly children: ComponentChildren;
}

/** A neutral page of somebody else, to which whoever is looked at can leave at once. */
const elsewhere = 'https://www.weather.com.cn/';

/** An address of these pages in the language of the reader. */
export function to(path: string, language: Language): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
}

/** Picks the words of a language. */
export function sayIn(language: Language): (title: Title) => string {
  return (title) => title[language];
}

/** A whole page as HTML. What is written into it is escaped; it runs nothing and fetches nothing. */
export function htmlOf({ language, title, switchBy, children }: PageContent): string {
  const say = sayIn(language);
  const page = (
    <html lang={language === 'zh' ? 'zh-CN' : 'en'}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="format-detection" content="telephone=no" />
        <title>{`${say(title)} · ${say(strings.name)}`}</title>
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <header>
          <nav aria-label={say(strings.top)}>
            <a class="mark" href={to('/', language)}>
              {say(strings.name)}
            </a>
            <OtherLanguage language={language} switchBy={switchBy} />
            <a class="exit" href={elsewhere} rel="noreferrer noopener">
              {say(strings.exit)}
            </a>
          </nav>
        </header>
        <main>{children}</main>
        <footer>{say(strings.footer)}</footer>
      </body>
    </html>
  );
  return `<!doctype html>\n${render(page)}`;
}

function OtherLanguage({ language, switchBy }: Pick<PageContent, 'language' | 'switchBy'>) {
  const other = language === 'zh' ? 'en' : 'zh';
  const name = strings.other[language];
  const lang = other === 'zh' ? 'zh-CN' : 'en';
  const address = to(switchBy.path, other);
  if (switchBy.by === 'link')
    return (
      <a href={address} lang={lang} hreflang={lang}>
        {name}
      </a>
    );
  return (
    <button
      class="link"
      form={switchBy.form}
      formAction={address}
      formNoValidate
      name="go"
      value="stay"
      lang={lang}
    >
      {name}
    </button>
  );
}
