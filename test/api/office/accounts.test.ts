import { accountForm, hireAccount } from '../kit/administrators';
import { approve, changeOffice } from '../kit/changes';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const create = '/api/office/changes/create-account';
const inspector = (login: string, staffNo: string) => accountForm({ login, staffNo, roles: ['inspector'] });

describe('an account', () => {
  it('without offices is made by one administrator, and by two with an office', async () => {
    const bare = { ...accountForm({ login: 'bare', staffNo: 'A801', roles: [] }), reason: '实习' };
    expect(await office.as('admin').post(create, bare)).toMatchObject({
      status: 201,
      body: { state: 'in-force', detail: { login: 'bare' } },
    });
    const [password, change] = await office.db.officeEvent.findMany({ orderBy: { seq: 'desc' }, take: 2 });
    expect(change).toMatchObject({ kind: 'changed', body: { reason: '实习', after: { login: 'bare' } } });
    expect(password).toMatchObject({ kind: 'password-set', body: { cause: change?.seq } });
    const asked = await office.as('admin').post(create, inspector('new.inspector', 'A802'));
    expect(asked).toMatchObject({ status: 202, body: { waitsFor: ['administrator'] } });
    expect(await office.db.account.count({ where: { login: 'new.inspector' } })).toBe(0);
    expectOk(await approve(office, asked, 'admin2'));
    expect(await office.db.account.findUniqueOrThrow({ where: { login: 'new.inspector' } })).toMatchObject({
      roles: ['inspector'],
    });
    const query = `person=${await personOf(office, 'new.inspector')}`;
    const { items } = expectOk(await office.as('auditor').get(`/api/office/record?${query}`)).body;
    expect(items).toMatchObject([
      { kind: 'password-set' },
      { kind: 'put-in-force', change: 'create-account' },
    ]);
  });

  it('is made once per key, under a login that is not taken, by an administrator', async () => {
    const key = { 'idempotency-key': 'make-new-clerk' };
    const first = await office.as('admin').post(create, inspector('once', 'A803'), key);
    const again = await office.as('admin').post(create, inspector('once', 'A803'), key);
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect((await office.as('admin').post(create, inspector('twice', 'A803'), key)).body.code).toBe(
      'key-reused',
    );
    expect((await office.as('admin').post(create, inspector('clerk1', 'A804'))).body.code).toBe(
      'login-taken',
    );
    expect((await office.as('chief').post(create, inspector('x.y', 'A805'))).body.code).toBe('role-missing');
  });

  it('gets a password that is shown once, to whoever puts it in force, and kept nowhere', async () => {
    const asked = await office.as('admin').post(create, inspector('shown', 'A806'));
    expect(asked.text).not.toContain('oneTimePassword');
    const key = { 'idempotency-key': 'approve-shown-once' };
    const url = `/api/office/proposals/${asked.body.proposal}/approval`;
    const first = await office.as('admin2').post(url, {}, key);
    const password: string = first.body.oneTimePassword;
    expect(password).toMatch(/^[2-9a-z]{4}(-[2-9a-z]{4}){3}$/);
    const again = await office.as('admin2').post(url, {}, key);
    const { oneTimePassword: _, ...rest } = first.body;
    expect(again).toMatchObject({ status: 201, body: rest });
    expect(again.text).not.toContain(password);
    const kept = await office.db.$queryRaw<{ row: string }[]>`
      SELECT t::text AS row FROM anjie.office_event t UNION ALL SELECT t::text FROM anjie.office_proposal t
      UNION ALL SELECT t::text FROM anjie.idempotency_key t UNION ALL SELECT t::text FROM anjie.account t`;
    for (const { row } of kept) expect(row).not.toContain(password);
  });

  it('holds no offices together that must not meet in its natural person, whatever the account', async () => {
    const payerOf = (staffNo: string, roles: string[]) => accountForm({ login: 'second', staffNo, roles });
    for (const [staffNo, roles] of [
      ['A807', ['auditor', 'payer']],
      ['X003', ['payer']],
      ['G001', ['confirmer']],
      ['F001', ['payer']],
      ['Q001', ['inspector']],
    ] as const) {
      const answer = await office.as('admin').post(create, payerOf(staffNo, [...roles]));
      expect([staffNo, answer.body.code]).toEqual([staffNo, 'roles-incompatible']);
    }
    const contact = { ...payerOf('A808', ['enterprise-contact']), unit: 'jxedz-enterprises' };
    expect((await office.as('admin').post(create, contact)).body.code).toBe('roles-incompatible');
    for (const [code, change] of [
      ['unit-unknown', { unit: 'atlantis' }],
      ['enterprise-unknown', { enterpriseId: '0198c000-0000-4000-8000-000000000000' }],
    ] as const)
      expect((await office.as('admin').post(create, { ...contact, ...change })).body.code).toBe(code);
  });

  it('is not enabled again where its person has got another office meanwhile', async () => {
    await hireAccount(office, { login: 'was.payer', staffNo: 'G900', roles: ['payer'] });
    expectOk(await changeOffice(office, 'disable-account', { login: 'was.payer' }));
    await hireAccount(office, { login: 'now.confirmer', staffNo: 'G900', roles: ['confirmer'] });
    const enabled = await office
      .as('admin')
      .post('/api/office/changes/enable-account', { login: 'was.payer' });
    expect(enabled.body.code).toBe('roles-incompatible');
  });

  it('of an administrator stays while there are not two others', async () => {
    const only = { roles: [], level: 0, unit: 'jxedz-system', enterpriseId: null };
    for (const [kind, form] of [
      ['disable-account', { login: 'admin2' }],
      ['set-offices', { login: 'admin2', ...only }],
    ] as const)
      expect((await office.as('admin').post(`/api/office/changes/${kind}`, form)).body.code).toBe(
        'administrators-too-few',
      );
    await hireAccount(office, { login: 'admin3', staffNo: 'X005', roles: ['administrator'] });
    // A second account of the same natural person makes no third administrator.
    await hireAccount(office, { login: 'admin3.again', staffNo: 'X005', roles: ['administrator'] });
    expectOk(await changeOffice(office, 'disable-account', { login: 'admin3' }));
    expectOk(await changeOffice(office, 'disable-account', { login: 'admin3.again' }));
  });

  it('loses all its sessions when it is disabled, its offices change or its password is reset', async () => {
    const session = async (login: string) => (await office.as(login).get('/api/session')).status;
    expect(await session('inspector3')).toBe(200);
    const roles = { roles: ['inspector', 'legal-officer'], level: 0, unit: 'jxedz-safety' };
    const offices = { login: 'inspector3', ...roles, enterpriseId: null };
    expectOk(await changeOffice(office, 'set-offices', offices));
    expect(await session('inspector3')).toBe(401);
    expect((await office.as('admin').post('/api/office/changes/set-offices', offices)).body.code).toBe(
      'nothing-changes',
    );
    for (const [kind, login] of [
      ['disable-account', 'clerk2'],
      ['reset-password', 'inspector4'],
    ] as const) {
      expect(await session(login)).toBe(200);
      expectOk(await changeOffice(office, kind, { login }));
      expect(await session(login)).toBe(401);
    }
  });

  it('is looked at by administrators and auditors', async () => {
    const { body } = expectOk(await office.as('auditor').get('/api/accounts'));
    expect(body).toContainEqual(expect.objectContaining({ login: 'clerk1', roles: ['intake-clerk'] }));
    expect((await office.as('chief').get('/api/accounts')).body.code).toBe('role-missing');
  });
});

