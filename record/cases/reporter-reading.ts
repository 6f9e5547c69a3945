import type { CaseEvent } from '../../domain/case/case-event';
import type { CaseType } from '../../domain/case/case-type';
import { recordsOf } from '../store/stored-record';
import { readReport } from './safety-fund/reporter-reading';
import { readTipOff, type ReporterReading, type ReporterReadingParts } from './tip-off-reading';

type Reading = (
  parts: ReporterReadingParts,
  caseId: string,
  own: readonly CaseEvent[],
) => Promise<ReporterReading>;

/** The types of case that a receipt code leads to. */
const readings: { readonly [T in CaseType]?: Reading } = { 'tip-off': readTipOff, 'fund-report': readReport };

/** What the holder of a receipt code reads of their case. */
export async function readForReporter(parts: ReporterReadingParts, caseId: string): Promise<ReporterReading> {
  const own = (await recordsOf(parts.db, [caseId])).get(caseId) ?? [];
  const [opened] = own;
  const caseType = opened?.body.kind === 'opened' ? opened.body.caseType : undefined;
  const reading = caseType && readings[caseType];
  if (reading === undefined) throw new Error('a receipt code leads to a case that no reporter reads');
  return reading(parts, caseId, own);
}
