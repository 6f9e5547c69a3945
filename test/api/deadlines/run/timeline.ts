import { stepDef } from '../../../../domain/cases/catalogue';
import { usual } from '../../../../setup/courses';
import { loginAt } from '../../../../setup/courses/demo-logins';
import type { KeptOffice } from '../../kit/kept-office';
import type { Answer } from '../../kit/front';
import { expectOk } from '../../kit/story';
import { together, type CountedRung } from './counted';
import { decides } from './deciding';
import { decidesByItself, extensionRow } from './limits';
import { mailboxesOf, type Told } from './mailboxes';
import type { OfficeClock } from './office-clock';
import { isNamed, type Begun, type Patience, type Script, type Waiting } from './script';
import { subjectOf, termsOf, type CaseShown, type StepShown, type Terms } from './terms';

/* One time line for many cases side by side: it stops wherever something is to be seen or done, and nowhere else. */

/** What was seen of a limit. */
export interface Seen {
  readonly script: string;
  readonly patience: Patience;
  readonly number: string;
  readonly key: string;
  readonly step: string;
  readonly subject: string;
  /** Counted by hand. */
  readonly terms: Terms;
  /** What the API had shown as its ends when the step came up. */
  readonly dueAt: string | null;
  readonly promisedAt: string | null;
  /** What had fired by the time somebody looked; told to these mailboxes. */
  readonly fired: readonly FiredRung[];
  readonly mails: readonly (readonly string[])[];
  readonly mailsExpected: readonly (readonly string[])[];
  /** Whether the worklist of whoever decides marks it as overdue; null where it stands in none. */
  readonly markedOverdue: boolean | null;
  /** What a decision was answered in the first instant that is too late, or whenever the script has it decided. */
  readonly answered: { readonly status: number; readonly code: string | null } | null;
  /** The step after all that. */
  readonly after: StepShown;
  readonly outcome: string | null;
}

export interface FiredRung {
  readonly rung: string;
  readonly at: string;
  readonly firedAt: string;
  readonly late: boolean;
  readonly by: string;
}

/** `hold`: just before the engine comes to it; `pass`: once everything until then has happened. */
interface Moment {
  readonly at: Date;
  readonly engine: 'hold' | 'pass';
  readonly does: 'decide' | 'look' | 'look-and-decide';
}

interface Watch {
  readonly script: Script;
  readonly patience: Patience;
  readonly begun: Begun;
  readonly waiting: Waiting;
  readonly terms: Terms;
  readonly shown: StepShown;
  readonly told: Told;
  readonly mailsBefore: number;
  readonly moments: Moment[];
  answered: Seen['answered'];
}

/** Behind the end of its day a case fires within five minutes, so that not all of them do at once. */
const spreadMs = 5 * 60_000;
const aMinute = 60_000;

export class Timeline {
  readonly seen: Seen[] = [];
  readonly #watches = new Set<Watch>();

  constructor(
    private readonly office: KeptOffice,
    private readonly clock: OfficeClock,
  ) {}

