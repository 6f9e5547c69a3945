/** By when a person's certificate has to be reviewed or renewed. */
import { rowOf, type Policy } from '../../law/policy';
import type { QualificationValue } from '../../law/network/training-values';
import { addDays, addMonths, type PlainDate } from '../../time/calendar';

/** What a certificate says of itself. */
export type Held = {
  readonly issuedOn: PlainDate;
  /** How many reviews it has passed. */
  readonly reviews: number;
  readonly longPractice: boolean;
};

export type Due = {
  /** What comes next. */
  readonly due: 'review' | 'renewal';
  /** The last day on which it holds without that. */
  readonly dueOn: PlainDate;
  readonly applyBy: PlainDate;
  readonly expiresOn: PlainDate;
};

/** What comes next for a certificate: its reviews, as long as one is left before its end, and then its renewal. */
export function dueOf(held: Held, law: QualificationValue): Due {
  const expiresOn = addMonths(held.issuedOn, law.validMonths);
  const review = nextReview(held, law);
  const reviewed = review !== null && review < expiresOn;
  const dueOn = reviewed ? review : expiresOn;
  return {
    due: reviewed ? 'review' : 'renewal',
    dueOn,
    applyBy: addDays(dueOn, -law.applyDaysBefore),
    expiresOn,
  };
}

function nextReview({ issuedOn, reviews, longPractice }: Held, law: QualificationValue): PlainDate | null {
  if (law.reviewMonths === null || (longPractice && law.spareLongPractice)) return null;
  return addMonths(issuedOn, law.reviewMonths * (reviews + 1));
}

/** What the law says of a kind of certificate; null: there is no such kind. */
export function qualificationOf(policy: Policy, kind: string): QualificationValue | null {
  const key = `qualification.${kind}` as const;
  return policy.rows[key] === undefined ? null : rowOf(policy, key).value;
}
