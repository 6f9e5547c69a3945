import fc from 'fast-check';
import type { Act } from '../../../domain/moves/acts/act';
import { offeredActs } from '../../../domain/moves/acts/offered';
import type { Actor } from '../../../domain/role';
import type { MemoryOffice } from '../../../record/desk/memory';
import { make, type TriedOffice } from '../kit/attempts';
import { opened, runs, sequences } from '../kit/sequences';

/* A page offers the acts that somebody may do on a case; what is done was offered, and what is refused to a person was not. */

jest.setTimeout(120_000);

/** Refusals that say nothing of what was filled in. */
const ofThePerson = [
  'role-missing',
  'not-your-unit',
  'level-too-low',
  'not-assignee',
  'conflict-of-interest',
  'step-not-open',
  'case-closed',
  'case-not-closed',
];

/** The office by what attempts use of it, with acts done in another way. */
function facadeOf(office: MemoryOffice, act: TriedOffice['act']): TriedOffice {
  return {
    get now() {
      return office.now;
    },
    get caseIds() {
      return office.caseIds;
    },
    events: (caseId) => office.events(caseId),
    view: (caseId) => office.view(caseId),
    circumstances: (caseId) => office.circumstances(caseId),
    decide: (caseId, decision) => office.decide(caseId, decision),
    act,
    addPaper: (caseId, entry, actor) => office.addPaper(caseId, entry, actor),
    advanceTo: (at) => office.advanceTo(at),
    leapTo: (at) => office.leapTo(at),
  };
}

/** What of the case the act names. */
function namedBy(act: Act): string | null {
  if ('step' in act) return act.step;
  if ('fromStep' in act) return act.fromStep;
  if ('paper' in act) return act.paper;
  if ('matter' in act) return act.matter;
  return 'line' in act ? String(act.line) : null;
}

test('what somebody does was offered to them, and what they may not do was not', async () => {
  const count = { done: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(sequences, async ({ caseType, tried }) => {
      const office = await opened(caseType);
      const isOffered = (caseId: string, actor: Actor, act: Act) => {
        const view = office.view(caseId);
        const context = office.context();
        const move = { view, policy: context.policy(view.policy), context };
        const offered = offeredActs({ move, actor, circumstances: office.circumstances(caseId) });
        const found = offered.find((each) => each.act === act.act);
        const named = namedBy(act);
        return found !== undefined && (named === null || found.among?.values.includes(named) === true);
      };
      const watched = facadeOf(office, async (caseId, request) => {
        const { act, actor } = request;
        if (act.act === 'withdraw') return office.act(caseId, request);
        const offered = isOffered(caseId, actor, act);
        const answer = await office.act(caseId, request);
        if (answer.ok) {
          count.done += 1;
          expect([act.act, offered]).toEqual([act.act, true]);
        } else if (ofThePerson.includes(answer.refusal.code)) {
          count.refused += 1;
          expect([act.act, answer.refusal.code, offered]).toEqual([act.act, answer.refusal.code, false]);
        }
        return answer;
      });
      for (const attempt of tried) await make(watched, attempt);
    }),
    runs,
  );
  expect(count.done).toBeGreaterThan(50);
  expect(count.refused).toBeGreaterThan(50);
});
