import type {
  Before,
  CaseEvent,
  Effect,
  EventActor,
  EffectResult,
  ParentLink,
  PastDecision,
  TakeOver,
} from './case-event';
import type { PolicyPin } from '../law/policy-pin';
import { startOfDay, type Instant, type PlainDate } from '../time/calendar';
import type { Clock } from '../time/clock-state';
import type { JsonObject } from '../json';
import type { Title } from '../role';
import { unreachable } from '../refusal';
import type { CaseType } from './case-type';

export interface StepDecision {
  readonly verdict: string;
  readonly facts: JsonObject;
  readonly detail: JsonObject | null;
  readonly at: Instant;
  readonly actor: EventActor;
  readonly standingInFor: string | null;
}

/** A request by one person that another person answers. */
export interface Request {
  /** The natural person who asks, and those for whom they stood in on that day: none of them answers it. */
  readonly by: string;
  readonly binds: readonly string[];
  /** The line that asks. */
  readonly seq: number;
  readonly at: Instant;
  readonly state: 'requested' | 'granted' | 'refused';
}

export const requestStateTitles = {
  requested: { zh: '待答复', en: 'Waits for an answer' },
  granted: { zh: '已同意', en: 'Granted' },
  refused: { zh: '未同意', en: 'Refused' },
} as const satisfies Record<Request['state'], Title>;

export interface StepState {
  readonly key: string;
  readonly step: string;
  readonly openedSeq: number;
  readonly openedAt: Instant;
  readonly touchedSeq: number;
  readonly assignee: string | null;
  readonly level: number;
  readonly clock: Clock;
  /** The committed limit that runs beside the legal one; null where nothing is promised. */
  readonly promise: Clock | null;
  /** Ids of the rungs that have fired, of both clocks, in order. */
  readonly fired: readonly string[];
  readonly extension: ({ readonly byValue: number } & Request) | null;
  /** The last request to pause its time, answered or not; null where there was none. */
  readonly pause: ({ readonly ground: string; readonly days: number } & Request) | null;
  /** The last request to count the limit from another day; null where there was none. */
  readonly startCorrection: ({ readonly on: PlainDate } & Request) | null;
  readonly decision: StepDecision | null;
}

export interface ChildState {
  readonly key: string;
  readonly caseType: CaseType;
  readonly caseId: string;
  readonly number: string;
  readonly openedSeq: number;
  readonly openedAt: Instant;
  readonly touchedSeq: number;
  /** Whether its outcome survives a reopening of this case at an earlier step. */
  readonly stands: boolean;
  readonly closed: {
    readonly outcome: string;
    readonly facts: JsonObject;
    readonly at: Instant;
    /** It did not end by itself: it was withdrawn together with this case. */
    readonly cascaded: boolean;
  } | null;
}

export interface EffectState {
  readonly key: string;
  readonly effect: Effect;
  readonly openedSeq: number;
  readonly touchedSeq: number;
  readonly result: EffectResult | null;
}

export interface FactState {
  readonly key: string;
  readonly facts: JsonObject;
  readonly at: Instant;
  /** The natural person who recorded it, and those for whom they stood in on that day; none for the system. */
  readonly by: readonly string[];
  readonly openedSeq: number;
  readonly touchedSeq: number;
}

/** A paper that could not be cleaned: opened only as it was sent, once one person has asked and another agreed. */
export interface HeldPaper {
  /** The last request to open it, answered or not; null where there was none. */
  readonly request: Request | null;
  /** The scanner found something in it: it stays closed. */
  readonly quarantined: boolean;
}

