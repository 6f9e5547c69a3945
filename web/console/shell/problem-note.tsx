import { Problem } from '../calls/call';
import { useWords } from '../words/language';

interface Props {
  readonly problem: Error;
  /** Within something that is an alert already. */
  readonly plain?: boolean;
  readonly onRetry?: () => void;
}

/** A refusal in the reader's words, with its code and number for whoever is asked for help. */
export function ProblemNote({ problem, plain = false, onRetry }: Props) {
  const { t } = useWords();
  const code = problem instanceof Problem ? problem.code : 'page-fault';
  const title = problem instanceof Problem ? problem.body.title : '';
  const words = code === 'offline' ? t('offline') : title === '' ? t('failed') : title;
  return (
    <div className={plain ? undefined : 'problem'} {...(plain ? {} : { role: 'alert' })}>
      <p>
        <strong>{words}</strong> <span className="hint">({code})</span>
      </p>
      {onRetry === undefined ? null : (
        <button type="button" onClick={onRetry}>
          {t('retry')}
        </button>
      )}
    </div>
  );
}
