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

/** Histories of one state of the code. */
export interface Collection {
  /** `0.1`, or `today` for what was recorded since the newest release. */
  readonly name: string;
  readonly rules: RecordedRules;
  readonly histories: readonly Recorded[];
}

export const releasedFolder = join(__dirname, 'released');
export const recordedFolder = join(__dirname, 'recorded');
export const rulesFile = 'rules.json';
/** Beside the files of a release: `sha256sum` of each, so that a test sees when one changes. */
export const sumsFile = 'SHA256SUMS';

/** The oldest first. */
export function releases(): string[] {
  return filesIn(releasedFolder).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}

/**
 * Every history that today's workflows have to replay: those of each release, then those recorded since.
 * A collection holds only what differs from the ones before it.
 */
export function collections(): Collection[] {
  const released = releases().map((name) => collectionIn(name, join(releasedFolder, name)));
  return filesIn(recordedFolder).includes(rulesFile)
    ? [...released, collectionIn('today', recordedFolder)]
    : released;
}

/** How each case goes today, by name: as it was recorded last. */
export function latestByName(from: readonly Collection[] = collections()): ReadonlyMap<string, Recorded> {
  return new Map(from.flatMap(({ histories }) => histories.map((recorded) => [recorded.name, recorded])));
}

function collectionIn(name: string, folder: string): Collection {
  const files = filesIn(folder).filter((file) => file.endsWith('.json') && file !== rulesFile);
  return {
    name,
    rules: read(join(folder, rulesFile)),
    histories: files.map((file) => read<Recorded>(join(folder, file))),
  };
}

/** Sorted; none where there is no such folder. */
export function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function read<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}
