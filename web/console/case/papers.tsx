import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { caseWord, typeTitle, type Definitions } from '../calls/definitions';
import type { CaseReading } from '../calls/types';
import { useWords } from '../words/language';
import { isShown, PaperViewer } from './paper-viewer';

/** The papers of the file; those that may be opened with the way to them. */
export function Papers({ file }: { readonly file: CaseReading }) {
  const { t } = useWords();
  const { papers, number } = file;
  const [looked, look] = useState<CaseReading['papers'][number] | null>(null);
  return (
    <section aria-labelledby="papers">
      <h2 id="papers">{t('papers')}</h2>
      {papers.length === 0 ? <p className="hint">{t('noPapers')}</p> : null}
      <ul>
        {papers.map((paper) => (
          <li key={paper.id}>
            {paper.standing === 'open' ? (
              <>
                <a href={`/api/cases/${number}/papers/${paper.id}`} download>
                  {t('paperAt', { seq: paper.seq })}
                </a>{' '}
                {isShown(paper.mediaType) ? (
                  <button type="button" className="quiet" onClick={() => look(paper)}>
                    {t('look')}
                  </button>
                ) : null}
              </>
            ) : (
              <span>{t('paperAt', { seq: paper.seq })}</span>
            )}{' '}
            <small>
              {paper.mediaType} · {Math.ceil(paper.bytes / 1024)} kB
              {paper.standing === 'open' ? '' : ` · ${t('paperClosed')}`}
              {paper.damaged ? ` · ${t('paperDamaged')}` : ''}
              {paper.copies === null ? '' : ` · ${t('paperCopies', { count: paper.copies.matters })}`}
            </small>
          </li>
        ))}
      </ul>
      {looked === null ? null : (
        <PaperViewer
          url={`/api/cases/${number}/papers/${looked.id}`}
          title={t('paperAt', { seq: looked.seq })}
          mediaType={looked.mediaType}
          onClose={() => look(null)}
        />
      )}
    </section>
  );
}

interface Props {
  readonly file: CaseReading;
  readonly definitions: Definitions;
}

/** The cases below and above. */
export function Children({ file, definitions }: Props) {
  const { t, say } = useWords();
  if (file.children.length === 0 && file.parent === null) return null;
  return (
    <section aria-labelledby="family">
      <h2 id="family">{t('family')}</h2>
      <ul>
        {file.parent === null ? null : (
          <li>
            {t('parent')}{' '}
            <Link to="/cases/$number" params={{ number: file.parent }}>
              {file.parent}
            </Link>
          </li>
        )}
        {file.children.map(({ number, caseType, outcome }) => (
          <li key={number}>
            <Link to="/cases/$number" params={{ number }}>
              {number}
            </Link>{' '}
            {say(typeTitle(definitions, String(caseType)))} ·{' '}
            {outcome === null
              ? t('stillOpen')
              : say(caseWord(definitions, String(caseType), 'outcomes', outcome))}
          </li>
        ))}
      </ul>
    </section>
  );
}
