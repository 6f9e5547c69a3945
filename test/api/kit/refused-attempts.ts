import { randomUUID } from 'node:crypto';
import { zoneWide } from '../../../domain/moves/authorize';
import { isFirmRole, isGuest, type Role, type StaffActor } from '../../../domain/role';
import { caseTypeDef } from '../../../domain/cases/catalogue';
import { caseTypeOf, type AnyStep } from '../../../domain/case/step';
import type { ProblemCode } from '../../../api/contract/problem-codes';
import { hashedKey } from '../../../api/contract/request-parts';
import type { Database } from '../../../record/store/database';
import { openSession, tokenHashOf } from '../../../record/people/people';
import { depthFor } from '../../../record/reading/reading-rights';
import type { Answer, Changes } from './front';
import type { Office } from './office';
import { takePart, type StandingCase } from './standing-case';

export interface Account extends StaffActor {
  readonly login: string;
}

/** Something that is tried on a case, and what has to come of it. */
export interface Attempt {
  readonly what: string;
  /** The code of the answer. */
  readonly told: ProblemCode;
  /** The code in the list of attempts, where the caller is told less. */
  readonly entered?: ProblemCode;
  /** Whose attempt it is; null where that cannot be said. */
  readonly by: Account | null;
  /** What has to be so beforehand: it is written, and no part of what the attempt may not write. */
  readonly prepare?: () => Promise<void>;
  readonly send: () => Promise<Answer>;
}

/** A request that would be in order, for a case that stands at `seq`. */
export interface Route {
  readonly url: string;
  readonly body: object;
  readonly seq: number;
}

/** How a request differs from the one in order. */
interface Change {
  readonly body?: object | string;
  readonly headers?: Changes;
}

/** The enterprise that the cases are about. */
export const firm = 'e0000000-0000-4000-8000-000000000001';

/** Everything that can be tried on a case and is refused. */
export class RefusedAttempts {
  /** Of sessions that were opened for an attempt, by the hashes of their tokens. */
  readonly #made: Uint8Array<ArrayBuffer>[] = [];

  private constructor(
    private readonly office: Office,
    private readonly owner: Database,
    private readonly accounts: readonly Account[],
  ) {}

  static async by(office: Office, owner: Database): Promise<RefusedAttempts> {
    const rows = await office.db.account.findMany({ orderBy: { login: 'asc' } });
    const accounts = rows.map((row): Account => ({
      ...(row as unknown as Pick<
        Account,
        'login' | 'personId' | 'roles' | 'level' | 'unit' | 'enterpriseId'
      >),
      kind: 'staff',
      accountId: row.id,
      standsInFor: [],
      recusedFrom: [],
    }));
    return new RefusedAttempts(office, owner, accounts);
  }

  account(login: string): Account {
    return this.#found((each) => each.login === login, login);
  }

