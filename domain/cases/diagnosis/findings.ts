import { roundsOf } from '../../case/case-queries';
import type { CaseView, StepDecision, StepState } from '../../case/case-view';
import { nothingMore, type Derived, type NothingMore } from '../../case/step';
import { rowOf, type Policy } from '../../law/policy';
import { ok, refuse, type Result } from '../../refusal';
import type { Instant, PlainDate } from '../../time/calendar';
import type { hazardGrades } from '../hazard';
import { checklistFor } from './checklist';

/* What the visits of a diagnosis have found, what of it is open, and who is in the case: read off its record alone. */

const [visit, revisit] = ['diagnosis/visit', 'diagnosis/revisit'];
const ofTheInstitute: readonly string[] = ['diagnosis/appointment', visit, revisit];

/** A finding as the record has it; its words are sealed. */
export type Finding = {
  readonly item: string;
  readonly grade: keyof typeof hazardGrades;
  /** As it was when it was found. */
  readonly clause: string;
  /** The situation of the standard that makes it major; null for a general one. */
  readonly situation: string | null;
};

/** A finding with what has become of it. */
export interface StandingFinding extends Finding {
  readonly toldAt: Instant;
  /** The day of the re-visit that saw it put right. */
  readonly closedOn: PlainDate | null;
}

/** Every finding of a diagnosis in the order in which the firm was told. */
export function findingsOf(view: CaseView): StandingFinding[] {
  const closed = new Map(
    decidedOn(view, revisit).flatMap(({ facts }) =>
      ((facts['closed'] ?? []) as string[]).map((item) => [item, facts['revisitedOn'] as PlainDate] as const),
    ),
  );
  return decidedOn(view, visit).flatMap(({ facts, at }) =>
    (facts['found'] as Finding[]).map((each) => ({
      ...each,
      toldAt: at,
      closedOn: closed.get(each.item) ?? null,
    })),
  );
}

/** The day of the visit whose results are all handed in; null before. */
export function visitedOn(view: CaseView): PlainDate | null {
  const done = decidedOn(view, visit).find(({ verdict }) => verdict === 'visited');
  return (done?.facts['visitedOn'] as PlainDate | undefined) ?? null;
}

/** Items that are not put right yet, beside those that are closed now. */
export function stillOpen(view: CaseView, closedNow: readonly string[] = []): string[] {
  return findingsOf(view)
    .filter(({ item, closedOn }) => closedOn === null && !closedNow.includes(item))
    .map(({ item }) => item);
}

/** What somebody of the institute hands in; `checklist` null while the visit goes on. */
interface HandedIn {
  readonly majors: readonly { readonly item: string; readonly situation: string }[];
  readonly generals: readonly { readonly item: string; readonly clause: string }[];
  readonly checklist: readonly { readonly situation: string; readonly result: string }[] | null;
}

type FindingRefusal = 'form-invalid' | 'situation-unknown' | 'checklist-incomplete' | 'checklist-contradicts';

/**
 * The findings that are handed in, graded: what names a situation of the standard is major, by its clause. Each item has a
 * number of its own over all rounds, the checklist is that of the trade, and what it calls found are the major findings.
 */
export function foundIn(
  view: CaseView,
  policy: Policy,
  { majors, generals, checklist }: HandedIn,
): Result<Derived<{ readonly found: Finding[] }>, FindingRefusal> {
  const before = findingsOf(view);
  const items = [...before, ...majors, ...generals].map(({ item }) => item);
  if (new Set(items).size < items.length)
    return refuse('form-invalid', 'each finding has an item number of its own', { pointer: '/majors' });
  const asked = checklistFor(policy, view.input['trade'] as string).map(({ code }) => code);
  const unknown = majors
    .filter(({ situation }) => !asked.includes(situation))
    .map(({ situation }) => situation);
  if (unknown.length > 0)
    return refuse('situation-unknown', `not looked for in this trade: ${unknown.join(', ')}`, {
      situations: unknown,
    });
  const major = [...before, ...majors].flatMap(({ situation }) => situation ?? []);
  const filled = checklist === null ? nothingMore : isFilledIn(checklist, asked, major);
  if (!filled.ok) return filled;
  return ok({
    facts: {
      found: [
        ...majors.map(({ item, situation }): Finding => {
          const { clause } = rowOf(policy, `diagnosis-situation.${situation}`).value;
          return { item, grade: 'major', clause, situation };
        }),
        ...generals.map(({ item, clause }): Finding => ({ item, grade: 'general', clause, situation: null })),
      ],
    },
  });
}

function isFilledIn(
  checklist: NonNullable<HandedIn['checklist']>,
  asked: readonly string[],
  major: readonly string[],
): Result<NothingMore, 'checklist-incomplete' | 'checklist-contradicts'> {
  const given = checklist.map(({ situation }) => situation);
  const missing = asked.filter((code) => given.filter((each) => each === code).length !== 1);
  const tooMany = given.filter((code) => !asked.includes(code));
  if (missing.length > 0 || tooMany.length > 0)
    return refuse('checklist-incomplete', 'each situation of the trade once', {
      situations: [...missing, ...tooMany],
    });
  const found = checklist.filter(({ result }) => result === 'found').map(({ situation }) => situation);
  const apart = [
    ...found.filter((code) => !major.includes(code)),
    ...major.filter((code) => !found.includes(code)),
  ];
  return apart.length === 0
    ? nothingMore
    : refuse('checklist-contradicts', 'what is found has a major finding each, and the other way round', {
        situations: apart,
      });
}

/** Refusal: `item-unknown` for what was not found, or is put right. */
export function areOpen(view: CaseView, items: readonly string[]): Result<NothingMore, 'item-unknown'> {
  const open = stillOpen(view);
  const unknown = items.filter((item) => !open.includes(item));
  return unknown.length === 0
    ? nothingMore
    : refuse('item-unknown', `not open: ${unknown.join(', ')}`, { items: unknown });
}

/** Whether every open item is there, and nothing else. */
export function whole(
  view: CaseView,
  items: readonly { readonly item: string }[],
): Result<NothingMore, 'item-unknown' | 'item-missing'> {
  const given = items.map(({ item }) => item);
  const known = areOpen(view, given);
  if (!known.ok) return known;
  const missing = stillOpen(view).filter((item) => !given.includes(item));
  return missing.length === 0
    ? nothingMore
    : refuse('item-missing', `left out: ${missing.join(', ')}`, { items: missing });
}

/** Answers after which somebody of the institute reads nothing more of the case. */
const goneWith: readonly string[] = ['handed-back', 'silent'];

/** Who of the institute is in the case: from the assignment on, unless their last word was no, or they had none. */
export function instituteIn({ steps }: CaseView): string[] {
  const named = new Set<string>();
  for (const { step, assignee, decision } of inOrder(Object.values(steps))) {
    if (assignee === null || !ofTheInstitute.includes(step)) continue;
    if (decision !== null && goneWith.includes(decision.verdict)) named.delete(assignee);
    else named.add(assignee);
  }
  return [...named];
}

function decidedOn(view: CaseView, id: string): StepDecision[] {
  return roundsOf(view, { id }).flatMap(({ decision }) => decision ?? []);
}

function inOrder(states: readonly StepState[]): StepState[] {
  return [...states].sort((one, other) => one.openedSeq - other.openedSeq);
}
