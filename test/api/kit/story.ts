import { shanghaiDate } from '../../../domain/time/calendar';
import { personOf, type Answer, type Front } from './front';
import { decideAsUsual, enterprise, standingIn, type Change, type Standing } from './usual';

export { enterprise } from './usual';

/** Steps of a tip-off's way that many tests walk, each by whoever it belongs to. Throws where one is refused. */
export interface Story {
  readonly number: string;
  readonly code: string;
}

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

/** Decides a step of a tip-off's family as on an uneventful day, once it waits. */
export async function does(office: Front, story: Story, step: string, change: Change = {}): Promise<Answer> {
  return expectOk(await decideAsUsual(office, await reach(office, story, step), change));
}

/** Decides what stands in the way of a step in its own case, until it waits. */
export async function reach(
  office: Front,
  { number }: Pick<Story, 'number'>,
  step: string,
  decide: (waiting: Standing) => Promise<unknown> = async (waiting) =>
    expectOk(await decideAsUsual(office, waiting)),
): Promise<Standing> {
  for (let moves = 0; moves < 20; moves++) {
    const open = await standingIn(office, number);
    const found = open.find((each) => each.step === step);
    if (found) return found;
    const inTheWay = open.find((each) => typeOf(each.step) === typeOf(step));
    if (inTheWay === undefined) break;
    await decide(inTheWay);
  }
  throw new Error(`${step} does not wait`);
}

const typeOf = (step: string) => step.split('/')[0];

export async function accept(office: Front, story: Story): Promise<void> {
  await does(office, story, 'tip-off/acceptance');
}

/** Names the inspectors, and whatever more it takes until they can verify. */
export async function assign(office: Front, story: Story): Promise<void> {
  await does(office, story, 'tip-off/assignment');
  await reach(office, story, 'tip-off/verification');
}

/** The real day, on which an office without a clock of its own works. */
export const today = () => shanghaiDate(new Date().toISOString());

/** The day on which a case began, by the clock of its office. */
async function beganOn({ db }: Front, { number }: Story): Promise<string> {
  const { openedAt } = await db.caseFile.findUniqueOrThrow({ where: { number } });
  return shanghaiDate(openedAt.toISOString());
}

/** Finds two hazards at an enterprise, is signed for, and gets this answer from the review. */
export async function verify(
  office: Front,
  story: Story,
  enterpriseId: string = enterprise,
  review: object = { verdict: 'approved' },
): Promise<void> {
  const hazards = [
    { item: 'h1', grade: 'major', clause: 'dust-explosion:1', description: '除尘器无泄爆口' },
    { item: 'h2', grade: 'general', clause: 'exits:2', description: '疏散通道被占' },
  ];
  const visitedOn = await beganOn(office, story);
  const finding = { verdict: 'substantiated', visitedOn, enterpriseId, hazards };
  await does(office, story, 'tip-off/verification', { body: finding });
  await does(office, story, 'tip-off/co-signature');
  await does(office, story, 'tip-off/verification-review', { body: review });
}

/** One of the items fails its first re-check. */
export async function rectify(office: Front, story: Story): Promise<string> {
  const child = await childOf(office, story, 'rectification');
  await does(office, story, 'rectification/order');
  await does(office, story, 'rectification/acknowledgement');
  await does(office, story, 'rectification/remedy');
  const companion = await personOf(office, 'inspector2');
  const body = { verdict: 'reopened', companion, items: ['h2'], findings: '现场照片三张' };
  await does(office, story, 'rectification/site-recheck', { body });
  await does(office, story, 'rectification/co-signature');
  const told = { verdict: 'told', message: '通道仍被占用' };
  await does(office, story, 'rectification/recheck-opinion', { body: told });
  for (const step of ['remedy', 'site-recheck', 'co-signature', 'recheck-opinion'])
    await does(office, story, `rectification/${step}`);
  return child;
}

export async function propose(office: Front, story: Story, fineFen = 10_000_000): Promise<void> {
  const decidedOn = await beganOn(office, story);
  const fined = { verdict: 'fined', fineFen, confiscatedFen: 0, decidedOn };
  await does(office, story, 'tip-off/penalty', { body: fined });
  await does(office, story, 'tip-off/reward-proposal');
}

export async function award(office: Front, story: Story): Promise<void> {
  await does(office, story, 'tip-off/reward-approval');
  await does(office, story, 'tip-off/feedback');
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

/** The office takes a case back: asked for by a chief, granted by the deputy director. */
export async function withdraw(front: Pick<Front, 'as'>, number: string, by = 'chief'): Promise<Answer> {
  const told = '与另一件举报为同一事项,已合并办理。';
  expectOk(await front.as(by).act(number, 'request-withdrawal', { reason: '重复登记', told }));
  return front.as('deputy').act(number, 'answer-withdrawal', { grant: true, reason: '同意' });
}
