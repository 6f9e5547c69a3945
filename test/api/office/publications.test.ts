import { randomUUID } from 'node:crypto';
import { openDatabase } from '../../../record/store/database';
import { deliverNotices, targetNewcomers } from '../../../record/notices/notice-publishing';
import { changeOffice } from '../kit/changes';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { Plant } from '../kit/plant';
import { everybody, firm, form, Publishing } from '../kit/publishing';
import { enterprise, expectOk, withdraw } from '../kit/story';

/* What the bureau publishes to firms, over HTTP: whom it reaches, who has read it, and how it is taken back. */

let office: Office;
let publishing: Publishing;
beforeAll(async () => {
  office = await openOffice();
  publishing = new Publishing(office);
});
afterAll(() => office.close());

/** Firms that nobody speaks for, in a zone of their own; some of them are called alike. */
async function addFirms(zone: string, count: number): Promise<void> {
  const owner = openDatabase(office.database.ownerUrl, { applicationName: 'test-owner', poolSize: 1 });
  await owner.enterprise.createMany({
    data: Array.from({ length: count }, (_, index) => ({
      id: randomUUID(),
      name: `企业${index % 40}`,
      creditCode: `${zone}-${index}`,
      zone,
    })),
  });
  await owner.$disconnect();
}

describe('before it is published', () => {
  const preview = (audience: object, login = 'policy1') =>
    office.as(login).post('/api/publications/preview', { audience: { ...everybody, ...audience } });

  it('is seen whom it would reach, and who of them can be told here', async () => {
    const { body } = expectOk(await preview({ trades: ['C'] }));
    expect(body.targeted).toBe(4);
    expect(body.enterprises.map(({ id }: { id: string }) => id).sort()).toEqual([1, 2, 3, 5].map(firm));
    expect(body.reachable).toBe(2);
    expect(body.enterprises.find(({ id }: { id: string }) => id === firm(1))).toMatchObject({
      trade: 'C33',
      zone: 'jxedz/tanghui',
      stages: ['none'],
      reachable: true,
    });
    expect(await office.db.publication.count()).toBe(0);
  });

  it('follows the firm’s project from stage to stage', async () => {
    const stages = async () => (await preview({ enterpriseIds: [firm(1)] })).body.enterprises[0].stages;
    expect(await stages()).toEqual(['none']);
    const plant = await Plant.open(office);
    expect(await stages()).toEqual(['intake']);
    expectOk(await withdraw(office, plant.number, 'investment-chief'));
    expect(await stages()).toEqual(['none']);
  });

  it('is refused with what is wrong', async () => {
    expect((await preview({}, 'clerk1')).body.code).toBe('role-missing');
    expect((await preview({ zones: ['elsewhere'] })).body).toMatchObject({
      status: 422,
      code: 'nobody-targeted',
    });
    expect((await preview({ trades: ['33'] })).body).toMatchObject({
      code: 'form-invalid',
      errors: [{ pointer: '/audience/trades/0' }],
    });
    expect((await preview({ enterpriseIds: [firm(99)] })).body).toMatchObject({
      code: 'enterprise-unknown',
      errors: [{ pointer: '/audience/enterpriseIds/0' }],
    });
  });
});

