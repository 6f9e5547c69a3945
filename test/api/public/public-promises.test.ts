import { Client } from 'pg';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { enterprise, expectOk } from '../kit/story';
import { decideAsUsual } from '../kit/usual';

/* What the zone promises and how it answers for a broken promise, read by somebody without an account. */

const explanation = '专家评审排期延误,已增加评审场次。';
let office: Office;
let itemNumber: string;
let month: string;

beforeAll(async () => {
  office = await openOffice();
  itemNumber = await decidedLate();
  month = new Date(office.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
});
afterAll(() => office.close());

/** A land-use permit that took longer than promised; nobody has explained it yet. */
async function decidedLate(): Promise<string> {
  const opened = expectOk(
    await office.as('project1').post('/api/projects', {
      enterpriseId: enterprise,
      projectType: 'standard-plant',
      name: '精密机械厂房',
      summary: '新建厂房',
    }),
  );
  const project = opened.body.number as string;
  expectOk(await office.as('project1').decide(project, 'project/lead', { verdict: 'settled' }));
  expectOk(await office.as('project1').decide(project, 'project/notification', { verdict: 'notified' }));
  const filing = { number: await itemOf('project-filing'), unit: 'jxedz-investment' };
  expectOk(await decideAsUsual(office, { ...filing, step: 'approval-item/application' }));
  const item = await itemOf('land-use-permit');
  expectOk(await office.as('contact1').decide(item, 'approval-item/application', { verdict: 'applied' }));
  const handler = await personOf(office, 'planning2');
  expectOk(
    await office.as('planning1').decide(item, 'approval-item/acceptance', { verdict: 'accepted', handler }),
  );
  office.sleep(60 * 86_400_000);
  expectOk(await office.as('planning2').decide(item, 'approval-item/decision', { verdict: 'granted' }));
  return item;
}

async function itemOf(matter: string): Promise<string> {
  const [row] = await office.db.$queryRaw<{ number: string }[]>`
    SELECT f.number FROM anjie.case_file f JOIN anjie.record_event e ON e.case_id = f.id AND e.seq = 1
    WHERE e.body->'input'->>'matter' = ${matter}`;
  if (row === undefined) throw new Error(`${matter} was not opened`);
  return row.number;
}

const publicly = (address: string) => office.as(null).get(`/api/public/promises${address}`);

it('lists legal and committed limit of every matter, with the sources, in both languages', async () => {
  const answer = await publicly('');
  expect(answer.status).toBe(200);
  expect(answer.body.promises).toContainEqual({
    matter: 'eia-table',
    title: { zh: expect.stringMatching(/环境影响报告表/), en: expect.any(String) },
    department: 'jxedz-ecology',
    departmentTitle: { zh: '生态环境分局', en: 'Ecology and environment' },
    silence: 'waits',
    legal: {
      value: 30,
      unit: 'calendar-days',
      source: expect.objectContaining({
        title: '环境影响评价法',
        article: expect.stringMatching(/^第二十二条/),
      }),
    },
    committed: { value: 21, unit: 'calendar-days', source: expect.any(Object) },
    reductionBasisPoints: 3000,
  });
  const filing = answer.body.promises.find(({ matter }: { matter: string }) => matter === 'project-filing');
  expect(filing).toMatchObject({
    silence: 'instant',
    legal: { value: 0 },
    committed: null,
    reductionBasisPoints: null,
  });
});

it('may be kept by caches for a while, a refusal may not', async () => {
  expect((await publicly('')).headers['cache-control']).toBe('public, max-age=300');
  const refused = await publicly('/broken?month=2026-13');
  expect(refused.body.code).toBe('form-invalid');
  expect(refused.headers['cache-control']).toBe('no-store');
  expect((await publicly('/broken?cursor=bm9uZQ')).body.code).toBe('cursor-invalid');
});

it('says that an explanation is owed, and publishes it with the decision that gives it', async () => {
  const before = await publicly('/broken');
  expect(before.body).toEqual({ month, items: [], nextCursor: null, unexplained: 1 });

  expectOk(
    await office
      .as('planning-chief')
      .decide(itemNumber, 'approval-item/explanation', { verdict: 'published', explanation }),
  );
  const after = await publicly(`/broken?month=${month}`);
  expect(after.headers['cache-control']).toBe('public, max-age=300');
  expect(after.body).toMatchObject({
    month,
    unexplained: 0,
    nextCursor: null,
    items: [
      {
        matter: 'land-use-permit',
        title: { zh: '建设用地规划许可', en: 'Land-use planning permit' },
        department: 'jxedz-planning',
        limitUnit: 'working-days',
        promiseDays: 14,
        limitDays: 20,
        explanation,
      },
    ],
  });
  expect(after.body.items[0].actualDays).toBeGreaterThan(14);
});

it('leads to no case, no enterprise and nobody', async () => {
  const { text } = await publicly(`/broken?month=${month}`);
  const item = await office.db.caseFile.findUniqueOrThrow({ where: { number: itemNumber } });
  const firm = await office.db.enterprise.findUniqueOrThrow({ where: { id: enterprise } });
  const persons = await office.db.person.findMany();
  for (const trace of [itemNumber, item.id, item.rootId, enterprise, firm.name, '精密机械厂房'])
    expect(text).not.toContain(trace);
  for (const { id, name } of persons) {
    expect(text).not.toContain(id);
    expect(text).not.toContain(name);
  }
});

it('goes page by page without naming a case in the cursor', async () => {
  const { caseId } = await office.db.publishedText.findFirstOrThrow();
  await office.db.$executeRaw`
    INSERT INTO anjie.case_file (id, number, case_type, zone, unit, root_id, procedure_version, seq, head_hash, calendar_revision, policy_revision, policy_on, stage, opened_at, moved_at)
    SELECT gen_random_uuid(), 'AI-2026-COPY' || n, case_type, zone, unit, root_id, procedure_version, seq, head_hash, calendar_revision, policy_revision, policy_on, stage, opened_at, moved_at
    FROM anjie.case_file, generate_series(1, 4) n WHERE id = ${caseId}::uuid`;
  await office.db.$executeRaw`
    INSERT INTO anjie.approval_outcome SELECT f.id, o.matter, o.department, o.verdict, o.limit_unit, o.limit_days, o.promise_days, o.actual_days, o.promise_broken, o.decided_at, o.explained_at
    FROM anjie.approval_outcome o, anjie.case_file f WHERE o.case_id = ${caseId}::uuid AND f.number LIKE 'AI-2026-COPY%'`;
  await office.db.$executeRaw`
    INSERT INTO anjie.published_text (case_id, seq, step, field, text, published_at)
    SELECT f.id, p.seq, p.step, p.field, f.number, p.published_at
    FROM anjie.published_text p, anjie.case_file f WHERE p.case_id = ${caseId}::uuid AND f.number LIKE 'AI-2026-COPY%'`;
  const seen: string[] = [];
  let place = '';
  do {
    const { body } = await publicly(`/broken?month=${month}&limit=2${place}`);
    seen.push(...body.items.map((line: { explanation: string }) => line.explanation));
    const cursor = body.nextCursor as string | null;
    expect(Buffer.from(cursor ?? '', 'base64url').toString()).not.toMatch(/[0-9a-f]{8}-/);
    place = cursor === null ? '' : `&cursor=${cursor}`;
  } while (place !== '');
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
  expect(seen.at(-1)).toBe(explanation);
});

it('is written for ever: neither the application nor the owner of the database changes what was published', async () => {
  const update = office.db.$executeRaw`UPDATE anjie.published_text SET text = 'nothing happened'`;
  await expect(update).rejects.toThrow();
  const owner = new Client({ connectionString: office.database.ownerUrl });
  await owner.connect();
  try {
    await expect(owner.query('DELETE FROM anjie.published_text')).rejects.toThrow(/append-only/);
  } finally {
    await owner.end();
  }
});

it('is published once, and not at all where the decision is refused', async () => {
  const texts = await office.db.publishedText.count();
  const again = await office
    .as('planning-chief')
    .decide(itemNumber, 'approval-item/explanation', { verdict: 'published', explanation: '另一说法' });
  expect(again.body.code).toBe('step-not-open');
  expect(await office.db.publishedText.count()).toBe(texts);
});
