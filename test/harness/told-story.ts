import type { Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { decodeArrayFromPayloads } from '@temporalio/common/lib/internal-non-workflow';
import type { CaseChanges } from '../../domain/moves/story/changes';
import type { Story } from '../../domain/moves/story/story';
import type { Run } from './runs';

/** A line of the story as a reader finds it: when, and what happened. */
export interface ToldLine {
  readonly seq: number;
  /** Minute in Shanghai. */
  readonly at: string;
  readonly words: string;
}

/** What a marker says of one reading of the record. */
export interface ToldReading {
  /** Null for a letter that took longer: its summary stands where it was scheduled. */
  readonly summary: string | null;
  readonly toSeq: number;
  readonly nextRung: string | null;
  /** Of a long record only the last lines are told; this is the seq of the first of them, or 1 where all are. */
  readonly toldFromSeq: number;
  readonly decisions: readonly { readonly key: string; readonly verdict: string; readonly on?: string }[];
}

/** All that an operator reads in the histories of a case, with the codec and nothing else. */
export interface ToldStory {
  /** By seq; a line that was told twice is there once. */
  readonly lines: readonly ToldLine[];
  readonly readings: readonly ToldReading[];
  readonly signals: readonly { readonly name: string; readonly happened: readonly string[] }[];
  readonly timers: readonly string[];
  readonly children: readonly string[];
}

/** Reads the runs of a case as somebody does who has only the Temporal UI. */
export async function storyToldIn(client: Client, runs: readonly Run[]): Promise<ToldStory> {
  const opened = (payloads: readonly Payload[] | null | undefined) =>
    decodeArrayFromPayloads(client.options.loadedDataConverter, [...(payloads ?? [])]);
  const lines = new Map<number, ToldLine>();
  const story = {
    readings: [] as ToldReading[],
    signals: [] as ToldStory['signals'][number][],
    timers: [] as string[],
    children: [] as string[],
  };
  for (const event of runs.flatMap(({ events }) => events)) {
    const given = event.userMetadata?.summary;
    const [summary = ''] = (given ? await opened([given]) : []) as string[];
    const signal = event.workflowExecutionSignaledEventAttributes;
    const marker = event.markerRecordedEventAttributes;
    const done = event.activityTaskCompletedEventAttributes;
    if (signal) {
      const [, happened = []] = (await opened(signal.input?.payloads)) as [number, string[]?];
      story.signals.push({ name: signal.signalName ?? '', happened });
    } else if (marker || done) {
      const [told] = await opened((marker?.details?.['result'] ?? done?.result)?.payloads);
      const reading = told as (CaseChanges & { readonly story: Story }) | undefined;
      if (reading === undefined) continue;
      const { earlier = 0, happened, nextRung } = reading.story;
      const toldLines = happened.map(lineOf);
      for (const line of toldLines) lines.set(line.seq, line);
      story.readings.push({
        summary: summary || null,
        toSeq: reading.seq,
        nextRung,
        toldFromSeq: earlier > 0 ? (toldLines[0]?.seq ?? 1) : 1,
        decisions: reading.entries.filter((entry) => entry.is === 'step'),
      });
    } else if (event.timerStartedEventAttributes) story.timers.push(summary);
    else if (event.startChildWorkflowExecutionInitiatedEventAttributes) story.children.push(summary);
  }
  return { ...story, lines: [...lines.values()].sort((one, other) => one.seq - other.seq) };
}

function lineOf(told: string): ToldLine {
  const [, seq, at = '', words = ''] = /^(\d+) · (\d{4}-\d\d-\d\d \d\d:\d\d) · (.+)$/.exec(told) ?? [];
  if (seq === undefined) throw new Error(`no line of a story: ${told}`);
  return { seq: Number(seq), at, words };
}
