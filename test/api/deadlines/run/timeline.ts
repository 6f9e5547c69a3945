import { stepDef } from '../../../../domain/cases/catalogue';
import { usual } from '../../../../setup/courses';
import { loginAt } from '../../../../setup/courses/demo-logins';
import type { Answer } from '../../kit/front';
import type { KeptOffice } from '../../kit/kept-office';
import { expectOk } from '../../kit/story';
import { together } from './counted-by-hand';
import { longestExtension } from './named-limits';
import type { OfficeClock } from './office-clock';
import {
  decide,
  isLeft,
  namesOf,
  patienceFor,
  type Begun,
  type Patience,
  type Script,
  type Waiting,
} from './script';
import { answerOf, lookAgain, lookAt, readingOf, stepIn, type Seen, type Watched } from './seen';
import { subjectOf, termsOf, type Terms } from './terms';

/* One time line for many cases side by side: it stops wherever something is to be seen or done, and nowhere else. */

/** `hold`: just before the engine comes to it; `pass`: once everything until then has happened. */
interface Moment {
  readonly at: Date;
  readonly engine: 'hold' | 'pass';
  readonly does: 'decide' | 'look' | 'look-and-decide';
}

/** A script with the case that it has begun. */
interface Play {
  readonly script: Script;
  readonly begun: Begun;
  /** What has not come yet of what it waits for. */
  readonly left: Set<string>;
}

interface Watch extends Watched {
  readonly play: Play;
  readonly moments: Moment[];
  answered: Seen['answered'];
}

/** Behind the end of its day a case fires within five minutes, so that not all of them do at once. */
const spreadMs = 5 * 60_000;
const aMinute = 60_000;
/** The longest way, a licence for five years and its renewal, is over by then: what still goes on goes in a circle. */
const longestYears = 12;

export class Timeline {
  readonly seen: Seen[] = [];
  readonly #watches = new Set<Watch>();
  /** Decisions on what was watched that were not taken, by step and case. */
  readonly #refused = new Map<string, string>();

  constructor(
    private readonly office: KeptOffice,
    private readonly clock: OfficeClock,
  ) {}

