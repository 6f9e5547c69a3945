import {
  instantOf,
  millisOf,
  startOfDay,
  type Instant,
  type WorkCalendar,
} from '../../../domain/time/calendar';
import type { Act } from '../../../domain/moves/acts/act';
import type { CaseEvent } from '../../../domain/case/case-event';
import { openSteps, type CaseView, type StepState } from '../../../domain/case/case-view';
import type { Policy } from '../../../domain/law/policy';
import { roundsOf } from '../../../domain/case/case-queries';
import type { PauseGround } from '../../../domain/law/pause-grounds';
import type { Refusal, RefusalCode, Result } from '../../../domain/refusal';
import type { Actor } from '../../../domain/role';
import type { CaseType } from '../../../domain/case/case-type';
import calendarJson from '../../../prisma/data/calendar-cn.json';
import { referenceLayers } from '../../../prisma/data/policy/layers';
import type { CaseAnswer } from '../../../record/desk/desk';
import { MemoryOffice } from '../../../record/desk/memory';
import { straightWay, type Said } from '../../../setup/courses';
import { usualProposal } from '../../../setup/courses/tip-off';
import { decideAsUsual, reach, type Change } from './usual';
import * as people from './people';

export const calendar = calendarJson as WorkCalendar;

/** An office in memory under the law as it is published, on a day of the calendar. */
export function officeOn(date: string): MemoryOffice {
  return new MemoryOffice({ calendar, layers: referenceLayers }, morning(date));
}

/** Ten in the morning of a Shanghai date. */
export const morning = (date: string): Instant => instantOf(millisOf(startOfDay(date)) + 10 * 3_600_000);

export type { Said };
/** Other decisions than the usual ones: the n-th round of a step takes the n-th of its list, then the usual ones again. */
export type Instead = { readonly [step: string]: readonly Said[] };

/** The day on which a story begins where it is not said otherwise. */
const day = '2026-08-03';

export const said = {
  declined: {
    verdict: 'declined',
    allegesDeath: false,
    clause: 'no-clear-target-or-facts',
    reason: '对象不明',
  },
  transferred: { verdict: 'transferred', allegesDeath: false, to: '住建局', reason: '不属本局职责' },
  deathAlleged: { verdict: 'accepted', allegesDeath: true },
  substantiated: {
    verdict: 'substantiated',
    visitedOn: day,
    enterpriseId: people.firm,
    hazards: [
      { item: 'h1', grade: 'major', clause: 'order10:art3', description: '无证焊接' },
      { item: 'h2', grade: 'general', clause: 'order10:art4', description: '通道堵塞' },
    ],
  },
  unsubstantiated: { verdict: 'unsubstantiated', visitedOn: day, findings: '未见异常' },
  disagreed: { verdict: 'disagreed', reason: '漏项' },
  returned: { verdict: 'returned', reason: '证据不足' },
  refused: { verdict: 'refused', reason: '不符合条件' },
  noPenalty: { verdict: 'none', reason: '轻微并及时改正' },
  fined: { verdict: 'fined', fineFen: 12_000_000, confiscatedFen: 0, decidedOn: day },
  proposed: usualProposal,
} satisfies Record<string, Said>;

interface Opened {
  readonly caseType?: CaseType;
  readonly on?: string;
  readonly input?: {
    readonly [key: string]: string | number | boolean | readonly (string | { [key: string]: string })[];
  };
}

/** That the office takes a case back, as it is asked for and granted. */
export const requestWithdrawal = {
  act: 'request-withdrawal',
  reason: '重复登记',
  told: '与另一件举报为同一事项,已合并办理。',
} as const satisfies Act;
export const grantWithdrawal = {
  act: 'answer-withdrawal',
  grant: true,
  reason: '同意',
} as const satisfies Act;

/** A case and its family, as a test tells it. */
export class Story {
  private constructor(
    readonly office: MemoryOffice,
    readonly rootId: string,
  ) {}

  static async of({ caseType = 'tip-off', on = day, input = {} }: Opened = {}): Promise<Story> {
    const office = officeOn(on);
    const received = caseType === 'tip-off' ? { reporterKind: 'real-name', receivedAt: office.now } : {};
    const opening = {
      caseType,
      zone: people.zone,
      unit: people.unit,
      input: { ...received, ...input } as never,
    };
    return new Story(office, await office.open(opening, people.reporter));
  }

  /** The case of this type that was opened last. */
  idOf(caseType: CaseType): string {
    const id = this.office.caseIds.findLast((each) => this.office.view(each).caseType === caseType);
    if (id === undefined) throw new Error(`no ${caseType} in this family`);
    return id;
  }

  view(caseType: CaseType = this.office.view(this.rootId).caseType): CaseView {
    return this.office.view(this.idOf(caseType));
  }

  /** Steps that wait for somebody, over the whole family. */
  get open(): string[] {
    return this.office.caseIds.flatMap((id) => openSteps(this.office.view(id)).map(({ step }) => step));
  }

