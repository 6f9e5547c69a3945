import { cleanedPaper } from '../../harness/cleaned';
import { notification } from '../../../domain/cases/project/steps';
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { pauseGrounds, type PauseGround } from '../../../domain/law/pause-grounds';
import type { Act } from '../../../domain/moves/acts/act';
import {
  instantOf,
  millisOf,
  shanghaiDate,
  type Instant,
  type PlainDate,
} from '../../../domain/time/calendar';
import { authorize } from '../../../domain/moves/authorize';
import { knownTo } from '../../../domain/moves/enterprise-visibility';
import { lateRound } from '../../../domain/moves/late-verdict';
import { openSteps, type CaseView } from '../../../domain/case/case-view';
import { openPause } from '../../../domain/time/counting';
import { stepDef, steps } from '../../../domain/cases/catalogue';
import { latestDecision } from '../../../domain/case/case-queries';
import type { Result } from '../../../domain/refusal';
import type { Role } from '../../../domain/role';
import { findingsOf, stillOpen } from '../../../domain/cases/diagnosis/findings';
import { openItems } from '../../../domain/cases/rectification/steps';
import type { MemoryOffice } from '../../../record/desk/memory';
import { contactOf, crowd, holdersNear } from './crowd';
import { firm, otherFirm } from './people';
import { usual } from '../../../setup/courses';
import { checklist, usualTrade } from '../../../setup/courses/network/diagnosis';
import type { Said } from './story';
import { missingForAFiling, materialsOf } from './usual';

/*
 * Attempts at random. An attempt is a handful of numbers; what they mean is read off the case as it
 * stands when its turn comes, so that shortening a sequence keeps it meaningful.
 */

export type Attempt =
  | {
      readonly try: 'decide-sensibly' | 'decide-wildly' | 'act';
      readonly draws: readonly number[];
    }
  | { readonly try: 'wait'; readonly hours: number; readonly engineAway: boolean };

const grounds = Object.keys(pauseGrounds) as PauseGround[];

const draws = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });

/** Mostly sensible decisions, so that sequences come far; some wild ones, acts, and days that pass. */
export const attempts: fc.Arbitrary<Attempt[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: attemptTo('decide-sensibly') },
    { weight: 1, arbitrary: attemptTo('decide-wildly') },
    { weight: 6, arbitrary: attemptTo('act') },
    {
      weight: 1,
      arbitrary: fc.record({
        try: fc.constant('wait' as const),
        hours: fc.integer({ min: 1, max: 24 * 30 }),
        engineAway: fc.boolean(),
      }),
    },
  ),
  // As long as asked for: by itself fast-check keeps to short ones.
  { minLength: 10, maxLength: 70, size: 'max' },
);

function attemptTo<Kind extends 'decide-sensibly' | 'decide-wildly' | 'act'>(kind: Kind) {
  return fc.record({ try: fc.constant(kind), draws });
}

/** What attempts look at and are made on. */
export type TriedOffice = Pick<
  MemoryOffice,
  | 'now'
  | 'caseIds'
  | 'events'
  | 'view'
  | 'circumstances'
  | 'decide'
  | 'act'
  | 'addPaper'
  | 'advanceTo'
  | 'leapTo'
>;

/** Makes an attempt; answers what came of it, or null where only time has passed. */
export async function make(office: TriedOffice, attempt: Attempt): Promise<Result<unknown> | null> {
  if (attempt.try === 'wait') {
    const until = instantOf(millisOf(office.now) + attempt.hours * 3_600_000);
    if (attempt.engineAway) office.leapTo(until);
    else await office.advanceTo(until);
    return null;
  }
  const draw = new Draw(attempt.draws, office.now);
  const caseId = draw.of(office.caseIds);
  switch (attempt.try) {
    case 'decide-sensibly':
      return decideSensibly(office, draw);
    case 'decide-wildly':
      return decideWildly(office, caseId, draw);
    case 'act':
      return actAtRandom(office, caseId, draw);
  }
}

/** Any step of the catalogue on any case by anybody: nearly always refused. */
function decideWildly(office: TriedOffice, caseId: string, draw: Draw): Promise<Result<unknown>> {
  const view = office.view(caseId);
  const step = draw.of([...openSteps(view).map((open) => open.step), ...steps.keys()]);
  const verdict = draw.of([...Object.keys(stepDef(step).verdicts), 'approve-everything']);
  const form = stepDef(step).verdicts[verdict]?.form;
  const body = { verdict, ...(form === undefined ? {} : (filled(form, view, draw) as object)) };
  const actor = draw.of(crowd);
  const { seq } = knownTo(actor, view, office.circumstances(caseId));
  return office.decide(caseId, { step, body, actor, seenSeq: seenAtRandom(draw, seq) });
}

