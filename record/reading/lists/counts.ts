import { stepTitle } from '../../../domain/cases/catalogue';
import type { CaseType } from '../../../domain/case/case-type';
import type { StaffActor, Title } from '../../../domain/role';
import type { Database } from '../../store/database';
import { countRequests } from './requests';
import { countMessages } from './undelivered';
import { mayDecide, standingAt } from './work';

/* How much waits for somebody: each number is how many lines the list has that it leads to. */

interface Standings {
  readonly open: number;
  readonly overdue: number;
  /** Due later today. */
  readonly dueToday: number;
  readonly paused: number;
}

export interface WorkCounts {
  readonly mine: Standings & { readonly requests: number; readonly messages: number };
  /** The open steps by type of case. */
  readonly caseTypes: readonly { readonly caseType: CaseType; readonly open: number }[];
  readonly steps: readonly { readonly step: string; readonly title: Title; readonly open: number }[];
}

interface Row extends Standings {
  readonly caseType: CaseType;
  readonly step: string;
}

/** How much waits for somebody. */
export async function workCounts(db: Database, actor: StaffActor, now: Date): Promise<WorkCounts> {
  const { overdue, dueToday, paused } = standingAt(now);
  const [rows, requests, messages] = await Promise.all([
    db.$queryRaw<Row[]>`
      SELECT f.case_type AS "caseType", s.step, count(*)::int AS open, count(*) FILTER (WHERE ${overdue})::int AS overdue,
        count(*) FILTER (WHERE ${dueToday})::int AS "dueToday", count(*) FILTER (WHERE ${paused})::int AS paused
      FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
      WHERE ${mayDecide(actor)} GROUP BY 1, 2 ORDER BY 1, 2`,
    countRequests(db, actor),
    countMessages(db, actor),
  ]);
  const sum = (name: keyof Standings) => rows.reduce((total, row) => total + row[name], 0);
  const mine = {
    open: sum('open'),
    overdue: sum('overdue'),
    dueToday: sum('dueToday'),
    paused: sum('paused'),
  };
  const types = [...new Set(rows.map(({ caseType }) => caseType))];
  return {
    mine: { ...mine, requests, messages },
    caseTypes: types.map((caseType) => ({
      caseType,
      open: rows.reduce((total, row) => total + (row.caseType === caseType ? row.open : 0), 0),
    })),
    steps: rows.map(({ step, open }) => ({ step, title: stepTitle(step), open })),
  };
}
