/** To whom a reward goes, where several reported one matter or signed one letter. */
import type { Instant } from '../../time/calendar';
import { ok, refuse, type Result } from '../../refusal';

/** One of several reports of the same matter. */
export interface ReportOfMatter {
  caseId: string;
  acceptedAt: Instant;
  /** Running number of the receipt: decides between reports accepted at the same instant. */
  receiptSeq: number;
  realName: boolean;
}

/**
 * Of several reports of one matter, the one that is rewarded: the earliest accepted under a real
 * name (19号 art 12). `others` are told that somebody came first. `first` is null if none qualifies.
 */
export function firstReporter(reports: ReportOfMatter[]): {
  first: ReportOfMatter | null;
  others: ReportOfMatter[];
} {
  const first = reports
    .filter((report) => report.realName)
    .reduce<ReportOfMatter | null>((best, next) => (best && isEarlier(best, next) ? best : next), null);
  return { first, others: reports.filter((report) => report !== first) };
}

// Instants are all written alike, so their text sorts as time does.
function isEarlier(a: ReportOfMatter, b: ReportOfMatter): boolean {
  return a.acceptedAt === b.acceptedAt ? a.receiptSeq < b.receiptSeq : a.acceptedAt < b.acceptedAt;
}

/**
 * Whether a person may collect a reward for a joint report: the first signatory, or another
 * signatory with the first one's written authority (19号 art 12). `signatories` in the order of
 * signing, at least one. Refused: 'not-collectable', with `cause` 'not-a-signatory' or
 * 'no-written-authority'.
 */
export function mayCollect(input: {
  signatories: readonly string[];
  collector: string;
  writtenAuthorityFrom: string | null;
}): Result<{ collector: string }> {
  const { signatories, collector, writtenAuthorityFrom } = input;
  if (!signatories.includes(collector)) {
    return refuse('not-collectable', 'only a signatory may collect', { cause: 'not-a-signatory' });
  }
  if (collector !== signatories[0] && writtenAuthorityFrom !== signatories[0]) {
    return refuse('not-collectable', 'the first signatory has given no written authority', {
      cause: 'no-written-authority',
    });
  }
  return ok({ collector });
}
