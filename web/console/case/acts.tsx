import { useState } from 'react';
import type { Definitions } from '../calls/definitions';
import type { CaseReading } from '../calls/types';
import { CatalogueForm } from '../form/form';
import { Modal } from '../shell/modal';
import { useWords } from '../words/language';
import { addressOf } from './address';
import { MovedNote } from './moved-note';
import type { Move } from './use-move';

interface Props {
  readonly file: CaseReading;
  readonly definitions: Definitions;
  readonly move: Move;
}

/** What may happen to any case at any time, at the side of the page. */
export function Acts({ file, definitions, move }: Props) {
  const { t, say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const [name, choose] = useState('');
  const act = definitions.acts.find((each) => each.act === name);
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)}>
        {t('acts')}
      </button>
      {!isOpen ? null : (
        <Modal title={t('acts')} aside onClose={() => setIsOpen(false)}>
          <div className="field">
            <label htmlFor="act">{t('act')}</label>
            <select id="act" value={name} onChange={({ target }) => choose(target.value)}>
              <option value="">{t('choose')}</option>
              {definitions.acts.map((each) => (
                <option key={each.act} value={each.act}>
                  {say(each.title)}
                </option>
              ))}
            </select>
          </div>
          <MovedNote file={file} definitions={definitions} move={move} />
          {act === undefined ? null : (
            <>
              <p className="hint">
                {t('actBy')} {say(act.by)}
              </p>
              <CatalogueForm
                key={act.act}
                fields={act.fields}
                definitions={definitions}
                file={file}
                submit={`${t('submit')}: ${say(act.title)}`}
                onPaper={move.onPaper}
                send={async (body, key) => {
                  await move.make(addressOf(act.address, file.number), body, key);
                  choose('');
                  setIsOpen(false);
                }}
              />
            </>
          )}
        </Modal>
      )}
    </>
  );
}
