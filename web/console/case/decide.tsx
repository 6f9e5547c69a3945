import { useState } from 'react';
import { roleTitle, wordOf, type Definitions } from '../calls/definitions';
import type { CaseReading, StepReading } from '../calls/types';
import { CatalogueForm } from '../form/form';
import { useWords } from '../words/language';
import { addressOf } from './address';
import { MovedNote } from './moved-note';
import type { Move } from './use-move';

interface Props {
  readonly file: CaseReading;
  readonly definitions: Definitions;
  readonly move: Move;
}

/** The forms of what the reader may decide here, beside the facts; and why they may not where they may not. */
export function Decide({ file, definitions, move }: Props) {
  const { t, say } = useWords();
  const open = file.steps.filter(({ decision }) => decision === null);
  const mine = open.filter(({ you }) => you?.may === true);
  const others = open.filter(({ you }) => you?.may === false);
  return (
    <section aria-labelledby="decide" className="decide">
      <h2 id="decide">{t('decide')}</h2>
      {move.done === null ? null : (
        <p role="status" className="done">
          {move.done}
        </p>
      )}
      <MovedNote file={file} definitions={definitions} move={move} />
      {mine.length === 0 && others.length === 0 ? <p>{t('nothingOpen')}</p> : null}
      {mine.map((step) => (
        <StepForm key={step.key} {...{ step, file, definitions, move }} />
      ))}
      {others.map((step) => (
        <p key={step.key} className="hint">
          {say(step.title)}: {say(roleTitle(definitions, step.role))}
          {step.you?.refusal ? ` · ${say(refusalOf(definitions, step.you.refusal))}` : ''}
        </p>
      ))}
    </section>
  );
}

function refusalOf(definitions: Definitions, code: string) {
  return wordOf(definitions, 'refusals', code);
}

function StepForm({ step, file, definitions, move }: Props & { readonly step: StepReading }) {
  const { t, say } = useWords();
  const def = definitions.steps.find(({ id }) => id === step.step);
  const [verdict, choose] = useState('');
  const chosen = def?.verdicts.find((each) => each.verdict === verdict);
  const possible = step.verdicts.filter((each) => def?.verdicts.some((of) => of.verdict === each.verdict));
  const address = def?.address ?? null;
  // What a reporter decides, they decide with their receipt code.
  if (def === undefined || address === null) return null;
  return (
    <div className="step">
      <h3>{say(step.title)}</h3>
      <fieldset className="choices">
        <legend>{t('verdict')}</legend>
        {possible.map((each) => (
          <label key={each.verdict} className="tick">
            <input
              type="radio"
              name={`verdict-${step.key}`}
              checked={verdict === each.verdict}
              onChange={() => choose(each.verdict)}
            />
            {say(each.title)}
          </label>
        ))}
      </fieldset>
      {chosen === undefined ? null : (
        <CatalogueForm
          key={chosen.verdict}
          fields={chosen.fields}
          definitions={definitions}
          file={file}
          submit={`${t('submit')}: ${say(chosen.title)}`}
          onPaper={move.onPaper}
          send={(body, key) =>
            move.make(addressOf(address, file.number), { verdict: chosen.verdict, ...body }, key)
          }
        />
      )}
    </div>
  );
}
