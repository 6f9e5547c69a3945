import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import type { Title } from '../../../domain/role';
import { freshKey, Problem, send } from '../calls/call';
import type { Definitions } from '../calls/definitions';
import { forgetMoved, peopleQuery } from '../calls/queries';
import { addressOf } from '../case/address';
import { useSending } from '../form/use-sending';
import { Modal } from '../shell/modal';
import { ProblemNote } from '../shell/problem-note';
import { useWords, type Words } from '../words/language';
import { Choice } from './choice';

/** A case that was picked out of a list, as it was when it was listed. */
export interface Picked {
  readonly number: string;
  readonly seq: number;
  readonly steps: readonly { readonly step: string; readonly title: Title }[];
}

interface Props {
  readonly picked: readonly Picked[];
  readonly definitions: Definitions | undefined;
  readonly onNone: () => void;
}

/** How many lines are picked, and what can be done to them together. */
export function Assigning({ picked, definitions, onNone }: Props) {
  const { t } = useWords();
  // What is being assigned stays, whatever becomes of the list meanwhile.
  const [chosen, choose] = useState<readonly Picked[] | null>(null);
  const close = () => {
    choose(null);
    onNone();
  };
  return (
    <>
      {picked.length === 0 ? null : (
        <div className="tabs" role="group" aria-label={t('picked', { count: picked.length })}>
          <span className="hint">{t('picked', { count: picked.length })}</span>
          <button type="button" className="main" onClick={() => choose(picked)}>
            {t('assignPicked')}
          </button>
          <button type="button" className="quiet" onClick={onNone}>
            {t('pickNone')}
          </button>
        </div>
      )}
      {chosen === null || definitions === undefined ? null : (
        <Modal title={t('assignPicked')} aside onClose={close}>
          <AssignForm picked={chosen} definitions={definitions} />
        </Modal>
      )}
    </>
  );
}

/** What came of one of the requests. */
type Outcome = 'done' | Problem;

function AssignForm({
  picked,
  definitions,
}: {
  readonly picked: readonly Picked[];
  readonly definitions: Definitions;
}) {
  const words = useWords();
  const { t, say } = words;
  const steps = new Map(
    picked.flatMap((each) => each.steps.map(({ step, title }) => [step, title] as const)),
  );
  const [step, setStep] = useState(() => (steps.size === 1 ? ([...steps.keys()][0] ?? '') : ''));
  const [to, setTo] = useState('');
  const [reason, setReason] = useState('');
  const role = definitions.steps.find((each) => each.id === step)?.role ?? '';
  const people = useQuery(peopleQuery(role));
  const meant = picked.filter((each) => each.steps.some((one) => one.step === step));
  const { outcomes, sending, assign } = useAssigning(definitions, meant);
  const isBegun = outcomes.size > 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        assign({ step, to, reason: reason.trim() });
      }}
    >
      <div className="field">
        <Choice
          title={t('assignStep')}
          value={step}
          any={t('choose')}
          words={[...steps].map(([word, title]) => [word, say(title)])}
          disabled={isBegun}
          onChange={setStep}
        />
      </div>
      <div className="field">
        <Choice
          title={t('assignTo')}
          value={to}
          any={t('choosePerson')}
          words={(people.data ?? []).map(({ personId, name }) => [personId, name])}
          disabled={isBegun}
          onChange={setTo}
        />
      </div>
      <Reason value={reason} disabled={isBegun} onChange={setReason} />
      {sending.problem === null ? null : <ProblemNote problem={sending.problem} />}
      {isBegun && !sending.busy ? null : (
        <button type="submit" className="main" disabled={sending.busy || step === '' || to === ''}>
          {t('assignSend', { count: meant.length })}
        </button>
      )}
      {!isBegun ? null : <Outcomes meant={meant} outcomes={outcomes} words={words} />}
    </form>
  );
}

interface ReasonProps {
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (reason: string) => void;
}

function Reason({ value, disabled, onChange }: ReasonProps) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{t('assignReason')}</label>
      <input
        id={id}
        value={value}
        disabled={disabled}
        maxLength={2000}
        required
        onChange={({ target }) => onChange(target.value)}
      />
    </div>
  );
}

interface AssignBody {
  readonly step: string;
  readonly to: string;
  readonly reason: string;
}

/** One request for each case, one after the other. A refusal is kept with its case, and the others go on. */
function useAssigning(definitions: Definitions, meant: readonly Picked[]) {
  const client = useQueryClient();
  const sending = useSending();
  const keys = useRef(new Map<string, string>());
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, Outcome>>(new Map());
  const address = definitions.acts.find(({ act }) => act === 'assign')?.address ?? '';
  const assign = (body: AssignBody) =>
    void sending.start(async () => {
      const done = new Map(outcomes);
      for (const { number, seq } of meant) {
        if (done.has(number)) continue;
        const key = keys.current.get(number) ?? freshKey();
        keys.current.set(number, key);
        done.set(number, await outcomeOf(send(addressOf(address, number), body, { key, seenSeq: seq })));
        setOutcomes(new Map(done));
      }
      await forgetMoved(client);
    });
  return { outcomes, sending, assign };
}

/** A refusal of this one; what concerns all of them, as a code that is asked for, is thrown on. */
async function outcomeOf(sent: Promise<unknown>): Promise<Outcome> {
  try {
    await sent;
    return 'done';
  } catch (error) {
    const isOwn = error instanceof Problem && !ofAll.includes(error.code);
    if (!isOwn) throw error;
    return error;
  }
}
const ofAll = ['second-factor-needed', 'not-logged-in', 'offline'];

function Outcomes({
  meant,
  outcomes,
  words: { t },
}: {
  readonly meant: readonly Picked[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly words: Words;
}) {
  const done = [...outcomes.values()].filter((outcome) => outcome === 'done').length;
  return (
    <>
      <p role="status">{t('assignSum', { done, refused: outcomes.size - done })}</p>
      <ul>
        {meant.map(({ number }) => {
          const outcome = outcomes.get(number);
          return (
            <li key={number}>
              {number}: {outcome === undefined ? t('assignWaits') : null}
              {outcome === 'done' ? t('assignDone') : null}
              {outcome instanceof Problem ? <ProblemNote plain problem={outcome} /> : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}
