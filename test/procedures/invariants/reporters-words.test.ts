import fc from 'fast-check';
import { openSteps } from '../../../domain/case/case-view';
import { caseTypeDef, stepDef } from '../../../domain/cases/catalogue';
import { authorize } from '../../../domain/moves/authorize';
import { shownOfFiling } from '../../../domain/moves/reporters-filing';
import type { StaffActor } from '../../../domain/role';
import { attempts } from '../kit/attempts';
import { crowd } from '../kit/crowd';
import { play, runs } from '../kit/sequences';

jest.setTimeout(120_000);

const staff = crowd.flatMap((actor): StaffActor[] => (actor.kind === 'staff' ? [actor] : []));
const holds = ({ roles }: StaffActor, ...some: StaffActor['roles']) =>
  some.some((role) => roles.includes(role));

it('the words are shown to whoever may decide on them, and to no office that never does; the hour to the desk alone', async () => {
  let shown = 0;
  await fc.assert(
    fc.asyncProperty(attempts, async (tried) => {
      await play({ caseType: 'tip-off', tried }, (office) => {
        for (const caseId of office.caseIds) {
          const view = office.view(caseId);
          const circumstances = office.circumstances(caseId);
          const waiting = openSteps(view).filter(({ step }) => stepDef(step).shows !== undefined);
          for (const actor of staff) {
            const { words, times } = shownOfFiling(view, actor, circumstances);
            const mayDecide = waiting.some(({ step }) => {
              const [verdict = ''] = Object.keys(stepDef(step).verdicts);
              return authorize(view, { step, verdict, actor, seenSeq: null }, circumstances).ok;
            });
            if (mayDecide) expect(words).toBe(true);
            if (words) shown += 1;
            // Whom work may be given to is known to the desk alone: in memory it may be anybody.
            const given = caseTypeDef(view.caseType).givenTo?.(view).includes(actor.personId) ?? false;
            if (words && !given) {
              expect(view.caseType).toBe('tip-off');
              expect(holds(actor, 'intake-clerk', 'section-chief', 'inspector')).toBe(true);
              expect(actor.unit).toBe(view.unit);
            }
            if (times) expect([words, holds(actor, 'intake-clerk')]).toEqual([true, true]);
          }
        }
      });
    }),
    runs,
  );
  expect(shown).toBeGreaterThan(100);
});
