import type { CaseType } from '../../domain/case/case-type';
import { caseTypeDef, steps } from '../../domain/cases/catalogue';
import { rowsMissing } from '../../domain/cases/law-fit';
import type { MisfitCode } from '../../domain/misfit';
import { procedures } from '../../workflows/procedures';
import type { Database } from '../store/database';
import type { Log } from '../store/log';
import { Rulebooks } from '../store/rulebook';

/** Why open cases do not fit what runs, with the cases that it concerns. */
export interface Misfit {
  readonly code: MisfitCode;
  readonly caseType: CaseType;
  readonly step: string;
  /** The row of law that is missing; null where the step itself is. */
  readonly row: string | null;
  /** Whether the cases wait at the step now; otherwise they come to it and cannot open it. */
  readonly waits: boolean;
  readonly cases: number;
  /** Their numbers, the first hundred. */
  readonly numbers: readonly string[];
}

/** Looking goes through all open cases, and code and law of a process change seldom. */
const sharedForMs = 30_000;
const mostNumbers = 100;

/**
 * Holds the open cases against the code and the law that run: each step at which one waits has to be in the catalogue,
 * and every step that one may come to needs its rows in the law that the case has pinned.
 */
export class CaseMisfits {
  readonly #rulebooks: Rulebooks;
  #last: { readonly at: number; readonly seen: Promise<readonly Misfit[]> } | null = null;

  constructor(private readonly db: Database) {
    this.#rulebooks = new Rulebooks(db);
  }

  /** What does not fit, as it stood half a minute ago at most. */
  misfits(): Promise<readonly Misfit[]> {
    const now = performance.now();
    if (this.#last === null || now - this.#last.at > sharedForMs) {
      const seen = this.#look();
      this.#last = { at: now, seen };
      seen.catch(() => (this.#last = null));
    }
    return this.#last.seen;
  }

  async #look(): Promise<readonly Misfit[]> {
    const found = new Map<string, Misfit>();
    for (const group of await openCasesByPin(this.db))
      for (const each of await this.#misfitsOf(group)) {
        const key = [each.code, each.step, each.row, each.waits].join(' ');
        found.set(key, joined(found.get(key), each));
      }
    return [...found.values()];
  }

  async #misfitsOf({ zone, on, revision, ...group }: CasesAlike): Promise<Misfit[]> {
    const { caseType, step, cases, numbers } = group;
    const told = { caseType, cases, numbers };
    const def = step === null ? undefined : steps.get(step);
    if (step !== null && def === undefined)
      return [{ ...told, code: 'step-unknown', step, row: null, waits: true }];
    const policy = await this.#rulebooks.policyOf({ zone, on, revision });
    // A case of an earlier version goes the earlier way: it may never come to what was added since.
    const ahead = group.version === procedures[caseType].version ? caseTypeDef(caseType).steps : [];
    return [...new Set([...(def === undefined ? [] : [def]), ...ahead])].flatMap((each) =>
      rowsMissing(policy, each, group.subject).map((row) => ({
        ...told,
        ...{ code: 'law-row-missing' as const, step: each.id, row, waits: each === def },
      })),
    );
  }
}

function joined(known: Misfit | undefined, more: Misfit): Misfit {
  if (known === undefined) return more;
  const numbers = [...new Set([...known.numbers, ...more.numbers])].sort().slice(0, mostNumbers);
  return { ...known, cases: known.cases + more.cases, numbers };
}

/** Open cases that stand alike: one type and version, one law, one subject, one step. */
interface CasesAlike {
  readonly caseType: CaseType;
  readonly zone: string;
  readonly on: string;
  readonly revision: number;
  readonly version: number;
  readonly subject: { readonly matter?: string; readonly tier?: string };
  /** Null: they wait for child cases. */
  readonly step: string | null;
  readonly cases: number;
  readonly numbers: readonly string[];
}

function openCasesByPin(db: Database): Promise<CasesAlike[]> {
  return db.$queryRaw<CasesAlike[]>`
    SELECT f.case_type AS "caseType", f.zone, f.policy_on::text AS "on", f.policy_revision AS revision,
      (e.body->>'procedureVersion')::int AS version,
      jsonb_strip_nulls(jsonb_build_object('matter', e.body #>> '{input,matter}', 'tier', e.body #>> '{input,tier}'))
        AS subject,
      s.step, count(DISTINCT f.id)::int AS cases,
      (array_agg(DISTINCT f.number ORDER BY f.number))[1:${mostNumbers}::int] AS numbers
    FROM anjie.case_file f
      JOIN anjie.record_event e ON e.case_id = f.id AND e.seq = 1
      LEFT JOIN anjie.open_step s ON s.case_id = f.id
    WHERE f.outcome IS NULL
    GROUP BY 1, 2, 3, 4, 5, 6, 7`;
}

/** Says in the log which open cases do not fit, with the first of each kind. */
export function tellMisfits(log: Log, misfits: readonly Misfit[]): void {
  for (const { code, caseType, step, row, cases, numbers } of misfits)
    log.error({ event: 'cases-unfit', code, caseType, step, row, count: cases, caseNumber: numbers[0] });
}
