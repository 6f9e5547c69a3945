/**
 * The stage ledger of a family 环节账: every minute of a case and of all cases below it, charged to exactly one
 * party, and the reform total 改革总时长, which counts only the time of the government.
 */
import {
  instantOf,
  millisOf,
  readWorkingDays,
  shanghaiDay,
  type Instant,
  type WorkCalendar,
} from '../time/calendar';
import type { CaseView } from '../case/case-view';
import { countDays } from '../time/counting';
import { charges, stepSpans, type LedgerSpan } from './case-ledger';
import type { Party } from '../party';
import { latestDecision } from '../case/case-queries';
import { caseTypeDef } from '../cases/catalogue';

/** A stretch in which one step of one case waited for a party. */
interface FamilySpan extends LedgerSpan {
  readonly number: string;
  readonly unit: string;
}

export interface FamilyEntry {
  /** The case that it is charged to; null where nobody was asked for anything. */
  readonly number: string | null;
  readonly stage: string | null;
  readonly party: Party;
  readonly from: Instant;
  readonly to: Instant;
  readonly ms: number;
}

/** How long somebody worked: exact, and in dates as limits are counted (the date of a beginning does not count). */
export interface WorkTime {
  readonly ms: number;
  readonly naturalDays: number;
  readonly workingDays: number;
}

export interface FamilyLedger {
  readonly from: Instant;
  readonly to: Instant;
  readonly totalMs: number;
  /** Sums to `totalMs`. */
  readonly byParty: Record<Party, number>;
  /** Without gap or overlap from beginning to end. */
  readonly entries: readonly FamilyEntry[];
  /** 改革总时长: the time in which any department had something to do. The modules sum to the whole. */
  readonly government: WorkTime & { readonly modules: readonly (WorkTime & { readonly module: string })[] };
  /** What each department had of it. Departments work side by side, so together they have more than the government. */
  readonly departments: readonly (WorkTime & { readonly unit: string })[];
  /** The working days rest on a year without a holiday notice. */
  readonly provisional: boolean;
}

/** While any department works, the time is the government's; a pause counts only where no other department works. */
const precedence: readonly Party[] = ['bureau', 'third-body', 'pause', 'enterprise', 'reporter'];

/** The ledger of `root` with the cases below it, in any order, up to `now` or to the root's end. */
export function familyLedger(
  root: CaseView,
  below: readonly CaseView[],
  { now, calendar }: { readonly now: Instant; readonly calendar: WorkCalendar },
): FamilyLedger {
  const from = root.openedAt;
  const to = root.closed?.at ?? now;
  const spans = [root, ...below].flatMap((view) => spansOf(view, to)).sort(inOrder);
  const charged = charges({ from, to, spans, precedence }).map(({ span, startMs, stopMs }) => ({
    number: span?.number ?? null,
    stage: span?.stage ?? null,
    // Where nobody was asked for anything, it lay with the office.
    party: span?.party ?? 'bureau',
    startMs,
    stopMs,
  }));
  const byParty = { pause: 0, bureau: 0, 'third-body': 0, enterprise: 0, reporter: 0 };
  for (const { party, startMs, stopMs } of charged) byParty[party] += stopMs - startMs;
  const counter = workCounter(calendar);
  const government = charged.filter(({ party }) => party === 'bureau');
  return {
    from,
    to,
    totalMs: Math.max(0, millisOf(to) - millisOf(from)),
    byParty,
    entries: entriesOf(charged),
    government: {
      ...counter.of(government),
      modules: modulesOf(root, to).map(({ module, startMs, stopMs }) => ({
        module,
        ...counter.of(within(government, startMs, stopMs)),
      })),
    },
    departments: unitsIn(spans).map((unit) => ({
      unit,
      ...counter.of(
        charges({
          from,
          to,
          spans: spans.filter((span) => span.unit === unit && span.party === 'bureau'),
        }).filter(({ span }) => span !== null),
      ),
    })),
    provisional: counter.provisional(),
  };
}

// --- the spans --------------------------------------------------------------------------------

/** What the steps of a case waited for. */
function spansOf({ number, unit, steps, closed }: CaseView, end: Instant): FamilySpan[] {
  return Object.values(steps)
    .flatMap((state) => stepSpans(state, closed?.at ?? end))
    .map((span) => ({ ...span, number, unit }));
}

/** An order that does not depend on how the cases were handed in. */
function inOrder(a: FamilySpan, b: FamilySpan): number {
  const [first, second] = [a, b].map(
    ({ number, from, to, stage }) => `${number} ${from} ${to ?? ''} ${stage}`,
  );
  return first === second ? 0 : (first ?? '') < (second ?? '') ? -1 : 1;
}

function unitsIn(spans: readonly FamilySpan[]): string[] {
  return [...new Set(spans.flatMap(({ unit, party }) => (party === 'bureau' ? unit : [])))].sort();
}

// --- stretches --------------------------------------------------------------------------------

interface Stretch {
  readonly startMs: number;
  readonly stopMs: number;
}

type Charged = Stretch & Pick<FamilyEntry, 'number' | 'stage' | 'party'>;

function entriesOf(charged: readonly Charged[]): FamilyEntry[] {
  const joined = charged.reduce<Charged[]>((done, next) => {
    const last = done.at(-1);
    const same = last?.number === next.number && last.stage === next.stage && last.party === next.party;
    return same && last ? [...done.slice(0, -1), { ...last, stopMs: next.stopMs }] : [...done, next];
  }, []);
  return joined.map(({ startMs, stopMs, ...entry }) => ({
    ...entry,
    from: instantOf(startMs),
    to: instantOf(stopMs),
    ms: stopMs - startMs,
  }));
}

/** The modules of the case's type, each from the end of the one before it. */
function modulesOf(root: CaseView, end: Instant): (Stretch & { readonly module: string })[] {
  let startMs = millisOf(root.openedAt);
  return (caseTypeDef(root.caseType).modules ?? []).map(({ name: module, endsWith }) => {
    const ended = endsWith === null ? null : latestDecision(root, endsWith);
    const stretch = { module, startMs, stopMs: millisOf(ended?.at ?? end) };
    startMs = stretch.stopMs;
    return stretch;
  });
}

function within(stretches: readonly Stretch[], fromMs: number, toMs: number): Stretch[] {
  return stretches
    .map(({ startMs, stopMs }) => ({ startMs: Math.max(startMs, fromMs), stopMs: Math.min(stopMs, toMs) }))
    .filter(({ startMs, stopMs }) => startMs < stopMs);
}

function workCounter(calendar: WorkCalendar) {
  const reader = readWorkingDays(calendar);
  return {
    of(stretches: readonly Stretch[]): WorkTime {
      let [ms, naturalDays, workingDays] = [0, 0, 0];
      for (const { startMs, stopMs } of stretches) {
        const [first, last] = [shanghaiDay(startMs), shanghaiDay(stopMs)];
        ms += stopMs - startMs;
        naturalDays += countDays(first, last, [], null);
        workingDays += countDays(first, last, [], reader);
      }
      return { ms, naturalDays, workingDays };
    },
    provisional: () => reader.provisional(),
  };
}
