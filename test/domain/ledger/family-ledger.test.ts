import fc from 'fast-check';
import { instantOf, millisOf } from '../../../domain/time/calendar';
import type { CaseView, StepState } from '../../../domain/case/case-view';
import { familyLedger, type FamilyLedger } from '../../../domain/ledger/family-ledger';
import { caseLedger } from '../../../domain/ledger/case-ledger';
import { calendar } from '../../procedures/kit/story';

/* Whose time a family of cases took. */

const hour = 3_600_000;
/** Monday, nine in the morning. */
const start = millisOf('2026-09-07T01:00:00.000Z');
const at = (hours: number) => instantOf(start + hours * hour);

interface Work {
  readonly step: string;
  readonly from: number;
  readonly to: number | null;
  readonly pause?: readonly [from: number, to: number | null];
  readonly ground?: string;
}

function caseOf(number: string, unit: string, works: readonly Work[]): CaseView {
  const steps = works.map(({ step, from, to, pause, ground = 'hearing' }, index) => {
    const pauses = pause
      ? [{ from: at(pause[0]), to: pause[1] === null ? null : at(pause[1]), reason: ground }]
      : [];
    const state = {
      key: `${step}#${index}`,
      step,
      openedAt: at(from),
      clock: { pauses },
      decision: to === null ? null : { at: at(to), verdict: 'granted', facts: {} },
    };
    return [state.key, state as unknown as StepState] as const;
  });
  const caseType = number.startsWith('PJ') ? 'project' : 'approval-item';
  return {
    caseType,
    number,
    unit,
    openedAt: at(0),
    closed: null,
    steps: Object.fromEntries(steps),
  } as unknown as CaseView;
}

const ledgerAt = (hours: number, root: CaseView, ...below: CaseView[]) =>
  familyLedger(root, below, { now: at(hours), calendar });

const hoursOf = ({ byParty }: FamilyLedger) =>
  Object.fromEntries(
    Object.entries(byParty).flatMap(([party, ms]) => (ms === 0 ? [] : [[party, ms / hour]])),
  );

const project = caseOf('PJ-1', 'investment', [{ step: 'project/construction-gate', from: 0, to: null }]);

test('a gate that waits is the enterprise’s time, unless a department works on an item', () => {
  const item = caseOf('AI-1', 'planning', [{ step: 'approval-item/decision', from: 10, to: 30 }]);
  const result = ledgerAt(50, project, item);
  expect(hoursOf(result)).toEqual({ bureau: 20, enterprise: 30 });
  expect(result.entries.map(({ number, stage, party, ms }) => [number, stage, party, ms / hour])).toEqual([
    ['PJ-1', 'intake', 'enterprise', 10],
    ['AI-1', 'decision', 'bureau', 20],
    ['PJ-1', 'intake', 'enterprise', 20],
  ]);
});

test('a pause counts only where no other department works, and before the time of the enterprise', () => {
  const paused = caseOf('AI-1', 'planning', [
    { step: 'approval-item/decision', from: 0, to: 40, pause: [10, 30] },
  ]);
  const other = caseOf('AI-2', 'ecology', [{ step: 'approval-item/decision', from: 20, to: 25 }]);
  expect(hoursOf(ledgerAt(40, project, paused))).toEqual({ bureau: 20, pause: 20 });
  const both = ledgerAt(40, project, paused, other);
  expect(hoursOf(both)).toEqual({ bureau: 25, pause: 15 });
  expect(both.departments.map(({ unit, ms }) => [unit, ms / hour])).toEqual([
    ['ecology', 5],
    ['planning', 20],
  ]);
});

test('what a technical service body does is its time, and no department’s; a hearing is nobody’s', () => {
  const stopped = (ground: string) =>
    caseOf('AI-1', 'planning', [
      { step: 'approval-item/decision', from: 0, to: 40, pause: [10, 30], ground },
    ]);
  for (const ground of ['expert-review', 'testing', 'inspection', 'quarantine', 'appraisal']) {
    const { government, ...rest } = ledgerAt(40, project, stopped(ground));
    expect([ground, hoursOf({ government, ...rest })]).toEqual([ground, { bureau: 20, 'third-body': 20 }]);
    expect(government.ms).toBe(20 * hour);
    const byItself = caseLedger({ ...stopped(ground), children: {} }, at(40));
    expect(byItself.byParty).toMatchObject({ bureau: 20 * hour, 'third-body': 20 * hour, pause: 0 });
  }
  for (const ground of ['hearing', 'criminal-inquiry'])
    expect(hoursOf(ledgerAt(40, project, stopped(ground)))).toEqual({ bureau: 20, pause: 20 });
});

