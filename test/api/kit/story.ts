import { personOf, type Answer, type Front } from './front';

/** Steps of a tip-off's way that many tests walk, each by whoever it belongs to. Throws where one is refused. */
export interface Story {
  readonly number: string;
  readonly code: string;
}

export const enterprise = 'e0000000-0000-4000-8000-000000000001';
export const payee = { holder: '王小明', bank: '嘉兴银行开发区支行', account: '6222 0212 3456 7890 123' };

export async function handIn(office: Front, change: object = {}): Promise<Story> {
  const answer = expectOk(
    await office.as(null).post('/api/public/tip-offs', {
      reporterKind: 'real-name',
      channel: 'web',
      category: 'major-hazard',
      text: '车间里无证焊接,旁边堆着纸箱。',
      place: '镇工业集中区厂房',
      identity: { name: '王小明', phone: '13800001111' },
      ...change,
    }),
  );
  return { number: answer.body.number, code: answer.body.receiptCode };
}

export async function accept(office: Front, { number }: Story): Promise<void> {
  expectOk(
    await office
      .as('clerk1')
      .decide(number, 'tip-off/acceptance', { verdict: 'accepted', allegesDeath: false }),
  );
}

export async function assign(office: Front, { number }: Story): Promise<void> {
  const [lead, companion] = await Promise.all(
    ['inspector1', 'inspector2'].map((login) => personOf(office, login)),
  );
  expectOk(
    await office.as('chief').decide(number, 'tip-off/assignment', { verdict: 'assigned', lead, companion }),
  );
}

/** Finds against an enterprise, is signed for, and gets this answer from the review. */
export async function verify(
  office: Front,
  { number }: Story,
  enterpriseId: string = enterprise,
  review: object = { verdict: 'approved' },
): Promise<void> {
  const hazards = [
    { item: 'h1', grade: 'major', clause: 'dust-explosion:1', description: '除尘器无泄爆口' },
    { item: 'h2', grade: 'general', clause: 'exits:2', description: '疏散通道被占' },
  ];
  expectOk(
    await office.as('inspector1').decide(number, 'tip-off/verification', {
      verdict: 'substantiated',
      visitedOn: '2026-11-20',
      enterpriseId,
      hazards,
    }),
  );
  expectOk(await office.as('inspector2').decide(number, 'tip-off/co-signature', { verdict: 'signed' }));
  expectOk(await office.as('chief').decide(number, 'tip-off/verification-review', review));
}

export async function rectify(office: Front, story: Story): Promise<string> {
  const child = await childOf(office, story, 'rectification');
  const companion = await personOf(office, 'inspector2');
  const order = (item: string) => ({
    item,
    description: '整改事项',
    measure: '安装泄爆装置',
    responsible: '孔建',
    fundsFen: 500_000,
    plan: '停产',
  });
  expectOk(
    await office.as('inspector1').decide(child, 'rectification/order', {
      verdict: 'issued',
      remedyDays: 15,
      items: [order('h1'), order('h2')],
    }),
  );
  expectOk(
    await office.as('contact1').decide(child, 'rectification/acknowledgement', { verdict: 'acknowledged' }),
  );
  const proof = (item: string) => ({ item, papers: [], statement: '已整改' });
  expectOk(
    await office
      .as('contact1')
      .decide(child, 'rectification/remedy', { verdict: 'proved', items: [proof('h1'), proof('h2')] }),
  );
  expectOk(
    await office.as('inspector1').decide(child, 'rectification/recheck', {
      verdict: 'reopened',
      companion,
      items: ['h2'],
      reason: '通道仍被占用',
    }),
  );
  expectOk(
    await office
      .as('contact1')
      .decide(child, 'rectification/remedy', { verdict: 'proved', items: [proof('h2')] }),
  );
  expectOk(
    await office.as('inspector1').decide(child, 'rectification/recheck', { verdict: 'passed', companion }),
  );
  return child;
}

export const proposal = {
  verdict: 'proposed',
  novelty: 'unknown-before',
  excludedRelation: false,
  employmentProved: false,
  earlierRewardOfSameMatter: false,
  accident: null,
};

export async function propose(office: Front, { number }: Story, fineFen = 10_000_000): Promise<void> {
  expectOk(
    await office.as('legal').decide(number, 'tip-off/penalty', {
      verdict: 'fined',
      fineFen,
      confiscatedFen: 0,
      decidedOn: '2026-11-21',
    }),
  );
  expectOk(await office.as('reward').decide(number, 'tip-off/reward-proposal', proposal));
}

export async function award(office: Front, { number }: Story): Promise<void> {
  expectOk(await office.as('deputy').decide(number, 'tip-off/reward-approval', { verdict: 'approved' }));
  expectOk(
    await office
      .as('clerk1')
      .decide(number, 'tip-off/feedback', { verdict: 'given', message: '您反映的问题已查实并整改。' }),
  );
}

export async function claim(office: Front, story: Story): Promise<string> {
  expectOk(await office.as(null).post('/api/public/receipt/claim', { code: story.code, payee }));
  return childOf(office, story, 'payout');
}

/** From the form to the waiting claim. */
export async function toClaim(office: Front, fineFen?: number): Promise<Story> {
  const story = await handIn(office);
  await accept(office, story);
  await assign(office, story);
  await verify(office, story);
  await rectify(office, story);
  await propose(office, story, fineFen);
  await award(office, story);
  return story;
}

export async function childOf(office: Front, { number }: Story, caseType: string): Promise<string> {
  const parent = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  const child = await office.db.caseFile.findFirstOrThrow({ where: { parentId: parent.id, caseType } });
  return child.number;
}

export function expectOk(answer: Answer): Answer {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
