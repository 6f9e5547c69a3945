import { useContext } from 'react';
import type { Widget } from '../../../domain/case/form-fields';
import { useWords } from '../words/language';
import { FormContext, useField } from './form-context';
import { textOf, type Raw } from './raw';

/** What every control gets. */
export interface InputProps {
  readonly pointer: string;
  readonly title: string;
  readonly raw: Raw;
  readonly onChange: (raw: Raw) => void;
}

interface TextProps extends InputProps {
  readonly type: 'text' | 'date' | 'number';
  readonly long?: boolean;
  readonly most?: number;
}

/** A line, a paragraph, a date or a number. */
export function TextInput({ pointer, raw, onChange, type, long = false, most = 200 }: TextProps) {
  const { id, described } = useField(pointer);
  const value = textOf(raw);
  if (long) {
    return (
      <textarea
        id={id}
        {...described}
        rows={4}
        maxLength={most}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  }
  return (
    <input
      id={id}
      {...described}
      type={type}
      {...(type === 'text' ? { maxLength: most } : {})}
      value={value}
      autoComplete="off"
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

/** A word that the law or the policy names; those that are known are offered. */
export function WordInput({
  widget,
  pointer,
  raw,
  onChange,
}: InputProps & { readonly widget: Extract<Widget, { readonly widget: 'word' }> }) {
  const { id, described } = useField(pointer);
  const { t } = useWords();
  return (
    <>
      <input
        id={id}
        {...described}
        type="text"
        list={`${id}-known`}
        value={textOf(raw)}
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
      />
      <datalist id={`${id}-known`}>
        {widget.examples.map((word) => (
          <option key={word} value={word} />
        ))}
      </datalist>
      {widget.examples.length === 0 ? null : (
        <p className="hint">
          {t('forExample')} {widget.examples.slice(0, 6).join(' · ')}
        </p>
      )}
    </>
  );
}

/** Money, typed in yuan. */
export function MoneyInput({ pointer, raw, onChange }: InputProps) {
  const { id, described } = useField(pointer);
  const { t } = useWords();
  return (
    <span className="money">
      <input
        id={id}
        {...described}
        inputMode="decimal"
        value={textOf(raw)}
        autoComplete="off"
        onChange={({ target }) => onChange(target.value)}
      />
      <span>{t('yuan')}</span>
    </span>
  );
}

/** Yes or no; neither is chosen beforehand, since both say something. */
export function FlagInput({ pointer, title, raw, onChange }: InputProps) {
  const { id, described } = useField(pointer);
  const { t } = useWords();
  return (
    <div className="choices" role="radiogroup" aria-label={title} {...described}>
      {([true, false] as const).map((value) => (
        <label key={String(value)} className="tick">
          <input
            type="radio"
            {...(value ? { id } : {})}
            name={id}
            checked={raw === value}
            onChange={() => onChange(value)}
          />
          {t(value ? 'yes' : 'no')}
        </label>
      ))}
    </div>
  );
}

/** One word of a fixed list; of steps, those that the case has. */
export function ChoiceInput({
  widget,
  pointer,
  raw,
  onChange,
}: InputProps & { readonly widget: Extract<Widget, { readonly widget: 'choice' }> }) {
  const { id, described } = useField(pointer);
  const { say, t } = useWords();
  const { file, steps } = useContext(FormContext);
  const ofSteps = steps.size > 0 && widget.words.every(({ word }) => steps.has(word));
  const there = new Set(file?.steps.map(({ step }) => step));
  const words = ofSteps && file !== null ? widget.words.filter(({ word }) => there.has(word)) : widget.words;
  return (
    <select id={id} {...described} value={textOf(raw)} onChange={({ target }) => onChange(target.value)}>
      <option value="">{t('choose')}</option>
      {words.map(({ word, title }) => (
        <option key={word} value={word}>
          {say(title)}
        </option>
      ))}
    </select>
  );
}
