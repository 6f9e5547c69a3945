import { rowOf, type Policy } from '../../law/policy';
import type { DiagnosisValues } from '../../law/network/diagnosis-values';

type Row = DiagnosisValues[`diagnosis-situation.${string}`];

/** What a visit looks for: a situation that the standard takes for a major hazard 重大事故隐患. */
export interface Situation extends Pick<Row, 'title' | 'clause'> {
  readonly code: string;
}

const prefix = 'diagnosis-situation.';

/** The situations that a firm of a trade is looked at for, by their codes. */
export function checklistFor(policy: Policy, trade: string): Situation[] {
  const codes = Object.keys(policy.rows).flatMap((key) =>
    key.startsWith(prefix) ? [key.slice(prefix.length)] : [],
  );
  return codes.sort().flatMap((code) => {
    const { title, clause, trades } = rowOf(policy, `diagnosis-situation.${code}`).value;
    return trades.length === 0 || trades.includes(trade) ? [{ code, title, clause }] : [];
  });
}
