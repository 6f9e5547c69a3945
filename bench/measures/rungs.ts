import { setTimeout as pause } from 'node:timers/promises';
import type { PolicyLayer } from '../../domain/law/policy';
import { zone } from '../../prisma/seed';
import { cpuBetween, cpuOf, totalOf } from '../cpu';
import { percentile, short } from '../figures';
import type { Line } from '../report';
import type { Site } from '../site';

const benchZone = 'bench';
const lookEveryMs = 200;
/** A process may reckon by older rules for this long. */
const rulesSettleMs = 11_000;

export interface RungPlan {
  readonly cases: number;
  /** Over how many seconds the due instants are spread: 0 for all at one. */
  readonly overSeconds: number;
  /** Seconds from the first case that is opened to the first rung; all must be open by then. */
  readonly leadSeconds: number;
}

/**
 * Many cases whose only rung falls due at one instant, or evenly within some minutes, as the fixed offset of each
 * case spreads the rungs of limits in days. Counted on the record: how late each rung was, and that it fired once.
 */
export async function measureRungs(
  site: Site,
  { cases, overSeconds, leadSeconds }: RungPlan,
  say: (text: string) => void,
): Promise<Line[]> {
  const name = `${cases} rungs due ${overSeconds === 0 ? 'at one instant' : `within ${overSeconds} s`}`;
  await addBenchZone(site, leadSeconds + overSeconds);
  await pause(rulesSettleMs);
  const desk = await site.desk();
  const limitMs = (leadSeconds + overSeconds) * 1000;
  const first = Date.now() + leadSeconds * 1000;
  const fires = Array.from({ length: cases }, (_, each) => first + (each * overSeconds * 1000) / cases);
  // The limit counts from the receipt: so the receipt says when the rung fires.
  const receivedAt = fires.map((at) => new Date(at - limitMs).toISOString());
  const began = Date.now();
  const before = await firedIn(site);
  await desk.ask('open', { zone: benchZone, receivedAt, lanes: 16 });
  say(`${name}: opened in ${short((Date.now() - began) / 1000)} s`);
  await site.untilSeen();
  say(`${name}: all workflows wait; ${short((first - Date.now()) / 1000)} s to the first rung`);
  if (Date.now() > first) throw new Error('the cases were not open in time: give them a longer lead');

  const pids = { ...site.engines(), worker: site.workerPid };
  const cpuBefore = cpuOf(pids);
  const lags = await watch(site, fires, before, (fired) => say(`${name}: ${fired} fired`));
  const drainedIn = (Date.now() - first) / 1000;
  await site.untilSeen();
  await site.untilCarriedOut();
  const mailed = Date.now();
  const cpuMs = (totalOf(cpuBetween(cpuBefore, cpuOf(pids))) * 1000) / cases;
  const twice = await site.sql(
    `SELECT 1 FROM anjie.record_event WHERE kind = 'rung-fired' GROUP BY case_id, key, body->>'rung' HAVING count(*) > 1`,
  );
  await desk.stop();
  const figures = [0.5, 0.99, 1].map((share) => short(percentile(lags, share) / 1000));
  return [
    {
      what: `${name}: fired / lost / twice`,
      ours: `${lags.length} / ${cases - lags.length} / ${twice.length}`,
      wish: 'none lost, none twice',
    },
    { what: `${name}: late by s p50 / p99 / most`, ours: figures.join(' / ') },
    {
      what: `${name}: all fired after s; all mails sent after s`,
      ours: `${short(drainedIn)}; ${short((mailed - first) / 1000)}`,
    },
    { what: `${name}: CPU ms per case, with its mail`, ours: short(cpuMs) },
  ];
}

/** A zone in which an acceptance is due after some seconds and has one rung, which tells the section chief. */
async function addBenchZone(site: Site, limitSeconds: number): Promise<void> {
  const [latest] = await site.sql<{ revision: number; layers: PolicyLayer[] }>(
    'SELECT revision, layers FROM anjie.policy_revision ORDER BY revision DESC LIMIT 1',
  );
  if (latest === undefined) throw new Error('no policy');
  const inForce = {
    validFrom: '2024-01-01',
    validTo: null,
    source: { title: 'bench', confidence: 'verified' },
  } as const;
  const layer: PolicyLayer = {
    id: benchZone,
    title: { zh: '测量', en: 'Bench' },
    parent: zone,
    rows: [
      {
        key: 'limit.tip-off.acceptance',
        value: {
          ...{ value: limitSeconds, unit: 'seconds', effect: 'service-promise' },
          ...{ rollsForward: false, calendar: 'cn' },
        },
        ...inForce,
      },
      {
        key: 'ladder.standard',
        value: { rungs: [{ id: 'overdue', kind: 'overdue', at: { percent: 100 }, to: 'section-chief' }] },
        ...inForce,
      },
    ],
  };
  const layers = [...latest.layers.filter(({ id }) => id !== benchZone), layer];
  await site.sql(
    `INSERT INTO anjie.policy_revision (revision, layers) VALUES (${latest.revision + 1}, '${JSON.stringify(layers).replaceAll("'", "''")}')`,
  );
}

async function firedIn(site: Site): Promise<number> {
  const [row] = await site.sql<{ fired: number }>(
    `SELECT count(*)::int AS fired FROM anjie.record_event WHERE kind = 'rung-fired'`,
  );
  return row?.fired ?? 0;
}

/**
 * How late the rungs were, in the order in which they fired. The count of what is committed is looked at several
 * times a second: the k-th rung to fire is held against the k-th instant at which one was due.
 */
async function watch(
  site: Site,
  fires: readonly number[],
  before: number,
  say: (fired: number) => void,
): Promise<number[]> {
  const lags: number[] = [];
  const lastMs = fires.at(-1) ?? 0;
  const patienceMs = 60_000 + fires.length * 60;
  let saidAt = 0;
  while (lags.length < fires.length && Date.now() < lastMs + patienceMs) {
    await pause(lookEveryMs);
    const fired = (await firedIn(site)) - before;
    const now = Date.now();
    while (lags.length < fired) lags.push(now - (fires[lags.length] ?? now));
    if (now - saidAt > 10_000 && fired > 0) {
      say(fired);
      saidAt = now;
    }
  }
  return lags;
}
