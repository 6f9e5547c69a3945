import { infiniteQueryOptions, queryOptions, QueryClient } from '@tanstack/react-query';
import type { Title } from '../../../domain/role';
import { Problem, read } from './call';
import type { Definitions } from './definitions';
import type { CaseReading, Counts, DemoAccounts, Firm, PersonLine, SignedIn, Unit } from './types';
import { goBy } from '../words/use-now';

/* Each reading of the API once, under the key by which it is thrown away when something has moved. */

const minuteMs = 60_000;

/** Readings are tried again where the API was not there; never where it refused. */
export function newQueryClient(): QueryClient {
  const again = (failures: number, error: Error) =>
    failures < 2 && (!(error instanceof Problem) || error.body.status === 0 || error.body.status >= 502);
  return new QueryClient({ defaultOptions: { queries: { retry: again, staleTime: minuteMs / 4 } } });
}

/** Who is signed in, as just told: the console goes by the clock of the office from then on. */
function inOfficeTime(who: SignedIn): SignedIn {
  goBy(who.now);
  return who;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => inOfficeTime(await read<SignedIn>('/api/session')),
  staleTime: Infinity,
});

/** Nobody in a real office. */
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: () => read<DemoAccounts>('/api/demo/accounts'),
  staleTime: Infinity,
});

export const definitionsQuery = queryOptions({
  queryKey: ['definitions'],
  queryFn: () => read<Definitions>('/api/definitions'),
  staleTime: Infinity,
});

/** What everybody waits for is not asked again behind the back of who fills in a form. */
export const caseQuery = (number: string) =>
  queryOptions({
    queryKey: ['case', number],
    queryFn: () => read<CaseReading>(`/api/cases/${encodeURIComponent(number)}`),
    refetchOnWindowFocus: false,
  });

export const peopleQuery = (role: string) =>
  queryOptions({
    queryKey: ['people', role],
    queryFn: () => read<PersonLine[]>(`/api/people?role=${encodeURIComponent(role)}`),
    enabled: role !== '',
    staleTime: 5 * minuteMs,
  });

export const firmsQuery = queryOptions({
  queryKey: ['enterprises'],
  queryFn: () => read<Firm[]>('/api/enterprises'),
  staleTime: 5 * minuteMs,
});

export const firmsFoundQuery = (q: string) =>
  queryOptions({
    queryKey: ['enterprises', q],
    queryFn: () => read<Firm[]>(`/api/enterprises?q=${encodeURIComponent(q)}`),
  });

/** A reading of the office that is the same question each time. */
export const readingQuery = <T>(url: string) =>
  queryOptions({ queryKey: ['reading', url], queryFn: () => read<T>(url) });

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  queryFn: () => read<Unit[]>('/api/units'),
  staleTime: 5 * minuteMs,
});

/** What a unit is called; its id where it is not known. */
export function unitTitle(units: readonly Unit[] | undefined, id: string): Title {
  return units?.find((unit) => unit.id === id)?.title ?? { zh: id, en: id };
}

interface Page {
  readonly nextCursor: string | null;
}

/** A list that goes on by its cursor. */
export function listQuery<P extends Page>(url: string, filter: Readonly<Record<string, string>> = {}) {
  return infiniteQueryOptions({
    queryKey: ['list', url, filter],
    queryFn: ({ pageParam }) => {
      const asked = new URLSearchParams({ ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) });
      return read<P>(`${url}?${asked.toString()}`);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: P) => page.nextCursor,
    // Opening a case takes note of its messages: whoever comes back from it sees the list without them.
    staleTime: 0,
    refetchInterval: minuteMs,
  });
}

/** How much each list of one's own work has; as old as the lists. */
export const countsQuery = queryOptions({
  queryKey: ['list', 'counts'],
  queryFn: () => read<Counts>('/api/counts'),
  staleTime: 0,
  refetchInterval: minuteMs,
});

/** Somebody is signed in from now on; what anybody else had read is thrown away. */
export function signedInAs(client: QueryClient, who: SignedIn): void {
  const before = client.getQueryData(sessionQuery.queryKey);
  // What is being looked at follows its query: the session stays one, whoever has it.
  if (before?.login !== who.login)
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
  client.setQueryData(sessionQuery.queryKey, inOfficeTime(who));
}

/** Throws away what a move has made old. */
export async function forgetMoved(client: QueryClient): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['case'] }),
    client.invalidateQueries({ queryKey: ['list'] }),
  ]);
}
