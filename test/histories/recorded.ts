import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkCalendar } from '../../domain/time/calendar';
import type { CaseEvent } from '../../domain/case/case-event';
import type { PolicyLayer } from '../../domain/law/policy';

/** What a workflow asked of the world: which activity, with what. */
export interface Asked {
  readonly activity: string;
  readonly request: unknown;
}

/** One run of one case's workflow, as `record.ts` wrote it down: unsealed, of invented people. */
export interface Recorded {
  readonly name: string;
  readonly workflowId: string;
  readonly caseId: string;
  readonly history: object;
  readonly asked: readonly Asked[];
  readonly record: readonly CaseEvent[];
}

/** The law and the calendar under which the cases were recorded. */
export interface RecordedRules {
  readonly layers: PolicyLayer[];
  readonly calendar: WorkCalendar;
}

export const recordedFolder = join(__dirname, 'recorded');
export const rulesFile = join(__dirname, 'rules.json');

export function recordedHistories(): Recorded[] {
  return readdirSync(recordedFolder)
    .sort()
    .map((file) => read<Recorded>(join(recordedFolder, file)));
}

export function recordedRules(): RecordedRules {
  return read<RecordedRules>(rulesFile);
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
