import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useWords } from '../words/language';
import { ProblemNote } from './problem-note';

/** A reading in each of its states: on its way, refused, or there. */
export function Loaded<T>({
  of: { data, error, refetch },
  children,
}: {
  readonly of: UseQueryResult<T>;
  readonly children: (data: T) => ReactNode;
}) {
  const { t } = useWords();
  if (data !== undefined) return children(data);
  if (error !== null) return <ProblemNote problem={error} onRetry={() => void refetch()} />;
  return (
    <p role="status" className="hint">
      {t('loading')}
    </p>
  );
}
