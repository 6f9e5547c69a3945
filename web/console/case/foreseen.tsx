import { caseWord, type Definitions } from '../calls/definitions';
import type { CaseAnswer, CaseReading } from '../calls/types';
import { Due } from '../work/case-list';
import { useWords } from '../words/language';
import { useNow } from '../words/use-now';
import { FactList } from './facts';

interface Props {
  readonly answer: CaseAnswer;
  readonly file: CaseReading;
  readonly definitions: Definitions;
  /** Names of what was filled in: it stands in the form already. */
  readonly filled: readonly string[];
}

/** What a decision would bring, before it is taken. */
export function Foreseen({ answer, file, definitions, filled }: Props) {
  const words = useWords();
  const { t, say } = words;
  const now = useNow();
  const { foreseen, open, outcome, stage } = answer;
  const caseType = String(answer.caseType);
  const facts = Object.entries(foreseen?.facts ?? {}).filter(([name]) => !filled.includes(name));
  const state =
    outcome === null
      ? caseWord(definitions, caseType, 'stages', stage)
      : caseWord(definitions, caseType, 'outcomes', outcome);
  // What the system writes of itself, once for each kind of line.
  const follows = [...new Set((foreseen?.follows ?? []).map(say))];
  return (
    <section className="foreseen" role="status" aria-label={t('foreseen')}>
      <h4>{t('foreseen')}</h4>
      <p>
        {t(outcome === null ? 'stage' : 'outcome')}: <span className="tag plain">{say(state)}</span>
      </p>
      <FactList facts={Object.fromEntries(facts)} fields={[]} people={file.people} />
      <Reckoning answer={answer} />
      {open.length === 0 ? null : (
        <ul>
          {open.map((step) => (
            <li key={step.step}>
              {say(step.title)}{' '}
              <Due dueAt={step.dueAt} overdue={false} stands={step.pause !== null} now={now} />
            </li>
          ))}
        </ul>
      )}
      {follows.length === 0 ? null : (
        <p className="hint">{t('follows', { lines: follows.join(t('listComma')) })}</p>
      )}
    </section>
  );
}

interface Line {
  readonly title: { readonly zh: string; readonly en: string };
  readonly formula: string;
}

/** How a reward is reckoned, line by line. */
function Reckoning({ answer }: { readonly answer: CaseAnswer }) {
  const words = useWords();
  const { lines = [] } = ((answer.detail ?? {}) as { reward?: { lines?: readonly Line[] } }).reward ?? {};
  if (lines.length === 0) return null;
  return (
    <ol>
      {lines.map((line, at) => (
        <li key={at}>
          {words.say(line.title)}: {line.formula}
        </li>
      ))}
    </ol>
  );
}
