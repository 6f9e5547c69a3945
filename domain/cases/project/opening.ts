import { Type } from 'typebox';
import { Form, Label, Text } from '../../case/form';
import { Enterprise, opening } from '../../case/opening';
import { hasProjectType } from '../../law/matter';
import { ok, refuse } from '../../refusal';

export const projectOpening = opening({
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
});
