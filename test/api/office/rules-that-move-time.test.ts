import { addDays, shanghaiDate, type WorkCalendar } from '../../../domain/time/calendar';
import { searchAttributes } from '../../../workflows/kit/contract';
import { digestSender } from '../../../activities/digest';
import { makeMailer } from '../../../activities/mail';
import type { CaseDesk } from '../../../record/desk/case-desk';
import type { Tell } from '../../../record/law/moved-clocks';
import { eventually } from '../../harness/eventually';
import { devServer } from '../../harness/parts/temporal';
import { followRules } from '../../../worker/rules';
import { changeOffice } from '../kit/changes';
import { openKeptOffice, type KeptOffice } from '../kit/kept-office';
import { accept, assign, childOf, does, expectOk, handIn, verify, type Story } from '../kit/story';

/* A calendar and a law, published through the API over cases under way: their clocks follow, and people are told. */

let office: KeptOffice;
let tell: Tell;
beforeAll(async () => {
  office = await openKeptOffice(devServer());
  tell = digestSender(
    makeMailer({ smtpUrl: office.mail.url, from: 'anjie@office.test' }),
    'http://localhost',
  );
});
afterAll(() => office.close());

interface Moved {
  readonly number: string;
  readonly step: string;
  readonly dueAtBefore: string;
  readonly dueAtAfter: string;
}

/** As a worker does it again and again; two of them at once. */
async function follow(): Promise<void> {
  const parts = { db: office.db, desk: office.parts.desk as CaseDesk, tell };
  await Promise.all([followRules(parts), followRules(parts)]);
  await followRules(parts);
}

const today = () => shanghaiDate(new Date().toISOString());
/** The last day of a limit that ends at an instant. */
const lastDay = (dueAt: string) => shanghaiDate(new Date(Date.parse(dueAt) - 1).toISOString());
const digests = () => office.mail.mails.filter(({ subject }) => subject.includes('办理期限有变动'));
const line = ({ number, dueAtBefore, dueAtAfter }: Moved) =>
  new RegExp(`^${number} .*: ${lastDay(dueAtBefore)} → ${lastDay(dueAtAfter)}$`, 'm');
const receiptOf = async ({ code }: Story) =>
  expectOk(await office.as(null).post('/api/public/receipt', { code })).body;

/** Each person of these has got one mail, nobody else any, and each names their own steps and no others. */
function expectToldOnce(
  from: number,
  moved: readonly Moved[],
  told: Record<string, readonly string[]>,
): void {
  const mails = digests().slice(from);
  const boxes = Object.keys(told).map((login) => `${login}@anjie.example`);
  expect(mails.map(({ to }) => to.join()).sort()).toEqual(boxes.sort());
  for (const [login, steps] of Object.entries(told)) {
    const { text } = mails.find(({ to }) => to.includes(`${login}@anjie.example`))!;
    for (const each of moved)
      if (steps.includes(each.step)) expect(text).toMatch(line(each));
      else expect(text).not.toMatch(line(each));
  }
}

async function dueInTheEngine(number: string): Promise<string | undefined> {
  const { typedSearchAttributes } = await office.engine.client.workflow.getHandle(number).describe();
  return typedSearchAttributes.get(searchAttributes.dueAt)?.toISOString();
}

/** The calendar in force, with further days off so many days from now. */
async function withDaysOff(ahead: readonly number[]): Promise<object> {
  const calendar = expectOk(await office.as('admin').get('/api/calendar')).body as WorkCalendar;
  const off = ahead.map((days) => addDays(today(), days));
  const years = [...new Set(off.map((date) => date.slice(0, 4)))].map((year) => {
    const { daysOff = [], makeUpWorkdays = [] } = calendar.years[year] ?? {};
    return [
      year,
      {
        state: 'published',
        notice: 'https://www.gov.cn/zhengce',
        daysOff: [...new Set([...daysOff, ...off.filter((date) => date.startsWith(year))])],
        makeUpWorkdays: makeUpWorkdays.filter((date) => !off.includes(date)),
      },
    ];
  });
  return { years: Object.fromEntries(years) as object };
}

