import { Type } from 'typebox';
import { Count, Form, OneOf, PolicyCode, titled } from '../../case/form';
import { opening } from '../../case/opening';
import { ok, refuse } from '../../refusal';

/** What a firm asks an expert for. */
const serviceKinds = {
  question: { zh: '在线咨询', en: 'Question' },
  visit: { zh: '上门服务', en: 'Visit' },
} as const;

const degree = { minimum: -180_000_000, maximum: 180_000_000 };

/** A place in millionths of a degree, as a phone gives it. */
export const placeFields = {
  latitudeE6: Count({ zh: '纬度(百万分之一度)', en: 'Latitude in millionths of a degree' }, degree),
  longitudeE6: Count({ zh: '经度(百万分之一度)', en: 'Longitude in millionths of a degree' }, degree),
};

/** 企业需求: a firm asks for an expert. Its words and photographs come with the first step, when there is a file for them. */
export const expertServiceOpening = opening({
  title: { zh: '申请专家服务', en: 'Ask for an expert' },
  role: 'enterprise-contact',
  form: Form({
    kind: OneOf({ zh: '服务方式', en: 'Kind of service' }, serviceKinds),
    skill: PolicyCode({ zh: '所需专业', en: 'Skill' }),
    site: Type.Optional({ ...Form(placeFields), ...titled({ zh: '现场位置', en: 'Site' }) }),
  }),
  looksBack: false,
  refusals: ['skill-unknown'],
  admit: (facts, { policy }) => {
    const skill = facts['skill'] as string;
    return policy.rows[`expert-skill.${skill}`] === undefined
      ? refuse('skill-unknown', `no skill '${skill}'`, { pointer: '/skill' })
      : ok({});
  },
});
