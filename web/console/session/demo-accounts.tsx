import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { demoQuery } from '../calls/queries';
import type { DemoAccount } from '../calls/types';
import { useWords } from '../words/language';

interface Props {
  readonly onChoose: (login: string, password: string) => Promise<void>;
}

/** In a demonstration: everybody who can be tried, each one click away. Nothing in a real office. */
export function DemoLogins({ onChoose }: Props) {
  const { t, say } = useWords();
  const { data } = useQuery(demoQuery);
  const [busy, setBusy] = useState(false);
  if (data === undefined || data.password === null) return null;
  const { accounts, password } = data;
  const choose = async (login: string) => {
    setBusy(true);
    await onChoose(login, password).finally(() => setBusy(false));
  };
  const units = [...new Set(accounts.map(({ unit }) => say(unit)))];
  return (
    <section className="demo" aria-labelledby="demo">
      <h2 id="demo">{t('demo')}</h2>
      <p className="hint">{t('demoWhy')}</p>
      {units.map((unit) => (
        <div key={unit}>
          <h3>{unit}</h3>
          <ul>
            {accounts
              .filter((each) => say(each.unit) === unit)
              .map((each) => (
                <li key={each.login}>
                  <button type="button" disabled={busy} onClick={() => void choose(each.login)}>
                    {each.name} <small>{rolesOf(each, say)}</small>
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** In a demonstration: somebody else at this desk, in one choice. */
export function DemoSwitch({ login, onChoose }: Props & { readonly login: string }) {
  const { t, say } = useWords();
  const { data } = useQuery(demoQuery);
  if (data === undefined || data.password === null) return null;
  const { accounts, password } = data;
  return (
    <select
      aria-label={t('demoSwitch')}
      value={login}
      onChange={({ target }) => void onChoose(target.value, password)}
    >
      {accounts.map((each) => (
        <option key={each.login} value={each.login}>
          {each.name} · {rolesOf(each, say)}
        </option>
      ))}
    </select>
  );
}

function rolesOf({ roles }: DemoAccount, say: ReturnType<typeof useWords>['say']): string {
  return roles.map(say).join(' · ');
}
