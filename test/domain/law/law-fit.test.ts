import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkCalendar } from '../../../domain/time/calendar';
import { armClock } from '../../../domain/time/clock';
import { caseTypeNames, steps } from '../../../domain/cases/catalogue';
import { unfitLaw } from '../../../domain/cases/law-fit';
import { demoLayer } from '../../../domain/law/demo-layer';
import { ladderOf, limitOf, resolvePolicy, type Policy, type PolicyRow } from '../../../domain/law/policy';
import { changeLayers, type PolicyChange } from '../../../domain/law/policy-change';
import { limitUnits, rungAudiences } from '../../../domain/time/limit';
import calendarJson from '../../../prisma/data/calendar-cn.json';
import { referenceLayers as law } from '../../../prisma/data/policy/layers';
import { projectFolder } from '../../../setup/folders';

const calendar = calendarJson as WorkCalendar;
const from = '2027-01-01';

/** A change by which the zone gives these keys other values from 2027 on. */
function changeTo(values: Record<string, unknown>): PolicyChange {
  const zone = law.find(({ id }) => id === 'jxedz')!;
  const add = Object.entries(values).map(([key, value]): PolicyRow => ({
    key,
    value,
    validFrom: from,
    validTo: null,
    source: { title: '管委会通知', confidence: 'verified' },
  }));
  const end = zone.rows
    .filter(({ key, validTo }) => key in values && validTo === null)
    .map(({ key, validFrom }) => ({ key, validFrom, validTo: '2026-12-31' }));
  return { layer: 'jxedz', add, end, openCases: 'keep' };
}

function policyOn(layers: typeof law, zone = 'jxedz', on = from): Policy {
  const policy = resolvePolicy(layers, zone, on, 1);
  if (!policy.ok) throw new Error(policy.refusal.detail);
  return policy.value;
}

const limit = (value: number, unit = 'calendar-days') => ({
  value,
  unit,
  effect: 'statutory',
  rollsForward: unit === 'calendar-days' || unit === 'months',
  calendar: 'cn',
});
const ladder = (...rungs: object[]) => ({ rungs });
const rung = (at: object, kind = 'remind', id = 'one') => ({ id, kind, at, to: 'assignee' });
const beforeDue = (value: number, unit = 'calendar-days') => rung({ beforeDue: { value, unit } });
const matter = (part: object) => ({
  ...(policyOn(law).rows['matter.eia-table']!.value as object),
  ...part,
});

describe('the reference law', () => {
  it.each(['jxedz', 'demo'])('lets every step of %s open', (zone) => {
    const layers = [...law, demoLayer(law, 'jxedz', 'demo')];
    expect(unfitLaw(policyOn(layers, zone, '2026-11-30'))).toEqual([]);
  });
});

