import type { Choice, FormField } from '../../domain/case/form-fields';
import type { Title } from '../../domain/role';
import { nameOf, notAsked, titlesOf, type Faults, type Values } from './form-values';
import { sayIn, type Language } from './page';
import { strings } from './strings';

export interface Filled {
  readonly language: Language;
  readonly values: Values;
  readonly faults: Faults;
}

const idOf = (name: string) => `f-${name.replaceAll('.', '-')}`;

/** What is wrong, on top of the page: each line leads to its field. */
export function FaultSummary({
  language,
  faults,
  fields,
}: Pick<Filled, 'language' | 'faults'> & { readonly fields: readonly FormField[] }) {
  const say = sayIn(language);
  const titles = titlesOf(fields);
  const line = (name: string, words: Title) => {
    const title = titles.get(name);
    return title === undefined ? say(words) : `${say(title)}: ${say(words)}`;
  };
  if (faults.size === 0) return null;
  return (
    <section class="box bad" role="alert" aria-labelledby="faults">
      <h2 id="faults">{say(strings.faults)}</h2>
      <ul>
        {[...faults].map(([name, words]) => (
          <li>{name === '' ? say(words) : <a href={`#${idOf(name)}`}>{line(name, words)}</a>}</li>
        ))}
      </ul>
      <p>{say(strings.kept)}</p>
    </section>
  );
}

/** The fields of a form, in its own order and words. */
export function Fields({
  fields,
  within = '',
  ...filled
}: Filled & { readonly fields: readonly FormField[]; readonly within?: string }) {
  return (
    <>
      {fields.map((field) => (
        <Field field={field} name={nameOf(field, within)} {...filled} />
      ))}
    </>
  );
}

interface FieldParts extends Filled {
  readonly field: FormField;
  readonly name: string;
}

function Field(parts: FieldParts) {
  const { field, name, ...filled } = parts;
  const say = sayIn(filled.language);
  switch (field.widget) {
    case 'group':
      return (
        <fieldset class="bare">
          <legend>
            <h2>{say(field.title)}</h2>
          </legend>
          <Fields fields={field.fields} within={name} {...filled} />
        </fieldset>
      );
    case 'flag':
      return (
        <Wrapped {...parts} bare>
          <label class="pick">
            <input
              type="checkbox"
              value="yes"
              checked={filled.values[name] === 'yes'}
              {...inputParts(parts)}
            />
            <span>{say(field.title)}</span>
          </label>
        </Wrapped>
      );
    case 'choice':
      return <Picked {...parts} words={field.words} />;
    case 'list':
      return (
        <Wrapped {...parts} hint={strings.onePerLine}>
          <Typed {...parts} />
        </Wrapped>
      );
    default:
      return (
        <Wrapped {...parts}>
          <Typed {...parts} />
        </Wrapped>
      );
  }
}

/** What is typed into one input. */
function Typed({ field, ...parts }: FieldParts) {
  const value = parts.values[parts.name] ?? '';
  const common = inputParts(parts);
  switch (field.widget) {
    case 'list':
      return (
        <textarea rows={3} {...common}>
          {value}
        </textarea>
      );
    case 'text':
      if (field.lines === 'one') return <input type="text" value={value} {...common} />;
      return (
        <textarea rows={6} {...common}>
          {value}
        </textarea>
      );
    case 'date':
      return <input type="date" value={value} {...common} />;
    case 'code':
      if (field.kind === 'telephone') return <input type="tel" value={value} {...common} />;
      return <input type="text" value={value} {...common} />;
    case 'word':
      return <input type="text" value={value} {...common} />;
    default:
      return notAsked(field);
  }
}

/** What every input has: a name, and what is wrong with it. Nothing that was typed is offered to the next person. */
function inputParts({ name, faults }: Pick<FieldParts, 'name' | 'faults'>) {
  const wrong = faults.has(name);
  return {
    id: idOf(name),
    name,
    autocomplete: 'off',
    ...(wrong ? { 'aria-invalid': true, 'aria-describedby': `${idOf(name)}-fault` } : {}),
  } as const;
}

