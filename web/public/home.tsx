import { sayIn, to, type Language, type PageContent } from './page';
import { strings } from './strings';

/** The first page: what this is, and the four ways on. */
export function homePage(language: Language): PageContent {
  const say = sayIn(language);
  const ways = [
    ['/report', strings.toReport],
    ['/receipt', strings.toReceipt],
    ['/promises', strings.toPromises],
  ] as const;
  return {
    language,
    title: strings.homeTitle,
    switchBy: { by: 'link', path: '/' },
    children: (
      <>
        <h1>{say(strings.homeTitle)}</h1>
        <p>{say(strings.homeLead)}</p>
        <p>{say(strings.danger)}</p>
        <ul class="ways">
          {ways.map(([path, title]) => (
            <li>
              <a href={to(path, language)}>{say(title)}</a>
            </li>
          ))}
          <li>
            <a href="/console/">{say(strings.toConsole)}</a>
          </li>
        </ul>
        <p class="hint">
          <a href="/openapi.json">{say(strings.toDescription)}</a>
        </p>
      </>
    ),
  };
}
