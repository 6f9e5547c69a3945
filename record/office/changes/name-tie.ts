import type { JsonObject } from '../../../domain/json';
import type { KeptName } from '../../../domain/office/kinds/name-tie';
import { keptForms } from '../../../domain/text/named-parties';
import type { ModelTransaction } from '../../store/idempotency';
import type { CarriedOutKind, ChangeParts } from '../carried-out';

export const enterName: CarriedOutKind<'enter-name'> = {
  changes: 'names',
  keep: hashedName,
  facts: nameFacts,
  async apply(tx, { form: { personId, hashes } }) {
    const [current = ''] = hashes;
    await tx.personTie.create({ data: { personId, nameHash: bytesOf(current) } });
    return { answer: { personId } };
  },
};

export const liftName: CarriedOutKind<'lift-name'> = {
  keep: hashedName,
  facts: nameFacts,
  async apply(tx, { form: { personId, hashes } }) {
    const kept = hashes.map(bytesOf);
    await tx.personTie.deleteMany({ where: { personId, nameHash: { in: kept } } });
    await tx.familyRecusal.deleteMany({ where: { personId, tie: { in: kept } } });
    return { answer: { personId } };
  },
};

export const liftOwnName: CarriedOutKind<'lift-own-name'> = {
  async facts(tx, { personId, number }) {
    const [found] = await tx.$queryRaw<unknown[]>`
      SELECT FROM anjie.family_recusal b JOIN anjie.case_file f ON f.id = b.root_id
      WHERE f.number = ${number} AND b.person_id = ${personId}::uuid AND b.tie = ''::bytea AND NOT b.lifted`;
    return { stands: found !== undefined };
  },
  async apply(tx, { form: { personId, number } }) {
    await tx.$executeRaw`
      UPDATE anjie.family_recusal b SET lifted = true FROM anjie.case_file f
      WHERE f.id = b.root_id AND f.number = ${number} AND b.person_id = ${personId}::uuid AND b.tie = ''::bytea`;
    return { answer: { personId } };
  },
};

function hashedName(form: JsonObject, { receipts }: ChangeParts): KeptName {
  const { personId, name } = form as { personId: string; name: string };
  const hashes = keptForms(name).flatMap((form) => receipts.lookupTies({ name: form }));
  return { personId, hashes: hashes.map((hash) => hash.toString('hex')) };
}

async function nameFacts(tx: ModelTransaction, { personId, hashes }: KeptName) {
  const kept = hashes.map(bytesOf);
  return {
    personKnown: (await tx.person.count({ where: { id: personId } })) > 0,
    stands: (await tx.personTie.count({ where: { personId, nameHash: { in: kept } } })) > 0,
  };
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
