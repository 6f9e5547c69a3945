import type { CaseEvent, EventActor, EventBody } from '../../../domain/case/case-event';
import { applyEvent, latestOpenStep, openSteps, viewOf } from '../../../domain/case/case-view';
import { armClock, extendClock, pauseClock } from '../../../domain/time/clock';
import type { Clock } from '../../../domain/time/clock-state';
import { dueAtOf, nextRungAt } from '../../../domain/case/case-queries';
import { stageOf } from '../../../domain/moves/stage';
import { calendar, morning } from '../../procedures/kit/story';
import { clerk, lin, wei } from '../../procedures/kit/people';

const at = morning('2026-08-03');
const byClerk: EventActor = { kind: 'staff', personId: clerk.personId, accountId: clerk.accountId };

const clock: Clock = armClock({
  limit: {
    key: 'limit.test',
    value: 10,
    unit: 'calendar-days',
    effect: 'none',
    rollsForward: false,
    source: { title: 'test', confidence: 'memory' },
  },
  ladder: {
    key: 'ladder.test',
    rungs: [
      { id: 'remind', kind: 'remind', at: { percent: 50 }, to: 'assignee' },
      { id: 'overdue', kind: 'overdue', at: { percent: 100 }, to: 'section-chief' },
    ],
  },
  anchor: at,
  calendar,
  spreadMs: 0,
});

const opened: EventBody = {
  kind: 'opened',
  caseType: 'tip-off',
  number: 'TO-2026-1',
  zone: 'jxedz',
  unit: 'safety-1',
  policy: { zone: 'jxedz', on: '2026-08-03', revision: 1 },
  procedureVersion: 1,
  input: { reporterKind: 'real-name' },
  parent: null,
};
const stepOpened = (step: string, round = 1): EventBody => ({
  kind: 'step-opened',
  key: `${step}#${round}`,
  step,
  assignee: null,
  level: 0,
  clock,
  fired: [],
});
const decided = (key: string, verdict = 'accepted'): EventBody => ({
  kind: 'decided',
  key,
  verdict,
  facts: {},
});

/** A record of these bodies, in order, written by the clerk. */
function record(...bodies: EventBody[]): CaseEvent[] {
  return bodies.map((body, index) => ({ seq: index + 1, at, actor: byClerk, body }));
}

const acceptance = 'tip-off/acceptance#1';
const stateOf = (...bodies: EventBody[]) =>
  viewOf(record(opened, stepOpened('tip-off/acceptance'), ...bodies)).steps[acceptance]!;

describe('a record', () => {
  it('begins with "opened", and only once', () => {
    expect(() => viewOf([])).toThrow('begins with');
    expect(() => viewOf(record(stepOpened('tip-off/acceptance')))).toThrow('begins with');
    expect(() => viewOf(record(opened, opened))).toThrow('opened once');
  });

  it('has no gap and no line twice', () => {
    const [first, second] = record(opened, stepOpened('tip-off/acceptance'));
    const view = viewOf([first!]);
    expect(() => applyEvent(view, { ...second!, seq: 3 })).toThrow('event 3 after 1');
    expect(() => applyEvent(applyEvent(view, second!), second!)).toThrow('event 2 after 2');
  });

  it('is not changed by being read on: a view is a value', () => {
    const [first, second] = record(opened, stepOpened('tip-off/acceptance'));
    const view = viewOf([first!]);
    applyEvent(view, second!);
    expect(view.steps).toEqual({});
    expect(view.seq).toBe(1);
  });

  it('of a step that was never opened is broken, and says so', () => {
    expect(() => viewOf(record(opened, decided('tip-off/penalty#1')))).toThrow('no step tip-off/penalty#1');
  });
});

describe('a step', () => {
  it('is open until it is decided', () => {
    const open = viewOf(record(opened, stepOpened('tip-off/acceptance')));
    expect(openSteps(open).map(({ key }) => key)).toEqual([acceptance]);
    const closed = viewOf(record(opened, stepOpened('tip-off/acceptance'), decided(acceptance)));
    expect(openSteps(closed)).toEqual([]);
  });

  it('keeps who decided what, when and for whom', () => {
    const decision = { ...decided(acceptance), facts: { allegesDeath: true }, standingInFor: lin.personId };
    expect(stateOf(decision as EventBody).decision).toEqual({
      verdict: 'accepted',
      facts: { allegesDeath: true },
      detail: null,
      at,
      actor: byClerk,
      standingInFor: lin.personId,
    });
  });

  it('keeps its fired rungs in their order, those of an earlier round first', () => {
    const fired = (rung: string): EventBody => ({
      kind: 'rung-fired',
      key: acceptance,
      openedSeq: 2,
      rung,
      clockVersion: 1,
      dueAt: at,
      late: false,
    });
    const carried = { ...stepOpened('tip-off/acceptance'), fired: ['remind'] } as EventBody;
    const view = viewOf(record(opened, carried, fired('overdue')));
    expect(view.steps[acceptance]!.fired).toEqual(['remind', 'overdue']);
  });

  it('knows for news when it was last touched', () => {
    expect(stateOf().touchedSeq).toBe(2);
    expect(stateOf(decided(acceptance)).touchedSeq).toBe(3);
  });

  it('goes to whom it was assigned last', () => {
    const assigned = (assignee: string): EventBody => ({
      kind: 'assigned',
      key: acceptance,
      assignee,
      previous: null,
    });
    expect(stateOf(assigned(lin.personId), assigned(wei.personId)).assignee).toBe(wei.personId);
  });
});

