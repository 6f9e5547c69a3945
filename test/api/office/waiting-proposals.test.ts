import { proposalSender } from '../../../activities/proposal-mail';
import { makeMailer } from '../../../activities/mail';
import { shanghaiDate } from '../../../domain/time/calendar';
import { openDatabase } from '../../../record/store/database';
import { tellOfProposals } from '../../../record/office/proposal-mail';
import { openMailSink, type MailSink } from '../../harness/parts/mail-sink';
import { accountForm, hireAccount } from '../kit/administrators';
import { approve, changeOffice } from '../kit/changes';
import { personOf, type Answer } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

/* A change that one person has asked for: who is told that it waits, and what becomes of it when they lose their office. */

let office: Office;
let mail: MailSink;
beforeEach(async () => {
  [office, mail] = [await openOffice(), await openMailSink()];
});
afterEach(async () => {
  await mail.down();
  await office.close();
});

const tell = () => {
  const mailer = makeMailer({ smtpUrl: mail.url, from: 'anjie@office.test' });
  return tellOfProposals(office.db, proposalSender(mailer, 'https://office.test'));
};
const ask = (by: string, kind: string, form: object) =>
  office.as(by).post(`/api/office/changes/${kind}`, { ...form, reason: '不得出现在邮件中的理由' });
const inspector = accountForm({ login: 'new.one', staffNo: 'A900', name: '魏某某', roles: ['inspector'] });
const listed = async (login: string, query: string) =>
  expectOk(await office.as(login).get(`/api/office/proposals?${query}`)).body.items.map(
    ({ proposal, state }: { proposal: string; state: string }) => [proposal, state],
  );

describe('those for whom a proposal waits', () => {
  it('are told once by mail, in fixed words; whoever asked, whom it is about and their substitutes are not', async () => {
    for (const [login, staffNo] of [
      ['admin3', 'X005'],
      ['admin4', 'X006'],
    ] as const)
      await hireAccount(office, { login, staffNo, roles: ['administrator'], unit: 'jxedz-system' });
    const owner = openDatabase(office.database.ownerUrl, { applicationName: 'test-owner', poolSize: 1 });
    await owner.$executeRaw`UPDATE anjie.account SET email = login || '@anjie.example' WHERE email IS NULL`;
    await owner.$disconnect();
    await tell();
    const earlier = mail.mails.length;
    const today = shanghaiDate(office.now().toISOString());
    const [away, substitute] = [await personOf(office, 'admin'), await personOf(office, 'admin3')];
    expectOk(
      await changeOffice(office, 'enter-leave', {
        personId: away,
        substituteId: substitute,
        from: today,
        to: today,
      }),
    );
    const about = { login: 'admin4', roles: [], level: 0, unit: 'jxedz-safety', enterpriseId: null };
    const asked = await ask('admin', 'set-offices', about);
    expect(asked.status).toBe(202);
    expect(await Promise.all([tell(), tell()])).toEqual(expect.arrayContaining([1]));
    expect(await tell()).toBe(0);
    const [told, ...more] = mail.mails.slice(earlier);
    expect(more).toEqual([]);
    expect(told!.to).toEqual(['admin2@anjie.example']);
    expect(told!.text).toContain('设置岗位');
    expect(told!.raw).not.toMatch(/理由|admin4|魏/);
    for (const secret of ['理由', 'admin4', '魏来']) expect(told!.text).not.toContain(secret);
    expect(await listed('admin2', 'whose=waiting')).toEqual([[asked.body.proposal, 'open']]);
    expect(await listed('admin3', 'whose=waiting')).toEqual([]);
  });

  it('are told when the mail server is back, by the same mail', async () => {
    const asked = await ask('admin', 'create-account', inspector);
    await mail.down();
    await expect(tell()).rejects.toThrow('1 proposals were not told');
    await mail.up();
    expect(await tell()).toBe(1);
    expect(mail.mails).toHaveLength(1);
    await office.db
      .$executeRaw`UPDATE anjie.office_proposal SET told_at = NULL WHERE id = ${asked.body.proposal}::uuid`;
    expect(await tell()).toBe(1);
    expect(new Set(mail.mails.map(({ messageId }) => messageId)).size).toBe(1);
  });

  it('are not told of what was answered meanwhile', async () => {
    expectOk(await approve(office, await ask('admin', 'create-account', inspector), 'admin2'));
    expect(await tell()).toBe(0);
    expect(mail.mails).toEqual([]);
  });
});

