import { cleaned } from '../harness/cleaned';
import { contact, deputy, editor, lin, otherContact, otherEditor } from './kit/people';
import { requestWithdrawal, Story } from './kit/story';

/* A publication in the hands of one firm, from its opening to its end, over every path of its procedure. */

const publicationId = 'cccccccc-0000-4000-8000-000000000001';
const paper = 'dddddddd-0000-4000-8000-000000000001';

/** Opened on Monday, 3 August 2026: read within ten working days, that is by the 17th. */
function opened(reachable = true): Promise<Story> {
  const input = { enterpriseId: contact.enterpriseId!, publicationId, kind: 'policy', reachable };
  return Story.of({ caseType: 'notice', on: '2026-08-03', input });
}

async function unread(): Promise<Story> {
  const story = await opened();
  await story.on('2026-08-18');
  return story;
}

const mails = (story: Story) =>
  story.events('notice', 'effect-asked').map(({ effect: { template, to, about } }) => ({
    template,
    to: to.kind === 'office' ? to.office : to.kind,
    ...(about === undefined ? {} : { rung: about.rung }),
  }));

async function withProof(story: Story, actor = editor) {
  const entry = {
    paperId: paper,
    digest: 'd1',
    mediaType: 'image/jpeg',
    bytes: 10,
    material: null,
    condition: cleaned,
  };
  await story.office.addPaper(story.rootId, entry, actor);
}

describe('a firm with an account', () => {
  it('is told at once, and has read it when its contact says so', async () => {
    const story = await opened();
    expect(story.open).toEqual(['notice/receipt']);
    expect(mails(story)).toEqual([{ template: 'notice-published', to: 'enterprise' }]);
    await story.does('notice/receipt');
    expect(story.outcome).toBe('read');
    const { decision } = story.state('notice/receipt');
    expect(decision).toMatchObject({
      verdict: 'read',
      at: story.office.now,
      actor: { personId: contact.personId },
    });
  });

  it('is read by nobody else: no other firm, nobody of the bureau', async () => {
    const story = await opened();
    expect(await story.refusalOf('notice/receipt', { by: otherContact })).toBe('not-your-unit');
    expect(await story.refusalOf('notice/receipt', { by: editor })).toBe('role-missing');
    expect(await story.refusalOf('notice/receipt', { by: { ...contact, roles: ['inspector'] } })).toBe(
      'role-missing',
    );
  });

  it('is read once', async () => {
    const story = await opened();
    await story.does('notice/receipt');
    expect(await story.refusalOf('notice/receipt')).toBe('case-closed');
  });

  it('is reminded at half of the time and near its end, each once', async () => {
    const story = await opened();
    await story.on('2026-08-11');
    expect(story.rungsOf('notice/receipt')).toEqual(['remind-50']);
    await story.on('2026-08-14');
    expect(story.rungsOf('notice/receipt')).toEqual(['remind-50', 'remind-80']);
    expect(mails(story).slice(1)).toEqual([
      { template: 'rung', to: 'enterprise', rung: 'remind-50' },
      { template: 'rung', to: 'enterprise', rung: 'remind-80' },
    ]);
  });

  it('is not reminded once it has read', async () => {
    const story = await opened();
    await story.does('notice/receipt');
    await story.on('2026-12-01');
    expect(mails(story)).toHaveLength(1);
  });
});

