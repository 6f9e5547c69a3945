import type { Said } from '../../../../setup/courses';
import type { Day } from './wall-calendar';

/* How somebody lets a case come to its limits. */

/**
 * `late`: nobody acts until the last rung has fired; `last-second`: decided in the last second of the limit;
 * `promise-kept`: in the last second of what was promised; `extended`: as `late`, with as much more time as the law gives.
 */
export type Patience = 'late' | 'last-second' | 'promise-kept' | 'extended';

/** A step that is open. */
export interface Waiting {
  readonly number: string;
  readonly unit: string;
  readonly enterpriseId: string | null;
  readonly step: string;
  readonly key: string;
  readonly round: number;
  /** What its case is about, where it is about something: a matter, or the tier of a bad record. */
  readonly matter: string | null;
  readonly tier: string | null;
}

/** What is said instead of the usual words in the first round, the second, and so on; of a step, or in cases about one thing. */
export type Instead = { readonly [step: string]: readonly (Said | ((today: Day) => Said) | null)[] };

export interface Begun {
  readonly number: string;
  /** Of a tip-off. */
  readonly receiptCode: string;
}

export interface Script {
  readonly name: string;
  readonly patience: Patience;
  /**
   * Where the time is let run: a step in its first round (`project/start`), in a later one (`project/start#2`), or
   * in cases about one thing (`approval-item/delivery land-use-permit`). Other steps are decided at once.
   */
  readonly waits: readonly string[];
  /** Where it is let run out first, whatever the patience is. */
  readonly lapses?: readonly string[];
  /** Steps that nobody decides and nobody watches: beside those above. */
  readonly leaves?: readonly string[];
  readonly instead?: Instead;
  /** With this step watched the case has shown what it is there for. */
  readonly endsWith?: string;
  readonly begins: () => Promise<Begun>;
}

export function isNamed(names: readonly string[], { step, round, matter, tier }: Waiting): boolean {
  return (
    names.includes(`${step}#${round}`) ||
    (round === 1 && (names.includes(step) || names.includes(`${step} ${matter ?? tier ?? ''}`)))
  );
}
