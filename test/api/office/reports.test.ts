import { randomUUID } from 'node:crypto';
import { dateOf, dayOf, startOfDay } from '../../../domain/time/calendar';
import type { Database } from '../../../record/store/database';
import { exampleFigures, twentyItems, type ExampleItem } from '../../harness/courses/twenty-items';
import { changeOffice } from '../kit/changes';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { enterprise, expectOk } from '../kit/story';

/* The report on the compression of time, over the twenty items of docs/compression.md as they lie in the tables. */

const months = 'from=2026-09&to=2026-10';
const otherEnterprise = 'e0000000-0000-4000-8000-000000000002';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  for (const item of twentyItems) await decided(office.db, item, enterprise);
  // Around the edges of the months, in Shanghai's time: of August and of November.
  const [first] = twentyItems;
  if (first === undefined) throw new Error('no items');
  await decided(office.db, { ...first, decidedOn: '2026-08-31' }, enterprise, '23:59');
  await decided(office.db, { ...first, decidedOn: '2026-11-01' }, enterprise, '00:00');
});
afterAll(() => office.close());

/** An item as the tables hold it once it is decided. */
async function decided(db: Database, item: ExampleItem, enterpriseId: string, time = '10:00') {
  const id = randomUUID();
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const decidedAt = new Date(Date.parse(startOfDay(item.decidedOn)) + (hour * 60 + minute) * 60_000);
  await db.caseFile.create({
    data: {
      id,
      number: `AI-2026-${id.slice(0, 8).toUpperCase()}`,
      caseType: 'approval-item',
      zone: 'jxedz',
      unit: item.department,
      rootId: id,
      enterpriseId,
      procedureVersion: 1,
      seq: 1,
      seenSeq: 1,
      headHash: new Uint8Array(32),
      calendarRevision: 1,
      policyRevision: 1,
      policyOn: new Date(item.decidedOn),
      stage: 'closed',
      outcome: 'granted',
      openedAt: decidedAt,
      movedAt: decidedAt,
      closedAt: decidedAt,
    },
  });
  const { matter, department, limitUnit, limitDays, promiseDays, actualDays, promiseBroken } = item;
  const explainedAt = item.explained ? new Date(decidedAt.getTime() + 86_400_000) : null;
  await db.approvalOutcome.create({
    data: {
      caseId: id,
      matter,
      department,
      verdict: 'granted',
      limitUnit,
      limitDays,
      promiseDays,
      actualDays,
      promiseBroken,
      decidedAt,
      explainedAt,
    },
  });
}

async function report(login: string, query: string) {
  return expectOk(await office.as(login).get(`/api/reports/compression?${query}`)).body;
}

interface Line {
  readonly key: string;
  readonly items: number;
  readonly meanOfRatios: { readonly actual: number } | null;
  readonly bySums: readonly { readonly limitUnit: string; readonly actual: number }[];
  readonly cases: string;
}

const figures = ({ items, meanOfRatios, bySums }: Line) => ({
  items,
  meanOfRatios: meanOfRatios?.actual ?? null,
  workingDays: bySums.find(({ limitUnit }) => limitUnit === 'working-days')?.actual ?? null,
  naturalDays: bySums.find(({ limitUnit }) => limitUnit === 'calendar-days')?.actual ?? null,
});

