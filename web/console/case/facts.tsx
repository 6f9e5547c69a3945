import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { FormField, Widget } from '../../../domain/case/form-fields';
import type { Title } from '../../../domain/role';
import { definitionsQuery, firmsQuery } from '../calls/queries';
import type { CaseReading } from '../calls/types';
import { useWords, type Words } from '../words/language';
import { dayOf } from '../words/time';
import { fieldAt, fieldsIn } from './line-words';

interface Props {
  readonly facts: Readonly<Record<string, unknown>>;
  /** The form that they were filled into; what a step works out beside has titles of its own. */
  readonly fields: readonly FormField[];
  readonly people: CaseReading['people'];
}

/** What was filled in, each under the title of its field. */
export function FactList({ facts, fields, people }: Props) {
  const words = useWords();
  const firms = useQuery(firmsQuery);
  const { data: definitions } = useQuery(definitionsQuery);
  const nameOfFirm = (id: string) => firms.data?.find((firm) => firm.id === id)?.name ?? id;
  const shown = Object.entries(facts).filter(([, value]) => value !== undefined);
  if (shown.length === 0) return null;
  return (
    <dl className="facts">
      {shown.map(([name, value]) => {
        const field = fieldAt(fields, name) ?? fieldAt(definitions?.workedOut ?? [], name);
        return (
          <div key={name}>
            <dt>{field === undefined ? name.replace(/^\//, '') : words.say(field.title)}</dt>
            <dd>{valueOf(value, field, { words, people, nameOfFirm })}</dd>
          </div>
        );
      })}
    </dl>
  );
}

interface Known {
  readonly words: Words;
  readonly people: CaseReading['people'];
  readonly nameOfFirm: (id: string) => string;
}

/** A value as people read it, by the widget that took it. */
function valueOf(value: unknown, widget: Widget | undefined, known: Known): ReactNode {
  const { words, people, nameOfFirm } = known;
  if (value === null) return words.t('thereIsNone');
  if (Array.isArray(value)) {
    const item = widget?.widget === 'list' ? widget.item : undefined;
    return (
      <ol>
        {value.map((each, at) => (
          <li key={at}>{valueOf(each, item, known)}</li>
        ))}
      </ol>
    );
  }
  if (isTitle(value)) return words.say(value);
  if (typeof value === 'object') {
    const fields = widget === undefined ? [] : (fieldsIn(widget) ?? []);
    return <FactList facts={value as Record<string, unknown>} fields={fields} people={people} />;
  }
  if (typeof value === 'boolean') return words.t(value ? 'yes' : 'no');
  if (typeof value === 'number') return widget?.widget === 'money' ? yuanOf(words, value) : String(value);
  const text = typeof value === 'string' ? value : '';
  switch (widget?.widget) {
    case 'choice':
      return words.say(widget.words.find(({ word }) => word === text)?.title ?? { zh: text, en: text });
    case 'date':
      return dayOf(words, text);
    case 'person':
      return people[text] ?? text;
    case 'enterprise':
      return nameOfFirm(text);
    default:
      return <span className="text">{text}</span>;
  }
}

function isTitle(value: unknown): value is Title {
  return typeof value === 'object' && value !== null && 'zh' in value && 'en' in value;
}

/** Fen as yuan, to the fen. */
export function yuanOf({ language }: Words, fen: number): string {
  const sign = language === 'zh' ? '' : '¥';
  const yuan = `${Math.trunc(fen / 100).toLocaleString('en-US')}.${String(Math.abs(fen % 100)).padStart(2, '0')}`;
  return `${sign}${yuan}${language === 'zh' ? ' 元' : ''}`;
}
