import { Type } from 'typebox';
import type { CaseType } from '../case/case-type';
import { CalendarDate, Form, Label, OneOf, Text } from '../case/form';
import { Enterprise, type OpeningDef } from '../case/opening';
import { hasProjectType } from '../law/matter';
import { creditTiers, inspectionGrounds } from '../law/notice-values';
import { ok, refuse } from '../refusal';
import { mayRecord } from './credit-repair/repair-rules';
import { mayInspect } from './inspection/inspection-rules';

const project: OpeningDef = {
  caseType: 'project',
  title: { zh: '登记项目', en: 'Open a project' },
  role: 'project-officer',
  form: Form({
    enterpriseId: Enterprise,
    projectType: Type.String({ title: '项目类型 Project type', pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }),
    name: Label({ title: '项目名称 Name', maxLength: 120 }),
    summary: Text({ title: '项目概况 Summary' }),
  }),
  looksBack: false,
  refusals: ['project-type-unknown'],
  admit: ({ projectType }, { policy }) =>
    hasProjectType(policy, projectType as string)
      ? ok({})
      : refuse('project-type-unknown', `no type of project ${projectType as string}`, {
          pointer: '/projectType',
        }),
};

const inspection: OpeningDef = {
  caseType: 'inspection',
  title: { zh: '执法检查立项', en: 'Open an inspection' },
  role: 'inspector',
  form: Form({
    enterpriseId: Enterprise,
    ground: OneOf(inspectionGrounds, '检查来源 Ground'),
    items: Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]*$', maxLength: 60 }), {
      title: '检查事项 Items of the published list',
      minItems: 1,
      maxItems: 40,
      uniqueItems: true,
    }),
    reason: Text({ title: '立项理由 Reason' }),
  }),
  looksBack: true,
  refusals: ['inspection-unpublished', 'inspection-cap-reached'],
  admit: mayInspect,
};

const creditRepair: OpeningDef = {
  caseType: 'credit-repair',
  title: { zh: '失信信息登记', en: 'Enter a bad record' },
  role: 'legal-officer',
  form: Form({
    enterpriseId: Enterprise,
    tier: OneOf(creditTiers, '失信程度 Tier'),
    documentNo: Type.String({
      title: '认定文书编号 Number of the document that establishes it',
      pattern: '^[A-Z0-9][A-Z0-9-]{2,39}$',
    }),
    establishedOn: CalendarDate('认定日期 Established on'),
    conduct: Text({ title: '失信行为 What the firm did' }),
  }),
  looksBack: true,
  refusals: ['record-known'],
  admit: mayRecord,
};

export const openings: readonly OpeningDef[] = [project, inspection, creditRepair];

export function openingOf(caseType: CaseType): OpeningDef | undefined {
  return openings.find((opening) => opening.caseType === caseType);
}
