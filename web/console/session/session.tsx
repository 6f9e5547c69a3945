import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { logOut, onExpired, Problem, send } from '../calls/call';
import { useLive } from '../calls/live';
import { sessionQuery, signedInAs } from '../calls/queries';
import type { SignedIn } from '../calls/types';
import { Modal } from '../shell/modal';
import { ProblemNote } from '../shell/problem-note';
import { LanguageSwitch } from '../shell/language-switch';
import { useWords } from '../words/language';
import { LogInForm, PasswordForm } from './log-in';

interface Session {
  readonly who: SignedIn;
  readonly end: () => Promise<void>;
  /** Somebody else takes the desk; what was read here is thrown away. */
  readonly become: (login: string, password: string) => Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

/** Who is signed in. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('outside of a session');
  return session;
}

/** Lets in who is signed in. A session that ends asks for the password over the page, which keeps what was typed. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { t } = useWords();
  const client = useQueryClient();
  const { data: who, error, isPending, refetch } = useQuery(sessionQuery);
  const [isOver, setIsOver] = useState(false);
  useLive(who !== undefined && !who.mustChangePassword && !isOver);
  useEffect(() => onExpired(() => setIsOver(true)), []);
  const end = async () => {
    await logOut().catch(() => undefined);
    client.clear();
    window.location.assign('/console/');
  };
  const become = async (login: string, password: string) => {
    await logOut().catch(() => undefined);
    const opened = await send<{ who: SignedIn }>('/api/session', { login, password }, { signsIn: true });
    signedInAs(client, opened.who);
    setIsOver(false);
  };
  if (who === undefined) {
    if (isPending) return <Outside>{t('loading')}</Outside>;
    const isNobody = error instanceof Problem && error.code === 'not-logged-in';
    return (
      <Outside>
        {isNobody || error === null ? (
          <LogInForm before={null} onSignedIn={() => setIsOver(false)} />
        ) : (
          <ProblemNote problem={error} onRetry={() => void refetch()} />
        )}
      </Outside>
    );
  }
  if (who.mustChangePassword) {
    return (
      <Outside>
        <p>{t('passwordOnce')}</p>
        <PasswordForm onChanged={() => void end()} />
      </Outside>
    );
  }
  return (
    <SessionContext key={who.login} value={{ who, end, become }}>
      {children}
      {!isOver ? null : (
        <Modal title={t('sessionOver')} onClose={null}>
          <p>{t('sessionOverWhy')}</p>
          <LogInForm
            before={who}
            onSignedIn={() => {
              setIsOver(false);
              void client.invalidateQueries();
            }}
          />
        </Modal>
      )}
    </SessionContext>
  );
}

function Outside({ children }: { readonly children: ReactNode }) {
  return (
    <div className="outside">
      <header className="outside-head">
        <LanguageSwitch />
      </header>
      <main className="card">
        <h1>案结 Anjie</h1>
        {children}
      </main>
    </div>
  );
}
