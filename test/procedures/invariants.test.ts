import { rewardApproval, rewardProposal } from '../../domain/cases/tip-off/steps';
import fc from 'fast-check';
import { millisOf } from '../../domain/time/calendar';
import type { CaseEvent } from '../../domain/case/case-event';
import { openSteps, viewOf, type CaseView, type StepState } from '../../domain/case/case-view';
import { stepDef } from '../../domain/cases/catalogue';
import { CaseMove } from '../../domain/moves/case-move';
import { runProcedure } from '../../domain/moves/run-procedure';
import { familyLedger } from '../../domain/ledger/family-ledger';
import { caseLedger } from '../../domain/ledger/case-ledger';
import { personsOf } from '../../domain/moves/family/family';
import { changesSince } from '../../domain/moves/changes';
import { Proceeding, type Want } from '../../domain/moves/proceeding';
import { clocksOf, latestDecision, roundsOf } from '../../domain/case/case-queries';
import type { Result } from '../../domain/refusal';
import type { Actor, Role } from '../../domain/role';
import { missingBefore } from '../../domain/cases/project/gate';
import { policyKey, stepOfKey } from '../../domain/case/step';
import type { CaseType } from '../../domain/case/case-type';
import type { MemoryOffice } from '../../record/desk/memory';
import { procedures } from '../../workflows/procedures';
import { attempts, bodyFor, Draw, handIn, make, type Attempt } from './kit/attempts';
import { bo, contactOf, freshPerson } from './kit/crowd';
import { firm, reporter, unit, zone } from './kit/people';
import { calendar, officeOn } from './kit/story';

/*
 * What must hold whatever people try, in whatever order, with time passing and the engine away now and
 * then: for the procedures that begin by themselves, with the cases that they give birth to.
 */

// Hundreds of cases per property: how long that takes says nothing about them.
jest.setTimeout(120_000);

const runs = { numRuns: 40 };
const roots: readonly CaseType[] = [
  'tip-off',
  'tip-off',
  'rectification',
  'payout',
  'inspection',
  'credit-repair',
  'notice',
  'project',
  'project',
  'approval-item',
  'certificate',
];

/** Where such a case is at home, if not with the inspectors. */
const units: Partial<Record<CaseType, string>> = {
  project: 'jxedz-investment',
  'approval-item': 'jxedz-planning',
  certificate: 'jxedz-ecology',
};

const inputs: Record<CaseType, (office: MemoryOffice) => object> = {
  'tip-off': (office) => ({ reporterKind: 'real-name', receivedAt: office.now }),
  rectification: () => ({
    enterpriseId: firm,
    inspector: bo.personId,
    hazards: ['h1', 'h2'].map((item) => ({ item, grade: 'major', clause: 'order10:art3' })),
  }),
  payout: () => ({ amountFen: 300_000 }),
  project: () => ({ enterpriseId: firm, projectType: 'low-risk-plant' }),
  'approval-item': () => ({
    enterpriseId: firm,
    matter: 'land-use-permit',
    begins: 'acceptance',
    silence: 'waits',
    early: false,
  }),
  certificate: () => ({
    enterpriseId: firm,
    matter: 'pollutant-permit',
    unit: 'jxedz-ecology',
    validUntil: '2026-08-24',
    validMonths: 60,
  }),
  'credit-repair': () => ({
    enterpriseId: firm,
    tier: 'general',
    documentNo: 'JX-2026-0001',
    establishedOn: '2026-08-03',
    shown: true,
    repairableFrom: '2026-08-10',
    shownUntil: '2027-08-03',
  }),
  notice: () => ({
    enterpriseId: firm,
    publicationId: '00000000-0000-4000-8000-00000000000a',
    kind: 'policy',
    reachable: true,
  }),
  inspection: () => ({ enterpriseId: firm, ground: 'plan', items: ['exits', 'hazardous-goods'] }),
};

async function opened(caseType: CaseType): Promise<MemoryOffice> {
  const office = officeOn('2026-08-03');
  const input = inputs[caseType](office) as never;
  await office.open({ caseType, zone, unit: units[caseType] ?? unit, input }, reporter);
  return office;
}

const sequences = fc.record({ caseType: fc.constantFrom(...roots), tried: attempts });

