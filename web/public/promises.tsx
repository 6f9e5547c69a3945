import type { Title } from '../../domain/role';
import type { LimitUnit } from '../../domain/time/limit';
import { sayIn, to, type Language, type PageContent } from './page';
import { strings, unitWords } from './strings';

interface Length {
  readonly value: number;
  readonly unit: LimitUnit;
}

interface Promised {
  readonly matter: string;
  readonly title: Title;
  readonly departmentTitle: Title | null;
  readonly legal: Length;
  readonly committed: Length | null;
}

interface Broken {
  readonly matter: string;
  readonly title: Title | null;
  readonly departmentTitle: Title | null;
  readonly limitUnit: LimitUnit;
  readonly promiseDays: number;
  readonly limitDays: number;
  readonly actualDays: number;
  readonly decidedOn: string;
  readonly explanation: string;
  readonly explainedOn: string;
}

export interface Promises {
  readonly language: Language;
  readonly zone: string;
  readonly zones: readonly { readonly id: string; readonly title: Title }[];
  readonly on: string;
  readonly promises: readonly Promised[];
  readonly month: string;
  readonly monthBefore: string;
  readonly unexplained: number;
  readonly items: readonly Broken[];
  readonly nextCursor: string | null;
}

/** What a zone promises, and what it has not kept. */
export function promisesPage(page: Promises): PageContent {
  const { language, zone, zones, on, month } = page;
  const say = sayIn(language);
  const named = zones.find(({ id }) => id === zone)?.title;
  return {
    language,
    title: strings.promisesTitle,
    switchBy: { by: 'link', path: addressOf(zone, month) },
    children: (
      <>
        <h1>{say(strings.promisesTitle)}</h1>
        <p>
          {named && `${say(named)} · `}
          {say(strings.onDay)} {on}
        </p>
        {zones.length > 1 && <Zones {...page} />}
        {page.promises.map((promise) => (
          <Promised language={language} promise={promise} />
        ))}
        <BrokenOnes {...page} />
      </>
    ),
  };
}

function addressOf(zone: string, month: string, cursor: string | null = null): string {
  const more = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  return `/promises?zone=${zone}&month=${month}${more}`;
}

function Zones({ language, zone, zones, month }: Promises) {
  const say = sayIn(language);
  return (
    <nav aria-label={say(strings.zones)}>
      <ul>
        {zones.map(({ id, title }) => (
          <li>
            <a href={to(addressOf(id, month), language)} aria-current={id === zone ? 'page' : undefined}>
              {say(title)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Promised({ language, promise }: { readonly language: Language; readonly promise: Promised }) {
  const say = sayIn(language);
  const length = ({ value, unit }: Length) => `${value} ${say(unitWords[unit])}`;
  const { title, departmentTitle, legal, committed } = promise;
  return (
    <section class="soft">
      <h2>{say(title)}</h2>
      <dl class="rows">
        {departmentTitle && (
          <div>
            <dt>{say(strings.department)}</dt>
            <dd>{say(departmentTitle)}</dd>
          </div>
        )}
        <div>
          <dt>{say(strings.legal)}</dt>
          <dd>{length(legal)}</dd>
        </div>
        <div>
          <dt>{say(strings.committed)}</dt>
          <dd>{committed === null ? say(strings.noPromise) : length(committed)}</dd>
        </div>
      </dl>
    </section>
  );
}

function BrokenOnes({ language, zone, month, monthBefore, unexplained, items, nextCursor }: Promises) {
  const say = sayIn(language);
  return (
    <section aria-labelledby="broken">
      <h2 id="broken">
        {say(strings.brokenTitle)} · {month}
      </h2>
      {items.length === 0 && <p>{say(strings.noneBroken)}</p>}
      <p>
        {say(strings.unexplained)}: {unexplained}
      </p>
      {items.map((broken) => (
        <BrokenOne language={language} broken={broken} />
      ))}
      <div class="buttons">
        {nextCursor && <a href={to(addressOf(zone, month, nextCursor), language)}>{say(strings.more)}</a>}
        <a href={to(addressOf(zone, monthBefore), language)}>
          {say(strings.monthBefore)} ({monthBefore})
        </a>
      </div>
    </section>
  );
}

function BrokenOne({ language, broken }: { readonly language: Language; readonly broken: Broken }) {
  const say = sayIn(language);
  const unit = say(unitWords[broken.limitUnit]);
  const lengths = [
    [strings.actual, broken.actualDays],
    [strings.committed, broken.promiseDays],
    [strings.legal, broken.limitDays],
  ] as const;
  return (
    <section class="box">
      <h3>{broken.title ? say(broken.title) : broken.matter}</h3>
      <dl class="rows">
        {lengths.map(([title, days]) => (
          <div>
            <dt>{say(title)}</dt>
            <dd>
              {days} {unit}
            </dd>
          </div>
        ))}
        <div>
          <dt>{say(strings.decidedOn)}</dt>
          <dd>{broken.decidedOn}</dd>
        </div>
        {broken.departmentTitle && (
          <div>
            <dt>{say(strings.department)}</dt>
            <dd>{say(broken.departmentTitle)}</dd>
          </div>
        )}
        <div>
          <dt>{say(strings.explanation)}</dt>
          <dd class="text">
            {broken.explanation} ({broken.explainedOn})
          </dd>
        </div>
      </dl>
    </section>
  );
}
