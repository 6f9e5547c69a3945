import fc from 'fast-check';
import { millisOf } from '../../../domain/time/calendar';
import type { CaseEvent } from '../../../domain/case/case-event';
import { openSteps, viewOf } from '../../../domain/case/case-view';
import { familyLedger } from '../../../domain/ledger/family-ledger';
import { caseLedger } from '../../../domain/ledger/case-ledger';
import { clocksOf } from '../../../domain/case/case-queries';
import { calendar } from '../kit/story';
import { play, runs, sequences, views } from '../kit/sequences';

/* What holds of time, whatever people try. */

// Hundreds of cases per property: how long that takes says nothing about them.
jest.setTimeout(120_000);

test('an open step has its clock: it is due, with rungs to come or fired, also while its time stands still', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      await play(sequence, (office) => {
        for (const { clock } of views(office).flatMap(openSteps)) {
          expect(clock.dueAt).not.toBeNull();
          expect(clock.rungs.length).toBeGreaterThan(0);
        }
      });
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