/** An open step by somebody of the office who may decide it or, one time in four, who only holds the role. */
async function decideSensibly(office: TriedOffice, draw: Draw): Promise<Result<unknown> | null> {
  const waiting = office.caseIds.flatMap((caseId) => {
    const view = office.view(caseId);
    return openSteps(view).map(({ step }) => ({ caseId, view, step }));
  });
  if (waiting.length === 0) return null;
  const { caseId, view, step } = draw.of(waiting);
  // The papers of a filing come with its application; where that is refused, they were handed in all the same.
  const lacking = usual(step).needs === 'papers-of-the-matter' ? missingForAFiling(view) : [];
  const handedIn = lacking.length > 0 ? await handInAll(office, caseId, lacking) : null;
  const material = missingPaper(view);
  if (material !== undefined && draw.of([true, false])) return handIn(office, caseId, material);
  const { role, verdicts } = stepDef(step);
  // The first verdict leads on; with all alike hardly a case would be accepted, found and paid.
  const [onward = '', ...others] = Object.keys(verdicts);
  const verdict = draw.of([onward, onward, onward, onward, ...others]);
  const circumstances = office.circumstances(caseId);
  const able = crowd.filter(
    (actor) => authorize(view, { step, verdict, actor, seenSeq: null }, circumstances).ok,
  );
  if (able.length === 0 && draw.of([true, true, false]))
    return office.act(caseId, unblocked(view, step, draw));
  const choice = able.length > 0 && draw.of([true, true, true, false]) ? able : holdersNear(role, view.unit);
  const body = bodyFor(view, step, verdict, draw);
  const decided = await office.decide(caseId, { step, body, actor: draw.of(choice), seenSeq: null });
  return decided.ok ? decided : (handedIn ?? decided);
}

/** A paper that the project's list asks for and that does not lie in its file. */
function missingPaper(view: CaseView): string | undefined {
  const listed = latestDecision(view, notification)?.facts.papers ?? [];
  return listed.find(({ material }) => view.materials[material] === undefined)?.material;
}

/** Hands in one after the other; what came of the last. */
async function handInAll(
  office: TriedOffice,
  caseId: string,
  [first = '', ...rest]: readonly string[],
): Promise<Result<unknown>> {
  const answer = await handIn(office, caseId, first);
  return answer.ok && rest.length > 0 ? handInAll(office, caseId, rest) : answer;
}

export function handIn(office: TriedOffice, caseId: string, material: string): Promise<Result<unknown>> {
  const count = String(office.events(caseId).length).padStart(12, '0');
  const paperId = `cccccccc-0000-4000-8000-${count}`;
  return office.addPaper(caseId, cleanedPaper(paperId, material), contactOf(firm));
}

/** What a chief does about a step that nobody may decide: its time runs again, or it is given to somebody else. */
function unblocked(view: CaseView, step: string, draw: Draw) {
  const paused = openSteps(view).some((open) => open.step === step && openPause(open.clock) !== null);
  const to = draw.of(holdersNear(stepDef(step).role, view.unit));
  const act: Act =
    paused || to.kind === 'reporter'
      ? { act: 'resume', step, reason: '恢复办理' }
      : { act: 'assign', step, to: to.personId, reason: '改派' };
  return { act, actor: draw.of(holdersNear('section-chief', view.unit)), seenSeq: null };
}

/** A body that is valid by the form of this verdict. */
export function bodyFor(view: CaseView, step: string, verdict: string, draw: Draw): Said {
  const form = stepDef(step).verdicts[verdict]!.form;
  return { verdict, ...(filled(form, view, draw) as object) };
}

function actAtRandom(office: TriedOffice, caseId: string, draw: Draw): Promise<Result<unknown>> {
  const view = office.view(caseId);
  const late = lateVerdict(view);
  if (late !== undefined && draw.of([true, false])) {
    const actor = draw.of(holdersNear(stepDef(late.step).role, view.unit));
    const body = bodyFor(view, late.step, late.verdict, draw);
    return office.decide(caseId, { step: late.step, body, actor, seenSeq: seenAtRandom(draw, view.seq) });
  }
  const act = anyAct(draw, view);
  const holders = holdersNear(roleFor(act), view.unit);
  const actor = draw.of(draw.of([true, true, false]) ? holders : crowd);
  const { seq } = knownTo(actor, view, office.circumstances(caseId));
  return office.act(caseId, { act, actor, seenSeq: seenAtRandom(draw, seq) });
}

/** What may still come to a closed case. */
function lateVerdict(view: CaseView): { readonly step: string; readonly verdict: string } | undefined {
  return [...steps.values()]
    .flatMap(({ id, late }) => (late === undefined ? [] : [{ step: id, verdict: late.verdict }]))
    .find((each) => lateRound(view, each) !== null);
}

