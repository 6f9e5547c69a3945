import { demoPassword } from '../../../prisma/seed';
import { nothingSigned } from '../../../record/trust/head-store';
import { verifyOffice } from '../../../record/trust/verify-office';
import { approve, changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { codesOf, enrol } from './authenticator';
import { claim, expectOk, toClaim } from '../kit/story';

const address = '/api/session/second-factor';
const minuteMs = 60_000;

let office: Office;
beforeAll(async () => {
  office = await openOffice({ settings: { secondFactor: 'required' } });
});
afterEach(() => office.logOut());
afterAll(() => office.close());

/** A login of its own, with the cookies that it was given. */
async function logIn(login: string, cookie?: string) {
  const answer = expectOk(
    await office
      .as(null)
      .post('/api/session', { login, password: demoPassword }, cookie === undefined ? {} : { cookie }),
  );
  const cookies = [answer.headers['set-cookie']].flat().map((each) => String(each).split(';')[0] ?? '');
  const device = cookies.find((each) => each.startsWith('anjie-device')) ?? '';
  return { authorization: `Bearer ${answer.body.token}`, cookie: device };
}

const show = (headers: Record<string, string>, code: string) =>
  office.as(null).post(`${address}/code`, { code }, headers);
const standing = async (headers: Record<string, string>) =>
  expectOk(await office.as(null).get(address, headers)).body;

describe('enrolling', () => {
  it('shows the secret once, with an address for authenticators under a Chinese name, and counts after a code of it', async () => {
    const session = office.as('deputy');
    expect((await session.post(address, { password: 'not the password' })).body.code).toBe('password-wrong');
    const { uri, secret } = expectOk(await session.post(address, { password: demoPassword })).body;
    const { protocol, host, searchParams, pathname } = new URL(uri);
    expect([protocol, host, searchParams.get('issuer'), searchParams.get('secret')]).toEqual([
      ...['otpauth:', 'totp', '安结 Anjie', secret],
    ]);
    expect(decodeURIComponent(pathname)).toBe('/安结 Anjie:deputy');
    expect((await session.get(address)).body).toEqual({
      ...{ enrolledAt: null, recoveryCodesLeft: 0, strongUntil: null },
    });

    expect((await session.post(`${address}/confirmation`, { code: '000000' })).body.code).toBe(
      'second-factor-wrong',
    );
    const code = codesOf(office, secret);
    const { recoveryCodes } = expectOk(await session.post(`${address}/confirmation`, { code: code() })).body;
    expect(new Set(recoveryCodes).size).toBe(10);
    expect((await session.get(address)).body).toMatchObject({
      ...{ enrolledAt: expect.any(String), recoveryCodesLeft: 10, strongUntil: expect.any(String) },
    });
    expect((await session.get('/api/session')).body).toMatchObject({ secondFactor: true });
    expect((await session.post(`${address}/confirmation`, { code: code() })).body.code).toBe(
      'second-factor-not-begun',
    );
  });

  it('keeps nothing in the database by which codes can be made', async () => {
    const { accountId } = await accountOf('director');
    const session = office.as('director');
    const { secret } = expectOk(await session.post(address, { password: demoPassword })).body;
    const code = codesOf(office, secret)();
    const { recoveryCodes } = expectOk(await session.post(`${address}/confirmation`, { code })).body;
    const kept = await office.db.secondFactor.findUniqueOrThrow({ where: { accountId } });
    const codes = await office.db.recoveryCode.findMany({ where: { accountId } });
    const text = JSON.stringify([kept, codes]) + Buffer.from(kept.secret!).toString('latin1');
    for (const shown of [
      secret,
      ...recoveryCodes,
      ...recoveryCodes.map((each: string) => each.replaceAll('-', '')),
    ])
      expect(text).not.toContain(shown);
  });

  it('takes the place of an earlier second factor only where a code of that was shown', async () => {
    const own = await enrol(office, 'legal');
    office.sleep(16 * minuteMs);
    const session = office.as('legal');
    expect((await session.post(address, { password: demoPassword })).body.code).toBe('second-factor-known');
    await own.show();
    const { secret } = expectOk(await session.post(address, { password: demoPassword })).body;
    // Until it is confirmed, the earlier one counts.
    await own.show();
    office.sleep(30_000);
    expectOk(await session.post(`${address}/confirmation`, { code: codesOf(office, secret)() }));
    office.sleep(30_000);
    expect((await session.post(`${address}/code`, { code: own.code() })).body.code).toBe(
      'second-factor-wrong',
    );
  });
});

const faultsOf = async (whose: string) => {
  const witness = { heads: nothingSigned, signer: office.parts.signer };
  const { faults } = await verifyOffice(office.db, witness);
  return faults.filter(({ login }) => login === whose).map(({ fault }) => fault);
};

describe('a second factor', () => {
  it('has a line in the office record, by which one that is taken out or exchanged by hand is named', async () => {
    const secretOf = async (login: string) => {
      const { accountId } = await accountOf(login);
      return office.db.secondFactor.findUniqueOrThrow({ where: { accountId } });
    };
    await enrol(office, 'planning-chief');
    await enrol(office, 'ecology-chief');
    const { accountId, personId } = await accountOf('planning-chief');
    const [own, other] = [await secretOf('planning-chief'), await secretOf('ecology-chief')];
    const lines = await office.db.officeEvent.findMany({ where: { kind: 'second-factor-set' } });
    const line = lines.find(({ body }) => (body as { account?: string }).account === accountId);
    expect(line).toMatchObject({ actor: { personId }, body: { person: personId } });
    expect(JSON.stringify(line)).not.toContain(Buffer.from(own.secret!).toString('base64'));
    expect(await faultsOf('planning-chief')).toEqual([]);

    const put = (secret: typeof own.secret) =>
      office.db.secondFactor.update({ where: { accountId }, data: { secret } });
    for (const secret of [other.secret, null]) {
      await put(secret);
      expect(await faultsOf('planning-chief')).toEqual(['second-factor-differs']);
    }
    await office.db.secondFactor.delete({ where: { accountId } });
    expect(await faultsOf('planning-chief')).toEqual(['second-factor-differs']);
    await office.db.secondFactor.create({ data: { ...own, pending: null } });
    expect(await faultsOf('planning-chief')).toEqual([]);
  });
});

async function accountOf(login: string) {
  const { id: accountId, personId } = await office.db.account.findUniqueOrThrow({ where: { login } });
  return { accountId, personId };
}

describe('a code', () => {
  it('makes the session strong for fifteen minutes, and no other', async () => {
    const own = await enrol(office, 'payer1');
    const [here, elsewhere] = [await logIn('payer1'), await logIn('payer1')];
    office.sleep(30_000);
    const { strongUntil } = expectOk(await show(here, own.code())).body;
    expect(Date.parse(strongUntil) - office.now().getTime()).toBeGreaterThan(14 * minuteMs);
    expect((await standing(elsewhere)).strongUntil).toBeNull();
    office.sleep(14 * minuteMs);
    expect((await standing(here)).strongUntil).toBe(strongUntil);
    office.sleep(2 * minuteMs);
    expect((await standing(here)).strongUntil).toBeNull();
  });

  it('is good once, within its window too and in every session, and so is each that came before it', async () => {
    const own = await enrol(office, 'payer2');
    office.sleep(60_000);
    const [before, after] = [await logIn('payer2'), await logIn('payer2')];
    const earlier = own.code();
    office.sleep(30_000);
    const used = own.code();
    expectOk(await show(before, used));
    for (const code of [used, earlier])
      expect((await show(after, code)).body.code).toBe('second-factor-wrong');
  });

  it('is taken from one of many that show it at once', async () => {
    const own = await enrol(office, 'confirmer1');
    office.sleep(30_000);
    const sessions = await Promise.all(Array.from({ length: 4 }, () => logIn('confirmer1')));
    const code = own.code();
    const answers = await Promise.all(sessions.map((session) => show(session, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('of an authenticator whose clock is half a minute off is taken, one that is two off is not', async () => {
    const own = await enrol(office, 'chief');
    const session = await logIn('chief');
    office.sleep(10 * minuteMs);
    const behind = own.code();
    office.sleep(90_000);
    expect((await show(session, behind)).body.code).toBe('second-factor-wrong');
    const now = own.code();
    office.sleep(30_000);
    expectOk(await show(session, now));
  });

  it('of somebody else opens nothing, nor does their secret under one’s own account in the database', async () => {
    const [own, other] = [await enrol(office, 'inspector1'), await enrol(office, 'inspector2')];
    office.sleep(30_000);
    const session = await logIn('inspector1');
    expect((await show(session, other.code())).body.code).toBe('second-factor-wrong');
    const [{ accountId: mine }, { accountId: theirs }] = [
      await accountOf('inspector1'),
      await accountOf('inspector2'),
    ];
    const { secret } = await office.db.secondFactor.findUniqueOrThrow({ where: { accountId: theirs } });
    await office.db.secondFactor.update({ where: { accountId: mine }, data: { secret } });
    expect((await show(session, other.code())).body.code).toBe('second-factor-wrong');
    expect(own.code()).not.toBe(other.code());
  });
});

describe('wrong codes', () => {
  it('end a session’s tries after five, and its holder’s none', async () => {
    const own = await enrol(office, 'reward');
    const thief = await logIn('reward');
    for (let guess = 0; guess < 5; guess++)
      expect((await show(thief, `00000${guess}`)).body.code).toBe('second-factor-wrong');
    office.sleep(30_000);
    expect((await show(thief, own.code())).body).toMatchObject({ code: 'too-many-tries', status: 429 });
    expectOk(await show(await logIn('reward'), own.code()));
  });

  it('of a thief who has the password too keep the holder out neither on their device nor with a recovery code', async () => {
    const own = await enrol(office, 'policy1');
    office.sleep(30_000);
    const first = await logIn('policy1');
    const [proof] = [(await show(first, own.code())).headers['set-cookie']].flat();
    const device = String(proof).split(';')[0] ?? '';
    for (let session = 0; session < 8; session++) {
      const thief = await logIn('policy1');
      for (let guess = 0; guess < 5; guess++) await show(thief, `1000${session}${guess}`);
    }
    office.sleep(30_000);
    const stranger = await logIn('policy1');
    expect((await show(stranger, own.code())).body.code).toBe('too-many-tries');
    expectOk(await show(stranger, own.recoveryCodes[0]!));
    const known = await logIn('policy1', device);
    expectOk(await show({ ...known, cookie: device }, own.code()));
  });
});

describe('a recovery code', () => {
  it('stands in for the authenticator once, as people type it', async () => {
    const own = await enrol(office, 'clerk1');
    const session = await logIn('clerk1');
    const [code = ''] = own.recoveryCodes;
    expect(expectOk(await show(session, code.toLowerCase().replaceAll('-', ' '))).body).toMatchObject({
      recoveryCodesLeft: 9,
    });
    expect((await show(session, code)).body.code).toBe('second-factor-wrong');
    expect((await show(await logIn('clerk2'), own.recoveryCodes[1]!)).body.code).toBe('second-factor-wrong');
  });

  it('ends when others are made, which demands a code', async () => {
    const own = await enrol(office, 'liaison');
    const renewed = expectOk(await office.as('liaison').post(`${address}/recovery-codes`)).body;
    const session = await logIn('liaison');
    expect((await office.as(null).post(`${address}/recovery-codes`, undefined, session)).body.code).toBe(
      'second-factor-needed',
    );
    expect((await show(session, own.recoveryCodes[0]!)).body.code).toBe('second-factor-wrong');
    expectOk(await show(session, renewed.recoveryCodes[0]));
  });
});

describe('whoever has lost all of it', () => {
  it('is set back by two administrators, never by one; all sessions end, and a line says so', async () => {
    await enrol(office, 'confirmer2');
    const admins = [await enrol(office, 'admin'), await enrol(office, 'admin2')];
    const session = await logIn('confirmer2');
    await admins[0]!.show();
    const asked = await office
      .as('admin')
      .post('/api/office/changes/reset-second-factor', { login: 'confirmer2' });
    expect(asked.status).toBe(202);
    expect((await approve(office, asked, 'admin')).body.code).toBe('same-person');
    await admins[1]!.show();
    expectOk(await approve(office, asked, 'admin2'));
    expect((await office.as(null).get('/api/session', session)).status).toBe(401);
    expect(await faultsOf('confirmer2')).toEqual([]);
    const { personId } = await accountOf('confirmer2');
    const { body } = await office.as('auditor').get('/api/office/record?change=reset-second-factor');
    expect(body.items).toMatchObject([
      { kind: 'put-in-force', person: { personId } },
      { kind: 'proposed', person: { personId } },
    ]);
    office.logOut();
    const again = await changeOffice(office, 'reset-second-factor', { login: 'confirmer2' });
    expect(again.body.code).toBe('second-factor-needed');
    expect((await enrol(office, 'confirmer2')).recoveryCodes).toHaveLength(10);
    expect(await faultsOf('confirmer2')).toEqual([]);
  });
});

describe('a stolen session', () => {
  it('pays nobody: neither releases nor lists nor confirms, until a code was shown in it', async () => {
    const lenient = await openOffice();
    const story = await toClaim(lenient);
    const payout = await claim(lenient, story);
    const hands = { deputy: await enrol(lenient, 'deputy'), payer1: await enrol(lenient, 'payer1') };
    // Those sessions are stolen a quarter of an hour after their codes were shown.
    lenient.sleep(16 * minuteMs);
    const release = () => lenient.as('deputy').decide(payout, 'payout/release', { verdict: 'released' });
    const list = () => lenient.as('payer1').post('/api/payouts/bank-list', { cases: [payout] });
    expect((await release()).body.code).toBe('second-factor-needed');
    await hands.deputy.show();
    expectOk(await release());
    const refused = await list();
    expect([refused.status, refused.body.code]).toEqual([403, 'second-factor-needed']);
    expect(refused.text).not.toContain('6222');
    await hands.payer1.show();
    expect(expectOk(await list()).body.results).toMatchObject([{ ok: true }]);
    const attempts = expectOk(
      await lenient.as('auditor').get('/api/audit/refused-attempts?code=second-factor-needed'),
    ).body.items;
    expect(attempts.map(({ act }: { act: string }) => act)).toEqual(['payout/listing', 'payout/release']);
    await lenient.close();
  });
});
