import type { FormField, Widget } from '../../../domain/case/form-fields';
import type { StringKey } from '../words/language';

/* A form as it is typed, and what is sent of it. */

/** What is typed into a field, before it is what the API takes. `none`: said to be none. */
export type Raw = string | boolean | undefined | readonly Raw[] | RawGroup | None;
export interface RawGroup {
  readonly [field: string]: Raw;
}
export interface None {
  readonly none: true;
}
export const none: None = { none: true };

export function isNone(raw: Raw): raw is None {
  return typeof raw === 'object' && !Array.isArray(raw) && 'none' in raw && raw.none === true;
}

export function listOf(raw: Raw): readonly Raw[] {
  return Array.isArray(raw) ? (raw as readonly Raw[]) : [];
}

export function groupOf(raw: Raw): RawGroup {
  return typeof raw === 'object' && !Array.isArray(raw) && !isNone(raw) ? (raw as RawGroup) : {};
}

export function textOf(raw: Raw): string {
  return typeof raw === 'string' ? raw : '';
}

/** A field that cannot be sent as it is, and why. */
export interface Fault {
  readonly pointer: string;
  readonly why: StringKey;
}

/** What a form would be sent as; with the faults that the page itself sees. */
export interface Filled {
  readonly body: Readonly<Record<string, unknown>>;
  readonly faults: readonly Fault[];
}

/** The body of a form. */
export function filled(fields: readonly FormField[], raw: RawGroup, at = ''): Filled {
  const faults: Fault[] = [];
  const body: Record<string, unknown> = {};
  for (const field of fields) {
    const pointer = `${at}/${field.name}`;
    const value = valueOf(field, raw[field.name], pointer, faults, field.required);
    if (value !== undefined) body[field.name] = value;
  }
  return { body, faults };
}

/** The value of one field, or undefined where nothing is sent. */
function valueOf(widget: Widget, raw: Raw, pointer: string, faults: Fault[], required: boolean): unknown {
  if (isNone(raw)) return null;
  if (!required && isEmpty(raw)) return undefined;
  switch (widget.widget) {
    case 'list': {
      const items = listOf(raw);
      if (items.length < widget.minItems) faults.push({ pointer, why: 'faultTooFew' });
      return items.map((item, at) => valueOf(widget.item, item, `${pointer}/${at}`, faults, true));
    }
    case 'group': {
      const inner = filled(widget.fields, groupOf(raw), pointer);
      faults.push(...inner.faults);
      return inner.body;
    }
    case 'flag':
      if (typeof raw !== 'boolean') faults.push({ pointer, why: 'faultChoose' });
      return raw;
    case 'number':
      return numberIn(textOf(raw), pointer, faults, widget);
    case 'money':
      return fenIn(textOf(raw), pointer, faults, widget.maximumFen);
    case 'text':
    case 'code':
    case 'word':
    case 'date':
    case 'choice':
    case 'person':
    case 'enterprise':
    case 'paper':
      if (textOf(raw).trim() === '') faults.push({ pointer, why: 'faultMissing' });
      return raw;
  }
}

function isEmpty(raw: Raw): boolean {
  if (raw === undefined) return true;
  if (typeof raw === 'string') return raw.trim() === '';
  if (typeof raw === 'boolean') return false;
  if (Array.isArray(raw)) return raw.length === 0;
  return !isNone(raw) && Object.values(groupOf(raw)).every(isEmpty);
}

function numberIn(
  typed: string,
  pointer: string,
  faults: Fault[],
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
): unknown {
  const value = Number(typed.trim());
  if (typed.trim() === '') faults.push({ pointer, why: 'faultMissing' });
  else if (!Number.isInteger(value)) faults.push({ pointer, why: 'faultNumber' });
  else if (value < minimum || value > maximum) faults.push({ pointer, why: 'faultRange' });
  return value;
}

/** Yuan as they are typed, in fen: by their digits, since a fraction of yuan is no exact number. */
function fenIn(typed: string, pointer: string, faults: Fault[], maximumFen: number): unknown {
  const found = /^([0-9]{1,12})(?:[.]([0-9]{1,2}))?$/.exec(typed.trim().replaceAll(',', ''));
  if (typed.trim() === '') faults.push({ pointer, why: 'faultMissing' });
  else if (found === null) faults.push({ pointer, why: 'faultMoney' });
  const fen = Number(found?.[1] ?? 0) * 100 + Number((found?.[2] ?? '').padEnd(2, '0'));
  if (fen > maximumFen) faults.push({ pointer, why: 'faultRange' });
  return fen;
}
