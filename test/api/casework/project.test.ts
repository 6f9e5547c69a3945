import { steps } from '../../../domain/cases/catalogue';
import { caseTypeOf } from '../../../domain/case/step';
import { devServer } from '../../harness/parts/temporal';
import { eventually } from '../../harness/eventually';
import { standardPlant } from '../../harness/courses/standard-plant';
import { changeOffice } from '../kit/changes';
import { decisionUrl, personOf, type Answer } from '../kit/front';
import { openKeptOffice, type KeptOffice } from '../kit/kept-office';
import { newPlant, Plant } from '../kit/plant';
import { enterprise, expectOk } from '../kit/story';

/* A project through the door of the API, with real workflows behind it. What needs days to pass is in project-time.test.ts. */

let office: KeptOffice;
beforeAll(async () => {
  office = await openKeptOffice(devServer());
});
afterAll(() => office.close());

const pause = {
  step: 'approval-item/decision',
  ground: 'expert-review',
  days: 15,
  reason: '规划方案送专家评审',
};
const grant = { step: pause.step, grant: true, reason: '同意' };
const told = ({ status, body: { code } }: Answer) => [status, code as string];

describe('a project', () => {
  let plant: Plant;
  beforeAll(async () => {
    plant = await Plant.told(office);
  });

  it('says of each matter that is not open what it waits for', async () => {
    const { project, label, subject } = await plant.reading();
    expect([label, subject.zh]).toEqual([newPlant.name, '一般工业项目']);
    const lineOf = (matter: string) =>
      project.list.find((each: { matter: string }) => each.matter === matter);
    expect(lineOf('project-filing')).toMatchObject({
      title: { zh: '企业投资项目备案' },
      department: { id: 'jxedz-investment', title: { zh: '投资促进局' } },
      state: 'open',
      case: { stage: 'application' },
    });
    expect(lineOf('construction-permit')).toMatchObject({
      state: 'waiting',
      case: null,
      before: 'start',
      needs: [
        { name: 'land-use-permit', title: { zh: '建设用地规划许可' }, met: false },
        { name: 'works-planning-permit', met: false },
        { name: 'drawing-review', met: false },
      ],
    });
    expect(lineOf('fire-acceptance').needs).toEqual([
      { name: 'gate.completion', title: { zh: '竣工', en: 'Completion' }, met: false },
    ]);
  });

  it('runs its matters side by side, each as soon as the law lets it', async () => {
    await plant.obtains('project-filing');
    const { items } = (await office.as('contact1').get(`/api/cases?parent=${plant.number}&state=open`)).body;
    expect(items.map(({ matter }: { matter: string }) => matter).sort()).toEqual([
      'eia-table',
      'land-use-permit',
    ]);
    expect(items.every(({ label }: { label: string }) => label === newPlant.name)).toBe(true);
    // Each is called as the policy calls it.
    const { list } = (await plant.reading()).project;
    for (const { matter, subject } of items)
      expect(subject).toEqual(list.find((each: { matter: string }) => each.matter === matter).title);
  });

  it('stands before a gate that names what is missing', async () => {
    const shut = await plant.tries('project/construction-gate');
    expect(told(shut)).toEqual([409, 'gate-shut']);
    const missing = {
      items: ['land-use-permit', 'works-planning-permit'],
      papers: ['land-contract', 'site-plan'],
    };
    expect(shut.body.facts).toEqual(missing);
    const { gates } = (await plant.reading()).project;
    expect(gates[0]).toMatchObject({ gate: 'construction', step: 'project/construction-gate', missing });
  });

  it('is given each paper once, and every item that asks for it finds it there', async () => {
    await plant.handsInAll(...standardPlant.papers.construction);
    const { matter } = await plant.reading('planning1', await plant.item('land-use-permit'));
    expect(matter).toMatchObject({
      title: { zh: '建设用地规划许可' },
      materials: [
        {
          material: 'land-contract',
          title: { zh: '土地出让合同', en: 'Land grant contract' },
          liesIn: 'project',
        },
        { material: 'site-plan', title: { zh: '总平面图', en: 'Site plan' }, liesIn: 'project' },
      ],
    });
    const { materials } = (await plant.reading()).project;
    expect(materials).toContainEqual({
      material: 'site-plan',
      title: { zh: '总平面图', en: 'Site plan' },
      inFile: true,
      before: 'construction',
      askedBy: ['land-use-permit', 'works-planning-permit'],
    });
    expect(materials).toContainEqual({
      material: 'drawings',
      title: { zh: '施工图设计文件', en: 'Working drawings' },
      inFile: false,
      before: null,
      askedBy: ['drawing-review'],
    });
    expect(told(await plant.handsIn('love-letter'))).toEqual([422, 'material-unknown']);
  });

  it('tells the enterprise in writing that and how long a decision stands still, while the other goes on', async () => {
    for (const matter of ['land-use-permit', 'eia-table']) {
      await plant.does(`approval-item/application ${matter}`);
      await plant.does(`approval-item/acceptance ${matter}`);
    }
    const land = await plant.item('land-use-permit');
    const before = await decisionOf(land);
    expect(before).toMatchObject({
      limit: { value: 20, unit: 'working-days' },
      promise: { limit: { value: 14, unit: 'working-days' }, broken: false },
      pause: null,
    });
    expect(before.promise.promisedAt < before.clock.dueAt).toBe(true);

    expectOk(await plant.act('request-pause', pause, 'planning2', land));
    expectOk(await plant.act('answer-pause', grant, 'deputy', land));
    expect(await decisionOf(land)).toMatchObject({
      clock: { state: 'paused', dueAt: expect.any(String) },
      promise: { promisedAt: expect.any(String) },
      pause: { ground: 'expert-review', expectedDays: 15 },
    });
    expect(told(await plant.tries('approval-item/decision land-use-permit'))).toEqual([409, 'clock-paused']);
    await plant.does('approval-item/decision eia-table');

    expectOk(await plant.act('resume', { step: pause.step, reason: '评审结束' }, 'planning2', land));
    await office.settled();
    const mails = mailsAbout(land).filter(({ to }) => to.includes('contact1@anjie.example'));
    expect(mails.map(({ to }) => to)).toEqual([['contact1@anjie.example'], ['contact1@anjie.example']]);
    expect(mails[0]?.text).toContain('事由:专家评审;预计需要15日(自然日)');
    expect(mails[1]?.subject).toContain('办理时限恢复计算');
    for (const { text } of mails) expect(text).toContain('事项:建设用地规划许可');
  });

  it('refuses a pause on no ground of the law, and enters the attempt', async () => {
    const land = await plant.item('land-use-permit');
    const unlawful = await plant.act('request-pause', { ...pause, ground: 'holiday' }, 'planning2', land);
    expect(told(unlawful)).toEqual([422, 'reason-not-lawful']);
    expect(unlawful.body.errors).toMatchObject([{ pointer: '/ground' }]);
    const { days: _, ...silent } = pause;
    const untold = await plant.act('request-pause', silent, 'planning2', land);
    expect(told(untold)).toEqual([400, 'form-invalid']);
    expect(untold.body.errors).toMatchObject([{ pointer: '/days' }]);
    expect(told(await plant.act('request-pause', pause, 'contact1', land))).toEqual([403, 'role-missing']);
    expect(told(await plant.act('request-pause', pause, 'housing2', land))).toEqual([403, 'not-your-unit']);
    const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number: land } });
    const entered = await office.db.refusedAttempt.findMany({
      where: { caseId: id, act: 'act/request-pause' },
    });
    expect(entered.map(({ code }) => code)).toEqual([
      'reason-not-lawful',
      'form-invalid',
      'role-missing',
      'not-your-unit',
    ]);
  });

  it('comes into operation once everything on its list is there', async () => {
    await plant.obtains('land-use-permit', 'works-planning-permit', 'eia-table');
    await plant.does('project/construction-gate');
    expect(told(await plant.tries('project/start'))).toEqual([409, 'step-not-open']);
    await plant.handsInAll(...standardPlant.papers.start);
    await plant.obtains('drawing-review', 'construction-permit');
    await plant.does('project/start');
    await plant.does('project/works');
    await plant.handsInAll(...standardPlant.papers.operation);
    await plant.obtains(...standardPlant.operation);
    await plant.does('project/operation-gate');
    await plant.does('project/handover');

    const { stage, project, children } = await plant.reading();
    expect(stage).toBe('operation');
    expect(project.gates.map(({ passed }: { passed: boolean }) => passed)).toEqual([true, true, true]);
    expect(new Set(project.list.map(({ state }: { state: string }) => state))).toEqual(new Set(['granted']));
    const [certificate] = children.filter((each: { caseType: string }) => each.caseType === 'certificate');
    expect((await plant.reading('contact1', certificate.number)).matter).toMatchObject({
      matter: 'pollutant-permit',
      department: { id: 'jxedz-ecology' },
    });
  });

  it('and what still runs of it runs in Temporal, linked to it', async () => {
    await office.settled();
    const workflows = office.engine.client.workflow;
    expect((await workflows.getHandle(plant.number).describe()).status.name).toBe('RUNNING');
    const { children } = await plant.reading();
    const open = children.filter((each: { outcome: string | null }) => each.outcome === null);
    expect(open.map((each: { caseType: string }) => each.caseType)).toEqual(['certificate']);
    await eventually('the certificate runs as a child of the project', async () => {
      const { status, raw } = await workflows.getHandle(open[0].number).describe();
      return (
        status.name === 'RUNNING' && raw.workflowExecutionInfo?.parentExecution?.workflowId === plant.number
      );
    });
  });
});

