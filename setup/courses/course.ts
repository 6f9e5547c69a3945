import type { PlainDate } from '../../domain/time/calendar';

/** Where somebody sits who decides something on a case's usual way. Who that is, each house says for itself. */
export const seats = [
  'clerk',
  'chief',
  'lead',
  'companion',
  'liaison',
  'legal',
  'rewardOfficer',
  'deputy',
  'director',
  'payer',
  'confirmer',
  'firm',
  'projectOfficer',
  'archivist',
  'policyEditor',
  'reporter',
  // Of the department that a case belongs to: who takes papers in, who decides on them, and their chief.
  'counter',
  'handler',
  'departmentChief',
] as const;
export type Seat = (typeof seats)[number];

export interface Said {
  readonly verdict: string;
  readonly [field: string]: unknown;
}

/** What a decision may have to name. Whoever carries the case looks it up when it is asked for. */
export interface Scene {
  /** The number of the case. */
  readonly number: string;
  readonly today: PlainDate;
  readonly enterpriseId: string;
  readonly personAt: (seat: Seat) => string | Promise<string>;
  /** Items of an order that stand open. */
  readonly openItems: () => readonly string[] | Promise<readonly string[]>;
  /** Papers that prove what is decided. */
  readonly proofs: () => readonly string[] | Promise<readonly string[]>;
}

/** What has to be there before a step can be decided: papers of the list, a proof of service. */
export type Need = 'listed-papers' | 'proof';

/** How a step is decided on an uneventful day. */
export interface Entry {
  readonly step: string;
  /** Without it, the seat to which the role of the step belongs. */
  readonly by?: Seat;
  readonly says: Said | ((scene: Scene) => Said | Promise<Said>);
  readonly needs?: Need;
  /** Decided when nothing else waits, as a gate. */
  readonly last?: true;
  /** Not on the straight way: it waits only where something has gone otherwise. */
  readonly aside?: true;
}

/** A child case whose own course is gone at this point of the way. */
export interface ChildCourse {
  readonly child: string;
}

/** The usual way of a type of case, in order. A new step has one entry here, at its place. */
export type Course = readonly (Entry | ChildCourse)[];