describe('a publication', () => {
  it('is made by an editor, and refused with what is wrong; then nothing is kept', async () => {
    const before = await office.db.publication.count();
    expect((await publishing.post({}, {}, 'chief')).body.code).toBe('role-missing');
    expect((await publishing.post({ kind: 'approval-items', about: ['castle'] })).body).toMatchObject({
      status: 422,
      code: 'project-type-unknown',
      errors: [{ pointer: '/about' }],
    });
    expect((await publishing.post({ kind: 'inspection-items', about: ['tea-room'] })).body).toMatchObject({
      code: 'inspection-unpublished',
      facts: { items: ['tea-room'] },
    });
    expect((await publishing.post({}, { zones: ['elsewhere'] })).body.code).toBe('nobody-targeted');
    expect((await publishing.post({}, { enterpriseIds: [firm(1)], trades: ['C'] })).body.code).toBe(
      'form-invalid',
    );
    expect((await publishing.post({ title: ' ' })).body).toMatchObject({
      code: 'form-invalid',
      errors: [{ pointer: '/title' }],
    });
    expect(await office.db.publication.count()).toBe(before);
  });

  it('gives every firm one notice, however often the request comes', async () => {
    const key = { 'idempotency-key': 'publish-once-only' };
    const body = form({ title: '一次发布' }, { trades: ['C'] });
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => office.as('policy1').post('/api/publications', body, key)),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]!.body.targeted).toBe(4);
    const { id } = answers[0]!.body as { id: string };
    await deliverNotices(office.db, office.desk, { atMost: 1_000 });
    expect(await publishing.reading(id)).toMatchObject({
      targeted: 4,
      open: 4,
      waiting: 0,
      read: 0,
      reminded: 0,
    });
    expect(new Set((await publishing.firmsOf(id)).map(({ number }) => number)).size).toBe(4);
    const other = await office.as('policy1').post('/api/publications', form({ title: '另一件' }), key);
    expect(other.body.code).toBe('key-reused');
  });

  it('lists the matters of a type of project once for all, as the law has them', async () => {
    const id = await publishing.published(
      { kind: 'approval-items', about: ['standard-plant'] },
      { enterpriseIds: [firm(1)] },
    );
    const { lines } = (await publishing.received()).items.find((each: { id: string }) => each.id === id);
    expect(lines.length).toBeGreaterThan(5);
    expect(lines[0]).toMatchObject({ code: expect.any(String), title: { zh: expect.any(String) } });
    expect((await publishing.reading(id)).lines).toEqual(lines);
  });

  it('to a firm by name is not made by who is recused from it', async () => {
    const personId = await personOf(office, 'policy1');
    const recusal = { personId, enterpriseId: firm(6) };
    expectOk(await changeOffice(office, 'enter-recusal', recusal, { by: 'policy1' }));
    expect((await publishing.post({}, { enterpriseIds: [firm(6)] })).body).toMatchObject({
      status: 403,
      code: 'conflict-of-interest',
    });
    const id = await publishing.published({}, { zones: ['jxedz/chengnan'] });
    expect((await publishing.reading(id)).targeted).toBe(2);
    expect((await publishing.firmsOf(id)).map(({ enterpriseId }) => enterpriseId)).toEqual([firm(4)]);
    const { body } = await office
      .as('policy1')
      .post('/api/publications/preview', { audience: { ...everybody, zones: ['jxedz/chengnan'] } });
    expect([body.targeted, body.enterprises.length]).toEqual([2, 1]);
    await office.db.recusal.deleteMany({ where: recusal });
  });

  it('that nobody knows is not found', async () => {
    for (const address of ['', '/enterprises'])
      expect((await office.as('policy1').get(`/api/publications/${firm(1)}${address}`)).body.code).toBe(
        'publication-not-found',
      );
    expect((await office.as('contact1').get('/api/publications')).body.code).toBe('role-missing');
  });
});