  /** Lets the scripts play side by side until none of them has anything left to wait for. */
  async play(scripts: readonly Script[]): Promise<void> {
    await aFewAtATime(scripts, async (script) => this.#carryOn(script, await script.begins()));
    for (;;) {
      const next = [...this.#watches].map(({ moments }) => moments[0]!).sort(byTime)[0];
      if (next === undefined) return;
      await this.#goTo(next);
      const due = [...this.#watches].filter(({ moments: [first] }) => byTime(first!, next) <= 0);
      await aFewAtATime([...new Set(due.map(({ begun }) => begun))], async (family) => {
        for (const watch of due) if (watch.begun === family) await this.#act(watch);
      });
    }
  }

  async #goTo({ at, engine }: Moment): Promise<void> {
    await this.office.settled();
    if (engine === 'hold') await this.clock.holdAt(at);
    else await this.clock.passTo(at);
    await this.office.settled();
    // A session ends with half an hour in which nobody asks.
    this.office.logOut();
  }

  async #act(watch: Watch): Promise<void> {
    const { does } = watch.moments.shift()!;
    const looked = does === 'decide' ? null : await this.#look(watch);
    if (does !== 'look')
      watch.answered = answerOf(await this.#decide(watch.script, watch.begun, watch.waiting));
    if (looked !== null) this.seen.push({ ...looked, ...(await this.#afterwards(watch)) });
    if (watch.moments.length > 0) return;
    this.#watches.delete(watch);
    if (watch.waiting.step !== watch.script.endsWith) await this.#carryOn(watch.script, watch.begun);
  }

  /** Decides what nobody waits with, until only what is watched or left alone stands open. */
  async #carryOn(script: Script, begun: Begun): Promise<void> {
    for (;;) {
      const free: Waiting[] = [];
      for (const waiting of await this.#waitingIn(begun.number)) {
        if (this.#isWatched(waiting) || (await this.#watch(script, begun, waiting))) continue;
        if (!script.leaves?.includes(waiting.step)) free.push(waiting);
      }
      const next = free.find(({ step }) => !usual(step).last);
      if (next !== undefined) expectOk(await this.#decide(script, begun, next));
      else if (!(await this.#passesAGate(script, begun, free))) return;
    }
  }

  /** A gate opens once everything before it is there. */
  async #passesAGate(script: Script, begun: Begun, gates: readonly Waiting[]): Promise<boolean> {
    for (const gate of gates) {
      const answer = await this.#decide(script, begun, gate);
      if (answer.status < 300) return true;
      if (answer.body.code !== 'gate-shut') expectOk(answer);
    }
    return false;
  }

  #isWatched({ number, key }: Waiting): boolean {
    return [...this.#watches].some(({ waiting }) => waiting.number === number && waiting.key === key);
  }

  /** Begins to watch a step; false where it has nothing that the script waits for. */
  async #watch(script: Script, begun: Begun, waiting: Waiting): Promise<boolean> {
    const patience = patienceFor(script, waiting);
    if (patience === null) return false;
    const extendedBy = patience === 'extended' ? await this.#extended(waiting) : 0;
    if (patience === 'extended' && extendedBy === 0) return false;
    const reading = await this.#reading(waiting.number);
    const terms = termsOf(waiting, reading, extendedBy);
    if (patience === 'promise-kept' && terms.promise === null) return false;
    const shown = stepIn(reading, waiting);
    this.#watches.add({
      ...{ script, patience, begun, waiting, terms, shown, answered: null },
      told: toldOf(waiting, shown),
      mailsBefore: this.office.mail.mails.length,
      moments: momentsOf(patience, waiting, terms),
    });
    return true;
  }

  /** Asks for as much more time as the law gives, and is granted it; 0 where it gives none. */
  async #extended(waiting: Waiting): Promise<number> {
    const { number, step } = waiting;
    const { policy } = await this.#reading(number);
    const row = extensionRow({ def: stepDef(step), subject: subjectOf(waiting) }, policy.on);
    if (row === undefined) return 0;
    const byValue = row.maxEach ?? row.maxValue;
    const login = loginAt(usual(step).by, waiting.unit);
    const asked = { step, byValue, reason: '案情复杂' };
    expectOk(await this.office.as(login).act(number, 'request-extension', asked));
    const answer = { step, grant: true, reason: '同意', told: '需要更多时间' };
    expectOk(await this.office.as('director').act(number, 'answer-extension', answer));
    return byValue;
  }

  async #look(watch: Watch): Promise<Omit<Seen, 'answered' | 'after' | 'outcome'>> {
    const { script, patience, waiting, terms, shown, told } = watch;
    const { record } = await this.#reading(waiting.number);
    const fired = record.flatMap(({ kind, at, by, body }) =>
      kind === 'rung-fired' && body['key'] === waiting.key
        ? [
            {
              rung: body['rung'] as string,
              at: body['dueAt'] as string,
              firedAt: at,
              late: body['late'] as boolean,
              by: by.part ?? by.kind,
            },
          ]
        : [],
    );
    return {
      ...{ script: script.name, patience, number: waiting.number, terms, fired },
      ...{ key: waiting.key, step: waiting.step, subject: aboutOf(waiting) },
      dueAt: shown.clock.dueAt,
      promisedAt: shown.promise?.promisedAt ?? null,
      mails: this.#mailsSince(watch),
      mailsExpected: due(terms, this.clock.now())
        .map(({ to }) => mailboxesOf(to, told))
        .filter((mailboxes) => mailboxes.length > 0),
      markedOverdue: await this.#mark(waiting),
    };
  }

  async #afterwards({ waiting, answered }: Watch): Promise<Pick<Seen, 'answered' | 'after' | 'outcome'>> {
    const reading = await this.#reading(waiting.number);
    return { answered, after: stepIn(reading, waiting), outcome: reading.outcome };
  }

  #mailsSince({ waiting, mailsBefore }: Watch): (readonly string[])[] {
    const title = `环节:${stepDef(waiting.step).title.zh}\n`;
    return this.office.mail.mails
      .slice(mailsBefore)
      .filter(({ subject, text }) => subject.includes(waiting.number) && text.includes(title))
      .filter(({ subject }) => !subject.includes('延期申请已答复'))
      .map(({ to }) => [...to].sort());
  }

