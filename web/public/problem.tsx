import type { Title } from '../../domain/role';
import { sayIn, to, type Language, type PageContent } from './page';
import { strings } from './strings';

interface Problem {
  readonly language: Language;
  readonly title: Title;
  /** After how many seconds it may be tried again. */
  readonly again: number | null;
  /** By which whoever asks for help names what happened. */
  readonly instance: string;
}

/** What could not be done, and where to go on. */
export function problemPage({ language, title, again, instance }: Problem): PageContent {
  const say = sayIn(language);
  return {
    language,
    title: strings.problemTitle,
    switchBy: { by: 'link', path: '/' },
    children: (
      <>
        <h1>{say(strings.problemTitle)}</h1>
        <p>{say(title)}</p>
        {again !== null && (
          <p>
            {say(strings.tryAgain)}: {again}
          </p>
        )}
        <p class="hint">
          {say(strings.reference)}: {instance}
        </p>
        <p>
          <a href={to('/', language)}>{say(strings.toHome)}</a>
        </p>
      </>
    ),
  };
}
