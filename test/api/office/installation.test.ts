import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installOffice, type NewOffice } from '../../../record/office/installation';
import { verifyOffice } from '../../../record/trust/verify-office';
import { nothingSigned } from '../../../record/trust/head-store';
import { demoCost } from '../../../record/vault/passwords';
import { projectFolder } from '../../../setup/folders';
import { ensureKeys } from '../../../setup/parts/secrets';
import { accountForm } from '../kit/administrators';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

let office: Office;
beforeEach(async () => {
  office = await openOffice({ staffed: false });
});
afterEach(() => office.close());

const planned: NewOffice = {
  zone: 'jxedz',
  unit: { id: 'jxedz-administration', titleZh: '系统管理科', titleEn: 'Administration' },
  administrators: [
    { login: 'zhao.yi', person: { staffNo: 'X001', name: '赵一' } },
    { login: 'qian.er', person: { staffNo: 'X002', name: '钱二' } },
  ],
};

function install(change: Partial<NewOffice> = {}) {
  const { db, receipts, credentials, signer } = office.parts;
  return installOffice(
    { db, signer, receipts, credentials, passwordCost: demoCost },
    { ...planned, ...change },
  );
}

async function logIn(login: string, password: string) {
  const { body } = expectOk(await office.as(null).post('/api/session', { login, password }));
  return { authorization: `Bearer ${body.token}` };
}

it('begins with two administrators, who go on through the API alone', async () => {
  const begun = await install();
  if (!begun.ok) throw new Error(begun.refusal);
  const hands: Record<string, string>[] = [];
  for (const { login, oneTimePassword } of begun.value) {
    const first = await logIn(login, oneTimePassword);
    const own = `a password of ${login.split('.')[0]} alone`;
    const passwords = { old: oneTimePassword, new: own };
    expect((await office.as(null).post('/api/session/password', passwords, first)).status).toBe(204);
    hands.push(await logIn(login, own));
  }
  const [one, other] = hands;
  const form = accountForm({ login: 'clerk', staffNo: 'A001', roles: ['intake-clerk'] });
  const asked = await office.as(null).post('/api/office/changes/create-account', form, one);
  const approval = `/api/office/proposals/${asked.body.proposal}/approval`;
  expect((await office.as(null).post(approval, {}, one)).body.code).toBe('same-person');
  const { oneTimePassword } = expectOk(await office.as(null).post(approval, {}, other)).body;
  await logIn('clerk', oneTimePassword);

  const lines = await office.db.officeEvent.findMany({
    where: { kind: { notIn: ['rules-published', 'password-set'] } },
    orderBy: { seq: 'asc' },
  });
  const system = { kind: 'system', part: 'installation' };
  expect(lines.slice(0, 3)).toMatchObject([
    { actor: system, body: { kind: 'installed', zone: 'jxedz', unit: 'jxedz-administration' } },
    { actor: system, body: { change: 'create-account', after: { login: 'zhao.yi' } } },
    { actor: system, body: { change: 'create-account', after: { login: 'qian.er' } } },
  ]);
  const witness = { heads: nothingSigned, signer: office.parts.signer };
  expect((await verifyOffice(office.db, witness)).faults).toEqual([]);
});

it('begins once, in a zone that has law, with two natural persons', async () => {
  const [one, other] = planned.administrators;
  expect(await install({ zone: 'atlantis' })).toMatchObject({ refusal: 'zone-unknown' });
  const twice = [one, { ...other, person: one.person }] as const;
  expect(await install({ administrators: twice })).toMatchObject({ refusal: 'same-person' });
  expect(await office.db.account.count()).toBe(0);
  expect(await install()).toMatchObject({ ok: true });
  expect(await install({ administrators: [other, one] })).toMatchObject({ refusal: 'office-begun' });
  expect(await office.db.account.count()).toBe(2);
});

it('is begun by one command, which tells the passwords once and refuses to do it again', async () => {
  const keys = join(office.folder, 'keys');
  await ensureKeys(keys);
  const admins = ['--admin', 'zhao.yi,X001,赵一', '--admin', 'qian.er,X002,钱二'];
  const command = (...args: string[]) =>
    promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', join(projectFolder, 'setup/office/init.ts'), ...args],
      {
        cwd: projectFolder,
        env: {
          ...{ DATABASE_URL: office.database.appUrl, VAULT_DATABASE_URL: office.database.vaultUrl },
          ...{ KEYS_DIR: keys, DATA_DIR: office.folder },
        },
      },
    ).catch((error: { stdout: string; stderr: string }) => error);
  const begin = () => command('init', '--zone', 'jxedz', '--unit', 'jxedz-system', ...admins);
  expect((await command('init', '--zone', 'jxedz')).stderr).toContain('two administrators');
  const { stdout } = await begin();
  const [, password = ''] = /zhao\.yi {2}(\S+)/.exec(stdout) ?? [];
  await logIn('zhao.yi', password);
  expect((await begin()).stderr).toContain('Somebody is there already');
});
