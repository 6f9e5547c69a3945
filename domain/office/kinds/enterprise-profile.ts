import type { Static } from 'typebox';
import { Count, Flag, Form, OneOf } from '../../case/form';
import { EnterpriseField } from '../fields';
import { officeChange } from '../office-change';
import { refuseChange } from '../office-refusal';
import { editors } from './enterprise';

/** The trades that the zone's safety systems are meant for first, and all the others. */
export const sectors = {
  industry: { zh: '工业生产', en: 'Industry' },
  'hazardous-chemicals': { zh: '危险化学品', en: 'Hazardous chemicals' },
  construction: { zh: '建筑施工', en: 'Construction' },
  'town-gas': { zh: '城镇燃气', en: 'Town gas' },
  other: { zh: '其他', en: 'Other' },
} as const;
export type Sector = keyof typeof sectors;

const profileForm = Form({
  enterpriseId: EnterpriseField,
  sector: OneOf({ zh: '领域', en: 'Sector' }, sectors),
  aboveScale: Flag({ zh: '规模以上', en: 'Above scale' }),
  staffCount: Count({ zh: '员工人数', en: 'Number of staff' }, { minimum: 0, maximum: 1_000_000 }),
  frontLineCount: Count(
    { zh: '一线员工人数', en: 'Number of front-line staff' },
    { minimum: 0, maximum: 1_000_000 },
  ),
});

/** What the safety systems have to know of a firm: which of them it has to take part in, and how large. */
export type EnterpriseProfile = Static<typeof profileForm>;

export interface ProfileFacts {
  readonly enterpriseKnown: boolean;
  readonly before: EnterpriseProfile | null;
}

export const describeProfile = officeChange<ProfileFacts>()({
  title: {
    zh: '登记企业安全概况(领域、规模、人数)',
    en: 'Enter the sector, scale and staff of a firm: what it must have follows from them',
  },
  form: profileForm,
  by: editors,
  second: null,
  refusals: ['enterprise-unknown', 'form-invalid'],
  judge({ form, facts: { enterpriseKnown, before } }) {
    if (!enterpriseKnown) return refuseChange('enterprise-unknown', 'no such enterprise');
    if (form.frontLineCount > form.staffCount)
      return refuseChange('form-invalid', 'more front-line staff than staff', [
        { pointer: '/frontLineCount', detail: `at most ${form.staffCount}` },
      ]);
    const subject = `enterprise-profile/${form.enterpriseId}`;
    return { ok: true, value: { subject, person: null, before, after: form } };
  },
});