describe('a proposal whose author may ask for it no more', () => {
  const law = {
    years: {
      2028: {
        state: 'published',
        notice: 'https://www.gov.cn/x',
        daysOff: ['2028-01-01'],
        makeUpWorkdays: [],
      },
    },
  };

  async function hasLapsed(asked: Answer): Promise<void> {
    const { proposal } = asked.body;
    expect((await approve(office, asked, 'admin2')).body).toMatchObject({
      status: 409,
      code: 'proposal-lapsed',
    });
    const refused = await office
      .as('admin2')
      .post(`/api/office/proposals/${proposal}/refusal`, { reason: '已失效' });
    expect(refused.body.code).toBe('proposal-lapsed');
    expect(await listed('admin2', 'whose=waiting')).toEqual([]);
    expect(await listed('admin2', 'whose=waiting&state=lapsed')).toEqual([[proposal, 'lapsed']]);
    const line = await office.db.officeEvent.findFirstOrThrow({ where: { kind: 'lapsed' } });
    expect(line.body).toMatchObject({ proposal, cause: expect.any(Number) });
    expect(await office.db.calendarRevision.count()).toBe(1);
  }

  it('lapses with the account, is put in force by nobody, and is shown as lapsed', async () => {
    const asked = await ask('policy1', 'publish-calendar', law);
    expectOk(await changeOffice(office, 'disable-account', { login: 'policy1' }));
    await hasLapsed(asked);
    // It stays so, also when the account is enabled again.
    expectOk(await changeOffice(office, 'enable-account', { login: 'policy1' }));
    office.logOut();
    expect((await approve(office, asked, 'admin2')).body.code).toBe('proposal-lapsed');
    expect(await listed('policy1', 'whose=own&state=lapsed')).toEqual([[asked.body.proposal, 'lapsed']]);
  });

  it('lapses with the office, and when its author leaves', async () => {
    const offices = {
      login: 'policy1',
      roles: ['inspector'],
      level: 0,
      unit: 'jxedz-safety',
      enterpriseId: null,
    };
    const asked = await ask('policy1', 'publish-calendar', law);
    expectOk(await changeOffice(office, 'set-offices', offices));
    await hasLapsed(asked);
    const again = await ask('policy2', 'publish-calendar', law);
    expectOk(await changeOffice(office, 'leave-office', { personId: await personOf(office, 'policy2') }));
    expect((await approve(office, again, 'admin2')).body.code).toBe('proposal-lapsed');
  });

  it('is put in force by nobody either where the account was disabled by hand', async () => {
    const asked = await ask('policy1', 'publish-calendar', law);
    await office.db.account.update({ where: { login: 'policy1' }, data: { active: false } });
    expect((await approve(office, asked, 'admin2')).body.code).toBe('proposal-lapsed');
    expect(await office.db.calendarRevision.count()).toBe(1);
  });

  it('stands where its author has lost another office', async () => {
    const asked = await ask('policy1', 'publish-calendar', law);
    const offices = { login: 'policy1', roles: ['policy-editor', 'inspector'] };
    expectOk(
      await changeOffice(office, 'set-offices', {
        ...offices,
        level: 0,
        unit: 'jxedz-safety',
        enterpriseId: null,
      }),
    );
    expect((await approve(office, asked, 'admin2')).body.state).toBe('in-force');
  });
});
