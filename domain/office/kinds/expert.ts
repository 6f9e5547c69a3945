import { Type, type Static } from 'typebox';
import { placeFields } from '../../cases/expert-service/opening';
import { Flag, Form, ListOf, PolicyCode, titled } from '../../case/form';
import { canonicalJson } from '../../json';
import { compare } from '../../law/policy';
import type { Title } from '../../role';
import { addDays, addMonths, type PlainDate } from '../../time/calendar';
import { EnterpriseField, PersonField } from '../fields';
import { officeChange, type Change } from '../office-change';
import { permitted, refuseChange, type OfficeResult } from '../office-refusal';

/*
 * 专家库: who is in the pool, for how long, with what skills, and what ties them to firms. Entering somebody takes a second
 * person, since the zone pays them and firms rely on them; so does ending a tie, which gives them cases of a firm again.
 */

const keepers = ['expert-liaison', 'administrator'] as const;
const second = { roles: ['section-chief', 'administrator'] } as const;

const day = (title: Title) => Type.String({ ...titled(title), format: 'date' });
const expertField = PersonField({ zh: '专家', en: 'Expert' });

const entryForm = Form({
  personId: expertField,
  skills: ListOf(
    { zh: '专业', en: 'Skills' },
    Form({
      skill: PolicyCode({ zh: '专业', en: 'Skill' }),
      main: Flag({ zh: '主要专业', en: 'A main skill' }),
    }),
    { minItems: 1, maxItems: 10 },
  ),
  from: day({ zh: '聘期自', en: 'Term from' }),
  until: day({ zh: '聘期至(含当日)', en: 'Term until, included' }),
  feeClass: PolicyCode({ zh: '劳务费类别', en: 'Class of fees' }),
  place: Form(placeFields),
});

/** An entry of the pool. */
export type ExpertEntry = Static<typeof entryForm>;

/** What the rows of law say about experts. */
export interface ExpertLaw {
  readonly skills: readonly string[];
  readonly ties: readonly string[];
  readonly feeClasses: readonly string[];
  readonly term: { readonly minYears: number; readonly maxYears: number };
}

export interface ExpertFacts {
  /** Whether the person holds the office of an expert in an active account. */
  readonly holdsOffice: boolean;
  readonly entry: ExpertEntry | null;
}

export const enterExpert = officeChange<ExpertFacts & { readonly law: ExpertLaw }>()({
  title: { zh: '专家入库或续聘', en: 'Enter an expert in the pool, or anew' },
  form: entryForm,
  by: keepers,
  second,
  refusals: ['person-unknown', 'skill-unknown', 'fee-class-unknown', 'term-unfit', 'nothing-changes'],
  judge({ form, facts: { holdsOffice, entry, law }, today }) {
    if (!holdsOffice)
      return refuseChange('person-unknown', 'nobody of that id holds the office of an expert');
    const names = form.skills.map(({ skill }) => skill);
    const unknown = names.find((skill) => !law.skills.includes(skill));
    if (unknown !== undefined) return refuseChange('skill-unknown', `no skill '${unknown}'`);
    if (new Set(names).size < names.length)
      return refuseChange('form-invalid', 'each skill once', [
        { pointer: '/skills', detail: 'must name each skill once' },
      ]);
    if (!law.feeClasses.includes(form.feeClass))
      return refuseChange('fee-class-unknown', `no class of fees '${form.feeClass}'`);
    const fits = termFits(form, law, today);
    if (!fits.ok) return fits;
    return entry !== null && canonicalJson(inOrder(entry)) === canonicalJson(inOrder(form))
      ? refuseChange('nothing-changes', 'the entry stands so already')
      : entryChanged(entry, form);
  },
});

export const endExpert = officeChange<ExpertFacts>()({
  title: { zh: '提前结束聘期', en: 'Let the term of an expert end on an earlier day' },
  form: Form({ personId: expertField, until: day({ zh: '聘期至(含当日)', en: 'Term until, included' }) }),
  by: keepers,
  // Whoever is not fit any more has to be out at once.
  second: null,
  refusals: ['expert-unknown', 'term-unfit'],
  judge({ form: { until }, facts: { entry }, today }) {
    if (entry === null) return notInPool();
    // Yesterday: out from today on.
    if (until >= entry.until || until < addDays(today, -1))
      return refuseChange('term-unfit', `an earlier day than ${entry.until}, not before yesterday`);
    return entryChanged(entry, { ...entry, until });
  },
});

