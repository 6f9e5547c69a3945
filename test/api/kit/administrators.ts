import type { ApiDeps } from '../../../api/deps';
import type { StaffActor } from '../../../domain/role';
import { changeOwnPassword } from '../../../record/office/own-password';
import { demoPassword } from '../../../prisma/seed';
import { demoCost, hashPassword } from '../../../record/vault/passwords';
import { changeOffice } from './changes';
import type { Front } from './front';
import { expectOk } from './story';

export interface NewAccount {
  readonly login: string;
  readonly staffNo: string;
  readonly name?: string;
  readonly roles: readonly string[];
  readonly level?: number;
  readonly unit?: string;
  readonly enterpriseId?: string | null;
}

/** The form for an account of somebody of the office, or of a firm. */
export function accountForm({
  login,
  staffNo,
  name = '魏来',
  roles,
  level = 0,
  unit = 'jxedz-safety',
  enterpriseId = null,
}: NewAccount) {
  return { login, email: null, person: { staffNo, name }, roles, level, unit, enterpriseId };
}

/** Makes an account by two administrators, whose holder has chosen the password of the demonstration. */
export async function hireAccount(
  office: Pick<Front, 'as'> & { readonly parts: ApiDeps },
  account: NewAccount,
  hands = { by: 'admin', second: 'admin2' },
): Promise<void> {
  expectOk(await changeOffice(office, 'create-account', accountForm(account), hands));
  const { id: accountId, personId } = await office.parts.db.account.findUniqueOrThrow({
    where: { login: account.login },
  });
  const holder = { personId, accountId } as StaffActor;
  const passwordHash = await hashPassword(demoPassword, demoCost);
  await changeOwnPassword(office.parts, holder, { passwordHash, passwordTag: null });
}
