import { skippingServer, type SkippingServer } from '../../harness/parts/skipping-server';
import { openKeptOffice, type KeptOffice } from '../kit/kept-office';
import { Plant } from '../kit/plant';
import { expectOk } from '../kit/story';

/* What the clocks of an approval item do by themselves, while nobody acts. */

let server: SkippingServer;
let office: KeptOffice;
beforeAll(async () => {
  server = await skippingServer();
  office = await openKeptOffice(server, { now: () => server.now() });
});
afterAll(async () => {
  await office.close();
  await server.stop();
});

async function sleepUntilAfter(instant: string): Promise<void> {
  await office.settled();
  await server.sleepUntil(new Date(Date.parse(instant) + 10 * 60_000));
  await office.settled();
  office.logOut();
}

const offices = (number: string, subject: string) =>
  office.mail.mails
    .filter((mail) => mail.subject.includes(number) && mail.subject.includes(subject))
    .map(({ to }) => to);

it('a decision after what was promised and within the law stands, and is explained in public', async () => {
  const plant = await Plant.told(office);
  await plant.obtains('project-filing');
  await plant.does('approval-item/application land-use-permit');
  await plant.does('approval-item/acceptance land-use-permit');
  const item = await plant.item('land-use-permit');
  const numbers = async (query: string) =>
    (await office.as('planning1').get(`/api/cases?${query}`)).body.items.map(
      ({ number }: { number: string }) => number,
    );
  expect(await numbers('promise=running')).toEqual([item]);
  expect(await numbers('promise=broken')).toEqual([]);
  const [work] = (await office.as('planning2').get('/api/worklist')).body.items;
  expect(work).toMatchObject({ number: item, matter: 'land-use-permit', overdue: false });
  expect(work.promisedAt < work.dueAt).toBe(true);

  await sleepUntilAfter(work.promisedAt);

  expect(await numbers('promise=broken')).toEqual([item]);
  expect(await numbers('promise=running')).toEqual([]);
  expect(await decisionOf(item)).toMatchObject({ clock: { overdue: false }, promise: { broken: true } });
  const pause = { step: 'approval-item/decision', ground: 'expert-review', days: 5, reason: '评审' };
  expectOk(await plant.act('request-pause', pause, 'planning2', item));
  const grant = { step: pause.step, grant: true, reason: '同意' };
  expectOk(await plant.act('answer-pause', grant, 'deputy', item));
  expect(await numbers('promise=broken')).toEqual([item]);
  expect(await numbers('promise=running')).toEqual([]);
  expectOk(await plant.act('resume', { step: pause.step, reason: '评审结束' }, 'planning2', item));
  expect(offices(item, '承诺时限将至')).toEqual([['planning2@anjie.example']]);
  expect(offices(item, '已超承诺时限')).toEqual([['planning-chief@anjie.example']]);

  const answer = await plant.does('approval-item/decision land-use-permit');
  expect(answer.body.open.map(({ step }: { step: string }) => step).sort()).toEqual([
    'approval-item/delivery',
    'approval-item/explanation',
  ]);
  await plant.does('approval-item/delivery land-use-permit');
  expect((await plant.reading('contact1', item)).outcome).toBeNull();
  const byHandler = await plant.tries('approval-item/explanation land-use-permit', { by: 'planning2' });
  expect(byHandler.body.code).toBe('role-missing');
  await plant.does('approval-item/explanation land-use-permit');

  const shown = await plant.reading('contact1', item);
  expect(shown.outcome).toBe('granted');
  expect(JSON.stringify(shown.record)).toContain('超出承诺时限');
  const [outcome] = await office.db.approvalOutcome.findMany({ where: { matter: 'land-use-permit' } });
  expect(outcome).toMatchObject({ promiseBroken: true });
  expect(outcome?.explainedAt).not.toBeNull();
  await office.settled();
  expect(offices(item, '审批决定已作出')).toEqual([['contact1@anjie.example']]);
});

it('an application that nobody answers is accepted by silence; what nobody decides goes up', async () => {
  const plant = await Plant.told(office);
  await plant.obtains('project-filing');
  await plant.does('approval-item/application eia-table');
  const item = await plant.item('eia-table');
  const acceptance = (await plant.reading('ecology1', item)).steps.at(-1);
  await sleepUntilAfter(acceptance.clock.dueAt);
  expect((await plant.reading('ecology1', item)).steps[1].decision.verdict).toBe('accepted-by-silence');

  const { rungs } = await decisionOf(item);
  await sleepUntilAfter(rungs.at(-1).fireAt);

  const fired = (await decisionOf(item)).rungs.filter((each: { fired: boolean }) => each.fired);
  expect(fired.map(({ id }: { id: string }) => id)).toEqual([
    'promise-80',
    'promise-broken',
    'remind-80',
    'overdue',
    'escalate',
  ]);
  expect(offices(item, '办理期限已过')).toEqual([['ecology-chief@anjie.example']]);
  expect(offices(item, '逾期督办')).toEqual([['deputy@anjie.example']]);
  expect(offices(item, '办理期限将至').at(-1)).toEqual(['ecology1@anjie.example', 'ecology2@anjie.example']);
});

it('reminds the approver of a gate, wherever in the zone they sit, and the enterprise of what it has to do', async () => {
  const plant = await Plant.told(office);
  const [gate] = (await plant.reading()).steps.slice(-1);
  expect(gate.step).toBe('project/construction-gate');
  const item = await plant.item('project-filing');
  const [application] = (await plant.reading('contact1', item)).steps;
  const [half] = application.rungs;
  await sleepUntilAfter(half.fireAt);
  expect(offices(item, '办理期限将至')).toEqual([['contact1@anjie.example']]);
  const remind = (await plant.reading()).steps.at(-1).rungs[0];
  await sleepUntilAfter(remind.fireAt);
  expect(offices(plant.number, '办理期限将至')[0]).toContain('deputy@anjie.example');
});

async function decisionOf(number: string) {
  const { body } = await office.as('project1').get(`/api/cases/${number}`);
  return body.steps.find(({ step }: { step: string }) => step === 'approval-item/decision');
}
