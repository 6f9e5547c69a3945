import { cpus, totalmem } from 'node:os';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../setup/folders';
import { printFailure, terminalProgress } from '../setup/progress';
import { historyLines } from './measures/histories';
import { measurePace, type Pace } from './measures/lifecycles';
import { measureNight, type NightPlan } from './measures/certificates';
import { measureLoginAttack } from './measures/login-attack';
import { measureManyOpen } from './measures/many-open';
import { measureProjects } from './measures/projects';
import { measureRungs } from './measures/rungs';
import { measureZoneView } from './measures/zone-view';
import { markdown, type Line } from './report';
import type { Side } from './side';
import { Site } from './site';

const names = [
  'burst',
  'apart',
  'far-apart',
  'rungs',
  'spread-rungs',
  'memory',
  'projects',
  'certificates',
  'login-attack',
  'zone-view',
] as const;
type Name = (typeof names)[number];

const progress = terminalProgress();
const say = (text: string) => progress.say(`  ${text}`);

/** `npm run bench`: measures, prints one table, judges nothing. `--quick` for a look, `--only burst,rungs` for parts. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      rounds: { type: 'string' },
    },
  });
  const wanted = (values.only?.split(',') ?? names) as readonly string[];
  const stranger = wanted.find((name) => !(names as readonly string[]).includes(name));
  if (stranger !== undefined) throw new Error(`--only knows ${names.join(', ')}; not ${stranger}`);
  const plan = planOf(values.quick, Number(values.rounds ?? (values.quick ? 1 : 3)));
  const wants = (name: Name) => wanted.includes(name);

  const lines: Line[] = [];
  const paces = plan.paces.filter(({ name }) => wants(name));
  if (paces.length > 0) lines.push(...(await atSite('lifecycles', (site) => lifecycles(site, plan, paces))));
  for (const [name, rungs] of [
    ['rungs', plan.rungs],
    ['spread-rungs', plan.spreadRungs],
  ] as const)
    if (wants(name) && rungs !== null)
      lines.push(...(await atSite(name, (site) => measureRungs(site, rungs, say))));
  if (wants('memory'))
    lines.push(...(await atSite('memory', (site) => measureManyOpen(site, plan.open, say))));
  if (wants('projects'))
    lines.push(...(await atSite('projects', (site) => measureProjects(site, plan.projects, say))));

  if (wants('certificates'))
    lines.push(...(await atSite('certificates', (site) => measureNight(site, plan.night, say))));
  if (wants('login-attack'))
    lines.push(...(await atSite('login-attack', (site) => measureLoginAttack(site, plan.attack, say))));

  if (wants('zone-view'))
    lines.push(...(await atSite('zone-view', (site) => measureZoneView(site, plan.zone, say))));

  process.stdout.write(`\n${machine(plan.rounds)}\n\n${markdown(lines)}\n`);
}

interface Plan {
  readonly rounds: number;
  readonly paces: readonly (Pace & { readonly name: Name })[];
  readonly rungs: Parameters<typeof measureRungs>[1];
  readonly spreadRungs: Parameters<typeof measureRungs>[1] | null;
  readonly open: number;
  readonly projects: Parameters<typeof measureProjects>[1];
  readonly night: NightPlan;
  readonly attack: Parameters<typeof measureLoginAttack>[1];
  readonly zone: Parameters<typeof measureZoneView>[1];
}

function planOf(quick: boolean, rounds: number): Plan {
  const some = (many: number, few: number) => (quick ? few : many);
  return {
    rounds,
    paces: [
      {
        name: 'burst',
        load: { cases: some(150, 40), lanes: some(20, 5), gapMs: 0 },
        wish: { cpu: 0.6, rate: 1.5 },
      },
      { name: 'apart', load: { cases: some(40, 8), lanes: 8, gapMs: 300 }, wish: { cpu: 1.1 } },
      // Twenty decisions a second, two seconds between two of one case.
      {
        name: 'far-apart',
        load: { cases: some(80, 40), lanes: some(40, 20), gapMs: some(2_000, 1_000) },
        wish: { cpu: 1.1 },
      },
    ],
    rungs: { cases: some(5_000, 300), overSeconds: 0, leadSeconds: some(360, 20) },
    spreadRungs: quick ? null : { cases: 5_000, overSeconds: 300, leadSeconds: 180 },
    open: some(10_000, 500),
    projects: { few: 100, many: some(10_000, 1_000) },
    night: { firms: some(1_000, 50), certificates: 100, leadSeconds: some(360, 60) },
    // A quarter of an hour in all.
    attack: { secondsEach: some(450, 20), lanes: 64 },
    zone: { by: some(10, 1) },
  };
}

/** All paces at one site: ours at the desk, ours over HTTP and the baseline, on the same two servers. */
async function lifecycles(site: Site, { rounds }: Plan, paces: readonly Pace[]): Promise<Line[]> {
  const desk = await site.desk();
  const visitors = await site.visitors();
  const baseline = await site.baseline();
  const engines = site.engines();
  const worker = site.workerPid;
  /** Letters that are still to go begin workflows of their own. */
  const drained = async (untilNoneRuns: () => Promise<void>) => {
    await site.untilCarriedOut();
    await untilNoneRuns();
  };
  const ours: Side = {
    pids: () => ({ client: desk.pid, worker, ...engines }),
    carry: (load) => desk.ask('carry', load),
    drain: () => drained(() => desk.ask('drain')),
  };
  const overHttp: Side = {
    // Those who call are not part of the system.
    pids: () => ({ api: site.apiPid, worker, ...engines }),
    carry: (load) => visitors.ask('carry', load),
    drain: () => drained(() => visitors.ask('drain')),
  };
  const bare: Side = {
    pids: () => ({ client: baseline.client.pid, worker: baseline.worker.pid, ...engines }),
    carry: (load) => baseline.client.ask('carry', load),
    drain: () => baseline.client.ask('drain'),
  };
  const sides = { ours, overHttp, bare };
  for (const [name, side] of Object.entries(sides)) {
    await side.carry({ cases: 15, lanes: 5, gapMs: 0 });
    await side.drain();
    say(`warm: ${name}`);
  }
  const lines: Line[] = [];
  for (const pace of paces) {
    const since = new Date().toISOString();
    lines.push(...(await measurePace(sides, pace, rounds, say)));
    lines.push(...historyLines(pace.name, await desk.ask('histories', since, 20)));
  }
  return lines;
}

/** Each measurement in a system of its own: what one leaves behind does not weigh on the next. */
async function atSite(name: string, work: (site: Site) => Promise<Line[]>): Promise<Line[]> {
  progress.say(`\n${name}: a system of its own`);
  const folder = join(projectFolder, '.anjie', 'bench', `${Date.now()}-${name}`);
  const site = await Site.open(folder, progress);
  try {
    return await work(site);
  } finally {
    await site.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function machine(rounds: number): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return (
    `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory} GB, ` +
    `Node ${process.versions.node}, everything on the one machine; ${rounds} alternating round(s), median (least-most).`
  );
}

main().catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
