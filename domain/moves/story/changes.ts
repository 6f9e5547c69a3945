import type { CaseView, StepState } from '../../case/case-view';
import { matterTitle, subjectOf } from '../../law/matter';
import type { Policy } from '../../law/policy';
import { nextRungOf } from '../../case/case-queries';
import type { Title } from '../../role';
import { openPause } from '../../time/counting';
import { stageOf } from '../stage';
import type { Story } from './story';
import type { CaseType } from '../../case/case-type';
import { shanghaiDate, type Instant, type PlainDate } from '../../time/calendar';
import type { JsonObject } from '../../json';

/** A rung as the workflow needs it: when to fire, and whether the limit itself then decides. */
export interface NextRung {
  readonly id: string;
  readonly fireAt: Instant;
}

export type CaseChange =
  | {
      readonly is: 'step';
      readonly key: string;
      readonly verdict: string;
      /** The day in Shanghai, for people who read the history; those of older releases have none. */
      readonly on?: PlainDate;
      readonly facts: JsonObject;
    }
  | {
      readonly is: 'open';
      readonly key: string;
      readonly dueAt: Instant | null;
      /** Only while its time stands still: when that ends by itself, or null where the end is open. */
      readonly pausedUntil?: Instant | null;
      /** When the committed limit ends; only where one is promised. */
      readonly promisedAt?: Instant | null;
      /** The rung that fires next; null while paused, or where none is left. */
      readonly next: NextRung | null;
    }
  | {
      readonly is: 'child';
      readonly key: string;
      readonly caseId: string;
      readonly number: string;
      readonly caseType: CaseType;
      readonly subject?: Title;
    }
  | {
      readonly is: 'child-closed';
      readonly key: string;
      readonly outcome: string;
      readonly facts: JsonObject;
    }
  | { readonly is: 'effect'; readonly key: string; readonly done: boolean }
  | { readonly is: 'fact'; readonly key: string; readonly facts: JsonObject };

export interface Opened {
  readonly number: string;
  readonly caseType: CaseType;
  readonly unit: string;
  readonly version: number;
  readonly input: JsonObject;
  /** Only of a case that was taken over: its procedure begins when a second person has agreed. */
  readonly takenOver?: true;
  /** What it is about in words of the policy; only where that is known. */
  readonly subject?: Title;
}

/**
 * What changed in a record since a seq, cut down to what a procedure and its timers need.
 * Facts only: no text, no person, no detail. This is all that ever crosses into Temporal.
 */
export interface CaseChanges {
  readonly seq: number;
  /** What never changes; only for a reader who begins at seq 0. */
  readonly opened: Opened | null;
  readonly stage: string;
  readonly reopenedSeq: number;
  readonly outcome: string | null;
  readonly entries: readonly CaseChange[];
  /** The same in words, for people who read the history of the workflow; histories of older releases have none. */
  readonly story?: Story;
}

/**
 * The changes of a case since `sinceSeq` (0: all of it). With a policy, they also say in words what the case and its
 * children are about.
 */
export function changesSince(view: CaseView, sinceSeq: number, policy: Policy | null = null): CaseChanges {
  const fresh = <T extends { readonly touchedSeq: number }>(entries: { readonly [key: string]: T }) =>
    Object.values(entries).filter((entry) => entry.touchedSeq > sinceSeq);
  const { number, caseType, unit, procedureVersion: version, input } = view;
  const takenOver = view.takeOver === null ? {} : { takenOver: true as const };
  return {
    seq: view.seq,
    opened:
      sinceSeq === 0
        ? {
            ...{ number, caseType, unit, version, input, ...takenOver },
            ...inWords(policy && subjectOf(input, policy)),
          }
        : null,
    stage: stageOf(view),
    reopenedSeq: view.reopenedSeq,
    outcome: view.closed?.outcome ?? null,
    entries: [
      ...fresh(view.steps).map(stepChange),
      ...fresh(view.children).map((child): CaseChange =>
        child.closed
          ? { is: 'child-closed', key: child.key, outcome: child.closed.outcome, facts: child.closed.facts }
          : {
              is: 'child',
              key: child.key,
              caseId: child.caseId,
              number: child.number,
              caseType: child.caseType,
              ...inWords(policy && matterTitle(policy, partOfKey(child.key))),
            },
      ),
      ...fresh(view.effects).map((effect): CaseChange => ({
        is: 'effect',
        key: effect.key,
        done: effect.result !== null,
      })),
      ...fresh(view.facts).map((fact): CaseChange => ({ is: 'fact', key: fact.key, facts: fact.facts })),
    ],
  };
}

function inWords(subject: Title | null): { subject?: Title } {
  return subject === null ? {} : { subject };
}

/** What tells parallel children of one type apart, as their matter: of `child/approval-item/fire-review#1` the third part. */
function partOfKey(key: string): string {
  return key.split('#')[0]?.split('/')[2] ?? '';
}

function stepChange(state: StepState): CaseChange {
  if (state.decision) {
    const { verdict, at, facts } = state.decision;
    return { is: 'step', key: state.key, verdict, on: shanghaiDate(at), facts };
  }
  const next = nextRungOf(state);
  const pause = openPause(state.clock);
  return {
    is: 'open',
    key: state.key,
    dueAt: state.clock.dueAt,
    ...(pause === null ? {} : { pausedUntil: pause.until ?? null }),
    ...(state.promise === null ? {} : { promisedAt: state.promise.dueAt }),
    next: next && { id: next.id, fireAt: next.fireAt },
  };
}
