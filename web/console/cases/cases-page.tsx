import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Title } from '../../../domain/role';
import { definitionsQuery } from '../calls/queries';
import type { CaseLine } from '../calls/types';
import { CaseList } from '../work/case-list';
import { useWords, type StringKey } from '../words/language';
import { caseWord } from '../calls/definitions';
import { filterOf, type CaseFilter } from './filter';

const choices = {
  scope: { mine: 'scopeMine', unit: 'scopeUnit', all: 'scopeAll' },
  state: { open: 'stateOpen', closed: 'stateClosed' },
  order: { due: 'orderDue', opened: 'orderOpened' },
  overdue: { true: 'onlyOverdue' },
} as const satisfies Partial<Record<keyof CaseFilter, Record<string, StringKey>>>;
type Fixed = keyof typeof choices;

/** All cases that the reader may see; what is filtered by stands in the address. */
export function CasesPage() {
  const { t, say } = useWords();
  const filter = useSearch({ from: '/cases' });
  const go = useNavigate();
  const { data: definitions } = useQuery(definitionsQuery);
  const change = (name: keyof CaseFilter, value: string) =>
    void go({ to: '/cases', search: filterOf({ ...filter, [name]: value }) });
  const types: readonly (readonly [string, Title])[] = Object.entries(definitions?.caseTypes ?? {}).map(
    ([type, { title }]) => [type, title],
  );
  return (
    <>
      <h1>{t('cases')}</h1>
      <search className="filters">
        {(Object.keys(choices) as Fixed[]).map((name) => (
          <Filter
            key={name}
            title={t(`filter-${name}`)}
            value={filter[name] ?? ''}
            words={Object.entries<StringKey>(choices[name]).map(([word, key]) => [word, t(key)])}
            onChange={(value) => change(name, value)}
          />
        ))}
        <Filter
          title={t('filter-caseType')}
          value={filter.caseType ?? ''}
          words={types.map(([word, title]) => [word, say(title)])}
          onChange={(value) => change('caseType', value)}
        />
      </search>
      <CaseList<CaseLine>
        url="/api/cases"
        filter={{ ...filter }}
        title={t('cases')}
        empty={t('noCases')}
        keyOf={({ number }) => number}
        stands={({ waitsFor }) => waitsFor.length > 0 && waitsFor.every(({ pause }) => pause !== null)}
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

interface FilterProps {
  readonly title: string;
  readonly value: string;
  readonly words: readonly (readonly [string, string])[];
  readonly onChange: (value: string) => void;
}

function Filter({ title, value, words, onChange }: FilterProps) {
  const { t } = useWords();
  return (
    <label>
      {title}
      <select value={value} onChange={({ target }) => onChange(target.value)}>
        <option value="">{t('any')}</option>
        {words.map(([word, said]) => (
          <option key={word} value={word}>
            {said}
          </option>
        ))}
      </select>
    </label>
  );
}