describe('a long list of firms', () => {
  const many = 60;

  it('is opened bit by bit, shows how far it is, and goes on where it stopped, each firm once', async () => {
    await addFirms('many', many);
    const id = await publishing.published({ title: '全员告知' }, { zones: ['many'] });
    const first = await publishing.reading(id);
    expect(first).toMatchObject({ targeted: many, open: 20, waiting: many - 20 });
    expect(await deliverNotices(office.db, office.desk, { atMost: 5 })).toBe(5);
    expect(await publishing.reading(id)).toMatchObject({ open: 25, waiting: many - 25 });
    await Promise.all(
      [1, 2, 3].map(() => deliverNotices(office.db, office.desk, { publicationId: id, atMost: 1_000 })),
    );
    expect(await publishing.reading(id)).toMatchObject({ targeted: many, open: many, waiting: 0 });
    const cases = await office.db.recordEvent.count({
      where: { kind: 'opened', body: { path: ['input', 'publicationId'], equals: id } },
    });
    expect(cases).toBe(many);
    expect(await deliverNotices(office.db, office.desk, { atMost: 1_000 })).toBe(0);
  });

  it('is read page by page, and by state', async () => {
    const { items } = expectOk(await office.as('chief').get('/api/publications?limit=1')).body;
    const { id } = items[0] as { id: string };
    const address = `/api/publications/${id}/enterprises`;
    const numbers: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = expectOk(await office.as('chief').get(`${address}?limit=25${cursor}`));
      numbers.push(...body.items.map(({ number }: { number: string }) => number));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor as string}`;
    }
    expect(numbers).toHaveLength(many);
    expect(new Set(numbers).size).toBe(many);
    expect((await publishing.firmsOf(id, '?state=read')).length).toBe(0);
    expect((await publishing.firmsOf(id, '?state=open&limit=100')).length).toBe(many);
    expect((await office.as('chief').get(`${address}?state=burnt`)).body.code).toBe('form-invalid');
    expect((await office.as('chief').get(`${address}?cursor=nonsense`)).body.code).toBe('cursor-invalid');
  });

  it('goes on behind a notice that cannot be opened, which is tried again later', async () => {
    await addFirms('many-more', 30);
    const next = await publishing.published({ title: '有一件打不开' }, { zones: ['many-more'] });
    expect(await publishing.reading(next)).toMatchObject({ open: 20, waiting: 10 });
    const [first] = await office.db.publicationTarget.findMany({
      where: { publicationId: next, caseId: null },
      orderBy: { enterpriseId: 'asc' },
    });
    const spoilt: Parameters<typeof deliverNotices>[1] = {
      withdrawPending: (...given) => office.desk.withdrawPending(...given),
      openPending: (pending) =>
        office.desk.openPending(async (tx) => {
          const found = await pending(tx);
          if (found?.opening.input['enterpriseId'] === first?.enterpriseId)
            throw new Error('it cannot be opened');
          return found;
        }),
    };
    await expect(deliverNotices(office.db, spoilt, { atMost: 1_000 })).rejects.toThrow('it cannot be opened');
    expect(await publishing.reading(next)).toMatchObject({ targeted: 30, open: 29, waiting: 1 });

    expect(await deliverNotices(office.db, office.desk, { atMost: 1_000 })).toBe(0);
    await office.db
      .$executeRaw`UPDATE anjie.publication_target SET failed_at = failed_at - interval '2 minutes'`;
    expect(await deliverNotices(office.db, office.desk, { atMost: 1_000 })).toBe(1);
    expect(await publishing.reading(next)).toMatchObject({ open: 30, waiting: 0 });
  });
});

describe('a firm’s own contact', () => {
  it('finds what was published to the firm, unread first, and confirms it; who and when stand for the bureau', async () => {
    const id = await publishing.published({ title: '请阅读' }, { enterpriseIds: [firm(1), firm(2)] });
    const { items } = await publishing.received();
    const mine = items.find((each: { id: string }) => each.id === id);
    expect(mine).toMatchObject({
      state: 'open',
      title: '请阅读',
      text: form().text,
      dueAt: expect.any(String),
    });
    const contact = office.as('contact1');
    const other = await publishing.numberFor(id, firm(2));
    expect((await contact.decide(other, 'notice/receipt', { verdict: 'read' })).body.code).toBe(
      'case-not-found',
    );
    expect((await contact.get(`/api/cases/${other}`)).status).toBe(404);
    expectOk(await contact.decide(mine.number as string, 'notice/receipt', { verdict: 'read' }));

    const [line] = await publishing.firmsOf(id, '?state=read');
    const name = await publishing.nameOf('contact1');
    expect(line).toMatchObject({ enterpriseId: enterprise, endedBy: name, endedAt: expect.any(String) });
    expect(await publishing.reading(id)).toMatchObject({ targeted: 2, read: 1, open: 1 });

    const states = (await publishing.received('?limit=100')).items.map(
      ({ state }: { state: string }) => state,
    );
    expect(states.indexOf('read')).toBeGreaterThan(states.lastIndexOf('open'));
    const twice = await contact.decide(mine.number as string, 'notice/receipt', { verdict: 'read' });
    expect(twice.body.code).toBe('case-closed');
  });

  it('goes from page to page without missing one', async () => {
    const whole = (await publishing.received('?limit=100')).items.map(
      ({ number }: { number: string }) => number,
    );
    const pages: string[] = [];
    for (let cursor = ''; ;) {
      const body = await publishing.received(`?limit=2${cursor}`);
      pages.push(...body.items.map(({ number }: { number: string }) => number));
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor as string}`;
    }
    expect(pages).toEqual(whole);
    expect((await office.as('contact1').get('/api/enterprise/notices?cursor=nonsense')).body.code).toBe(
      'cursor-invalid',
    );
    expect((await office.as('policy1').get('/api/enterprise/notices')).body.code).toBe('role-missing');
  });

  it('reads of its notice neither who handles it nor what was tried before it was served', async () => {
    const id = await publishing.published({ title: '无人可达' }, { enterpriseIds: [firm(3)] });
    const number = await publishing.numberFor(id, firm(3));
    const reading = expectOk(await office.as('policy1').get(`/api/cases/${number}`)).body;
    expect(reading.steps.map(({ step }: { step: string }) => step).sort()).toEqual([
      'notice/receipt',
      'notice/service',
    ]);
    expect(reading.label).toBe('无人可达');
  });
});

