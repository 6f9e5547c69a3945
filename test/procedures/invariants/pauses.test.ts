import fc from 'fast-check';
import type { CaseEvent } from '../../../domain/case/case-event';
import type { PauseGround } from '../../../domain/law/pause-grounds';
import { pauseRuleOf } from '../../../domain/law/policy';
import type { Act } from '../../../domain/moves/acts/act';
import type { StaffActor } from '../../../domain/role';
import { DAY_MS, instantOf, millisOf } from '../../../domain/time/calendar';
import { isPausedAt } from '../../../domain/time/clock-reading';
import { daysPaused } from '../../../domain/time/counting';
import { chief, deputy, director, lin, manager, person } from '../kit/people';
import { Story } from '../kit/story';

/* What holds of pauses, whatever people try with them. */

jest.setTimeout(120_000);

const step = 'tip-off/verification';
const reason = '情况说明';

/** Among them one who may both ask and answer, and who stands in for the inspector. */
const everything = person(['section-chief', 'inspector', 'approver'], 3, { standsInFor: [lin.personId] });
const hands: readonly StaffActor[] = [lin, chief, manager, deputy, director, everything];

const tries = fc.array(
  fc.record({
    what: fc.constantFrom('ask', 'ask', 'grant', 'grant', 'grant', 'refuse', 'resume', 'wait', 'away'),
    hand: fc.constantFrom(...hands),
    ground: fc.constantFrom('testing', 'appraisal', 'inspection', 'criminal-inquiry', 'tender'),
    days: fc.constantFrom(1, 3, 20, 40, 60, 61, 181),
    hours: fc.integer({ min: 1, max: 24 * 8 }),
  }),
  { minLength: 8, maxLength: 40, size: 'max' },
);
type Try = typeof tries extends fc.Arbitrary<readonly (infer T)[]> ? T : never;

async function make(story: Story, { what, hand, ground, days, hours }: Try): Promise<void> {
  const { office } = story;
  const until = instantOf(millisOf(office.now) + hours * 3_600_000);
  if (what === 'wait') return office.advanceTo(until);
  if (what === 'away') return office.leapTo(until);
  const act: Act =
    what === 'ask'
      ? { act: 'request-pause', step, ground: ground as PauseGround, days, reason }
      : what === 'resume'
        ? { act: 'resume', step, reason }
        : { act: 'answer-pause', step, grant: what === 'grant', reason };
  await office.act(story.rootId, { act, actor: hand, seenSeq: null });
}

it('no time stands still beyond the bound of its ground, however often it is asked for', async () => {
  let paused = 0;
  await fc.assert(
    fc.asyncProperty(tries, async (tried) => {
      const story = await (await Story.of()).carry(step);
      for (const each of tried) {
        await make(story, each);
        const { clock } = story.state(step);
        for (const { reason: ground, from, to, until = '' } of clock.pauses) {
          paused += 1;
          const bound = pauseRuleOf(story.policy(), 'verification', ground)?.days ?? 0;
          expect(daysPaused(clock, ground, DAY_MS)).toBeLessThanOrEqual(bound);
          expect(millisOf(to ?? until) - millisOf(from)).toBeLessThanOrEqual(bound * DAY_MS);
          if (to === null) expect(isPausedAt(clock, until)).toBe(false);
        }
      }
      await story.office.advanceTo(instantOf(millisOf(story.office.now) + 400 * DAY_MS));
      expect(story.state(step).clock.pauses.every(({ to }) => to !== null)).toBe(true);
    }),
    { numRuns: 40 },
  );
  expect(paused).toBeGreaterThan(50);
});

it('no time stands still by the hand of one natural person, nor of whose work it is', async () => {
  await fc.assert(
    fc.asyncProperty(tries, async (tried) => {
      const story = await (await Story.of()).carry(step);
      for (const each of tried) await make(story, each);
      const events = story.office.events(story.rootId);
      events.forEach(({ body, actor }, index) => {
        if (body.kind !== 'clock-superseded' || body.cause !== 'paused') return;
        const asked = events.slice(0, index).findLast((event) => event.body.kind === 'pause-requested')!;
        expect(personsIn({ actor, body })).not.toContain(lin.personId);
        for (const hand of personsIn(asked)) expect(personsIn({ actor, body })).not.toContain(hand);
      });
    }),
    { numRuns: 40 },
  );
});

/** Who wrote a line, and for whom they stood in. */
function personsIn({ actor }: Pick<CaseEvent, 'actor' | 'body'>): string[] {
  const hand = hands.find(({ personId }) => actor.kind === 'staff' && personId === actor.personId);
  return hand === undefined ? [] : [hand.personId, ...hand.standsInFor];
}
