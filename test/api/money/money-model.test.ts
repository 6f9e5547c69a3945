import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { numberGiven } from '../../harness/environment';
import { openOffice } from '../kit/office';
import { MoneyOffice, type Done } from './money-office';
import {
  isSentBack,
  paidFen,
  paymentOf,
  takes,
  type BankLine,
  type Operation,
  type References,
  type Reward,
} from './money-model';

/*
 * Random operations on the money of many rewards at once, each with its repeats, at the door of a real office, against
 * a model of a few lines. After every round the office must stand as the model does, to the fen. A round is one
 * operation on each reward. `MONEY_SEED` repeats a run, `MONEY_OPERATIONS` makes it longer or shorter.
 */

const seed = numberGiven('MONEY_SEED') ?? randomInt(2 ** 31);
const operationsAtLeast = numberGiven('MONEY_OPERATIONS') ?? 10_000;
const rewardCount = Math.ceil(operationsAtLeast / 100);
/** The office's own clock begins on a working morning, so that no run crosses midnight. */
const beginsAt = Date.parse('2026-11-23T01:00:00Z');
const startedAt = Date.now();

let money: MoneyOffice;
const references: References = new Set();
/** Those that were in use when the round began: which of two rewards comes first within one is not told. */
let known: readonly string[] = [];
const rewards: Reward[] = [];
let operations = 0;
let taken = 0;
let keys = 0;

beforeAll(async () => {
  const office = await openOffice({
    now: () => new Date(beginsAt + Date.now() - startedAt),
    conforms: false,
  });
  money = new MoneyOffice(office);
  const fines = Array.from({ length: rewardCount }, (_, index) => 1_000_000 + index * 50_000);
  await eachAtOnce(fines, async (fineFen) => {
    rewards.push(await money.awarded(fineFen));
  });
}, 600_000);
afterAll(() => money.office.close());

// --- what is tried ------------------------------------------------------------------------------

interface Attempt {
  /** Of the operations that are possible now; otherwise of all. */
  readonly sensible: boolean;
  readonly pick: number;
  readonly repeat: 'none' | 'same-key' | 'other-key' | 'same-key-at-once' | 'other-key-at-once';
  /** A reference that the bank has used before, the amount of another transfer, the list of another day. */
  readonly knownReference: boolean;
  readonly otherAmount: boolean;
  readonly batch: 'none' | 'current' | 'earlier';
}

const attempt: fc.Arbitrary<Attempt> = fc.record({
  sensible: fc.nat(9).map((draw) => draw < 8),
  pick: fc.nat(),
  repeat: fc.constantFrom(
    ...(['none', 'none', 'none', 'same-key', 'other-key', 'same-key-at-once', 'other-key-at-once'] as const),
  ),
  knownReference: fc.nat(9).map((draw) => draw === 0),
  otherAmount: fc.nat(9).map((draw) => draw === 0),
  batch: fc.constantFrom(...(['none', 'current', 'earlier'] as const)),
});

const sensibleAt: Readonly<Record<Reward['waits'], readonly string[]>> = {
  claim: ['claim', 'claim', 'claim', 'claim', 'claim', 'waive', 'let-time-pass'],
  release: [...Array<string>(9).fill('release'), 'take-back'],
  list: [...Array<string>(9).fill('list'), 'take-back'],
  bank: ['paid', 'paid', 'refused', 'unknown'],
  reconciliation: ['found-paid', 'found-unpaid'],
  correction: [...Array<string>(9).fill('correct'), 'take-back'],
  paid: ['returned'],
  'given-up': ['reopen'],
};
const everything = [...new Set(Object.values(sensibleAt).flat())];

/** Six characters that were not drawn before. */
const fresh = () => String((keys += 1)).padStart(6, '0');

