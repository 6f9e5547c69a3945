import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { numberGiven } from '../../harness/environment';
import { openOffice, type Office } from '../kit/office';
import { awards, contribute, fundOf, newReference, report, setUpFund } from './fund-story';

/*
 * Random operations on the money of one fund, each with its repeats, against a model of a few lines: after each of them
 * the fund stands as the model does, to the fen. `FUND_SEED` repeats a run, `FUND_OPERATIONS` makes it longer.
 */

const seed = numberGiven('FUND_SEED') ?? randomInt(2 ** 31);
const operations = numberGiven('FUND_OPERATIONS') ?? 2_000;

const repeats = ['none', 'none', 'same-key', 'other-key', 'at-once'] as const;
const operation = fc.record({
  what: fc.constantFrom(
    'contribute',
    'state',
    'state',
    'state',
    'approve',
    'approve',
    'approve',
    ...Array<'pay'>(5).fill('pay'),
  ),
  pick: fc.nat(),
  amountFen: fc.integer({ min: 1, max: 600_000 }),
  grade: fc.constantFrom('general', 'major'),
  repeat: fc.constantFrom(...repeats),
  knownReference: fc.nat(9).map((draw) => draw === 0),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

interface Award {
  readonly number: string;
  readonly amountFen: number;
  state: 'reckoned' | 'approved' | 'paid';
}

const model = { contributedFen: 0, paidFen: 0, awards: [] as Award[], references: [] as string[] };
const owed = () =>
  model.awards.reduce((sum, { state, amountFen }) => sum + (state === 'approved' ? amountFen : 0), 0);

let office: Office;
let fund: string;
let paid = 0;
let refused = 0;
beforeAll(async () => {
  office = await openOffice({ conforms: false });
  fund = await setUpFund(office);
});
afterAll(() => office.close());

const inState = (state: Award['state'], pick: number) => {
  const found = model.awards.filter((award) => award.state === state);
  return found[pick % Math.max(found.length, 1)];
};

/** Sends a decision once or more; answers the status of the first that was taken, else of the first. */
async function sent(
  { repeat }: Operation,
  send: (headers: Record<string, string>) => Promise<{ status: number }>,
): Promise<number> {
  const key = () => ({ 'idempotency-key': `fund-${randomInt(2 ** 47)}-${randomInt(2 ** 47)}` });
  const first = key();
  if (repeat === 'at-once') {
    const both = await Promise.all([send(first), send(key())]);
    return Math.min(...both.map(({ status }) => status));
  }
  const { status } = await send(first);
  if (repeat === 'same-key') expect((await send(first)).status).toBe(status);
  if (repeat === 'other-key') {
    const again = await send(key());
    expect(again.status).toBeGreaterThanOrEqual(400);
  }
  return status;
}

async function does(tried: Operation): Promise<void> {
  const { what, pick, amountFen, grade } = tried;
  switch (what) {
    case 'contribute':
      await contribute(office, fund, amountFen);
      model.contributedFen += amountFen;
      return;
    case 'state': {
      const number = await report.stated(office);
      await report.check(office, number, { grade });
      await report.remedy(office, number);
      const due = awards.find((each) => each.kind === 'hazard' && each.grade === grade)!.amountFen;
      model.awards.push({ number, amountFen: due, state: 'reckoned' });
      return;
    }
    case 'approve': {
      const award = inState('reckoned', pick);
      if (award === undefined) return does({ ...tried, what: 'state' });
      expect(await sent(tried, (headers) => report.approve(office, award.number, headers))).toBe(200);
      award.state = 'approved';
      return;
    }
    case 'pay': {
      const award = inState('approved', pick);
      if (award === undefined)
        return does({ ...tried, what: inState('reckoned', 0) === undefined ? 'state' : 'approve' });
      const known = tried.knownReference ? model.references[pick % model.references.length] : undefined;
      const reference = known ?? newReference();
      const status = await sent(tried, (headers) => report.pay(office, award.number, reference, headers));
      const covered = model.contributedFen - model.paidFen >= award.amountFen;
      expect([status < 300, status]).toEqual([covered && known === undefined, status]);
      if (status >= 300) return void (refused += 1);
      paid += 1;
      award.state = 'paid';
      model.paidFen += award.amountFen;
      model.references.push(reference);
    }
  }
}

it('stands as the model does after each of so many operations, however often they are repeated', async () => {
  const tried = fc.sample(operation, { seed, numRuns: operations });
  for (const [index, each] of tried.entries()) {
    await does(each).catch((error: unknown) => {
      throw new Error(`FUND_SEED=${seed}, operation ${index}: ${each.what} ${each.repeat}`, { cause: error });
    });
    if (index % 20 !== 0 && index !== tried.length - 1) continue;
    const { contributedFen, paidFen, balanceFen, needFen } = await fundOf(office);
    expect({ seed, index, contributedFen, paidFen, balanceFen, needFen }).toEqual({
      ...{ seed, index, contributedFen: model.contributedFen, paidFen: model.paidFen },
      ...{ balanceFen: model.contributedFen - model.paidFen, needFen: owed() },
    });
  }
  // The draw has met what it is about.
  expect(Math.min(paid, refused)).toBeGreaterThan(operations / 200);
  const [sums] = await office.db.$queryRaw<[{ ledger: bigint; twice: bigint }]>`
    SELECT sum(amount_fen)::bigint AS ledger, (
      SELECT count(*) FROM (SELECT case_id FROM anjie.fund_entry WHERE kind = 'award' AND account = 'cash'
        GROUP BY 1 HAVING count(*) > 1) t) AS twice
    FROM anjie.fund_entry`;
  expect([Number(sums.ledger), Number(sums.twice)]).toEqual([0, 0]);
}, 900_000);
