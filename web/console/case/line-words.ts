import type { EventBody } from '../../../domain/case/case-event';
import type { FormField, Widget } from '../../../domain/case/form-fields';
import type { Title } from '../../../domain/role';
import type { Definitions, Verdict } from '../calls/definitions';
import type { RecordLine } from '../calls/types';

/* What the lines of a record are called where people read them. */

type Kind = EventBody['kind'];

/** Kinds of lines; the compiler asks for each. */
export const kindTitles = {
  opened: { zh: '立案', en: 'Case opened' },
  'step-opened': { zh: '环节开始', en: 'Step opened' },
  decided: { zh: '决定', en: 'Decided' },
  'decided-before': { zh: '接收前的决定', en: 'Decided before the take-over' },
  'rungs-passed': { zh: '接收前已过的督办档', en: 'Rungs from before the take-over' },
  'rung-fired': { zh: '督办到档', en: 'Rung reached' },
  'clock-superseded': { zh: '时限变更', en: 'Limit changed' },
  'policy-pinned': { zh: '改用新规定', en: 'Goes over to other law' },
  'extension-requested': { zh: '申请延期', en: 'Extension asked for' },
  'extension-refused': { zh: '不予延期', en: 'Extension refused' },
  'pause-requested': { zh: '申请中止', en: 'Pause asked for' },
  'pause-refused': { zh: '不予中止', en: 'Pause refused' },
  'start-correction-requested': { zh: '申请更正起算日', en: 'Another first day asked for' },
  'start-correction-refused': { zh: '不予更正起算日', en: 'Another first day refused' },
  assigned: { zh: '指派', en: 'Assigned' },
  'child-opened': { zh: '开立子案件', en: 'Child case opened' },
  'child-closed': { zh: '子案件办结', en: 'Child case closed' },
  'child-reopened': { zh: '子案件重启', en: 'Child case reopened' },
  'effect-asked': { zh: '发出通知', en: 'Notice asked for' },
  'effect-done': { zh: '通知结果', en: 'Outcome of a notice' },
  'fact-recorded': { zh: '记载事实', en: 'Fact recorded' },
  noted: { zh: '备注', en: 'Note' },
  'paper-added': { zh: '材料入卷', en: 'Paper added' },
  'paper-scanned': { zh: '材料查毒', en: 'Paper scanned' },
  'original-requested': { zh: '申请启封原件', en: 'Opening of an original asked for' },
  'original-answered': { zh: '答复启封原件', en: 'Opening of an original answered' },
  closed: { zh: '办结', en: 'Closed' },
  'withdrawal-requested': { zh: '申请撤案', en: 'Withdrawal asked for' },
  'withdrawal-refused': { zh: '不予撤案', en: 'Withdrawal refused' },
  reopened: { zh: '重启', en: 'Reopened' },
} as const satisfies Record<Kind, Title>;

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
  const kind = kindTitles[line.kind as Kind] ?? { zh: line.kind, en: line.kind };
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