  get outcome(): string | null {
    return this.office.view(this.rootId).closed?.outcome ?? null;
  }

  /** How often a step was opened in the case of its type that was opened last. */
  rounds(step: string): StepState[] {
    return roundsOf(this.view(typeOf(step)), { id: step });
  }

  state(step: string): StepState {
    const state = this.rounds(step).at(-1);
    if (state === undefined) throw new Error(`${step} was never opened`);
    return state;
  }

  events<Kind extends CaseEvent['body']['kind']>(caseType: CaseType, kind: Kind) {
    return this.office
      .events(this.idOf(caseType))
      .flatMap(({ body }) =>
        body.kind === kind ? [body as Extract<CaseEvent['body'], { kind: Kind }>] : [],
      );
  }

  /** Ids of the rungs that were fired for a step, over all its rounds, in the order of the record. */
  rungsOf(step: string): string[] {
    return this.events(typeOf(step), 'rung-fired').flatMap(({ key, rung }) =>
      key.startsWith(`${step}#`) ? [rung] : [],
    );
  }

  decide(step: string, body: Said, actor: Actor, seenSeq: number | null = null): Promise<Result<CaseAnswer>> {
    return this.office.decide(this.idOf(typeOf(step)), { step, body, actor, seenSeq });
  }

  /** Decides as on an uneventful day, where need be by somebody else or with another body. */
  async does(step: string, change: Change = {}): Promise<CaseAnswer> {
    const caseId = this.idOf(typeOf(step));
    await reach(this.office, caseId, step);
    return must(await decideAsUsual(this.office, caseId, step, change));
  }

  /** The code with which a decision is refused; null where it is not. */
  async refusalOf(step: string, change: Change = {}): Promise<RefusalCode | null> {
    return codeOf(await decideAsUsual(this.office, this.idOf(typeOf(step)), step, change));
  }

  async acts(act: Act, actor: Actor, caseType: CaseType = typeOfAct(act) ?? 'tip-off'): Promise<CaseAnswer> {
    return must(await this.office.act(this.idOf(caseType), { act, actor, seenSeq: null }));
  }

  async actRefusal(
    act: Act,
    actor: Actor,
    caseType: CaseType = typeOfAct(act) ?? 'tip-off',
  ): Promise<RefusalCode | null> {
    return codeOf(await this.office.act(this.idOf(caseType), { act, actor, seenSeq: null }));
  }

  /** A pause of a step as it is granted: asked for by one, granted by somebody above. */
  async pauses(
    step: string,
    { ground = 'testing', days = 20, by }: { ground?: PauseGround; days?: number; by: Actor },
    grantedBy: Actor = people.deputy,
  ): Promise<CaseAnswer> {
    await this.acts({ act: 'request-pause', step, ground, days, reason: '送检' }, by);
    return this.acts({ act: 'answer-pause', step, grant: true, reason: '同意' }, grantedBy);
  }

  /** The office takes a case back: asked for by the section chief, granted by somebody above. */
  async withdraws(caseType: CaseType = 'tip-off', by: Actor = people.chief): Promise<CaseAnswer> {
    await this.acts(requestWithdrawal, by, caseType);
    return this.acts(grantWithdrawal, people.deputy, caseType);
  }

  /** Goes the usual course, until this step waits or, without one, until nothing waits any more. */
  async carry(until: string | null, instead: Instead = {}): Promise<this> {
    for (let moves = 0; moves < 100; moves++) {
      const open = inOrder(this.open, this.office.view(this.rootId).caseType);
      const [step] = open;
      if (step === undefined || (until !== null && open.includes(until))) return this;
      const body = instead[step]?.[this.rounds(step).length - 1];
      await this.does(step, body === undefined ? {} : { body });
    }
    throw new Error(`does not come to ${until ?? 'an end'}: ${this.open.join(', ')}`);
  }

  /** Ten in the morning of a date; rungs fire on the way. */
  on(date: string): Promise<void> {
    return this.office.advanceTo(morning(date));
  }

  policy(caseType: CaseType = 'tip-off'): Policy {
    return this.office.context().policy(this.view(caseType).policy);
  }
}

function must(result: Result<CaseAnswer>): CaseAnswer {
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.detail}`);
  return result.value;
}

export function codeOf(result: { readonly ok: boolean; readonly refusal?: Refusal }): RefusalCode | null {
  return result.refusal?.code ?? null;
}

/** As they follow one another on the straight way; what is not on it comes first. */
function inOrder(open: readonly string[], root: CaseType): string[] {
  const way = straightWay(root);
  return [...open].sort((one, other) => way.indexOf(one) - way.indexOf(other));
}

function typeOf(step: string): CaseType {
  return step.split('/')[0] as CaseType;
}

function typeOfAct(act: Act): CaseType | undefined {
  const step = 'step' in act ? act.step : 'fromStep' in act ? act.fromStep : undefined;
  return step === undefined ? undefined : typeOf(step);
}
