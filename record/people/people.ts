import { createHash, randomBytes } from 'node:crypto';
import { shanghaiDate } from '../../domain/time/calendar';
import type { Level, Role, StaffActor } from '../../domain/role';
import type { Database } from '../store/database';
import type { Statements } from '../store/statements';

/** A session ends after this long without a request. */
export const idleMs = 30 * 60_000;
/** A session ends after this long, even if it is used. */
export const absoluteMs = 12 * 3_600_000;
/** Writing down every request would cost a disk flush each; a minute's precision is enough. */
const touchEveryMs = 60_000;
/** More logins of one account than this at once: the oldest end. */
const sessionsAtMost = 20;

/** Who is signed in, and what they may do. */
export interface SignedIn {
  readonly actor: StaffActor;
  readonly login: string;
  readonly name: string;
  readonly staffNo: string;
  /** Signed in with a one-time password: may do nothing but choose one of their own. */
  readonly mustChangePassword: boolean;
  /** Whether the account has a second factor. */
  readonly secondFactor: boolean;
  /** Until when the session may do what demands it; null: no code was shown in it. */
  readonly strongUntil: Date | null;
}

/** Only this hash of a token is ever stored. */
export function tokenHashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token, 'utf8').digest());
}

/**
 * The person of a token with roles, substitutions of the day (Shanghai) and recusals, in one query. Null where the
 * token is unknown, idle for 30 minutes, older than 12 hours, or its account disabled.
 * @param isUse false: only looks, and does not count as a use that keeps the session from idling
 */
export async function signedInBy(
  db: Database,
  token: string,
  now: Date,
  { isUse = true }: { readonly isUse?: boolean } = {},
): Promise<SignedIn | null> {
  const hash = tokenHashOf(token);
  const at = now.toISOString();
  const idleSince = new Date(now.getTime() - idleMs).toISOString();
  const touchBefore = new Date(now.getTime() - touchEveryMs).toISOString();
  const [row] = await db.$queryRaw<SignedInRow[]>`
    WITH touched AS (
      UPDATE anjie.session SET last_used_at = ${at}::timestamptz
      WHERE ${isUse} AND token_hash = ${hash} AND expires_at > ${at}::timestamptz
        AND last_used_at > ${idleSince}::timestamptz AND last_used_at < ${touchBefore}::timestamptz
    )
    SELECT a.id::text AS "accountId", a.login, a.person_id::text AS "personId", p.name, p.staff_no AS "staffNo",
      a.roles, a.level, a.unit, a.enterprise_id::text AS "enterpriseId",
      a.one_time_until IS NOT NULL AS "mustChangePassword", t.strong_until AS "strongUntil",
      EXISTS (SELECT FROM anjie.second_factor f WHERE f.account_id = a.id AND f.secret IS NOT NULL) AS "secondFactor",
      ARRAY(SELECT s.person_id::text FROM anjie.substitution s
            WHERE s.substitute_id = a.person_id AND ${shanghaiDate(at)}::date BETWEEN s.from_date AND s.to_date) AS "standsInFor",
      ARRAY(SELECT r.enterprise_id::text FROM anjie.recusal r WHERE r.person_id = a.person_id) AS "recusedFrom"
    FROM anjie.session t
    JOIN anjie.account a ON a.id = t.account_id
    JOIN anjie.person p ON p.id = a.person_id
    WHERE t.token_hash = ${hash} AND t.expires_at > ${at}::timestamptz
      AND t.last_used_at > ${idleSince}::timestamptz AND a.active`;
  return row === undefined ? null : signedIn(row);
}

/** Whose session a token is or was, also after it has ended. For the list of refused attempts: it opens nothing. */
export async function holderOf(
  db: Database,
  token: string,
): Promise<{ readonly personId: string; readonly accountId: string } | null> {
  const session = await db.session.findUnique({
    where: { tokenHash: tokenHashOf(token) },
    select: { accountId: true, account: { select: { personId: true } } },
  });
  return session && { personId: session.account.personId, accountId: session.accountId };
}

interface SignedInRow {
  readonly accountId: string;
  readonly login: string;
  readonly personId: string;
  readonly name: string;
  readonly staffNo: string;
  readonly roles: Role[];
  readonly level: number;
  readonly unit: string;
  readonly enterpriseId: string | null;
  readonly mustChangePassword: boolean;
  readonly secondFactor: boolean;
  readonly strongUntil: Date | null;
  readonly standsInFor: string[];
  readonly recusedFrom: string[];
}

function signedIn(row: SignedInRow): SignedIn {
  const { login, name, staffNo, mustChangePassword, secondFactor, strongUntil, level, ...rest } = row;
  return {
    actor: { kind: 'staff', ...rest, level: level as Level },
    ...{ login, name, staffNo, mustChangePassword, secondFactor, strongUntil },
  };
}

/** What is kept of a password. */
export interface KeptPassword {
  readonly passwordHash: string;
  /** By which most wrong passwords are known; null for accounts from before there were tags. */
  readonly passwordTag: Uint8Array<ArrayBuffer> | null;
}

export type LoginAccount = KeptPassword & { readonly id: string };

/** What a login needs to be checked; null for an unknown or disabled account, or a one-time password that is too old. */
export async function accountOfLogin(db: Database, login: string, now: Date): Promise<LoginAccount | null> {
  return db.account.findFirst({
    where: { login, active: true, OR: [{ oneTimeUntil: null }, { oneTimeUntil: { gt: now } }] },
    select: { id: true, passwordHash: true, passwordTag: true },
  });
}

