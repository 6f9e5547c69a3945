import { addDays, shanghaiDate } from '../../../domain/time/calendar';
import { authorize } from '../../../domain/moves/authorize';
import { viewOf } from '../../../domain/case/case-view';
import { stepDef } from '../../../domain/cases/catalogue';
import type { StaffActor } from '../../../domain/role';
import { demoPassword } from '../../../prisma/seed';
import { eventsOf } from '../../../record/reading/case-reading';
import { signedInBy } from '../../../record/people/people';
import { depthFor } from '../../../record/reading/reading-rights';
import { CursorInvalid } from '../../../record/store/pages';
import { cases, type CaseFilter } from '../../../record/reading/lists/cases';
import { openRequestList } from '../../../record/reading/lists/requests';
import type { ListParts } from '../../../record/reading/lists/line';
import { worklist, type WorkFilter, type WorkLine } from '../../../record/reading/lists/work';
import { workCounts } from '../../../record/reading/lists/counts';
import { messageList } from '../../../record/reading/lists/undelivered';
import { Rulebooks } from '../../../record/store/rulebook';
import { changeOffice } from '../../api/kit/changes';
import { personOf } from '../../api/kit/front';
import { openOffice, type Office } from '../../api/kit/office';
import {
  accept,
  assign,
  claim,
  enterprise,
  expectOk,
  handIn,
  propose,
  rectify,
  toClaim,
  verify,
} from '../../api/kit/story';

let office: Office;
let actors: Map<string, StaffActor>;
let parts: ListParts;

beforeAll(async () => {
  office = await openOffice();
  parts = { db: office.db, rulebooks: new Rulebooks(office.db) };
  for (let i = 0; i < 3; i++) await handIn(office);
  // It names a firm that some of the office will be recused from, and somebody of the office.
  await handIn(office, { text: '禾源厂里有人无证焊接,孙悦来看过没有管。' });
  const accepted = await handIn(office);
  await accept(office, accepted);
  const paused = await handIn(office);
  await accept(office, paused);
  await assign(office, paused);
  const step = 'tip-off/verification';
  const pause = { step, ground: 'testing', days: 20, reason: '检测' };
  expectOk(await office.as('inspector1').act(paused.number, 'request-pause', pause));
  const grant = { step, grant: true, reason: '同意' };
  expectOk(await office.as('deputy').act(paused.number, 'answer-pause', grant));
  const assigned = await handIn(office);
  await accept(office, assigned);
  await assign(office, assigned);
  const verified = await handIn(office);
  await accept(office, verified);
  await assign(office, verified);
  await verify(office, verified);
  const proposed = await handIn(office);
  await accept(office, proposed);
  await assign(office, proposed);
  await verify(office, proposed);
  await rectify(office, proposed);
  await propose(office, proposed, 100_000_000);
  await claim(office, await toClaim(office));
  const released = await claim(office, await toClaim(office));
  expectOk(await office.as('director').decide(released, 'payout/release', { verdict: 'released' }));

  const [one, two, three] = await Promise.all(
    ['inspector1', 'inspector3', 'inspector4'].map((login) => personOf(office, login)),
  );
  const today = shanghaiDate(new Date().toISOString());
  expectOk(
    await changeOffice(
      office,
      'enter-leave',
      { personId: one, substituteId: two, from: today, to: addDays(today, 30) },
      { by: 'chief' },
    ),
  );
  expectOk(
    await changeOffice(
      office,
      'enter-recusal',
      { personId: three, enterpriseId: enterprise },
      { by: 'inspector4' },
    ),
  );
  expectOk(
    await changeOffice(
      office,
      'enter-recusal',
      { personId: await personOf(office, 'director'), enterpriseId: enterprise },
      { by: 'director' },
    ),
  );

  const logins = (await office.db.account.findMany({ select: { login: true } })).map(({ login }) => login);
  actors = new Map(await Promise.all(logins.map(async (login) => [login, await actorOf(login)] as const)));
});
afterAll(() => office.close());

