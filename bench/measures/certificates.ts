import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { PolicyLayer, PolicyRow } from '../../domain/law/policy';
import { addDays, addMonths, shanghaiDate } from '../../domain/time/calendar';
import { zone } from '../../prisma/seed';
import { cpuBetween, cpuOf, totalOf } from '../cpu';
import { short } from '../figures';
import type { Line } from '../report';
import type { Site } from '../site';

const benchZone = 'bench-training';
const rulesSettleMs = 11_000;
/** A night's looks are spread over so long behind midnight. */
const spreadSeconds = 300;

export interface NightPlan {
  readonly firms: number;
  /** Of each firm. */
  readonly certificates: number;
  /** From the first file that is entered to the night. */
  readonly leadSeconds: number;
}

/**
 * The worst night: every firm has a certificate that comes within ninety days of its end, so the file of each is looked
 * at. A day lasts a second here, and without the spread of midnight all looks come at once.
 */
export async function measureNight(
  site: Site,
  { firms, certificates, leadSeconds }: NightPlan,
  say: (text: string) => void,
): Promise<Line[]> {
  const what = `${firms * certificates} certificates of ${firms} firms, the night on which all are looked at`;
  await addZone(site);
  await pause(rulesSettleMs);
  const ids = await enterFirms(site, firms);
  const today = shanghaiDate(new Date().toISOString());
  // Issued so that the first comes within ninety days of its end after `leadSeconds` days, and the others years later.
  const first = addMonths(addDays(today, leadSeconds + 91), -36);
  const issuedOn = [
    first,
    ...Array.from({ length: certificates - 1 }, (_, at) => addDays(today, -1 - (at % 30))),
  ];
  const desk = await site.desk();
  const began = Date.now();
  await desk.ask('files', { zone: benchZone, firms: ids, issuedOn, since: addDays(today, -400) });
  await site.untilSeen();
  say(`${what}: entered in ${short((Date.now() - began) / 1000)} s`);
  if (Date.now() - began > leadSeconds * 1000) throw new Error('the files were not entered in time');

  const pids = { ...site.engines(), worker: site.workerPid };
  const before = await looked(site);
  while ((await looked(site)) === before) await pause(50);
  const from = Date.now();
  const cpuBefore = cpuOf(pids);
  while ((await looked(site)) - before < firms) await pause(200);
  await site.untilSeen();
  const seconds = (Date.now() - from) / 1000;
  const cpu = cpuBetween(cpuBefore, cpuOf(pids));
  const cpuMs = totalOf(cpu) * 1000;
  const [open] = await site.sql<{ open: number }>(
    `SELECT count(*)::int AS open FROM anjie.open_step WHERE step = 'training-file/renewal'`,
  );
  await desk.stop();
  return [
    { what: `${what}: s until all were`, ours: short(seconds), wish: '≤ 60' },
    { what: `${what}: certificates that wait for their review now`, ours: String(open?.open ?? 0) },
    {
      what: `${what}: CPU of worker, PostgreSQL and engine, % of one core over the ${spreadSeconds} s of a night`,
      ours: short(cpuMs / 10 / spreadSeconds),
      wish: '≤ 10',
    },
  ];
}

/** A zone in which a day lasts a second for the looks alone. */
async function addZone(site: Site): Promise<void> {
  const [latest] = await site.sql<{ revision: number; layers: PolicyLayer[] }>(
    'SELECT revision, layers FROM anjie.policy_revision ORDER BY revision DESC LIMIT 1',
  );
  if (latest === undefined) throw new Error('no policy');
  const row = (key: string, value: unknown): PolicyRow => ({
    ...{ key, value, validFrom: '2024-01-01', validTo: null },
    source: { title: 'bench', confidence: 'verified' },
  });
  const look = { value: 1, unit: 'seconds', effect: 'none', rollsForward: false, calendar: 'cn' };
  const rows = [row('demo.day', { dayMs: 1_000 }), row('limit.training-file.look', look)];
  const layer: PolicyLayer = { id: benchZone, title: { zh: '测量', en: 'Bench' }, parent: zone, rows };
  const layers = [...latest.layers.filter(({ id }) => id !== benchZone), layer];
  await site.sql(
    `INSERT INTO anjie.policy_revision (revision, layers) VALUES (${latest.revision + 1}, '${JSON.stringify(layers).replaceAll("'", "''")}')`,
  );
}

async function enterFirms(site: Site, firms: number): Promise<string[]> {
  const ids = Array.from({ length: firms }, () => randomUUID());
  const rows = ids.map((id, at) => `('${id}', '测量企业${at}', 'BENCH${String(at).padStart(13, '0')}')`);
  await site.sql(`INSERT INTO anjie.enterprise (id, name, credit_code) VALUES ${rows.join(', ')}`);
  return ids;
}

async function looked(site: Site): Promise<number> {
  const [row] = await site.sql<{ looked: number }>(
    `SELECT count(*)::int AS looked FROM anjie.record_event
      WHERE kind = 'decided' AND body->>'key' LIKE 'training-file/look%'`,
  );
  return row?.looked ?? 0;
}