/** Runs a sequence and shows the office after each attempt. */
async function play(
  { caseType, tried }: { caseType: CaseType; tried: readonly Attempt[] },
  look: (office: MemoryOffice) => void = () => undefined,
): Promise<MemoryOffice> {
  const office = await opened(caseType);
  for (const attempt of tried) {
    await make(office, attempt);
    look(office);
  }
  return office;
}

function seqs(office: MemoryOffice): number[] {
  return office.caseIds.map((caseId) => office.events(caseId).length);
}

function views(office: MemoryOffice): CaseView[] {
  return office.caseIds.map((caseId) => office.view(caseId));
}

/** What the attempts come to with a fixed seed: what the rest asks is not asked of nothing. */
async function reachedBy(caseType: CaseType): Promise<ReadonlySet<string>> {
  const reached = new Set<string>();
  for (const tried of fc.sample(attempts, { seed: 20261123, numRuns: 240 })) {
    const office = await play({ caseType, tried });
    for (const body of office.caseIds.flatMap((caseId) => office.events(caseId).map((event) => event.body))) {
      reached.add(body.kind === 'clock-superseded' ? `clock ${body.cause}` : body.kind);
      if (body.kind === 'closed') reached.add(body.outcome);
      if (body.kind === 'decided') reached.add(`${stepOfKey(body.key)} ${body.verdict}`);
    }
  }
  return reached;
}

const anywhere = ['clock paused', 'clock resumed', 'rung-fired', 'assigned', 'reopened', 'withdrawn'];

test.each<[CaseType, string[]]>([
  [
    'tip-off',
    [
      ...anywhere,
      ...['clock extended', 'extension-refused', 'child-closed', 'rewarded', 'reward-refused'],
      ...['settled-without-reward', 'unsubstantiated', 'paid'],
    ],
  ],
  [
    'project',
    [
      ...anywhere,
      ...['child-closed', 'granted', 'declined', 'fact-recorded', 'paper-added', 'dropped'],
      'project/construction-gate passed',
    ],
  ],
  ['approval-item', [...anywhere, 'granted', 'refused', 'declined', 'approval-item/explanation published']],
  ['certificate', [...anywhere, 'granted', 'expired', 'surrendered', 'certificate/renewal applied']],
])('attempts on a %s reach most of what may become of it', async (caseType, expected) => {
  const reached = await reachedBy(caseType);
  expect(expected.filter((each) => !reached.has(each))).toEqual([]);
});

test('an open step has its clock: it is due, with rungs to come or fired, or paused on a lawful ground', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      await play(sequence, (office) => {
        for (const { clock } of views(office).flatMap(openSteps)) {
          if (clock.dueAt === null) expect(clock.pauses.at(-1)).toMatchObject({ to: null });
          else expect(clock.rungs.length).toBeGreaterThan(0);
        }
      });
    }),
    runs,
  );
});

test('an open case waits for something: a step, or a child case that is itself open', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      await play(sequence, (office) => {
        for (const view of views(office)) {
          const children = Object.values(view.children).filter(({ closed }) => closed === null);
          if (!view.closed) expect(openSteps(view).length + children.length).toBeGreaterThan(0);
          for (const { caseId } of children) expect(office.view(caseId).closed).toBeNull();
        }
      });
    }),
    runs,
  );
});

test('nothing is written on a refusal', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async ({ caseType, tried }) => {
      const office = await opened(caseType);
      for (const attempt of tried) {
        const before = seqs(office);
        const answer = await make(office, attempt);
        if (answer?.ok === false) expect(seqs(office)).toEqual(before);
        else if (answer?.ok) expect(seqs(office)).not.toEqual(before);
      }
    }),
    runs,
  );
});

test('each rung fires at most once per opening, in the order of its clock, and never before its time', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const caseId of office.caseIds) rungsAreInOrder(office.events(caseId));
    }),
    runs,
  );
});

