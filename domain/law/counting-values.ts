/** Conventions of counting days as policy data. */
import { Type, type Static } from 'typebox';

const strict = { additionalProperties: false } as const;

/** Rows `counting.*`. Whether the first day counts may be said for one kind of notice: `counting.first-day.<kind>`. */
export const countingValueSchemas = {
  'counting.first-day': Type.Object({ counts: Type.Boolean() }, strict),
  /** A day of the office may end before midnight (民法典 art. 203). */
  'counting.day-end': Type.Object(
    { at: Type.String({ pattern: '^(24:00|(0[1-9]|1[0-9]|2[0-3]):[0-5][0-9])$' }) },
    strict,
  ),
  'counting.roll': Type.Object({ forward: Type.Boolean() }, strict),
  'counting.pause': Type.Object({ takesOut: Type.Enum(['days-touched', 'time-stood-still']) }, strict),
};

export type CountingValues = {
  [K in keyof typeof countingValueSchemas]: Static<(typeof countingValueSchemas)[K]>;
};
