import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';

/** What a process and all that it has started have done so far. */
interface Done {
  readonly cpuMs: number;
  readonly logBytes: number;
  readonly at: number;
}

/** Of a second of time so much CPU is work. A program that only waits, and looks at its timers, takes less. */
const workShare = 0.02;
/** Over less than this, CPU is told too coarsely. */
const leastSpanMs = 1_000;

/** Tells whether a program that does not answer yet is at work: it, or what it has started, takes CPU or writes its log. */
export class Headway {
  #seen: Done;

  constructor(private readonly watched: { readonly pid: number; readonly logFile: string }) {
    this.#seen = this.#look();
  }

  /** Whether it has worked since this was last asked; false where that was a moment ago. */
  hasMoved(): boolean {
    if (performance.now() - this.#seen.at < leastSpanMs) return false;
    const [before, now] = [this.#seen, this.#look()];
    this.#seen = now;
    return now.logBytes > before.logBytes || now.cpuMs - before.cpuMs >= workShare * (now.at - before.at);
  }

  #look(): Done {
    const { pid, logFile } = this.watched;
    return { cpuMs: cpuMsBelow(pid), logBytes: sizeOf(logFile), at: performance.now() };
  }
}

interface ProcessTime {
  readonly pid: number;
  readonly parent: number;
  readonly cpuMs: number;
}

/** The CPU of a process and of all below it. What has ended already is missing, which only looks like less. */
function cpuMsBelow(pid: number): number {
  const all = process.platform === 'linux' ? processTimes() : processTimesByPs();
  const family = new Set([pid]);
  for (let size = 0; size !== family.size;) {
    size = family.size;
    for (const each of all) if (family.has(each.parent)) family.add(each.pid);
  }
  return all.reduce((sum, each) => sum + (family.has(each.pid) ? each.cpuMs : 0), 0);
}

/** Linux counts CPU in hundredths of a second. */
const tickMs = 10;

function processTimes(): ProcessTime[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      // The name of the command may hold spaces and brackets, so fields are counted after the last bracket.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = Number(fields[11]) + Number(fields[12]);
      return [{ pid: Number(name), parent: Number(fields[1]), cpuMs: ticks * tickMs }];
    } catch {
      // It has ended in between.
      return [];
    }
  });
}

function processTimesByPs(): ProcessTime[] {
  try {
    const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,time='], { encoding: 'utf8' }).split('\n');
    return lines.flatMap((line) => {
      const [pid, parent, time = ''] = line.trim().split(/\s+/);
      // [days-][hours:]minutes:seconds, on some systems with hundredths
      const seconds = time.split(/[-:]/).reverse();
      const weights = [1, 60, 3_600, 86_400];
      const cpuMs =
        seconds.reduce((sum, part, index) => sum + Number(part) * (weights[index] ?? 0), 0) * 1_000;
      return pid === undefined || Number.isNaN(cpuMs)
        ? []
        : [{ pid: Number(pid), parent: Number(parent), cpuMs }];
    });
  } catch {
    return [];
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
