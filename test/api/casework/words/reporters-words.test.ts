import { multipart } from '../../kit/front';
import { openOffice, type Office } from '../../kit/office';
import { accept, assign, claim, does, expectOk, handIn, reach, toClaim, type Story } from '../../kit/story';
import { pdf } from '../../kit/plant';

/*
 * Who of the office reads what a reporter wrote, and who learns when: each account of the demonstration, at each stage
 * of a tip, over every reading in which either could stand.
 */

const words = ['除尘器的泄爆口被钢板焊死', '东区三号厂房的北门'] as const;
/** An instant that is no beginning of a day. */
const anInstant = /\d{4}-\d{2}-\d{2}T(?!16:00:00\.000Z)[\d:.]+Z/;

let office: Office;
let logins: string[];
const stages: Record<string, Told> = {};

interface Told {
  readonly story: Story;
  readonly paper: string;
  /** Logins that read the words; that read the instants. */
  readonly words: readonly string[];
  readonly times: readonly string[];
}

beforeAll(async () => {
  office = await openOffice();
  const accounts = await office.db.account.findMany({ select: { login: true } });
  logins = accounts.map(({ login }) => login).sort();

  const takenIn = ['clerk1', 'auditor'];
  const team = ['inspector1', 'inspector2'];
  const waiting = await told();
  stages['before acceptance'] = { ...waiting, words: ['clerk1', 'clerk2'], times: [...takenIn, 'clerk2'] };

  const accepted = await told();
  await accept(office, accepted.story);
  stages['accepted, not yet given to anybody'] = { ...accepted, words: ['clerk1'], times: takenIn };

  const verified = await told();
  await accept(office, verified.story);
  await assign(office, verified.story);
  stages['under verification'] = { ...verified, words: ['clerk1', ...team], times: takenIn };

  const reviewed = await told();
  await accept(office, reviewed.story);
  await assign(office, reviewed.story);
  await does(office, reviewed.story, 'tip-off/verification');
  await does(office, reviewed.story, 'tip-off/co-signature');
  await reach(office, reviewed.story, 'tip-off/verification-review');
  stages['under review'] = { ...reviewed, words: ['clerk1', ...team, 'chief'], times: takenIn };
});
afterAll(() => office.close());

async function told(): Promise<Pick<Told, 'story' | 'paper'>> {
  const story = await handIn(office, { text: words[0], place: words[1] });
  const { payload, headers } = multipart({ code: story.code }, pdf, {
    name: 'x.pdf',
    type: 'application/pdf',
  });
  const { body } = expectOk(await office.as(null).post('/api/public/receipt/papers', payload, headers));
  expect(body.seq).toBeNull();
  return { story, paper: body.id as string };
}

/** Everything that an account reads of a case, by the name of the reading. */
async function readings(login: string, { story: { number }, paper }: Told): Promise<Record<string, string>> {
  const get = async (path: string) => {
    const { status, text } = await office.as(login).get(path);
    return status === 200 ? text : '';
  };
  const file = await get(`/api/cases/${number}/file`);
  const items = file === '' ? [] : (JSON.parse(file) as { items: { number: string }[] }).items;
  return {
    case: await get(`/api/cases/${number}`),
    // Of its child cases no reporter writes.
    file: JSON.stringify(items.filter((line) => line.number === number)),
    ledger: await get(`/api/cases/${number}/ledger`),
    record: await get(`/api/cases/${number}/record`),
    paper: (await get(`/api/cases/${number}/papers/${paper}`)) === '' ? '' : `the paper ${paper}`,
    cases: await get(`/api/cases?caseType=tip-off&order=opened`),
    worklist: await get('/api/worklist'),
  };
}

const names = [
  'before acceptance',
  'accepted, not yet given to anybody',
  'under verification',
  'under review',
];

test.each(names)(
  '%s: words for those who decide on them, instants for who takes the tip in',
  async (name) => {
    const stage = stages[name]!;
    const seen = { words: [] as string[], paper: [] as string[], times: [] as string[] };
    for (const login of logins) {
      const read = await readings(login, stage);
      const all = Object.values(read).join('\n');
      if (words.some((text) => all.includes(text))) seen.words.push(login);
      // The auditor checks the raw lines, which hold ids; nobody opens a paper by them.
      if (`${read['case']}${read['file']}${read['paper']}`.includes(stage.paper)) seen.paper.push(login);
      const timed = ['case', 'file', 'ledger', 'record'].filter((each) => anInstant.test(read[each]!));
      if (timed.length > 0) seen.times.push(login);
      for (const list of ['cases', 'worklist'])
        expect([login, list, anInstant.exec(withoutDeadlines(read[list]!))]).toEqual([login, list, null]);
    }
    const expected = { words: stage.words, paper: stage.words, times: stage.times };
    for (const [what, who] of Object.entries(expected))
      expect([what, seen[what as keyof typeof seen]]).toEqual([what, [...who].sort()]);
  },
);

