/** What the list of cases is filtered by, as it stands in the address. */
export interface CaseFilter {
  readonly scope?: string;
  readonly state?: string;
  readonly order?: string;
  readonly overdue?: string;
  readonly caseType?: string;
  readonly stage?: string;
  readonly dueBefore?: string;
  readonly promise?: string;
  readonly parent?: string;
}

const names = [
  'scope',
  'state',
  'order',
  'overdue',
  'caseType',
  'stage',
  'dueBefore',
  'promise',
  'parent',
] as const satisfies (keyof CaseFilter)[];

/** The filter in an address; what is no filter of ours is left out. */
export function filterOf(search: Readonly<Record<string, unknown>>): CaseFilter {
  const given = names.flatMap((name) => {
    const value = search[name];
    if (typeof value === 'boolean') return [[name, String(value)] as const];
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(given);
}
