import { useQuery } from '@tanstack/react-query';
import { typeTitle } from '../calls/definitions';
import { definitionsQuery } from '../calls/queries';
import type { Counts } from '../calls/types';
import { useWords, type StringKey } from '../words/language';
import { Choice } from './choice';
import { orders, states, workFilterOf, type WorkFilter } from './filter';

const stateWords = {
  overdue: { words: 'stateOverdue', counted: 'overdue' },
  today: { words: 'stateToday', counted: 'dueToday' },
  paused: { words: 'statePaused', counted: 'paused' },
} as const satisfies Record<(typeof states)[number], { words: StringKey; counted: keyof Counts['mine'] }>;

const orderWords = {
  share: { words: 'orderShare', why: 'orderShareWhy' },
  due: { words: 'orderDue', why: 'orderDueWhy' },
} as const satisfies Record<(typeof orders)[number], { words: StringKey; why: StringKey }>;

interface Props {
  readonly filter: WorkFilter;
  readonly counts: Counts | undefined;
  readonly onChange: (filter: WorkFilter) => void;
}

/** What narrows the list of work. A number stands where choosing it alone leads to so many lines. */
export function WorkFilters({ filter, counts, onChange }: Props) {
  const { t, say } = useWords();
  const { data: definitions } = useQuery(definitionsQuery);
  const { state, caseType, step, order = 'share' } = filter;
  const change = (name: 'state' | 'caseType' | 'step' | 'order', value: string) => {
    onChange(workFilterOf({ ...filter, [name]: value }));
  };
  const ofAll = caseType === undefined && step === undefined;
  const counted = (words: string, count: number | undefined, isTrue: boolean) =>
    count === undefined || !isTrue ? words : t('counted', { words, count });
  const typeOf = (id: string) => definitions?.steps.find((each) => each.id === id)?.caseType;
  const steps = counts?.steps.filter((each) => caseType === undefined || typeOf(each.step) === caseType);
  return (
    <>
      <search className="filters">
        <States
          state={state}
          counted={(words, count) => counted(words, count, ofAll)}
          counts={counts}
          onChange={(value) => change('state', value)}
        />
        <Choice
          title={t('filter-caseType')}
          value={caseType ?? ''}
          any={t('anyType')}
          words={(counts?.caseTypes ?? []).map((each) => {
            const word = String(each.caseType);
            const said = definitions === undefined ? word : say(typeTitle(definitions, word));
            return [word, counted(said, each.open, state === undefined)];
          })}
          onChange={(value) => {
            const { step: _step, caseType: _type, ...rest } = filter;
            onChange(value === '' ? rest : { ...rest, caseType: value });
          }}
        />
        <Choice
          title={t('filter-step')}
          value={step ?? ''}
          any={t('anyStep')}
          words={(steps ?? []).map((each) => [
            each.step,
            counted(say(each.title), each.open, state === undefined),
          ])}
          onChange={(value) => change('step', value)}
        />
        <Choice
          title={t('filter-order')}
          value={order}
          words={orders.map((each) => [each, t(orderWords[each].words)])}
          onChange={(value) => change('order', value === 'share' ? '' : value)}
        />
      </search>
      <p className="hint">{t(orderWords[order].why)}</p>
    </>
  );
}

interface StatesProps {
  readonly state: WorkFilter['state'];
  readonly counts: Counts | undefined;
  readonly counted: (words: string, count: number | undefined) => string;
  readonly onChange: (state: string) => void;
}

function States({ state, counts, counted, onChange }: StatesProps) {
  const { t } = useWords();
  return (
    <div className="chips" role="group" aria-label={t('filter-state')}>
      <button type="button" aria-pressed={state === undefined} onClick={() => onChange('')}>
        {counted(t('listAll'), counts?.mine.open)}
      </button>
      {states.map((each) => (
        <button
          key={each}
          type="button"
          className={each}
          aria-pressed={state === each}
          onClick={() => onChange(state === each ? '' : each)}
        >
          {counted(t(stateWords[each].words), counts?.mine[stateWords[each].counted])}
        </button>
      ))}
    </div>
  );
}
