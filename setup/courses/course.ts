import type { PlainDate } from '../../domain/time/calendar';

/** The seats of those who decide something on a case's usual way. Who sits there, each office says for itself. */
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
  // In the firm: its contact, its head, its chief safety officer, its cashier, the leader of a team.
  'firm',
  'firmHead',
  'firmSafety',
  'firmCashier',
  'firmTeam',
  'projectOfficer',
  'archivist',
  'policyEditor',
  'expertLiaison',
  'expert',
  'institute',
  'organiser',
  'judge',
  'trainer',
  'reporter',
  // In the department that a case belongs to: who takes papers in, who decides on them, and their chief.
  'counter',
  'handler',
  'departmentChief',
] as const;
export type Seat = (typeof seats)[number];

export interface Said {
  readonly verdict: string;
  readonly [field: string]: unknown;
}

/** What a decision may have to name. Whoever plays the course looks it up when it is asked for. */
export interface Scene {
  /** The number of the case. */
  readonly number: string;
  readonly today: PlainDate;
  readonly enterpriseId: string;
  readonly personAt: (seat: Seat) => string | Promise<string>;
  /** Open items of an order. */
  readonly openItems: () => readonly string[] | Promise<readonly string[]>;
  /** Papers that prove what is decided. */
  readonly proofs: () => readonly string[] | Promise<readonly string[]>;
}

/**
 * What has to be there before a step can be decided: papers of the project's list or of the matter's, a proof of service,
 * or a report to the fund that names the round.
 */
export type Need = 'listed-papers' | 'papers-of-the-matter' | 'proof' | 'fund-report';

/** How a step is decided on an uneventful day. */
export interface Entry {
  readonly step: string;
  /** The seat of the decider; by default that of the step's role. */
  readonly by?: Seat;
  readonly says: Said | ((scene: Scene) => Said | Promise<Said>);
  readonly needs?: Need;
  /** Decided only when nothing else waits, as a gate. */
  readonly last?: true;
  /** Off the straight way: it waits only where something went otherwise. */
  readonly aside?: true;
}

/** A child case, whose own course is run at this point. */
export interface ChildCourse {
  readonly child: string;
}

/** The usual way of a type of case, in order. A new step has one entry here, at its place. */
export type Course = readonly (Entry | ChildCourse)[];
