import { rowOf, type Policy } from '../../law/policy';
import type { OfficerPost } from '../../law/network/chief-officer-values';
import type { Derived } from '../../case/step';
import { ok, refuse, type Result } from '../../refusal';
import { addMonths, type PlainDate } from '../../time/calendar';

/** What somebody brings to the post, as the firm says it and as the bureau has found it. */
interface Qualities {
  readonly post: OfficerPost;
  /** 专人专职: no other work beside it. */
  readonly dedicated: boolean;
  readonly safetyYears: number;
  readonly certificateIssuedOn: PlainDate;
  /** When a sentence was served or a removal from office was decided, where there was one. */
  readonly penalisedOn?: PlainDate;
}

export const fitnessRefusals = [
  'officer-rank-too-low',
  'officer-not-dedicated',
  'officer-experience-too-short',
  'officer-certificate-ended',
  'officer-banned',
] as const;

/** The last day of a certificate that was issued on a day. */
export function certificateEnd(policy: Policy, issuedOn: PlainDate): PlainDate {
  return addMonths(issuedOn, rowOf(policy, 'chief-officer.fitness').value.certificateMonths);
}

/**
 * Whether somebody may be chief safety officer by the law of a day, and until when their certificate lets them. The
 * first thing that is missing is the refusal.
 */
export function fitForOffice(
  { post, dedicated, safetyYears, certificateIssuedOn, penalisedOn }: Qualities,
  policy: Policy,
  today: PlainDate,
): Result<Derived<{ certificateUntil: PlainDate | null }>, (typeof fitnessRefusals)[number]> {
  const { posts, yearsAtLeast, banMonths } = rowOf(policy, 'chief-officer.fitness').value;
  if (!posts.includes(post))
    return refuse('officer-rank-too-low', `not from the post '${post}'`, { posts, pointer: '/post' });
  if (!dedicated) return refuse('officer-not-dedicated', 'the post is a full one', { pointer: '/dedicated' });
  if (safetyYears < yearsAtLeast)
    return refuse('officer-experience-too-short', `needs ${yearsAtLeast} years`, {
      needed: yearsAtLeast,
      pointer: '/safetyYears',
    });
  const certificateUntil = certificateEnd(policy, certificateIssuedOn);
  if (certificateUntil < today)
    return refuse('officer-certificate-ended', `the certificate ended on ${certificateUntil}`, {
      pointer: '/certificateIssuedOn',
    });
  const barredUntil = penalisedOn === undefined ? null : addMonths(penalisedOn, banMonths);
  return barredUntil !== null && today < barredUntil
    ? refuse('officer-banned', `barred until ${barredUntil}`, { from: barredUntil, pointer: '/penalisedOn' })
    : ok({ facts: { certificateUntil } });
}
