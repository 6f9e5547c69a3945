import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import type { Role } from '../../../domain/role';
import type { Definitions } from '../calls/definitions';
import { definitionsQuery } from '../calls/queries';
import type { SignedIn } from '../calls/types';
import { dashboardReaders, paymentReaders } from '../reading/offices';
import { DemoSwitch } from '../session/demo-accounts';
import { SearchBox } from '../search/search-box';
import { useSession } from '../session/session';
import { useWords, type StringKey } from '../words/language';
import { LanguageSwitch } from './language-switch';

interface Entry {
  readonly to: '/' | '/cases' | '/open' | '/proposals' | '/dashboard' | '/finance';
  readonly words: StringKey;
  readonly isFor: (who: SignedIn, definitions: Definitions | undefined) => boolean;
}

const everybody = () => true;

/** What the menu offers; the API judges who may do what. */
const entries: readonly Entry[] = [
  { to: '/', words: 'myWork', isFor: everybody },
  { to: '/cases', words: 'cases', isFor: everybody },
  { to: '/open', words: 'openCase', isFor: mayOpen },
  { to: '/proposals', words: 'proposals', isFor: mayPropose },
  { to: '/dashboard', words: 'dashboard', isFor: holdsOneOf(dashboardReaders) },
  { to: '/finance', words: 'finance', isFor: holdsOneOf(paymentReaders) },
];

function holdsOneOf(roles: readonly Role[]): Entry['isFor'] {
  return ({ roles: held }) => roles.some((role) => (held as readonly string[]).includes(role));
}

/** Whether somebody opens cases of any kind. */
function mayOpen({ roles }: SignedIn, definitions: Definitions | undefined): boolean {
  const opened = definitions?.openings.some((each) =>
    each.roles.some((role) => (roles as string[]).includes(role)),
  );
  return opened === true || (roles as string[]).includes('intake-clerk');
}

/** Whether somebody asks for changes of the office that wait for a second person, or puts them in force. */
function mayPropose({ roles }: SignedIn, definitions: Definitions | undefined): boolean {
  return definitions?.proposals.roles.some((role) => (roles as string[]).includes(role)) === true;
}

/** The frame of every page: where one is, who one is, and the way to the rest. */
export function Shell() {
  const { t, say } = useWords();
  const { who, end, become } = useSession();
  const { data: definitions } = useQuery(definitionsQuery);
  const { unit, zone, roles } = who.titles;
  return (
    <>
      <a className="skip" href="#page">
        {t('skip')}
      </a>
      <header className="top">
        <Link to="/" className="brand">
          案结 Anjie <small>{say(zone)}</small>
        </Link>
        <nav aria-label={t('menu')}>
          {entries
            .filter(({ isFor }) => isFor(who, definitions))
            .map(({ to, words }) => (
              <Link key={to} to={to} activeOptions={{ exact: to === '/' }}>
                {t(words)}
              </Link>
            ))}
        </nav>
        <SearchBox />
        <div className="who">
          <span>
            {who.name} <small>{[unit, ...roles].map(say).join(' · ')}</small>
          </span>
          <DemoSwitch login={who.login} onChoose={become} />
          <LanguageSwitch />
          <button type="button" className="quiet" onClick={() => void end()}>
            {t('logOut')}
          </button>
        </div>
      </header>
      <main id="page" tabIndex={-1}>
        <Outlet />
      </main>
    </>
  );
}