function Fault({ name, faults, language }: Pick<FieldParts, 'name' | 'faults' | 'language'>) {
  const words = faults.get(name);
  return words === undefined ? null : (
    <p class="fault" id={`${idOf(name)}-fault`}>
      {sayIn(language)(words)}
    </p>
  );
}

interface WrappedParts extends FieldParts {
  readonly children: preact.ComponentChildren;
  readonly hint?: Title;
  /** The input brings its label along. */
  readonly bare?: boolean;
}

function Wrapped({ field, name, faults, language, children, hint, bare = false }: WrappedParts) {
  const say = sayIn(language);
  return (
    <div class={faults.has(name) ? 'field wrong' : 'field'}>
      {!bare && (
        <label for={idOf(name)}>
          {say(field.title)}
          <Hints {...{ language, field, hint }} />
        </label>
      )}
      <Fault {...{ name, faults, language }} />
      {children}
    </div>
  );
}

function Hints({
  language,
  field,
  hint,
}: Pick<WrappedParts, 'language' | 'field'> & { hint?: Title | undefined }) {
  const say = sayIn(language);
  const hints = [...(field.required ? [] : [strings.optional]), ...(hint ? [hint] : [])];
  return hints.length === 0 ? null : (
    <span class="hint"> ({hints.map(say).join(language === 'zh' ? ';' : '; ')})</span>
  );
}

const fewWords = 6;

/** One of several words: each in sight where they are few. */
function Picked({ words, ...parts }: FieldParts & { readonly words: readonly Choice[] }) {
  const { field, name, language, values, faults } = parts;
  const say = sayIn(language);
  const typed = values[name] ?? '';
  if (words.length > fewWords)
    return (
      <Wrapped {...parts}>
        <select {...inputParts(parts)}>
          <option value="">{say(strings.choose)}</option>
          {words.map(({ word, title }) => (
            <option value={word} selected={word === typed}>
              {say(title)}
            </option>
          ))}
        </select>
      </Wrapped>
    );
  return (
    <fieldset class={faults.has(name) ? 'wrong' : ''}>
      <legend>
        {say(field.title)}
        <Hints language={language} field={field} />
      </legend>
      <Fault {...{ name, faults, language }} />
      {words.map(({ word, title }, index) => (
        <label class="pick">
          <input
            type="radio"
            value={word}
            checked={word === typed}
            {...inputParts(parts)}
            id={index === 0 ? idOf(name) : `${idOf(name)}-${index}`}
          />
          <span>{say(title)}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** What goes along without being seen. */
export function Hidden({ values, names }: { readonly values: Values; readonly names: readonly string[] }) {
  return <>{names.map((name) => values[name] && <input type="hidden" name={name} value={values[name]} />)}</>;
}

/** What was filled in, to be read once more. */
export function Answers({
  fields,
  within = '',
  language,
  values,
}: Pick<Filled, 'language' | 'values'> & {
  readonly fields: readonly FormField[];
  readonly within?: string;
}) {
  const say = sayIn(language);
  return (
    <>
      {fields.map((field) => {
        const name = nameOf(field, within);
        if (field.widget === 'group')
          return <Answers fields={field.fields} within={name} {...{ language, values }} />;
        const typed = values[name] ?? '';
        if (typed === '') return null;
        return (
          <>
            <dt>{say(field.title)}</dt>
            <dd class="text">{say(wordsOf(field, typed))}</dd>
          </>
        );
      })}
    </>
  );
}

function wordsOf(field: FormField, typed: string): Title {
  if (field.widget === 'flag') return strings.yes;
  const chosen = field.widget === 'choice' ? field.words.find(({ word }) => word === typed) : undefined;
  return chosen?.title ?? { zh: typed, en: typed };
}
