import { Type, type TObject } from 'typebox';
import { Form, Label, Text } from './form';
import type { CaseType } from './case-type';
import type { JsonObject } from './json';
import { hasProjectType } from './matter';
import type { Policy } from './policy';
import { ok, refuse, type Result } from './refusal';
import type { Role, Title } from './role';

/**
 * How a case of a type is opened by staff, defined once: its route and OpenAPI entry are derived from this.
 * (A tip-off has doors of its own: it comes with an identity and leaves with a receipt.)
 */
export interface OpeningDef {
  readonly caseType: CaseType;
  readonly title: Title;
  readonly role: Role;
  /** Facts of the form become the case's input, its texts are sealed. A field `enterpriseId` says whom the case is about. */
  readonly form: TObject;
  readonly check?: (facts: JsonObject, policy: Policy) => Result<null>;
}

export const Enterprise = Type.String({ title: '企业 Enterprise', format: 'uuid', 'x-enterprise': true });

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
  check: ({ projectType }, policy) =>
    hasProjectType(policy, projectType as string)
      ? ok(null)
      : refuse('project-type-unknown', `no type of project ${projectType as string}`, {
          pointer: '/projectType',
        }),
};

export const openings: readonly OpeningDef[] = [project];
