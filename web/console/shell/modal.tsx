import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useWords } from '../words/language';

interface Props {
  readonly title: string;
  /** Null: it cannot be left without an answer. */
  readonly onClose: (() => void) | null;
  readonly aside?: boolean;
  readonly children: ReactNode;
}

/** Something that has to be answered before the page goes on; `aside` puts it at the side of the page. */
export function Modal({ title, onClose, aside = false, children }: Props) {
  const { t } = useWords();
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={box}
      aria-labelledby={id}
      className={aside ? 'aside' : undefined}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        {onClose === null ? null : (
          <button type="button" className="quiet" onClick={onClose}>
            {t('close')}
          </button>
        )}
      </header>
      {children}
    </dialog>
  );
}
