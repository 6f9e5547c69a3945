/** What a diagnosis of a firm looks at, by its trade: policy data. */
import { Type, type Static } from 'typebox';
import { bilingualLine } from '../words';

const strict = { additionalProperties: false } as const;
const code = Type.String({ pattern: '^[a-z][a-z0-9-]{0,59}$' });

export const diagnosisValueSchemas = {
  /** A trade by which the checklist of a visit is put together. */
  'diagnosis-trade': Type.Object({ title: bilingualLine }, strict),
  /** A situation that the standard takes for a major hazard, with the clause that says so. */
  'diagnosis-situation': Type.Object(
    {
      title: bilingualLine,
      clause: Type.String({ pattern: '^[a-z0-9][a-z0-9.:-]{1,60}$' }),
      /** Firms of which trades are looked at for it; empty: of every trade. */
      trades: Type.Array(code),
    },
    strict,
  ),
} as const;

export const diagnosisRuleSchemas = {
  /** Within how many natural days after the agreed day a visit is written up. */
  'diagnosis.visit': Type.Object({ days: Type.Integer({ minimum: 0, maximum: 60 }) }, strict),
} as const;

/** The rows about diagnoses, by key. */
export interface DiagnosisValues {
  [trade: `diagnosis-trade.${string}`]: Static<(typeof diagnosisValueSchemas)['diagnosis-trade']>;
  [situation: `diagnosis-situation.${string}`]: Static<(typeof diagnosisValueSchemas)['diagnosis-situation']>;
  'diagnosis.visit': Static<(typeof diagnosisRuleSchemas)['diagnosis.visit']>;
}