it('can be edited by nobody who works through the application, nor can a firm be taken off its list', async () => {
  const id = await publishing.published({ title: '不得改动' }, { enterpriseIds: [firm(1)] });
  const { db } = office;
  const denied = 'permission denied';
  await expect(db.$executeRaw`UPDATE anjie.publication SET text = '' WHERE id = ${id}::uuid`).rejects.toThrow(
    denied,
  );
  await expect(db.$executeRaw`DELETE FROM anjie.publication WHERE id = ${id}::uuid`).rejects.toThrow(denied);
  await expect(
    db.$executeRaw`DELETE FROM anjie.publication_target WHERE publication_id = ${id}::uuid`,
  ).rejects.toThrow(denied);
});

it('keeps title and text out of the record, which is all that a workflow is told of', async () => {
  const words = { title: '绝密测试标题甲乙丙', text: '绝密测试正文丁戊己' };
  const id = await publishing.published(words, { enterpriseIds: [firm(1), firm(3)] });
  await office.as('chief').post(`/api/publications/${id}/withdrawal`, { reason: '绝密测试理由庚辛' });
  const targets = await office.db.publicationTarget.findMany({ where: { publicationId: id } });
  const caseIds = targets.flatMap(({ caseId }) => caseId ?? []);
  const lines = await office.db.recordEvent.findMany({ where: { caseId: { in: caseIds } } });
  expect(lines.filter(({ kind }) => kind === 'closed')).toHaveLength(2);
  expect(JSON.stringify(lines.map(({ body, actor }) => [body, actor]))).not.toContain('绝密');
});

