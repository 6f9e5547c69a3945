import { messageIdOf } from '../../../record/messages/messages';
import { changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';
import { key, withMessage } from './with-message';

/* Whom a message has not reached, who takes note of it, and how people want to be told. */

let office: Office;
beforeAll(async () => {
  office = await openOffice({
    settings: {
      channels: ['mail', 'webhook'],
      webhooks: { secret: 's'.repeat(32), hosts: ['hooks.zone.example'], mayBePrivate: false },
    },
  });
});
afterAll(() => office.close());

async function listed(login: string, scope: string, number: string): Promise<Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const after: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = expectOk(
      await office.as(login).get(`/api/worklist/messages?scope=${scope}&limit=2${after}`),
    );
    lines.push(...(body.items as Record<string, unknown>[]));
    cursor = body.nextCursor as string | null;
  }
  return lines.filter((line) => line['number'] === number);
}

describe('a message that did not reach somebody', () => {
  it('stands in the list of the chief and of whoever approves, with who, by which means and since when', async () => {
    const { number } = await withMessage(office, 'chief', 'failed');
    for (const login of ['chief', 'director']) {
      const [line] = await listed(login, 'undelivered', number);
      expect(line).toMatchObject({
        template: 'rung',
        step: 'tip-off/acceptance',
        urgent: true,
        told: [{ tier: 0, state: 'failed', attempts: [{ channel: 'mail', outcome: 'refused' }] }],
        acknowledged: null,
      });
    }
  });

  it('is not listed for a firm, another unit, or who is recused', async () => {
    const { number } = await withMessage(office, 'chief', 'failed');
    for (const login of ['contact1', 'clerk1'])
      expect(await listed(login, 'undelivered', number)).toEqual([]);
    const { personId } = await office.db.account.findUniqueOrThrow({ where: { login: 'director' } });
    const { id: rootId } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
    await office.db.familyRecusal.create({ data: { rootId, personId, tie: new Uint8Array(32) } });
    expect(await listed('director', 'undelivered', number)).toEqual([]);
  });

  it('is listed no more once somebody has taken note, and says who and how', async () => {
    const { number } = await withMessage(office, 'chief', 'failed');
    const done = expectOk(await office.as('chief').post(`/api/cases/${number}/acknowledgement`, {}));
    expect(done.body).toEqual({ messages: 1 });
    expect((await office.as('chief').post(`/api/cases/${number}/acknowledgement`, {})).body).toEqual({
      messages: 0,
    });
    expect(await listed('chief', 'undelivered', number)).toEqual([]);
    expect(await listed('chief', 'answered', number)).toMatchObject([{ acknowledged: { how: 'given' } }]);
  });
});

describe('an acknowledgement', () => {
  it('waits for whom the message went to, and follows from opening the case', async () => {
    const { number } = await withMessage(office, 'chief', 'taken');
    expect(await listed('chief', 'mine', number)).toHaveLength(1);
    const { items } = expectOk(
      await office.as('chief').get('/api/worklist/messages?scope=mine&limit=100'),
    ).body;
    expect(expectOk(await office.as('chief').get('/api/counts')).body.mine.messages).toBe(items.length);
    expectOk(await office.as('director').get(`/api/cases/${number}`));
    expect(await listed('chief', 'mine', number)).toHaveLength(1);

    expectOk(await office.as('chief').get(`/api/cases/${number}`));
    expect(await listed('chief', 'mine', number)).toEqual([]);
    const { caseId } = (await office.desk.viewOf({ number }))!;
    const messageId = messageIdOf(caseId, key);
    expect(await office.db.messageAcknowledgement.findUnique({ where: { messageId } })).toMatchObject({
      how: 'opened',
    });
  });

  it('is not given by somebody to whom it did not go, nor for a case that they may not see', async () => {
    const { number } = await withMessage(office, 'chief', 'taken');
    expect((await office.as('director').post(`/api/cases/${number}/acknowledgement`, {})).body).toEqual({
      messages: 0,
    });
    expect((await office.as('contact1').post(`/api/cases/${number}/acknowledgement`, {})).body.code).toBe(
      'case-not-found',
    );
    expect(await listed('chief', 'mine', number)).toHaveLength(1);
  });
});

describe('how somebody wants to be told', () => {
  const wishes = {
    webhookUrl: 'https://hooks.zone.example/chief',
    phone: '１３８-0000-0000',
    channels: ['webhook', 'mail'],
    digestAt: '17:30',
    quiet: { from: '22:00', to: '07:30' },
  };

  it('is chosen by themselves, and kept as it was chosen', async () => {
    const chosen = expectOk(await office.as('chief').send('PUT', '/api/session/channels', wishes)).body;
    expect(chosen).toMatchObject({
      ...wishes,
      phone: '138-0000-0000',
      email: 'chief@anjie.example',
      setUp: ['mail', 'webhook'],
    });
    expect(chosen.webhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(expectOk(await office.as('chief').get('/api/session/channels')).body).toEqual(chosen);
    expect((await office.as('director').get('/api/session/channels')).body).toMatchObject({
      webhookUrl: null,
      channels: [],
      digestAt: null,
      quiet: null,
    });
  });

  it.each([
    'https://elsewhere.example/',
    'http://hooks.zone.example/',
    'https://u:p@hooks.zone.example/',
    'nowhere',
  ])('is no webhook to %s', async (webhookUrl) => {
    const answer = await office.as('chief').send('PUT', '/api/session/channels', { ...wishes, webhookUrl });
    expect(answer.body).toMatchObject({ status: 422, code: 'webhook-not-allowed' });
  });
});

it('a mailbox that bounces is corrected by an administrator, and the office record says so', async () => {
  const form = { login: 'chief', email: 'chief.new@anjie.example' };
  expectOk(await changeOffice(office, 'set-email', form));
  expect((await office.as('chief').get('/api/session/channels')).body.email).toBe(form.email);
  expect((await changeOffice(office, 'set-email', form)).body.code).toBe('nothing-changes');
  expect((await changeOffice(office, 'set-email', form, { by: 'chief' })).body.code).toBe('role-missing');
  const [line] = (
    expectOk(await office.as('auditor').get('/api/office/record?limit=1')).body.items as object[]
  ).slice(0, 1);
  expect(JSON.stringify(line)).toContain('chief.new@anjie.example');
});
