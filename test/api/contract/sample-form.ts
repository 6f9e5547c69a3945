import type { TSchema } from 'typebox';
import type { AnyStep } from '../../../domain/case/step';
import { leastBody, leastValue } from '../../../setup/courses/least-decision';

const nobody = '0198c000-0000-4000-8000-000000000000';
/** The forms are filled in with names of nobody: what is tried is refused before anybody is looked up. */
const known = { today: '2026-11-20', enterpriseId: nobody, personOf: () => nobody };

/** A valid body of a decision on a step: the first verdict that a person may give. */
export const sampleDecision = (def: AnyStep) => leastBody(def, known);

/** A value that fits a schema, without what is optional. */
export const sampleOf = (schema: TSchema) => leastValue(schema, known);