describe('a publication that is withdrawn', () => {
  const withdraw = (id: string, login = 'chief', reason = '引用条款有误') =>
    office.as(login).post(`/api/publications/${id}/withdrawal`, { reason });

  it('takes its open notices back, and none that was read; the firm is told why', async () => {
    const id = await publishing.published({ title: '有误的告知' }, { enterpriseIds: [firm(1), firm(2)] });
    const mine = await publishing.numberFor(id, firm(1));
    expectOk(await office.as('contact1').decide(mine, 'notice/receipt', { verdict: 'read' }));
    expect((await withdraw(id, 'policy1')).body.code).toBe('role-missing');
    expect((await withdraw(id, 'housing-chief')).body.code).toBe('publication-not-found');
    expect((await withdraw(id, 'chief', '')).body.code).toBe('form-invalid');
    expectOk(await withdraw(id));
    expect((await withdraw(id)).body).toMatchObject({ status: 409, code: 'publication-withdrawn' });
    expect(await publishing.reading(id)).toMatchObject({
      ...{ targeted: 2, open: 0, read: 1, withdrawn: 1 },
      withdrawnReason: '引用条款有误',
      withdrawnAt: expect.any(String),
    });
    const theirs = (await publishing.received('?limit=100', 'contact2')).items.find(
      (each: { id: string }) => each.id === id,
    );
    expect(theirs).toMatchObject({ state: 'withdrawn', withdrawnReason: '引用条款有误', dueAt: null });
    const late = await office.as('contact2').decide(theirs.number, 'notice/receipt', { verdict: 'read' });
    expect(late.body.code).toBe('case-closed');
  });

  it('opens no further notice', async () => {
    await addFirms('late', 30);
    const id = await publishing.published({ title: '中途撤回' }, { zones: ['late'] });
    expect(await publishing.reading(id)).toMatchObject({ open: 20, waiting: 10 });
    expectOk(await withdraw(id));
    await deliverNotices(office.db, office.desk, { atMost: 1_000 });
    expect(await publishing.reading(id)).toMatchObject({ targeted: 30, withdrawn: 30, open: 0, waiting: 0 });
    const opened = { publicationId: id, caseId: { not: null } };
    expect(await office.db.publicationTarget.count({ where: opened })).toBe(20);
  });
});

describe('a publication that stands', () => {
  const enter = (n: number, body: object, login = 'policy1') =>
    changeOffice(office, 'describe-enterprise', { enterpriseId: firm(n), ...body }, { by: login });

  it('is told to firms that come into its audience later, each once, until it is withdrawn', async () => {
    expect((await publishing.post({ standing: true }, { enterpriseIds: [firm(1)] })).body).toMatchObject({
      code: 'form-invalid',
      errors: [{ pointer: '/standing' }],
    });
    const id = await publishing.published({ title: '危险化学品专项', standing: true }, { trades: ['C26'] });
    const passing = await publishing.published({ title: '一次性的' }, { trades: ['C26'] });
    expect(await publishing.reading(id)).toMatchObject({ targeted: 1, standing: true });
    expect(await targetNewcomers(office.db)).toBe(0);

    expectOk(await enter(5, { trade: 'C2614', zone: 'jxedz/changshui' }));
    expect(await Promise.all([targetNewcomers(office.db), targetNewcomers(office.db)])).toContain(1);
    await deliverNotices(office.db, office.desk, { atMost: 1_000 });
    expect((await publishing.firmsOf(id)).map(({ enterpriseId }) => enterpriseId).sort()).toEqual([
      firm(3),
      firm(5),
    ]);
    expect(await publishing.reading(id)).toMatchObject({ targeted: 2, open: 2, waiting: 0 });
    expect((await publishing.reading(passing)).targeted).toBe(1);

    const withdrawal = { reason: '专项行动结束' };
    expectOk(await office.as('chief').post(`/api/publications/${id}/withdrawal`, withdrawal));
    expectOk(await enter(6, { trade: 'C26', zone: null }));
    expect(await targetNewcomers(office.db)).toBe(0);
  });

  it('is addressed by what an editor has entered of a firm', async () => {
    expect((await enter(5, { trade: 'C38', zone: null }, 'chief')).body.code).toBe('role-missing');
    expect((await enter(99, { trade: 'C38', zone: null })).body).toMatchObject({
      ...{ status: 422, code: 'enterprise-unknown' },
    });
    expect((await enter(5, { trade: '38', zone: null })).body.code).toBe('form-invalid');
    expectOk(await enter(5, { trade: null, zone: null }));
    const { body } = await office.as('policy1').get('/api/enterprises');
    expect(body.find(({ id }: { id: string }) => id === firm(5))).toMatchObject({ trade: null, zone: null });
  });
});
