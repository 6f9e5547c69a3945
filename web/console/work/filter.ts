/* What one's own work is narrowed by. It stands in the address, so that a link to the page shows the same. */

export const lists = ['work', 'requests', 'messages'] as const;
export const states = ['overdue', 'today', 'paused'] as const;
export const orders = ['share', 'due'] as const;

export interface WorkFilter {
  readonly list?: (typeof lists)[number];
  readonly state?: (typeof states)[number];
  readonly caseType?: string;
  readonly step?: string;
  readonly order?: (typeof orders)[number];
}

/** The filter in an address; what is no filter of ours is left out. */
export function workFilterOf(search: Readonly<Record<string, unknown>>): WorkFilter {
  const [list, state, order] = [
    oneOf(lists, search['list']),
    oneOf(states, search['state']),
    oneOf(orders, search['order']),
  ];
  const [caseType, step] = [word(search['caseType']), word(search['step'])];
  return {
    ...(list === undefined ? {} : { list }),
    ...(state === undefined ? {} : { state }),
    ...(caseType === undefined ? {} : { caseType }),
    ...(step === undefined ? {} : { step }),
    ...(order === undefined ? {} : { order }),
  };
}

function oneOf<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.find((each) => each === value);
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z/-]{1,121}$/.test(value) ? value : undefined;
}

const stateQueries = {
  overdue: { overdue: 'true' },
  today: { dueToday: 'true' },
  paused: { paused: 'true' },
} as const;

/** The filter as the API asks for it. */
export function queryOf({ state, caseType, step, order = 'share' }: WorkFilter): Record<string, string> {
  return {
    order,
    ...(state === undefined ? {} : stateQueries[state]),
    ...(caseType === undefined ? {} : { caseType }),
    ...(step === undefined ? {} : { step }),
  };
}

const place = (personId: string) => `anjie.work.${personId}`;

/** The filter that somebody last chose on this machine: words of the catalogue, and nothing of a case. */
export function keptFilter(personId: string): WorkFilter {
  const kept = localStorage.getItem(place(personId));
  return kept === null ? {} : workFilterOf(Object.fromEntries(new URLSearchParams(kept)));
}

/** Keeps a filter for the next time. */
export function keepFilter(personId: string, { list: _, ...filter }: WorkFilter): void {
  const words = new URLSearchParams(filter).toString();
  if (words === '') localStorage.removeItem(place(personId));
  else localStorage.setItem(place(personId), words);
}