/** From today on a firm has so many working days to acknowledge an order, also one that was issued before. */
async function acknowledgedWithin(value: number): Promise<object> {
  const key = 'limit.rectification.acknowledgement';
  const { layers } = expectOk(await office.as('admin').get('/api/policy')).body as {
    layers: { id: string; rows: { key: string; validFrom: string; value: object }[] }[];
  };
  const row = layers.find(({ id }) => id === 'jxedz')!.rows.find((each) => each.key === key)!;
  return {
    layer: 'jxedz',
    end: [{ key, validFrom: row.validFrom, validTo: addDays(today(), -1) }],
    add: [{ ...row, value: { ...row.value, value }, validFrom: today(), validTo: null }],
    openCases: 'move',
  };
}

let waiting: Story;
let order: string;
beforeAll(async () => {
  waiting = await handIn(office);
  const found = await handIn(office);
  await accept(office, found);
  await assign(office, found);
  await verify(office, found);
  order = await childOf(office, found, 'rectification');
  await does(office, found, 'rectification/order');
  await office.settled();
});

it('a published calendar: every open clock follows with its timer, and each person concerned is told once', async () => {
  const body = await withDaysOff([1, 2, 3]);
  const moved = expectOk(await office.as('admin').post('/api/calendar/preview', body)).body.moved as Moved[];
  expect((await receiptOf(waiting)).dueMoved).toBeNull();
  expectOk(await changeOffice(office, 'publish-calendar', body));
  await follow();
  await office.settled();

  for (const { number, step, dueAtAfter } of moved) {
    const { steps } = (await (office.parts.desk as CaseDesk).viewOf({ number }))!.view;
    expect(Object.values(steps).find((state) => state.step === step)?.clock.dueAt).toBe(dueAtAfter);
  }
  const first = moved.find(({ number }) => number === waiting.number)!;
  await eventually('the workflow waits for the new day', async () => {
    return (await dueInTheEngine(waiting.number)) === first.dueAtAfter;
  });

  const { acceptance, acknowledgement, feedback } = steps;
  expect(moved.map(({ step }) => step)).toEqual(expect.arrayContaining([acceptance, acknowledgement]));
  expectToldOnce(0, moved, {
    clerk1: [acceptance, feedback],
    clerk2: [acceptance, feedback],
    chief: moved.map(({ step }) => step),
    contact1: [acknowledgement],
  });
  const [toTheFirm] = digests().filter(({ to }) => to.includes('contact1@anjie.example'));
  expect(toTheFirm?.text).toContain('新的工作日历已生效');
  expect(toTheFirm?.text).not.toContain('TO-');

  const from = lastDay(first.dueAtBefore);
  const dueMoved = { from, to: lastDay(first.dueAtAfter), on: today(), words: { zh: '工作日安排有调整' } };
  expect(await receiptOf(waiting)).toMatchObject({ dueOn: dueMoved.to, dueMoved });
});

it('a published law: those whose open steps it moves are told once, and why', async () => {
  const before = digests().length;
  const body = await acknowledgedWithin(9);
  const moved = expectOk(await office.as('admin').post('/api/policy/preview', body)).body.moved as Moved[];
  expect(moved).toMatchObject([{ number: order, step: steps.acknowledgement }]);
  expectOk(await changeOffice(office, 'publish-policy', body));
  await follow();
  await office.settled();
  expectToldOnce(before, moved, { chief: [steps.acknowledgement], contact1: [steps.acknowledgement] });
  expect(digests().at(-1)?.text).toContain('规定已变更');
});

it('whom the mail server did not take is told when it does, the others not again', async () => {
  const before = digests().length;
  expectOk(await changeOffice(office, 'publish-calendar', await withDaysOff([8, 9, 10])));
  office.mail.refuse({ code: 451, words: 'later' });
  await expect(follow()).rejects.toThrow();
  expect(digests().length).toBe(before);
  office.mail.refuse(null);
  await follow();
  const told = digests()
    .slice(before)
    .flatMap(({ to }) => to);
  expect(told).toContain('contact1@anjie.example');
  expect(new Set(told).size).toBe(told.length);
  await follow();
  expect(digests().length).toBe(before + told.length);
});

const steps = {
  acceptance: 'tip-off/acceptance',
  acknowledgement: 'rectification/acknowledgement',
  feedback: 'tip-off/feedback',
} as const;
