/** What policy says of chief safety officers. */
import { Type, type Static } from 'typebox';
import type { Title } from '../../role';

const strict = { additionalProperties: false } as const;

/** Posts from which a firm may take its chief safety officer, or may not: the row says which. */
export const officerPostTitles = {
  'general-manager': { zh: '总经理', en: 'General manager' },
  'deputy-general-manager': { zh: '副总经理', en: 'Deputy general manager' },
  'department-manager': { zh: '部门经理', en: 'Manager of a department' },
  'safety-staff': { zh: '安全管理人员', en: 'Safety staff' },
} as const satisfies Record<string, Title>;
export type OfficerPost = keyof typeof officerPostTitles;
const officerPosts = Object.keys(officerPostTitles) as OfficerPost[];

/** Row `chief-officer.fitness`: whom a firm may nominate. */
const officerFitnessSchema = Type.Object(
  {
    posts: Type.Array(Type.Enum(officerPosts), { minItems: 1 }),
    yearsAtLeast: Type.Integer({ minimum: 0, maximum: 60 }),
    /** For how long a certificate of competence counts from its issue. */
    certificateMonths: Type.Integer({ minimum: 1, maximum: 240 }),
    /** For how long somebody is barred after a sentence was served or a removal from office. */
    banMonths: Type.Integer({ minimum: 0, maximum: 600 }),
  },
  strict,
);

/** Row `chief-officer.plan`: by when the first plan is due after the filing, and how often another. */
const officerPlanSchema = Type.Object(
  {
    firstDays: Type.Integer({ minimum: 1, maximum: 366 }),
    everyMonths: Type.Integer({ minimum: 1, maximum: 60 }),
  },
  strict,
);

/**
 * Row `chief-officer.required`: which firms must have a chief safety officer. A firm that fits one of the groups must.
 */
const officerRequiredSchema = Type.Object(
  {
    groups: Type.Array(
      Type.Object(
        {
          sector: Type.String({ pattern: '^[a-z][a-z-]*$', maxLength: 40 }),
          aboveScaleOnly: Type.Boolean(),
          staffAtLeast: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
        },
        strict,
      ),
    ),
  },
  strict,
);

export const chiefOfficerValueSchemas = {
  'chief-officer.fitness': officerFitnessSchema,
  'chief-officer.plan': officerPlanSchema,
  'chief-officer.required': officerRequiredSchema,
};

export type ChiefOfficerValues = {
  [K in keyof typeof chiefOfficerValueSchemas]: Static<(typeof chiefOfficerValueSchemas)[K]>;
};
