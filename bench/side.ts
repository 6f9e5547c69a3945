import { setTimeout as pause } from 'node:timers/promises';
import { cpuBetween, cpuOf, totalOf, type CpuSeconds, type Pids } from './cpu';
import type { Load, LoadResult } from './load';

/** Something that carries cases, and the processes that this takes. */
export interface Side {
  readonly pids: () => Pids;
  carry(load: Load): Promise<LoadResult>;
  drain(): Promise<void>;
}

export interface Sample extends LoadResult {
  /** Lifecycles a second, from the first move until every workflow has completed. */
  readonly perSecond: number;
  /** Milliseconds of CPU for one lifecycle, by part; what the idle processes take anyway is left out. */
  readonly cpuMs: CpuSeconds;
  readonly cpuTotalMs: number;
}

/** Seconds of CPU a second that the processes take while nobody asks anything of them. */
export async function idleOf(side: Side, seconds = 5): Promise<CpuSeconds> {
  const before = cpuOf(side.pids());
  await pause(seconds * 1000);
  return scaled(cpuBetween(before, cpuOf(side.pids())), 1 / seconds);
}

export async function sampleOf(side: Side, load: Load, idle: CpuSeconds): Promise<Sample> {
  const before = cpuOf(side.pids());
  const began = performance.now();
  const result = await side.carry(load);
  await side.drain();
  const seconds = (performance.now() - began) / 1000;
  const spent = cpuBetween(before, cpuOf(side.pids()));
  const busy = cpuBetween(scaled(idle, seconds), spent);
  const cpuMs = scaled(busy, 1000 / load.cases);
  return { ...result, perSecond: load.cases / seconds, cpuMs, cpuTotalMs: totalOf(cpuMs) };
}

function scaled(cpu: CpuSeconds, by: number): CpuSeconds {
  return Object.fromEntries(Object.entries(cpu).map(([part, seconds]) => [part, seconds * by]));
}
