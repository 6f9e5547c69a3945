import { randomUUID } from 'node:crypto';
import { addDays, shanghaiDate, type WorkCalendar } from '../../../domain/time/calendar';
import type { CaseDesk } from '../../../record/desk/case-desk';
import { sweepRules } from '../../../record/law/recounting';
import { approve, changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { accept, expectOk, handIn } from '../kit/story';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const admin = () => office.as('admin');
const sweep = () => sweepRules(office.db, office.parts.desk as CaseDesk, office.now());
const revisions = () => office.db.calendarRevision.count();
const inForce = async () =>
  expectOk(await office.as('clerk1').get('/api/calendar')).body as unknown as WorkCalendar;

/** Due instants of the open steps, by case and step. */
async function deadlines(): Promise<Record<string, string | null>> {
  const rows = await office.db.openStep.findMany();
  const files = await office.db.caseFile.findMany({ select: { id: true, number: true } });
  const numbers = new Map(files.map(({ id, number }) => [id, number]));
  return Object.fromEntries(
    rows.map(({ caseId, step, dueAt }) => [`${numbers.get(caseId)} ${step}`, dueAt?.toISOString() ?? null]),
  );
}

/** The calendar as it stands, with further days off in the years that they fall into. */
async function withDaysOff(dates: readonly string[]) {
  const { years, fixedDaysOff = [], movingDaysOff } = await inForce();
  const touched = new Set(dates.map((date) => date.slice(0, 4)));
  const changed = [...touched].map((year) => {
    const statutory = [...fixedDaysOff, ...(movingDaysOff?.years[year] ?? [])].map((day) => `${year}-${day}`);
    const listed = years[year] ?? { ...year2027, daysOff: statutory };
    const off = new Set([...listed.daysOff, ...dates.filter((date) => date.startsWith(year))]);
    const makeUpWorkdays = listed.makeUpWorkdays.filter((date) => !off.has(date));
    return [year, { ...listed, daysOff: [...off], makeUpWorkdays }];
  });
  return { years: Object.fromEntries(changed) as object };
}

const year2027 = {
  state: 'published',
  notice: 'https://www.gov.cn/zhengce/2027',
  daysOff: ['2027-01-01'],
  makeUpWorkdays: [] as string[],
};

it('refuses a calendar of rubbish at preview and publication, with the place, and goes on taking tips', async () => {
  const standing = await revisions();
  const before = await inForce();
  const with2027 = (part: object) => ({ years: { '2027': { ...year2027, ...part } } });
  const rubbish: [number, string, object][] = [
    [422, '/years/2027/daysOff/0', with2027({ daysOff: ['2027-11-31'] })],
    [422, '/years/2027/daysOff/1', with2027({ daysOff: ['2027-01-01', '2027-01-01'] })],
    [
      422,
      '/years/2027/makeUpWorkdays/0',
      with2027({ daysOff: ['2027-01-02'], makeUpWorkdays: ['2027-01-02'] }),
    ],
    [422, '/years/2027/makeUpWorkdays/0', with2027({ makeUpWorkdays: ['2027-01-04'] })],
    [422, '/years/0026', { years: { '0026': year2027 } }],
    [422, '/fixedDaysOff/0', { years: {}, fixedDaysOff: ['00-39'] }],
    [422, '/years', { years: {} }],
    [400, '/years/2027/daysOff/0', with2027({ daysOff: ['New Year'] })],
    [400, '/years/2027/notice', with2027({ notice: '' })],
    [400, '/years/twenty', { years: { twenty: year2027 } }],
  ];
  for (const route of ['/api/calendar/preview', '/api/office/changes/publish-calendar'])
    for (const [status, pointer, body] of rubbish) {
      const answer = await admin().post(route, body);
      const pointers = (answer.body.errors as { pointer: string }[]).map((error) => error.pointer);
      expect([answer.status, answer.body.code]).toEqual([
        status,
        status === 422 ? 'calendar-unsound' : 'form-invalid',
      ]);
      expect(pointers).toContain(pointer);
    }
  expect(await revisions()).toBe(standing);
  expect(await inForce()).toEqual(before);
  await accept(office, await handIn(office));
});

it('keeps every year that a publication does not name, and moves nothing by that', async () => {
  await accept(office, await handIn(office));
  const [years, due] = [(await inForce()).years, await deadlines()];
  expectOk(await changeOffice(office, 'publish-calendar', { years: { '2027': year2027 } }));
  expect((await inForce()).years).toEqual({ ...years, '2027': year2027 });
  await sweep();
  expect(await deadlines()).toEqual(due);
});

it('publishes a calendar that every open clock follows as previewed, once, with the cause on the record', async () => {
  const waiting = await handIn(office);
  const underWay = await handIn(office);
  await accept(office, underWay);
  const before = await deadlines();
  const today = shanghaiDate(office.now().toISOString());
  const body = await withDaysOff([1, 2, 3].map((n) => addDays(today, n)));

  const preview = expectOk(await admin().post('/api/calendar/preview', body)).body.moved as {
    number: string;
    step: string;
    dueAtBefore: string;
    dueAtAfter: string;
  }[];
  expect(preview.map(({ number }) => number).sort()).toEqual([waiting.number, underWay.number].sort());
  expect(await deadlines()).toEqual(before);

  const key = { 'idempotency-key': randomUUID() };
  const asked = await admin().post('/api/office/changes/publish-calendar', body, key);
  const again = await admin().post('/api/office/changes/publish-calendar', body, key);
  expect([again.status, again.text]).toEqual([202, asked.text]);
  const published = await approve(office, asked, 'policy1');
  expect([published.status, published.body.detail.revision]).toEqual([201, await revisions()]);

  expect(await sweep()).toBe(2);
  const after = await deadlines();
  for (const { number, step, dueAtBefore, dueAtAfter } of preview) {
    expect(before[`${number} ${step}`]).toBe(dueAtBefore);
    expect(after[`${number} ${step}`]).toBe(dueAtAfter);
    expect(dueAtAfter > dueAtBefore).toBe(true);
  }
  expect(await sweep()).toBe(0);
  for (const { number } of [waiting, underWay]) {
    const lines = await office.db.recordEvent.findMany({
      where: { case: { number } },
      orderBy: { seq: 'asc' },
    });
    const moved = lines.filter(({ kind }) => kind === 'clock-superseded');
    expect(moved).toMatchObject([
      { actor: { kind: 'system', part: 'calendar' }, body: { cause: 'calendar' } },
    ]);
  }
});