/** Other cases of the demonstration may end at an hour. */
function withoutDeadlines(text: string): string {
  return text.replace(/"(dueAt|promisedAt)":"[^"]*"/g, '');
}

it('a payment is told to the day also to finance, and its record with the times to the auditor alone', async () => {
  const story = await toClaim(office);
  const payout = await claim(office, story);
  for (const login of ['payer1', 'confirmer1', 'reward', 'director']) {
    const read = expectOk(await office.as(login).get(`/api/cases/${payout}`)).text;
    expect([login, anInstant.exec(withoutDeadlines(read))]).toEqual([login, null]);
  }
  expect(
    expectOk(await office.as('auditor').get(`/api/cases/${payout}/record`)).body.lines.length,
  ).toBeGreaterThan(1);
});

it('the code by which the bank knows a payment is read by finance alone', async () => {
  const payout = await claim(office, await toClaim(office));
  const { claimCode } = await office.db.payoutOrder.findFirstOrThrow({ orderBy: { claimCode: 'asc' } });
  const codes: Record<string, string | null> = {};
  for (const login of ['payer1', 'confirmer1', 'reward', 'director', 'auditor']) {
    const read = expectOk(await office.as(login).get(`/api/cases/${payout}`));
    codes[login] = read.body.payment.claimCode as string | null;
  }
  expect(codes).toEqual({
    payer1: expect.stringMatching(new RegExp(`^${claimCode.slice(0, 2)}`)),
    confirmer1: codes['payer1'],
    ...{ reward: null, director: null, auditor: null },
  });
});

it('an officer who is no longer to know is refused the record with its times, and the attempt is entered', async () => {
  const { number } = stages['under verification']!.story;
  const entered = () =>
    office.db.refusedAttempt.count({ where: { act: 'read/record', code: 'role-missing' } });
  const before = await entered();
  for (const login of ['chief', 'inspector1', 'inspector3', 'legal']) {
    const { status, body } = await office.as(login).get(`/api/cases/${number}/record`);
    expect([login, status, body.code]).toEqual([login, 403, 'role-missing']);
  }
  expect(await entered()).toBe(before + 4);
});

it('what a reporter adds stands first in its day, whenever in the day it came', async () => {
  const { story } = stages['under review']!;
  const { payload, headers } = multipart({ code: story.code }, pdf, {
    name: 'y.pdf',
    type: 'application/pdf',
  });
  expectOk(await office.as(null).post('/api/public/receipt/papers', payload, headers));
  const reading = expectOk(await office.as('inspector1').get(`/api/cases/${story.number}`)).body;
  const lines = reading.record as { seq: number; by: { kind: string } }[];
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index + 1));
  const last = lines.findLastIndex(({ by }) => by.kind === 'reporter');
  expect(lines.slice(0, last).filter(({ by }) => by.kind === 'staff')).toEqual([]);
  const { items } = expectOk(await office.as('inspector1').get(`/api/cases/${story.number}/file`)).body as {
    items: { number: string; origin: string; seq: number | null; hash: string | null }[];
  };
  const own = items.filter(({ number }) => number === story.number);
  const lastInFile = own.findLastIndex(({ origin }) => origin === 'reporter');
  expect(own.slice(0, lastInFile).filter(({ origin }) => origin === 'staff')).toEqual([]);
  expect(own.filter(({ seq, hash }) => seq !== null || hash !== null)).toEqual([]);
});

it('whoever stands in for an inspector reads what the inspector reads, and nobody who had the case before', async () => {
  const { story, paper } = await told();
  await accept(office, story);
  await assign(office, story);
  const reads = async (login: string) =>
    (await readings(login, { story, paper, words: [], times: [] })).case!.includes(words[0]);
  expect([await reads('inspector1'), await reads('inspector3')]).toEqual([true, false]);
  const { personId: to } = await office.db.account.findUniqueOrThrow({ where: { login: 'inspector3' } });
  const reassigned = { step: 'tip-off/verification', to, reason: '另有任务' };
  expectOk(await office.as('chief').act(story.number, 'assign', reassigned));
  expect([await reads('inspector1'), await reads('inspector3')]).toEqual([false, true]);
});