function operationOf(reward: Reward, { sensible, pick, ...drawn }: Attempt): Operation {
  const choices = sensible ? sensibleAt[reward.waits] : everything;
  const chosen = choices[pick % choices.length] ?? 'claim';
  const reference =
    drawn.knownReference && known.length > 0 ? known[pick % known.length]! : `BANK-${fresh()}`;
  switch (chosen) {
    case 'found-paid':
      return { do: 'reconcile', reference };
    case 'found-unpaid':
      return { do: 'reconcile', reference: null };
    case 'paid':
    case 'refused':
    case 'unknown':
    case 'returned':
      return { do: 'bank', line: lineOf(reward, chosen, reference, drawn) };
    case 'let-time-pass':
      // Only a claim has a term that ends it.
      return { do: reward.waits === 'claim' ? chosen : 'reopen' };
    case 'list':
      return { do: 'list', batch: `B-20261123-${fresh()}` };
    default:
      return { do: chosen as Exclude<Operation['do'], 'bank' | 'reconcile' | 'list'> };
  }
}

function lineOf(
  reward: Reward,
  result: BankLine['result'],
  reference: string,
  { otherAmount, batch }: Pick<Attempt, 'otherAmount' | 'batch'>,
): BankLine {
  const batches = paymentOf(reward)?.batches ?? [];
  const named = { none: '', current: batches.at(-1) ?? '', earlier: batches[0] ?? '' }[batch];
  return { result, reference, batch: named, amountFen: reward.amountFen + (otherAmount ? 100 : 0) };
}

// --- carried out --------------------------------------------------------------------------------

/** One attempt with its repeats on one reward; answers whether anything of it was taken that changes something. */
async function tryOn(reward: Reward, drawn: Attempt): Promise<boolean> {
  const operation = operationOf(reward, drawn);
  const { repeat } = drawn;
  const key = `key-of-operation-${(keys += 1)}`;
  const sameKey = repeat.startsWith('same-key');
  const before = JSON.stringify(reward);
  const first = takes(reward, operation, references);
  const changed = JSON.stringify(reward) !== before;
  // A line of the bank has no key but itself, and time passes once.
  const lineItself = operation.do === 'bank';
  const run = (itsKey: string): Promise<Done> => money.carryOut(reward, operation, itsKey);
  const told = { reward: reward.number, waited: JSON.parse(before).waits as string, operation, repeat };
  if (repeat === 'none' || operation.do === 'let-time-pass') {
    operations += 1;
    expect({ ...told, ...(await run(key)) }).toMatchObject({ ...told, ok: first });
  } else {
    const again = (first && sameKey) || takes(reward, operation, references);
    const keysOfBoth = [key, sameKey || lineItself ? key : `${key}-again`] as const;
    const done = repeat.endsWith('at-once')
      ? await Promise.all(keysOfBoth.map(run))
      : [await run(keysOfBoth[0]), await run(keysOfBoth[1])];
    operations += 2;
    const oks = done.map(({ ok }) => ok);
    const expected = repeat.endsWith('at-once') ? [first, again].sort() : [first, again];
    expect({ ...told, done, oks: repeat.endsWith('at-once') ? oks.sort() : oks }).toMatchObject({
      ...told,
      oks: expected,
    });
  }
  if (first) taken += 1;
  if (changed) await learn(reward, operation);
  return changed;
}

/** What only the office can say of an operation that was taken: by what its new payment is known. */
async function learn(reward: Reward, operation: Operation): Promise<void> {
  if (operation.do !== 'claim') return;
  const opened = await money.paymentOpened(reward);
  reward.payments.push({ ...opened, state: 'opened', batches: [], booked: [], taken: new Set() });
}

async function eachAtOnce<T>(all: readonly T[], work: (each: T) => Promise<void>): Promise<void> {
  const left = [...all];
  const worker = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: 3 }, worker));
}

// --- compared -----------------------------------------------------------------------------------

/** How many lines the records of each reward's family have. */
async function linesByReward(): Promise<ReadonlyMap<string, number>> {
  const rows = await money.office.db.$queryRaw<{ number: string; lines: number }[]>`
    SELECT r.number, sum(f.seq)::int AS lines FROM anjie.case_file f JOIN anjie.case_file r ON r.id = f.root_id
    GROUP BY r.number`;
  return new Map(rows.map(({ number, lines }) => [number, lines]));
}

