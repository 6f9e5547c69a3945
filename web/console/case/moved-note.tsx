import type { Definitions } from '../calls/definitions';
import type { CaseReading } from '../calls/types';
import { useWords } from '../words/language';
import { RecordLines } from './timeline';
import type { Move } from './use-move';

interface Props {
  readonly file: CaseReading;
  readonly definitions: Definitions;
  readonly move: Move;
}

/** What has changed while a form was being filled in; what was typed stays. */
export function MovedNote({ file, definitions, move }: Props) {
  const { t } = useWords();
  const { movedSince, goOn } = move;
  if (movedSince === null) return null;
  const lines = file.record.filter(({ seq }) => seq > movedSince);
  return (
    <div className="moved" role="alert">
      <p>
        <strong>{t('caseMoved')}</strong>
      </p>
      <RecordLines lines={lines} file={file} definitions={definitions} />
      <button type="button" onClick={goOn}>
        {t('goOnAnew')}
      </button>
    </div>
  );
}
