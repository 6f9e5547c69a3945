import { changeOffice } from '../kit/changes';
import { hireAccount } from '../kit/administrators';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { accept, assign, expectOk, handIn } from '../kit/story';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

describe('a person who leaves', () => {
  it('can log in by none of their accounts, and what was assigned to them is named', async () => {
    const story = await handIn(office);
    await accept(office, story);
    await assign(office, story);
    const { assignee } = await office.db.openStep.findFirstOrThrow({ where: { assignee: { not: null } } });
    const personId = assignee!;
    const { staffNo } = await office.db.person.findUniqueOrThrow({ where: { id: personId } });
    await hireAccount(office, { login: 'second.account', staffNo, roles: [] });
    const held = await office.db.account.findMany({ where: { personId, active: true } });
    const { body } = expectOk(await changeOffice(office, 'leave-office', { personId }));
    expect(body.detail.disabled).toEqual(held.map(({ login }) => login).sort());
    expect(body.detail.assigned).toContainEqual({ number: story.number, step: 'tip-off/verification' });
    expect(await office.db.account.count({ where: { personId, active: true } })).toBe(0);
    for (const { login } of held) {
      const again = await office.as(null).post('/api/session', { login, password: 'anjie-demo-2026' });
      expect([login, again.body.code]).toEqual([login, 'login-failed']);
    }
    const { items } = expectOk(
      await office.as('auditor').get('/api/office/record?change=disable-account'),
    ).body;
    expect(items.filter((line: { body: { cause?: number } }) => line.body.cause === body.seq)).toHaveLength(
      held.length,
    );
  });

  it('leaves two administrators behind', async () => {
    const personId = await personOf(office, 'admin');
    const refused = await changeOffice(office, 'leave-office', { personId }, { by: 'admin2' });
    expect(refused.body.code).toBe('administrators-too-few');
  });
});

it('is called by another name, and tips that give the new one are not theirs', async () => {
  const personId = await personOf(office, 'clerk2');
  expectOk(await changeOffice(office, 'rename-person', { personId, name: '欧阳静怡' }));
  const { number } = await handIn(office, { text: '受理员欧阳静怡与该厂老板是亲戚。' });
  expect((await office.as('clerk2').get(`/api/cases/${number}`)).status).toBe(404);
});
