import { Type, type Static, type TObject } from 'typebox';
import type { Before, PastDecision, PastTime, TakeOver } from '../../case/case-event';
import {
  CalendarDate,
  Coded,
  Count,
  Fen,
  Form,
  ListOf,
  marked,
  personsNamed,
  PolicyCode,
  splitForm,
  SystemWord,
} from '../../case/form';
import { datesFit } from '../../case/form-dates';
import type { CaseType } from '../../case/case-type';
import { caseTypeBehind, caseTypeDef, caseTypeNames, openings, stepDef } from '../../cases/catalogue';
import type { AnyStep } from '../../case/step';
import { ok, refuse, type Result } from '../../refusal';
import { shanghaiDate, startOfDay, type Instant } from '../../time/calendar';
import type { Texts } from '../written-line';

/* What is entered of a matter that ran before: where it stood in the old register, and what was decided in it. */

/** What the old register says of the matter. */
export const takeOverForm = Form({
  source: SystemWord({ zh: '原登记簿(代号)', en: 'The old register, by its code' }, '^[a-z][a-z0-9-]{1,39}$'),
  registerNo: Coded({ zh: '原登记编号', en: 'Number in the old register' }, 'document-number'),
  receivedOn: CalendarDate({ zh: '原收到日期', en: 'Received on' }, 'established'),
});

const Part = Type.Optional(PolicyCode({ zh: '事项', en: 'Matter, of parallel steps' }));

/** What is asked of each decision of before, beside what its step asks. */
export const pastFields = {
  part: Part,
  on: CalendarDate({ zh: '决定日期', en: 'Decided on' }, 'established'),
  by: Type.Optional(
    ListOf(
      { zh: '决定人(本机关人员)', en: 'Who decided it, of persons whom the office knows' },
      Type.String({ format: 'uuid' }),
      { minItems: 1, maxItems: 10, uniqueItems: true },
    ),
  ),
  documentNo: Type.Optional(Coded({ zh: '文书编号', en: 'Number of its document' }, 'document-number')),
  amountFen: Type.Optional(Fen({ zh: '金额(分)', en: 'Sum that was set, in fen' })),
};

/** Time that a step was granted before. */
export const grantedFields = {
  part: Part,
  startedOn: Type.Optional(
    CalendarDate(
      { zh: '环节实际开始日期(并行环节)', en: 'When it truly began, where that is not the last decision' },
      'established',
    ),
  ),
  extendedBy: Count(
    { zh: '延长(按时限单位)', en: 'Extended by, in the unit of the limit' },
    { maximum: 10_000 },
  ),
  pauses: ListOf(
    { zh: '中止', en: 'Pauses' },
    Form({
      ground: PolicyCode({ zh: '法定事由', en: 'Lawful ground' }),
      from: CalendarDate({ zh: '自', en: 'From' }, 'established'),
      to: CalendarDate({ zh: '至(含当日)', en: 'To, the day included' }, 'established'),
    }),
    { maxItems: 20 },
  ),
};

const past = Form(pastFields);
const granted = Form(grantedFields);

export interface TakeOverEntry {
  readonly takeOver: TakeOver;
  readonly decided: readonly (Static<typeof past> & {
    readonly step: string;
    readonly decision: { readonly verdict: string; readonly [field: string]: unknown };
  })[];
  readonly granted: readonly (Static<typeof granted> & { readonly step: string })[];
}

/** An entry, parted into what the record says and what is sealed, with what only the database can check. */
export interface EnteredBefore {
  readonly takeOver: TakeOver;
  readonly before: Before;
  readonly texts: Texts;
  readonly persons: readonly string[];
  readonly enterprises: readonly string[];
}

/** The steps whose decisions may be taken over with a case of a type: its own, and those of its child cases. */
export function stepsBefore(caseType: CaseType): AnyStep[] {
  const types = caseTypeNames.filter((name) => {
    const { begins, onlyHere } = caseTypeDef(name);
    const byParent = begins.by === 'parent' || (begins.by === 'form' && begins.orByParent === true);
    return name === caseType || (byParent && onlyHere !== true);
  });
  return types.flatMap((name) => caseTypeDef(name).steps);
}

/** The types of case that are taken over as they run: those that staff open, and what comes in by the door of reporters. */
export const takenOver: readonly CaseType[] = [
  caseTypeBehind('intake'),
  ...openings.map(({ caseType }) => caseType),
];