test('departments side by side have more than the government, whose time is their union', () => {
  const planning = caseOf('AI-1', 'planning', [{ step: 'approval-item/decision', from: 0, to: 48 }]);
  const ecology = caseOf('AI-2', 'ecology', [{ step: 'approval-item/decision', from: 24, to: 72 }]);
  const { government, departments } = ledgerAt(96, project, planning, ecology);
  expect(government).toMatchObject({ ms: 72 * hour, naturalDays: 3, workingDays: 3 });
  expect(departments.map(({ ms }) => ms / hour)).toEqual([48, 48]);
});

test('working days leave out weekends; the date of a beginning does not count', () => {
  const item = caseOf('AI-1', 'planning', [{ step: 'approval-item/decision', from: 0, to: 7 * 24 }]);
  expect(ledgerAt(200, project, item).government).toMatchObject({ naturalDays: 7, workingDays: 5 });
});

test('a project’s time parts into its modules at the gates', () => {
  const built = caseOf('PJ-1', 'investment', [
    { step: 'project/construction-gate', from: 0, to: 48 },
    { step: 'project/operation-gate', from: 48, to: 96 },
    { step: 'project/yearly-review', from: 96, to: null },
  ]);
  const item = caseOf('AI-1', 'planning', [{ step: 'approval-item/decision', from: 24, to: 72 }]);
  const { government, byParty } = ledgerAt(120, built, item);
  expect(government.modules.map(({ module, ms }) => [module, ms / hour])).toEqual([
    ['intake', 24],
    ['construction', 24],
    ['operation', 0],
  ]);
  // While the plant runs nobody waits for an office.
  expect(byParty.enterprise).toBe(72 * hour);
});

// --- properties ---------------------------------------------------------------------------------

const work = fc
  .record({
    step: fc.constantFrom('approval-item/application', 'approval-item/acceptance', 'approval-item/decision'),
    from: fc.nat(400),
    length: fc.option(fc.nat(300)),
    pause: fc.option(fc.tuple(fc.nat(100), fc.option(fc.nat(100)))),
  })
  .map(({ step, from, length, pause }): Work => {
    const to = length === null ? null : from + length;
    if (pause === null) return { step, from, to };
    const [after, lasted] = pause;
    return { step, from, to, pause: [from + after, lasted === null ? null : from + after + lasted] };
  });
const families = fc.tuple(
  fc.array(fc.record({ unit: fc.constantFrom('a', 'b', 'c'), works: fc.array(work, { maxLength: 4 }) }), {
    maxLength: 5,
  }),
  fc.nat(400),
  fc.nat(400),
);
const drawn = ([items, gate, operation]: [{ unit: string; works: Work[] }[], number, number]) => ({
  root: caseOf('PJ-1', 'investment', [
    { step: 'project/construction-gate', from: 0, to: gate },
    { step: 'project/operation-gate', from: gate, to: gate + operation },
  ]),
  below: items.map(({ unit, works }, index) => caseOf(`AI-${index}`, unit, works)),
});

test('the parts sum to the whole, and entries follow each other without gap or overlap', () => {
  fc.assert(
    fc.property(families, fc.nat(1000), (family, now) => {
      const { root, below } = drawn(family);
      const result = ledgerAt(now, root, ...below);
      const sum = Object.values(result.byParty).reduce((total, ms) => total + ms, 0);
      expect(sum).toBe(now * hour);
      expect(result.totalMs).toBe(now * hour);
      let place = at(0);
      for (const { from, to, ms } of result.entries) {
        expect(from).toBe(place);
        expect(ms).toBe(millisOf(to) - millisOf(from));
        place = to;
      }
      if (now > 0) expect(place).toBe(at(now));
      const { government, departments, byParty } = result;
      expect(government.ms).toBe(byParty.bureau);
      for (const { ms } of departments) expect(ms).toBeLessThanOrEqual(government.ms);
    }),
  );
});

test('the modules sum to the government’s time, in milliseconds and in days', () => {
  fc.assert(
    fc.property(families, (family) => {
      const { root, below } = drawn(family);
      const { government } = ledgerAt(1000, root, ...below);
      for (const part of ['ms', 'naturalDays', 'workingDays'] as const)
        expect(government.modules.reduce((total, module) => total + module[part], 0)).toBe(government[part]);
    }),
  );
});

test('the order in which the cases are handed in changes nothing', () => {
  fc.assert(
    fc.property(families, fc.infiniteStream(fc.nat()), (family, keys) => {
      const { root, below } = drawn(family);
      const shuffled = below
        .map((view) => ({ view, key: keys.next().value ?? 0 }))
        .sort((a, b) => a.key - b.key);
      expect(ledgerAt(500, root, ...shuffled.map(({ view }) => view))).toEqual(ledgerAt(500, root, ...below));
    }),
  );
});