async function paymentsInOffice() {
  return money.office.db.$queryRaw<{ number: string; state: string; booked: string[] }[]>`
    SELECT p.number, o.state, array(SELECT e.kind || ' ' || e.bank_reference || ' ' || e.amount_fen
      FROM anjie.bank_entry e WHERE e.case_id = o.case_id ORDER BY e.seq) AS booked
    FROM anjie.payout_order o JOIN anjie.case_file p ON p.id = o.case_id ORDER BY p.number`;
}

function paymentsInModel() {
  return rewards
    .flatMap(({ payments, amountFen }) =>
      payments.map(({ number, state, booked }) => ({
        number,
        state,
        booked: booked.map(({ kind, reference }) => `${kind} ${reference} ${amountFen}`),
      })),
    )
    .sort((a, b) => (a.number < b.number ? -1 : 1));
}

function reportOfModel() {
  const sum = (which: (reward: Reward) => boolean) =>
    rewards.filter(which).reduce((total, { amountFen }) => total + amountFen, 0);
  const bookedFen = (kind: string) =>
    rewards.reduce(
      (total, { payments, amountFen }) =>
        total +
        amountFen * payments.flatMap(({ booked }) => booked).filter((each) => each.kind === kind).length,
      0,
    );
  const inPayment = ({ waits }: Reward) =>
    ['release', 'list', 'bank', 'reconciliation', 'correction'].includes(waits);
  return {
    rewards: rewards.length,
    approvedFen: sum(() => true),
    toClaimFen: sum(({ waits }) => waits === 'claim'),
    inPaymentFen: sum((reward) => inPayment(reward) && !isSentBack(reward)),
    sentBackFen: sum(isSentBack),
    paidFen: sum(({ waits }) => waits === 'paid'),
    givenUpFen: sum(({ waits }) => waits === 'given-up'),
    bank: { paidFen: bookedFen('paid'), returnedFen: bookedFen('returned') },
  };
}

async function standsAsTheModel(): Promise<void> {
  expect(await paymentsInOffice()).toEqual(paymentsInModel());
  const { body: report } = await money.office.as('auditor').get('/api/reports/rewards');
  expect(report).toEqual(reportOfModel());
  const { approvedFen, toClaimFen, inPaymentFen, sentBackFen, paidFen: paid, givenUpFen, bank } = report;
  expect(approvedFen).toBe(toClaimFen + inPaymentFen + sentBackFen + paid + givenUpFen);
  expect(bank.paidFen - bank.returnedFen).toBe(paid);
  for (const reward of rewards) expect(paidFen(reward)).toBe(reward.waits === 'paid' ? reward.amountFen : 0);
}

it(`comes to the fen to what the model says, whatever is tried on it (MONEY_SEED=${seed})`, async () => {
  const began = Date.now();
  process.stdout.write(`money model: seed ${seed}\n`);
  const rounds = fc.sample(fc.array(attempt, { minLength: rewardCount, maxLength: rewardCount }), {
    seed,
    numRuns: 2 * (operationsAtLeast / rewardCount),
  });
  await standsAsTheModel();
  for (const round of rounds) {
    if (operations >= operationsAtLeast) break;
    known = [...references];
    const before = await linesByReward();
    const changed = new Set<string>();
    await eachAtOnce([...rewards.entries()], async ([index, reward]) => {
      if (await tryOn(reward, round[index]!)) changed.add(reward.number);
    });
    const after = await linesByReward();
    // What was refused, or answered as before, has added no line to any record.
    const grown = [...after].flatMap(([number, lines]) => (lines === before.get(number) ? [] : [number]));
    expect(grown.sort()).toEqual([...changed].sort());
    await standsAsTheModel();
  }
  const seconds = Math.round((Date.now() - began) / 1_000);
  process.stdout.write(`money model: ${operations} operations, ${taken} taken, ${seconds} s\n`);
  expect(taken).toBeGreaterThan(operations / 4);
}, 900_000);
