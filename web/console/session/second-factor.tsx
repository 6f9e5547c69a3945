import { useMemo, useRef, useState, type ReactNode } from 'react';
import { send } from '../calls/call';
import { Modal } from '../shell/modal';
import { useWords } from '../words/language';
import { PlainForm } from './plain-form';
import { SecondFactorContext } from './second-factor-context';

/** Asks for a code where an act demands the second factor; the act waits for the answer. */
export function SecondFactorDoor({ children }: { readonly children: ReactNode }) {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const answer = useRef<(taken: boolean) => void>(() => undefined);
  const door = useMemo(
    () => ({
      askForCode: () =>
        new Promise<boolean>((resolve) => {
          answer.current = resolve;
          setAsking(true);
        }),
    }),
    [],
  );
  const close = (taken: boolean) => {
    setAsking(false);
    answer.current(taken);
  };
  return (
    <SecondFactorContext value={door}>
      {children}
      {!asking ? null : (
        <Modal title={t('secondFactor')} onClose={() => close(false)}>
          <p>{t('secondFactorWhy')}</p>
          <PlainForm
            fields={[{ name: 'code', label: t('code'), type: 'text', autoComplete: 'one-time-code' }]}
            submit={t('goOn')}
            send={async ({ code }) => {
              await send('/api/session/second-factor/code', { code });
              close(true);
            }}
          />
        </Modal>
      )}
    </SecondFactorContext>
  );
}
