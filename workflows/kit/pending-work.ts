import { earliest } from '../../domain/case/case-queries';
import { caseTypes, stepDef, stepTitle } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import { roleTitles, type Title } from '../../domain/role';
import type { CaseChanges, CaseChange, Opened } from '../../domain/moves/story/changes';
import { wordsOfRung } from '../../domain/moves/story/story';
import { stepOfKey } from '../../domain/case/step';
import { shanghaiMinute, shanghaiTime, type Instant } from '../../domain/time/calendar';
import { staticSummary } from './contract';

/** What a timer waits for, in words for operators. */
export interface Alarm {
  /** Milliseconds of workflow time. */
  readonly at: number;
  readonly summary: string;
}

type OpenEntry = Extract<CaseChange, { is: 'open' }>;
export type ChildEntry = Extract<CaseChange, { is: 'child' }>;

/** The most lines of the story that are shown beside what is open. */
const shownLines = 8;

/** What is open in a case, by its changes, for the workflow that keeps its time. Pure: it knows nothing of Temporal. */
export class PendingWork {
  seq = 0;
  outcome: string | null = null;
  #askedAt: Instant = '';
  #story: readonly string[] = [];
  #stage = '';
  #opened: Opened | null = null;
  #reopenedSeq = 0;
  #shown = '';
  readonly #open = new Map<string, OpenEntry>();
  readonly #effects = new Set<string>();
  readonly #children = new Map<string, ChildEntry>();
  readonly #started = new Set<string>();

  constructor(
    private readonly caseType: CaseType,
    private readonly number: string,
  ) {}

  /** The seq and the time of the next reading; up to that time nothing will be missing. */
  ask(at: Instant): { readonly knownSeq: number; readonly at: Instant } {
    this.#askedAt = at;
    return { knownSeq: this.seq, at };
  }

