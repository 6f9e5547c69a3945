import { useEffect, useState } from 'react';
import { Modal } from '../shell/modal';
import { useWords, type StringKey } from '../words/language';

const table = [
  ['↑ ↓', 'keyArrows'],
  ['Enter', 'keyEnter'],
  ['Space', 'keySpace'],
  ['/', 'keySlash'],
  ['?', 'keyHelp'],
  ['Esc', 'keyEscape'],
] as const satisfies readonly (readonly [string, StringKey])[];

/** Where somebody types, keys mean what is typed. */
const typing = 'input, select, textarea, [contenteditable], dialog, dialog *';

/** What the keyboard does on a page with a list: `/` goes to its filters, an arrow into its lines, `?` tells of it all. */
export function Keys() {
  const { t } = useWords();
  const [isShown, show] = useState(false);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const { target, key } = event;
      const isFree =
        !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector('dialog[open]');
      if (!isFree || !(target instanceof Element) || target.matches(typing)) return;
      if (key === '?') show(true);
      else if (key === '/') focusFirst('search :is(button, select, input)');
      else if (key === 'ArrowDown' && target.closest('.row.body') === null) focusFirst('.row.body');
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', pressed);
    return () => window.removeEventListener('keydown', pressed);
  }, []);
  return (
    <>
      <button type="button" className="quiet keys" onClick={() => show(true)}>
        {t('keys')} <kbd>?</kbd>
      </button>
      {!isShown ? null : (
        <Modal title={t('keys')} onClose={() => show(false)}>
          <dl className="facts">
            {table.map(([key, words]) => (
              <div key={key}>
                <dt>
                  <kbd>{key}</kbd>
                </dt>
                <dd>{t(words)}</dd>
              </div>
            ))}
          </dl>
        </Modal>
      )}
    </>
  );
}

function focusFirst(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}