  /** Lets the scripts play side by side until none of them has anything left to wait for. */
  async play(scripts: readonly Script[]): Promise<void> {
    await aFewAtATime(scripts, async (script) => {
      const play = { script, begun: await script.begins(), left: new Set(script.waits) };
      await this.#carryOn(play);
    });
    const longest = new Date(this.office.now().getTime() + longestYears * 365 * 86_400_000);
    for (;;) {
      const next = [...this.#watches].map(({ moments }) => moments[0]!).sort(byTime)[0];
      if (next === undefined) return;
      if (next.at > longest) throw new Error(`nothing comes of ${this.#leftOver().join(', ')}`);
      await this.#goTo(next);
      const due = [...this.#watches].filter(({ moments: [first] }) => byTime(first!, next) <= 0);
      await aFewAtATime([...new Set(due.map(({ play }) => play))], async (play) => {
        for (const watch of due) if (watch.play === play) await this.#act(watch);
        await this.#carryOn(play);
      });
    }
  }

  /** What the scripts that still go on wait for. */
  #leftOver(): string[] {
    return [...new Set([...this.#watches].flatMap(({ play }) => [...play.left]))];
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
    const { play, waiting, moments } = watch;
    const { does } = moments.shift()!;
    const looked = does === 'decide' ? null : await lookAt(this.office, watch);
    if (does !== 'look') watch.answered = answerOf(await this.#decide(play, waiting));
    if (looked !== null) {
      const again = await lookAgain(this.office, watch);
      this.seen.push({ ...looked, ...again, answered: watch.answered });
    }
    if (moments.length > 0) return;
    this.#watches.delete(watch);
    const { status = 0, code } = watch.answered ?? {};
    if (status >= 300) this.#refused.set(waiting.key + waiting.number, code ?? String(status));
  }

  /** Decides what nobody waits with, until only what is watched or left alone stands open. */
  async #carryOn(play: Play): Promise<void> {
    while (play.left.size > 0) {
      const free: Waiting[] = [];
      for (const waiting of await this.#waitingIn(play)) {
        if (this.#isWatched(waiting) || (await this.#watch(play, waiting))) continue;
        if (!isLeft(play.script, waiting)) free.push(waiting);
      }
      const next = free.find(({ step }) => !usual(step).last);
      if (next !== undefined) expectOk(await this.#decide(play, next));
      else if (!(await this.#passesAGate(play, free))) break;
    }
  }

  /** A gate opens once everything before it is there. */
  async #passesAGate(play: Play, gates: readonly Waiting[]): Promise<boolean> {
    for (const gate of gates) {
      const answer = await this.#decide(play, gate);
      if (answer.status < 300) return true;
      if (answer.body.code !== 'gate-shut') expectOk(answer);
    }
    return false;
  }

  #decide({ script, begun }: Play, waiting: Waiting): Promise<Answer> {
    return decide(this.office, script, begun, waiting);
  }

  #isWatched({ number, key }: Waiting): boolean {
    return [...this.#watches].some(({ waiting }) => waiting.number === number && waiting.key === key);
  }

  /** Begins to watch a step; false where it has nothing that the script waits for. */
  async #watch(play: Play, waiting: Waiting): Promise<boolean> {
    const patience = patienceFor(play.script, waiting);
    if (patience === null) return false;
    const refused = this.#refused.get(waiting.key + waiting.number);
    if (refused !== undefined) throw new Error(`${waiting.key} of ${waiting.number} stays open: ${refused}`);
    for (const name of namesOf(waiting)) play.left.delete(name);
    const extendedBy = patience === 'extended' ? await this.#extended(waiting) : 0;
    if (patience === 'extended' && extendedBy === 0) return false;
    const reading = await readingOf(this.office, waiting.number);
    const terms = termsOf(waiting, reading, extendedBy);
    if (patience === 'promise-kept' && terms.promise === null) return false;
    const shown = stepIn(reading, waiting);
    const watched = { patience, waiting, terms, shown };
    this.#watches.add({ ...watched, play, moments: momentsOf(patience, terms), answered: null });
    return true;
  }

  /** Asks for as much more time as the law gives, and is granted it; 0 where it gives none. */
  async #extended(waiting: Waiting): Promise<number> {
    const { number, step, unit } = waiting;
    const { policy } = await readingOf(this.office, number);
    const byValue = longestExtension({ def: stepDef(step), subject: subjectOf(waiting) }, policy.on);
    if (byValue === 0) return 0;
    const asker = this.office.as(loginAt(usual(step).by, unit));
    expectOk(await asker.act(number, 'request-extension', { step, byValue, reason: '案情复杂' }));
    const answer = { step, grant: true, reason: '同意', told: '需要更多时间' };
    expectOk(await this.office.as('director').act(number, 'answer-extension', answer));
    // What is said of the extension has gone out before what its limit says.
    await this.office.settled();
    return byValue;
  }

  #waitingIn({ begun: { number } }: Play): Promise<Waiting[]> {
    return this.office.db.$queryRaw<Waiting[]>`
      SELECT f.number, f.unit, f.enterprise_id::text AS "enterpriseId", s.step, s.key,
        split_part(s.key, '#', 2)::int AS round,
        o.body->'input'->>'matter' AS matter, o.body->'input'->>'tier' AS tier,
        (SELECT a.login FROM anjie.account a WHERE a.person_id = s.assignee) AS assigned
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

function byTime(a: Moment, b: Moment): number {
  return a.at.getTime() - b.at.getTime() || (a.engine === b.engine ? 0 : a.engine === 'hold' ? -1 : 1);
}

function momentsOf(patience: Patience, { limit, promise }: Terms): Moment[] {
  const lastSecond = (end: Date): Moment[] => [
    { at: new Date(end.getTime() - 1_000), engine: 'hold', does: 'look-and-decide' },
  ];
  switch (patience) {
    case 'last-second':
      return lastSecond(limit.end);
    case 'promise-kept':
      return lastSecond(promise!.end);
    case 'late':
    case 'extended': {
      const ends = [limit.end, ...together(limit, promise).map(({ at }) => at)];
      const last = Math.max(...ends.map((at) => at.getTime()));
      const over = { at: new Date(last + spreadMs + aMinute), engine: 'pass' } as const;
      return limit.decidesAt === null
        ? [{ ...over, does: 'look-and-decide' }]
        : [
            { at: limit.decidesAt, engine: 'hold', does: 'decide' },
            { ...over, does: 'look' },
          ];
    }
  }
}
