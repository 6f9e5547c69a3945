import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks a second on Linux, whatever the machine. */
const ticksPerSecond = 100;

interface Stat {
  readonly parent: number;
  /** Seconds of CPU, of the process and of its children that have ended. */
  readonly seconds: number;
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command's name may hold spaces and brackets: fields are counted after its closing one.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [user, system, childUser, childSystem] = fields.slice(11, 15).map(Number);
    const ticks = (user ?? 0) + (system ?? 0) + (childUser ?? 0) + (childSystem ?? 0);
    return { parent: Number(fields[1]), seconds: ticks / ticksPerSecond };
  } catch {
    return null;
  }
}

function allStats(): Map<number, Stat> {
  const stats = new Map<number, Stat>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? statOf(Number(entry)) : null;
    if (stat !== null) stats.set(Number(entry), stat);
  }
  return stats;
}

/** The processes whose CPU is counted, by what they are. */
export type Pids = { readonly [part: string]: number };
/** Seconds of CPU since the start of each part. */
export type CpuSeconds = { readonly [part: string]: number };

/** CPU of each part with all its descendants. Empty where there is no `/proc`. */
export function cpuOf(pids: Pids): CpuSeconds {
  if (process.platform !== 'linux') return {};
  const stats = allStats();
  const children = new Map<number, number[]>();
  for (const [pid, { parent }] of stats) children.set(parent, [...(children.get(parent) ?? []), pid]);
  const treeSeconds = (pid: number): number =>
    (stats.get(pid)?.seconds ?? 0) +
    (children.get(pid) ?? []).reduce((sum, child) => sum + treeSeconds(child), 0);
  return Object.fromEntries(Object.entries(pids).map(([part, pid]) => [part, treeSeconds(pid)]));
}

export function cpuBetween(before: CpuSeconds, after: CpuSeconds): CpuSeconds {
  return Object.fromEntries(
    Object.entries(after).map(([part, seconds]) => [part, seconds - (before[part] ?? 0)]),
  );
}

export function totalOf(cpu: CpuSeconds): number {
  return Object.values(cpu).reduce((sum, seconds) => sum + seconds, 0);
}

/** Resident memory in MB, now and at its highest; null where there is no `/proc`. */
export function memoryOf(pid: number): { readonly nowMb: number; readonly peakMb: number } | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const kilobytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
    return { nowMb: kilobytes('VmRSS') / 1024, peakMb: kilobytes('VmHWM') / 1024 };
  } catch {
    return null;
  }
}

/** The direct children of this process whose command line holds `words`. */
export function childNamed(words: string): number {
  for (const [pid, { parent }] of allStats()) {
    if (parent !== process.pid) continue;
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').includes(words)) return pid;
  }
  return 0;
}
