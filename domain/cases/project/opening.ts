import { Form, Label, PolicyCode, Text } from '../../case/form';
import { Enterprise, opening } from '../../case/opening';
import { hasProjectType } from '../../law/matter';
import { ok, refuse } from '../../refusal';

export const projectOpening = opening({
  title: { zh: '登记项目', en: 'Open a project' },
  role: 'project-officer',
  form: Form({
    enterpriseId: Enterprise,
    projectType: PolicyCode({ zh: '项目类型', en: 'Project type' }),
    name: Label({ zh: '项目名称', en: 'Name' }, { maxLength: 120 }),
    summary: Text({ zh: '项目概况', en: 'Summary' }),
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
