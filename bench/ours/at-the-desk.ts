import { createHash, randomUUID } from 'node:crypto';
import { isOutside } from '../../domain/moves/enterprise-visibility';
import type { Actor } from '../../domain/role';
import type { CaseDesk } from '../../record/desk/case-desk';
import type { Database } from '../../record/store/database';
import type { Outcome } from '../../record/desk/desk';
import type { Idempotency } from '../../record/store/idempotency';
import type { Vault } from '../../record/vault/vault';
import { payee, tip, type Cast, type Hands, type Sight } from './lifecycle';

interface DeskParts {
  readonly desk: CaseDesk;
  readonly db: Database;
  readonly vault: Vault;
  readonly zone: string;
  readonly unit: string;
}

export type Actors = ReadonlyMap<string, Actor>;

/** The moves made at the desk itself, without HTTP: what the record and the engine cost. */
export function handsAtTheDesk({ desk, db, zone, unit }: DeskParts, actors: Actors, cast: Cast): Hands {
  return {
    cast,
    async handIn(receivedAt = new Date().toISOString()) {
      const { text, place, identity, ...matter } = tip;
      return answerOf(
        await desk.openTipOff({
          ...matter,
          zone,
          unit,
          receivedAt,
          texts: { text, place },
          identity,
          actor: null,
          idempotency: fresh('public'),
        }),
      );
    },
    async decide(login, { number, seq }, step, body) {
      const actor = actorOf(actors, login);
      const scope = actor.kind === 'staff' ? actor.accountId : 'public';
      return answerOf(
        await desk.decide({ number, step, body, actor, seenSeq: seq, idempotency: fresh(scope) }),
      );
    },
    async claim({ number }) {
      const claimed = await desk.decide({
        number,
        step: 'tip-off/claim',
        body: { verdict: 'claimed' },
        actor: { kind: 'reporter' },
        seenSeq: null,
        idempotency: fresh('public'),
        payee,
      });
      answerOf(claimed);
    },
    look: (number, login) => sightOf(db, number, actorOf(actors, login)),
  };
}

/** The person that an account acts as. */
export async function actorsOf(db: Database): Promise<Actors> {
  const accounts = await db.account.findMany();
  return new Map(
    accounts.map(({ login, id, personId, roles, level, unit, enterpriseId }) => [
      login,
      {
        kind: 'staff',
        accountId: id,
        personId,
        roles,
        level,
        unit,
        enterpriseId,
        standsInFor: [],
        recusedFrom: [],
      } as unknown as Actor,
    ]),
  );
}

export function castOf(actors: Actors): Cast {
  const person = (login: string) => {
    const actor = actorOf(actors, login);
    return actor.kind === 'staff' ? actor : null;
  };
  return {
    lead: person('inspector1')?.personId ?? '',
    companion: person('inspector2')?.personId ?? '',
    enterpriseId: person('contact1')?.enterpriseId ?? '',
  };
}

async function sightOf(db: Database, number: string, actor: Actor): Promise<Sight> {
  const { id, seq, issuedLines } = await db.caseFile.findUniqueOrThrow({
    where: { number },
    select: { id: true, seq: true, issuedLines: true },
  });
  const children = await db.caseFile.findMany({
    where: { parentId: id },
    select: { number: true, caseType: true },
  });
  const known = isOutside(actor) ? issuedLines : seq;
  return { number, seq: known, children: children as Sight['children'] };
}

function actorOf(actors: Actors, login: string): Actor {
  const actor = actors.get(login);
  if (actor === undefined) throw new Error(`no account ${login}`);
  return actor;
}

function fresh(scope: string): Idempotency {
  const key = randomUUID();
  return { scope, key, bodyHash: createHash('sha256').update(key).digest() };
}

function answerOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.refusal.code}: ${outcome.refusal.detail}`);
  return outcome.answer;
}