describe('the report', () => {
  it('has the figures that were worked out by hand, for the whole and by department', async () => {
    const body = await report('director', months);
    expect(body).toMatchObject({ by: 'department', aimBasisPoints: 3000 });
    expect(figures(body.whole)).toEqual(exampleFigures.get('taken'));
    expect(body.whole).toMatchObject({
      exempt: 2,
      broken: 6,
      unexplained: 2,
      meanOfRatios: { committed: 3173 },
      aimReached: { meanOfRatios: true, bySums: false },
    });
    expect((body.groups as Line[]).map(({ key }) => key)).toEqual(
      [...new Set(twentyItems.map(({ department }) => department))].sort(),
    );
    for (const group of body.groups as Line[]) expect(figures(group)).toEqual(exampleFigures.get(group.key));
  });

  it('is the same whole by month and by item, months those of Shanghai', async () => {
    const byMonth = await report('auditor', `${months}&by=month`);
    expect((byMonth.groups as Line[]).map((group) => [group.key, figures(group)])).toEqual(
      ['2026-09', '2026-10'].map((month) => [month, exampleFigures.get(month)]),
    );
    const byItem = await report('project1', `${months}&by=item`);
    expect(byItem.whole).toEqual(byMonth.whole);
    expect(byItem.groups).toContainEqual(
      expect.objectContaining({
        key: 'land-use-permit',
        title: { zh: '建设用地规划许可', en: 'Land-use planning permit' },
        items: 3,
      }),
    );
  });

  it('leads from every figure to exactly its cases', async () => {
    for (const by of ['department', 'item', 'month']) {
      const { whole, groups } = await report('director', `${months}&by=${by}`);
      for (const line of [whole, ...groups] as (Line & {
        exempt: number;
        broken: number;
        unexplained: number;
      })[]) {
        const list = async (filter: string) =>
          expectOk(await office.as('director').get(`${line.cases}&limit=100${filter}`)).body.items as {
            limitDays: number;
          }[];
        const all = await list('');
        expect(all.filter(({ limitDays }) => limitDays > 0)).toHaveLength(line.items);
        expect(all.filter(({ limitDays }) => limitDays === 0)).toHaveLength(line.exempt);
        expect(await list('&broken=true')).toHaveLength(line.broken);
        expect(await list('&broken=true&explained=false')).toHaveLength(line.unexplained);
      }
    }
  });

  it('lists the cases page by page, newest first, each with its days', async () => {
    const { cases } = (await report('director', months)).whole as Line;
    const seen: { number: string; decidedAt: string }[] = [];
    let place = '';
    do {
      const { body } = expectOk(await office.as('director').get(`${cases}&limit=7${place}`));
      seen.push(...body.items);
      place = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (place !== '');
    expect(new Set(seen.map(({ number }) => number)).size).toBe(20);
    const decidedAt = seen.map((line) => line.decidedAt);
    expect(decidedAt).toEqual([...decidedAt].sort().reverse());
    const broken = expectOk(await office.as('director').get(`${cases}&item=eia-report`)).body.items;
    expect(broken).toMatchObject([
      {
        matter: 'eia-report',
        department: 'jxedz-ecology',
        limitUnit: 'calendar-days',
        limitDays: 60,
        promiseDays: 42,
        actualDays: 48,
        promiseBroken: true,
        explainedAt: null,
      },
    ]);
  });

  it('shows every department the figures of the zone, and nobody the cases of an enterprise that they are recused from', async () => {
    const seen = await report('planning-chief', months);
    expect(figures(seen.whole)).toEqual(exampleFigures.get('taken'));

    const [item] = twentyItems;
    if (item) await decided(office.db, { ...item, decidedOn: '2026-07-01' }, otherEnterprise);
    const july = 'from=2026-07&to=2026-07';
    expect((await report('deputy', july)).whole.items).toBe(1);
    const personId = await personOf(office, 'deputy');
    const recusal = { personId, enterpriseId: otherEnterprise };
    expectOk(await changeOffice(office, 'enter-recusal', recusal, { by: 'deputy' }));
    expect((await report('deputy', july)).whole.items).toBe(0);
  });

  it('is for those who answer for the time', async () => {
    for (const login of ['planning1', 'contact1', 'payer1'])
      expect((await office.as(login).get(`/api/reports/compression?${months}`)).body.code).toBe(
        'role-missing',
      );
    expect((await office.as(null).get(`/api/reports/compression?${months}`)).body.code).toBe('not-logged-in');
  });

  it('refuses months that are none, reversed ones, and a cursor of another list', async () => {
    const codeOf = async (query: string) =>
      (await office.as('director').get(`/api/reports/${query}`)).body.code;
    expect(await codeOf('compression?from=2026-13&to=2026-12')).toBe('form-invalid');
    expect(await codeOf('compression?from=2026-09')).toBe('form-invalid');
    expect(await codeOf(`compression?${months}&by=person`)).toBe('form-invalid');
    expect(await codeOf('compression?from=2026-10&to=2026-09')).toBe('dates-reversed');
    expect(await codeOf(`compression/cases?${months}&cursor=bm9uZQ`)).toBe('cursor-invalid');
  });

  it('has no figure for months without decisions', async () => {
    const empty = await report('director', 'from=2020-01&to=2020-12');
    expect(empty).toMatchObject({ groups: [], whole: { items: 0, meanOfRatios: null, bySums: [] } });
    expect(empty.whole.aimReached).toEqual({ meanOfRatios: null, bySums: null });
  });

  it('counts the explanations that the public waits for, those beyond their limit apart', async () => {
    const [broken] = await office.db.approvalOutcome.findMany({
      where: { matter: 'eia-report' },
      select: { caseId: true },
    });
    const due = [dayOf('2020-01-01'), dayOf('2099-01-01')].map((day) => new Date(startOfDay(dateOf(day))));
    await office.db.openStep.createMany({
      data: due.map((dueAt, index) => ({
        caseId: broken?.caseId ?? '',
        key: `approval-item/explanation#${index + 1}`,
        step: 'approval-item/explanation',
        openedSeq: 1,
        role: 'section-chief',
        unit: 'jxedz-ecology',
        level: 0,
        openedAt: dueAt,
        dueAt,
      })),
    });
    expect((await report('director', months)).openExplanations).toEqual({ open: 2, overdue: 1 });
  });
});

describe('the table', () => {
  it('is CSV for spreadsheets with the same figures, and no cell of it is a formula', async () => {
    await office.db.unit.update({
      where: { id: 'jxedz-housing' },
      data: { titleZh: '=HYPERLINK("x")建设局' },
    });
    const answer = await office.as('director').get(`/api/reports/compression.csv?${months}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/csv/);
    expect(answer.headers['content-disposition']).toBe(
      'attachment; filename="compression-2026-09-2026-10.csv"',
    );
    expect(answer.text.startsWith('\uFEFF')).toBe(true);
    const [head = '', whole = '', ...groups] = answer.text.slice(1).trim().split('\r\n');
    expect(head.split(',')).toHaveLength(whole.split(',').length);
    expect(whole).toBe('合计 Whole,18,2,31.41,31.73,是 yes,30.65,31.15,24.28,30.47,否 no,6,2');
    expect(groups).toHaveLength(5);
    expect(groups.filter((line) => /^"?=/.test(line))).toEqual([]);
    expect(groups.some((line) => line.startsWith(`"'=HYPERLINK(""x"")建设局`))).toBe(true);
  });
});