/** Keeps the tag of a password that was just right, unless it was changed meanwhile. */
export async function keepPasswordTag(
  db: Database,
  { id, passwordHash }: LoginAccount,
  passwordTag: Uint8Array<ArrayBuffer>,
): Promise<void> {
  await db.account.updateMany({ where: { id, passwordHash }, data: { passwordTag } });
}

export interface SessionLine {
  /** Part of the hash of its token: it opens nothing. */
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
}

/** The sessions of an account that have not ended, newest first. */
export function sessionsOf(db: Database, accountId: string, now: Date): Promise<SessionLine[]> {
  const idleSince = new Date(now.getTime() - idleMs).toISOString();
  return db.$queryRaw<SessionLine[]>`
    SELECT left(encode(token_hash, 'hex'), 32) AS id, created_at AS "createdAt", last_used_at AS "lastUsedAt",
      expires_at AS "expiresAt" FROM anjie.session
    WHERE account_id = ${accountId}::uuid AND expires_at > ${now.toISOString()}::timestamptz
      AND last_used_at > ${idleSince}::timestamptz
    ORDER BY created_at DESC, id`;
}

/** What a token's session is called in {@link sessionsOf}. */
export function sessionIdOf(token: string): string {
  return Buffer.from(tokenHashOf(token)).toString('hex').slice(0, 32);
}

/** Ends one session of an account; false where there is none. */
export async function endSessionOf(db: Database, accountId: string, id: string): Promise<boolean> {
  const ended = await db.$executeRaw`
    UPDATE anjie.session SET expires_at = created_at
    WHERE account_id = ${accountId}::uuid AND left(encode(token_hash, 'hex'), 32) = ${id} AND expires_at > created_at`;
  return ended > 0;
}

/** Opens a session. The token (256 bits) is told once; ended sessions of the account are swept, and the oldest above 20. */
export async function openSession(
  db: Database,
  accountId: string,
  now: Date,
): Promise<{ readonly token: string; readonly expiresAt: Date }> {
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + absoluteMs);
  await db.session.create({
    data: { tokenHash: tokenHashOf(token), accountId, createdAt: now, lastUsedAt: now, expiresAt },
  });
  await sweepSessions(db, { accountId, opened: tokenHashOf(token), now });
  return { token, expiresAt };
}

interface Sweep {
  readonly accountId: string;
  /** Its newest session stays, also beside others of the same instant or, where a clock went back, of later ones. */
  readonly opened: Uint8Array;
  readonly now: Date;
}

async function sweepSessions(db: Database, { accountId, opened, now }: Sweep): Promise<void> {
  const idleSince = new Date(now.getTime() - idleMs).toISOString();
  await db.$executeRaw`
    DELETE FROM anjie.session WHERE account_id = ${accountId}::uuid AND (
      expires_at <= ${now.toISOString()}::timestamptz OR last_used_at <= ${idleSince}::timestamptz OR token_hash IN (
        SELECT token_hash FROM anjie.session WHERE account_id = ${accountId}::uuid
        ORDER BY token_hash = ${opened} DESC, created_at DESC OFFSET ${sessionsAtMost}))`;
}

/**
 * Ends one session, at once and for every process. The row is kept until its account logs in again, so that attempts
 * with the ended token are known as this account's (see {@link holderOf}).
 */
export async function endSession(db: Database, token: string): Promise<void> {
  await db.$executeRaw`UPDATE anjie.session SET expires_at = created_at WHERE token_hash = ${tokenHashOf(token)}`;
}

/** Ends all sessions of an account, as {@link endSession}. */
export async function endSessionsOf(tx: Statements, accountId: string): Promise<void> {
  await tx.$executeRaw`UPDATE anjie.session SET expires_at = created_at WHERE account_id = ${accountId}::uuid`;
}

/** The names of natural persons by id. */
export async function namesOf(db: Database, ids: readonly string[]): Promise<Record<string, string>> {
  if (ids.length === 0) return {};
  const persons = await db.$queryRaw<{ id: string; name: string }[]>`
    SELECT id, name FROM anjie.person WHERE id = ANY(${[...new Set(ids)]}::uuid[])`;
  return Object.fromEntries(persons.map(({ id, name }) => [id, name]));
}

export interface Colleague {
  readonly personId: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly level: number;
  readonly unit: string;
  /** On leave today: who stands in for them. */
  readonly substitutes: readonly string[];
}

/** Active holders of a role in a unit, or in all of them where `unit` is null, for forms that name persons. */
export async function personsHolding(
  db: Database,
  { role, unit, now }: { readonly role: Role; readonly unit: string | null; readonly now: Date },
): Promise<Colleague[]> {
  return db.$queryRaw<Colleague[]>`
    SELECT DISTINCT ON (p.name, p.id) p.id::text AS "personId", p.name, a.roles, a.level, a.unit,
      ARRAY(SELECT s.substitute_id::text FROM anjie.substitution s
            WHERE s.person_id = p.id AND ${shanghaiDate(now.toISOString())}::date BETWEEN s.from_date AND s.to_date) AS substitutes
    FROM anjie.account a JOIN anjie.person p ON p.id = a.person_id
    WHERE a.active AND (${unit}::text IS NULL OR a.unit = ${unit}) AND a.enterprise_id IS NULL
      AND ${role} = ANY(a.roles)
    ORDER BY p.name, p.id, a.level DESC`;
}
