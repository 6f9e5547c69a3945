import { usual } from '../../courses';
import { loginAt } from '../../courses/demo-logins';
import type { Crew } from '../crew';
import type { CaseAnswer } from '../people';
import type { Row } from '../table';

/** One story of one of the zone's safety systems, told through the public API with every role its own login. */
export interface NetworkStory {
  readonly title: string;
  /** Plays it, and answers a line for each case with whether it ended as it has to. */
  readonly play: (crew: Crew) => Promise<Row[]>;
}

/** The bureau's unit that deals with what firms and inspectors of the zone bring. */
export const bureau = 'jxedz-safety';

export const header = ['case', 'state', 'events'] as const;

/** A line of the last table: a case, how it stands, and whether that is as it should be. */
export async function rowOf(
  crew: Crew,
  by: string,
  number: string,
  { about, outcome }: { readonly about: string; readonly outcome: string | null },
): Promise<Row> {
  const file = await crew.person(by).get(`/api/cases/${number}`);
  return {
    cells: [number, String(file['outcome'] ?? file['stage']), String(file['seq'])],
    about,
    asExpected: file['outcome'] === outcome,
  };
}

/** Decides with the usual words what waits in a case, by whoever it belongs to, until a step of `until` waits or nothing does. */
export async function carryOn(
  crew: Crew,
  opened: CaseAnswer,
  ...until: readonly string[]
): Promise<CaseAnswer> {
  const { number } = opened;
  const scene = await crew.scene(number, bureau);
  let answer = opened;
  for (let next = answer.open[0]; next !== undefined && !until.includes(next.step); next = answer.open[0]) {
    const { by, says } = usual(next.step);
    answer = await crew.decide(loginAt(by, bureau) ?? '', number, next.step, await says(scene));
  }
  return answer;
}
