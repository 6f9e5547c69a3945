import { setTimeout as pause } from 'node:timers/promises';
import type { PolicyLayer, PolicyRow } from '../../domain/law/policy';
import { Http } from '../ours/http';
import { median, percentile, short } from '../figures';
import type { Line } from '../report';
import type { Site } from '../site';

const itemsEach = 20;
const looks = 200;
const yearsOfNotes = 1_000;
const inspected = { text: '例行巡查,未见异常' };
/** Longer than a process may reckon by rules that another has replaced. */
const rulesTakenInMs = 11_000;

interface Opened {
  readonly number: string;
  readonly seq: number;
}

/**
 * Lists with many running projects of twenty items each, against lists with few; how long opening one takes;
 * and how long the file of a project with a thousand lines. The many are copies of one in the database, and
 * the worker is stopped: lists never ask Temporal.
 */
export async function measureProjects(
  site: Site,
  { few, many }: { readonly few: number; readonly many: number },
  say: (text: string) => void,
): Promise<Line[]> {
  await askForTwentyItems(site);
  const http = new Http(site.system.api);
  const as = await logIn(http, site, ['project1', 'planning1', 'investment-chief', 'contact1']);
  await pause(rulesTakenInMs);

  const openings: number[] = [];
  let last: Opened | null = null;
  for (let count = 0; count < 5; count += 1) {
    const { opened, ms } = await openProject(http, as);
    openings.push(ms);
    last = opened;
  }
  if (last === null) throw new Error('no project was opened');
  say(`a project with ${itemsEach} items opened within ${short(median(openings))} ms`);

  await site.stopWorker();
  const lists = ['/api/worklist', '/api/cases?state=open&order=due'] as const;
  const times: Record<string, { few: number[]; many: number[] }> = {};
  await copyProject(site, last.number, 0, few);
  for (const list of lists) times[list] = { few: await look(http, as('planning1'), list), many: [] };
  await copyProject(site, last.number, few, many);
  say(`${many} projects with ${itemsEach} items each stand in the database`);
  for (const list of lists) times[list]?.many.push(...(await look(http, as('planning1'), list)));

  for (let note = 0; note < yearsOfNotes; note += 1) {
    const headers: Record<string, string> = { ...as('project1'), 'if-match': `"${last.seq}"` };
    last = await http.send<Opened>('POST', `/api/cases/${last.number}/acts/note`, inspected, headers);
  }
  const file = await look(http, as('project1'), `/api/cases/${last.number}`, 10);

  return [
    {
      what: `opening a project: ${itemsEach} items at once, ms`,
      ours: `${short(median(openings))} (${short(Math.max(...openings))})`,
      wish: '≤ 1000',
    },
    ...lists.map((list): Line => {
      const [before, after] = [times[list]?.few ?? [], times[list]?.many ?? []].map((all) =>
        percentile(all, 0.95),
      ) as [number, number];
      return {
        what: `${list}: p95 ms with ${many} projects; with ${few}`,
        ours: short(after),
        bare: short(before),
        ratio: short(after / before),
        wish: '≤ 1.5 ×',
      };
    }),
    {
      what: `a project with ${yearsOfNotes} lines of record: opened in ms, median (most)`,
      ours: `${short(median(file))} (${short(Math.max(...file))})`,
      wish: '≤ 300',
    },
  ];
}

type Headers = (login: string) => Record<string, string>;

async function logIn(http: Http, site: Site, logins: readonly string[]): Promise<Headers> {
  const tokens = new Map<string, string>();
  for (const { login, password } of site.system.accounts.filter((each) => logins.includes(each.login))) {
    const { token } = await http.send<{ token: string }>('POST', '/api/session', { login, password });
    tokens.set(login, token);
  }
  return (login) => ({ authorization: `Bearer ${tokens.get(login) ?? ''}` });
}

