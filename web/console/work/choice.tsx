interface Props {
  readonly title: string;
  readonly value: string;
  /** What it is called that nothing is chosen; without it something always is. */
  readonly any?: string;
  readonly words: readonly (readonly [word: string, said: string])[];
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

/** One of some words, under its title. */
export function Choice({ title, value, any, words, disabled = false, onChange }: Props) {
  // A word that was chosen before stays readable, also where nothing of it is left.
  const isKnown = value === '' || words.some(([word]) => word === value);
  return (
    <label>
      {title}
      <select value={value} disabled={disabled} onChange={({ target }) => onChange(target.value)}>
        {any === undefined ? null : <option value="">{any}</option>}
        {isKnown ? null : <option value={value}>{value}</option>}
        {words.map(([word, said]) => (
          <option key={word} value={word}>
            {said}
          </option>
        ))}
      </select>
    </label>
  );
}