/** Whose office it is. */
function roleFor({ act }: Act): Role {
  if (act === 'intervene-early') return 'department-officer';
  return act === 'reopen' || act.startsWith('answer-') ? 'approver' : 'section-chief';
}

function anyAct(draw: Draw, view: CaseView): Act {
  const reason = '情况说明';
  const standing = Object.values(view.steps).map((state) => state.step);
  if (view.closed && draw.of([true, true, false])) {
    return { act: 'reopen', fromStep: draw.of([...standing, 'payout/release']), reason };
  }
  const extensible = openSteps(view).find((open) => stepDef(open.step).extension !== undefined);
  if (extensible?.extension?.state === 'requested') {
    return {
      act: 'answer-extension',
      step: extensible.step,
      grant: draw.of([true, true, false]),
      reason,
      told: reason,
    };
  }
  if (extensible && draw.of([true, false])) {
    const values = extensible.clock.limit.unit === 'months' ? [1, 3, 4] : [10, 30, 31];
    return { act: 'request-extension', step: extensible.step, byValue: draw.of(values), reason };
  }
  if (view.caseType === 'project' && draw.of([true, false])) {
    return { act: 'intervene-early', matter: draw.of(['works-planning-permit', 'fire-acceptance']), reason };
  }
  const asked = openSteps(view).find(({ pause }) => pause?.state === 'requested');
  if (asked && draw.of([true, true, false])) {
    return { act: 'answer-pause', step: asked.step, grant: draw.of([true, true, false]), reason };
  }
  const pausable = openSteps(view).find((open) => stepDef(open.step).pauses !== undefined);
  if (pausable && draw.of([true, false, false])) {
    const days = draw.of([1, 10, 40, 61]);
    return { act: 'request-pause', step: pausable.step, ground: draw.of(grounds), days, reason };
  }
  const step = draw.of([...openSteps(view).map((open) => open.step), 'tip-off/verification']);
  const to = draw.of(holdersNear(stepDef(step).role, view.unit));
  const first = view.steps[`${step}#1`];
  const paused = first !== undefined && openPause(first.clock) !== null;
  return draw.of<Act>([
    { act: 'assign', step, to: to.kind === 'staff' ? to.personId : firm, reason },
    paused
      ? { act: 'resume', step, reason }
      : { act: 'request-pause', step, ground: draw.of(grounds), days: 10, reason },
    { act: 'resume', step, reason },
    { act: 'request-extension', step, byValue: draw.of([0, 1, 10]), reason },
    { act: 'answer-extension', step, grant: draw.of([true, true, false]), reason, told: reason },
    { act: 'note', text: '来电询问' },
    { act: 'ask-wording', wording: '火花乱溅', reason },
    { act: 'pass-wording', line: 5, reason },
    draw.of<Act>([
      view.withdrawal?.state === 'requested'
        ? { act: 'answer-withdrawal', grant: true, reason }
        : { act: 'request-withdrawal', reason, told: reason },
      { act: 'note', text: '来电询问' },
      { act: 'note', text: '来电询问' },
    ]),
  ]);
}

/** Mostly what a caller on time has seen, sometimes nothing, sometimes what is over. */
function seenAtRandom(draw: Draw, seq: number): number | null {
  return draw.of([seq, null, null, null, seq, seq - 1]);
}

/** Picks by the numbers of an attempt, one after the other and round again. */
export class Draw {
  #next = 0;
  constructor(
    private readonly numbers: readonly number[],
    private readonly now: Instant,
  ) {}

  get today(): PlainDate {
    return shanghaiDate(this.now);
  }

