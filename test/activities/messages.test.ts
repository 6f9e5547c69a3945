import { randomUUID } from 'node:crypto';
import { messageIdOf } from '../../record/messages/messages';
import { takeDueDeliveries } from '../../record/messages/deliveries';
import { MessageOffice } from './message-office';

/* That a message reaches somebody: by the next channel, then by the next person, each attempt on record. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let desk: MessageOffice;
beforeAll(async () => {
  desk = await MessageOffice.open();
});
afterAll(() => desk.close());

beforeEach(async () => {
  desk.nobodyKnows();
  desk.office.mail.refuse(null);
  desk.hooks.behave({ status: 200 });
  await desk.office.owner.accountChannels.deleteMany();
  await desk.office.owner.substitution.deleteMany();
});

/** Rounds of a worker, until nothing more is due now. */
async function rounds(): Promise<void> {
  for (let round = 0; round < 4; round += 1) await desk.round();
}

describe('a rung whose mail bounces', () => {
  it('goes by the next channel of that person, then to the next office, and no mail is sent twice', async () => {
    const number = await desk.tip();
    await desk.choose('chief', { webhook: `${desk.hooks.url}/chief` });
    desk.nobodyKnows('chief');
    desk.hooks.behave({ status: 404 });
    await desk.ring(number, 'remind-80');
    await rounds();

    expect(await desk.attempts(number)).toEqual([
      ['clerk', 'mail', 'taken'],
      ['chief', 'mail', 'refused'],
      ['chief', 'webhook', 'refused'],
      ['deputy', 'mail', 'taken'],
    ]);
    expect(await desk.results(number)).toEqual(['sent', 'handed-on']);
    expect(desk.mailsTo('deputy').map(({ text }) => text.includes('原收件人未收到'))).toEqual([true]);
    expect(desk.mailsTo('clerk')).toHaveLength(1);
    expect(await desk.endings(number)).toEqual(['reached', 'reached']);
  });

  it('ends where the next channel takes it, and the next office hears nothing', async () => {
    const number = await desk.tip();
    await desk.choose('chief', { webhook: `${desk.hooks.url}/chief` });
    desk.nobodyKnows('chief');
    await desk.ring(number, 'remind-80');
    await rounds();

    expect((await desk.attempts(number)).slice(1)).toEqual([
      ['chief', 'mail', 'refused'],
      ['chief', 'webhook', 'taken'],
    ]);
    expect(await desk.endings(number)).toEqual(['reached', 'reached']);
  });

  it('goes to whoever stands in before it goes up', async () => {
    const number = await desk.tip();
    const { chief, legal } = desk.office.cast;
    await desk.office.owner.substitution.create({
      data: {
        id: randomUUID(),
        personId: chief.personId,
        substituteId: legal.personId,
        fromDate: new Date('2026-12-01'),
        toDate: new Date('2027-12-31'),
      },
    });
    desk.nobodyKnows('chief');
    await desk.ring(number, 'remind-80');
    await rounds();

    expect((await desk.attempts(number)).slice(1)).toEqual([
      ['chief', 'mail', 'refused'],
      ['legal', 'mail', 'taken'],
    ]);
  });

  it('of several who hold an office goes on only where none of them was reached', async () => {
    const number = await desk.tip();
    const { personId, accountId } = desk.office.cast.clerk;
    const twin = randomUUID();
    await desk.office.owner.account.create({
      data: {
        ...(await desk.office.owner.account.findUniqueOrThrow({ where: { id: accountId } })),
        ...{ id: twin, personId, login: 'clerk-too', email: 'gone@office.test' },
      },
    });
    desk.office.mail.unknown(['gone@office.test']);
    await desk.ring(number, 'remind-50');
    await rounds();
    await desk.office.owner.account.update({ where: { id: twin }, data: { active: false } });

    expect((await desk.attempts(number)).sort()).toEqual([
      ['clerk', 'mail', 'taken'],
      ['clerk-too', 'mail', 'refused'],
    ]);
    expect(await desk.endings(number)).toEqual(['reached']);
  });

  it('is not passed on to anybody with an interest in the case', async () => {
    const number = await desk.tip();
    const { caseId } = await desk.office.file(number);
    const { deputy } = desk.office.cast;
    await desk.office.owner.familyRecusal.create({
      data: { rootId: caseId, personId: deputy.personId, tie: new Uint8Array(32) },
    });
    desk.nobodyKnows('chief');
    await desk.ring(number, 'remind-80');
    await rounds();

    expect((await desk.attempts(number)).slice(1)).toEqual([
      ['chief', 'mail', 'refused'],
      ['director', 'mail', 'taken'],
    ]);
  });
});

