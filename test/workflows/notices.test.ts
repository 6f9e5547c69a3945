import type { Clock } from '../../domain/time/clock-state';
import { proofOfService } from '../../record/reading/proof-of-service';
import { Signer } from '../../record/vault/signer';
import { newKeyFile, parseKeyRing } from '../../record/vault/keys';
import { wakeOrStart } from '../../record/engine/wake-ups';
import { firmId, mailboxOf, otherFirmId, quietFirmId, unit } from '../harness/cast';
import type { Office } from '../harness/office';
import { publishedText, tell } from '../harness/courses/publishing';
import { eventually } from '../harness/eventually';
import { openSkippingOffice } from '../harness/skipping-office';
import type { SkippingServer } from '../harness/parts/skipping-server';
import { decide, decideAsUsual, openStepsOf } from '../harness/courses/usual-course';

/* Notices to firms while days pass: who is mailed when, each mail once, whatever becomes of the workflow. */

let server: SkippingServer;
let office: Office;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ server, office, close } = await openSkippingOffice());
});
afterAll(() => close());

const receipt = 'notice/receipt';

async function clockOf(number: string, key: string): Promise<Clock> {
  return (await office.view(number)).steps[key]!.clock;
}

/** Lets time pass until a rung has fired: when the sleep ends, the workflow may still be writing that it did. */
async function passRung(number: string, key: string, rung: string): Promise<void> {
  const { rungs } = await clockOf(number, key);
  const at = rungs.find(({ id }) => id === rung)!.fireAt;
  await server.sleepUntil(new Date(Date.parse(at) + 60_000));
  await eventually(`${rung} fires`, async () => (await office.view(number)).steps[key]!.fired.includes(rung));
  await office.settled();
}

const mailsAbout = (number: string) =>
  office.mail.mails
    .filter(({ subject }) => subject.includes(number))
    .map(({ to, messageId }) => ({ to, messageId }));

it('is mailed to each firm once, and goes on reminding only who has not read it', async () => {
  const told = await tell(office, server.now(), [firmId, otherFirmId]);
  const [read, unread] = [told.to(firmId), told.to(otherFirmId)];
  expect((await decide(office, read, receipt, { verdict: 'read' })).ok).toBe(true);
  await office.settled();
  expect(await office.client.workflow.getHandle(read).result()).toBe('read');

  for (const rung of ['remind-50', 'remind-80']) await passRung(unread, `${receipt}#1`, rung);

  expect(mailsAbout(read).map(({ to }) => to)).toEqual([[mailboxOf('firm')]]);
  const mails = mailsAbout(unread);
  expect(mails.map(({ to }) => to)).toEqual(Array.from({ length: 3 }, () => [mailboxOf('otherFirm')]));
  expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(3);
});

it('goes on where a terminated workflow stood: no mail twice, no rung lost', async () => {
  const number = (await tell(office, server.now(), [firmId])).to(firmId);
  await passRung(number, `${receipt}#1`, 'remind-50');
  await office.client.workflow.getHandle(number).terminate();
  const { caseId, view } = await office.file(number);
  await wakeOrStart(office.client, { caseId, number, caseType: 'notice', unit, seq: view.seq });
  await office.settled();
  expect(mailsAbout(number)).toHaveLength(2);
  await passRung(number, `${receipt}#1`, 'expire');
  expect(mailsAbout(number)).toHaveLength(3);
  expect((await openStepsOf(office, number)).map(({ step }) => step).sort()).toEqual([
    receipt,
    'notice/service',
  ]);
});

it('that nobody reads or serves does not end by itself, and the section chief hears of it', async () => {
  const number = (await tell(office, server.now(), [quietFirmId])).to(quietFirmId);
  await passRung(number, 'notice/service#1', 'overdue');
  expect((await office.view(number)).closed).toBeNull();
  expect(mailsAbout(number).at(-1)?.to).toEqual([mailboxOf('chief')]);
  expect((await office.record(number, 'effect-done')).map(({ result }) => result)).toContain(
    'nobody-to-tell',
  );
});

it('that was served proves which reminders had gone out before', async () => {
  const number = (await tell(office, server.now(), [otherFirmId])).to(otherFirmId);
  await passRung(number, `${receipt}#1`, 'expire');
  const waiting = (await openStepsOf(office, number)).find(({ step }) => step === 'notice/service');
  await decideAsUsual(office, waiting!);
  await office.settled();
  const signer = new Signer(parseKeyRing(newKeyFile(), 'a key of this test alone'));
  const proof = await proofOfService({ db: office.db, signer }, office.cast.chief, number);
  expect(proof).toMatchObject({
    service: { way: 'post', by: 'policyEditor' },
    papers: [{ digest: '送达回证' }],
    reminders: [expect.any(String), expect.any(String)],
  });
});

it('says in its mails neither what it is called nor what it says', () => {
  const mails = JSON.stringify(office.mail.mails);
  for (const words of Object.values(publishedText)) expect(mails).not.toContain(words);
});