describe('who sees it', () => {
  let plant: Plant;
  beforeAll(async () => {
    plant = await Plant.told(office);
    await plant.obtains('project-filing');
    await plant.does('approval-item/application land-use-permit');
    await plant.does('approval-item/acceptance land-use-permit');
  });

  const sees = async (login: string, number: string) =>
    (await office.as(login).get(`/api/cases/${number}`)).status;

  it('is every department of the zone and their chiefs, and nobody of another trade', async () => {
    const item = await plant.item('land-use-permit');
    for (const login of ['project2', 'housing1', 'housing-chief', 'chief', 'archivist1', 'deputy', 'auditor'])
      expect([login, await sees(login, plant.number), await sees(login, item)]).toEqual([login, 200, 200]);
    for (const login of ['clerk1', 'inspector1', 'payer1', 'legal', 'operator', 'contact2'])
      expect([login, await sees(login, plant.number), await sees(login, item)]).toEqual([login, 404, 404]);
    const { items } = (await office.as('housing1').get('/api/cases?caseType=project')).body;
    expect(items.map(({ number }: { number: string }) => number)).toContain(plant.number);
  });

  it('is the enterprise, which reads its own cases and never who handles them', async () => {
    const item = await plant.item('land-use-permit');
    const officers = ['project1', 'planning1', 'planning2', 'investment1'];
    const persons = await Promise.all(officers.map((login) => personOf(office, login)));
    for (const number of [plant.number, item]) {
      const shown = JSON.stringify(await plant.reading('contact1', number));
      for (const secret of [...persons, '钱宇', '华峰', '金鑫']) expect(shown).not.toContain(secret);
    }
    const reading = await plant.reading('contact1');
    expect(reading.project.list[1]).toMatchObject({ matter: 'land-use-permit', state: 'open' });
    const work = (await office.as('contact1').get('/api/worklist')).body.items;
    expect(work).toContainEqual(
      expect.objectContaining({
        matter: 'eia-table',
        label: newPlant.name,
        step: 'approval-item/application',
      }),
    );
  });

  it('is nobody with an interest in the enterprise, not even by the number of the project', async () => {
    const personId = await personOf(office, 'project2');
    expectOk(await changeOffice(office, 'enter-recusal', { personId, enterpriseId: enterprise }));
    expect(await sees('project2', plant.number)).toBe(404);
    const children = await office.as('project2').get(`/api/cases?parent=${plant.number}`);
    expect(children.body.items).toEqual([]);
    expect(told(await office.as('project2').post('/api/projects', newPlant))).toEqual([
      403,
      'conflict-of-interest',
    ]);
  });
});

