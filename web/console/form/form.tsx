import { useContext, useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import type { FormField } from '../../../domain/case/form-fields';
import type { Problem } from '../calls/call';
import type { Definitions } from '../calls/definitions';
import type { CaseReading } from '../calls/types';
import { ProblemNote } from '../shell/problem-note';
import { useWords, type Words } from '../words/language';
import { Fields } from './fields';
import { FormContext, idOf } from './form-context';
import { filled, type Fault, type RawGroup } from './raw';
import { useSending } from './use-sending';

export interface FormProps {
  readonly fields: readonly FormField[];
  readonly definitions: Definitions;
  readonly file: CaseReading | null;
  readonly submit: string;
  /** Before the fields, as the choice of the verdict. */
  readonly children?: ReactNode;
  /** Sends the body under the key of this filled form; throws a {@link Problem}. */
  readonly send: (body: Readonly<Record<string, unknown>>, key: string) => Promise<void>;
  readonly onPaper?: (seq: number | null) => void;
  /** Says what sending it would bring, without sending it; throws a {@link Problem}. */
  readonly foresee?: (body: Readonly<Record<string, unknown>>, key: string) => Promise<ReactNode>;
}

/** A form of the catalogue: its fields, its faults, and the sending of it. */
export function CatalogueForm(props: FormProps) {
  const { fields, definitions, file, submit, children, send, onPaper, foresee } = props;
  const words = useWords();
  const prefix = `f${useId().replaceAll(/[^A-Za-z0-9]/g, '')}`;
  const [raw, setRaw] = useState<RawGroup>({});
  const [own, setOwn] = useState<readonly Fault[]>([]);
  const sending = useSending();
  const [foreseen, setForeseen] = useState<ReactNode>(null);
  const faults = useMemo(() => faultsOf(words, own, sending.problem), [words, own, sending.problem]);
  const steps = useMemo(() => new Set(definitions.steps.map(({ id }) => id)), [definitions]);
  const surroundings = useMemo(
    () => ({ file, roles: definitions.roles, steps, faults, prefix, onPaper: onPaper ?? (() => undefined) }),
    [file, definitions.roles, steps, faults, prefix, onPaper],
  );
  const sendBy = (go: NonNullable<typeof send>) => {
    const { body, faults: found } = filled(fields, raw);
    setOwn(found);
    if (found.length === 0) void sending.start((key) => go(body, key));
  };
  return (
    <FormContext value={surroundings}>
      <form
        noValidate
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          sendBy(send);
        }}
      >
        <FaultSummary fields={fields} faults={faults} problem={own.length > 0 ? null : sending.problem} />
        {children}
        <Fields
          fields={fields}
          raw={raw}
          onChange={(next) => {
            sending.touch();
            setForeseen(null);
            setRaw(next);
          }}
        />
        {foreseen}
        <div className="buttons">
          <button type="submit" className="main" disabled={sending.busy}>
            {sending.busy ? words.t('sending') : submit}
          </button>
          {foresee === undefined ? null : (
            <button
              type="button"
              disabled={sending.busy}
              onClick={() => sendBy(async (body, key) => setForeseen(await foresee(body, key)))}
            >
              {words.t('foresee')}
            </button>
          )}
        </div>
      </form>
    </FormContext>
  );
}

/** What is wrong, by pointer: what the page sees itself, and otherwise what the API has answered. */
function faultsOf(words: Words, own: readonly Fault[], problem: Problem | null): ReadonlyMap<string, string> {
  if (own.length > 0) return new Map(own.map(({ pointer, why }) => [pointer, words.t(why)]));
  const told = problem?.body.errors ?? [];
  return new Map(told.map(({ pointer, detail, words: said }) => [pointer, said ? words.say(said) : detail]));
}

interface SummaryProps {
  readonly fields: readonly FormField[];
  readonly faults: ReadonlyMap<string, string>;
  readonly problem: Problem | null;
}

/** On top of the form what is wrong, each with the way to its field. */
function FaultSummary({ fields, faults, problem }: SummaryProps) {
  const { t, say } = useWords();
  const { prefix } = useContext(FormContext);
  const box = useRef<HTMLDivElement>(null);
  const isEmpty = faults.size === 0 && problem === null;
  useEffect(() => {
    if (!isEmpty) box.current?.focus();
  }, [isEmpty, faults, problem]);
  if (isEmpty) return null;
  const titleOf = (pointer: string) => {
    const field = fields.find(({ name }) => pointer.split('/')[1] === name);
    return field === undefined ? pointer.slice(1) : say(field.title);
  };
  return (
    <div className="summary" role="alert" tabIndex={-1} ref={box}>
      {problem === null ? <p>{t('formFaults')}</p> : <ProblemNote problem={problem} plain />}
      {faults.size === 0 ? null : (
        <ul>
          {[...faults].map(([pointer, words]) => (
            <li key={pointer}>
              <a
                href={`#${idOf(prefix, pointer)}`}
                onClick={(event) => {
                  event.preventDefault();
                  focusOn(idOf(prefix, pointer));
                }}
              >
                {titleOf(pointer)}: {words}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function focusOn(id: string): void {
  const control = document.getElementById(id) ?? document.getElementById(`${id}-all`);
  control?.focus();
}
