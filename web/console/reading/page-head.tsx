import { useEffect, type ReactNode } from 'react';
import { useWords } from '../words/language';

interface Props {
  readonly title: string;
  readonly lead?: string;
  /** What is done on the page as a whole, beside its printing. */
  readonly children?: ReactNode;
}

/** What a page is called, and what is done with the whole of it. */
export function PageHead({ title, lead, children }: Props) {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · 案结 Anjie`;
  }, [title]);
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {lead === undefined ? null : <p className="hint">{lead}</p>}
      </div>
      <div className="page-acts">
        {children}
        <button type="button" className="quiet" onClick={() => window.print()}>
          {t('print')}
        </button>
      </div>
    </header>
  );
}
