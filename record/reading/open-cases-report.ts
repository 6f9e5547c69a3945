import type { CaseType } from '../../domain/case/case-type';
import { partyWaitedFor } from '../../domain/ledger/case-ledger';
import { parties, type Party } from '../../domain/party';
import type { StaffActor } from '../../domain/role';
import type { Instant } from '../../domain/time/calendar';
import type { Database } from '../store/database';
import { visibleTo } from './reading-rights';
import { standingFor } from './told-standing';

/* How the open cases stand: how many wait at each stage, how many are due soon or late, and for whom they wait. */

const soonMs = 3 * 86_400_000;

interface Tally {
  readonly open: number;
  readonly overdue: number;
  readonly soon: number;
}

export interface StageTally extends Tally {
  readonly caseType: CaseType;
  readonly stage: string;
}

interface PartyTally {
  readonly party: Party;
  readonly open: number;
  readonly overdue: number;
}

export interface OpenCasesReport {
  readonly asOf: Instant;
  readonly soonBefore: Instant;
  readonly whole: Tally;
  readonly stages: readonly StageTally[];
  readonly parties: readonly PartyTally[];
}

/** Counts what the list of cases shows to the same reader, by the same conditions. */
export async function openCasesReport(db: Database, actor: StaffActor, now: Date): Promise<OpenCasesReport> {
  const asOf = now.toISOString();
  const soonBefore = new Date(now.getTime() + soonMs).toISOString();
  const [stages, steps] = await Promise.all([
    stageTallies(db, actor, asOf, soonBefore),
    stepTallies(db, actor, asOf),
  ]);
  const sum = (of: keyof Tally) => stages.reduce((all, each) => all + each[of], 0);
  return {
    asOf,
    soonBefore,
    whole: { open: sum('open'), overdue: sum('overdue'), soon: sum('soon') },
    stages,
    parties: parties.map((party) => ({ party, ...ofParty(steps, party) })),
  };
}

function stageTallies(
  db: Database,
  actor: StaffActor,
  asOf: Instant,
  soonBefore: Instant,
): Promise<StageTally[]> {
  const { stage, dueAt } = standingFor(actor);
  return db.$queryRaw<StageTally[]>`
    SELECT f.case_type AS "caseType", ${stage} AS stage, count(*)::int AS open,
      (count(*) FILTER (WHERE ${dueAt} <= ${asOf}::timestamptz))::int AS overdue,
      (count(*) FILTER (WHERE ${dueAt} > ${asOf}::timestamptz AND ${dueAt} < ${soonBefore}::timestamptz))::int AS soon
    FROM anjie.case_file f WHERE f.outcome IS NULL AND ${visibleTo(actor)}
    GROUP BY 1, 2 ORDER BY 1, 2`;
}

interface StepTally {
  readonly step: string;
  readonly pauseGround: string | null;
  readonly open: number;
  readonly overdue: number;
}

function stepTallies(db: Database, actor: StaffActor, asOf: Instant): Promise<StepTally[]> {
  const { steps } = standingFor(actor);
  return db.$queryRaw<StepTally[]>`
    SELECT s.step, s.pause_ground AS "pauseGround", count(*)::int AS open,
      (count(*) FILTER (WHERE s.due_at <= ${asOf}::timestamptz))::int AS overdue
    FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE f.outcome IS NULL AND ${steps} AND ${visibleTo(actor)}
    GROUP BY 1, 2`;
}

function ofParty(steps: readonly StepTally[], party: Party) {
  const own = steps.filter(({ step, pauseGround }) => partyWaitedFor(step, pauseGround) === party);
  return {
    open: own.reduce((all, { open }) => all + open, 0),
    overdue: own.reduce((all, { overdue }) => all + overdue, 0),
  };
}
