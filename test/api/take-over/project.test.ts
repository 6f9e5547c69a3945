import { startOfDay } from '../../../domain/time/calendar';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';
import { enterprise, viewAt } from '../kit/usual';
import { agreeTo, daysBefore, past } from './entering';

/* A project under way goes on here: what was granted before stands with its documents, the rest is applied for. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const daysAgo = (days: number) => daysBefore(office, days);

/** A matter that was granted within its promise. */
async function granted(part: string, applied: number, decided: number, handler: string): Promise<object[]> {
  const [on, until] = [daysAgo(applied), daysAgo(decided)];
  return [
    past('approval-item/application', on, { verdict: 'applied' }, { part }),
    past(
      'approval-item/acceptance',
      on,
      { verdict: 'accepted', handler: await personOf(office, handler) },
      { part },
    ),
    past('approval-item/decision', until, { verdict: 'granted' }, { part, documentNo: `${part}-1` }),
    past(
      'approval-item/delivery',
      until,
      { verdict: 'delivered', documentNo: `${part}-1`, deliveredOn: until },
      { part },
    ),
  ];
}

function enter(decided: readonly object[], by = 'investment-chief') {
  return office.as(by).post('/api/projects/taken-over', {
    opening: {
      enterpriseId: enterprise,
      projectType: 'standard-plant',
      name: '年产三万吨新材料',
      summary: '厂房两幢',
    },
    takeOver: { source: 'projects-2025', registerNo: `XM-2025-${decided.length}`, receivedOn: daysAgo(300) },
    ...{ decided, granted: [] },
  });
}

const begun = () => [
  past('project/lead', daysAgo(298), { verdict: 'settled' }),
  past('project/notification', daysAgo(296), { verdict: 'notified' }),
  past('approval-item/application', daysAgo(290), { verdict: 'applied' }, { part: 'project-filing' }),
];

it('in construction, with every permit of before, and asks for nothing twice', async () => {
  const decided = [
    ...begun(),
    ...(await granted('land-use-permit', 280, 273, 'planning2')),
    ...(await granted('works-planning-permit', 250, 243, 'planning2')),
    ...(await granted('eia-table', 250, 243, 'ecology2')),
    ...(await granted('drawing-review', 230, 226, 'housing2')),
    past('project/construction-gate', daysAgo(240), { verdict: 'passed' }),
    ...(await granted('construction-permit', 200, 198, 'housing2')),
    past('project/start', daysAgo(190), { verdict: 'started', startedOn: daysAgo(192) }),
  ];
  const { number } = expectOk(await enter(decided)).body;
  expectOk(await agreeTo(office, number));
  const view = await viewAt(office, number);
  const open = Object.values(view.steps).filter(({ decision }) => decision === null);
  expect(open).toMatchObject([{ step: 'project/works', clock: { anchor: startOfDay(daysAgo(190)) } }]);
  const outcomes = Object.values(view.children).map(({ closed }) => closed?.outcome);
  expect(outcomes).toEqual(Array.from({ length: 6 }, () => 'granted'));
  const reading = expectOk(await office.as('project1').get(`/api/cases/${number}`)).body;
  expect(reading.takeOver).toMatchObject({ source: 'projects-2025', state: 'granted' });
  const told = expectOk(await office.as('contact1').get(`/api/cases/${number}`)).body;
  expect([told.takeOver, JSON.stringify(told)]).toEqual([null, expect.not.stringContaining('projects-2025')]);
});

it('counts a decision that is under way by its true days, and refuses what silence has decided', async () => {
  const part = 'land-use-permit';
  const handler = await personOf(office, 'planning2');
  const applied = past('approval-item/application', daysAgo(8), { verdict: 'applied' }, { part });
  const accepted = past('approval-item/acceptance', daysAgo(7), { verdict: 'accepted', handler }, { part });
  const { number } = expectOk(await enter([...begun(), applied, accepted])).body;
  expectOk(await agreeTo(office, number));
  const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  const child = await office.db.caseFile.findFirstOrThrow({
    where: { parentId: id, dueAt: { not: null }, unit: 'jxedz-planning' },
  });
  const decision = (await viewAt(office, child.number)).steps['approval-item/decision#1'];
  expect(decision?.clock.anchor).toBe(startOfDay(daysAgo(7)));
  const silent = past('approval-item/application', daysAgo(60), { verdict: 'applied' }, { part });
  expect((await enter([...begun(), silent])).body.code).toBe('clock-expired');
});