function rungsAreInOrder(events: readonly CaseEvent[]): void {
  const firedOf = new Map<number, string[]>();
  const openedAs = new Map<string, number>();
  for (const { at, body, seq } of events) {
    if (body.kind === 'step-opened') {
      openedAs.set(body.key, seq);
      firedOf.set(seq, [...body.fired]);
    }
    if (body.kind !== 'rung-fired') continue;
    expect(body.openedSeq).toBe(openedAs.get(body.key));
    const fired = firedOf.get(body.openedSeq)!;
    expect(fired).not.toContain(body.rung);
    expect(at >= body.dueAt).toBe(true);
    fired.push(body.rung);
  }
  for (const state of Object.values(viewOf(events).steps)) {
    const fired = firedOf.get(state.openedSeq)!;
    // The legal limit and the promise beside it each have an order of their own.
    for (const { dueAt, rungs } of clocksOf(state)) {
      const ids = rungs.map(({ id }) => id);
      const own = fired.filter((id) => ids.includes(id));
      if (dueAt !== null) expect(own).toEqual(ids.slice(0, own.length));
    }
  }
}

test('a closed case is at rest: nothing but notes and papers comes to it, until it is reopened', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const caseId of office.caseIds) {
        let closed = false;
        for (const { body } of office.events(caseId)) {
          if (closed) expect(['noted', 'paper-added', 'reopened']).toContain(body.kind);
          closed = body.kind === 'closed' || (closed && body.kind !== 'reopened');
        }
      }
    }),
    runs,
  );
});

test('every minute is charged to one party: the parts of the stage ledger sum to the whole', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      const [root, ...below] = views(office);
      const family = familyLedger(root!, below, { now: office.now, calendar });
      expect(Object.values(family.byParty).reduce((sum, ms) => sum + ms, 0)).toBe(family.totalMs);
      expect(family.entries.reduce((sum, { ms }) => sum + ms, 0)).toBe(family.totalMs);
      for (const view of views(office)) {
        const { byParty, entries, totalMs } = caseLedger(view, office.now);
        const whole = millisOf(view.closed?.at ?? office.now) - millisOf(view.openedAt);
        expect(totalMs).toBe(whole);
        expect(Object.values(byParty).reduce((sum, ms) => sum + ms, 0)).toBe(whole);
        expect(entries.reduce((sum, { ms }) => sum + ms, 0)).toBe(whole);
        entries.forEach(({ from }, index) => {
          expect(from).toBe(index === 0 ? view.openedAt : entries[index - 1]!.to);
        });
      }
    }),
    runs,
  );
});

test('no path lets one person take two steps that are kept apart, nor for somebody else', async () => {
  let apart = 0;
  await fc.assert(
    fc.asyncProperty(sequences, async ({ caseType, tried }) => {
      const office = await opened(caseType);
      for (const attempt of tried) {
        const before = new Map(
          office.caseIds.map((caseId) => [
            caseId,
            { seq: office.view(caseId).seq, parts: office.circumstances(caseId).participations },
          ]),
        );
        await make(office, attempt);
        for (const [caseId, { seq, parts }] of before) {
          for (const { body, actor } of office.events(caseId).slice(seq)) {
            if (body.kind !== 'decided') continue;
            const { separateFrom } = stepDef(stepOfKey(body.key));
            const steps = separateFrom.map((step) => policyKey(step, office.view(caseId).input));
            const others = parts.flatMap((part) => (steps.includes(part.step) ? [part.personId] : []));
            const hands = personsOf(body, actor);
            if (hands.length > 0) apart += others.length;
            for (const hand of hands) expect(others).not.toContain(hand);
          }
        }
      }
    }),
    runs,
  );
  expect(apart).toBeGreaterThan(0);
});

test('a settled record wants nothing more: the procedure run over it again appends nothing', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const caseId of office.caseIds) {
        const move = new CaseMove(caseId, office.view(caseId), office.context());
        await runProcedure(move);
        expect(move.fresh).toEqual([]);
      }
    }),
    runs,
  );
});

test('a record cut off anywhere within what followed from one move is completed to the same lines', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const caseId of office.caseIds) {
        const events = office.events(caseId);
        for (let cut = 1; cut < events.length; cut++) {
          if (!followsByItself(events[cut]!)) continue;
          const lost = consequencesFrom(events, cut);
          const move = new CaseMove(caseId, viewOf(events.slice(0, cut)), office.context(events[cut]!.at));
          await runProcedure(move);
          expect(move.fresh.map(withoutBirth)).toEqual(lost.map(withoutBirth));
        }
      }
    }),
    runs,
  );
});

function followsByItself({ actor }: CaseEvent): boolean {
  return actor.kind === 'system' && actor.part === 'procedure';
}