describe('law that cannot be carried out is refused when it is published', () => {
  it.each<[string, string, string, Record<string, unknown>]>([
    [
      'a ladder that begins before its limit',
      '/add/0',
      'ladder.reporter',
      { 'ladder.reporter': ladder(beforeDue(60)) },
    ],
    [
      'a ladder of pauses that begins before a pause of the longest kind',
      '/add/0',
      'pause.licence.hearing',
      { 'ladder.pause': ladder(beforeDue(40)) },
    ],
    [
      'a pause of a lifetime',
      '/add/0/value',
      'ten years',
      { 'pause.licence.hearing': { days: 4_000, approverLevel: 2 } },
    ],
    [
      'a limit and a ladder that do not fit each other',
      '/add/0',
      'limit.payout.payee-correction',
      {
        'ladder.reporter': ladder(beforeDue(20)),
        'limit.payout.payee-correction': limit(15),
      },
    ],
    [
      'a rung that calls a step late too early',
      '/add/0/value',
      'calls a step late',
      { 'ladder.standard': ladder(rung({ percent: 80 }, 'overdue')) },
    ],
    ['a limit of a lifetime', '/add/0/value', 'ten years', { 'limit.tip-off.claim': limit(40_000) }],
    [
      'a limit that forfeits without being law',
      '/add/0',
      'only law does',
      { 'limit.tip-off.claim': { ...limit(60), effect: 'service-promise' } },
    ],
    [
      'silence that grants without being law',
      '/add/0',
      'only law does',
      { 'limit.matter.pollutant-permit-renewal': { ...limit(20), effect: 'none' } },
    ],
    [
      'a limit that departs from how all others end, without a reason',
      '/add/0',
      `as 'counting.roll' says`,
      { 'limit.tip-off.claim': { ...limit(60), rollsForward: false } },
    ],
    [
      'working days that roll',
      '/add/0/value',
      'never ends on a day off',
      { 'limit.tip-off.acceptance': { ...limit(5, 'working-days'), rollsForward: true } },
    ],
    [
      'months where an order sets days',
      '/add/0',
      'limit.rectification.remedy',
      {
        'limit.rectification.remedy': limit(1, 'months'),
        'extension.rectification.remedy': { maxValue: 1, unit: 'months', times: 1, approverLevel: 2 },
      },
    ],
    [
      'a matter without its limit',
      '/add/0',
      'limit.matter.noise-permit',
      { 'matter.noise-permit': matter({}) },
    ],
    [
      'a matter that waits for nothing',
      '/add/0',
      `'moonlight'`,
      { 'matter.eia-table': matter({ needs: ['moonlight'] }) },
    ],
    [
      'a list with an item that is no matter',
      '/add/0',
      `'moonlight'`,
      {
        'project-type.small-works': {
          title: { zh: '小型', en: 'Small' },
          items: [{ matter: 'moonlight', before: 'construction' }],
          papers: [],
        },
      },
    ],
    [
      'a matter with a paper that is no material',
      '/add/0',
      `'starlight'`,
      { 'matter.eia-table': matter({ materials: ['starlight'] }) },
    ],
    [
      'matters that wait for each other',
      '/add/0',
      'for ever',
      {
        'matter.land-use-permit': matter({ needs: ['works-planning-permit'] }),
        'matter.works-planning-permit': matter({ needs: ['land-use-permit'] }),
      },
    ],
    [
      'a matter that waits for the gate behind it',
      '/add/0',
      'gate.operation',
      { 'matter.project-filing': matter({ needs: ['gate.operation'] }) },
    ],
    [
      'a list without what its items wait for',
      '/add/0',
      'for ever',
      {
        'project-type.small-works': {
          title: { zh: '小型', en: 'Small' },
          items: [{ matter: 'land-use-permit', before: 'construction' }],
          papers: [],
        },
      },
    ],
    ['the pace of a demonstration', '/add/0/value', 'demonstration', { 'demo.day': { dayMs: 1 } }],
  ])('%s', (_what, pointer, names, values) => {
    const result = changeLayers(law, changeTo(values), unfitLaw);
    expect(result.ok ? null : [result.refusal.code, result.refusal.pointer]).toEqual([
      'policy-row-unsound',
      pointer,
    ]);
    expect(result.ok ? '' : result.refusal.detail).toContain(names);
  });

  it.each(['0026-01-01', '9999-12-31'])('a row from %s', (validFrom) => {
    const change = changeTo({ 'limit.new': limit(3) });
    const add = change.add.map((row) => ({ ...row, validFrom }));
    const result = changeLayers(law, { ...change, add }, unfitLaw);
    expect(result.ok ? null : result.refusal).toMatchObject({
      code: 'policy-row-unsound',
      pointer: '/add/0/validFrom',
    });
  });

  it('also where other law hides it until a later day', () => {
    // The zone says 60 calendar days until the end of 2027; the nation, underneath, changes the unit at once.
    const verification = 'limit.tip-off.verification';
    const ownUntil2027 = changeTo({ [verification]: limit(60) });
    const own = { ...ownUntil2027, add: ownUntil2027.add.map((row) => ({ ...row, validTo: '2027-12-31' })) };
    const layered = changeLayers(law, own, unfitLaw);
    if (!layered.ok) throw new Error(layered.refusal.detail);
    const home = law.find(({ rows }) => rows.some(({ key }) => key === verification))!;
    const old = home.rows.find(({ key, validTo }) => key === verification && validTo === null)!;
    const change: PolicyChange = {
      layer: home.id,
      end: [{ key: verification, validFrom: old.validFrom, validTo: '2027-05-31' }],
      add: [{ ...old, value: limit(40, 'working-days'), validFrom: '2027-06-01' }],
      openCases: 'keep',
    };
    const result = changeLayers(layered.value.layers, change, unfitLaw);
    expect(result.ok ? null : result.refusal).toMatchObject({
      code: 'policy-row-unsound',
      pointer: '/add/0',
    });
  });
});

