import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Hands, Held, Sight } from '../ours/lifecycle';
import { lifecycle } from '../ours/lifecycle';
import { handsOverHttp, type Login } from '../ours/over-http';
import { Http, Refused } from '../ours/http';

/** What the API has acknowledged: it must never be lost. */
export class Ledger {
  /** By the number of each case: to which line somebody was told that its record goes. */
  readonly cases = new Map<string, number>();
  /** Tip-offs whose payment was acknowledged. */
  readonly paid = new Set<string>();
  writes = 0;
  /** What was answered with a refusal that no fault of a process explains. */
  readonly refusals: string[] = [];

  acknowledge(number: string, seq: number): void {
    this.writes += 1;
    this.cases.set(number, Math.max(seq, this.cases.get(number) ?? 0));
  }
}

const againAfterMs = 150;

/** Sends a request again and again, each time as the same one, until the API has answered it. */
class PersistentHttp implements Pick<Http, 'send'> {
  readonly #http: Http;

  constructor(
    api: string,
    private readonly over: AbortSignal,
  ) {
    this.#http = new Http(api);
  }

  async send<T>(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
    localAddress?: string,
  ): Promise<T> {
    const same = body === null ? headers : { 'idempotency-key': randomUUID(), ...headers };
    for (;;) {
      try {
        return await this.#http.send<T>(method, path, body, same, localAddress);
      } catch (error) {
        // No answer, or that the database is away: nobody knows whether it was done.
        const isAnswer = error instanceof Refused && error.status < 500 && error.status !== 429;
        if (isAnswer || this.over.aborted) throw error;
        await pause(againAfterMs);
      }
    }
  }
}

/** People who carry one case after the other from its first day to its payment, whatever happens to the machines. */
export async function workPersistently(
  { api, accounts }: { readonly api: string; readonly accounts: readonly Login[] },
  lanes: number,
  ledger: Ledger,
  stop: { readonly opening: AbortSignal; readonly all: AbortSignal },
): Promise<void> {
  const hands = noting(await handsOverHttp(new PersistentHttp(api, stop.all), accounts), ledger);
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (!stop.opening.aborted) await carryOne(hands, ledger, stop.all);
    }),
  );
}

async function carryOne(hands: Hands, ledger: Ledger, over: AbortSignal): Promise<void> {
  const opened: string[] = [];
  const own: Hands = {
    ...hands,
    handIn: async () => {
      const held = await hands.handIn();
      opened.push(held.number);
      return held;
    },
  };
  try {
    for (const { prepare, make } of lifecycle(own)) {
      if (over.aborted) return;
      await prepare?.();
      await make();
    }
    for (const number of opened) ledger.paid.add(number);
  } catch (error) {
    if (over.aborted) return;
    ledger.refusals.push(error instanceof Error ? error.message.slice(0, 200) : String(error));
  }
}

const mostLooks = 5;

/** Whoever is told that the record has grown since looks again, and decides then. */
async function onFreshSight(
  hands: Hands,
  login: string,
  seen: Sight,
  decide: (sight: Sight) => Promise<Sight>,
): Promise<Sight> {
  let sight = seen;
  for (let looks = 0; ; looks++) {
    try {
      return await decide(sight);
    } catch (error) {
      const hasGrown = error instanceof Refused && error.status === 412;
      if (!hasGrown || looks === mostLooks) throw error;
      sight = await hands.look(seen.number, login);
    }
  }
}

function noting(hands: Hands, ledger: Ledger): Hands {
  return {
    ...hands,
    handIn: async (): Promise<Held> => {
      const held = await hands.handIn();
      ledger.acknowledge(held.number, 1);
      return held;
    },
    decide: async (login, seen, step, body): Promise<Sight> => {
      const now = await onFreshSight(hands, login, seen, (sight) => hands.decide(login, sight, step, body));
      // An enterprise counts the lines that are issued to it: fewer than there are.
      ledger.acknowledge(now.number, now.seq);
      return now;
    },
  };
}
