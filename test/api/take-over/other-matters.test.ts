import { isFirmRole } from '../../../domain/role';
import { caseTypeDef, openings } from '../../../domain/cases/catalogue';
import { addDays, startOfDay } from '../../../domain/time/calendar';
import { leastValue } from '../../../setup/courses/least-decision';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';
import { enterprise, viewAt } from '../kit/usual';
import { agreeTo, daysBefore, past } from './entering';

/* Inspections and bad records that run already go on here, and each matter that begins with a form is taken over or refused. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const daysAgo = (days: number) => daysBefore(office, days);

function enter(address: string, opening: object, decided: readonly object[], receivedOn: string) {
  const takeOver = { source: address, registerNo: `原〔2026〕${decided.length}号`, receivedOn };
  return office.as('chief').post(`/api/${address}/taken-over`, { opening, takeOver, decided, granted: [] });
}

const openIn = async (number: string) =>
  Object.values((await viewAt(office, number)).steps).filter(({ decision }) => decision === null);

describe('an inspection', () => {
  const form = { enterpriseId: enterprise, ground: 'plan', items: ['safety-training'], reason: '年度计划' };
  const begun = async (visitOn: string) => {
    const [lead, companion] = await Promise.all(
      ['inspector1', 'inspector2'].map((login) => personOf(office, login)),
    );
    return [
      past('inspection/plan', daysAgo(6), {
        verdict: 'planned',
        ...{ visitOn, unannounced: false, scope: '查阅台账' },
      }),
      past('inspection/approval', daysAgo(5), { verdict: 'approved', lead, companion }),
    ];
  };

  it('that was approved goes on with the notice, by the inspector of then, counted from the true day', async () => {
    const { number } = expectOk(await enter('inspections', form, await begun(daysAgo(-10)), daysAgo(7))).body;
    expectOk(await agreeTo(office, number));
    expect(await openIn(number)).toMatchObject([
      {
        step: 'inspection/notice',
        assignee: await personOf(office, 'inspector1'),
        clock: { anchor: startOfDay(daysAgo(5)) },
      },
    ]);
    expectOk(
      await office
        .as('inspector1')
        .decide(number, 'inspection/notice', { verdict: 'notified', message: '请准备台账' }),
    );
    expect(await openIn(number)).toMatchObject([{ step: 'inspection/visit' }]);
  });

  it('of one number of the old register is entered once', async () => {
    const [{ count }] = await office.db.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM anjie.case_file
      WHERE case_type = 'inspection' AND enterprise_id = ${enterprise}::uuid`;
    const again = await enter('inspections', form, await begun(daysAgo(-10)), daysAgo(7));
    expect([again.status, again.body.code]).toEqual([409, 'record-known']);
    expect(await office.db.caseFile.count({ where: { caseType: 'inspection' } })).toBe(count);
  });
});

describe('a bad record', () => {
  it('runs from the day of its document, and may be repaired by it', async () => {
    const establishedOn = daysAgo(200);
    const form = {
      ...{ enterpriseId: enterprise, tier: 'general', documentNo: 'JX-2026-0815', establishedOn },
      conduct: '瞒报隐患',
    };
    const served = past('credit-repair/notice', daysAgo(198), {
      ...{ verdict: 'served', way: 'in-person', servedOn: daysAgo(198) },
    });
    const { number } = expectOk(await enter('credit-repairs', form, [served], establishedOn)).body;
    expectOk(await agreeTo(office, number));
    const { input } = await viewAt(office, number);
    const open = await openIn(number);
    expect(open.map(({ step }) => step).sort()).toEqual([
      'credit-repair/application',
      'credit-repair/showing',
    ]);
    const until = input['shownUntil'] as string;
    for (const { clock } of open) expect(clock.dueAt).toBe(startOfDay(addDays(until, 1)));
    const twice = await enter('credit-repairs', form, [], establishedOn);
    expect(twice.body.code).toBe('record-known');
  });
});

/** What stays within a firm is none of the bureau's, so it has nothing to take over. */
const readByTheBureau = openings.filter(
  ({ caseType }) => caseTypeDef(caseType).readers['section-chief'] !== undefined,
);

it.each(readByTheBureau)(
  'a matter of any kind, $caseType, is about a firm where one of today is, and is refused with a reason otherwise',
  async ({ caseType, form, role }) => {
    const person = await personOf(office, 'inspector1');
    const known = { today: daysAgo(30), enterpriseId: enterprise, personOf: () => person };
    const opening = {
      ...(leastValue(form, known) as object),
      ...(isFirmRole(role) ? { enterpriseId: enterprise } : {}),
    };
    const { status, body } = await enter(caseTypeDef(caseType).address, opening, [], daysAgo(20));
    if (status !== 201) {
      expect([400, 409, 422]).toContain(status);
      return;
    }
    expectOk(await agreeTo(office, body.number));
    const { input } = await viewAt(office, body.number);
    expect(input['enterpriseId'] ?? null).toBe('enterpriseId' in opening ? enterprise : null);
  },
);

it('what a firm opens for itself is not taken over without saying which firm', async () => {
  const answer = await enter('warden-networks', {}, [], daysAgo(20));
  expect([answer.status, answer.body.code]).toEqual([400, 'form-invalid']);
  expect(answer.body.errors).toMatchObject([{ pointer: '/opening/enterpriseId' }]);
});