/** What a case is, read off its record. Everything that is listed or decided is derived from this. */
export interface CaseView {
  readonly caseType: CaseType;
  readonly number: string;
  readonly zone: string;
  readonly unit: string;
  readonly policy: PolicyPin;
  readonly procedureVersion: number;
  readonly input: JsonObject;
  readonly parent: ParentLink | null;
  /** Set where the matter ran before the office kept its cases here; nothing happens in it before a second person agrees. */
  readonly takeOver: (TakeOver & Request) | null;
  /** What it was taken over with, its own or as a child case; null for a case that began here. */
  readonly before: Before | null;
  /** Decisions of before that the procedure has not asked for yet. */
  readonly past: readonly PastDecision[];
  readonly seq: number;
  /** Seq of the last event that a decision may depend on; `effect-done` and `paper-scanned` are none. */
  readonly matterSeq: number;
  readonly openedAt: Instant;
  readonly steps: { readonly [key: string]: StepState };
  readonly children: { readonly [key: string]: ChildState };
  readonly effects: { readonly [key: string]: EffectState };
  readonly facts: { readonly [key: string]: FactState };
  /** Ids of every paper of the file. */
  readonly papers: readonly string[];
  /** Those of them that could not be cleaned, by their id. */
  readonly heldPapers: { readonly [paperId: string]: HeldPaper };
  /** Papers that a list of materials asks for, by the material's code: the newest of each. */
  readonly materials: { readonly [code: string]: string };
  readonly closed: {
    readonly outcome: string;
    readonly facts: JsonObject;
    readonly seq: number;
    readonly at: Instant;
  } | null;
  /** The last request of the office to withdraw the case, answered or not; null where there was none. */
  readonly withdrawal: Request | null;
  /** Steps that a reopening has superseded, as they stood then, oldest first. */
  readonly superseded: readonly StepState[];
  /**
   * Facts of child cases that were withdrawn with this case, by their keys; their replacements get them in their input.
   */
  readonly carriedOver: { readonly [key: string]: JsonObject };
  /** Seq of the last reopening; a running procedure that began before it must begin again. */
  readonly reopenedSeq: number;
  readonly reopenedAt: Instant | null;
}

/** Folds the whole record of one case. The first event must be `opened`. */
export function viewOf(events: readonly CaseEvent[]): CaseView {
  const [first, ...rest] = events;
  if (first === undefined) throw new Error('a record begins with the event "opened"');
  return rest.reduce(applyEvent, openedView(first));
}

/** The view after the first line of a record. Throws Error on a line of another kind. */
export function openedView(event: CaseEvent): CaseView {
  if (event.body.kind !== 'opened') throw new Error('a record begins with the event "opened"');
  const { kind: _, takeOver, before, binds: __, ...opened } = event.body;
  return {
    ...opened,
    takeOver: takeOver === undefined ? null : { ...takeOver, ...requestedBy(event) },
    before: before ?? null,
    past: before?.decided ?? [],
    seq: event.seq,
    matterSeq: event.seq,
    openedAt: event.at,
    steps: {},
    children: {},
    effects: {},
    facts: {},
    papers: [],
    heldPapers: {},
    materials: {},
    closed: null,
    withdrawal: null,
    superseded: [],
    carriedOver: {},
    reopenedSeq: 0,
    reopenedAt: null,
  };
}

