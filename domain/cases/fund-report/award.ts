/** What a contribution is awarded, line by line: by the schedule of the day on which it came. */
import type { Fen } from '../../money';
import { yuan } from '../../money';
import type { Title } from '../../role';
import type { PlainDate } from '../../time/calendar';
import {
  awardBy,
  awardGrades,
  contributionKinds,
  type AwardGrade,
  type ContributionKind,
  type Schedule,
} from '../safety-fund/awards';

/** An order of the bureau to the firm that names the same hazard. */
export type SameOrder = { readonly issuedOn: PlainDate; readonly closed: boolean };

export interface AwardCase {
  readonly kind: ContributionKind;
  readonly grade: AwardGrade;
  readonly receivedOn: PlainDate;
  /** In force on that day; null where the firm had none. */
  readonly schedule: Schedule | null;
  /** Null where no order names the hazard. */
  readonly order: SameOrder | null;
}

export type AwardLine = { readonly title: Title; readonly formula: string; readonly resultFen: Fen };
export type Award = { readonly amountFen: Fen; readonly lines: readonly AwardLine[] };

/**
 * Reckons an award. A hazard that an order named before the report came, or that was put right under one, is not new:
 * that holds for every order alike, whatever has led to it, so that nothing can be read from it.
 */
export function awardFor({ kind, grade, receivedOn, schedule, order }: AwardCase): Award {
  const scheduled = bySchedule({ kind, grade, receivedOn, schedule });
  const [last = scheduled] = order === null ? [] : byOrder(scheduled.resultFen, receivedOn, order);
  return { amountFen: last.resultFen, lines: last === scheduled ? [scheduled] : [scheduled, last] };
}

function bySchedule({ kind, grade, receivedOn, schedule }: Omit<AwardCase, 'order'>): AwardLine {
  const resultFen = schedule === null ? null : awardBy(schedule, kind, grade);
  const [what, worth] = [contributionKinds[kind], awardGrades[grade]];
  return {
    title: { zh: `奖励标准:${what.zh},${worth.zh}`, en: `Schedule: ${what.en}, ${worth.en}` },
    formula:
      schedule === null
        ? `${receivedOn}: no schedule in force`
        : `${schedule.from} ≤ ${receivedOn}: ${resultFen === null ? 'no row' : yuan(resultFen)}`,
    resultFen: resultFen ?? 0,
  };
}

function byOrder(fen: Fen, receivedOn: PlainDate, { issuedOn, closed }: SameOrder): AwardLine[] {
  if (fen === 0 || (!closed && receivedOn <= issuedOn)) return [];
  return [
    {
      title: { zh: '已在责令整改范围内', en: 'Named by an order before' },
      formula: closed ? 'the order is closed: 0' : `${issuedOn} < ${receivedOn}: 0`,
      resultFen: 0,
    },
  ];
}
