import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { definitionsQuery } from '../calls/queries';
import type { CaseLine } from '../calls/types';
import { CaseList } from '../work/case-list';
import { FirmsFound } from '../search/firms-found';
import { Choice } from '../work/choice';
import { Keys } from '../work/keys';
import { useWords, type StringKey } from '../words/language';
import { caseWord } from '../calls/definitions';
import { filterOf, type CaseFilter } from './filter';

const choices = {
  scope: { mine: 'scopeMine', unit: 'scopeUnit', all: 'scopeAll' },
  state: { open: 'stateOpen', closed: 'stateClosed' },
  order: { due: 'orderDue', opened: 'orderOpened' },
  overdue: { true: 'onlyOverdue' },
  promise: { running: 'promiseRunning', broken: 'promiseMissed' },
} as const satisfies Partial<Record<keyof CaseFilter, Record<string, StringKey>>>;
type Fixed = keyof typeof choices;

/** All cases that the reader may see; what is filtered by stands in the address. */
export function CasesPage() {
  const { t, say } = useWords();
  const filter = useSearch({ from: '/cases' });
  return (
    <>
      <div className="page-head">
        <h1>{t('cases')}</h1>
        <Keys />
      </div>
      {filter.q === undefined ? null : (
        <>
          <p>
            {t('lookedFor', { q: filter.q })} <small className="hint">{t('sealedNotSearched')}</small>
          </p>
          <FirmsFound q={filter.q} />
        </>
      )}
      <Filters filter={filter} />
      <CaseList<CaseLine>
        key={JSON.stringify(filter)}
        url="/api/cases"
        filter={{ ...filter }}
        title={t('cases')}
        empty={t('noCases')}
        keyOf={({ number }) => number}
        stands={({ waitsFor }) => waitsFor.length > 0 && waitsFor.every(({ pause }) => pause !== null)}
        assignable={({ number, seq, waitsFor }) => ({ number, seq, steps: waitsFor })}
        what={({ waitsFor, waitsForCases, caseType, stage, outcome }, _, known) => {
          const steps = waitsFor.map(({ title }) => say(title));
          const below = waitsForCases.map(({ number }) => number);
          const ended =
            outcome !== null && known !== undefined
              ? say(caseWord(known, String(caseType), 'outcomes', outcome))
              : outcome;
          return (
            <>
              {ended ?? [...steps, ...below].join(t('listComma'))}
              <small>
                {known === undefined ? '' : say(caseWord(known, String(caseType), 'stages', stage))}
              </small>
            </>
          );
        }}
      />
    </>
  );
}

/** What the cases are narrowed by. */
function Filters({ filter }: { readonly filter: CaseFilter }) {
  const { t, say } = useWords();
  const go = useNavigate();
  const { data: definitions } = useQuery(definitionsQuery);
  const change = (name: keyof CaseFilter, value: string) =>
    void go({ to: '/cases', search: filterOf({ ...filter, [name]: value }) });
  const types = Object.entries(definitions?.caseTypes ?? {});
  const stages = Object.entries(types.find(([type]) => type === filter.caseType)?.[1].stages ?? {});
  return (
    <search className="filters">
      {(Object.keys(choices) as Fixed[]).map((name) => (
        <Choice
          key={name}
          title={t(`filter-${name}`)}
          value={filter[name] ?? ''}
          any={t('any')}
          words={Object.entries<StringKey>(choices[name]).map(([word, key]) => [word, t(key)])}
          onChange={(value) => change(name, value)}
        />
      ))}
      <Choice
        title={t('filter-caseType')}
        value={filter.caseType ?? ''}
        any={t('any')}
        words={types.map(([word, { title }]) => [word, say(title)])}
        onChange={(value) => {
          // A stage is one of its type.
          const { stage: _, ...rest } = filter;
          void go({ to: '/cases', search: filterOf({ ...rest, caseType: value }) });
        }}
      />
      {filter.caseType === undefined ? null : (
        <Choice
          title={t('filter-stage')}
          value={filter.stage ?? ''}
          any={t('any')}
          words={stages.map(([word, title]) => [word, say(title)])}
          onChange={(value) => change('stage', value)}
        />
      )}
    </search>
  );
}
