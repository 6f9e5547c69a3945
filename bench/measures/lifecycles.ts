import { setTimeout as pause } from 'node:timers/promises';
import { median, percentile, short, spread } from '../figures';
import type { Load } from '../load';
import type { Line } from '../report';
import { idleOf, sampleOf, type Sample, type Side } from '../side';
import type { CpuSeconds } from '../cpu';

export interface Pace {
  readonly name: string;
  readonly load: Load;
  /** Most CPU per lifecycle against the baseline that we wish to take, and least lifecycles a second. */
  readonly wish: { readonly cpu?: number; readonly rate?: number };
}

export interface Sides {
  readonly ours: Side;
  readonly overHttp: Side;
  readonly bare: Side;
}

const restMs = 15_000;

type SideName = keyof Sides;
const sideNames: readonly SideName[] = ['bare', 'ours', 'overHttp'];

/** Whole lifecycles at one pace, the sides alternating. Each round begins with another side. */
export async function measurePace(
  sides: Sides,
  { name, load, wish }: Pace,
  rounds: number,
  say: (text: string) => void,
): Promise<Line[]> {
  const samples: Record<SideName, Sample[]> = { bare: [], ours: [], overHttp: [] };
  const idle: Partial<Record<SideName, CpuSeconds>> = {};
  // What warmed up has to come to rest first: idle is what is taken off.
  await pause(restMs);
  for (const side of sideNames) idle[side] = await idleOf(sides[side]);
  for (let round = 0; round < rounds; round += 1) {
    for (const side of rotated(sideNames, round)) {
      const sample = await sampleOf(sides[side], load, idle[side] ?? {});
      samples[side].push(sample);
      say(`${name}, round ${round + 1}, ${side}: ${told(sample)}`);
    }
  }
  return linesOf(name, samples, wish);
}

function linesOf(name: string, samples: Record<SideName, Sample[]>, wish: Pace['wish']): Line[] {
  const { bare, ours, overHttp } = samples;
  const rate = (all: readonly Sample[]) => all.map(({ perSecond }) => perSecond);
  const cpu = (all: readonly Sample[]) => all.map(({ cpuTotalMs }) => cpuTotalMs);
  const compared = (
    what: string,
    own: readonly number[],
    theirs: readonly number[],
    wished: string,
  ): Line => ({
    what: `${name}: ${what}`,
    ours: spread(own),
    bare: spread(theirs),
    ratio: short(median(own.map((value, round) => value / (theirs[round] ?? Number.NaN)))),
    wish: wished,
  });
  const atMost = (value?: number) => (value === undefined ? '' : `≤ ${value} ×`);
  const atLeast = (value?: number) => (value === undefined ? '' : `≥ ${value} ×`);
  return [
    ...(wish.rate === undefined
      ? []
      : [
          compared('lifecycles/s through HTTP', rate(overHttp), rate(bare), atLeast(wish.rate)),
          compared('lifecycles/s at the desk', rate(ours), rate(bare), ''),
        ]),
    compared('CPU ms per lifecycle through HTTP, callers left out', cpu(overHttp), cpu(bare), ''),
    compared('CPU ms per lifecycle at the desk', cpu(ours), cpu(bare), atMost(wish.cpu)),
    latency(`${name}: a decision over HTTP, ms p50 / p95`, overHttp, bare),
    latency(`${name}: a decision at the desk, ms p50 / p95`, ours, bare),
  ];
}

function latency(what: string, own: readonly Sample[], theirs: readonly Sample[]): Line {
  const both = (all: readonly Sample[]) =>
    [0.5, 0.95]
      .map((share) => short(median(all.map(({ decisions }) => percentile(decisions, share)))))
      .join(' / ');
  return { what, ours: both(own), bare: both(theirs) };
}

function told({ perSecond, cpuMs, cpuTotalMs, decisions }: Sample): string {
  const parts = Object.entries(cpuMs).map(([part, ms]) => `${part} ${short(ms)}`);
  return (
    `${short(perSecond)} lifecycles/s, ${short(cpuTotalMs)} ms CPU each (${parts.join(', ')}), ` +
    `decision p50 ${short(percentile(decisions, 0.5))} p95 ${short(percentile(decisions, 0.95))} ms`
  );
}

function rotated<T>(values: readonly T[], by: number): T[] {
  const from = by % values.length;
  return [...values.slice(from), ...values.slice(0, from)];
}
