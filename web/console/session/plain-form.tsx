import { useId, useState } from 'react';
import { Problem } from '../calls/call';
import { ProblemNote } from '../shell/problem-note';
import { useWords } from '../words/language';

interface PlainField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'password';
  readonly autoComplete: string;
}

interface Props {
  readonly fields: readonly PlainField[];
  readonly submit: string;
  readonly send: (values: Readonly<Record<string, string>>) => Promise<void>;
}

/** A few lines of text that are sent at once, as login and password. */
export function PlainForm({ fields, submit, send }: Props) {
  const { t } = useWords();
  const id = useId();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<Error | null>(null);
  const [busy, setBusy] = useState(false);
  const submitNow = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await send(values);
    } catch (error) {
      setProblem(error instanceof Problem ? error : new Error('page-fault'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void submitNow();
      }}
    >
      {problem === null ? null : <ProblemNote problem={problem} />}
      {fields.map(({ name, label, type, autoComplete }) => (
        <div key={name} className="field">
          <label htmlFor={`${id}-${name}`}>{label}</label>
          <input
            id={`${id}-${name}`}
            type={type}
            required
            autoComplete={autoComplete}
            value={values[name] ?? ''}
            onChange={({ target }) => setValues({ ...values, [name]: target.value })}
          />
        </div>
      ))}
      <button type="submit" className="main" disabled={busy}>
        {busy ? t('sending') : submit}
      </button>
    </form>
  );
}
