import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { openingForms } from '../kit/opening-forms';
import { enterprise, expectOk, today } from '../kit/story';

/* Every form that opens a case, with each field at its edges and beyond: a case or a refusal, never a fault of ours. */

let office: Office;
/** A contest that takes teams, and a campaign of diagnoses that lists the firm. */
let [contest, campaign] = ['', ''];
beforeAll(async () => {
  office = await openOffice();
  const organiser = office.as('organiser1');
  contest = expectOk(await organiser.post('/api/contests', { name: '大比武', purpose: '年度活动' })).body
    .number;
  const dates = { registerBy: today(), heldOn: today() };
  const events = [{ event: 'flood-wall', mostPoints: 100 }];
  const plan = { verdict: 'planned', ...dates, teamsAtMost: 9, membersAtMost: 9, events };
  expectOk(await organiser.decide(contest, 'contest/plan', plan));
  expectOk(await office.as('chief').decide(contest, 'contest/approval', { verdict: 'approved' }));
  const liaison = office.as('experts1');
  campaign = expectOk(await liaison.post('/api/diagnosis-campaigns', { name: '诊断', purpose: '年度活动' }))
    .body.number;
  const groups = [
    {
      institute: await personOf(office, 'institute1'),
      firms: [{ enterpriseId: enterprise, trade: 'machinery' }],
    },
  ];
  const list = { verdict: 'listed', endBy: today(), groups };
  expectOk(await liaison.decide(campaign, 'diagnosis-campaign/list', list));
  const approved = { verdict: 'approved' };
  expectOk(await office.as('chief').decide(campaign, 'diagnosis-campaign/approval', approved));
});
afterAll(() => office.close());

const edges: readonly unknown[] = [
  ...[null, '', ' ', 0, -1, 0.5, 1e300, true, {}, [], ['exits', 'exits'], Array(41).fill('exits')],
  ...['\u0000', '文\ud800字', '\u0007', 'constructor', '__proto__', 'x'.repeat(9000), '长'.repeat(120)],
  ...['0026-11-30', '1948-12-31', '1949-10-01', '2027-02-29', '2031-01-01', '9999-01-01'],
  ...['00000000-0000-4000-8000-0000deadbeef', 'JX-2026-0001', 'h99'],
];

it.each(openingForms)('$url', async ({ url, login, fields, honest: sample }) => {
  const named = Object.entries({ contest, campaign }).filter(([field]) => fields.includes(field));
  const honest = { ...sample, ...Object.fromEntries(named) };
  // As somebody honest fills it in, a case begins.
  expect((await office.as(login).post(url, honest)).status).toBe(201);
  const ends = new Map<number, number>();
  for (const field of fields) {
    for (const edge of edges) {
      const { status, body } = await office.as(login).post(url, { ...honest, [field]: edge });
      ends.set(status, (ends.get(status) ?? 0) + 1);
      if (status === 201) continue;
      expect([400, 403, 404, 409, 422]).toContain(status);
      expect(typeof body.code).toBe('string');
      if (body.code === 'form-invalid') expect(body.errors[0].pointer).toContain('/');
    }
  }
  process.stdout.write(`${url}: ${[...ends].map(([status, count]) => `${count} × ${status}`).join(', ')}\n`);
  expect(ends.has(403)).toBe(false);
});