describe('an operator', () => {
  it('reads in Temporal what each case is about, until when it was promised, and where its children run', async () => {
    const plant = await Plant.told(office);
    await plant.obtains('project-filing');
    await plant.does('approval-item/application land-use-permit');
    await plant.does('approval-item/acceptance land-use-permit');
    await office.settled();
    const item = await plant.item('land-use-permit');
    const { promise, clock } = await decisionOf(item);
    const workflows = office.engine.client.workflow;
    const described = () => workflows.getHandle(item).describe();
    await eventually(
      'the stage is shown',
      async () => (await described()).searchAttributes.Stage?.[0] === 'decision',
    );

    const shown = await described();
    expect(await shown.staticSummary()).toBe(
      `建设用地规划许可 Land-use planning permit · 审批事项 approval item ${item}`,
    );
    expect(shown.searchAttributes).toMatchObject({
      Matter: ['land-use-permit'],
      PromisedAt: [new Date(promise.promisedAt)],
      DueAt: [new Date(clock.dueAt)],
    });
    const details = async (number: string) =>
      (await workflows.getHandle(number).query<{ currentDetails: string }>('__temporal_workflow_metadata'))
        .currentDetails;
    expect(await details(item)).toContain('| 审批决定 Decision | 部门经办人 Department officer |');
    expect(await details(plant.number)).toContain(
      `**一般工业项目 Standard plant · 项目 project ${plant.number}** · `,
    );
    expect(await details(plant.number)).toMatch(
      new RegExp(`\\[${item}\\]\\(/namespaces/[^)]+/${item}\\) 建设用地规划许可 Land-use planning permit`),
    );
  });
});

