import { shanghaiDate, type Instant, type WorkCalendar } from '../../domain/time/calendar';
import type { PolicyPin } from '../../domain/law/policy-pin';
import { pinAfter, type PolicyMove } from '../../domain/law/policy-change';
import { resolvePolicy, type Policy, type PolicyLayer } from '../../domain/law/policy';
import type { RuleRevision } from '../../domain/office/rule-revision';
import type { Database } from './database';
import { lawRevision } from './rule-change';

/** The one calendar that the zone counts by. */
export const calendarId = 'cn';

/** How long a process may use rules that another process has replaced. */
const freshForMs = 10_000;

/** Law and calendar in force, read from the database and kept for a moment. */
export interface Rulebook {
  readonly calendar: WorkCalendar;
  pinFor(zone: string, now: Instant): PolicyPin;
  /** The law to which an open case has to go over by now; null where it keeps its own. */
  pinAfter(pin: PolicyPin, now: Instant): PolicyPin | null;
  policy(pin: PolicyPin): Policy;
  /** A revision of law as it is reckoned with here, with the digest of all that it says. */
  revision(revision: number): RuleRevision;
  readonly zones: readonly string[];
}

/** A case is pinned to a revision that this process has not read yet. */
class RevisionUnread extends Error {}

/** Law and calendar of the zone for one process, read again when they may be out of date. */
export class Rulebooks {
  #current: { rulebook: Rulebook; readAt: number } | null = null;
  readonly #layers = new Map<number, PolicyLayer[]>();
  readonly #revisions = new Map<number, RuleRevision>();
  readonly #moves: PolicyMove[] = [];
  readonly #policies = new Map<string, Policy>();

  constructor(private readonly db: Database) {}

  /** The rules as they were last read. Pins of earlier revisions are resolved with the layers of their time. */
  current(): Rulebook {
    if (this.#current === null) throw new Error('the rulebook was not read yet');
    return this.#current.rulebook;
  }

  /** Marks the rules as out of date: the next reading asks the database. */
  forget(): void {
    // Work under way goes on with the rules that it began with.
    if (this.#current) this.#current = { ...this.#current, readAt: -Infinity };
  }

  /** Does a piece of work with fresh rules, and once more if it meets a revision that was published meanwhile. */
  async reckon<T>(work: (rulebook: Rulebook) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#refresh());
    } catch (error) {
      if (!(error instanceof RevisionUnread)) throw error;
      this.forget();
      return work(await this.#refresh());
    }
  }

  /** The policy that a case has pinned. */
  policyOf(pin: PolicyPin): Promise<Policy> {
    return this.reckon((rulebook) => Promise.resolve(rulebook.policy(pin)));
  }

  /** The calendar that the zone counts by. */
  async calendar(): Promise<WorkCalendar> {
    return (await this.#refresh()).calendar;
  }

  /** The law of a zone as it stands at an instant, by fresh rules. */
  async lawIn(zone: string, at: Instant): Promise<Policy> {
    const rulebook = await this.#refresh();
    return rulebook.policy(rulebook.pinFor(zone, at));
  }

  /**
   * Reads the rules again if they are no longer fresh. Before a transaction, never inside one: it needs a connection.
   * Nobody outside gets at them but by {@link reckon}, since a record that is read may be newer than the rules.
   */
  async #refresh(): Promise<Rulebook> {
    if (this.#current && Date.now() - this.#current.readAt < freshForMs) return this.#current.rulebook;
    const [policies, calendar] = await Promise.all([
      this.db.policyRevision.findMany({ where: { revision: { notIn: [...this.#layers.keys()] } } }),
      this.db.calendarRevision.findFirst({ where: { calendar: calendarId }, orderBy: { revision: 'desc' } }),
    ]);
    for (const { revision, layers, movesOn, zones } of policies) {
      this.#layers.set(revision, layers as unknown as PolicyLayer[]);
      this.#revisions.set(revision, lawRevision({ revision, layers, movesOn, zones }));
      if (movesOn !== null) this.#moves.push({ revision, on: movesOn.toISOString().slice(0, 10), zones });
    }
    if (this.#layers.size === 0 || calendar === null)
      throw new Error('no policy or calendar in the database: run the reference seed');
    const latest = Math.max(...this.#layers.keys());
    const rulebook: Rulebook = {
      calendar: { ...(calendar.content as unknown as WorkCalendar), revision: calendar.revision },
      zones: (this.#layers.get(latest) ?? []).map(({ id }) => id),
      pinFor: (zone, now) => ({ zone, on: shanghaiDate(now), revision: latest }),
      pinAfter: (pin, now) => pinAfter(pin, this.#moves, shanghaiDate(now)),
      policy: (pin) => this.#policy(pin),
      revision: (revision) => this.#revisions.get(revision) ?? unread(revision),
    };
    this.#current = { rulebook, readAt: Date.now() };
    return rulebook;
  }

  #policy(pin: PolicyPin): Policy {
    const key = `${pin.zone}|${pin.on}|${pin.revision}`;
    const known = this.#policies.get(key);
    if (known) return known;
    const layers = this.#layers.get(pin.revision);
    if (layers === undefined) return unread(pin.revision);
    const policy = resolvePolicy(layers, pin.zone, pin.on, pin.revision);
    if (!policy.ok) throw new Error(`policy ${key}: ${policy.refusal.code}`);
    this.#policies.set(key, policy.value);
    return policy.value;
  }
}

function unread(revision: number): never {
  throw new RevisionUnread(`no policy revision ${revision}`);
}