async function actorOf(login: string): Promise<StaffActor> {
  const { body } = await office.as(null).post('/api/session', { login, password: demoPassword });
  const signedIn = await signedInBy(office.db, (body as { token: string }).token, office.now());
  if (signedIn === null) throw new Error(`${login} is not signed in`);
  return signedIn.actor;
}

/** Who is recused from a case by what its tip names; nobody from the payment, which names no firm. */
async function recusedByTip({ rootId, caseType }: { rootId: string; caseType: string }): Promise<string[]> {
  const rows = await office.db.familyRecusal.findMany({ where: { rootId, lifted: false } });
  return caseType === 'payout' ? [] : rows.map(({ personId }) => personId);
}

const everything = { limit: 100, cursor: null };
const byDue: WorkFilter = { order: 'due' };
const all: CaseFilter = { scope: 'all', order: 'due' };

it('a worklist holds exactly the steps that authorize would let the person decide, now or after a pause', async () => {
  const open = await office.db.openStep.findMany();
  const files = await office.db.caseFile.findMany();
  expect(open.length).toBeGreaterThan(8);
  let allowed = 0;
  for (const [login, actor] of actors) {
    const lines = await worklist(parts, actor, byDue, everything, office.now());
    const listed = lines.items.map(({ number, key }) => `${number} ${key}`).sort();
    const judged: string[] = [];
    for (const step of open) {
      const file = files.find(({ id }) => id === step.caseId);
      if (file === undefined) throw new Error('no such case');
      const view = viewOf(await eventsOf(office.db, file.id));
      const participations = await office.db.participation.findMany({ where: { rootId: file.rootId } });
      const def = stepDef(step.step);
      const verdict = Object.keys(def.verdicts).find((each) => each !== def.onExpiry) ?? '';
      const result = authorize(
        view,
        { step: step.step, verdict, actor, seenSeq: null },
        {
          participations,
          enterpriseId: file.enterpriseId,
          issuedLines: 0,
          recused: await recusedByTip(file),
        },
      );
      if (result.ok || result.refusal.code === 'clock-paused') judged.push(`${file.number} ${step.key}`);
    }
    allowed += judged.length;
    expect([login, listed]).toEqual([login, judged.sort()]);
  }
  expect(allowed).toBeGreaterThan(8);
});

it('a list of cases holds exactly what the person may read', async () => {
  const files = await office.db.caseFile.findMany();
  for (const [login, actor] of actors) {
    const { items } = await cases(parts, actor, all, everything, office.now());
    const seen = await Promise.all(
      files.map(async (file) =>
        depthFor(actor, { ...file, caseType: file.caseType as never, recused: await recusedByTip(file) }),
      ),
    );
    const readable = files.filter((_file, index) => seen[index] !== null);
    expect([login, items.map(({ number }) => number).sort()]).toEqual([
      login,
      readable.map(({ number }) => number).sort(),
    ]);
  }
});

it('pages go on behind the last line, in each order, without a gap or a repetition', async () => {
  const chief = actors.get('chief');
  if (chief === undefined) throw new Error('no chief');
  for (const order of ['due', 'opened'] as const) {
    const whole = await cases(parts, chief, { ...all, order }, everything, office.now());
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof cases>> = await cases(
        parts,
        chief,
        { ...all, order },
        { limit: 2, cursor },
        office.now(),
      );
      paged.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole.items.map(({ number }) => number));
  }
  const first = await cases(parts, chief, all, { limit: 1, cursor: null }, office.now());
  await expect(
    cases(parts, chief, { ...all, order: 'opened' }, { limit: 1, cursor: first.nextCursor }, office.now()),
  ).rejects.toThrow(CursorInvalid);

  const clerk = actors.get('clerk1');
  if (clerk === undefined) throw new Error('no clerk');
  const work = await worklist(parts, clerk, byDue, everything, office.now());
  const one = await worklist(parts, clerk, byDue, { limit: 1, cursor: null }, office.now());
  const rest = await worklist(parts, clerk, byDue, { limit: 99, cursor: one.nextCursor }, office.now());
  expect([...one.items, ...rest.items]).toEqual(work.items);
});