  /** Somebody with an office; with one of a firm, somebody of this firm. */
  holderOf(role: Role): Account {
    return this.#found(
      ({ roles, enterpriseId }) => roles.includes(role) && (!isFirmRole(role) || enterpriseId === firm),
      role,
    );
  }

  #found(fits: (account: Account) => boolean, what: string): Account {
    const found = this.accounts.find(fits);
    if (found === undefined) throw new Error(`nobody of the demonstration is ${what}`);
    return found;
  }

  post(who: Account | null, { url, body, seq }: Route, change: Change = {}): Promise<Answer> {
    const headers = { 'if-match': `"${seq}"`, ...change.headers };
    return this.office.as(who?.login ?? null).post(url, change.body ?? body, headers);
  }

  /** What is refused before anybody looks at the case. */
  async atTheDoor(decider: Account, route: Route): Promise<Attempt[]> {
    // In this order: whoever logs in, sweeps the sessions of theirs that have ended.
    // An account keeps so many sessions at most: those of earlier attempts make room.
    await this.owner.session.deleteMany({ where: { tokenHash: { in: this.#made.splice(0) } } });
    const cookie = `anjie-session=${await this.tokenOf(decider)}`;
    const expired = await this.tokenOf(decider, 13 * 3_600_000);
    const badly = (what: string, told: ProblemCode, change: Change): Attempt => ({
      what,
      told,
      by: decider,
      send: () => this.post(decider, route, change),
    });
    const asNobody = (
      what: string,
      told: ProblemCode,
      by: Account | null,
      headers: Record<string, string> = {},
    ): Attempt => ({ what, told, by, send: () => this.post(null, route, { headers }) });
    const kind = (type: string) => ({ 'content-type': type });
    return [
      asNobody('no login', 'not-logged-in', null),
      asNobody('an expired session', 'not-logged-in', decider, { authorization: `Bearer ${expired}` }),
      asNobody('a page of another site', 'origin-not-allowed', decider, {
        cookie,
        origin: 'https://elsewhere.example',
      }),
      badly('no key', 'key-missing', { headers: { 'idempotency-key': null } }),
      badly('a key that is none', 'key-malformed', { headers: { 'idempotency-key': 'short' } }),
      badly('no seq', 'if-match-missing', { headers: { 'if-match': null } }),
      badly('a seq that is none', 'if-match-malformed', { headers: { 'if-match': '"three"' } }),
      badly('an unknown field', 'form-invalid', { body: { ...route.body, extra: true } }),
      badly('a field of the wrong type', 'form-invalid', { body: withWrongType(route.body) }),
      badly('a list', 'form-invalid', { body: [route.body] }),
      badly('half a body', 'body-malformed', { body: '{"verdict":', headers: kind('application/json') }),
      badly('a body of another kind', 'media-type-unsupported', {
        body: '<a/>',
        headers: kind('application/xml'),
      }),
      badly('far too much', 'body-too-large', { body: { ...route.body, extra: 'x'.repeat(300_000) } }),
    ];
  }

  /** What is refused for who asks, or for how the case stands. */
  async atTheDesk(def: AnyStep, decider: Account, standing: StandingCase, route: Route): Promise<Attempt[]> {
    const sees = (who: Account) =>
      depthFor(who, { ...standing, caseType: caseTypeOf(def.id), recused: [] }) !== null;
    const refusal = (what: string, by: Account, code: ProblemCode, change: Change = {}): Attempt => ({
      what,
      by,
      ...(sees(by) ? { told: code } : { told: 'case-not-found', entered: code }),
      send: () => this.post(by, route, change),
    });
    const other = (who: Account) => !who.roles.includes(def.role);
    const elsewhere = ({ unit, enterpriseId }: Account) =>
      isFirmRole(def.role) ? enterpriseId !== firm : unit !== standing.unit;
    const onlooker = this.#found((who) => other(who) && sees(who), 'an onlooker');
    const stranger = this.#found((who) => other(who) && !sees(who) && !isGuest(who), 'a stranger');
    const neighbour = zoneWide.includes(def.role)
      ? undefined
      : this.#found((who) => !other(who) && elsewhere(who), `${def.role} elsewhere`);
    const byName = caseTypeDef(caseTypeOf(def.id)).readers[def.role]?.reach === 'named';
    const guest = this.#found((who) => isGuest(who) && !sees(who), 'a guest');
    const [separate] = def.separateFrom;
    let { seq } = route;
    return [
      refusal('somebody with another office', onlooker, 'role-missing'),
      refusal('somebody who must not know of the case', stranger, 'role-missing'),
      refusal('a guest whom the case does not name', guest, 'case-not-found'),
      neighbour &&
        refusal('the same office elsewhere', neighbour, byName ? 'case-not-found' : 'not-your-unit'),
      refusal('a seq that is past', decider, 'case-moved', { headers: { 'if-match': `"${route.seq - 1}"` } }),
      refusal('a key that came with something else', decider, 'key-reused', {
        headers: { 'idempotency-key': await this.#usedKey(decider) },
      }),
      standing.enterpriseId === null ? undefined : this.#recused(decider, route),
      caseTypeDef(caseTypeOf(def.id)).namesNoEnterprise ? undefined : this.#tied(decider, standing, route),
      separate === undefined
        ? undefined
        : {
            ...refusal('who decided what this must be separate from', decider, 'same-person'),
            prepare: async () => {
              seq = await takePart(this.office, standing, decider, separate);
            },
            send: () => this.post(decider, { ...route, seq }),
          },
    ].filter((attempt) => attempt !== undefined);
  }

  /** The very decider, with an interest in the enterprise: for them there is no such case. */
  #recused(decider: Account, route: Route): Attempt {
    const { personId } = decider;
    return {
      what: 'somebody with an interest in the enterprise',
      told: 'case-not-found',
      entered: 'conflict-of-interest',
      by: decider,
      send: async () => {
        await this.owner.recusal.create({ data: { personId, enterpriseId: firm } });
        try {
          return await this.post(decider, route);
        } finally {
          await this.owner.recusal.deleteMany({ where: { personId } });
        }
      },
    };
  }

  /** The very decider, of whom or of whose firm the tip tells in words: for them there is no such case either. */
  #tied(decider: Account, { caseId }: StandingCase, route: Route): Attempt {
    const { personId } = decider;
    return {
      what: 'somebody whom the tip names',
      told: 'case-not-found',
      entered: 'conflict-of-interest',
      by: decider,
      send: async () => {
        await this.owner.familyRecusal.create({ data: { rootId: caseId, personId, tie: new Uint8Array() } });
        try {
          return await this.post(decider, route);
        } finally {
          await this.owner.familyRecusal.deleteMany({ where: { personId } });
        }
      },
    };
  }

  /** A session that was opened so long ago. */
  async tokenOf({ accountId }: Account, agoMs = 0): Promise<string> {
    const then = new Date(Date.now() - agoMs);
    const { token } = await openSession(this.office.db, accountId, then);
    this.#made.push(tokenHashOf(token));
    return token;
  }

  async #usedKey({ accountId }: Account): Promise<string> {
    const sent = randomUUID();
    const key = hashedKey(this.office.parts, accountId, sent, '');
    const bodyHash = new Uint8Array(32);
    await this.owner.idempotencyKey.create({ data: { scope: accountId, key, bodyHash, answer: {} } });
    return sent;
  }
}

/** The same body with its first field as a number that it cannot be. */
function withWrongType(body: object): object {
  const [field = ''] = Object.keys(body);
  return { ...body, [field]: 0.5 };
}
