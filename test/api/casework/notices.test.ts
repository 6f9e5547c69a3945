import { shanghaiDate } from '../../../domain/time/calendar';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { enterprise, expectOk, withdraw } from '../kit/story';
import { decideAsUsual } from '../kit/usual';

/* What the bureau tells firms, over HTTP: inspections and bad records. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const today = () => shanghaiDate(office.now().toISOString());
const firm = (n: number) => `e0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

describe('an inspection', () => {
  const form = (enterpriseId: string, change: object = {}) => ({
    enterpriseId,
    ground: 'plan',
    items: ['exits', 'hazard-screening'],
    reason: '年度监督检查计划',
    ...change,
  });
  const open = (enterpriseId: string, change?: object, login = 'inspector3') =>
    office.as(login).post('/api/inspections', form(enterpriseId, change));
  const opened = async (enterpriseId: string, change?: object): Promise<string> =>
    expectOk(await open(enterpriseId, change)).body.number as string;

  async function approved(number: string, change: object = {}): Promise<void> {
    const plan = { verdict: 'planned', visitOn: today(), unannounced: false, scope: '查阅台账', ...change };
    expectOk(await office.as('inspector3').decide(number, 'inspection/plan', plan));
    const [lead, companion] = await Promise.all(
      ['inspector1', 'inspector2'].map((login) => personOf(office, login)),
    );
    const approval = { verdict: 'approved', lead, companion };
    expectOk(await office.as('chief').decide(number, 'inspection/approval', approval));
  }
  const notify = (number: string) =>
    office
      .as('inspector1')
      .decide(number, 'inspection/notice', { verdict: 'notified', message: '请准备台账' });

  it('is opened by an inspector, on items of the published list', async () => {
    expect((await open(firm(2), {}, 'clerk1')).body.code).toBe('role-missing');
    const refused = await open(firm(2), { items: ['exits', 'tea-room'] });
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({
      code: 'inspection-unpublished',
      errors: [{ pointer: '/items' }],
      facts: { items: ['tea-room'] },
    });
    expect((await open(firm(99))).body.code).toBe('enterprise-unknown');
    expect((await open(firm(2))).status).toBe(201);
  });

  it('does not come more often than the cap, however many are opened at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => open(firm(3))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409, 409, 409, 409]);
    const refused = answers.find(({ status }) => status === 409)!;
    expect(refused.body).toMatchObject({
      code: 'inspection-cap-reached',
      facts: { year: today().slice(0, 4), inspected: 2, perYear: 2 },
    });
    const standing = { enterpriseId: firm(3), caseType: 'inspection' };
    expect(await office.db.caseFile.count({ where: standing })).toBe(2);
  });

  it('on a tip or after an accident goes beyond the cap, with its ground on the record', async () => {
    const number = await opened(firm(3), { ground: 'tip-off' });
    expect((await office.as('chief').get(`/api/cases/${number}`)).body.input.ground).toBe('tip-off');
    expect((await open(firm(3), { ground: 'accident' })).status).toBe(201);
    expect((await open(firm(3), { ground: 'rectification-recheck' })).status).toBe(409);
  });

  it('that was taken back makes room, and does not come back into a year that is full', async () => {
    const first = await opened(firm(4));
    await opened(firm(4));
    expectOk(await withdraw(office, first));
    await opened(firm(4));
    const reopen = { fromStep: 'inspection/plan', reason: '恢复' };
    expect((await office.as('deputy').act(first, 'reopen', reopen)).body.code).toBe('inspection-cap-reached');
  });

  it('does not exist for the firm before it is told, not by any door', async () => {
    const number = await opened(enterprise, { ground: 'tip-off' });
    await approved(number);
    const contact = office.as('contact1');
    expect((await contact.get(`/api/cases/${number}`)).status).toBe(404);
    expect((await contact.get(`/api/cases/${number}/record`)).status).toBe(404);
    expect((await contact.get('/api/cases')).text).not.toContain(number);
    expect((await contact.act(number, 'note', { text: '在吗' })).body.code).toBe('case-not-found');
    const early = { verdict: 'notified', message: '不得先知' };
    expect((await contact.decide(number, 'inspection/notice', early)).body.code).toBe('case-not-found');

    expectOk(await notify(number));
    expect((await contact.get('/api/cases')).text).toContain(number);
  });

  it('tells the firm what is issued, and neither its ground, nor who came, nor what led to an order', async () => {
    const number = await opened(enterprise, { ground: 'tip-off', reason: '群众举报堵塞通道' });
    await approved(number, { scope: '核实举报内容' });
    expectOk(await notify(number));
    const hazards = [{ item: 'h1', grade: 'general', clause: 'exits:2', description: '举报属实' }];
    const visit = { verdict: 'problems', visitedOn: today(), hazards };
    expectOk(await office.as('inspector1').decide(number, 'inspection/visit', visit));
    expectOk(await office.as('inspector2').decide(number, 'inspection/co-signature', { verdict: 'signed' }));
    const result = { verdict: 'told', message: '通道被占用,详见整改指令书' };
    const told = expectOk(await office.as('inspector1').decide(number, 'inspection/result', result));
    const order = told.body.children[0].number as string;

    const contact = office.as('contact1');
    expect((await contact.get(`/api/cases/${order}`)).status).toBe(404);
    await decideAsUsual(office, { number: order, step: 'rectification/order', unit: 'safety-1' });
    const reading = (await contact.get(`/api/cases/${number}`)).body;
    expect(reading.steps.map(({ step }: { step: string }) => step)).toEqual([
      'inspection/notice',
      'inspection/result',
    ]);
    expect(reading.steps[1].decision.facts).toEqual({ visitedOn: today(), problems: true });
    expect(reading.input).toEqual({ enterpriseId: enterprise, items: ['exits', 'hazard-screening'] });
    expect([reading.children, reading.people]).toEqual([[], {}]);
    const whole = JSON.stringify([
      reading,
      (await contact.get('/api/cases')).body,
      (await contact.get('/api/worklist')).body,
      (await contact.get(`/api/cases/${order}`)).body,
    ]);
    for (const inside of ['举报', 'tip-off', 'ground', await personOf(office, 'inspector1')])
      expect(whole).not.toContain(inside);
    expect(whole).toContain('详见整改指令书');
    expect((await contact.get(`/api/cases/${order}`)).body.parent).toBeNull();
    expect((await office.as('chief').get(`/api/cases/${order}`)).body.parent).toBe(number);
  });
});

describe('a bad record', () => {
  const form = (change: object = {}) => ({
    enterpriseId: firm(1),
    tier: 'general',
    documentNo: 'JX-2026-0101',
    establishedOn: today(),
    conduct: '未如实记录隐患排查治理情况',
    ...change,
  });
  const enter = (change?: object, login = 'legal') =>
    office.as(login).post('/api/credit-repairs', form(change));
  const apply = (number: string, login = 'contact1') =>
    office.as(login).decide(number, 'credit-repair/application', {
      verdict: 'applied',
      commitment: '依法诚信经营',
      performance: '罚款已缴清',
    });

  it('is entered by a legal officer, with its terms, once per document', async () => {
    expect((await enter({}, 'inspector1')).body.code).toBe('role-missing');
    const both = await Promise.all([enter(), enter()]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(both.find(({ status }) => status === 409)!.body).toMatchObject({
      code: 'record-known',
      errors: [{ pointer: '/documentNo' }],
    });
    const future = await enter({ documentNo: 'JX-2026-0102', establishedOn: '2099-01-01' });
    expect(future.body).toMatchObject({ code: 'date-ahead', errors: [{ pointer: '/establishedOn' }] });
    expect((await enter({ tier: 'grave' })).body.code).toBe('form-invalid');
  });

  it('is read by the firm at once, which is refused with the day before the shortest time is over', async () => {
    const number = expectOk(await enter({ documentNo: 'JX-2026-0103' })).body.number as string;
    const reading = (await office.as('contact1').get(`/api/cases/${number}`)).body;
    const { repairableFrom } = reading.input as { repairableFrom: string };
    expect(reading.input).toMatchObject({ tier: 'general', documentNo: 'JX-2026-0103', shown: true });
    const early = await apply(number);
    expect([early.status, early.body.code]).toEqual([409, 'repair-too-early']);
    expect(early.body.facts).toEqual({ from: repairableFrom });
    expect((await apply(number, 'contact2')).body.code).toBe('case-not-found');
  });

  it('is repaired by two persons of the bureau, and the check stays inside', async () => {
    const number = expectOk(await enter({ tier: 'minor', documentNo: 'JX-2026-0104' })).body.number as string;
    expectOk(await apply(number));
    const findings = { verdict: 'met', findings: '缴款凭证已核对' };
    expectOk(await office.as('legal2').decide(number, 'credit-repair/check', findings));
    expect(
      (await office.as('legal').decide(number, 'credit-repair/decision', { verdict: 'repaired' })).body.code,
    ).toBe('role-missing');
    const closed = await office
      .as('deputy')
      .decide(number, 'credit-repair/decision', { verdict: 'repaired' });
    expect(expectOk(closed).body.outcome).toBe('repaired');
    const whole = (await office.as('contact1').get(`/api/cases/${number}`)).text;
    expect(whole).not.toContain('缴款凭证已核对');
    expect(whole).toContain('依法诚信经营');
  });
});
