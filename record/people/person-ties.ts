import { plainOf } from '../../domain/text/plain-text';
import type { StaffActor } from '../../domain/role';
import type { Database } from '../store/database';
import { type Idempotency, idempotent, overModels, type Done } from '../store/idempotency';
import type { Receipts } from '../vault/receipts';
import type { PeopleRefusal } from './accounts';

/*
 * Names by which a tip concerns somebody of the office, such as those of their relatives. Only hashes of them are kept,
 * under a key that is not in the database. A tip that names the person themself needs no entry.
 */

interface PersonTieParts {
  readonly db: Database;
  readonly receipts: Receipts;
}

export type NamedTie = { readonly personId: string; readonly name: string };

/**
 * Enters such a name: by the person, or by a section chief or administrator. Refusals: `not-for-others`,
 * `person-unknown`.
 */
export function enterName(
  { db, receipts }: PersonTieParts,
  { personId, name }: NamedTie,
  actor: StaffActor,
  idempotency: Idempotency,
): Promise<Done<{ readonly personId: string }, PeopleRefusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    const maySpeakForOthers = actor.roles.includes('section-chief') || actor.roles.includes('administrator');
    if (personId !== actor.personId && !maySpeakForOthers) return refuse('not-for-others');
    if ((await tx.person.count({ where: { id: personId } })) === 0) return refuse('person-unknown');
    const nameHash = receipts.tieTo({ name: plainOf(name) });
    await tx.personTie.createMany({ data: [{ personId, nameHash }], skipDuplicates: true });
    return { personId };
  });
}

/** Removes such a name, also from the tips that contain it; only somebody else can. Refusals: `not-for-others`. */
export function liftName(
  { db, receipts }: PersonTieParts,
  { personId, name }: NamedTie,
  actor: StaffActor,
  idempotency: Idempotency,
): Promise<Done<{ readonly personId: string }, PeopleRefusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    if (personId === actor.personId) return refuse('not-for-others');
    const hashes = [...receipts.lookupTies({ name: plainOf(name) })];
    await tx.personTie.deleteMany({ where: { personId, nameHash: { in: hashes } } });
    await tx.familyRecusal.deleteMany({ where: { personId, tie: { in: hashes } } });
    return { personId };
  });
}

/** Who is recused from an open tip because it contains their own name, which others may have too. */
export function recusedByOwnName(db: Database): Promise<{ number: string; personId: string }[]> {
  return db.$queryRaw`
    SELECT f.number, b.person_id::text AS "personId"
    FROM anjie.family_recusal b JOIN anjie.case_file f ON f.id = b.root_id
    WHERE b.tie = ''::bytea AND NOT b.lifted AND f.outcome IS NULL ORDER BY f.number, b.person_id`;
}

/**
 * Ends such a recusal, since the tip meant another person of the same name; only somebody else can say so. Refusals:
 * `not-for-others`.
 */
export function liftOwnName(
  { db }: Pick<PersonTieParts, 'db'>,
  { personId, number }: { readonly personId: string; readonly number: string },
  actor: StaffActor,
  idempotency: Idempotency,
): Promise<Done<{ readonly personId: string }, PeopleRefusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    if (personId === actor.personId) return refuse('not-for-others');
    await tx.$executeRaw`
      UPDATE anjie.family_recusal b SET lifted = true FROM anjie.case_file f
      WHERE f.id = b.root_id AND f.number = ${number} AND b.person_id = ${personId}::uuid AND b.tie = ''::bytea`;
    return { personId };
  });
}
