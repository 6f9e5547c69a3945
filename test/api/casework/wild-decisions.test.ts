import fc from 'fast-check';
import { stepDef } from '../../../domain/cases/catalogue';
import { loginAt } from '../../../setup/courses/demo-logins';
import { usual } from '../../../setup/courses';
import { Draw } from '../../procedures/kit/attempts';
import { wildBody } from '../../procedures/kit/wild-forms';
import { openOffice, type Office } from '../kit/office';
import { openingForms } from '../kit/opening-forms';
import { handIn as handInPaper } from '../kit/project-course';
import { Publishing, firm } from '../kit/publishing';
import { handIn, payee } from '../kit/story';
import { decideAsUsual, standingIn, viewAt, type Standing } from '../kit/usual';

/*
 * Every form of a decision over HTTP, on real cases, filled in with values within and around its schema: a decision,
 * or a refusal that the description names, with a pointer where a field is wrong. Never a fault of ours.
 */

const seed = 20261130;
const numbers = fc.sample(fc.array(fc.nat(), { minLength: 31, maxLength: 31 }), { seed, numRuns: 5_000 });
let drawn = 0;

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const tried = new Map<string, number>();
const ends = new Map<number, number>();

/** Sends a wild form of each verdict that is open; answers whether one of them was taken. */
async function sendWildly({ number, step, unit }: Standing): Promise<boolean> {
  const { verdicts, onExpiry } = stepDef(step);
  const view = await viewAt(office, number);
  const open = Object.keys(verdicts).filter((each) => each !== onExpiry);
  const from = drawn % open.length;
  for (const verdict of [...open.slice(from), ...open.slice(0, from)]) {
    const draw = new Draw(numbers[drawn++ % numbers.length]!, office.now().toISOString());
    const body = wildBody(view, step, verdict, draw);
    const { status, body: said } = await office.as(loginAt(usual(step).by, unit)).decide(number, step, body);
    tried.set(`${step}: ${verdict}`, (tried.get(`${step}: ${verdict}`) ?? 0) + 1);
    ends.set(status, (ends.get(status) ?? 0) + 1);
    if (status === 200) return true;
    expect([step, verdict, body, status < 500]).toEqual([step, verdict, body, true]);
    if (said.code === 'form-invalid') expect(said.errors[0].pointer).toMatch(/^(\/|$)/);
  }
  return false;
}

/**
 * Carries a family on as usual, after so many moves with wild forms before each decision, until it ends or the honest
 * decision is refused.
 */
async function carry(number: string, { calmMoves = 0, code }: { calmMoves?: number; code?: string } = {}) {
  for (let move = 0; move < 50; move++) {
    const open = await standingIn(office, number);
    const ofStaff = open.filter(({ step }) => stepDef(step).role !== 'reporter');
    const next = ofStaff.find(({ step }) => !usual(step).last) ?? ofStaff[0];
    if (next === undefined) {
      if (open.length === 0 || code === undefined) return;
      const claimed = await office.as(null).post('/api/public/receipt/claim', { code, payee });
      if (claimed.status !== 200) return;
      continue;
    }
    if (move >= calmMoves && (await sendWildly(next))) continue;
    const { needs } = usual(next.step);
    if (needs === 'listed-papers') await handInWhatIsListed(number);
    const { status } = await decideAsUsual(office, next);
    if (status !== 200) return;
  }
}

async function handInWhatIsListed(number: string): Promise<void> {
  const { steps, materials } = await viewAt(office, number);
  const lists = Object.values(steps).flatMap(({ decision }) =>
    ((decision?.facts['papers'] ?? []) as { material?: string }[]).flatMap(({ material }) => material ?? []),
  );
  for (const material of lists)
    if (materials[material] === undefined) await handInPaper(office, number, material);
}

it('a tip-off with its order and its payment', async () => {
  for (let calmMoves = 0; calmMoves < 32; calmMoves += 3) {
    const { number, code } = await handIn(office);
    await carry(number, { calmMoves, code });
  }
}, 180_000);

it.each(openingForms)(
  'a case that begins at $url',
  async ({ url, login, honest }) => {
    for (let count = 0; count < 4; count++) {
      const opened = await office.as(login).post(url, { ...honest, documentNo: `JX-2026-1${count}11` });
      const answer = opened.status === 201 ? opened : await office.as(login).post(url, honest);
      if (answer.status === 201) await carry(answer.body.number as string, { calmMoves: count * 3 });
    }
  },
  180_000,
);

it('a notice', async () => {
  const publishing = new Publishing(office);
  for (let calmMoves = 0; calmMoves < 3; calmMoves++) {
    const id = await publishing.published({}, { enterpriseIds: [firm(1)] });
    await carry(await publishing.numberFor(id, firm(1)), { calmMoves });
  }
}, 60_000);

afterAll(() => {
  const sum = [...ends.values()].reduce((total, count) => total + count, 0);
  const told = [...ends].map(([status, count]) => `${count} × ${status}`).join(', ');
  process.stdout.write(`wild decisions: seed ${seed}, ${sum} forms of ${tried.size} kinds: ${told}\n`);
  // A wild form that is taken leads elsewhere: the far ends of a procedure need more luck than a quick test has.
  expect(tried.size).toBeGreaterThan(45);
});
