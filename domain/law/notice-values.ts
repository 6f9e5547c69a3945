/** What the bureau may inspect, how often, and how long a bad record is shown: policy data about firms. */
import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;

/**
 * Why a firm is inspected: by the year's plan, on a tip, after an accident, or to see whether hazards were
 * remedied. Kept inside: a firm is never told.
 */
export const inspectionGrounds = ['plan', 'tip-off', 'accident', 'rectification-recheck'] as const;
export type InspectionGround = (typeof inspectionGrounds)[number];

/** Row `inspection-item.<code>`: an item of the published list 检查事项清单; its source is what the item rests on. */
export const inspectionItemValueSchema = Type.Object(
  { title: Type.Object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, strict) },
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

/** How grave a bad record is: 轻微, 一般, 严重. */
export const creditTiers = ['minor', 'general', 'serious'] as const;
export type CreditTier = (typeof creditTiers)[number];

/** Row `credit.<tier>`: the shortest time before a repair and the longest that a record stands, in months. */
export const creditTierValueSchema = Type.Object(
  {
    shown: Type.Boolean(),
    minMonths: Type.Integer({ minimum: 0 }),
    maxMonths: Type.Integer({ minimum: 1 }),
  },
  strict,
);
export type CreditTierValue = Static<typeof creditTierValueSchema>;