function consequencesFrom(events: readonly CaseEvent[], cut: number): readonly CaseEvent[] {
  const end = events.findIndex((event, index) => index > cut && !followsByItself(event));
  return events.slice(cut, end === -1 ? undefined : end);
}

/** A child case gets a fresh id and number each time; everything else is the same. */
function withoutBirth({ body, ...event }: CaseEvent): object {
  return { ...event, body: body.kind === 'child-opened' ? { ...body, caseId: '', number: '' } : body };
}

test('a procedure that is told the record piece by piece and one that is told it at once want the same', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      for (const caseId of office.caseIds) await piecemealAgrees(office, office.events(caseId));
    }),
    runs,
  );
});

async function piecemealAgrees(office: MemoryOffice, events: readonly CaseEvent[]): Promise<void> {
  let fed: Proceeding | null = null;
  for (let length = 1; length <= events.length; length++) {
    const view = viewOf(events.slice(0, length));
    // A reopened case is begun afresh, as its workflow does.
    if (events[length - 1]!.body.kind === 'reopened') fed = null;
    const atOnce = proceedingOver(view);
    if (fed === null) fed = proceedingOver(view);
    else fed.take(changesSince(view, length - 1));
    await office.context().idle();
    expect(wantsOf(fed, view)).toEqual(wantsOf(atOnce, view));
  }
}

function proceedingOver(view: CaseView): Proceeding {
  const proceeding = new Proceeding(procedures[view.caseType], {
    version: view.procedureVersion,
    input: view.input,
  });
  proceeding.take(changesSince(view, 0));
  proceeding.begin();
  return proceeding;
}

/** A closed case wants nothing, whatever its procedure has come to say. */
function wantsOf(proceeding: Proceeding, view: CaseView): readonly Want[] {
  return view.closed ? [] : proceeding.wants();
}

test('every case can end: from wherever it has come to, somebody in office can carry it to a close', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const office = await play(sequence);
      await carryToTheEnd(office);
      for (const view of views(office)) {
        expect(view.closed).not.toBeNull();
        expect([...procedures[view.caseType].outcomes, 'withdrawn']).toContain(view.closed?.outcome);
      }
    }),
    runs,
  );
});

test('nothing is paid without four natural persons, and what is paid is what was approved', async () => {
  let paid = 0;
  await fc.assert(
    fc.asyncProperty(attempts, async (tried) => {
      const office = await play({ caseType: 'tip-off', tried });
      await carryToTheEnd(office);
      const [root] = views(office);
      for (const payout of views(office).filter((view) => view.closed?.outcome === 'paid')) {
        paid += 1;
        fourPersonsActed(office, payout);
        const proposal = latestDecision(root!, rewardProposal);
        expect(payout.input['amountFen']).toBe(proposal?.facts.amountFen);
        expect(latestDecision(root!, rewardApproval)?.verdict).toBe('approved');
      }
      expect(views(office).filter((view) => view.closed?.outcome === 'paid').length).toBeLessThanOrEqual(1);
    }),
    runs,
  );
  expect(paid).toBeGreaterThan(0);
});

function fourPersonsActed(office: MemoryOffice, payout: CaseView): void {
  const root = office.events(office.caseIds[0]!);
  const child = office.events(payout.parent === null ? '' : childIdOf(office, payout));
  const hands = [
    personsBehind(root, 'tip-off/reward-proposal'),
    personsBehind(root, 'tip-off/reward-approval'),
    personsBehind(child, 'payout/listing'),
    new Set([
      ...personsBehind(child, 'payout/bank-return'),
      ...personsBehind(child, 'payout/reconciliation'),
    ]),
  ];
  const releasers = personsBehind(child, 'payout/release');
  for (const [index, hand] of hands.entries()) {
    expect(hand.size).toBeGreaterThan(0);
    for (const other of hands.slice(index + 1)) expect(intersection(hand, other)).toEqual([]);
    // The approval of the reward and the release of the money may be one hand: no other may.
    if (index !== 1) expect(intersection(hand, releasers)).toEqual([]);
  }
}

function childIdOf(office: MemoryOffice, { number }: CaseView): string {
  return office.caseIds.find((caseId) => office.view(caseId).number === number)!;
}