/** The view after one more event. Throws Error unless its seq is the next. */
// One flat switch over every kind of event: taken apart, it would hide a branch that is missing.
// eslint-disable-next-line max-lines-per-function
export function applyEvent(view: CaseView, event: CaseEvent): CaseView {
  if (event.seq !== view.seq + 1)
    throw new Error(`case ${view.number}: event ${event.seq} after ${view.seq}`);
  const { body, seq, at, actor } = event;
  const nobodysMatter = body.kind === 'effect-done' || body.kind === 'paper-scanned';
  const next = { ...view, seq, matterSeq: nobodysMatter ? view.matterSeq : seq };
  switch (body.kind) {
    case 'opened':
      throw new Error('a case is opened once');
    case 'step-opened':
      return withStep(next, body.key, {
        key: body.key,
        step: body.step,
        openedSeq: seq,
        openedAt: at,
        touchedSeq: seq,
        assignee: body.assignee,
        level: body.level,
        clock: body.clock,
        promise: body.promise ?? null,
        fired: body.fired,
        extension: null,
        pause: null,
        startCorrection: null,
        decision: null,
      });
    case 'decided':
      return changeStep(next, body.key, {
        decision: {
          verdict: body.verdict,
          facts: body.facts,
          detail: body.detail ?? null,
          at,
          actor,
          standingInFor: body.standingInFor ?? null,
        },
      });
    case 'decided-before':
      return takePast(
        withStep(next, body.key, {
          ...{ key: body.key, step: body.step, openedSeq: seq, touchedSeq: seq },
          ...{ openedAt: body.openedAt, clock: body.clock, promise: body.promise ?? null },
          ...{ assignee: null, level: 0, fired: [], extension: null, pause: null, startCorrection: null },
          decision: {
            verdict: body.verdict,
            facts: body.facts,
            detail: body.detail ?? null,
            at: startOfDay(body.on),
            actor,
            standingInFor: null,
          },
        }),
        body.key,
      );
    case 'rungs-passed':
      return changeStep(next, body.key, {
        fired: [...stepOf(view, body.key).fired, ...body.rungs.map(({ id }) => id)],
      });
    case 'rung-fired':
      return changeStep(next, body.key, { fired: [...stepOf(view, body.key).fired, body.rung] });
    case 'clock-superseded': {
      const { extension, pause, promise, startCorrection } = stepOf(view, body.key);
      return changeStep(next, body.key, {
        clock: body.clock,
        promise: body.promise ?? promise,
        extension: body.cause === 'extended' && extension ? { ...extension, state: 'granted' } : extension,
        pause: body.cause === 'paused' && pause ? { ...pause, state: 'granted' } : pause,
        startCorrection:
          body.cause === 'start-corrected' && startCorrection
            ? { ...startCorrection, state: 'granted' }
            : startCorrection,
      });
    }
    case 'policy-pinned':
      return { ...next, policy: body.policy };
    case 'extension-requested':
      return changeStep(next, body.key, {
        extension: { byValue: body.byValue, ...requestedBy(event) },
      });
    case 'extension-refused': {
      const { extension } = stepOf(view, body.key);
      return changeStep(next, body.key, { extension: extension && { ...extension, state: 'refused' } });
    }
    case 'pause-requested': {
      const { ground, days } = body;
      return changeStep(next, body.key, { pause: { ground, days, ...requestedBy(event) } });
    }
    case 'pause-refused': {
      const { pause } = stepOf(view, body.key);
      return changeStep(next, body.key, { pause: pause && { ...pause, state: 'refused' } });
    }
    case 'start-correction-requested':
      return changeStep(next, body.key, { startCorrection: { on: body.on, ...requestedBy(event) } });
    case 'start-correction-refused': {
      const { startCorrection } = stepOf(view, body.key);
      return changeStep(next, body.key, {
        startCorrection: startCorrection && { ...startCorrection, state: 'refused' },
      });
    }
    case 'assigned':
      return changeStep(next, body.key, { assignee: body.assignee });
    case 'child-opened':
      return {
        ...next,
        past: view.past.filter((each) => !isOfChild(each, body.key)),
        children: {
          ...view.children,
          [body.key]: {
            key: body.key,
            caseType: body.caseType,
            caseId: body.caseId,
            number: body.number,
            openedSeq: seq,
            openedAt: at,
            touchedSeq: seq,
            stands: body.stands === true,
            closed: null,
          },
        },
      };
    case 'child-closed':
      return {
        ...next,
        children: patch(view.children, body.key, {
          touchedSeq: seq,
          closed: {
            outcome: body.outcome,
            facts: body.facts,
            at,
            cascaded: actor.kind === 'system' && actor.part === 'parent',
          },
        }),
      };
    case 'child-reopened': {
      const ended = entryOf(view.children, body.key);
      const begun = supersede(next, ended.touchedSeq, at);
      return {
        ...begun,
        children: { ...begun.children, [body.key]: { ...ended, touchedSeq: seq, closed: null } },
      };
    }
    case 'effect-asked':
      return {
        ...next,
        effects: {
          ...view.effects,
          [body.key]: { key: body.key, effect: body.effect, openedSeq: seq, touchedSeq: seq, result: null },
        },
      };
    case 'effect-done':
      return { ...next, effects: patch(view.effects, body.key, { touchedSeq: seq, result: body.result }) };
    case 'fact-recorded':
      return {
        ...next,
        takeOver: body.key === agreement ? asAnswered(view.takeOver, 'granted') : view.takeOver,
        facts: {
          ...view.facts,
          [body.key]: {
            ...{ key: body.key, facts: body.facts, at, by: boundBy(event) },
            ...{ openedSeq: seq, touchedSeq: seq },
          },
        },
      };
    case 'noted':
      return next;
    case 'paper-added':
      return {
        ...next,
        papers: [...view.papers, body.paperId],
        heldPapers:
          body.held === true
            ? {
                ...view.heldPapers,
                [body.paperId]: { request: null, quarantined: body.scan === 'found' },
              }
            : view.heldPapers,
        materials:
          body.material === undefined ? view.materials : { ...view.materials, [body.material]: body.paperId },
      };
    case 'paper-scanned':
      return body.found === null ? next : withPaper(next, body.paperId, { quarantined: true });
    case 'original-requested':
      return withPaper(next, body.paperId, { request: requestedBy(event) });
    case 'original-answered': {
      const asked = view.heldPapers[body.paperId]?.request ?? null;
      const state = body.grant ? 'granted' : 'refused';
      return withPaper(next, body.paperId, { request: asked && { ...asked, state } });
    }
    case 'withdrawal-requested':
      return { ...next, withdrawal: requestedBy(event) };
    case 'withdrawal-refused':
      return { ...next, withdrawal: view.withdrawal && { ...view.withdrawal, state: 'refused' } };
    case 'closed':
      return {
        ...next,
        closed: { outcome: body.outcome, facts: body.facts, seq, at },
        withdrawal: answeredBy(view.withdrawal, body.outcome),
        takeOver: asAnswered(view.takeOver, 'refused'),
      };
    case 'reopened':
      return supersede(next, stepOf(view, body.fromKey).openedSeq, at);
    default:
      return unreachable(body);
  }

  function withPaper(base: CaseView, id: string, change: Partial<HeldPaper>): CaseView {
    const held = base.heldPapers[id] ?? { request: null, quarantined: false };
    return { ...base, heldPapers: { ...base.heldPapers, [id]: { ...held, ...change } } };
  }
  function withStep(base: CaseView, key: string, state: StepState): CaseView {
    return { ...base, steps: { ...base.steps, [key]: state } };
  }
  function changeStep(base: CaseView, key: string, change: Partial<StepState>): CaseView {
    return withStep(base, key, { ...stepOf(view, key), ...change, touchedSeq: seq });
  }
}

