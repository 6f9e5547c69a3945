import { useEffect, useState } from 'react';
import { Problem, readFile } from '../calls/call';
import { Modal } from '../shell/modal';
import { ProblemNote } from '../shell/problem-note';
import { useWords } from '../words/language';

interface Props {
  readonly url: string;
  readonly title: string;
  readonly mediaType: string;
  readonly onClose: () => void;
}

/** Whether a browser shows papers of this kind by itself. */
export function isShown(mediaType: string): boolean {
  return mediaType === 'application/pdf' || mediaType.startsWith('image/');
}

/** A paper over the page. Its bytes are fetched and let go of again: nothing of it stays in the browser. */
export function PaperViewer({ url, title, mediaType, onClose }: Props) {
  const { t } = useWords();
  const [address, setAddress] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  useEffect(() => {
    let made: string | null = null;
    let isGone = false;
    readFile(url).then(
      (bytes) => {
        if (isGone) return;
        made = URL.createObjectURL(new Blob([bytes], { type: mediaType }));
        setAddress(made);
      },
      (error: unknown) => setProblem(error instanceof Problem ? error : null),
    );
    return () => {
      isGone = true;
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [url, mediaType]);
  return (
    <Modal title={title} onClose={onClose}>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {address === null && problem === null ? <p role="status">{t('loading')}</p> : null}
      {address === null ? null : mediaType === 'application/pdf' ? (
        <iframe className="paper" title={title} src={address} />
      ) : (
        <img className="paper" alt={title} src={address} />
      )}
    </Modal>
  );
}
