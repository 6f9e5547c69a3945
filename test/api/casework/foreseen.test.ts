import { titleOfLine } from '../../../domain/moves/story/line-title';
import { eventsOf } from '../../../record/reading/case-reading';
import type { Answer } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { carryProject, openProject } from '../kit/project-course';
import { accept, assign, does, handIn, rectify, toClaim, today, verify } from '../kit/story';
import { usualProposal } from '../../../setup/courses/tip-off';

/* What a decision would bring is asked of the same address with `preview`: it comes out so, and nothing of it is kept. */

let office: Office;
beforeAll(async () => {
  const now = new Date();
  office = await openOffice({ now: () => now });
});
afterAll(() => office.close());

/** The state without what each case is given anew: the numbers of its children. */
function stateIn({ body }: Answer) {
  const {
    foreseen: _,
    children,
    ...state
  } = body as { foreseen?: unknown; children: { caseType: string }[] };
  return { ...state, children: children.map(({ caseType }) => caseType) };
}

async function headOf(number: string) {
  const { headHash, seq, id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  return { head: Buffer.from(headHash).toString('hex'), seq, id };
}

/** The office, where every decision is asked about before it is taken. */
function askingFirst(count: { asked: number }): Office {
  return {
    ...office,
    as(login) {
      const caller = office.as(login);
      return {
        ...caller,
        async decide(number, step, body, headers) {
          const before = await headOf(number);
          const files = await office.db.caseFile.count();
          const asked = await caller.foresee(number, step, body);
          expect(await headOf(number)).toEqual(before);
          expect(await office.db.caseFile.count()).toBe(files);

          const decided = await caller.decide(number, step, body, headers);
          expect([step, asked.status, asked.status === 200 ? stateIn(asked) : asked.body.code]).toEqual([
            step,
            decided.status,
            decided.status === 200 ? stateIn(decided) : decided.body.code,
          ]);
          if (decided.status !== 200) return decided;
          count.asked += 1;
          const { foreseen } = asked.body as { foreseen: { facts: object | null; follows: object[] } };
          const [own, ...after] = (await eventsOf(office.db, before.id)).slice(before.seq);
          if (foreseen.facts !== null) {
            expect(own?.body).toMatchObject({ kind: 'decided', facts: foreseen.facts });
            expect(foreseen.follows).toEqual(after.map((line) => titleOfLine(line.body)));
          }
          return decided;
        },
      };
    },
  };
}

it('says of every decision on the way of a tip-off to its reward what the decision then brings', async () => {
  const count = { asked: 0 };
  await toClaim(askingFirst(count));
  expect(count.asked).toBeGreaterThan(8);
});

it('says it of every decision on the way of a project, also of those of the firm', async () => {
  const count = { asked: 0 };
  const asking = askingFirst(count);
  await carryProject(asking, await openProject(office), 'project/start');
  expect(count.asked).toBeGreaterThan(5);
});

it('shows the reward before it is proposed, line by line', async () => {
  const story = await handIn(office);
  await accept(office, story);
  await assign(office, story);
  await verify(office, story);
  await rectify(office, story);
  const fined = { verdict: 'fined', fineFen: 10_000_000, confiscatedFen: 0, decidedOn: today() };
  await does(office, story, 'tip-off/penalty', { body: fined });
  const asked = await office.as('reward').foresee(story.number, 'tip-off/reward-proposal', usualProposal);
  expect(asked.body.foreseen.facts).toMatchObject({ amountFen: 1_500_000, level: 2 });
  expect(asked.body.detail.reward.lines.length).toBeGreaterThan(0);
});

it('tells whoever may not decide no more than the decision would, and enters that they asked', async () => {
  const story = await handIn(office);
  const tried = await office.as('payer1').foresee(story.number, 'tip-off/acceptance', {
    verdict: 'accepted',
    allegesDeath: false,
  });
  expect([tried.status, tried.body.code]).toEqual([404, 'case-not-found']);
  const { id } = await headOf(story.number);
  const entered = await office.db.refusedAttempt.findMany({ where: { caseId: id } });
  expect(entered.map(({ act }) => act)).toEqual(['tip-off/acceptance']);
});