  async #mark({ number, key, step, unit }: Waiting): Promise<boolean | null> {
    const login = loginAt(usual(step).by, unit);
    if (login === null) return null;
    const { items } = expectOk(await this.office.as(login).get('/api/worklist?limit=100')).body as {
      items: { number: string; key: string; overdue: boolean }[];
    };
    return items.find((item) => item.number === number && item.key === key)?.overdue ?? null;
  }

  #decide(script: Script, begun: Begun, waiting: Waiting): Promise<Answer> {
    return decides(this.office, { script, begun, waiting, now: this.clock.now() });
  }

  async #reading(number: string): Promise<CaseShown> {
    return expectOk(await this.office.as('auditor').get(`/api/cases/${number}`)).body as CaseShown;
  }

  #waitingIn(number: string): Promise<Waiting[]> {
    return this.office.db.$queryRaw<Waiting[]>`
      SELECT f.number, f.unit, f.enterprise_id::text AS "enterpriseId", s.step, s.key,
        split_part(s.key, '#', 2)::int AS round,
        o.body->'input'->>'matter' AS matter, o.body->'input'->>'tier' AS tier
      FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
      JOIN anjie.record_event o ON o.case_id = f.id AND o.seq = 1
      WHERE f.root_id = (SELECT root_id FROM anjie.case_file WHERE number = ${number})
      ORDER BY s.opened_at, f.number, s.key`;
  }
}

/** Families side by side, but no more of them than the office has connections for. */
async function aFewAtATime<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all([lane(), lane(), lane()]);
}

/** How a step is waited for; null: not at all. */
function patienceFor({ patience, waits, lapses = [] }: Script, waiting: Waiting): Patience | null {
  if (isNamed(lapses, waiting)) return 'late';
  return isNamed(waits, waiting) ? patience : null;
}

function byTime(a: Moment, b: Moment): number {
  return a.at.getTime() - b.at.getTime() || (a.engine === b.engine ? 0 : a.engine === 'hold' ? -1 : 1);
}

function momentsOf(patience: Patience, { step }: Waiting, { limit, promise }: Terms): Moment[] {
  const lastSecond = (end: Date) => new Date(end.getTime() - 1_000);
  const expires = decidesByItself(stepDef(step));
  switch (patience) {
    case 'last-second':
      return [{ at: lastSecond(limit.end), engine: 'hold', does: 'look-and-decide' }];
    case 'promise-kept':
      return [{ at: lastSecond(promise!.end), engine: 'hold', does: 'look-and-decide' }];
    case 'late':
    case 'extended': {
      const rungs = together(limit, ...(promise === null ? [] : [promise]));
      const last = Math.max(limit.end.getTime(), ...rungs.map(({ at }) => at.getTime()));
      const over: Omit<Moment, 'does'> = { at: new Date(last + spreadMs + aMinute), engine: 'pass' };
      return expires
        ? [
            { at: limit.end, engine: 'hold', does: 'decide' },
            { ...over, does: 'look' },
          ]
        : [{ ...over, does: 'look-and-decide' }];
    }
  }
}

/** The rungs that have fallen due. */
export function due({ limit, promise }: Terms, by: Date): CountedRung[] {
  return together(limit, ...(promise === null ? [] : [promise])).filter(({ at }) => at <= by);
}

function toldOf({ step, unit, enterpriseId }: Waiting, { assignee, level }: StepShown): Told {
  const { role } = stepDef(step);
  const login = assignee === null ? null : loginAt(usual(step).by, unit);
  return { role, unit, level, assignee: login, enterpriseId };
}

function stepIn({ steps }: CaseShown, { key }: Waiting): StepShown {
  return steps.find((each) => each.key === key)!;
}

function answerOf({ status, body }: Answer): Seen['answered'] {
  return { status, code: (body as { code?: string }).code ?? null };
}

/** What the limit of a step is named by beside the step. */
function aboutOf(waiting: Waiting): string {
  const { limit, ladder } = stepDef(waiting.step);
  return `${limit} ${ladder}`.includes('{') ? Object.values(subjectOf(waiting)).join(' ') : '';
}