describe('refused, with nothing written, is', () => {
  let plant: Plant;
  beforeAll(async () => {
    plant = await Plant.told(office);
    await plant.obtains('project-filing');
    await plant.does('approval-item/application land-use-permit');
  });

  it('a project of an unknown type or enterprise, with the field that names it', async () => {
    const open = (change: object, login = 'project1') =>
      office.as(login).post('/api/projects', { ...newPlant, ...change });
    const before = await office.db.caseFile.count();
    const type = await open({ projectType: 'space-port' });
    expect([told(type), type.body.errors[0].pointer]).toEqual([
      [422, 'project-type-unknown'],
      '/projectType',
    ]);
    const firm = await open({ enterpriseId: 'e0000000-0000-4000-8000-0000000000ff' });
    expect([told(firm), firm.body.errors[0].pointer]).toEqual([[422, 'enterprise-unknown'], '/enterpriseId']);
    expect(told(await open({ name: ' ' }))).toEqual([400, 'form-invalid']);
    expect(told(await open({ extra: true }))).toEqual([400, 'form-invalid']);
    expect(told(await open({}, 'contact1'))).toEqual([403, 'role-missing']);
    expect(await office.db.caseFile.count()).toBe(before);
  });

  it('another department, another person, and whoever would handle what they accepted', async () => {
    const item = await plant.item('land-use-permit');
    const accept = async (login: string, handler: string) =>
      told(
        await office.as(login).decide(item, 'approval-item/acceptance', {
          verdict: 'accepted',
          handler: await personOf(office, handler),
        }),
      );
    expect(await accept('housing1', 'planning2')).toEqual([403, 'not-your-unit']);
    expect(await accept('contact1', 'planning2')).toEqual([403, 'role-missing']);
    expect(await accept('planning1', 'housing2')).toEqual([422, 'assignee-unfit']);
    expect(await accept('planning1', 'planning1')).toEqual([422, 'assignee-unfit']);
    expect(await accept('planning1', 'planning2')).toEqual([200, undefined]);
    const decision = 'approval-item/decision land-use-permit';
    expect(told(await plant.tries(decision, { by: 'planning1' }))).toEqual([403, 'not-assignee']);
    expect(told(await plant.tries(decision, { body: { verdict: 'granted-by-silence' } }))).toEqual([
      422,
      'verdict-not-possible',
    ]);
  });

  it('a second request for missing papers, and papers that nobody asks for', async () => {
    const correction = { verdict: 'correction', missing: ['eia-document'], reason: '缺环评文件' };
    await plant.does('approval-item/application eia-table');
    const ask = (body: object) => plant.tries('approval-item/acceptance eia-table', { body });
    const stranger = await ask({ ...correction, missing: ['site-plan'] });
    expect([told(stranger), stranger.body.errors[0].pointer]).toEqual([
      [422, 'material-unknown'],
      '/missing',
    ]);
    expect(told(await ask(correction))).toEqual([200, undefined]);
    await plant.does('approval-item/correction eia-table');
    expect(told(await ask(correction))).toEqual([409, 'correction-used']);
  });

  it('what was decided on an older case, and a key that came with something else', async () => {
    const stale = { headers: { 'if-match': '"3"' } };
    expect(told(await plant.tries('project/construction-gate', stale))).toEqual([412, 'case-moved']);
    const headers = { 'idempotency-key': 'open-this-plant-once' };
    const first = await office.as('project1').post('/api/projects', newPlant, headers);
    const again = await office.as('project1').post('/api/projects', newPlant, headers);
    expect([again.status, again.text]).toEqual([201, first.text]);
    const other = { ...newPlant, projectType: 'low-risk-plant' };
    expect(told(await office.as('project1').post('/api/projects', other, headers))).toEqual([
      422,
      'key-reused',
    ]);
  });

  it('on every route of these cases: no If-Match, no verdict that there is, no case', async () => {
    const own = [...steps.values()].filter(({ id }) =>
      ['project', 'approval-item', 'certificate'].includes(caseTypeOf(id)),
    );
    expect(own.length).toBeGreaterThan(15);
    for (const { id, verdicts, onExpiry } of own) {
      const url = decisionUrl('PJ-2026-AAAAAAAA', id);
      const seen = { 'if-match': '"1"' };
      const wild = await office.as('project1').post(url, { verdict: 'waved-through' }, seen);
      expect([id, ...told(wild)]).toEqual([id, 422, 'verdict-not-possible']);
      const plain = Object.entries(verdicts).find(
        ([verdict, { form }]) => verdict !== onExpiry && Object.keys(form.properties).length === 0,
      );
      if (plain === undefined) continue;
      const body = { verdict: plain[0] };
      expect([id, ...told(await office.as('project1').post(url, body))]).toEqual([
        id,
        428,
        'if-match-missing',
      ]);
      expect([id, ...told(await office.as('project1').post(url, body, seen))]).toEqual([
        id,
        404,
        'case-not-found',
      ]);
    }
  });
});

async function decisionOf(number: string) {
  const { body } = await office.as('planning2').get(`/api/cases/${number}`);
  return body.steps.find(({ step }: { step: string }) => step === 'approval-item/decision');
}

function mailsAbout(number: string) {
  return office.mail.mails.filter(({ subject }) => subject.includes(number));
}