/** Who decided the last round of a step, and for whom they stood in. */
function personsBehind(events: readonly CaseEvent[], step: string): Set<string> {
  const key = roundsOf(viewOf(events), { id: step }).findLast(({ decision }) => decision !== null)?.key;
  const event = events.findLast(({ body }) => body.kind === 'decided' && body.key === key);
  return new Set(event === undefined ? [] : personsOf(event.body, event.actor));
}

function intersection(a: ReadonlySet<string>, b: ReadonlySet<string>): string[] {
  return [...a].filter((each) => b.has(each));
}

/** How many moves are plenty: two for every step of the longest course. */
const plenty = 160;

/** Fresh persons decide whatever stands open, in the shortest way, until nothing does. */
async function carryToTheEnd(office: MemoryOffice): Promise<void> {
  for (let moves = 0; moves < plenty; moves++) {
    const waiting = office.caseIds.flatMap((caseId) =>
      openSteps(office.view(caseId)).map((state) => ({ caseId, state })),
    );
    // A gate stays shut while something of the list is under way.
    const next = waiting.find(({ state }) => gates[state.step] === undefined) ?? waiting[0];
    if (next === undefined) return;
    await finishAStep(office, next.caseId, next.state);
  }
  throw new Error(
    `does not end: ${views(office)
      .flatMap(openSteps)
      .map(({ step }) => step)
      .join(', ')}`,
  );
}

const gates: { readonly [step: string]: string } = {
  'project/construction-gate': 'construction',
  'project/start': 'start',
  'project/operation-gate': 'operation',
};

/** Verdicts that lead out; of the other steps the first. */
const wayOut: { readonly [step: string]: string } = {
  'payout/reconciliation': 'found-paid',
  'project/yearly-review': 'ended',
  'certificate/renewal': 'surrendered',
};

async function finishAStep(office: MemoryOffice, caseId: string, state: StepState): Promise<void> {
  const view = office.view(caseId);
  const { step, assignee, clock } = state;
  const { role, verdicts, onExpiry } = stepDef(step);
  const chief = freshPerson('section-chief', view.unit);
  const reason = '收尾';
  const actor = freshFor(office, caseId, step, role);
  if (clock.dueAt === null) {
    await succeed(office.act(caseId, { act: { act: 'resume', step, reason }, actor: chief, seenSeq: null }));
    return;
  }
  if (onExpiry !== undefined && clock.dueAt <= office.now) {
    await office.advanceTo(new Date(millisOf(office.now) + 600_000).toISOString());
    return;
  }
  const gate = gates[step];
  const [paper] = gate === undefined ? [] : missingBefore(view, gate).papers;
  if (paper !== undefined) {
    await succeed(handIn(office, caseId, paper));
    return;
  }
  if (assignee !== null && actor.kind === 'staff' && actor.personId !== assignee) {
    const act = { act: 'assign', step, to: actor.personId, reason } as const;
    await succeed(office.act(caseId, { act, actor: chief, seenSeq: null }));
    return;
  }
  const body = bodyFor(view, step, wayOut[step] ?? Object.keys(verdicts)[0]!, new Draw([0], office.now));
  await succeed(office.decide(caseId, { step, body: withFreshPersons(body, view), actor, seenSeq: null }));
}

/** Where two have to act, the second: who signs beside the first, who decides what another has accepted. */
const seconds = ['/co-signature', '/decision', '/deemed-decision'];

function freshFor(office: MemoryOffice, caseId: string, step: string, role: Role): Actor {
  if (role === 'reporter') return reporter;
  if (role === 'enterprise-contact') return contactOf(office.circumstances(caseId).enterpriseId ?? firm);
  return freshPerson(role, office.view(caseId).unit, seconds.some((end) => step.endsWith(end)) ? 2 : 1);
}

/** Where a body names persons, fresh ones. */
function withFreshPersons<Body extends object>(body: Body, view: CaseView): Body {
  const named = {
    lead: freshPerson('inspector', view.unit),
    companion: freshPerson('inspector', view.unit, 2),
    handler: freshPerson('department-officer', view.unit, 2),
  };
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      key in named ? named[key as keyof typeof named].personId : value,
    ]),
  ) as Body;
}

async function succeed(answer: Promise<Result<unknown>>): Promise<void> {
  const result = await answer;
  if (!result.ok) throw new Error(`${result.refusal.code}: ${result.refusal.detail}`);
}
