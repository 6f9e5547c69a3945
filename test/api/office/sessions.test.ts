import { expectOk } from '../kit/story';
import { demoPassword } from '../../../prisma/seed';
import { changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

describe('logging in', () => {
  it('tells a token and sets a cookie that no script reads and no other site sends', async () => {
    const answer = await office.as(null).post('/api/session', { login: 'clerk1', password: demoPassword });
    expect(answer.status).toBe(201);
    expect(answer.body.who).toMatchObject({ login: 'clerk1', roles: ['intake-clerk'], unit: 'jxedz-safety' });
    expect(String(answer.headers['set-cookie'])).toMatch(/^anjie-session=.*HttpOnly; SameSite=Strict/);
    const { token } = answer.body as { token: string };
    const [session] = await office.db.session.findMany({ where: { account: { login: 'clerk1' } } });
    expect(Buffer.from(session?.tokenHash ?? []).toString('hex')).not.toContain(
      Buffer.from(token).toString('hex'),
    );
  });

  it('answers an unknown login and a wrong password alike', async () => {
    const unknown = await office
      .as(null)
      .post('/api/session', { login: 'nobody', password: 'wrong password' });
    const wrong = await office.as(null).post('/api/session', { login: 'clerk2', password: 'wrong password' });
    expect([unknown.status, wrong.status]).toEqual([401, 401]);
    expect({ ...unknown.body, instance: '' }).toEqual({ ...wrong.body, instance: '' });
  });

  it('takes no page of another site for its own', async () => {
    const answer = await office
      .as(null)
      .post(
        '/api/session',
        { login: 'clerk1', password: demoPassword },
        { origin: 'https://elsewhere.example' },
      );
    expect(answer.body.code).toBe('origin-not-allowed');
  });
});

describe('a session', () => {
  it('is nobody without a token, with a made-up one, or after logging out', async () => {
    expect((await office.as(null).get('/api/session')).status).toBe(401);
    const madeUp = await office.as(null).get('/api/session', { authorization: `Bearer ${'a'.repeat(43)}` });
    expect(madeUp.body.code).toBe('not-logged-in');

    const { body } = await office.as(null).post('/api/session', { login: 'clerk1', password: demoPassword });
    const headers = { authorization: `Bearer ${(body as { token: string }).token}` };
    expect((await office.as(null).get('/api/session', headers)).status).toBe(200);
    const gone = await office.app.inject({ method: 'DELETE', url: '/api/session', headers });
    expect(gone.statusCode).toBe(204);
    expect((await office.as(null).get('/api/session', headers)).status).toBe(401);
  });

  it('writes by cookie only from its own pages', async () => {
    const { body } = await office.as(null).post('/api/session', { login: 'clerk1', password: demoPassword });
    const cookie = { cookie: `anjie-session=${(body as { token: string }).token}` };
    const logOut = (headers: Record<string, string>) =>
      office.app.inject({ method: 'DELETE', url: '/api/session', headers: { ...cookie, ...headers } });
    expect((await office.as(null).get('/api/session', cookie)).status).toBe(200);
    expect((await logOut({})).json<{ code: string }>().code).toBe('origin-not-allowed');
    expect((await logOut({ origin: 'https://elsewhere.example' })).statusCode).toBe(403);
    expect((await logOut({ origin: 'http://127.0.0.1:3000' })).statusCode).toBe(204);
  });

  it('ends after thirty idle minutes, and after twelve hours however busy', async () => {
    const logIn = async () => {
      const { body } = await office
        .as(null)
        .post('/api/session', { login: 'clerk2', password: demoPassword });
      return { authorization: `Bearer ${(body as { token: string }).token}` };
    };
    const idle = await logIn();
    office.sleep(29 * 60_000);
    expect((await office.as(null).get('/api/session', idle)).status).toBe(200);
    office.sleep(29 * 60_000);
    expect((await office.as(null).get('/api/session', idle)).status).toBe(200);
    office.sleep(31 * 60_000);
    expect((await office.as(null).get('/api/session', idle)).status).toBe(401);

    // A page that looks by itself while nobody is there is no use of a session.
    const unattended = await logIn();
    const looking = { ...unattended, 'x-unattended': '1' };
    for (let look = 0; look < 3; look++) {
      office.sleep(9 * 60_000);
      expect((await office.as(null).get('/api/session', looking)).status).toBe(200);
    }
    office.sleep(9 * 60_000);
    expect((await office.as(null).get('/api/session', looking)).status).toBe(401);

    const busy = await logIn();
    for (let quarter = 0; quarter < 47; quarter++) {
      office.sleep(15 * 60_000);
      expect((await office.as(null).get('/api/session', busy)).status).toBe(200);
    }
    office.sleep(20 * 60_000);
    expect((await office.as(null).get('/api/session', busy)).status).toBe(401);
  });
});

describe('people', () => {
  let suite: Office;
  beforeAll(async () => {
    suite = await openOffice();
  });
  afterAll(() => suite.close());

  it('ends the sessions of a disabled account at once', async () => {
    expect((await suite.as('clerk2').get('/api/session')).status).toBe(200);
    const off = await changeOffice(suite, 'disable-account', { login: 'clerk2' });
    expect(off.status).toBe(201);
    expect((await suite.as('clerk2').get('/api/session')).status).toBe(401);
  });

  it('names the holders of a role for forms, to staff alone', async () => {
    const people = await suite.as('chief').get('/api/people?role=inspector');
    expect(people.body.map((each: { name: string }) => each.name)).toHaveLength(4);
    expect((await suite.as('contact1').get('/api/people?role=inspector')).body).toEqual([]);
  });

  it.each(['admin', 'auditor'])('names to %s the holders of a role in every unit', async (login) => {
    const { body } = expectOk(await suite.as(login).get('/api/people?role=inspector'));
    const units = new Set(body.map(({ unit }: { unit: string }) => unit));
    expect(units.size).toBeGreaterThan(1);
  });
});

it('tells the office where the workflows of cases stand, and a firm nothing of it', async () => {
  const urlOf = async (login: string) =>
    (await office.as(login).get('/api/session')).body.workflowsUrl as unknown;
  expect(await urlOf('clerk1')).toBe('http://localhost:8233/namespaces/default/workflows/');
  expect(await urlOf('contact1')).toBeNull();
});
