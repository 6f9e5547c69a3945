import type { PlainDate } from '../../time/calendar';
import type { Due, Held } from './due';

/* The people of a firm and their certificates, as the decisions so far have left them: by the firm's own codes. */

/** Where a text stands among the sealed texts of the case. */
export interface TextAt {
  readonly seq: number;
  readonly field: string;
}

export interface Employee {
  readonly duty: string;
  /** The special work that they do, by its kind of certificate; null: none. */
  readonly job: string | null;
  readonly since: PlainDate;
  /** From when on they are taught as somebody new. */
  readonly taughtFrom: PlainDate;
  readonly name: TextAt;
}

export type HeldCertificate = Held &
  Due & {
    readonly person: string;
    readonly kind: string;
    readonly number: TextAt;
  };

/** People by their codes, certificates by theirs. */
export interface Standing {
  readonly people: ReadonlyMap<string, Employee>;
  readonly certificates: ReadonlyMap<string, HeldCertificate>;
}

export const nothingStands: Standing = { people: new Map(), certificates: new Map() };

export function certificateOf(person: string, kind: string): string {
  return `${person}-${kind}`;
}

/** Whether somebody may do special work on a day; true also for who does none. */
function mayWork({ people, certificates }: Standing, person: string, on: PlainDate): boolean {
  const job = people.get(person)?.job ?? null;
  return job === null || (certificates.get(certificateOf(person, job))?.dueOn ?? '') >= on;
}

/** Everybody who does special work without a certificate that holds on a day. */
export function uncertified(standing: Standing, on: PlainDate): string[] {
  return [...standing.people.keys()].filter((person) => !mayWork(standing, person, on));
}