/** The fact by which a second person agrees to a take-over; its procedure waits for it. */
export const agreement = 'fact/take-over#1';

function asAnswered(takeOver: CaseView['takeOver'], state: Request['state']): CaseView['takeOver'] {
  return takeOver?.state === 'requested' ? { ...takeOver, state } : takeOver;
}

/** The view without the first decision of before that the step of a key has taken. */
function takePast(view: CaseView, key: string): CaseView {
  const taken = view.past.findIndex((each) => keyOfPast(each) === key.split('#')[0]);
  return { ...view, past: view.past.filter((_, at) => at !== taken) };
}

/** The key of a step decided before, without its round. */
export function keyOfPast({ step, part }: Pick<PastDecision, 'step' | 'part'>): string {
  return part === undefined ? step : `${step}/${part}`;
}

/** Whether a decision of before belongs to the child case of this key, `child/<type>#n` or `child/<type>/<part>#n`. */
export function isOfChild({ step, part }: Pick<PastDecision, 'step' | 'part'>, key: string): boolean {
  const [, caseType, of] = key.split('#')[0]?.split('/') ?? [];
  return step.split('/')[0] === caseType && part === of;
}

function requestedBy({ seq, at, actor, body }: CaseEvent): Request {
  const binds = 'binds' in body ? (body.binds ?? []) : [];
  return { by: actor.kind === 'staff' ? actor.personId : actor.kind, binds, seq, at, state: 'requested' };
}