describe('leave and recusal', () => {
  it('are entered, listed, shortened and ended, by the person or the section chief', async () => {
    const [one, two] = [await personOf(office, 'inspector1'), await personOf(office, 'inspector2')];
    const [today] = new Date(office.now().getTime() + 8 * 3_600_000).toISOString().split('T') as [string];
    const leave = { personId: one, substituteId: two, from: today, to: today };
    const enter = (by: string, change: object = {}) =>
      changeOffice(office, 'enter-leave', { ...leave, ...change }, { by });
    expect((await enter('legal')).body.code).toBe('not-for-others');
    expect((await enter('chief', { to: '2999-12-31' })).body).toMatchObject({
      ...{ code: 'form-invalid', errors: [{ pointer: '/to' }] },
    });
    const { detail } = expectOk(await enter('chief')).body;
    expect((await enter('inspector1')).body.code).toBe('leaves-overlap');
    const session = async () => (await office.as('inspector2').get('/api/session')).body;
    expect((await session()).standsInFor).toEqual([one]);
    const listed = async (login: string) =>
      (expectOk(await office.as(login).get('/api/leaves')).body as { leave: string }[]).map(
        (each) => each.leave,
      );
    for (const login of ['inspector1', 'inspector2', 'chief', 'auditor'])
      expect([login, await listed(login)]).toEqual([login, [detail.id]]);
    for (const login of ['legal', 'chief-fire']) expect(await listed(login)).toEqual([]);
    expect(
      (await changeOffice(office, 'end-leave', { leave: detail.id }, { by: 'inspector2' })).body.code,
    ).toBe('not-for-others');
    expectOk(await changeOffice(office, 'end-leave', { leave: detail.id }, { by: 'inspector1' }));
    expect((await session()).standsInFor).toEqual([]);
    expect(await listed('inspector1')).toEqual([]);
  });

  it('keep a recusal that nobody enters or lifts for the wrong person', async () => {
    const personId = await personOf(office, 'payer1');
    const recusal = { personId, enterpriseId: 'e0000000-0000-4000-8000-000000000003' };
    const enter = (by: string, form: object = recusal) => changeOffice(office, 'enter-recusal', form, { by });
    expect((await enter('payer2')).body.code).toBe('not-for-others');
    expectOk(await enter('payer1'));
    expect((await office.as('payer1').get('/api/session')).body.recusedFrom).toEqual([recusal.enterpriseId]);
    expect((await enter('admin')).body.code).toBe('nothing-changes');
    const nobody = { ...recusal, personId: '0198c000-0000-4000-8000-000000000000' };
    expect((await enter('admin', nobody)).body.code).toBe('person-unknown');
    const lift = (by: string, second: string) =>
      changeOffice(office, 'lift-recusal', recusal, { by, second });
    expect((await lift('payer1', 'admin')).body.code).toBe('role-missing');
    expectOk(await lift('chief', 'admin'));
    expect((await lift('chief', 'admin')).body.code).toBe('recusal-unknown');
  });
});
