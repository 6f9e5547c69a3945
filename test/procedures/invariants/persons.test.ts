import fc from 'fast-check';
import type { CaseEvent } from '../../../domain/case/case-event';
import { viewOf, type CaseView } from '../../../domain/case/case-view';
import { rewardApproval, rewardProposal } from '../../../domain/cases/tip-off/steps';
import { stepDef } from '../../../domain/cases/catalogue';
import { personsOf } from '../../../domain/moves/family/family';
import { latestDecision, roundsOf } from '../../../domain/case/case-queries';
import { policyKey, stepOfKey } from '../../../domain/case/step';
import type { MemoryOffice } from '../../../record/desk/memory';
import { procedures } from '../../../workflows/procedures';
import { attempts, make } from '../kit/attempts';
import { opened, play, runs, sequences, views } from '../kit/sequences';
import { carryToTheEnd } from '../kit/to-the-end';

/* What holds of persons and money, and that every case can end, whatever people try. */

// Hundreds of cases per property: how long that takes says nothing about them.
jest.setTimeout(120_000);

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