/** Refusals of {@link readEntry}, of the trial of the procedure, and of the desk. */
export function takeOverRefusals(caseType: CaseType) {
  return [
    ...new Set([
      ...(['form-invalid', 'date-ahead', 'record-known', 'paper-unknown', 'payee-missing'] as const),
      ...(['assignee-unfit', 'enterprise-unknown', 'conflict-of-interest', 'clock-expired'] as const),
      ...(['extension-not-allowed', 'extension-too-long', 'reason-not-lawful'] as const),
      ...(['role-missing', 'zone-without-law'] as const),
      ...stepsBefore(caseType).flatMap(({ refusals = [] }) => refusals),
    ]),
  ];
}

/**
 * Reads an entry; its decisions are valid by the forms of their steps. Refusals, with the field: `date-ahead`,
 * `form-invalid`, `paper-unknown`.
 */
export function readEntry(entry: TakeOverEntry, now: Instant): Result<EnteredBefore> {
  const { takeOver } = entry;
  const today = shanghaiDate(now);
  const dates = datesFit(whole, entry, { began: takeOver.receivedOn, today });
  if (!dates.ok) return dates;
  const read: PastDecision[] = [];
  const texts: Record<string, string> = {};
  const persons = new Set<string>();
  const enterprises = new Set<string>();
  for (const [at, each] of entry.decided.entries()) {
    const pointer = `/decided/${at}`;
    const { verdict, ...fields } = each.decision;
    const def = stepDef(each.step);
    const form = formOf(def, verdict);
    const fit = fits(def, form, each, { began: takeOver.receivedOn, pointer });
    if (!fit.ok) return fit;
    const split = splitForm(form, fields);
    for (const [field, text] of Object.entries(split.texts)) texts[`${pointer}/decision${field}`] = text;
    for (const person of [...(each.by ?? []), ...personsNamed(form, fields).map(({ personId }) => personId)])
      persons.add(person);
    const enterprise = split.facts['enterpriseId'];
    if (typeof enterprise === 'string') enterprises.add(enterprise);
    const { step, part, on, by = [], documentNo, amountFen } = each;
    read.push(withoutAbsent({ step, part, verdict, facts: split.facts, on, by, documentNo, amountFen }));
  }
  const time = entry.granted.map((each): PastTime => withoutAbsent({ ...each }));
  return ok({
    takeOver,
    before: { since: startOfDay(takeOver.receivedOn), decided: read, granted: time },
    ...{ texts, persons: [...persons], enterprises: [...enterprises] },
  });
}

const whole = Form({
  takeOver: takeOverForm,
  decided: ListOf({ zh: '接收前的决定', en: 'Decisions of before' }, past, {}),
  granted: ListOf({ zh: '接收前准予的时间', en: 'Time granted before' }, granted, {}),
});

function formOf({ id, verdicts }: AnyStep, verdict: string): TObject {
  const form = verdicts[verdict]?.form;
  if (form === undefined) throw new Error(`${id} has no verdict ${verdict}`);
  return form;
}

/** Whether a decision of before says what such a decision has to say. */
function fits(
  { id, onVerifiedRecord, amountBefore }: AnyStep,
  form: TObject,
  { decision, on, documentNo, amountFen }: TakeOverEntry['decided'][number],
  { began, pointer }: { readonly began: string; readonly pointer: string },
): Result<null> {
  const dates = datesFit(form, decision, { began, today: on });
  if (!dates.ok) {
    const { code, detail, facts } = dates.refusal;
    const field = facts?.['pointer'];
    return refuse(code, detail, {
      pointer: `${pointer}/decision${typeof field === 'string' ? field : ''}`,
    });
  }
  const [paper] = marked(form, decision, 'x-paper');
  if (paper !== undefined)
    return refuse('paper-unknown', 'papers are added to the file once the case is here', {
      pointer: `${pointer}/decision${paper.pointer}`,
    });
  if (onVerifiedRecord === true && documentNo === undefined)
    return refuse('form-invalid', `${id}: money follows from it, so its paper has a number`, {
      pointer: `${pointer}/documentNo`,
    });
  if ((amountBefore === undefined) !== (amountFen === undefined))
    return refuse('form-invalid', `${id}: the sum is said where one was set, and only there`, {
      pointer: `${pointer}/amountFen`,
    });
  return ok(null);
}

/** An absent field is none: the record keeps no fields without a value. */
function withoutAbsent<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Present<T>;
}

type Present<T> = {
  [K in keyof T as undefined extends T[K] ? never : K]: T[K];
} & { [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> };