describe('whatever law may be published', () => {
  const stretch = fc.record({
    value: fc.integer({ min: 1, max: 400 }),
    unit: fc.constantFrom(...limitUnits),
  });
  const rungs = fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('one', 'two', 'three'),
      kind: fc.constantFrom('remind', 'remind', 'overdue', 'escalate'),
      at: fc.oneof(
        fc.constantFrom(1, 50, 80, 100).map((percent) => ({ percent })),
        stretch.map((beforeDue) => ({ beforeDue })),
        stretch.map((afterDue) => ({ afterDue })),
      ),
      to: fc.constantFrom(...rungAudiences),
    }),
    { selector: ({ id }) => id, maxLength: 3 },
  );
  const limits = fc.record({
    value: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 1_000_000_000 })),
    unit: fc.constantFrom(...limitUnits),
    effect: fc.constantFrom('none', 'service-promise', 'statutory'),
    rollsForward: fc.boolean(),
    rollReason: fc.constantFrom({ zh: '另有规定', en: 'as the notice says' }),
    calendar: fc.constant('cn'),
  });
  const limitKeys = [...steps.values()].map((def) => def.limit).filter((key) => !key.includes('{'));
  const ladderKeys = [...steps.values()].map((def) => def.ladder).filter((key) => !key.includes('{'));

  it('is refused with the row, or every step of every case type opens with all its rungs', () => {
    let taken = 0;
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...limitKeys), limits, { maxKeys: 2 }),
        fc.dictionary(
          fc.constantFrom(...ladderKeys),
          rungs.map((each) => ({ rungs: each })),
          { maxKeys: 1 },
        ),
        (someLimits, someLadders) => {
          const change = changeTo({ ...someLimits, ...someLadders });
          const result = changeLayers(law, change, unfitLaw);
          if (!result.ok) {
            expect(result.refusal.pointer).toMatch(/^\/add/);
            return;
          }
          taken++;
          const policy = policyOn(result.value.layers);
          for (const def of steps.values()) {
            if (`${def.limit}${def.ladder}`.includes('{') || def.lengthIsSet) continue;
            const rows = { limit: limitOf(policy, def.limit), ladder: ladderOf(policy, def.ladder) };
            const clock = armClock({ ...rows, anchor: '2027-03-01T02:00:00.000Z', calendar, spreadMs: 0 });
            expect(clock.rungs).toHaveLength(rows.ladder.rungs.length);
          }
        },
      ),
      { numRuns: 150 },
    );
    expect(taken).toBeGreaterThan(10);
  });
});

it('says of exactly those steps that their length is set, for which a procedure sets it', () => {
  const set = caseTypeNames.flatMap((name) => {
    const source = readFileSync(join(projectFolder, `workflows/${name}.ts`), 'utf8');
    return [...source.matchAll(/steps\.(\w+), \{[^)]*\b(?:until|limitDays):/g)].map(
      ([, step]) => `${name} ${step}`,
    );
  });
  const said = [...steps.values()]
    .filter(({ lengthIsSet }) => lengthIsSet)
    .map(({ id }) => id.replace('/', ' '));
  const camel = (id: string) => id.replace(/-(\w)(?=[^ ]*$)/g, (_, c: string) => c.toUpperCase());
  expect(set.length).toBeGreaterThan(0);
  expect(set.map((each) => each.split(' ')[1]).sort()).toEqual(
    said.map((id) => camel(id.split(' ')[1] ?? '')).sort(),
  );
});
