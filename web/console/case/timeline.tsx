import { useState } from 'react';
import { inputFields, type Definitions } from '../calls/definitions';
import type { CaseReading, RecordLine } from '../calls/types';
import { useWords } from '../words/language';
import { momentOf } from '../words/time';
import { FactList } from './facts';
import { isDeed, titleOfLine, verdictOf } from './line-words';

interface Props {
  readonly file: CaseReading;
  readonly definitions: Definitions;
}

/** The record, oldest line first: what people did, or every line of it. */
export function Timeline({ file, definitions }: Props) {
  const { t } = useWords();
  const [whole, setWhole] = useState(false);
  const lines = whole ? file.record : file.record.filter(isDeed);
  return (
    <section aria-labelledby="record">
      <h2 id="record">{t('record')}</h2>
      <div className="tabs" role="group" aria-label={t('record')}>
        {[false, true].map((all) => (
          <button key={String(all)} type="button" aria-pressed={whole === all} onClick={() => setWhole(all)}>
            {t(all ? 'recordWhole' : 'recordCompact', { count: file.record.length })}
          </button>
        ))}
      </div>
      <RecordLines lines={lines} file={file} definitions={definitions} />
    </section>
  );
}

/** Lines of a record with their time, author, facts and texts. */
export function RecordLines({ lines, file, definitions }: Props & { readonly lines: readonly RecordLine[] }) {
  const words = useWords();
  // A line that is no decision says what the case began with, or what an act asked for.
  const input = inputFields(definitions, String(file.caseType));
  const ofActs = definitions.acts.flatMap(({ fields }) => fields);
  return (
    <ol className="timeline">
      {lines.map((line) => {
        const begins = line.kind === 'opened' || (line.by as { kind?: string }).kind === 'reporter';
        const fields = verdictOf(line, definitions)?.fields ?? (begins ? input : ofActs);
        const { facts = {} } = line.body as { readonly facts?: Record<string, unknown> };
        return (
          <li key={line.seq}>
            <p className="line-head">
              <strong>{titleOfLine(line, definitions).map(words.say).join(' · ')}</strong>
              <small>
                {line.seq} · {momentOf(words, line.at)} · <Author line={line} file={file} />
              </small>
            </p>
            <FactList facts={{ ...facts, ...line.texts }} fields={fields} people={file.people} />
          </li>
        );
      })}
    </ol>
  );
}

function Author({ line, file }: { readonly line: RecordLine; readonly file: CaseReading }) {
  const { t } = useWords();
  const by = line.by as { readonly kind?: string; readonly personId?: string };
  if (by.kind === 'reporter') return t('byReporter');
  if (by.kind !== 'staff') return t('bySystem');
  return by.personId === undefined ? t('byStaff') : (file.people[by.personId] ?? t('byStaff'));
}