async function openProject(http: Http, as: Headers): Promise<{ opened: Opened; ms: number }> {
  const { enterpriseId } = await http.send<{ enterpriseId: string }>(
    'GET',
    '/api/session',
    null,
    as('contact1'),
  );
  const officer = as('project1');
  const body = { enterpriseId, projectType: benchType, name: '示范项目', summary: '年产一万件精密零件' };
  const project = await http.send<Opened>('POST', '/api/projects', body, officer);
  const decide = (step: string, verdict: string, { number, seq }: Opened) =>
    http.send<Opened>(
      'POST',
      `/api/projects/${number}/${step}`,
      { verdict },
      { ...officer, 'if-match': `"${seq}"` },
    );
  const settled = await decide('lead', 'settled', project);
  const from = performance.now();
  const opened = await decide('notification', 'notified', settled);
  return { opened, ms: performance.now() - from };
}

async function look(
  http: Http,
  headers: Record<string, string>,
  path: string,
  times = looks,
): Promise<number[]> {
  const taken: number[] = [];
  for (let count = 0; count < times; count += 1) {
    const from = performance.now();
    await http.send('GET', path, null, headers);
    taken.push(performance.now() - from);
  }
  return taken;
}

const benchType = 'bench-plant';

/** A type of project that asks for twenty matters at once, as one more revision of the law. */
async function askForTwentyItems(site: Site): Promise<void> {
  const [latest] = await site.sql<{ revision: number; layers: PolicyLayer[] }>(
    'SELECT revision, layers FROM anjie.policy_revision ORDER BY revision DESC LIMIT 1',
  );
  if (latest === undefined) throw new Error('no policy');
  const zone = latest.layers.find(({ id }) => id === 'jxedz');
  const national = latest.layers.find(({ id }) => id === 'national');
  if (!zone || !national) throw new Error('no layer of the zone');
  const rowOf = (layer: PolicyLayer, key: string): PolicyRow => {
    const row = layer.rows.find((each) => each.key === key);
    if (row === undefined) throw new Error(`no row ${key}`);
    return row;
  };
  const codes = Array.from({ length: itemsEach }, (_, index) => `bench-${index + 1}`);
  const matter = rowOf(zone, 'matter.land-use-permit');
  const limit = rowOf(national, 'limit.matter.land-use-permit');
  const type = rowOf(zone, 'project-type.standard-plant');
  zone.rows.push(
    ...codes.flatMap((code) => [
      { ...matter, key: `matter.${code}`, value: { ...(matter.value as object), needs: [] } },
      { ...limit, key: `limit.matter.${code}` },
    ]),
    {
      ...type,
      key: `project-type.${benchType}`,
      value: {
        title: { zh: '测量', en: 'Bench' },
        items: codes.map((code) => ({ matter: code, before: 'construction' })),
        papers: [],
      },
    },
  );
  await site.sql(
    `INSERT INTO anjie.policy_revision (revision, layers) VALUES (${latest.revision + 1}, '${JSON.stringify(
      latest.layers,
    ).replaceAll("'", "''")}')`,
  );
}

/** Copies of one project with everything under it, from the `from`-th to the `to`-th. */
async function copyProject(site: Site, number: string, from: number, to: number): Promise<void> {
  const columns = async (table: string) =>
    (
      await site.sql<{ name: string }>(
        `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'anjie' AND table_name = '${table}' ORDER BY ordinal_position`,
      )
    ).map(({ name }) => name);
  const copyId = (column: string) => `md5(s.${column}::text || k)::uuid`;
  const copied = (column: string): string => {
    switch (column) {
      case 'id':
      case 'case_id':
      case 'root_id':
      case 'parent_id':
        return copyId(column);
      case 'number':
        return "s.number || '-' || k";
      case 'due_at':
      case 'next_rung_at':
      case 'promised_at':
        return `s.${column} + k * interval '1 minute'`;
      default:
        return `s.${column}`;
    }
  };
  const family = `SELECT f.id FROM anjie.case_file f JOIN anjie.case_file p ON p.id = f.root_id WHERE p.number = '${number}'`;
  for (const [table, key] of [
    ['case_file', 'id'],
    ['record_event', 'case_id'],
    ['open_step', 'case_id'],
  ] as const) {
    const names = await columns(table);
    await site.sql(
      `INSERT INTO anjie.${table} (${names.join(', ')}) SELECT ${names.map(copied).join(', ')}
       FROM generate_series(${from + 1}, ${to}) AS k CROSS JOIN (SELECT * FROM anjie.${table} WHERE ${key} IN (${family})) s`,
    );
  }
  await site.sql('ANALYZE');
}
