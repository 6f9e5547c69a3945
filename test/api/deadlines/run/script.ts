import { usual, type Said } from '../../../../setup/courses';
import type { Answer } from '../../kit/front';
import type { KeptOffice } from '../../kit/kept-office';
import { handIn } from '../../kit/project-course';
import { Publishing } from '../../kit/publishing';
import { expectOk, payee } from '../../kit/story';
import { decideAsUsual } from '../../kit/usual';
import { dayAt, type Day } from './wall-calendar';

/* How somebody lets a case come to its limits, and decides what is on the way to them. */

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
  /** The login of whom it is assigned to; null: everybody who holds the role. */
  readonly assigned: string | null;
}

/** What is said instead of the usual words in the first round, the second, and so on; of a step, or in cases about one thing. */
export type Instead = { readonly [step: string]: readonly (Said | ((today: Day) => Said) | null)[] };

export interface Begun {
  readonly number: string;
  /** Of a tip-off. */
  readonly receiptCode: string;
}

/** Steps by the names of {@link namesOf}. */
export interface Script {
  readonly patience: Patience;
  /** Where the time is let run; other steps are decided at once. Once all of these have come, the script is over. */
  readonly waits: readonly string[];
  /** Where it is let run with another patience, whatever that of the script is. */
  readonly otherwise?: { readonly [step: string]: Patience };
  /** Steps that nobody decides and nobody watches, beside those above: in every round, or in that of a name. */
  readonly leaves?: readonly string[];
  readonly instead?: Instead;
  readonly begins: () => Promise<Begun>;
}

/**
 * What a script may call a step: in its first round by the step alone (`project/start`) or with what its case is about
 * (`approval-item/delivery land-use-permit`), in any round by its number (`project/start#2`).
 */
export function namesOf({ step, round, matter, tier }: Waiting): string[] {
  const first = [step, `${step} ${matter ?? tier ?? ''}`];
  return [`${step}#${round}`, ...(round === 1 ? first : [])];
}

/** How a step is waited for; null: not at all. */
export function patienceFor({ patience, waits, otherwise = {} }: Script, waiting: Waiting): Patience | null {
  const names = namesOf(waiting);
  const other = names.flatMap((name) => otherwise[name] ?? [])[0];
  return other ?? (names.some((name) => waits.includes(name)) ? patience : null);
}

/** Whether a step is left open. */
export function isLeft({ leaves = [] }: Script, waiting: Waiting): boolean {
  return [waiting.step, ...namesOf(waiting)].some((name) => leaves.includes(name));
}

/** Decides a step over the API, by whoever it belongs to, with what it cannot be decided without. */
export async function decide(
  office: KeptOffice,
  { instead }: Script,
  { receiptCode: code }: Begun,
  waiting: Waiting,
): Promise<Answer> {
  const { number, step, round, matter } = waiting;
  if (step === 'tip-off/claim') return office.as(null).post('/api/public/receipt/claim', { code, payee });
  if (step === 'payout/payee-correction')
    return office.as(null).post('/api/public/receipt/payee', { code, payee });
  const { needs } = usual(step);
  if (needs === 'listed-papers') await handInWhatIsListed(office, number);
  if (needs === 'proof') await new Publishing(office).proofFor(number);
  const now = office.now();
  const other = (instead?.[`${step} ${matter ?? ''}`] ?? instead?.[step])?.[round - 1] ?? null;
  const body = typeof other === 'function' ? other(dayAt(now)) : other;
  const by = waiting.assigned === null ? {} : { by: waiting.assigned };
  return decideAsUsual(office, waiting, { now, ...by, ...(body === null ? {} : { body }) });
}

async function handInWhatIsListed(office: KeptOffice, number: string): Promise<void> {
  const { project } = expectOk(await office.as('project1').get(`/api/cases/${number}`)).body as {
    project: { materials: { material: string; inFile: boolean; before: string | null }[] };
  };
  for (const { material, inFile, before } of project.materials)
    if (before !== null && !inFile) await handIn(office, number, material);
}
