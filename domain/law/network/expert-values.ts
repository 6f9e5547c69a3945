/** Whom the pool of experts holds, what bars an expert from a firm, and how a request finds one: policy data. */
import { Type, type Static } from 'typebox';
import { bilingualLine } from '../words';

const strict = { additionalProperties: false } as const;
const count = Type.Integer({ minimum: 1 });
const points = Type.Integer({ minimum: 0, maximum: 1_000 });
const fen = Type.Integer({ minimum: 0 });

export const expertValueSchemas = {
  /** What an expert may know, and a firm may ask for. */
  'expert-skill': Type.Object({ title: bilingualLine }, strict),
  /** What ties an expert to a firm, and for how many years after its end it still bars. */
  'expert-tie': Type.Object(
    { title: bilingualLine, years: Type.Integer({ minimum: 0, maximum: 20 }) },
    strict,
  ),
  /** What a class of experts is paid by the zone. */
  'expert-fee': Type.Object({ title: bilingualLine, visitDayFen: fen, answerFen: fen }, strict),
} as const;

export const expertRuleSchemas = {
  /** Points against a candidate: the fewest come first. Who has `mostOpenCases` is asked for no more. */
  'expert.matching': Type.Object(
    { perOpenCase: points, perKilometre: points, sideSkill: points, mostOpenCases: count },
    strict,
  ),
  /** For how long somebody is entered in the pool. */
  'expert.term': Type.Object({ minYears: count, maxYears: count }, strict),
  /** Within how many natural days after a visit its report is due. */
  'expert.report': Type.Object({ days: count }, strict),
} as const;

/** The rows about experts, by key. */
export interface ExpertValues {
  [skill: `expert-skill.${string}`]: Static<(typeof expertValueSchemas)['expert-skill']>;
  [tie: `expert-tie.${string}`]: Static<(typeof expertValueSchemas)['expert-tie']>;
  [fee: `expert-fee.${string}`]: Static<(typeof expertValueSchemas)['expert-fee']>;
  'expert.matching': Static<(typeof expertRuleSchemas)['expert.matching']>;
  'expert.term': Static<(typeof expertRuleSchemas)['expert.term']>;
  'expert.report': Static<(typeof expertRuleSchemas)['expert.report']>;
}
