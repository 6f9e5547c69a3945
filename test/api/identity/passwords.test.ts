import { demoPassword } from '../../../prisma/seed';
import { nothingSigned } from '../../../record/trust/head-store';
import { verifyOffice } from '../../../record/trust/verify-office';
import { accountForm } from '../kit/administrators';
import { changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

const hourMs = 3_600_000;
const own = 'a password of my own';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const faults = async () => {
  const witness = { heads: nothingSigned, signer: office.parts.signer };
  return (await verifyOffice(office.db, witness)).faults.map(({ fault, login }) => [fault, login]);
};

async function logIn(login: string, password: string): Promise<{ authorization: string }> {
  const { body } = expectOk(await office.as(null).post('/api/session', { login, password }));
  return { authorization: `Bearer ${body.token}` };
}

const tryLogIn = async (login: string, password: string) =>
  (await office.as(null).post('/api/session', { login, password })).status;
const change = (headers: Record<string, string>, old: string, next: string) =>
  office.as(null).post('/api/session/password', { old, new: next }, headers);

describe('one’s own password', () => {
  it('leaves a line in the office record that holds neither it nor its hash', async () => {
    const session = await logIn('auditor', demoPassword);
    expect((await change(session, demoPassword, own)).status).toBe(204);
    const { id, personId, passwordHash } = await office.db.account.findUniqueOrThrow({
      where: { login: 'auditor' },
    });
    const line = await office.db.officeEvent.findFirstOrThrow({ orderBy: { seq: 'desc' } });
    expect(line).toMatchObject({
      ...{ kind: 'password-set', actor: { personId } },
      body: { marks: { [id]: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    });
    for (const secret of [own, passwordHash]) expect(JSON.stringify(line)).not.toContain(secret);
    expect(await faults()).toEqual([]);
  });

  it('is named where it was exchanged by hand in the database, as is one that was put back', async () => {
    const hashOf = async (login: string) =>
      (await office.db.account.findUniqueOrThrow({ where: { login } })).passwordHash;
    const put = (login: string, passwordHash: string) =>
      office.db.account.update({ where: { login }, data: { passwordHash } });
    const session = await logIn('payer1', demoPassword);
    const [before, thiefs] = [await hashOf('payer1'), await hashOf('clerk2')];
    expect((await change(session, demoPassword, own)).status).toBe(204);
    const after = await hashOf('payer1');
    for (const other of [before, thiefs]) {
      await put('payer1', other);
      expect(await faults()).toEqual([['password-differs', 'payer1']]);
    }
    await put('payer1', after);
    expectOk(await changeOffice(office, 'reset-password', { login: 'housing1' }));
    expect(await faults()).toEqual([]);
    const given = await hashOf('housing1');
    await put('housing1', thiefs);
    expect(await faults()).toEqual([['password-differs', 'housing1']]);
    await put('housing1', given);
  });

  it('is changed with the old one, and ends all sessions', async () => {
    const [one, other] = [await logIn('clerk1', demoPassword), await logIn('clerk1', demoPassword)];
    expect((await change(one, 'not the old one', own)).body).toMatchObject({ code: 'password-wrong' });
    expect((await change(one, demoPassword, own)).status).toBe(204);
    for (const session of [one, other])
      expect((await office.as(null).get('/api/session', session)).status).toBe(401);
    expect(await tryLogIn('clerk1', demoPassword)).toBe(401);
    expect(await tryLogIn('clerk1', own)).toBe(201);
  });

  it('is neither short, nor the login, nor a commonplace, nor the old one, and says why', async () => {
    const session = await logIn('inspector1', demoPassword);
    for (const weak of ['short', 'inspector1-inspector1-inspector1', 'password123456', demoPassword])
      expect((await change(session, demoPassword, weak)).body).toMatchObject({
        ...{ status: 422, code: 'password-weak' },
        errors: [{ pointer: '/new', detail: expect.any(String) }],
      });
    expect((await office.as(null).get('/api/session', session)).status).toBe(200);
  });

  it('is guessed by whoever has a stolen session ten times, which keeps its holder out of nothing', async () => {
    const session = await logIn('inspector2', demoPassword);
    for (let guess = 0; guess < 10; guess++)
      expect((await change(session, `guess number ${guess}`, own)).body.code).toBe('password-wrong');
    expect((await change(session, demoPassword, own)).body.code).toBe('too-many-tries');
    const anew = await logIn('inspector2', demoPassword);
    expect((await change(anew, demoPassword, own)).status).toBe(204);
  });
});

describe('a one-time password', () => {
  const reset = async () =>
    expectOk(await changeOffice(office, 'reset-password', { login: 'inspector3' })).body
      .oneTimePassword as string;

  it('opens the account for nothing but a password of one’s own', async () => {
    const given = await reset();
    expect(await tryLogIn('inspector3', demoPassword)).toBe(401);
    const session = await logIn('inspector3', given);
    const call = (url: string) => office.as(null).get(url, session);
    expect((await call('/api/session')).body).toMatchObject({ mustChangePassword: true });
    for (const url of ['/api/worklist', '/api/cases', '/api/people?role=inspector', '/api/sessions'])
      expect([url, (await call(url)).body.code]).toEqual([url, 'password-to-be-changed']);
    expect((await change(session, given, given)).body.code).toBe('password-weak');
    expect((await change(session, given, own)).status).toBe(204);
    const after = await logIn('inspector3', own);
    expect((await office.as(null).get('/api/worklist', after)).status).toBe(200);
    expect(await tryLogIn('inspector3', given)).toBe(401);
  });

  it('is what a new account begins with', async () => {
    const form = accountForm({ login: 'new.clerk', staffNo: 'A900', roles: ['intake-clerk'] });
    const { oneTimePassword } = expectOk(await changeOffice(office, 'create-account', form)).body;
    const session = await logIn('new.clerk', oneTimePassword);
    expect((await change(session, oneTimePassword, own)).status).toBe(204);
    expect((await office.as(null).get('/api/session', await logIn('new.clerk', own))).body).toMatchObject({
      ...{ login: 'new.clerk', mustChangePassword: false },
    });
  });
});

describe('one’s own sessions', () => {
  it('are listed, and ended one by one, never those of somebody else', async () => {
    const [here, lost] = [await logIn('legal', demoPassword), await logIn('legal', demoPassword)];
    const stranger = await logIn('legal2', demoPassword);
    const list = async (headers: Record<string, string>) =>
      expectOk(await office.as(null).get('/api/sessions', headers)).body as {
        id: string;
        current: boolean;
      }[];
    const sessions = await list(here);
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
    const { id } = sessions.find(({ current }) => !current)!;
    const end = (headers: Record<string, string>) =>
      office.as(null).send('DELETE', `/api/sessions/${id}`, undefined, headers);
    expect((await end(stranger)).body.code).toBe('session-not-found');
    expect((await end(here)).status).toBe(204);
    expect((await end(here)).body.code).toBe('session-not-found');
    expect((await office.as(null).get('/api/session', lost)).status).toBe(401);
    expect(await list(here)).toHaveLength(1);
  });
});

describe('a one-time password that nobody uses', () => {
  it('opens nothing after three days', async () => {
    const given = expectOk(await changeOffice(office, 'reset-password', { login: 'inspector4' })).body
      .oneTimePassword as string;
    office.sleep(73 * hourMs);
    expect(await tryLogIn('inspector4', given)).toBe(401);
  });
});
