/** What the list of cases is filtered by, as it stands in the address. */
export interface CaseFilter {
  readonly scope?: string;
  readonly state?: string;
  readonly order?: string;
  readonly overdue?: string;
  readonly caseType?: string;
}

const names = ['scope', 'state', 'order', 'overdue', 'caseType'] as const satisfies (keyof CaseFilter)[];

/** The filter in an address; what is no filter of ours is left out. */
export function filterOf(search: Readonly<Record<string, unknown>>): CaseFilter {
  const given = names.flatMap((name) => {
    const value = search[name];
    if (value === true) return [[name, 'true'] as const];
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}
