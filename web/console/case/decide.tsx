import { useState } from 'react';
import { roleTitle, wordOf, type Definitions, type Verdict } from '../calls/definitions';
import type { CaseReading, StepReading } from '../calls/types';
import { CatalogueForm } from '../form/form';
import { useWords } from '../words/language';
import { addressOf } from './address';
import { Foreseen } from './foreseen';
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
  // A form that somebody fills in stays, also where the step is decided meanwhile: what was typed is theirs.
  const [begun, setBegun] = useState<ReadonlySet<string>>(new Set());
  const begins = (key: string, has: boolean) =>
    setBegun((keys) => new Set(has ? [...keys, key] : [...keys].filter((each) => each !== key)));
  const open = file.steps.filter(({ decision }) => decision === null);
  const mine = file.steps.filter(({ key, you }) => you?.may === true || begun.has(key));
  const others = open.filter(({ key, you }) => you?.may === false && !begun.has(key));
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
        <StepForm
          key={step.key}
          {...{ step, file, definitions, move }}
          onBegun={(has) => begins(step.key, has)}
        />
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

interface StepProps extends Props {
  readonly step: StepReading;
  /** Told whether something is being filled in. */
  readonly onBegun: (has: boolean) => void;
}

function StepForm({ step, file, definitions, move, onBegun }: StepProps) {
  const { t, say } = useWords();
  const def = definitions.steps.find(({ id }) => id === step.step);
  const [verdict, choose] = useState('');
  const chosen = def?.verdicts.find((each) => each.verdict === verdict);
  const address = def?.address ?? null;
  // What a reporter decides, they decide with their receipt code.
  if (def === undefined || address === null) return null;
  return (
    <div className="step">
      <h3>{say(step.title)}</h3>
      {step.you?.may === true ? null : (
        <p role="alert" className="moved">
          {t('stepGone')}
        </p>
      )}
      <Choices
        step={step}
        among={def.verdicts}
        chosen={verdict}
        onChoose={(name) => {
          choose(name);
          onBegun(true);
        }}
      />
      {chosen === undefined ? null : (
        <CatalogueForm
          key={chosen.verdict}
          fields={chosen.fields}
          definitions={definitions}
          file={file}
          submit={`${t('submit')}: ${say(chosen.title)}`}
          onPaper={move.onPaper}
          foresee={async (body, key) => (
            <Foreseen
              answer={await move.foresee(
                addressOf(address, file.number),
                { verdict: chosen.verdict, ...body },
                key,
              )}
              file={file}
              definitions={definitions}
              filled={chosen.fields.map(({ name }) => name)}
            />
          )}
          send={async (body, key) => {
            await move.make(addressOf(address, file.number), { verdict: chosen.verdict, ...body }, key);
            onBegun(false);
          }}
        />
      )}
    </div>
  );
}

interface ChoicesProps {
  readonly step: StepReading;
  readonly among: readonly Verdict[];
  readonly chosen: string;
  readonly onChoose: (verdict: string) => void;
}

/** The verdicts that a person may give now. */
function Choices({ step, among, chosen, onChoose }: ChoicesProps) {
  const { t, say } = useWords();
  const possible = step.verdicts.filter((each) => among.some((of) => of.verdict === each.verdict));
  return (
    <fieldset className="choices">
      <legend>{t('verdict')}</legend>
      {possible.map((each) => (
        <label key={each.verdict} className="tick">
          <input
            type="radio"
            name={`verdict-${step.key}`}
            checked={chosen === each.verdict}
            onChange={() => onChoose(each.verdict)}
          />
          {say(each.title)}
        </label>
      ))}
    </fieldset>
  );
}
