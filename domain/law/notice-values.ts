/** What the bureau may inspect, how often, and how long a bad record is shown: policy data about firms. */
import { Type, type Static } from 'typebox';
import type { Title } from '../role';
import { written } from '../text/formats';
import { bilingualLine } from './words';

const strict = { additionalProperties: false } as const;

/**
 * Why a firm is inspected: by the year's plan, on a tip, after an accident, or to see whether hazards were
 * remedied. Kept inside: a firm is never told.
 */
export const inspectionGrounds = ['plan', 'tip-off', 'accident', 'rectification-recheck'] as const;
export type InspectionGround = (typeof inspectionGrounds)[number];

export const inspectionGroundTitles = {
  plan: { zh: '年度检查计划', en: 'Plan of the year' },
  'tip-off': { zh: '举报线索', en: 'Tip-off' },
  accident: { zh: '事故', en: 'Accident' },
  'rectification-recheck': { zh: '整改复查', en: 'Re-check of a rectification' },
} as const satisfies Record<InspectionGround, Title>;

/** Row `inspection-item.<code>`: an item of the published list 检查事项清单; its source is what the item rests on. */
export const inspectionItemValueSchema = Type.Object(
  {
    title: bilingualLine,
    /** Phrases that every order under the item uses: they give nobody away. */
    words: Type.Optional(
      Type.Array(Type.String({ minLength: 2, maxLength: 100, format: written('line') }), { maxItems: 200 }),
    ),
  },
  strict,
);
export type InspectionItemValue = Static<typeof inspectionItemValueSchema>;

/** Row `inspection.frequency-cap`: how many inspections a firm may have in a calendar year, and which grounds go beyond. */
export const frequencyCapValueSchema = Type.Object(
  {
    perYear: Type.Integer({ minimum: 1 }),
    beyond: Type.Array(Type.Enum([...inspectionGrounds])),
  },
  strict,
);
export type FrequencyCapValue = Static<typeof frequencyCapValueSchema>;

/** Row `contest-event.<code>`: what may be competed in, by the name that people know. */
export const contestEventValueSchema = Type.Object({ title: bilingualLine }, strict);
export type ContestEventValue = Static<typeof contestEventValueSchema>;

/** How grave a bad record is: 轻微, 一般, 严重. */
export const creditTiers = ['minor', 'general', 'serious'] as const;
export type CreditTier = (typeof creditTiers)[number];

export const creditTierTitles = {
  minor: { zh: '轻微失信', en: 'Minor' },
  general: { zh: '一般失信', en: 'General' },
  serious: { zh: '严重失信', en: 'Serious' },
} as const satisfies Record<CreditTier, Title>;

/** Row `credit.<tier>`: the shortest time before a repair and the longest that a record stands, in months. */
export const creditTierValueSchema = Type.Object(
  {
    shown: Type.Boolean(),
    minMonths: Type.Integer({ minimum: 0, maximum: 120 }),
    maxMonths: Type.Integer({ minimum: 1, maximum: 120 }),
  },
  strict,
);
export type CreditTierValue = Static<typeof creditTierValueSchema>;
