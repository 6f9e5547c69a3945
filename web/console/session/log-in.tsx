import { useQueryClient } from '@tanstack/react-query';
import { send } from '../calls/call';
import { signedInAs } from '../calls/queries';
import type { SignedIn } from '../calls/types';
import { useWords } from '../words/language';
import { DemoLogins } from './demo-accounts';
import { PlainForm } from './plain-form';

interface Props {
  /** Who was signed in before the session ended; null where nobody was. */
  readonly before: SignedIn | null;
  readonly onSignedIn: () => void;
}

/** Login and password. What somebody else had read in this browser is thrown away. */
export function LogInForm({ before, onSignedIn }: Props) {
  const { t } = useWords();
  const client = useQueryClient();
  const logIn = async (login: string, password: string) => {
    const { who } = await send<{ who: SignedIn }>('/api/session', { login, password }, { signsIn: true });
    signedInAs(client, who);
    onSignedIn();
  };
  return (
    <>
      <PlainForm
        fields={[
          { name: 'login', label: t('login'), type: 'text', autoComplete: 'username' },
          { name: 'password', label: t('password'), type: 'password', autoComplete: 'current-password' },
        ]}
        submit={t('logIn')}
        send={({ login = '', password = '' }) => logIn(login.trim(), password)}
      />
      {before === null ? <DemoLogins onChoose={logIn} /> : null}
    </>
  );
}

/** A one-time password opens nothing but the choice of one's own. All sessions end with it. */
export function PasswordForm({ onChanged }: { readonly onChanged: () => void }) {
  const { t } = useWords();
  return (
    <PlainForm
      fields={[
        { name: 'old', label: t('passwordOld'), type: 'password', autoComplete: 'current-password' },
        { name: 'new', label: t('passwordNew'), type: 'password', autoComplete: 'new-password' },
      ]}
      submit={t('passwordChange')}
      send={async (values) => {
        await send('/api/session/password', { old: values['old'], new: values['new'] });
        onChanged();
      }}
    />
  );
}