describe('a notice that was not read in time', () => {
  it('is to be served by an officer of the unit, while the firm may still read it', async () => {
    const story = await unread();
    expect(story.rounds('notice/receipt').map(({ decision }) => decision?.verdict)).toEqual([
      'unread',
      undefined,
    ]);
    expect([...story.open].sort()).toEqual(['notice/receipt', 'notice/service']);
    await story.does('notice/receipt');
    expect(story.outcome).toBe('read');
    expect(story.open).toEqual([]);
  });

  it('is not called unread by a person', async () => {
    const story = await opened();
    expect(await story.refusalOf('notice/receipt', { body: { verdict: 'unread' } })).toBe(
      'verdict-not-possible',
    );
  });

  it('goes on reminding the firm', async () => {
    const story = await unread();
    await story.on('2026-08-29');
    expect(story.rungsOf('notice/receipt')).toEqual([
      ...['remind-50', 'remind-80', 'expire'],
      ...['remind-50', 'remind-80'],
    ]);
  });

  it('has come to the firm when it was served, with a paper of the file that proves it', async () => {
    const story = await unread();
    const served = { verdict: 'served', way: 'post', servedOn: '2026-08-18', papers: [paper] };
    const tried = await story.decide('notice/service', served, editor);
    expect(tried).toMatchObject({ refusal: { code: 'paper-unknown', facts: { pointer: '/papers/0' } } });
    await withProof(story);
    expect(await story.refusalOf('notice/service', { by: otherEditor, body: served })).toBe('not-your-unit');
    expect(await story.refusalOf('notice/service', { by: lin, body: served })).toBe('role-missing');
    expect(await story.refusalOf('notice/service', { by: contact, body: served })).toBe('role-missing');
    await story.does('notice/service', { body: served });
    expect(story.outcome).toBe('served');
    expect(story.state('notice/service').decision?.facts).toEqual({
      way: 'post',
      servedOn: '2026-08-18',
      papers: [paper],
    });
  });

  it('was served neither before it was published nor on a day to come', async () => {
    const story = await unread();
    await withProof(story);
    const served = (servedOn: string) =>
      story.refusalOf('notice/service', {
        body: { verdict: 'served', way: 'in-person', servedOn, papers: [paper] },
      });
    expect(await served('2026-08-02')).toBe('form-invalid');
    expect(await served('2026-08-19')).toBe('date-ahead');
    expect(await served('2026-08-03')).toBeNull();
  });

  it('that cannot be served ends so, and the section chief is told', async () => {
    const story = await unread();
    const body = { verdict: 'undeliverable', reason: '登记住所无人,邮件退回' };
    await story.does('notice/service', { body });
    expect(story.outcome).toBe('undeliverable');
    expect(mails(story).at(-1)).toEqual({ template: 'notice-unserved', to: 'section-chief' });
  });

  it('that nobody serves is not ended by that: it is called late, and served after all', async () => {
    const story = await unread();
    await story.on('2026-12-01');
    expect(story.outcome).toBeNull();
    expect(story.rungsOf('notice/service')).toEqual(['remind-50', 'remind-80', 'overdue', 'escalate-deputy']);
    expect(mails(story)).toContainEqual({ template: 'rung', to: 'section-chief', rung: 'overdue' });
    await withProof(story);
    await story.does('notice/service');
    expect(story.outcome).toBe('served');
  });

  it('that nobody reads or serves ends as lapsed after the rounds of the policy, and the section chief is told', async () => {
    const story = await unread();
    await story.on('2027-03-01');
    expect(story.outcome).toBe('lapsed');
    const { rounds } = (story.policy('notice').rows['notice.receipt-rounds']?.value ?? {}) as {
      rounds: number;
    };
    expect(story.rounds('notice/receipt').map(({ decision }) => decision?.verdict)).toEqual(
      Array.from({ length: rounds }, () => 'unread'),
    );
    expect(mails(story).at(-1)).toEqual({ template: 'notice-unserved', to: 'section-chief' });
    const ended = story.events('notice', 'rung-fired').length;
    await story.on('2028-03-01');
    expect(story.events('notice', 'rung-fired')).toHaveLength(ended);
  });

  it('that has lapsed is served after all where an approver opens it again', async () => {
    const story = await unread();
    await story.on('2027-03-01');
    await story.acts({ act: 'reopen', fromStep: 'notice/service', reason: '已查明新住所' }, deputy);
    expect([...story.open].sort()).toEqual(['notice/receipt', 'notice/service']);
    await withProof(story);
    await story.does('notice/service');
    expect(story.outcome).toBe('served');
  });

  it('that could not be served is served after all where an approver opens it again', async () => {
    const story = await unread();
    await story.does('notice/service', { body: { verdict: 'undeliverable', reason: '登记住所无人' } });
    await withProof(story);
    await story.acts({ act: 'reopen', fromStep: 'notice/service', reason: '已取得送达回证' }, deputy);
    expect(story.open).toContain('notice/service');
    await story.does('notice/service');
    expect(story.outcome).toBe('served');
  });
});

describe('a firm that nobody speaks for in an account', () => {
  it('is served by an officer from the beginning', async () => {
    const story = await opened(false);
    expect([...story.open].sort()).toEqual(['notice/receipt', 'notice/service']);
    await withProof(story);
    await story.does('notice/service');
    expect(story.outcome).toBe('served');
  });
});

it('is withdrawn by the section chief, whatever it has come to', async () => {
  const story = await unread();
  expect(await story.actRefusal(requestWithdrawal, editor, 'notice')).toBe('role-missing');
  await story.withdraws('notice');
  expect(story.outcome).toBe('withdrawn');
  expect(story.open).toEqual([]);
});
