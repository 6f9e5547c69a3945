import type { EventBody } from '../../../domain/case/case-event';
import type { FormField, Widget } from '../../../domain/case/form-fields';
import type { Title } from '../../../domain/role';
import { wordOf, type Definitions, type Verdict } from '../calls/definitions';
import type { RecordLine } from '../calls/types';

/* What the lines of a record are called where people read them. */

type Kind = EventBody['kind'];

/** Lines in which nothing was decided by anybody: left out of the compact record. */
const machinery: ReadonlySet<string> = new Set<Kind>([
  'step-opened',
  'rung-fired',
  'effect-asked',
  'effect-done',
  'paper-scanned',
  'rungs-passed',
]);

/** Whether a line says what people did. */
export function isDeed({ kind }: RecordLine): boolean {
  return !machinery.has(kind);
}

/** A line in words: its step, what was done, and the verdict. */
export function titleOfLine(line: RecordLine, definitions: Definitions): readonly Title[] {
  const kind = wordOf(definitions, 'lineKinds', line.kind);
  const body = line.body as { readonly key?: string; readonly outcome?: string };
  const step = stepOf(line, definitions);
  const verdict = verdictOf(line, definitions);
  return [
    ...(step === undefined ? [] : [step.title]),
    ...(verdict === undefined ? [kind] : [verdict.title]),
    ...(body.outcome === undefined ? [] : [outcomeIn(definitions, body.outcome)]),
  ];
}

/** The step that a line is about: a key is its id, with its part and round. */
export function stepOf({ body }: RecordLine, { steps }: Definitions) {
  const { key } = body as { readonly key?: string };
  const id = key?.split('#')[0]?.split('/').slice(0, 2).join('/');
  return steps.find((step) => step.id === id);
}

/** The verdict that a line gives, where it gives one. */
export function verdictOf(line: RecordLine, definitions: Definitions): Verdict | undefined {
  const { verdict } = line.body as { readonly verdict?: string };
  return stepOf(line, definitions)?.verdicts.find((each) => each.verdict === verdict);
}

/** The field of a form that a name or a JSON pointer leads to. */
export function fieldAt(fields: readonly FormField[], pointer: string): FormField | undefined {
  const [name, ...rest] = pointer.split('/').filter((part) => part !== '');
  const field = fields.find((each) => each.name === name);
  if (field === undefined || rest.length === 0) return field;
  const inner = fieldsIn(field);
  const deeper = rest.filter((part) => !/^[0-9]+$/.test(part)).join('/');
  return inner === null || deeper === '' ? field : (fieldAt(inner, deeper) ?? field);
}

/** The fields of a group, or of the groups of a list. */
export function fieldsIn(widget: Widget): readonly FormField[] | null {
  if (widget.widget === 'group') return widget.fields;
  return widget.widget === 'list' ? fieldsIn(widget.item) : null;
}

/** An outcome in words: of the case itself, or of one below it. */
function outcomeIn({ caseTypes }: Definitions, outcome: string): Title {
  const found = Object.values(caseTypes).find(({ outcomes }) => outcomes[outcome] !== undefined);
  return found?.outcomes[outcome] ?? { zh: outcome, en: outcome };
}
