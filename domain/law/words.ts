import { Type } from 'typebox';
import { written } from '../text/formats';

/** A line of words in a row of law, as the name of an act. */
export const lawLine = Type.String({ minLength: 1, format: written('line') });

/** The same in both languages. */
export const bilingualLine = Type.Object({ zh: lawLine, en: lawLine }, { additionalProperties: false });
