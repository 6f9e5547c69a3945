import type { Static } from 'typebox';
import { officeChanges } from '../../domain/office/catalogue';
import type { OfficeEventActor } from '../../domain/office/office-event';
import { shanghaiDate } from '../../domain/time/calendar';
import type { Database } from '../store/database';
import { overModels, rollbackOnRefusal, type ModelTransaction } from '../store/idempotency';
import { databaseTime } from '../store/stored-record';
import type { ChangeParts } from './carried-out';
import { createAccount } from './changes/account';
import { appendLine, appendLines, lockOffice, type OfficeSigner } from './office-record';

/** A natural person who becomes an administrator of a new office. */
export type FirstAdministrator = Pick<
  Static<(typeof officeChanges)['create-account']['form']>,
  'login' | 'person'
>;

export interface NewOffice {
  readonly zone: string;
  /** The unit of the administrators, made where there is none of this id. */
  readonly unit: { readonly id: string; readonly titleZh: string; readonly titleEn: string };
  readonly administrators: readonly [FirstAdministrator, FirstAdministrator];
}

export interface Handed {
  readonly login: string;
  readonly oneTimePassword: string;
}

/** Why nothing was begun. */
export type InstallationRefusal = 'office-begun' | 'zone-unknown' | 'same-person' | 'unit-elsewhere';

const installation: OfficeEventActor = { kind: 'system', part: 'installation' };

type InstallParts = Omit<ChangeParts, 'now' | 'signer'> & {
  readonly db: Database;
  readonly signer: OfficeSigner;
};

/** Begins an office with its first two administrators: where nobody is there yet, and only then. */
export function installOffice(parts: InstallParts, office: NewOffice) {
  return rollbackOnRefusal(overModels(parts.db), async (tx) => {
    await lockOffice(tx);
    const refusal = await whyNot(tx, office);
    return refusal === null
      ? { ok: true as const, value: await install(tx, parts, office) }
      : { ok: false as const, refusal };
  });
}

async function whyNot(
  tx: ModelTransaction,
  { zone, unit, administrators: [one, other] }: NewOffice,
): Promise<InstallationRefusal | null> {
  // Law and calendar stand in the record before anybody is there.
  const begun = await tx.officeEvent.count({ where: { kind: { not: 'rules-published' } } });
  if ((await tx.account.count()) > 0 || begun > 0) return 'office-begun';
  if (one.person.staffNo === other.person.staffNo || one.login === other.login) return 'same-person';
  if ((await tx.zone.count({ where: { id: zone } })) === 0) return 'zone-unknown';
  const standing = await tx.unit.findUnique({ where: { id: unit.id } });
  return standing !== null && standing.zone !== zone ? 'unit-elsewhere' : null;
}

async function install(
  tx: ModelTransaction,
  parts: InstallParts,
  { zone, unit, administrators }: NewOffice,
): Promise<Handed[]> {
  const at = await databaseTime(tx);
  await tx.unit.upsert({ where: { id: unit.id }, create: { ...unit, zone }, update: {} });
  const body = { kind: 'installed', zone, unit: unit.id } as const;
  await appendLine(tx, parts.signer, { at, actor: installation, body });
  const handed: Handed[] = [];
  for (const administrator of administrators)
    handed.push(await hire(tx, { ...parts, now: new Date(at) }, { ...administrator, unit: unit.id }));
  return handed;
}

/** By the same judgement as any account, without the second person whom there is not yet. */
async function hire(
  tx: ModelTransaction,
  parts: ChangeParts & { readonly signer: OfficeSigner },
  { unit, ...administrator }: FirstAdministrator & { readonly unit: string },
): Promise<Handed> {
  const at = parts.now.toISOString();
  const form = {
    ...administrator,
    ...{ email: null, roles: ['administrator' as const], level: 0 as const, unit, enterpriseId: null },
  };
  const facts = await createAccount.facts(tx, form, parts);
  const judged = officeChanges['create-account'].judge({ form, facts, today: shanghaiDate(at) });
  if (!judged.ok) throw new Error(`${form.login}: ${judged.refusal.detail}`);
  const applied = await createAccount.apply(tx, { form, facts, change: judged.value }, parts);
  const { oneTimePassword, states = [] } = applied;
  if (oneTimePassword === undefined) throw new Error('an account was made without a password');
  const person = facts.fresh.personId;
  const body = { kind: 'changed', change: 'create-account', ...judged.value, person } as const;
  const said = [body, ...states].map((each) => ({ at, actor: installation, body: each }));
  await appendLines(tx, parts.signer, said);
  return { login: form.login, oneTimePassword };
}