const tieFields = {
  personId: expertField,
  enterpriseId: EnterpriseField,
  tie: PolicyCode({ zh: '关联类别', en: 'Kind of tie' }),
};

export interface TieFacts {
  readonly inPool: boolean;
  /** The tie as it stands: `endedOn` is null while it lasts. Null: it was never entered. */
  readonly tie: { readonly endedOn: PlainDate | null } | null;
}

interface NewTieFacts extends TieFacts {
  readonly enterpriseKnown: boolean;
  readonly ties: readonly string[];
}

export const enterExpertTie = officeChange<NewTieFacts>()({
  title: {
    zh: '登记专家与企业的关联(本人或联络人)',
    en: 'Enter what ties an expert to a firm, for oneself or as liaison or section chief',
  },
  form: Form(tieFields),
  by: 'staff',
  second: null,
  refusals: ['not-for-others', 'expert-unknown', 'enterprise-unknown', 'tie-unknown', 'nothing-changes'],
  mayAsk: ({ form: { personId }, actor }) =>
    personId === actor.personId ||
    (['expert-liaison', 'section-chief'] as const).some((role) => actor.roles.includes(role))
      ? permitted
      : refuseChange('not-for-others', 'for oneself, or by a liaison of experts or a section chief'),
  judge({ form, facts: { inPool, enterpriseKnown, ties, tie } }) {
    if (!inPool) return notInPool();
    if (!enterpriseKnown) return refuseChange('enterprise-unknown', 'no such enterprise');
    if (!ties.includes(form.tie)) return refuseChange('tie-unknown', `no kind of tie '${form.tie}'`);
    if (tie?.endedOn === null) return refuseChange('nothing-changes', 'the tie is entered already');
    return tieChanged(form, tie, { endedOn: null });
  },
});

export const endExpertTie = officeChange<TieFacts>()({
  title: { zh: '登记关联已终止', en: 'Enter that a tie has ended: it bars for some years more' },
  form: Form({ ...tieFields, endedOn: day({ zh: '终止日期', en: 'Ended on' }) }),
  by: keepers,
  second,
  refusals: ['tie-unknown', 'nothing-changes'],
  judge({ form: { endedOn, ...form }, facts: { tie }, today }) {
    if (tie === null) return refuseChange('tie-unknown', 'no such tie is entered');
    if (endedOn > today)
      return refuseChange('form-invalid', 'not ended yet', [
        { pointer: '/endedOn', detail: 'is still to come' },
      ]);
    if (tie.endedOn === endedOn) return refuseChange('nothing-changes', 'it has ended on that day already');
    return tieChanged(form, tie, { endedOn });
  },
});

/** Refusal: `term-unfit`. */
function termFits(
  { from, until }: Pick<ExpertEntry, 'from' | 'until'>,
  { term: { minYears, maxYears } }: ExpertLaw,
  today: PlainDate,
): OfficeResult<null> {
  const lastDay = (years: number) => addDays(addMonths(from, years * 12), -1);
  return until >= lastDay(minYears) && until <= lastDay(maxYears) && until >= today
    ? permitted
    : refuseChange(
        'term-unfit',
        `a term lasts ${minYears} to ${maxYears} years: ${lastDay(minYears)} to ${lastDay(maxYears)}`,
      );
}

/** An entry with its skills in one order, whatever order they came in. */
function inOrder(entry: ExpertEntry): ExpertEntry {
  return { ...entry, skills: [...entry.skills].sort((a, b) => compare(a.skill, b.skill)) };
}

function notInPool(): OfficeResult<never> {
  return refuseChange('expert-unknown', 'not in the pool of experts');
}

function entryChanged(before: ExpertEntry | null, after: ExpertEntry): OfficeResult<Change> {
  return {
    ok: true,
    value: { subject: `expert/${after.personId}`, person: after.personId, before, after },
  };
}

function tieChanged(
  form: { readonly personId: string; readonly enterpriseId: string; readonly tie: string },
  before: { readonly endedOn: PlainDate | null } | null,
  after: { readonly endedOn: PlainDate | null },
): OfficeResult<Change> {
  const { personId, enterpriseId, tie } = form;
  const subject = `expert-tie/${personId}/${enterpriseId}/${tie}`;
  const said = { personId, enterpriseId, tie };
  return {
    ok: true,
    value: {
      subject,
      person: personId,
      before: before && { ...said, ...before },
      after: { ...said, ...after },
    },
  };
}
