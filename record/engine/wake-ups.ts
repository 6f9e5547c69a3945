import { Client, WorkflowIdConflictPolicy, WorkflowNotFoundError, type Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { searchAttributes, staticSummary, taskQueue, wakeSignal } from '../../workflows/kit/contract';
import { caseTypes } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import type { Title } from '../../domain/role';
import type { CommittedChange } from '../desk/committed-change';

/** The client with which cases are woken. Its payloads are sealed like the worker's, and it names no machine. */
export function temporalClient(
  connection: Connection,
  namespace: string,
  dataConverter: DataConverter,
): Client {
  return new Client({ connection, namespace, dataConverter, identity: 'anjie' });
}

/** What a wake-up has to know of a case. */
export interface WakeTarget {
  readonly caseId: string;
  readonly number: string;
  readonly caseType: CaseType;
  readonly unit: string;
  readonly seq: number;
  /** What the case is about, for the list of workflows; the relay does not know it. */
  readonly subject?: Title | null;
  /** What has happened, oldest first; absent where only the workflow was lost. */
  readonly happened?: readonly string[];
}

/** How long wake-ups of one case are gathered where it must be soon: a rung comes in a moment, or the case has ended. */
const urgentMs = 100;
/**
 * Otherwise longer, the more cases wait. With few cases nobody notices; in a rush the moves of a case become one
 * wake-up, so that what Temporal can bear is spent on cases, not on news of them.
 */
const calmMs = { each: 250, most: 10_000 } as const;

/** How many calls to Temporal one process has under way at most: beyond what Temporal bears, it only gets slower. */
const mostAtOnce = 16;

interface Gathered {
  moved: CommittedChange;
  /** What has happened since the last wake-up, oldest first. */
  happened: readonly string[];
  /** Null once the time is over and the case waits for its turn. */
  timer: NodeJS.Timeout | null;
  urgent: boolean;
}

/**
 * Wakes the workflows of cases whose record has grown. A wake-up that is lost here (a crash, Temporal away) is found by
 * the relay, which wakes each case whose workflow has not read its record to the end.
 */
export class WakeUps {
  readonly #gathered = new Map<string, Gathered>();
  /** The cases whose time is over, in the order of their turns; the urgent ones come first. */
  readonly #due = { urgent: new Set<string>(), calm: new Set<string>() };
  readonly #underWay = new Set<Promise<void>>();
  #draining = false;

  constructor(
    private readonly client: () => Promise<Client>,
    private readonly onFailure: (error: unknown) => void = () => undefined,
  ) {}

  /** Notes that a record has grown. Several changes of a case before its turn become one wake-up. */
  notice(moved: CommittedChange): void {
    const standing = this.#gathered.get(moved.caseId);
    const happened = [...(standing?.happened ?? []), ...moved.happened];
    const urgent = moved.urgent || (standing?.urgent ?? false);
    if (standing && (standing.timer === null || standing.urgent || !urgent)) {
      standing.moved = moved;
      standing.happened = happened;
      return;
    }
    if (standing?.timer) clearTimeout(standing.timer);
    const calm = Math.min(calmMs.most, calmMs.each * (this.#gathered.size + 1));
    const timer = setTimeout(() => this.#fallsDue(moved.caseId), urgent ? urgentMs : calm);
    timer.unref();
    this.#gathered.set(moved.caseId, { moved, happened, timer, urgent });
  }

  /** Sends what is gathered and waits for it, for a clean stop. Once one fails, the rest is left to the relay. */
  async drain(): Promise<void> {
    for (const [caseId, { timer }] of this.#gathered) {
      if (timer !== null) clearTimeout(timer);
      this.#fallsDue(caseId);
    }
    this.#draining = true;
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
    this.#draining = false;
  }

  #fallsDue(caseId: string): void {
    const gathered = this.#gathered.get(caseId);
    if (gathered === undefined) return;
    gathered.timer = null;
    this.#due[gathered.urgent ? 'urgent' : 'calm'].add(caseId);
    this.#sendNext();
  }

  #sendNext(): void {
    const { urgent, calm } = this.#due;
    const [caseId] = urgent.size > 0 ? urgent : calm;
    if (caseId === undefined || this.#underWay.size >= mostAtOnce) return;
    urgent.delete(caseId);
    calm.delete(caseId);
    const gathered = this.#gathered.get(caseId);
    this.#gathered.delete(caseId);
    if (gathered === undefined) return;
    const sending: Promise<void> = this.#send(gathered)
      .catch((error: unknown) => {
        this.onFailure(error);
        if (this.#draining) this.#leaveTheRest();
      })
      .finally(() => {
        this.#underWay.delete(sending);
        this.#sendNext();
      });
    this.#underWay.add(sending);
  }

  #leaveTheRest(): void {
    for (const waiting of Object.values(this.#due)) {
      for (const caseId of waiting) this.#gathered.delete(caseId);
      waiting.clear();
    }
  }

  async #send({ moved, happened }: Gathered): Promise<void> {
    const client = await this.client();
    const target: WakeTarget = { ...moved, happened };
    if (moved.parentId === null || moved.pendingEffects) await wakeOrStart(client, target);
    else await wakeIfRunning(client, target);
  }
}

/**
 * The name of a wake-up and what it carries. An operator reads in the history what has happened: the last of it and
 * how much by the name, all of it in the payload. To the workflow the name says nothing.
 */
function wakeUp({ seq, happened = [] }: Pick<WakeTarget, 'seq' | 'happened'>) {
  const last = happened.at(-1);
  if (last === undefined) return { name: wakeSignal, args: [seq] };
  const name = happened.length === 1 ? last : `${last} (${happened.length})`;
  return { name, args: [seq, happened] };
}

/** Wakes the workflow of a case, and starts it where none runs. */
export async function wakeOrStart(client: Client, target: WakeTarget): Promise<void> {
  const { caseId, number, caseType, unit, subject } = target;
  const { name, args } = wakeUp(target);
  await client.workflow.signalWithStart(caseTypes[caseType].workflow, {
    workflowId: number,
    taskQueue,
    args: [{ caseId }],
    signal: name,
    signalArgs: args,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    staticSummary: staticSummary(caseType, number, subject),
    typedSearchAttributes: [
      { key: searchAttributes.caseType, value: caseType },
      { key: searchAttributes.unit, value: unit },
    ],
  });
}

/** Wakes a child case. One that does not run yet is started by its parent, so that the Temporal UI links the two. */
export async function wakeIfRunning(
  client: Client,
  target: Pick<WakeTarget, 'number' | 'seq' | 'happened'>,
): Promise<boolean> {
  const { name, args } = wakeUp(target);
  try {
    await client.workflow.getHandle(target.number).signal(name, ...args);
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}
