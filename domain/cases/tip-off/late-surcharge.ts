/** The surcharge on a fine that is paid late 加处罚款 (行政处罚法 arts 67, 72, 73). */
import { dayOf, type PlainDate } from '../../time/calendar';
import { assertFen, shareOf, type Fen } from '../../money';
import { rowOf, type Policy } from '../../law/policy';

/** Dates on which the surcharge does not count, both included; `to` null: it goes on. Stays do not overlap. */
export interface SurchargeStay {
  readonly from: PlainDate;
  readonly to: PlainDate | null;
}

export interface LateFine {
  readonly fineFen: Fen;
  /** The last day on which it could be paid in time. */
  readonly dueOn: PlainDate;
  /** The day of payment, or today while it is not paid. */
  readonly paidOn: PlainDate;
  /** While a review or a suit is under way nothing is added (art. 73). */
  readonly stays?: readonly SurchargeStay[];
}

export interface Surcharge {
  /** Days after the last one in time, the day of payment included, stays left out. */
  readonly daysLate: number;
  readonly amountFen: Fen;
  /** The law lets it grow no further: the surcharge is never more than the cap. */
  readonly capped: boolean;
}

/** What a fine paid on a day costs beside itself: a daily share of it, up to a share of the whole. */
export function surchargeOf(policy: Policy, { fineFen, dueOn, paidOn, stays = [] }: LateFine): Surcharge {
  assertFen(fineFen, 'fineFen');
  const { dailyBasisPoints, capBasisPoints } = rowOf(policy, 'penalty.surcharge').value;
  const [first, last] = [dayOf(dueOn) + 1, dayOf(paidOn)];
  const stayed = stays.reduce((days, { from, to }) => {
    const [begins, ends] = [Math.max(first, dayOf(from)), Math.min(last, to === null ? last : dayOf(to))];
    return days + Math.max(0, ends - begins + 1);
  }, 0);
  const daysLate = Math.max(0, last - first + 1 - stayed);
  const [grown, cap] = [shareOf(fineFen, dailyBasisPoints * daysLate), shareOf(fineFen, capBasisPoints)];
  return { daysLate, amountFen: Math.min(grown, cap), capped: grown > cap };
}
