import { Type, type TObject } from 'typebox';
import { pauseGrounds } from '../../../domain/law/pause-grounds';
import type { StaffAct } from '../../../domain/moves/acts/act';
import { startForm } from '../../../domain/moves/acts/start-correction';
import { steps } from '../../../domain/cases/catalogue';
import { Count, Flag, Form, OneOf, PolicyCode, Text } from '../../../domain/case/form';
import type { Title } from '../../../domain/role';
import { Named, Nullable, strict, Titled, Uuid } from '../shapes';

const Step = Named(
  'StepId',
  OneOf({ zh: '环节', en: 'Step' }, Object.fromEntries([...steps].map(([id, { title }]) => [id, title]))),
);
const Reason = Text({ zh: '理由', en: 'Reason' });
const Grant = Flag({ zh: '同意', en: 'Grant' });

export interface ActDef {
  readonly title: Title;
  /** Who may do it, for the description; the desk judges it. */
  readonly by: Title;
  readonly form: TObject;
}

const chief: Title = { zh: '科长', en: 'section-chief' };
const deciderOrChief: Title = {
  zh: '该环节的经办人或科长',
  en: 'whoever decides the step, or section-chief',
};
const secondPerson: Title = {
  zh: '规定层级的审批人,且不得为申请人本人',
  en: 'approver of the level that the policy names, another person than who asked',
};

const chiefOrDeputy: Title = {
  zh: '科长或二级以上审批人,且不得为申请人本人',
  en: 'section-chief, or approver of level 2 or above, another person than who asked',
};
const Paper = { ...Titled({ zh: '材料', en: 'Paper' }, Uuid), 'x-paper': true };