  take(changes: CaseChanges): void {
    // The changes from an effect may repeat lines that were read meanwhile.
    const story = new Set([...this.#story, ...(changes.story?.happened ?? [])]);
    this.#story = [...story].slice(-shownLines);
    this.seq = Math.max(this.seq, changes.seq);
    this.outcome = changes.outcome;
    this.#stage = changes.stage;
    this.#opened = changes.opened ?? this.#opened;
    this.#reopenedSeq = changes.reopenedSeq;
    for (const entry of changes.entries) this.#note(entry);
    if (changes.outcome !== null) this.#open.clear();
  }

  #note(entry: CaseChange): void {
    switch (entry.is) {
      case 'open':
        this.#open.set(entry.key, entry);
        return;
      case 'step':
        this.#open.delete(entry.key);
        return;
      case 'effect':
        if (entry.done) this.#effects.delete(entry.key);
        else this.#effects.add(entry.key);
        return;
      case 'child':
        this.#children.set(entry.key, entry);
        return;
      case 'child-closed':
        this.#children.delete(entry.key);
        return;
      case 'fact':
        return;
    }
  }

  /** Whether the record was reopened after this run had begun: the state of the procedure is then out of date. */
  reopenedSince(first: CaseChanges): boolean {
    return this.#reopenedSeq > first.reopenedSeq;
  }

  /** Whether a rung of some open step fires by now. */
  isDue(nowMs: number): boolean {
    const next = this.nextAlarm();
    return next !== null && next.at <= nowMs;
  }

  /** The rung that fires first, over all open steps. */
  nextAlarm(): Alarm | null {
    let first: Alarm | null = null;
    for (const { key, next, dueAt, promisedAt } of this.#open.values()) {
      if (next === null) continue;
      const at = Date.parse(next.fireAt);
      if (first !== null && at >= first.at) continue;
      const promised = promisedAt ? ` · promised ${shanghaiMinute(promisedAt)}` : '';
      const due = dueAt === null ? '' : ` · due ${shanghaiMinute(dueAt)}`;
      first = { at, summary: `${wordsOfRung(key, next)}${promised}${due}` };
    }
    return first;
  }

  /** What the case is about: the engine shows it of the first run; later runs have to say it themselves. */
  get about(): string {
    return staticSummary(this.caseType, this.number, this.#opened?.subject);
  }

  /** The summary of a reading of the record: of which case or because of which rung, and from which seq on. */
  readingInWords(nowMs: number, wokenSeq: number): string {
    const due = [...this.#open.values()].flatMap(({ key, next }) =>
      next !== null && Date.parse(next.fireAt) <= nowMs ? [wordsOfRung(key, next)] : [],
    );
    const [rung] = due;
    const beside = due.length > 1 ? ` (${due.length})` : '';
    return [
      ...(this.seq === 0 ? [`${this.about} ·`] : []),
      rung === undefined ? '读取案卷' : `到档 rung due · ${rung}${beside} ·`,
      `record read from seq ${this.seq + 1}`,
      ...(wokenSeq > this.seq ? [`· woken to seq ${wokenSeq}`] : []),
    ].join(' ');
  }

  hasEffectsToCarryOut(): boolean {
    return this.#effects.size > 0;
  }

  /** Child cases that this run has not started yet; each is given once. */
  childrenToStart(): ChildEntry[] {
    const fresh = [...this.#children.values()].filter(({ key }) => !this.#started.has(key));
    for (const { key } of fresh) this.#started.add(key);
    return fresh;
  }

  /**
   * Markdown for the Temporal UI: what the case is about; its open steps with who decides them, their promised and
   * legal ends and the next rung; the cases that it waits for, as links; and what happened last. Fixed words only.
   */
  details(namespace: string): string {
    const steps = [...this.#open.values()];
    const promises = steps.some(({ promisedAt }) => promisedAt !== undefined);
    const children = [...this.#children.values()].map(
      (child) =>
        `- [${child.number}](/namespaces/${namespace}/workflows/${child.number}) ${bilingual(child.subject ?? caseTypes[child.caseType].title)}`,
    );
    return [
      `**${this.about}** · ${this.#stage}${this.outcome === null ? '' : ` · ${this.outcome}`}`,
      '',
      `截至 as of ${shanghaiTime(this.#askedAt)} · seq ${this.seq}`,
      ...(steps.length > 0
        ? [
            '',
            row(
              '环节 step',
              '办理人 decided by',
              ...(promises ? ['承诺 promised'] : []),
              '到期 due',
              '下一档 next rung',
            ),
            row(...Array.from({ length: promises ? 5 : 4 }, () => '---')),
            ...steps.map((step) => stepRow(step, promises)),
          ]
        : []),
      ...(children.length > 0 ? ['', `子案件 waiting for ${children.length}`, '', ...children] : []),
      ...(this.#story.length > 0 ? ['', '最近 lately', '', ...this.#story.map((line) => `- ${line}`)] : []),
      ...margin,
    ].join('\n');
  }

  /** The search attributes; null where they have not changed since the last call. */
  searchAttributesIfChanged(nowMs: number): ShownAttributes | null {
    if (this.#opened === null) return null;
    const { caseType, unit, input } = this.#opened;
    const steps = [...this.#open.values()];
    const dueAt = earliest(steps.map((step) => step.dueAt));
    const values = {
      caseType,
      stage: this.#stage,
      unit,
      matter: typeof input['matter'] === 'string' ? input['matter'] : null,
      dueAt,
      promisedAt: earliest(steps.map((step) => step.promisedAt ?? null)),
      overdue: dueAt !== null && Date.parse(dueAt) <= nowMs,
    };
    const shown = JSON.stringify(values);
    if (shown === this.#shown) return null;
    this.#shown = shown;
    return values;
  }
}

/** The UI gives the text a little less room than it needs, so an empty margin is added for it to cut off. */
const margin = ['', '\u00a0', '', '\u00a0'];

interface ShownAttributes {
  readonly caseType: CaseType;
  readonly stage: string;
  readonly unit: string;
  readonly matter: string | null;
  readonly dueAt: string | null;
  readonly promisedAt: string | null;
  readonly overdue: boolean;
}

function stepRow({ key, dueAt, promisedAt, pausedUntil, next }: OpenEntry, promises: boolean): string {
  const promised = promisedAt ? shanghaiMinute(promisedAt) : '–';
  return row(
    titleOf(key),
    roleOf(key),
    ...(promises ? [promised] : []),
    dueOrPaused(dueAt, pausedUntil),
    next ? `${next.id} ${shanghaiMinute(next.fireAt)}` : '–',
  );
}

function dueOrPaused(dueAt: string | null, pausedUntil: string | null | undefined): string {
  if (pausedUntil) return `中止至 paused until ${shanghaiMinute(pausedUntil)}`;
  return pausedUntil === null || dueAt === null ? '中止 paused' : shanghaiMinute(dueAt);
}

function row(...cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function titleOf(key: string): string {
  return bilingual(stepTitle(stepOfKey(key)));
}

function roleOf(key: string): string {
  return bilingual(roleTitles[stepDef(stepOfKey(key)).role]);
}

function bilingual({ zh, en }: Title): string {
  return `${zh} ${en}`;
}