  of<T>(choices: readonly T[]): T {
    const number = this.numbers[this.#next++ % this.numbers.length] ?? 0;
    const choice = choices[number % choices.length];
    if (choice === undefined) throw new Error('nothing to choose from');
    return choice;
  }
}

interface SchemaShape {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly TSchema[];
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: TSchema;
  readonly properties?: Record<string, TSchema>;
  readonly 'x-sealed'?: boolean;
  readonly 'x-person'?: string;
  readonly 'x-enterprise'?: boolean;
}

/** A value of a form, read off its schema: a new step of the catalogue is tried without a line here. */
function filled(schema: TSchema, view: CaseView, draw: Draw, name = ''): unknown {
  const shape = schema as SchemaShape;
  if (shape['x-sealed']) return '文字说明';
  if (shape['x-person']) {
    const holder = draw.of(holdersNear(shape['x-person'] as Role, view.unit));
    return holder.kind === 'staff' ? holder.personId : firm;
  }
  if (shape['x-enterprise']) return draw.of([firm, otherFirm]);
  if (shape.enum) return draw.of(shape.enum);
  if (shape.anyOf) return filled(draw.of(shape.anyOf), view, draw, name);
  if (shape.items) return list(shape.items, view, draw, name);
  if (shape.properties) {
    return Object.fromEntries(
      Object.entries(shape.properties).flatMap(([key, field]) =>
        leftOut(key, draw) ? [] : [[key, filled(field, view, draw, key)]],
      ),
    );
  }
  switch (shape.type) {
    case 'boolean':
      if (name === 'dedicated') return draw.of([true, true, false]);
      return draw.of([false, false, true]);
    case 'integer':
      return filledInteger(shape, view, draw, name);
    case 'null':
      return null;
    case 'string':
      return shape.format === 'date' ? draw.today : words(name, view);
    default:
      throw new Error(`no value known for the field ${name}`);
  }
}

/** Whoever was penalised today is barred, so mostly nobody was. */
function leftOut(name: string, draw: Draw): boolean {
  return name === 'penalisedOn' && draw.of([true, true, false]);
}

function filledInteger(
  { minimum = 0, maximum = Infinity }: SchemaShape,
  { input }: CaseView,
  draw: Draw,
  name: string,
): number {
  // The bank sends back what the case has paid.
  if (name === 'amountFen' && typeof input[name] === 'number') return input[name];
  // The rule book knows no accident in which more deaths were concealed than there were.
  if (name === 'deathsFinal') return 3;
  if (name === 'safetyYears') return draw.of([20, 3, 0]);
  return draw.of(
    [minimum, 1, 2, 20, 12_000_000].filter(
      (each) => each >= minimum && each <= (name.startsWith('deaths') ? 3 : maximum),
    ),
  );
}

/** Items are those that stand open, mostly all of them; hazards are numbered through. */
function list(items: TSchema, view: CaseView, draw: Draw, name: string): unknown[] {
  if (name === 'papers') return [];
  if (name === 'missing') return materialsOf(view).slice(0, 1);
  // Two majors of one visit are one too many; without any, nothing is found.
  if (name === 'checklist') return checklist(...draw.of([['dust-10'], ['dust-10'], []]));
  if (view.caseType === 'diagnosis') return listInDiagnosis(items, view, draw, name);
  const { properties }: { properties?: object } = items;
  if (properties && !('item' in properties)) return [filled(items, view, draw, name)];
  const open = view.caseType === 'rectification' ? openItems(view) : ['h1', 'h2', 'h3'];
  const some = draw.of([open, open, open, open.slice(0, 1)]);
  return some.map((item) => {
    const value = filled(items, view, draw, 'item');
    return typeof value === 'string' ? item : { ...(value as object), item };
  });
}

/** New findings are numbered on; what a firm or a re-visit speaks of is mostly what is open. */
function listInDiagnosis(items: TSchema, view: CaseView, draw: Draw, name: string): unknown[] {
  const found = findingsOf(view).length;
  const isNew = name === 'majors' || name === 'generals';
  const next = name === 'generals' ? found + 2 : found + 1;
  const named = isNew
    ? [`h${next}`]
    : draw.of([stillOpen(view), stillOpen(view), stillOpen(view).slice(0, 1)]);
  return named.map((item) => {
    const value = filled(items, view, draw, 'item');
    return typeof value === 'string' ? item : { ...(value as object), item };
  });
}

/** A string that its pattern takes. Bank references are of the case's own, as a bank's are. */
function words(name: string, { number, seq }: CaseView): string {
  switch (name) {
    case 'clause':
      return 'order10:art3';
    case 'batch':
      return 'B-20260810-AAAAAA';
    case 'bankReference':
    case 'reference':
      return `BANK-${number}-${seq}`;
    case 'order':
      return 'RE-2026-AAAAAAAA';
    case 'documentNo':
      return 'JX-2026-0001';
    case 'matter':
      return 'land-use-permit';
    case 'item':
      return 'h1';
    case 'place':
    case 'part':
      return 't1';
    case 'warden':
      return 'w1';
    case 'event':
      return 'concentric-rescue';
    case 'certificate':
      return 'p1-welding';
    case 'person':
    case 'people':
    case 'left':
      return 'p1';
    case 'duty':
      return 'worker';
    case 'job':
    case 'kind':
      return 'welding';
    case 'course':
      return 'confined-space';
    case 'session':
      return 'TS-2026-AAAAAAAA';
    case 'file':
      return 'TF-2026-AAAAAAAA';
    case 'claimCode':
      return 'C-7K3M9QX2AB';
    case 'trade':
      return usualTrade;
    case 'situation':
      return 'dust-10';
    default:
      throw new Error(`no words known for the field ${name}`);
  }
}