describe('an urgent message', () => {
  it('that nobody acknowledges in time goes to the next office, and so on up', async () => {
    const number = await desk.tip();
    await desk.ring(number, 'overdue');
    await rounds();
    const before = (await desk.attempts(number)).length;
    desk.pass(12 * hourMs);
    await rounds();
    expect(await desk.attempts(number)).toHaveLength(before);

    desk.pass(3 * dayMs);
    await rounds();
    expect((await desk.attempts(number)).slice(before).sort()).toEqual([
      ['deputy', 'mail', 'taken'],
      ['director', 'mail', 'taken'],
    ]);
  });

  it('is not passed on once somebody has done something in the case', async () => {
    const number = await desk.tip();
    await desk.ring(number, 'overdue');
    await rounds();
    const before = (await desk.attempts(number)).length;
    const { clerk, chief } = desk.office.cast;
    const act = { act: 'assign', step: 'tip-off/acceptance', to: clerk.personId, reason: '督办' } as const;
    const done = await desk.office.desk.act({ number, act, actor: chief, seenSeq: null, idempotency: null });
    expect(done.ok).toBe(true);
    desk.pass(3 * dayMs);
    await rounds();

    // The message to the chief has ended; that to the deputy goes on.
    expect((await desk.attempts(number)).slice(before)).toEqual([['director', 'mail', 'taken']]);
  });

  it('waits for nothing: neither quiet hours nor a digest hold it back', async () => {
    const number = await desk.tip();
    await desk.choose('chief', { digestAt: 8 * 60, quiet: { from: 0, to: 1439 } });
    await desk.ring(number, 'overdue');

    const told = (await desk.attempts(number)).filter(([who]) => who === 'chief');
    expect(told).toEqual([['chief', 'mail', 'taken']]);
  });
});

describe('a mail server that is away', () => {
  it('is not waited for by who has another channel; who has none gets the mail when it is back, once', async () => {
    const number = await desk.tip();
    await desk.choose('chief', { webhook: `${desk.hooks.url}/chief` });
    await desk.office.mail.down();
    const before = desk.mailsTo('clerk').length;
    await expect(desk.ring(number, 'remind-80')).rejects.toMatchObject({ type: 'effects-failed' });
    for (const waitMs of [15_000, 60_000, 120_000]) {
      desk.pass(waitMs);
      await desk.round();
    }
    expect(await desk.attempts(number)).toEqual([
      ['chief', 'mail', 'unreachable'],
      ['chief', 'mail', 'unreachable'],
      ['chief', 'mail', 'unreachable'],
      ['chief', 'webhook', 'taken'],
    ]);

    await desk.office.mail.up();
    await desk.carryOut(number);
    await rounds();
    expect(desk.mailsTo('clerk')).toHaveLength(before + 1);
    expect(await desk.results(number)).toEqual(['handed-on', 'sent']);
  });
});

describe('what is carried out twice', () => {
  it('writes to nobody again who was told before the worker died', async () => {
    const number = await desk.tip();
    const before = desk.mailsTo('clerk').length;
    await desk.ring(number, 'remind-50');
    const { caseId } = await desk.office.file(number);
    // As it is for a worker that died after the mail, before the outcome was on the record.
    const { standing, effect, key } = await desk.effectOf(number);
    expect(
      await desk.teller.tell({ standing, key, effect, at: desk.now.toISOString(), withinMs: undefined }),
    ).toBe('sent');
    expect(desk.mailsTo('clerk')).toHaveLength(before + 1);
    expect(
      await desk.office.db.deliveryAttempt.count({ where: { messageId: messageIdOf(caseId, key) } }),
    ).toBe(1);
  });

  it('by two workers at once sends each message once', async () => {
    const numbers = [];
    await desk.choose('clerk', { webhook: `${desk.hooks.url}/clerk`, channels: ['webhook'] });
    for (let i = 0; i < 5; i += 1) numbers.push(await desk.tip());
    const from = desk.hooks.caught.length;
    for (const number of numbers) await desk.ring(number, 'remind-50');
    await desk.round(3);

    const ids = desk.hooks.caught.slice(from).map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(5);
  });

  it('is sent again under the same id where the worker died while it sent', async () => {
    await rounds();
    const number = await desk.tip();
    await desk.choose('clerk', { webhook: `${desk.hooks.url}/clerk`, channels: ['webhook'] });
    await desk.ring(number, 'remind-50');
    const from = desk.hooks.caught.length;
    const { caseId } = await desk.office.file(number);
    const [taken] = await takeDueDeliveries(desk.office.db, desk.now.toISOString());
    expect(taken?.caseId).toBe(caseId);
    await desk.round();
    expect(desk.hooks.caught.slice(from)).toEqual([]);

    desk.pass(120_000);
    await desk.round();
    expect(await desk.attempts(number)).toEqual([
      ['clerk', 'webhook', 'broken-off'],
      ['clerk', 'webhook', 'taken'],
    ]);
    expect(desk.hooks.caught.slice(from)).toHaveLength(1);
  });
});

it('attempts and acknowledgements are never changed or taken away', async () => {
  const { db } = desk.office;
  await expect(db.$executeRaw`UPDATE anjie.delivery_attempt SET outcome = 'taken'`).rejects.toThrow();
  await expect(db.$executeRaw`DELETE FROM anjie.delivery_attempt`).rejects.toThrow();
  await expect(db.$executeRaw`DELETE FROM anjie.message_acknowledgement`).rejects.toThrow();
  await expect(db.$executeRaw`UPDATE anjie.message SET asked_at = now()`).rejects.toThrow();
});

it('no message says who gave a tip, or what they wrote', () => {
  const texts = [
    ...desk.hooks.caught.map(({ body }) => body),
    ...desk.office.mail.mails.map(({ text }) => text),
  ].join('\n');
  expect(texts).not.toMatch(/李四|13900000000|车间电焊无证/);
  expect(texts).toContain('TO-2026');
});
