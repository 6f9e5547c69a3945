import type { Instant } from '../../domain/time/calendar';
import type { Title } from '../../domain/role';
import { cursorOf, readCursor } from '../store/cursor';
import type { Database } from '../store/database';
import type { Statements } from '../store/statements';
import { invalid, pageOf, wholeNumber, type Page, type PageRequest } from '../store/pages';

/** Why a case could not be carried on, or was not shown as its record says. */
export const repairCauses = {
  missing: { zh: '流程缺失', en: 'No workflow ran for the open case' },
  foreign: { zh: '编号被其他流程占用', en: 'Another workflow ran under the number of the case' },
  failing: { zh: '流程任务反复失败', en: 'The workflow failed at its task again and again' },
  'rows-differ': { zh: '派生表与案卷不符', en: 'Derived rows were not what the record says' },
  stalled: { zh: '流程停滞', en: 'The workflow ran and did not read its record, or fired no rung' },
} as const satisfies Record<string, Title>;

export type RepairCause = keyof typeof repairCauses;

/** A repair as the history of the workflow says it. */
export function wordsOfRepair(cause: RepairCause): string {
  return `流程修复 workflow repaired: ${cause}`;
}

/** What was done about it. */
export const repairActions = {
  rebuilt: { zh: '已按案卷重建', en: 'They were made anew from the record' },
  started: { zh: '已启动', en: 'The workflow was started' },
  restarted: {
    zh: '已终止并重新启动',
    en: 'What ran was terminated, and the workflow of the case was started',
  },
} as const satisfies Record<string, Title>;

export interface Repair {
  readonly caseNumber: string;
  readonly cause: RepairCause;
  readonly action: keyof typeof repairActions;
}

export interface RepairLine extends Repair {
  readonly at: Instant;
}

/** Enters a repair, for operators and auditors to read. An entry is never changed. */
export async function enterRepair(db: Statements, { caseNumber, cause, action }: Repair): Promise<void> {
  await db.$executeRaw`
    INSERT INTO anjie.engine_repair (case_number, cause, action) VALUES (${caseNumber}, ${cause}, ${action})`;
}

/** How many repairs were ever made, by cause. */
export async function repairsMade(db: Database): Promise<ReadonlyMap<RepairCause, number>> {
  const rows = await db.$queryRaw<{ cause: RepairCause; count: number }[]>`
    SELECT cause, count(*)::int AS count FROM anjie.engine_repair GROUP BY cause`;
  return new Map(rows.map(({ cause, count }) => [cause, count]));
}

/** The repairs, newest first. @throws CursorInvalid */
export async function repairs(db: Database, { limit, cursor }: PageRequest): Promise<Page<RepairLine>> {
  const [last] = cursor === null ? [null] : (readCursor(cursor, order, 1) ?? invalid());
  const rows = await db.$queryRaw<(Repair & { readonly id: bigint; readonly at: Date })[]>`
    SELECT id, at, case_number AS "caseNumber", cause, action FROM anjie.engine_repair
    WHERE ${last === null} OR id < ${last === null ? 0 : wholeNumber(last)}
    ORDER BY id DESC LIMIT ${limit + 1}`;
  return pageOf(
    rows,
    limit,
    ({ id }) => cursorOf(order, [String(id)]),
    ({ id: _, at, ...repair }) => ({ at: at.toISOString(), ...repair }),
  );
}

const order = 'repairs';