describe('a clock', () => {
  const paused = pauseClock(clock, at, 'testing', { calendar });
  const asked: EventBody = { kind: 'extension-requested', key: acceptance, byValue: 5 };
  const superseded = (cause: 'paused' | 'extended', next: Clock): EventBody => ({
    kind: 'clock-superseded',
    key: acceptance,
    cause,
    clock: next,
  });

  it('that is superseded gives way to the next', () => {
    expect(stateOf(superseded('paused', paused)).clock).toEqual(paused);
  });

  it('that is paused has nothing due and nothing to fire', () => {
    const view = viewOf(record(opened, stepOpened('tip-off/acceptance'), superseded('paused', paused)));
    expect(dueAtOf(view)).toBeNull();
    expect(nextRungAt(view)).toBeNull();
  });

  it('has its extension asked for by a person, and granted by the clock that follows', () => {
    expect(stateOf(asked).extension).toMatchObject({ byValue: 5, by: clerk.personId, state: 'requested' });
    const bounds = { maxValue: 30, unit: 'calendar-days', times: 1 } as const;
    const longer = extendClock(clock, 5, at, { calendar, bounds });
    if (!longer.ok) throw new Error(longer.refusal.code);
    expect(stateOf(asked, superseded('extended', longer.value)).extension?.state).toBe('granted');
    expect(stateOf(asked, { kind: 'extension-refused', key: acceptance }).extension?.state).toBe('refused');
  });

  it('that is paused while an extension is asked for leaves the question open', () => {
    expect(stateOf(asked, superseded('paused', paused)).extension?.state).toBe('requested');
  });
});

describe('a closed case', () => {
  const ending: EventBody = { kind: 'closed', outcome: 'withdrawn', facts: { n: 1 } };

  it('has no open step, no stage but its end, and nothing due', () => {
    const view = viewOf(record(opened, stepOpened('tip-off/acceptance'), ending));
    expect(openSteps(view)).toEqual([]);
    expect(stageOf(view)).toBe('closed');
    expect(dueAtOf(view)).toBeNull();
    expect(nextRungAt(view)).toBeNull();
    expect(view.closed).toEqual({ outcome: 'withdrawn', facts: { n: 1 }, seq: 3, at });
  });

  it('takes notes and papers, which change nothing else', () => {
    const before = viewOf(record(opened, ending));
    const after = viewOf(record(opened, ending, { kind: 'noted', textDigest: 'd' }));
    expect(after).toEqual({ ...before, seq: 3, matterSeq: 3 });
  });
});

describe('reopening', () => {
  const whole: EventBody[] = [
    opened,
    stepOpened('tip-off/acceptance'),
    decided(acceptance),
    {
      kind: 'effect-asked',
      key: 'early',
      effect: { kind: 'mail', template: 'rung', to: { kind: 'enterprise' } },
    },
    stepOpened('tip-off/assignment'),
    stepOpened('tip-off/penalty'),
    { kind: 'child-opened', key: 'child/payout#1', caseType: 'payout', caseId: 'c', number: 'PO' },
    {
      kind: 'effect-asked',
      key: 'late',
      effect: { kind: 'mail', template: 'rung', to: { kind: 'enterprise' } },
    },
    { kind: 'fact-recorded', key: 'fact/penalty-final#1', facts: {} },
    { kind: 'closed', outcome: 'withdrawn', facts: {} },
    { kind: 'reopened', fromKey: 'tip-off/assignment#1', textDigest: 'd' },
  ];

  it('supersedes everything that was opened at the step or after it, and keeps what stood before', () => {
    const view = viewOf(record(...whole));
    expect(Object.keys(view.steps)).toEqual([acceptance]);
    expect(view.children).toEqual({});
    expect(Object.keys(view.effects)).toEqual(['early']);
    expect(view.facts).toEqual({});
  });

  it('opens the case again and marks since when, so that a procedure under way begins afresh', () => {
    expect(viewOf(record(...whole))).toMatchObject({ closed: null, reopenedSeq: 11, reopenedAt: at });
  });
});

describe('a child case that begins again', () => {
  const told: EventBody[] = [
    opened,
    stepOpened('tip-off/acceptance'),
    decided(acceptance),
    { kind: 'child-opened', key: 'child/payout#1', caseType: 'payout', caseId: 'c', number: 'PO' },
    { kind: 'child-closed', key: 'child/payout#1', outcome: 'paid', facts: {} },
    stepOpened('tip-off/penalty'),
    { kind: 'closed', outcome: 'rewarded', facts: {} },
    { kind: 'child-reopened', key: 'child/payout#1' },
  ];

  it('is waited for again, and supersedes what followed from its end', () => {
    const view = viewOf(record(...told));
    expect(view).toMatchObject({ closed: null, reopenedSeq: 8 });
    expect(view.children['child/payout#1']).toMatchObject({ caseId: 'c', touchedSeq: 8, closed: null });
    expect(Object.keys(view.steps)).toEqual([acceptance]);
  });
});

describe('the stage', () => {
  it('is that of the step opened last', () => {
    const view = viewOf(record(opened, stepOpened('tip-off/feedback'), stepOpened('tip-off/penalty')));
    expect(latestOpenStep(view)?.step).toBe('tip-off/penalty');
    expect(stageOf(view)).toBe('reward');
  });

  it('is the child case where only that is waited for', () => {
    const child: EventBody = {
      kind: 'child-opened',
      key: 'child/rectification#1',
      caseType: 'rectification',
      caseId: 'c',
      number: 'RE',
    };
    expect(stageOf(viewOf(record(opened, child)))).toBe('rectification');
  });
});
