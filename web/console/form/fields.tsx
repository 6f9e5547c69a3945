import { useState } from 'react';
import type { FormField, Widget } from '../../../domain/case/form-fields';
import { useWords } from '../words/language';
import { useField } from './form-context';
import { FirmPicker, PaperPicker, PersonPicker } from './pickers';
import { groupOf, isNone, listOf, none, type Raw, type RawGroup } from './raw';
import { ChoiceInput, FlagInput, MoneyInput, TextInput, WordInput } from './inputs';

/** The fields of a form, in order; drawn from their definition alone. */
export function Fields({
  fields,
  raw,
  at = '',
  onChange,
}: {
  readonly fields: readonly FormField[];
  readonly raw: RawGroup;
  readonly at?: string;
  readonly onChange: (raw: RawGroup) => void;
}) {
  return fields.map((field) => (
    <Field
      key={field.name}
      field={field}
      pointer={`${at}/${field.name}`}
      raw={raw[field.name]}
      onChange={(value) => onChange({ ...raw, [field.name]: value })}
    />
  ));
}

interface FieldProps {
  readonly field: FormField;
  readonly pointer: string;
  readonly raw: Raw;
  readonly onChange: (raw: Raw) => void;
}

function Field({ field, pointer, raw, onChange }: FieldProps) {
  const { id, fault } = useField(pointer);
  const { say, t } = useWords();
  const title = `${say(field.title)}${field.required ? '' : ` (${t('optional')})`}`;
  const inner = isNone(raw) ? null : (
    <WidgetInput widget={field} pointer={pointer} title={title} raw={raw} onChange={onChange} />
  );
  const noneToo = field.mayBeNone ? (
    <label className="tick">
      <input
        type="checkbox"
        checked={isNone(raw)}
        onChange={({ target }) => onChange(target.checked ? none : undefined)}
      />
      {t('thereIsNone')}
    </label>
  ) : null;
  const said =
    fault === undefined ? null : (
      <p id={`${id}-fault`} className="fault">
        {fault}
      </p>
    );
  if (isWhole(field)) {
    return (
      <fieldset className="field" id={`${id}-all`} tabIndex={-1}>
        <legend>{title}</legend>
        {said}
        {noneToo}
        {inner}
      </fieldset>
    );
  }
  return (
    <div className="field">
      <label htmlFor={id}>{title}</label>
      <Hint widget={field} />
      {said}
      {noneToo}
      {inner}
    </div>
  );
}

/** Whether a field is made of several controls. */
function isWhole({ widget }: Widget): boolean {
  return widget === 'list' || widget === 'group' || widget === 'flag';
}

function Hint({ widget }: { readonly widget: Widget }) {
  const { t } = useWords();
  if (widget.widget !== 'text' || widget.goesTo === null) return null;
  return <p className="hint">{t(widget.goesTo === 'enterprise' ? 'goesToFirm' : 'goesToAll')}</p>;
}

export interface WidgetProps<W extends Widget = Widget> {
  readonly widget: W;
  readonly pointer: string;
  readonly title: string;
  readonly raw: Raw;
  readonly onChange: (raw: Raw) => void;
}

function WidgetInput({ widget, ...rest }: WidgetProps) {
  switch (widget.widget) {
    case 'text':
      return <TextInput {...rest} type="text" long={widget.lines === 'many'} most={widget.maxLength} />;
    case 'code':
      return <TextInput {...rest} type="text" />;
    case 'date':
      return <TextInput {...rest} type="date" />;
    case 'number':
      return <TextInput {...rest} type="number" />;
    case 'word':
      return <WordInput {...rest} widget={widget} />;
    case 'money':
      return <MoneyInput {...rest} />;
    case 'flag':
      return <FlagInput {...rest} />;
    case 'choice':
      return <ChoiceInput {...rest} widget={widget} />;
    case 'person':
      return <PersonPicker {...rest} role={widget.role} />;
    case 'enterprise':
      return <FirmPicker {...rest} />;
    case 'paper':
      return <PaperPicker {...rest} />;
    case 'list':
      return <ListInput {...rest} widget={widget} />;
    case 'group':
      return (
        <Fields fields={widget.fields} raw={groupOf(rest.raw)} at={rest.pointer} onChange={rest.onChange} />
      );
  }
}

type ListWidget = Extract<Widget, { readonly widget: 'list' }>;

function ListInput({ widget, pointer, title, raw, onChange }: WidgetProps<ListWidget>) {
  const { t } = useWords();
  const items = listOf(raw);
  const shown = items.length === 0 && widget.minItems > 0 ? [undefined] : items;
  const [grown, setGrown] = useState(0);
  const change = (at: number, value: Raw) =>
    onChange(shown.map((item, place) => (place === at ? value : item)));
  return (
    <div className="list">
      {shown.map((item, at) => (
        <ListItem
          key={`${grown}-${at}`}
          item={widget.item}
          pointer={`${pointer}/${at}`}
          title={`${title} ${at + 1}`}
          raw={item}
          onChange={(value) => change(at, value)}
          onRemove={() => {
            setGrown(grown + 1);
            onChange(shown.filter((_, place) => place !== at));
          }}
        />
      ))}
      {widget.maxItems !== null && shown.length >= widget.maxItems ? null : (
        <button type="button" onClick={() => onChange([...shown, undefined])}>
          {t('addItem')}: {title}
        </button>
      )}
    </div>
  );
}

interface ListItemProps extends Omit<WidgetProps, 'widget'> {
  readonly item: Widget;
  readonly onRemove: () => void;
}

function ListItem({ item, onRemove, ...rest }: ListItemProps) {
  const { t } = useWords();
  const { id, fault } = useField(rest.pointer);
  const inner = <WidgetInput widget={item} {...rest} />;
  const said =
    fault === undefined ? null : (
      <p id={`${id}-fault`} className="fault">
        {fault}
      </p>
    );
  const remove = (
    <button type="button" className="quiet" onClick={onRemove} aria-label={`${t('remove')}: ${rest.title}`}>
      {t('remove')}
    </button>
  );
  return isWhole(item) ? (
    <fieldset className="item" id={`${id}-all`} tabIndex={-1}>
      <legend>{rest.title}</legend>
      {said}
      {inner}
      {remove}
    </fieldset>
  ) : (
    <div className="item">
      <label htmlFor={id}>{rest.title}</label>
      {said}
      {inner}
      {remove}
    </div>
  );
}
