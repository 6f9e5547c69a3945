import { useId } from 'react';
import { useWords } from '../words/language';
import type { AddressFilter } from './address-filter';

type Kind =
  | { readonly kind: 'text' | 'date' | 'month' }
  | { readonly kind: 'choice'; readonly words: readonly (readonly [word: string, said: string])[] };

export type FilterField<Name extends string> = Kind & { readonly name: Name; readonly title: string };

interface Props<Name extends string> {
  readonly fields: readonly FilterField<Name>[];
  readonly filter: AddressFilter<Name>;
  /** What holds where the address says nothing. */
  readonly otherwise?: AddressFilter<Name>;
  /** Goes to the address with this filter. */
  readonly onChange: (filter: AddressFilter<Name>) => void;
}

/** What a reading is narrowed by. It stands in the address, so that a link to the page shows the same. */
export function FilterBar<Name extends string>({ fields, filter, otherwise = {}, onChange }: Props<Name>) {
  const { t } = useWords();
  const standing: AddressFilter<Name> = { ...otherwise, ...filter };
  const change = (name: Name, value: string) => {
    const { [name]: _before, ...rest } = filter;
    onChange((value === '' ? rest : { ...rest, [name]: value }) as AddressFilter<Name>);
  };
  return (
    <search className="filters" aria-label={t('filters')}>
      {fields.map((field) => (
        <FilterInput
          key={`${field.name} ${standing[field.name] ?? ''}`}
          field={field}
          value={standing[field.name] ?? ''}
          mayBeAny={otherwise[field.name] === undefined}
          onChange={(value) => change(field.name, value)}
        />
      ))}
      {Object.keys(filter).length === 0 ? null : (
        <button type="button" className="quiet" onClick={() => onChange({})}>
          {t('clearFilters')}
        </button>
      )}
    </search>
  );
}

function FilterInput<Name extends string>({
  field,
  value,
  mayBeAny,
  onChange,
}: {
  readonly field: FilterField<Name>;
  readonly value: string;
  readonly mayBeAny: boolean;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="filter">
      <label htmlFor={id}>{field.title}</label>
      {field.kind === 'choice' ? (
        <select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
          {mayBeAny ? <option value="">{t('any')}</option> : null}
          {field.words.map(([word, said]) => (
            <option key={word} value={word}>
              {said}
            </option>
          ))}
        </select>
      ) : (
        <input
          id={id}
          type={field.kind}
          defaultValue={value}
          onBlur={({ target }) => {
            if (target.value !== value) onChange(target.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onChange(event.currentTarget.value.trim());
          }}
        />
      )}
    </div>
  );
}
