import { useState } from 'react';
import type { FormField } from '../../../domain/case/form-fields';
import type { Definitions } from '../calls/definitions';
import type { CaseReading } from '../calls/types';
import { CatalogueForm } from '../form/form';
import { Modal } from '../shell/modal';
import { useWords } from '../words/language';
import { addressOf, draftAt } from './address';
import { MovedNote } from './moved-note';
import type { Move } from './use-move';

interface Props {
  readonly file: CaseReading;
  readonly definitions: Definitions;
  readonly move: Move;
}

/** The fields of an act, where what it is done to is chosen among what of the case it may be done to. */
function fieldsAmong(
  fields: readonly FormField[],
  among: CaseReading['youMay'][number]['among'],
): readonly FormField[] {
  return fields.map((field) =>
    field.name === among?.field && field.widget === 'choice'
      ? { ...field, words: field.words.filter(({ word }) => among.values.includes(word)) }
      : field,
  );
}

/** What may happen to any case at any time and the reader may do now, at the side of the page. */
export function Acts({ file, definitions, move }: Props) {
  const { t, say } = useWords();
  const [isOpen, setIsOpen] = useState(false);
  const [name, choose] = useState('');
  const offered = file.youMay.flatMap(({ act, among }) => {
    const definition = definitions.acts.find((each) => each.act === act);
    return definition === undefined ? [] : [{ definition, among }];
  });
  const chosen = offered.find(({ definition }) => definition.act === name);
  if (offered.length === 0) return null;
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
              {offered.map(({ definition }) => (
                <option key={definition.act} value={definition.act}>
                  {say(definition.title)}
                </option>
              ))}
            </select>
          </div>
          <MovedNote file={file} definitions={definitions} move={move} />
          {chosen === undefined ? null : (
            <>
              <p className="hint">
                {t('actBy')} {say(chosen.definition.by)}
              </p>
              <CatalogueForm
                key={chosen.definition.act}
                fields={fieldsAmong(chosen.definition.fields, chosen.among)}
                definitions={definitions}
                file={file}
                submit={`${t('submit')}: ${say(chosen.definition.title)}`}
                onPaper={move.onPaper}
                draftAt={draftAt(file.number, `act/${chosen.definition.act}`)}
                send={async (body, key) => {
                  await move.make(addressOf(chosen.definition.address, file.number), body, key);
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
