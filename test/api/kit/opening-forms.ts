import type { TSchema } from 'typebox';
import { OfficeTipOff } from '../../../api/contract/schemas/intake-forms';
import { caseTypes, openings } from '../../../domain/cases/catalogue';
import { sampleOf } from '../contract/sample-form';
import { enterprise, today } from './story';

/** A form that opens a case: where it is handed in, by whom, and how somebody honest would fill it in. */
export interface OpeningForm {
  readonly url: string;
  readonly login: string;
  readonly fields: readonly string[];
  readonly honest: object;
}

const logins: Readonly<Record<string, string>> = {
  'project-officer': 'project1',
  'enterprise-head': 'head1',
  'enterprise-contact': 'contact1',
  'contest-organiser': 'organiser1',
  'training-organiser': 'trainer1',
  'expert-liaison': 'experts1',
  'legal-officer': 'legal',
  inspector: 'inspector3',
  'team-leader': 'team1',
};

/** What a sample cannot know. */
const known = {
  enterpriseId: enterprise,
  projectType: 'low-risk-plant',
  ground: 'accident',
  items: ['exits'],
  documentNo: 'JX-2026-0999',
  foundOn: today(),
  skill: 'dust-explosion',
};

const [anonymous] = (OfficeTipOff as unknown as { oneOf: TSchema[] }).oneOf;

/** Every form by which staff open a case. */
export const openingForms: readonly OpeningForm[] = [
  ...openings.map(({ caseType, role, form }) => ({
    url: `/api/${caseTypes[caseType].address}`,
    login: logins[role] ?? role,
    form,
  })),
  { url: '/api/tip-offs', login: 'clerk2', form: anonymous as TSchema },
].map(({ url, login, form }) => {
  const fields = Object.keys((form as unknown as { properties: object }).properties);
  const apt = Object.entries(known).filter(([field]) => fields.includes(field));
  return { url, login, fields, honest: { ...(sampleOf(form) as object), ...Object.fromEntries(apt) } };
});
