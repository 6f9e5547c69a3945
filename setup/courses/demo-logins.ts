import type { Seat } from './course';

/** The login of the demonstration's account in this seat; `unit` is that of the case. */
export function loginAt(seat: Seat, unit: string): string | null {
  switch (seat) {
    case 'counter':
      return departmentOf(unit).counter;
    case 'handler':
      return departmentOf(unit).handler;
    case 'departmentChief':
      return departmentOf(unit).chief;
    default:
      return logins[seat];
  }
}

type Elsewhere = 'counter' | 'handler' | 'departmentChief';

const logins: Readonly<Record<Exclude<Seat, Elsewhere>, string | null>> = {
  clerk: 'clerk1',
  chief: 'chief',
  lead: 'inspector1',
  companion: 'inspector2',
  liaison: 'liaison',
  legal: 'legal',
  rewardOfficer: 'reward',
  deputy: 'deputy',
  director: 'director',
  payer: 'payer1',
  confirmer: 'confirmer1',
  firm: 'contact1',
  firmHead: 'head1',
  firmSafety: 'safety1',
  firmCashier: 'cashier1',
  firmTeam: 'team1',
  projectOfficer: 'project1',
  archivist: 'archivist1',
  policyEditor: 'policy1',
  expertLiaison: 'experts1',
  expert: 'expert1',
  institute: 'institute1',
  organiser: 'organiser1',
  trainer: 'trainer1',
  judge: 'judge1',
  // A reporter has no account, and comes with a receipt code.
  reporter: null,
};

interface Department {
  readonly counter: string;
  readonly handler: string;
  readonly chief: string;
}

const departments: { readonly [unit: string]: Department } = {
  'jxedz-investment': { counter: 'investment1', handler: 'investment2', chief: 'investment-chief' },
  'jxedz-planning': { counter: 'planning1', handler: 'planning2', chief: 'planning-chief' },
  'jxedz-ecology': { counter: 'ecology1', handler: 'ecology2', chief: 'ecology-chief' },
  'jxedz-housing': { counter: 'housing1', handler: 'housing2', chief: 'housing-chief' },
  'jxedz-safety': { counter: 'safety-officer1', handler: 'safety-officer2', chief: 'chief' },
};

/** The logins of a department in the demonstration. */
export function departmentOf(unit: string): Department {
  const department = departments[unit];
  if (department === undefined) throw new Error(`nobody of ${unit} takes part`);
  return department;
}