/** The whole list, page by page, all at one moment. */
async function paged(
  actor: StaffActor,
  filter: WorkFilter,
  limit: number,
  now: () => Date,
): Promise<WorkLine[]> {
  const lines: WorkLine[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof worklist>> = await worklist(
      parts,
      actor,
      filter,
      { limit, cursor },
      now(),
    );
    lines.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return lines;
}

it('is ordered by the share of time that is gone: the overdue first, what stands still last, and paged as of its beginning', async () => {
  const dayMs = 86_400_000;
  const later = (days: number) => new Date(office.now().getTime() + days * dayMs);
  const rank = { overdue: 0, share: 1, pause: 2 };
  const seen = new Set<string>();
  for (const days of [0, 5, 16, 40]) {
    for (const actor of actors.values()) {
      const order = { order: 'share' } as const;
      const whole = await paged(actor, order, 100, () => later(days));
      // The time that goes by from page to page moves no line to where it is missed or told twice.
      let pages = 0;
      const byTwo = await paged(actor, order, 2, () => later(days + 7 * pages++));
      expect(byTwo).toEqual(whole);
      for (const [index, line] of whole.entries()) {
        seen.add(line.reason);
        const before = whole[index - 1];
        if (before === undefined) continue;
        expect(rank[before.reason]).toBeLessThanOrEqual(rank[line.reason]);
        if (before.reason !== line.reason) continue;
        if (line.reason === 'share')
          expect(before.usedPercent ?? 0).toBeGreaterThanOrEqual(line.usedPercent ?? 0);
        else expect(String(before.dueAt) <= String(line.dueAt)).toBe(true);
      }
      const byDueTime = await paged(actor, byDue, 100, () => later(days));
      const keys = (lines: WorkLine[]) => lines.map(({ number, key }) => `${number} ${key}`).sort();
      expect(keys(byDueTime)).toEqual(keys(whole));
    }
  }
  expect([...seen].sort()).toEqual(['overdue', 'pause', 'share']);
});

it('counts for everybody as many as each list has', async () => {
  const day = 86_400_000;
  let counted = 0;
  for (const days of [0, 6.9, 16, 40]) {
    const now = new Date(office.now().getTime() + days * day);
    for (const [login, actor] of actors) {
      const { mine, caseTypes, steps } = await workCounts(office.db, actor, now);
      const length = async (filter: Partial<WorkFilter>) =>
        (await paged(actor, { ...byDue, ...filter }, 100, () => now)).length;
      const lists = {
        open: await length({}),
        overdue: await length({ overdue: true }),
        dueToday: await length({ dueToday: true }),
        paused: await length({ paused: true }),
        requests: (await openRequestList(parts, actor, everything)).items.length,
        messages: (await messageList(parts, actor, 'mine', everything)).items.length,
      };
      expect([login, mine]).toEqual([login, lists]);
      for (const { caseType, open } of caseTypes) expect(await length({ caseType })).toBe(open);
      for (const { step, open } of steps) expect(await length({ step })).toBe(open);
      const sum = (lines: readonly { readonly open: number }[]) =>
        lines.reduce((total, { open }) => total + open, 0);
      expect([sum(caseTypes), sum(steps)]).toEqual([mine.open, mine.open]);
      expect(mine.open - (await length({ overdue: false }))).toBe(mine.overdue);
      counted += mine.open;
    }
  }
  expect(counted).toBeGreaterThan(30);
});

it('names the firm to who reads the decisions of the case, and to nobody of a firm', async () => {
  for (const [login, actor] of actors) {
    const lines = await paged(actor, byDue, 100, () => office.now());
    for (const { number, firm } of lines) {
      const { enterpriseId, ...file } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
      const depth = depthFor(actor, { ...file, caseType: file.caseType as never, enterpriseId, recused: [] });
      const mayKnow = enterpriseId !== null && (depth === 'decisions' || depth === 'words');
      expect([login, number, firm !== null]).toEqual([login, number, mayKnow]);
      if (actor.enterpriseId !== null) expect(firm).toBeNull();
    }
  }
});

it('filters by scope, stage, state, type and time', async () => {
  const as = (login: string) => {
    const actor = actors.get(login);
    if (actor === undefined) throw new Error(`no ${login}`);
    return actor;
  };
  const list = async (login: string, filter: Partial<CaseFilter>, now = office.now()) =>
    (await cases(parts, as(login), { ...all, ...filter }, everything, now)).items;
  expect(
    (await list('chief', { caseType: 'rectification' })).every(
      ({ caseType }) => caseType === 'rectification',
    ),
  ).toBe(true);
  expect((await list('chief', { stage: 'intake' })).length).toBe(4);
  expect((await list('chief', { state: 'closed' })).every(({ outcome }) => outcome !== null)).toBe(true);
  expect((await list('chief', { overdue: true })).length).toBe(0);
  const later = new Date(office.now().getTime() + 400 * 86_400_000);
  const overdue = await list('chief', { overdue: true, state: 'open' }, later);
  expect(overdue.length).toBeGreaterThan(4);
  expect(overdue.every((line) => line.overdue)).toBe(true);
  const soon = await list('chief', {
    dueBefore: new Date(office.now().getTime() + 10 * 86_400_000).toISOString(),
  });
  expect(soon.length).toBeGreaterThan(0);
  expect(soon.length).toBeLessThan((await list('chief', {})).length);
  // Whoever stands in has the work of the person on leave.
  const mine = await list('inspector3', { scope: 'mine' });
  expect(mine.length).toBeGreaterThan(2);
  expect(await list('inspector2', { scope: 'mine' })).not.toEqual([]);
  expect(await list('chief-fire', { scope: 'unit' })).toEqual([]);
  expect(await list('deputy', { scope: 'unit' })).toEqual([]);
});

it('names a child case that was issued to the firm, without its family', async () => {
  const order = await office.db.caseFile.findFirstOrThrow({
    where: { caseType: 'rectification', issued: true },
  });
  const contact = actors.get('contact1');
  if (contact === undefined) throw new Error('no contact');
  const { items } = await cases(parts, contact, all, everything, office.now());
  expect(items.map(({ number }) => number)).toContain(order.number);
  expect(JSON.stringify(items)).not.toContain('TO-');
});

it('what one person asks for stands with those who may answer it, until somebody has', async () => {
  const asked = await handIn(office, { text: '另一家企业的通道堆满货物。' });
  await accept(office, asked);
  await assign(office, asked);
  const { number } = asked;
  const step = 'tip-off/verification';
  const reason = '申请理由';
  const received = shanghaiDate(office.now().toISOString());
  const requests = [
    ['inspector1', 'request-pause', { step, ground: 'testing', days: 20, reason }],
    ['chief', 'request-extension', { step, byValue: 10, reason }],
    ['inspector1', 'request-start-correction', { step, on: received, reason }],
    ['chief', 'request-withdrawal', { reason, told: '材料不足。' }],
  ] as const;
  for (const [login, act, body] of requests) expectOk(await office.as(login).act(number, act, body));

  const answers = async () => {
    const waiting: Record<string, string[]> = {};
    for (const [login, actor] of actors) {
      const { items } = await openRequestList(parts, actor, everything);
      const own = items.filter((line) => line.number === number).map(({ answer }) => answer);
      if (own.length > 0) waiting[login] = own.sort();
    }
    return waiting;
  };
  const everyone = ['answer-extension', 'answer-pause', 'answer-start-correction', 'answer-withdrawal'];
  const chief = ['answer-start-correction'];
  // More time for a verification is granted by the director alone.
  const deputy = everyone.slice(1);
  expect(await answers()).toEqual({
    chief,
    deputy,
    director: everyone,
    'reward-approver': everyone,
  });

  const grant = { step, grant: false, reason: '不同意' };
  expectOk(await office.as('chief').act(number, 'answer-start-correction', grant));
  expectOk(await office.as('deputy').act(number, 'answer-pause', grant));
  expectOk(await office.as('director').act(number, 'answer-extension', grant));
  const withdrawal = ['answer-withdrawal'];
  expect(await answers()).toEqual({
    ...{ deputy: withdrawal, director: withdrawal, 'reward-approver': withdrawal },
  });
  expectOk(await office.as('deputy').act(number, 'answer-withdrawal', { grant: true, reason: '同意' }));
  expect(await answers()).toEqual({});
});