function boundBy({ actor, body }: CaseEvent): string[] {
  const binds = 'binds' in body ? (body.binds ?? []) : [];
  return actor.kind === 'staff' ? [actor.personId, ...binds] : [...binds];
}

/** A withdrawal request as answered by the outcome with which the case has closed. */
function answeredBy(request: CaseView['withdrawal'], outcome: string): CaseView['withdrawal'] {
  if (request?.state !== 'requested') return request;
  return { ...request, state: outcome === 'withdrawn' ? 'granted' : 'refused' };
}

function stepOf(view: CaseView, key: string): StepState {
  const state = view.steps[key];
  if (state === undefined) throw new Error(`case ${view.number}: no step ${key}`);
  return state;
}

function entryOf<T>(entries: { readonly [key: string]: T }, key: string): T {
  const entry = entries[key];
  if (entry === undefined) throw new Error(`no entry ${key}`);
  return entry;
}

function patch<T>(
  entries: { readonly [key: string]: T },
  key: string,
  change: Partial<T>,
): { readonly [key: string]: T } {
  return { ...entries, [key]: { ...entryOf(entries, key), ...change } };
}

/** Reopens the view: the end of the case, and all that was opened at or after line `from`, no longer hold. */
function supersede(view: CaseView, from: number, at: Instant): CaseView {
  return {
    ...view,
    closed: null,
    withdrawal: null,
    reopenedSeq: view.seq,
    reopenedAt: at,
    steps: before(view.steps, from),
    superseded: [
      ...view.superseded,
      ...Object.values(view.steps).filter(({ openedSeq }) => openedSeq >= from),
    ],
    children: thatStand(view.children, from),
    effects: before(view.effects, from),
    facts: before(view.facts, from),
    carriedOver: { ...view.carriedOver, ...leftBehind(view.children) },
  };
}

function before<T extends { readonly openedSeq: number }>(
  entries: { readonly [key: string]: T },
  seq: number,
): { readonly [key: string]: T } {
  return Object.fromEntries(Object.entries(entries).filter(([, entry]) => entry.openedSeq < seq));
}

/** The child cases that a reopened case keeps; those that its withdrawal ended are opened again. */
function thatStand(children: CaseView['children'], seq: number): CaseView['children'] {
  const stand = ({ openedSeq, stands, closed }: ChildState) =>
    closed?.cascaded !== true && (stands || openedSeq < seq);
  return Object.fromEntries(Object.entries(children).filter(([, child]) => stand(child)));
}

function leftBehind(children: CaseView['children']): CaseView['carriedOver'] {
  return Object.fromEntries(
    Object.values(children).flatMap(({ key, closed }) => (closed?.cascaded ? [[key, closed.facts]] : [])),
  );
}

/** Steps that wait for somebody. A closed case has none. */
export function openSteps(view: CaseView): StepState[] {
  if (view.closed) return [];
  return Object.values(view.steps).filter((state) => state.decision === null);
}

/** The open step that was opened last; null where none is open. */
export function latestOpenStep(view: CaseView): StepState | null {
  return lastOpened(openSteps(view));
}

/** Of some steps the one that was opened last; null where there is none. */
export function lastOpened(steps: readonly StepState[]): StepState | null {
  return steps.reduce<StepState | null>(
    (latest, state) => (latest === null || state.openedSeq > latest.openedSeq ? state : latest),
    null,
  );
}
