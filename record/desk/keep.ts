import { hooksOf } from '../cases/hooks';
import { writeTables, type DerivedTable, type KeptMove } from '../store/derived-table';
import type { Transaction } from '../store/statements';
import { idempotencyKeys, papers, publishedTexts, sealedTexts } from '../store/tables/beside-the-record';
import { caseFiles } from '../store/tables/case-file';
import { clockMoves } from '../store/tables/clock-move';
import { effectOrders } from '../store/tables/effect-order';
import { openRequestRows } from '../store/tables/open-request';
import { openStepRows } from '../store/tables/open-step';
import { participations } from '../store/tables/participation';
import { takenOver } from '../store/tables/taken-over';
import { recordEvents } from '../store/tables/record-event';

/** Every table that a move writes to, whatever the type of its case. A new table is a file and a line here. */
const tables: readonly DerivedTable[] = [
  recordEvents,
  caseFiles,
  openStepRows,
  openRequestRows,
  participations,
  takenOver,
  effectOrders,
  clockMoves,
  sealedTexts,
  publishedTexts,
  papers,
  idempotencyKeys,
];

/** Writes what a move has added to one case, with every table that follows from it, in one statement. */
export function keep(tx: Transaction, kept: KeptMove): Promise<void> {
  const { derived = [] } = hooksOf(kept.move.view.caseType);
  return writeTables(tx, [...tables, ...derived], kept);
}