/** What may happen to any case at any time, with its form. The body of a route is the act without its name. */
export const actDefs = {
  assign: {
    title: { zh: '指派', en: 'Assign' },
    by: chief,
    form: Form({
      step: Step,
      to: { ...Titled({ zh: '承办人', en: 'Person' }, Uuid), 'x-staff': true },
      reason: Reason,
    }),
  },
  'request-pause': {
    title: { zh: '申请中止时限', en: 'Request a pause of the clock' },
    by: deciderOrChief,
    form: Form({
      step: Step,
      // Not limited by the schema: the desk refuses an unlawful ground as such, and the attempt is entered.
      ground: Titled(
        { zh: '法定事由', en: 'Lawful ground' },
        Type.String({
          description: `one that the law gives for this step, of: ${Object.keys(pauseGrounds).join(', ')}`,
          examples: Object.keys(pauseGrounds),
          minLength: 1,
          maxLength: 60,
          format: 'line',
        }),
      ),
      days: Titled(
        { zh: '天数(自然日,含首日)', en: 'Calendar days, the first included' },
        Type.Integer({
          description: 'an applicant is told in writing; the clock goes on by itself after the last of them',
          minimum: 1,
          maximum: 1_000,
        }),
      ),
      reason: Reason,
    }),
  },
  'answer-pause': {
    title: { zh: '审批中止', en: 'Answer the request for a pause' },
    by: secondPerson,
    form: Form({ step: Step, grant: Grant, reason: Reason }),
  },
  resume: {
    title: { zh: '恢复时限', en: 'Resume the clock' },
    by: deciderOrChief,
    form: Form({ step: Step, reason: Reason }),
  },
  'request-extension': {
    title: { zh: '申请延期', en: 'Request an extension' },
    by: deciderOrChief,
    form: Form({
      step: Step,
      byValue: Count(
        { zh: '延长(按时限单位)', en: 'By how much, in the unit of the limit' },
        { minimum: 1, maximum: 10_000 },
      ),
      reason: Reason,
    }),
  },
  'answer-extension': {
    title: { zh: '审批延期', en: 'Answer the request for an extension' },
    by: secondPerson,
    form: Form({
      step: Step,
      grant: Grant,
      reason: Reason,
      // Required where an applicant or a reporter waits for the step, which the desk judges.
      told: Type.Optional(
        Text({ zh: '告知等候人的理由', en: 'The reason as whoever waits is told it' }, { maxLength: 1000 }),
      ),
    }),
  },
  'request-start-correction': {
    title: { zh: '申请更正起算日', en: 'Request another first day of a limit' },
    by: deciderOrChief,
    form: Form({ step: Step, ...startForm.properties, reason: Reason }),
  },
  'answer-start-correction': {
    title: { zh: '审批更正起算日', en: 'Answer the request for another first day' },
    by: chiefOrDeputy,
    form: Form({ step: Step, grant: Grant, reason: Reason }),
  },
  'intervene-early': {
    title: { zh: '提前介入', en: 'Intervene early' },
    by: {
      zh: '审批该事项的部门经办人',
      en: 'department-officer of the department that decides the matter',
    },
    form: Form({
      matter: PolicyCode({ zh: '审批事项', en: 'Matter' }),
      reason: Reason,
    }),
  },
  note: {
    title: { zh: '备注', en: 'Note' },
    by: { zh: '可查阅案件的工作人员', en: 'staff who see the case' },
    form: Form({ text: Text({ zh: '备注', en: 'Note' }) }),
  },
  'ask-wording': {
    title: { zh: '申请放行文字', en: 'Ask for a text to pass' },
    by: { zh: '拟稿的工作人员', en: 'who writes to the firm' },
    form: Form({
      wording: Text({ zh: '拟送达企业的文字(原文)', en: 'The text, word for word as it is to go out' }),
      reason: Reason,
    }),
  },
  'pass-wording': {
    title: { zh: '放行文字', en: 'Let a text pass' },
    by: secondPerson,
    form: Form({
      line: Count(
        { zh: '申请所在行', en: 'Line of the record that asks for it' },
        { minimum: 1, maximum: 1_000_000 },
      ),
      reason: Reason,
    }),
  },
  'request-original': {
    title: { zh: '申请启封原件', en: 'Ask that a paper is opened that could not be cleaned' },
    by: { zh: '可查阅案件的工作人员', en: 'staff who see the case' },
    form: Form({ paper: Paper, reason: Reason }),
  },
  'answer-original': {
    title: { zh: '审批启封原件', en: 'Answer the request to open an original' },
    by: chiefOrDeputy,
    form: Form({ paper: Paper, grant: Grant, reason: Reason }),
  },
  'request-withdrawal': {
    title: { zh: '申请撤案', en: 'Request that the case is withdrawn' },
    by: chief,
    form: Form({
      reason: Reason,
      told: Text({ zh: '告知举报人或当事人的理由', en: 'The reason as the reporter or the firm is told it' }),
    }),
  },
  'answer-take-over': {
    title: { zh: '审批接收在办案件', en: 'Answer the take-over of a case that runs already' },
    by: secondPerson,
    form: Form({ grant: Grant, reason: Reason }),
  },
  'answer-withdrawal': {
    title: { zh: '审批撤案', en: 'Answer the request for a withdrawal' },
    by: secondPerson,
    form: Form({ grant: Grant, reason: Reason }),
  },
  reopen: {
    title: { zh: '重启', en: 'Reopen' },
    by: { zh: '二级以上审批人', en: 'approver of level 2 or above' },
    form: Form({ fromStep: Step, reason: Reason }),
  },
} as const satisfies Record<StaffAct, ActDef>;

/** Acts as they are offered to the reader of a case. */
export const OfferedActs = Type.Array(
  Type.Object(
    {
      act: Type.String(),
      among: Nullable(
        Type.Object(
          { field: Type.String(), values: Type.Array(Type.String()) },
          { ...strict, description: 'the field of its form, and what of the case it may name' },
        ),
      ),
    },
    strict,
  ),
  { description: 'acts that the reader may do on the case now, beside decisions' },
);
