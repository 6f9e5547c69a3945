import { Type, type TObject } from 'typebox';
import { pauseGrounds, type Act } from '../../domain/moves/acts/act';
import { steps } from '../../domain/cases/catalogue';
import { Form, OneOf, Text } from '../../domain/case/form';
import type { Title } from '../../domain/role';

const Step = OneOf(
  { zh: '环节', en: 'Step' },
  Object.fromEntries([...steps.values()].map(({ id, title }) => [id, title])),
);
const Reason = Text({ zh: '理由', en: 'Reason' });

export interface ActDef {
  readonly title: Title;
  /** Who may: said in the description; judged at the desk. */
  readonly by: string;
  readonly form: TObject;
}

/** What may happen to any case at any time, with what has to be filled in. The body of a route is the act without its name. */
export const actDefs = {
  assign: {
    title: { zh: '指派', en: 'Assign' },
    by: 'section-chief',
    form: Form({ step: Step, to: Type.String({ title: '承办人 Person', format: 'uuid' }), reason: Reason }),
  },
  pause: {
    title: { zh: '中止时限', en: 'Pause the clock' },
    by: 'whoever decides the step, or section-chief',
    form: Form({
      step: Step,
      // Judged at the desk and not by its shape: an unlawful ground is refused as one, and entered.
      ground: Type.String({
        title: '法定事由 Lawful ground',
        description: `one of: ${Object.keys(pauseGrounds).join(', ')}`,
        examples: Object.keys(pauseGrounds),
        minLength: 1,
        maxLength: 60,
      }),
      expectedDays: Type.Optional(
        Type.Integer({
          title: '预计天数(自然日) Expected calendar days',
          description: 'required where an applicant waits for the decision: it is told in writing',
          minimum: 1,
          maximum: 1_000,
        }),
      ),
      reason: Reason,
    }),
  },
  resume: {
    title: { zh: '恢复时限', en: 'Resume the clock' },
    by: 'whoever decides the step, or section-chief',
    form: Form({ step: Step, reason: Reason }),
  },
  'request-extension': {
    title: { zh: '申请延期', en: 'Request an extension' },
    by: 'whoever decides the step, or section-chief',
    form: Form({
      step: Step,
      byValue: Type.Integer({
        title: '延长(按时限单位) By how much, in the unit of the limit',
        minimum: 1,
        maximum: 10_000,
      }),
      reason: Reason,
    }),
  },
  'answer-extension': {
    title: { zh: '审批延期', en: 'Answer the request for an extension' },
    by: 'approver of the level that the policy names, another person than who asked',
    form: Form({ step: Step, grant: Type.Boolean({ title: '同意 Grant' }), reason: Reason }),
  },
  'intervene-early': {
    title: { zh: '提前介入', en: 'Intervene early' },
    by: 'department-officer of the department that decides the matter',
    form: Form({
      matter: Type.String({ title: '审批事项 Matter', pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }),
      reason: Reason,
    }),
  },
  note: {
    title: { zh: '备注', en: 'Note' },
    by: 'staff who see the case',
    form: Form({ text: Text({ zh: '备注', en: 'Note' }) }),
  },
  withdraw: {
    title: { zh: '撤案', en: 'Withdraw' },
    by: 'section-chief',
    form: Form({ reason: Reason }),
  },
  reopen: {
    title: { zh: '重启', en: 'Reopen' },
    by: 'approver of level 2 or above',
    form: Form({ fromStep: Step, reason: Reason }),
  },
} as const satisfies Record<Act['act'], ActDef>;
