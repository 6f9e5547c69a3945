import { CaseMisfit } from '../misfit';
import type { Effect } from '../case/case-event';
import type { CaseFile, ChildOptions, ClosedChild, Closing, Procedure, StepOptions } from '../case/case-file';
import type { JsonObject } from '../json';
import type { CaseChanges, CaseChange, Opened } from './story/changes';
import type { CaseType } from '../case/case-type';

/** Something that the procedure asks for and that the record does not hold yet. */
export type Want =
  | { readonly want: 'step'; readonly key: string; readonly step: string; readonly options: StepOptions }
  | {
      readonly want: 'child';
      readonly key: string;
      readonly caseType: CaseType;
      readonly input: JsonObject;
      readonly options: ChildOptions;
    }
  | { readonly want: 'effect'; readonly key: string; readonly effect: Effect }
  | { readonly want: 'close'; readonly outcome: string; readonly facts: JsonObject };

/**
 * A procedure under way over the record of one case. It runs in two places: inside the transaction
 * that decides, to answer now, and inside the workflow, to be on time. Both feed it changes and collect
 * what it wants; the procedure itself cannot tell them apart.
 *
 * Everything is matched by key: the n-th call for one definition is `<step>#n`, so a procedure
 * must call in the same order for the same answers, and may hold no state of its own.
 */
export class Proceeding {
  readonly #known = new Map<string, CaseChange>();
  readonly #waiting = new Map<string, (entry: CaseChange) => void>();
  readonly #calls = new Map<string, number>();
  #wants: Want[] = [];
  #failure: unknown;
  #failed = false;

  constructor(
    private readonly procedure: Procedure,
    private readonly opened: Pick<Opened, 'version' | 'input' | 'takenOver'>,
  ) {}

  /** Begins to run the procedure; call it after the first `take`, so that the past is answered at once. */
  begin(): void {
    const file: CaseFile = {
      version: this.opened.version,
      step: (def, options) => this.#step(def.id, options ?? {}) as ReturnType<CaseFile['step']> as never,
      child: (caseType, input, options) => this.#child(caseType, input, options ?? {}),
      ask: (effect) => this.#ask(effect),
      fact: (kind) => this.#fact(kind),
    };
    const run = () => this.procedure.run(file, this.opened.input);
    // What one person claims about the past begins to count when another has agreed to it.
    const running = this.opened.takenOver ? file.fact('take-over').then(run) : run();
    running
      .then((closing) => this.#close(closing))
      .catch((failure: unknown) => {
        this.#failed = true;
        this.#failure = failure;
      });
  }

  /** Takes in what is new in the record, and answers the calls that have waited for it. */
  take(changes: CaseChanges): void {
    for (const entry of changes.entries) {
      this.#known.set(entry.key, entry);
      this.#wants = this.#wants.filter((want) => want.want === 'close' || want.key !== entry.key);
      if (!isAnswer(entry)) continue;
      this.#waiting.get(entry.key)?.(entry);
      this.#waiting.delete(entry.key);
    }
    if (changes.outcome !== null) this.#wants = [];
  }

  /**
   * What the procedure asks for and the record does not hold. A want stays until the record answers it. Throws
   * CaseMisfit where the procedure cannot go on over its record.
   */
  wants(): readonly Want[] {
    if (this.#failed) throw misfitOf(this.#failure);
    const closing = this.#wants.find(({ want }) => want === 'close');
    if (closing === undefined) return this.#wants;
    // A case that ends begins nothing more, in whatever order its parallel parts have run.
    return [...this.#wants.filter(({ want }) => want === 'effect'), closing];
  }

  #key(id: string): string {
    const count = (this.#calls.get(id) ?? 0) + 1;
    this.#calls.set(id, count);
    return `${id}#${count}`;
  }

  #answer(key: string, want: Want | null): Promise<CaseChange> {
    const entry = this.#known.get(key);
    if (entry !== undefined && isAnswer(entry)) return Promise.resolve(entry);
    if (entry === undefined && want !== null) this.#wants.push(want);
    return new Promise((resolve) => this.#waiting.set(key, resolve));
  }

  async #step(step: string, options: StepOptions): Promise<JsonObject> {
    const key = this.#key(partOf(step, options));
    const answered = this.#answer(key, { want: 'step', key, step, options });
    const { tells } = options;
    if (tells !== undefined)
      this.#ask({ kind: 'mail', template: tells, to: { kind: 'step', key }, about: { key } });
    const entry = await answered;
    if (entry.is !== 'step') throw new CaseMisfit('procedure-changed', { step });
    return { ...entry.facts, verdict: entry.verdict };
  }

  async #child(caseType: CaseType, input: JsonObject, options: ChildOptions): Promise<ClosedChild> {
    const key = this.#key(partOf(`child/${caseType}`, options));
    const entry = await this.#answer(key, { want: 'child', key, caseType, input, options });
    if (entry.is !== 'child-closed') throw new CaseMisfit('procedure-changed');
    return { outcome: entry.outcome, facts: entry.facts };
  }

  #ask(effect: Effect): void {
    const key = this.#key(`${effect.kind}/${effect.template}`);
    if (!this.#known.has(key)) this.#wants.push({ want: 'effect', key, effect });
  }

  async #fact(kind: string): Promise<JsonObject> {
    const entry = await this.#answer(this.#key(`fact/${kind}`), null);
    if (entry.is !== 'fact') throw new Error(`${kind} is no fact`);
    return entry.facts;
  }

  #close({ outcome, facts }: Closing): void {
    if (!this.procedure.outcomes.includes(outcome))
      throw new Error(`no outcome ${outcome} in ${this.procedure.caseType}`);
    this.#wants.push({ want: 'close', outcome, facts: facts ?? {} });
  }
}

function misfitOf(failure: unknown): CaseMisfit {
  return failure instanceof CaseMisfit
    ? failure
    : new CaseMisfit('procedure-changed', {}, { cause: failure });
}

function partOf(id: string, { part }: { readonly part?: string }): string {
  return part === undefined ? id : `${id}/${part}`;
}

/** Whether an entry settles the call that waits for its key; an open step or child does not. */
function isAnswer(entry: CaseChange): boolean {
  return entry.is === 'step' || entry.is === 'child-closed' || entry.is === 'fact';
}
