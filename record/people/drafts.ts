import type { JsonObject } from '../../domain/json';
import type { Database } from '../store/database';
import type { Statements } from '../store/statements';
import { isNotAsSealed, type Vault } from '../vault/vault';

/* What somebody has begun to write about a case and not sent: sealed under the key of the case, and theirs alone. */

/** Where a draft lies. */
export interface DraftPlace {
  readonly accountId: string;
  readonly caseId: string;
  /** The form that it is for, as `tip-off/verification#1`. */
  readonly place: string;
}

export interface Draft {
  readonly form: JsonObject;
  readonly savedAt: Date;
}

const keptDays = 30;
/** More than anybody has open; the oldest go. */
const mostOfAccount = 200;

function sealedAt({ accountId, caseId, place }: DraftPlace) {
  return { table: 'draft', column: 'form', row: `${accountId}/${caseId}/${place}` };
}

/** Keeps a draft in place of the one before. */
export async function saveDraft(
  { db, vault }: { readonly db: Database; readonly vault: Vault },
  at: DraftPlace,
  form: JsonObject,
  now: Date,
): Promise<void> {
  const { accountId, caseId, place } = at;
  const sealed = (await vault.keyOf(caseId)).seal(JSON.stringify(form), sealedAt(at));
  await db.$executeRaw`
    INSERT INTO anjie.draft (account_id, case_id, place, form, saved_at)
    VALUES (${accountId}::uuid, ${caseId}::uuid, ${place}, ${new Uint8Array(sealed)}, ${now.toISOString()}::timestamptz)
    ON CONFLICT (account_id, case_id, place) DO UPDATE SET form = EXCLUDED.form, saved_at = EXCLUDED.saved_at`;
  await db.$executeRaw`
    DELETE FROM anjie.draft WHERE account_id = ${accountId}::uuid AND ctid IN (
      SELECT ctid FROM anjie.draft WHERE account_id = ${accountId}::uuid ORDER BY saved_at DESC OFFSET ${mostOfAccount})`;
}

/** A draft; null where there is none, or where it is not what was sealed there. */
export async function readDraft(
  { db, vault }: { readonly db: Database; readonly vault: Vault },
  at: DraftPlace,
): Promise<Draft | null> {
  const { accountId, caseId, place } = at;
  const row = await db.draft.findUnique({ where: { accountId_caseId_place: { accountId, caseId, place } } });
  if (row === null) return null;
  try {
    const text = (await vault.keyOf(caseId)).open(row.form, sealedAt(at)).toString('utf8');
    return { form: JSON.parse(text) as JsonObject, savedAt: row.savedAt };
  } catch (error) {
    if (!isNotAsSealed(error)) throw error;
    return null;
  }
}

/** Throws a draft away. Doing it twice changes nothing. */
export async function dropDraft(db: Database, { accountId, caseId, place }: DraftPlace): Promise<void> {
  await db.draft.deleteMany({ where: { accountId, caseId, place } });
}

/** Throws away what nobody has come back to, and what was written about cases that have ended since. */
export async function sweepDrafts(db: Statements): Promise<void> {
  await db.$executeRaw`DELETE FROM anjie.draft WHERE saved_at < now() - make_interval(days => ${keptDays}::int)`;
  await db.$executeRaw`
    DELETE FROM anjie.draft d USING anjie.case_file f
    WHERE f.id = d.case_id AND f.closed_at < now() - interval '1 day' AND d.saved_at < f.closed_at`;
}
